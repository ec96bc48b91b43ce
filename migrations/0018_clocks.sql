-- Every instance says with its own row by how much its machine's clock differs, so that the status shows it from anywhere.
ALTER TABLE leases ADD COLUMN clock_ahead double precision;
COMMENT ON COLUMN leases.clock_ahead IS 'Seconds by which the clock of the instance''s machine is ahead of the database''s; on the instance''s own row';
