-- The database's schema as it is when every file in migrations/ has run. Written by `make schema`, held by
-- tests/schema/main.rs, executed by nothing else. Rows that migrations insert are not shown.

CREATE FUNCTION queue_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE FUNCTION refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    RAISE EXCEPTION '% on % is refused: history is only added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$function$;

CREATE FUNCTION take_transaction_id()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN NULL;
END
$function$;

-- The streams, append-only; the first seven columns are those of postgres-es
CREATE TABLE events (
    aggregate_type text COLLATE "C" NOT NULL,
    aggregate_id text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,  -- Number within the stream, from 1
    event_type text NOT NULL,
    event_version text NOT NULL,
    payload json NOT NULL,  -- json, not jsonb: hashes are taken over the stored bytes; texts of people are sealed
    metadata json NOT NULL,
    event_id uuid NOT NULL,
    project_id uuid,  -- The project concerned, if any
    ingest_seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,  -- Drawn before the commit: of two events seen one after the other, the first has the smaller number
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT events_pkey PRIMARY KEY (aggregate_type, aggregate_id, sequence),
    CONSTRAINT events_event_id_key UNIQUE (event_id),
    CONSTRAINT events_ingest_seq_key UNIQUE (ingest_seq),
    CONSTRAINT events_sequence_check CHECK (sequence > 0)
);
CREATE TRIGGER events_are_queued AFTER INSERT ON events REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION queue_events();
CREATE TRIGGER events_have_transaction_ids BEFORE INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION take_transaction_id();
CREATE TRIGGER events_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Receipts: what became of every command, written in the statement that wrote its events
CREATE TABLE commands (
    command_id uuid NOT NULL,
    request_hash bytea NOT NULL,  -- SHA-256 of the request: the same id with another request is a fault of the caller
    outcome text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    first_sequence bigint NOT NULL,
    last_sequence bigint NOT NULL,
    event_ids uuid[] NOT NULL,  -- Every event that it made, on whatever stream; an event that no receipt names was slipped in
    refusal jsonb,  -- Why it was refused; null otherwise
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT commands_pkey PRIMARY KEY (command_id),
    CONSTRAINT commands_check CHECK ((outcome = 'refused') = (refusal IS NOT NULL)),
    CONSTRAINT commands_outcome_check CHECK (outcome = ANY (ARRAY['applied', 'nothing', 'refused'])),
    CONSTRAINT commands_request_hash_check CHECK (octet_length(request_hash) = 32)
);
CREATE TRIGGER commands_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON commands FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Outbox: committed events without a position; nearly always empty
CREATE TABLE event_pending (
    ingest_seq bigint NOT NULL,
    event_id uuid NOT NULL,
    CONSTRAINT event_pending_pkey PRIMARY KEY (ingest_seq)
) WITH (autovacuum_vacuum_threshold=1000, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_insert_threshold=-1, autovacuum_vacuum_cost_delay=0);

-- The log: committed events in order. No foreign key to events: a deleted event must leave its trace here
CREATE TABLE event_log (
    "position" bigint NOT NULL,  -- Dense: 1 to N
    event_id uuid NOT NULL,
    ingest_seq bigint NOT NULL,
    aggregate_type text COLLATE "C" NOT NULL,
    aggregate_id text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    partition smallint NOT NULL,  -- By project, or else by aggregate; fixed for ever
    previous bigint NOT NULL,  -- Position of the event before it in the partition, 0 for none: how a consumer notices a gap
    leaf_hash bytea NOT NULL,  -- RFC 9162 leaf over the canonical envelope of the event as stored
    sequenced_at timestamptz NOT NULL,  -- Never goes back, so a moment can be turned into a position
    CONSTRAINT event_log_pkey PRIMARY KEY ("position"),
    CONSTRAINT event_log_aggregate_type_aggregate_id_sequence_key UNIQUE (aggregate_type, aggregate_id, sequence),
    CONSTRAINT event_log_event_id_key UNIQUE (event_id),
    CONSTRAINT event_log_leaf_hash_check CHECK (octet_length(leaf_hash) = 32),
    CONSTRAINT event_log_partition_check CHECK (partition >= 0 AND partition <= 15),
    CONSTRAINT event_log_position_check CHECK ("position" > 0)
);
CREATE INDEX event_log_partition ON event_log (partition, "position");
CREATE TRIGGER event_log_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON event_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One row. Its lock is the fence: whoever holds it is the sequencer, whatever a lease says
CREATE TABLE sequencer_state (
    one boolean NOT NULL DEFAULT true,
    last_position bigint NOT NULL,
    frontier bytea NOT NULL,  -- Right edge of the Merkle tree: its size and the hashes of its perfect subtrees
    partition_heads bigint[] NOT NULL,  -- Last position in each partition, 0 for none
    last_sequenced_at timestamptz NOT NULL,
    CONSTRAINT sequencer_state_pkey PRIMARY KEY (one),
    CONSTRAINT sequencer_state_one_check CHECK (one),
    CONSTRAINT sequencer_state_partition_heads_check CHECK (cardinality(partition_heads) = 16)
) WITH (fillfactor=10, autovacuum_vacuum_threshold=500, autovacuum_vacuum_scale_factor=0);

-- A key per project, wrapped by the master key
CREATE TABLE project_keys (
    scope uuid NOT NULL,  -- The project; all zeros: for texts outside any project
    wrapped bytea NOT NULL,
    CONSTRAINT project_keys_pkey PRIMARY KEY (scope)
);

-- A key per sealed text, wrapped by its project's; forgetting a text means to put a tombstone in its place
CREATE TABLE text_keys (
    key_id uuid NOT NULL,
    scope uuid NOT NULL,  -- The project whose key wraps it
    wrapped bytea NOT NULL,
    event_id uuid NOT NULL,  -- The event that has the text
    CONSTRAINT text_keys_pkey PRIMARY KEY (event_id, key_id)
);

-- How far each consumer has applied the log; moved with its rows, and only from the value that was read
CREATE TABLE consumer_cursors (
    consumer text NOT NULL,
    version integer NOT NULL,
    partition smallint NOT NULL,  -- 0 to 15; -1: the one row of a consumer that needs all events in one order
    "position" bigint NOT NULL DEFAULT 0,  -- Position of the last event applied or parked; 0 for none
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT consumer_cursors_pkey PRIMARY KEY (consumer, version, partition),
    CONSTRAINT consumer_cursors_partition_check CHECK (partition >= '-1'::integer AND partition <= 15),
    CONSTRAINT consumer_cursors_position_check CHECK ("position" >= 0)
) WITH (fillfactor=50);

-- Dead letters: events that a consumer could not apply, and those behind them with the same key
CREATE TABLE parked_events (
    consumer text NOT NULL,
    version integer NOT NULL,
    key text NOT NULL,
    "position" bigint NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,  -- Tries so far; 0 for an event that stands behind another
    parked_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT parked_events_pkey PRIMARY KEY (consumer, version, "position")
);
CREATE INDEX parked_events_by_key ON parked_events (consumer, version, key, "position");
CREATE INDEX parked_events_position_idx ON parked_events ("position");

-- Who does what only one instance should do; `instance:<holder>` tells whether an instance lives
CREATE TABLE leases (
    name text NOT NULL,
    holder uuid NOT NULL,
    until timestamptz NOT NULL,  -- Database time
    fence bigint NOT NULL DEFAULT 1,  -- Grows with every change of holder
    session_pid integer NOT NULL,  -- Process number of the session that renewed it last
    session_began timestamptz,  -- When that session began; null where the holder may not see it
    server_began timestamptz NOT NULL,  -- When that session's server began
    shares jsonb,  -- On an instance's own row: the partitions that it works on now, by consumer
    clock_ahead double precision,  -- Seconds by which the clock of the instance's machine is ahead of the database's; on the instance's own row
    announces jsonb,  -- On an instance's own row: the stored events (with versions) and job steps that its program knows; null: a build from before it was asked
    CONSTRAINT leases_pkey PRIMARY KEY (name)
) WITH (fillfactor=50);

-- Jobs of process managers, stored in the transaction that moves their cursor; ids, never text of people
CREATE TABLE effects (
    effect_id uuid NOT NULL,  -- Derived from cause and step: a job is stored once, however often its event is seen
    process text NOT NULL,
    step text NOT NULL,
    request jsonb NOT NULL,
    status text NOT NULL DEFAULT 'queued',
    priority smallint NOT NULL,  -- 0: a person waits; 10: has a time to keep; 20: nobody waits
    attempts integer NOT NULL DEFAULT 0,  -- Tries that ended without an answer that counts
    due_at timestamptz NOT NULL,  -- Business time
    lease_holder uuid,  -- The instance that performs it; only while running
    lease_until timestamptz,  -- Database time; afterwards it is performed again
    event_id uuid NOT NULL,  -- The event that caused it; all zeros, like its position, if the clock did
    "position" bigint NOT NULL,
    correlation_id uuid NOT NULL,
    project_id uuid,
    chat bigint,
    last_error text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    needs text,  -- What an instance must have to perform it; null: nothing that not every one has
    topic integer,  -- The topic of the chat that the request came from; null outside of forums
    ordering_key text,  -- Jobs of one key are performed one after another, in the order stored; null: in any order
    sequence bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY,  -- The order in which jobs of one key are performed
    behind boolean NOT NULL DEFAULT false,  -- Whether it waits behind a job of its key: it is begun, or the mark taken away, when that one ends
    sealed bytea,  -- Parameters that hold texts of people, sealed; emptied when the job ends
    unknown_tries integer NOT NULL DEFAULT 0,  -- Tries of which nobody knows whether they took effect
    CONSTRAINT effects_pkey PRIMARY KEY (effect_id),
    CONSTRAINT effects_check CHECK ((status = 'running') = (lease_until IS NOT NULL)),
    CONSTRAINT effects_status_check CHECK (status = ANY (ARRAY['queued', 'running', 'waiting', 'done', 'failed', 'unknown']))
) WITH (fillfactor=70);
CREATE INDEX effects_behind ON effects (ordering_key) WHERE behind;
CREATE INDEX effects_done ON effects (updated_at) WHERE status = 'done';
CREATE INDEX effects_due ON effects (process, priority, behind, due_at) WHERE status = ANY (ARRAY['queued', 'waiting']);
CREATE INDEX effects_needing ON effects (due_at) WHERE needs IS NOT NULL AND (status = ANY (ARRAY['queued', 'waiting']));
CREATE UNIQUE INDEX effects_one_running ON effects (ordering_key) WHERE lease_until IS NOT NULL;
CREATE INDEX effects_ordered ON effects (ordering_key, sequence) WHERE ordering_key IS NOT NULL AND (status = ANY (ARRAY['queued', 'running', 'waiting']));
CREATE INDEX effects_running ON effects (process) WHERE status = 'running';
CREATE INDEX effects_troubled ON effects (updated_at) WHERE status = ANY (ARRAY['failed', 'unknown']);
CREATE INDEX effects_unreadable ON effects (created_at) WHERE (status = ANY (ARRAY['queued', 'waiting'])) AND last_error ~~ 'cannot read %';

-- Projects and their settings
CREATE TABLE projects_v1 (
    id uuid NOT NULL,  -- The project's id
    name text NOT NULL,  -- Public name; not necessarily unique
    base_description text,  -- What the project is about; null once forgotten
    posting_enabled boolean NOT NULL,  -- False while posting is paused
    paused_reason text,  -- Why posting is paused, if a reason was given
    autopilot text NOT NULL,  -- How much the project does by itself: off, approved or full
    vibe text,  -- Short-lived mood; counts until vibe_expires_at; null when unset or forgotten
    vibe_expires_at timestamptz,  -- When the mood stops to count
    time_zone text NOT NULL,  -- IANA time zone of the slots and of the project's day
    slots jsonb NOT NULL,  -- Weekly posting slots: [{day: weekday or null for every day, minute: since local midnight}]
    policy jsonb NOT NULL,  -- Safety policy: limits, blocked keywords, allowed addresses and domains
    quota jsonb NOT NULL,  -- Daily limits: suggestions_per_day, posts_per_day
    account_id text,  -- X user id of the account that the project posts as
    username text,  -- That account's name when it was assigned, without @
    context_version integer NOT NULL,  -- Context version that counts now; 0 before the first approval
    archived boolean NOT NULL,  -- Whether the project ended
    created_at timestamptz NOT NULL,  -- When the project began
    updated_at timestamptz NOT NULL,  -- When anything in this row last changed
    CONSTRAINT projects_v1_pkey PRIMARY KEY (id),
    CONSTRAINT projects_v1_autopilot_check CHECK (autopilot = ANY (ARRAY['off', 'approved', 'full']))
);
CREATE INDEX projects_v1_lower_idx ON projects_v1 (lower(name));

-- Context layers of all projects
CREATE TABLE context_layers_v1 (
    id uuid NOT NULL,  -- Derived from project and version (UUID version 5)
    project_id uuid NOT NULL,  -- The project
    version integer NOT NULL,  -- Layer version: 1, 2, 3 … in each project
    content text,  -- The layer's words; null once forgotten
    status text NOT NULL,  -- pending, approved, rejected, or rolled_back (approved once, taken out by a rollback)
    active boolean NOT NULL,  -- Whether the layer counts now
    active_versions jsonb NOT NULL,  -- Context versions in which the layer counted: [{from, until: null while it goes on}]
    score smallint,  -- Risk score, 0 to 100; null before it is scored
    signals jsonb NOT NULL,  -- Reasons for the score: [{name, weight, status, evidence}]
    complete boolean NOT NULL,  -- Whether every detector could look
    added_by text NOT NULL,  -- Who proposed it
    decided_by text,  -- Who approved or refused it, or rolled the context back
    reason text,  -- Why it was refused, if a reason was given; null once forgotten
    created_at timestamptz NOT NULL,  -- When it was proposed
    decided_at timestamptz,  -- When it was last decided on
    CONSTRAINT context_layers_v1_pkey PRIMARY KEY (id),
    CONSTRAINT context_layers_v1_project_id_version_key UNIQUE (project_id, version),
    CONSTRAINT context_layers_v1_status_check CHECK (status = ANY (ARRAY['pending', 'approved', 'rejected', 'rolled_back']))
);

-- Suggestions: requests for one to three variants of a post
CREATE TABLE post_suggestions_v1 (
    id uuid NOT NULL,  -- The suggestion's id
    project_id uuid NOT NULL,  -- The project
    context_version integer NOT NULL,  -- Context version that counted when it was asked for
    content text,  -- The approved text, else the first variant's; null before there is one and once forgotten
    status text NOT NULL,  -- requested, generated, failed, approved, rejected, expired, or queued (its text became a post)
    variants jsonb NOT NULL,  -- Variants as they read now: [{variant, revision, text, score, signals, complete}]
    instruction text,  -- What it should be about, if said; null once forgotten
    vibe text,  -- The vibe that counted, if any; null once forgotten
    requested_by text NOT NULL,  -- Who asked: a member, or a process
    replaces uuid,  -- The suggestion in place of which this one was asked for
    approved_by text,  -- Who approved
    approved_variant smallint,  -- Number of the approved variant, from 1
    reason text,  -- Why it was refused, if a reason was given; null once forgotten
    fault text,  -- Why no variants came: input_blocked, model_refused, unusable_answer, rejected or unavailable
    detail text,  -- What the service said then, in our words
    input_score smallint,  -- Risk score of the assembled input, 0 to 100
    model text,  -- The model that wrote the variants
    input_tokens bigint NOT NULL,  -- Tokens that the model read
    output_tokens bigint NOT NULL,  -- Tokens that the model wrote
    created_at timestamptz NOT NULL,  -- When it was asked for
    updated_at timestamptz NOT NULL,  -- When anything in this row last changed
    CONSTRAINT post_suggestions_v1_pkey PRIMARY KEY (id),
    CONSTRAINT post_suggestions_v1_status_check CHECK (status = ANY (ARRAY['requested', 'generated', 'failed', 'approved', 'rejected', 'expired', 'queued']))
);
CREATE INDEX post_suggestions_v1_project_id_created_at_id_idx ON post_suggestions_v1 (project_id, created_at, id);
CREATE INDEX post_suggestions_v1_project_id_status_created_at_id_idx ON post_suggestions_v1 (project_id, status, created_at, id) WHERE status = ANY (ARRAY['generated', 'approved']);

-- Posts, from queue to X
CREATE TABLE posts_v1 (
    id uuid NOT NULL,  -- The post's id
    project_id uuid NOT NULL,  -- The project
    suggestion_id uuid NOT NULL,  -- The suggestion that its text came from
    context_version integer NOT NULL,  -- Context version that the suggestion was written with
    x_tweet_id text,  -- Its id on X, once there
    account_id text NOT NULL,  -- X user id of the account
    content text,  -- The text; null once forgotten
    status text NOT NULL,  -- queued, cleared, blocked, published, failed, unknown, cancelled, missed, posted_manually or deleted
    score smallint NOT NULL,  -- Latest risk score, 0 to 100
    url text,  -- Where it can be read on X
    publish_at timestamptz NOT NULL,  -- When it is due
    published_at timestamptz,  -- When it was recorded as being on X
    attempts integer NOT NULL,  -- Number of the last request to X; 0 before the first
    fault text,  -- Why it was blocked or failed, as a stable code
    detail text,  -- What X said, or what was seen
    reason text,  -- Why it was taken back, if a reason was given; null once forgotten
    allowed_by text NOT NULL,  -- The person who approved, or autopilot
    metrics jsonb,  -- Public counts: likes, reposts, replies, quotes, impressions
    created_at timestamptz NOT NULL,  -- When it was queued
    updated_at timestamptz NOT NULL,  -- When anything in this row last changed
    CONSTRAINT posts_v1_pkey PRIMARY KEY (id),
    CONSTRAINT posts_v1_status_check CHECK (status = ANY (ARRAY['queued', 'cleared', 'blocked', 'published', 'failed', 'unknown', 'cancelled', 'missed', 'posted_manually', 'deleted']))
);
CREATE INDEX posts_v1_project_id_created_at_id_idx ON posts_v1 (project_id, created_at, id);
CREATE INDEX posts_v1_project_id_published_at_idx ON posts_v1 (project_id, published_at) WHERE published_at IS NOT NULL;

-- Roles of members, held now or once
CREATE TABLE admins_v1 (
    id uuid NOT NULL,  -- Derived from member, role and scope (UUID version 5)
    telegram_user_id bigint,  -- Telegram user id; null for services
    member_id text NOT NULL,  -- telegram:<user id> or service:<name>
    role text NOT NULL,  -- owner, editor, publisher, auditor or analyst
    scope text NOT NULL,  -- global, or the id of the one project
    project_id uuid,  -- The project; null for a global role
    name text,  -- The member's name, if it was given; null once forgotten
    active boolean NOT NULL,  -- Whether the role is held now
    granted_at timestamptz NOT NULL,  -- When it was last granted
    revoked_at timestamptz,  -- When it was revoked, if it is
    CONSTRAINT admins_v1_pkey PRIMARY KEY (id),
    CONSTRAINT admins_v1_member_id_role_scope_key UNIQUE (member_id, role, scope),
    CONSTRAINT admins_v1_role_check CHECK (role = ANY (ARRAY['owner', 'editor', 'publisher', 'auditor', 'analyst']))
);
CREATE INDEX admins_v1_scope_idx ON admins_v1 (scope) WHERE active;

-- Who did what: one row per event, without anybody's words
CREATE TABLE audit_logs_v1 (
    id uuid NOT NULL,  -- The event's id
    "position" bigint NOT NULL,  -- Position in the event log
    admin_id bigint,  -- Telegram user who acted; null for services, processes and operators
    actor text NOT NULL,  -- Who acted: telegram:…, service:…, process:… or operator:…
    action_type text NOT NULL,  -- The event's name
    project_id uuid,  -- The project concerned, if any
    aggregate_type text NOT NULL,  -- project, context, suggestion, post, account, member or access
    aggregate_id text NOT NULL,  -- Id of the aggregate
    sequence bigint NOT NULL,  -- The event's number within the aggregate, from 1
    summary text NOT NULL,  -- What happened, in one sentence
    details jsonb NOT NULL,  -- Numbers, ids and codes of the event
    correlation_id uuid NOT NULL,  -- Shared by everything that followed from one request
    recorded_at timestamptz NOT NULL,  -- When the event was recorded
    CONSTRAINT audit_logs_v1_pkey PRIMARY KEY (id),
    CONSTRAINT audit_logs_v1_position_key UNIQUE ("position")
);
CREATE INDEX audit_logs_v1_actor_position_idx ON audit_logs_v1 (actor, "position");
CREATE UNIQUE INDEX audit_logs_v1_aggregate_type_aggregate_id_sequence_idx ON audit_logs_v1 (aggregate_type, aggregate_id, sequence);
CREATE INDEX audit_logs_v1_project_id_position_idx ON audit_logs_v1 (project_id, "position");

-- Counts per project and day, for business metrics
CREATE TABLE daily_activity_v1 (
    project_id uuid NOT NULL,  -- The project
    day date NOT NULL,  -- Day in UTC on which the events were recorded
    suggestions_requested bigint NOT NULL,  -- Requests for variants
    variants_generated bigint NOT NULL,  -- Variants that the model wrote
    approvals bigint NOT NULL,  -- Suggestions approved
    rejections bigint NOT NULL,  -- Suggestions refused
    context_updates bigint NOT NULL,  -- New context versions: approvals of layers and rollbacks
    posts_published bigint NOT NULL,  -- Posts that reached X, by hand or not
    posts_failed bigint NOT NULL,  -- Posts that failed
    CONSTRAINT daily_activity_v1_pkey PRIMARY KEY (project_id, day)
);
CREATE INDEX daily_activity_v1_day_idx ON daily_activity_v1 (day);

-- The project that a person chose in a chat
CREATE TABLE chat_sessions (
    chat_id bigint NOT NULL,
    user_id bigint NOT NULL,
    project_id uuid NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT chat_sessions_pkey PRIMARY KEY (chat_id, user_id)
);

-- Questions of the bot that a reply answers
CREATE TABLE telegram_prompts (
    chat_id bigint NOT NULL,
    message_id integer NOT NULL,
    purpose jsonb NOT NULL,  -- What the answer is for: ids and numbers, never text of people
    created_at timestamptz NOT NULL,
    CONSTRAINT telegram_prompts_pkey PRIMARY KEY (chat_id, message_id)
);
CREATE INDEX telegram_prompts_by_age ON telegram_prompts (created_at);

-- Messages that show a notice, to be edited when what it is about changes
CREATE TABLE notice_copies (
    subject text NOT NULL,  -- What the notice is about, as JSON
    chat_id bigint NOT NULL,
    message_id integer NOT NULL,
    shown_hash text NOT NULL,  -- SHA-256 (hex) of text and buttons, so that nothing is sent to say the same again
    updated_at timestamptz NOT NULL,
    CONSTRAINT notice_copies_pkey PRIMARY KEY (subject, chat_id)
);
CREATE INDEX notice_copies_by_message ON notice_copies (chat_id, message_id);

-- Requests of operators that a consumer tries a parked key again
CREATE TABLE parked_requests (
    consumer text NOT NULL,
    version integer NOT NULL,
    key text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT parked_requests_pkey PRIMARY KEY (consumer, version, key)
);

-- The builds of each read model; one without a row here has build 1, in the shape that the program names
CREATE TABLE projection_versions (
    name text NOT NULL,
    version integer NOT NULL,  -- The build, counted on by rebuilds and by raised shapes; never given twice. Cursors are kept under it
    state text NOT NULL,  -- building: by `memebot rebuild`; ready: up to date; live: shown by the view; former: was live, up to date; retired
    tables text[] NOT NULL,  -- Its table: `<name>_v<shape>` of a migration, or `<name>_v<shape>_b<build>` of a rebuild; none once it was dropped
    created_at timestamptz NOT NULL DEFAULT now(),
    switched_at timestamptz,  -- When it last became live, or was retired
    shape integer NOT NULL,  -- Which columns its table has: the number that the program of its release names
    CONSTRAINT projection_versions_pkey PRIMARY KEY (name, version),
    CONSTRAINT projection_versions_shape_check CHECK (shape > 0),
    CONSTRAINT projection_versions_state_check CHECK (state = ANY (ARRAY['building', 'ready', 'live', 'former', 'retired']))
);
CREATE UNIQUE INDEX one_live_version ON projection_versions (name) WHERE state = 'live';

-- Which database continues the history, append-only
CREATE TABLE epochs (
    number integer NOT NULL,  -- From 1; also the end of the name of the JetStream stream
    system_identifier bigint NOT NULL,  -- Of pg_control_system(): another one in every cluster that initdb made
    timeline integer NOT NULL,  -- Grows when a standby is promoted or a point-in-time recovery ends
    database_oid bigint NOT NULL,
    table_oid bigint NOT NULL,  -- Of this table: another one after a dump was restored
    log_position bigint NOT NULL,  -- Where the log ended when the epoch was opened
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    opened_by text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT epochs_pkey PRIMARY KEY (number),
    CONSTRAINT epochs_log_position_check CHECK (log_position >= 0),
    CONSTRAINT epochs_number_check CHECK (number > 0)
);
CREATE TRIGGER epochs_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON epochs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was noticed in an epoch: nothing is published in an epoch that has a row here
CREATE TABLE epoch_doubts (
    epoch integer NOT NULL,
    kind text NOT NULL,
    detail text NOT NULL,
    noticed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT epoch_doubts_pkey PRIMARY KEY (epoch, kind),
    CONSTRAINT epoch_doubts_kind_check CHECK (kind = ANY (ARRAY['identity', 'stream', 'tail', 'cursors']))
);
CREATE TRIGGER epoch_doubts_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON epoch_doubts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Which owners were told that publishing is held; up to migration 0016, see owner_notices
CREATE TABLE epoch_notices (
    epoch integer NOT NULL,
    chat bigint NOT NULL,
    told_at timestamptz DEFAULT clock_timestamp(),  -- When the owner was told; null while an instance is about to
    claimed_until timestamptz,  -- Until when no other instance tells the owner; null once told
    CONSTRAINT epoch_notices_pkey PRIMARY KEY (epoch, chat)
);

-- How much each clean-up job has removed, counted in the transaction that removed it
CREATE TABLE clean_ups (
    effect_id uuid NOT NULL,
    removed bigint NOT NULL,
    CONSTRAINT clean_ups_pkey PRIMARY KEY (effect_id)
);

-- Who was told of which alarm
CREATE TABLE owner_notices (
    subject text NOT NULL,  -- The occasion: of one everybody is told once
    chat bigint NOT NULL,  -- The Telegram user who is told
    told_at timestamptz,  -- When; null while an instance is about to
    claimed_until timestamptz,  -- Until when no other instance tells this person; null once told
    CONSTRAINT owner_notices_pkey PRIMARY KEY (subject, chat)
);

-- Events that a consumer could not read: of an unknown type or version, of another shape, or damaged
CREATE TABLE unreadable_events (
    "position" bigint NOT NULL,  -- Log position
    event_id uuid NOT NULL,  -- The event
    stream text NOT NULL,  -- The aggregate that it belongs to: type and id
    sequence bigint NOT NULL,  -- Its number within the aggregate
    event_type text NOT NULL,  -- Its type
    event_version text NOT NULL,  -- The version that it was written in
    project_id uuid,  -- The project concerned, if any
    reason text NOT NULL,  -- Why it could not be read, when it was tried last
    first_seen timestamptz NOT NULL DEFAULT clock_timestamp(),  -- When a consumer met it
    healed_at timestamptz,  -- Since when no consumer waits for it any more, because it could be read
    told_at timestamptz,  -- When people were told of it first
    discarded_at timestamptz,  -- When a person gave it up: everybody who reads skips it
    discarded_by uuid,  -- The event that records who gave it up and why
    CONSTRAINT unreadable_events_pkey PRIMARY KEY ("position"),
    CONSTRAINT unreadable_events_check CHECK ((discarded_at IS NULL) = (discarded_by IS NULL))
);
CREATE UNIQUE INDEX unreadable_events_event_id_idx ON unreadable_events (event_id);

-- When and why the database's clock was in doubt: nothing scheduled is published while one is open
CREATE TABLE clock_holds (
    number bigint NOT NULL GENERATED ALWAYS AS IDENTITY,  -- 1, 2, 3 …
    cause text NOT NULL,  -- jump: it differs from the time since boot; services: outside services agree on another time
    seconds double precision NOT NULL,  -- By how much it was ahead
    detail text NOT NULL,  -- The same for people
    began_at timestamptz NOT NULL DEFAULT clock_timestamp(),  -- When an instance noticed it, by the clock in doubt
    ended_at timestamptz,  -- When it ended; null while it is open
    accepted_by text,  -- The operator who said that the clock is right; null when it ended by itself
    end_reason text,  -- Why it ended
    CONSTRAINT clock_holds_pkey PRIMARY KEY (number),
    CONSTRAINT clock_holds_cause_check CHECK (cause = ANY (ARRAY['jump', 'services'])),
    CONSTRAINT clock_holds_check CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CONSTRAINT clock_holds_check1 CHECK (accepted_by IS NULL OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX clock_holds_cause_idx ON clock_holds (cause) WHERE ended_at IS NULL;

-- Rows of events that were damaged and mended, each written in the transaction that mended it
CREATE TABLE event_repairs (
    "position" bigint NOT NULL,  -- Log position
    event_id uuid NOT NULL,  -- The event
    source text NOT NULL,  -- Where the copy came from: jetstream or backup
    repaired_by text NOT NULL,  -- Who ran the command, as the operating system says
    found_leaf bytea,  -- The leaf hash that the damaged row gave; null: it could not be read
    repaired_at timestamptz NOT NULL DEFAULT clock_timestamp(),  -- When
    CONSTRAINT event_repairs_pkey PRIMARY KEY ("position", repaired_at),
    CONSTRAINT event_repairs_found_leaf_check CHECK (octet_length(found_leaf) = 32)
);
CREATE TRIGGER event_repairs_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON event_repairs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The keys that were destroyed because their texts were to be forgotten
CREATE TABLE text_key_tombstones (
    event_id uuid NOT NULL,  -- The event that has the text
    key_id uuid NOT NULL,  -- The key, as the sealed text names it
    forgotten_at timestamptz NOT NULL DEFAULT clock_timestamp(),  -- When it was destroyed; of keys destroyed before this migration, when it ran
    CONSTRAINT text_key_tombstones_pkey PRIMARY KEY (event_id, key_id)
);

-- Chats of Telegram that something was sent to
CREATE TABLE telegram_chats (
    chat_id bigint NOT NULL,
    sent timestamptz[] NOT NULL,  -- When the last messages and edits were sent or will be, in order; as many as a limit counts
    unreachable_since timestamptz,  -- Since when nothing is delivered there; null: it is
    digested_until timestamptz,  -- Notices that were asked for until then were told together
    CONSTRAINT telegram_chats_pkey PRIMARY KEY (chat_id)
) WITH (fillfactor=70);

-- Messages that were sent once more, because nobody knew whether they had arrived
CREATE TABLE telegram_repeats (
    effect_id uuid NOT NULL,  -- The job of the outbox
    repeated_at timestamptz NOT NULL DEFAULT now(),  -- When, before it was sent
    CONSTRAINT telegram_repeats_pkey PRIMARY KEY (effect_id),
    CONSTRAINT telegram_repeats_effect_id_fkey FOREIGN KEY (effect_id) REFERENCES effects(effect_id) ON DELETE CASCADE
);

CREATE FUNCTION next_telegram_slot(sent timestamptz[], spacing double precision, most integer)
 RETURNS timestamptz
 LANGUAGE sql
RETURN (SELECT GREATEST(clock_timestamp(), (c.counted[cardinality(c.counted)] + make_interval(secs => next_telegram_slot.spacing)), (c.counted[((cardinality(c.counted) - next_telegram_slot.most) + 1)] + '00:01:01'::interval)) AS "greatest" FROM (SELECT array_agg(s.slot ORDER BY s.number) AS counted FROM unnest(next_telegram_slot.sent) WITH ORDINALITY s(slot, number) WHERE (s.slot <= (clock_timestamp() + '00:00:02'::interval))) c);

CREATE FUNCTION orphaned(lease leases)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN (((lease).server_began = pg_postmaster_start_time()) AND (NOT (EXISTS (SELECT FROM pg_stat_get_activity((orphaned.lease).session_pid) s WHERE ((s.backend_start = (orphaned.lease).session_began) IS NOT FALSE)))));

CREATE FUNCTION register_shape(read_model text, new_shape integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
    IF NOT EXISTS (SELECT FROM projection_versions WHERE name = read_model) THEN
        IF NOT EXISTS (SELECT FROM consumer_cursors WHERE consumer = read_model) THEN
            EXECUTE format('CREATE OR REPLACE VIEW %I AS SELECT * FROM %I',
                           read_model, format('%s_v%s', read_model, new_shape));
            RETURN;
        END IF;
        INSERT INTO projection_versions (name, version, shape, state, tables)
        VALUES (read_model, 1, new_shape - 1, 'live', ARRAY[format('%s_v%s', read_model, new_shape - 1)]);
    END IF;
    INSERT INTO projection_versions (name, version, shape, state, tables)
    SELECT read_model, max(version) + 1, new_shape, 'building', ARRAY[format('%s_v%s', read_model, new_shape)]
      FROM projection_versions WHERE name = read_model;
END
$function$;

CREATE VIEW admins AS SELECT * FROM admins_v1;
CREATE VIEW audit_logs AS SELECT * FROM audit_logs_v1;
CREATE VIEW context_layers AS SELECT * FROM context_layers_v1;
CREATE VIEW daily_activity AS SELECT * FROM daily_activity_v1;
CREATE VIEW post_suggestions AS SELECT * FROM post_suggestions_v1;
CREATE VIEW posts AS SELECT * FROM posts_v1;
CREATE VIEW projects AS SELECT * FROM projects_v1;
