-- A job may need what only some instances have, such as the keys of an account. Who claims it without them hands it back
-- with what it needs, and then only instances that have it claim it.
ALTER TABLE effects ADD COLUMN needs text;
COMMENT ON COLUMN effects.needs IS 'What an instance must have to perform it; null: nothing that not every one has';
CREATE INDEX effects_needing ON effects (due_at) WHERE needs IS NOT NULL AND status IN ('queued', 'waiting');
