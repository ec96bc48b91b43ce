-- The event store: streams, receipts of commands, the numbered log, and the keys of sealed texts.
--
-- What was recorded is never changed: triggers refuse UPDATE, DELETE and TRUNCATE for everybody, and whoever
-- disables them is found by `memebot audit verify`. Positions are given after commit, by the sequencer alone.

-- The streams. The first seven columns are those of postgres-es.
CREATE TABLE events (
    aggregate_type text        NOT NULL,
    aggregate_id   text        NOT NULL,
    sequence       bigint      NOT NULL CHECK (sequence > 0),
    event_type     text        NOT NULL,
    event_version  text        NOT NULL,
    -- json, not jsonb: the stored bytes count, hashes are taken over them
    payload        json        NOT NULL,
    metadata       json        NOT NULL,
    event_id       uuid        NOT NULL,
    project_id     uuid,
    -- Drawn before the commit, so of two events that were seen one after the other the first has the smaller
    -- number. CACHE 1: cached numbers of one session would be older than those of another.
    ingest_seq     bigint      GENERATED ALWAYS AS IDENTITY (CACHE 1),
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT events_pkey PRIMARY KEY (aggregate_type, aggregate_id, sequence),
    CONSTRAINT events_event_id_key UNIQUE (event_id),
    CONSTRAINT events_ingest_seq_key UNIQUE (ingest_seq)
);

-- What became of every command, written in the statement that wrote its events. A repeat finds it here.
CREATE TABLE commands (
    command_id     uuid        NOT NULL CONSTRAINT commands_pkey PRIMARY KEY,
    -- SHA-256 of the request: the same id with another request is a fault of the caller
    request_hash   bytea       NOT NULL CHECK (octet_length(request_hash) = 32),
    outcome        text        NOT NULL CHECK (outcome IN ('applied', 'nothing', 'refused')),
    aggregate_type text        NOT NULL,
    aggregate_id   text        NOT NULL,
    first_sequence bigint      NOT NULL,
    last_sequence  bigint      NOT NULL,
    -- every event that the command made, on whatever stream: an event that no receipt names was slipped in
    event_ids      uuid[]      NOT NULL,
    refusal        jsonb,
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((outcome = 'refused') = (refusal IS NOT NULL))
);

-- Committed events that have no position yet: a queue that is nearly always empty.
CREATE TABLE event_pending (
    ingest_seq bigint NOT NULL PRIMARY KEY,
    event_id   uuid   NOT NULL
) WITH (
    -- every row dies within milliseconds; without this the dead ones slow down every look at the queue
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_insert_threshold = -1,
    autovacuum_vacuum_cost_delay = 0
);

-- The log. No foreign key to events: it would triple the WAL, and a deleted event must leave its trace here.
CREATE TABLE event_log (
    -- dense: 1 to N
    position       bigint      NOT NULL PRIMARY KEY CHECK (position > 0),
    event_id       uuid        NOT NULL UNIQUE,
    ingest_seq     bigint      NOT NULL,
    aggregate_type text        NOT NULL,
    aggregate_id   text        NOT NULL,
    sequence       bigint      NOT NULL,
    -- partition of the feed, by project or else by aggregate; fixed for ever
    partition      smallint    NOT NULL CHECK (partition BETWEEN 0 AND 15),
    -- position of the event before it in the partition, 0 for none: how a consumer sees that it missed something
    previous       bigint      NOT NULL,
    -- RFC 9162 leaf over the canonical envelope of the event as stored
    leaf_hash      bytea       NOT NULL CHECK (octet_length(leaf_hash) = 32),
    -- never goes back, so a moment can be turned into a position
    sequenced_at   timestamptz NOT NULL,
    UNIQUE (aggregate_type, aggregate_id, sequence)
);
CREATE INDEX event_log_partition ON event_log (partition, position);

-- One row. Its lock is the fence: whoever holds it is the sequencer, whatever a lease says.
CREATE TABLE sequencer_state (
    one               boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (one),
    last_position     bigint      NOT NULL,
    -- right edge of the Merkle tree: its size and the hashes of its perfect subtrees
    frontier          bytea       NOT NULL,
    -- last position in each partition, 0 for none
    partition_heads   bigint[]    NOT NULL CHECK (cardinality(partition_heads) = 16),
    last_sequenced_at timestamptz NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
INSERT INTO sequencer_state (last_position, frontier, partition_heads, last_sequenced_at)
VALUES (0, '\x0000000000000000', array_fill(0::bigint, ARRAY[16]), '-infinity'::timestamptz);

-- A key per project (the nil UUID: for texts outside any project), wrapped by the master key.
CREATE TABLE project_keys (
    scope   uuid  NOT NULL PRIMARY KEY,
    wrapped bytea NOT NULL
);

-- A key per sealed text, wrapped by its project's. Deleting the row is what forgetting a text means.
CREATE TABLE text_keys (
    key_id         uuid   NOT NULL PRIMARY KEY,
    scope          uuid   NOT NULL,
    aggregate_type text   NOT NULL,
    aggregate_id   text   NOT NULL,
    sequence       bigint NOT NULL,
    wrapped        bytea  NOT NULL
);
CREATE INDEX text_keys_stream ON text_keys (aggregate_type, aggregate_id);

-- Queues new events for the sequencer and refuses those that do not continue their stream.
-- A sequential scan is never right here, but a plan made while the table was small would keep it.
CREATE FUNCTION queue_events() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan = off
AS $$
DECLARE
    misplaced record;
BEGIN
    SELECT i.aggregate_type, i.aggregate_id, i.sequence INTO misplaced
      FROM inserted i
     WHERE i.sequence > 1
       AND i.ingest_seq <= coalesce(
               (SELECT e.ingest_seq FROM events e
                 WHERE e.aggregate_type = i.aggregate_type AND e.aggregate_id = i.aggregate_id
                   AND e.sequence = i.sequence - 1),
               9223372036854775807)
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'event % of %/% does not follow its predecessor',
            misplaced.sequence, misplaced.aggregate_type, misplaced.aggregate_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    INSERT INTO event_pending (ingest_seq, event_id) SELECT ingest_seq, event_id FROM inserted;
    RETURN NULL;
END
$$;

-- A transaction has its id before it draws an ingest number: when all transactions of a moment have ended, the
-- numbers drawn by that moment are settled, and the sequencer need not look for them any more.
CREATE FUNCTION take_transaction_id() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN NULL;
END
$$;

CREATE TRIGGER events_have_transaction_ids BEFORE INSERT ON events
    FOR EACH STATEMENT EXECUTE FUNCTION take_transaction_id();
CREATE TRIGGER events_are_queued AFTER INSERT ON events
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION queue_events();

CREATE FUNCTION refuse_change() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: history is only added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commands_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON commands
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_log_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON event_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
