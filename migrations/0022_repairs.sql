-- A damaged row of `events` may be mended from a copy that gives the log's leaf (`memebot repair`). That it was stays known.

CREATE TABLE event_repairs (
    position    bigint      NOT NULL,
    event_id    uuid        NOT NULL,
    source      text        NOT NULL,
    repaired_by text        NOT NULL,
    found_leaf  bytea       CHECK (octet_length(found_leaf) = 32),
    repaired_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (position, repaired_at)
);
CREATE TRIGGER event_repairs_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON event_repairs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE event_repairs IS 'Rows of events that were damaged and mended, each written in the transaction that mended it';
COMMENT ON COLUMN event_repairs.position IS 'Log position';
COMMENT ON COLUMN event_repairs.event_id IS 'The event';
COMMENT ON COLUMN event_repairs.source IS 'Where the copy came from: jetstream or backup';
COMMENT ON COLUMN event_repairs.repaired_by IS 'Who ran the command, as the operating system says';
COMMENT ON COLUMN event_repairs.found_leaf IS 'The leaf hash that the damaged row gave; null: it could not be read';
COMMENT ON COLUMN event_repairs.repaired_at IS 'When';
