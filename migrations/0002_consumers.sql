-- What follows from the log: how far every consumer is, what it had to park, who leads, and the work of process managers.

-- How far a consumer has applied the log. Changed in the transaction that writes the consumer's rows, and only
-- from the value it was read with: two runners of one consumer cannot both succeed.
CREATE TABLE consumer_cursors (
    consumer   text        NOT NULL,
    version    integer     NOT NULL,
    -- 0 to 15; a consumer that needs all events in one order has the one row -1.
    partition  smallint    NOT NULL CHECK (partition BETWEEN -1 AND 15),
    -- Position of the last event applied (or parked); 0 for none.
    position   bigint      NOT NULL DEFAULT 0 CHECK (position >= 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, version, partition)
) WITH (fillfactor = 50); -- every batch changes these rows: room for the new ones in the same page

-- Events that a consumer could not apply, and those behind them with the same key, which must not overtake them.
CREATE TABLE parked_events (
    consumer  text        NOT NULL,
    version   integer     NOT NULL,
    key       text        NOT NULL,
    position  bigint      NOT NULL,
    error     text        NOT NULL,
    -- Tries so far; 0 for an event that was never tried because it stands behind another.
    attempts  integer     NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, version, position)
);

CREATE INDEX parked_events_by_key ON parked_events (consumer, version, key, position);

-- Who does what only one instance should do. Saves idle work; correctness never rests on it, hence database time.
-- Each instance also has a row `instance:<holder>` that tells whether whoever performs an effect still lives.
CREATE TABLE leases (
    name          text        PRIMARY KEY,
    holder        uuid        NOT NULL,
    until         timestamptz NOT NULL,
    -- Grows with every change of holder.
    fence         bigint      NOT NULL DEFAULT 1,
    -- The session that renewed it last: its process number, its begin (null where the holder may not see it), and
    -- the begin of its server.
    session_pid   integer     NOT NULL,
    session_began timestamptz,
    server_began  timestamptz NOT NULL
) WITH (fillfactor = 50);

-- Whether the lease's session has ended and its holder has most likely died. A session that ended with its server,
-- or that this user may not see, says nothing about its holder; then only time does.
CREATE FUNCTION orphaned(lease leases) RETURNS boolean STABLE
    RETURN lease.server_began = pg_postmaster_start_time() AND NOT EXISTS (
        SELECT FROM pg_stat_get_activity(lease.session_pid) AS s
         WHERE (s.backend_start = lease.session_began) IS NOT FALSE);

-- Work that a process manager intends, stored in the transaction that moves its cursor. Holds ids, never text of people.
CREATE TABLE effects (
    -- Derived from cause and step: an intent is stored once, however often its event is seen.
    effect_id      uuid        PRIMARY KEY,
    process        text        NOT NULL,
    step           text        NOT NULL,
    request        jsonb       NOT NULL,
    status         text        NOT NULL DEFAULT 'queued'
                   CHECK (status IN ('queued', 'running', 'waiting', 'done', 'failed', 'unknown')),
    -- 0: a person waits; 10: has a time to keep; 20: nobody waits.
    priority       smallint    NOT NULL,
    -- Tries that have ended without an answer that counts: asked to be repeated, panicked, or lost with its instance.
    attempts       integer     NOT NULL DEFAULT 0,
    -- Business time, compared with the application's clock.
    due_at         timestamptz NOT NULL,
    -- Only while running. Database time: an effect whose lease has run out is performed again.
    lease_holder   uuid,
    lease_until    timestamptz,
    -- The event that caused it, and what the event knew.
    event_id       uuid        NOT NULL,
    position       bigint      NOT NULL,
    correlation_id uuid        NOT NULL,
    project_id     uuid,
    chat           bigint,
    last_error     text,
    -- Business time.
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    CHECK ((status = 'running') = (lease_until IS NOT NULL))
) WITH (fillfactor = 70);

-- What workers look for: the next due effect of each priority.
CREATE INDEX effects_due ON effects (priority, due_at) WHERE status IN ('queued', 'waiting');

-- What workers take over. Not by `lease_until`: renewing a lease then needs no new index entry.
CREATE INDEX effects_running ON effects (process) WHERE status = 'running';

-- What people look for: everything that did not end well.
CREATE INDEX effects_troubled ON effects (updated_at) WHERE status IN ('failed', 'unknown');
