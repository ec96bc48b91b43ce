-- Every instance says with its own row what it can read, so that none writes what another that still runs cannot.
ALTER TABLE leases ADD COLUMN announces jsonb;
COMMENT ON COLUMN leases.announces IS 'On an instance''s own row: the stored events (with versions) and job steps that its program knows; null: a build from before it was asked';
