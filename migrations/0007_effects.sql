-- Effects in batches, and clean-up.

-- Effects are taken by process manager: none waits behind the backlog of another.
DROP INDEX effects_due;
CREATE INDEX effects_due ON effects (process, priority, due_at) WHERE status IN ('queued', 'waiting');

-- What clean-up looks for: the oldest of those that are done. Entries only ever go to its end.
CREATE INDEX effects_done ON effects (updated_at) WHERE status = 'done';

COMMENT ON COLUMN effects.event_id IS 'The event that caused it; all zeros, like its position, if the clock did';

-- How much each clean-up job has removed so far, counted in the transaction that removed it.
CREATE TABLE clean_ups (
    effect_id uuid   PRIMARY KEY,
    removed   bigint NOT NULL
);
