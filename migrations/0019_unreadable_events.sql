-- What a program cannot read is known once, whichever consumers wait for it: to people, to the publish hold, to rebuilds.

CREATE TABLE unreadable_events (
    position       bigint PRIMARY KEY,
    event_id       uuid NOT NULL,
    stream         text NOT NULL,
    sequence       bigint NOT NULL,
    event_type     text NOT NULL,
    event_version  text NOT NULL,
    project_id     uuid,
    reason         text NOT NULL,
    first_seen     timestamptz NOT NULL DEFAULT clock_timestamp(),
    healed_at      timestamptz,
    told_at        timestamptz,
    discarded_at   timestamptz,
    discarded_by   uuid,
    CHECK ((discarded_at IS NULL) = (discarded_by IS NULL))
);
CREATE UNIQUE INDEX ON unreadable_events (event_id);
-- Who waits for an event is asked before every post.
CREATE INDEX ON parked_events (position);
COMMENT ON TABLE unreadable_events IS 'Events that a consumer could not read: of an unknown type or version, of another shape, or damaged';
COMMENT ON COLUMN unreadable_events.position IS 'Log position';
COMMENT ON COLUMN unreadable_events.event_id IS 'The event';
COMMENT ON COLUMN unreadable_events.stream IS 'The aggregate that it belongs to: type and id';
COMMENT ON COLUMN unreadable_events.sequence IS 'Its number within the aggregate';
COMMENT ON COLUMN unreadable_events.event_type IS 'Its type';
COMMENT ON COLUMN unreadable_events.event_version IS 'The version that it was written in';
COMMENT ON COLUMN unreadable_events.project_id IS 'The project concerned, if any';
COMMENT ON COLUMN unreadable_events.reason IS 'Why it could not be read, when it was tried last';
COMMENT ON COLUMN unreadable_events.first_seen IS 'When a consumer met it';
COMMENT ON COLUMN unreadable_events.healed_at IS 'Since when no consumer waits for it any more, because it could be read';
COMMENT ON COLUMN unreadable_events.told_at IS 'When people were told of it first';
COMMENT ON COLUMN unreadable_events.discarded_at IS 'When a person gave it up: everybody who reads skips it';
COMMENT ON COLUMN unreadable_events.discarded_by IS 'The event that records who gave it up and why';

COMMENT ON COLUMN projection_versions.switched_at IS 'When it last became live, or was retired';
