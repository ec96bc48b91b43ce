-- Consumers whose work several instances divide among themselves by partition.

-- Only on an instance's own row (`instance:<holder>`): the work that it takes part in, by name (`consumer:<name>:v<n>`),
-- and of each the partitions that it works on at this moment: {"consumer:posts:v1": [0, 2, 4]}. An instance that waits
-- until others hand partitions over is there with none. Counts while the lease does.
ALTER TABLE leases ADD COLUMN shares jsonb;
