-- Read models: what can be seen. Each is a table `<name>_v<version>`, written by its projector alone, and a view
-- `<name>` through which everybody reads, so that a new version can be built beside the old one and take its place.
-- Nothing here is the record: every row can be made again from the events. No foreign keys for that reason: models
-- are built independently and at different speeds.

-- One row per project.
CREATE TABLE projects_v1 (
    id               uuid PRIMARY KEY,
    name             text NOT NULL,
    base_description text,
    posting_enabled  boolean NOT NULL,
    paused_reason    text,
    autopilot        text NOT NULL CHECK (autopilot IN ('off', 'approved', 'full')),
    vibe             text,
    vibe_expires_at  timestamptz,
    time_zone        text NOT NULL,
    slots            jsonb NOT NULL,
    policy           jsonb NOT NULL,
    quota            jsonb NOT NULL,
    account_id       text,
    username         text,
    context_version  integer NOT NULL,
    archived         boolean NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL
);
CREATE INDEX ON projects_v1 (lower(name));
COMMENT ON TABLE projects_v1 IS 'Projects and their settings';
COMMENT ON COLUMN projects_v1.id IS 'The project''s id';
COMMENT ON COLUMN projects_v1.name IS 'Public name; not necessarily unique';
COMMENT ON COLUMN projects_v1.base_description IS 'What the project is about; null once forgotten';
COMMENT ON COLUMN projects_v1.posting_enabled IS 'False while posting is paused';
COMMENT ON COLUMN projects_v1.paused_reason IS 'Why posting is paused, if a reason was given';
COMMENT ON COLUMN projects_v1.autopilot IS 'How much the project does by itself: off, approved or full';
COMMENT ON COLUMN projects_v1.vibe IS 'Short-lived mood; counts until vibe_expires_at; null when unset or forgotten';
COMMENT ON COLUMN projects_v1.vibe_expires_at IS 'When the mood stops to count';
COMMENT ON COLUMN projects_v1.time_zone IS 'IANA time zone of the slots and of the project''s day';
COMMENT ON COLUMN projects_v1.slots IS 'Weekly posting slots: [{day: weekday or null for every day, minute: since local midnight}]';
COMMENT ON COLUMN projects_v1.policy IS 'Safety policy: limits, blocked keywords, allowed addresses and domains';
COMMENT ON COLUMN projects_v1.quota IS 'Daily limits: suggestions_per_day, posts_per_day';
COMMENT ON COLUMN projects_v1.account_id IS 'X user id of the account that the project posts as';
COMMENT ON COLUMN projects_v1.username IS 'That account''s name when it was assigned, without @';
COMMENT ON COLUMN projects_v1.context_version IS 'Context version that counts now; 0 before the first approval';
COMMENT ON COLUMN projects_v1.archived IS 'Whether the project ended';
COMMENT ON COLUMN projects_v1.created_at IS 'When the project began';
COMMENT ON COLUMN projects_v1.updated_at IS 'When anything in this row last changed';

-- One row per context layer, whatever became of it.
CREATE TABLE context_layers_v1 (
    id              uuid PRIMARY KEY,
    project_id      uuid NOT NULL,
    version         integer NOT NULL,
    content         text,
    status          text NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'rolled_back')),
    active          boolean NOT NULL,
    active_versions jsonb NOT NULL,
    score           smallint,
    signals         jsonb NOT NULL,
    complete        boolean NOT NULL,
    added_by        text NOT NULL,
    decided_by      text,
    reason          text,
    created_at      timestamptz NOT NULL,
    decided_at      timestamptz,
    UNIQUE (project_id, version)
);
COMMENT ON TABLE context_layers_v1 IS 'Context layers of all projects';
COMMENT ON COLUMN context_layers_v1.id IS 'Derived from project and version (UUID version 5)';
COMMENT ON COLUMN context_layers_v1.project_id IS 'The project';
COMMENT ON COLUMN context_layers_v1.version IS 'Layer version: 1, 2, 3 … in each project';
COMMENT ON COLUMN context_layers_v1.content IS 'The layer''s words; null once forgotten';
COMMENT ON COLUMN context_layers_v1.status IS 'pending, approved, rejected, or rolled_back (approved once, taken out by a rollback)';
COMMENT ON COLUMN context_layers_v1.active IS 'Whether the layer counts now';
COMMENT ON COLUMN context_layers_v1.active_versions IS 'Context versions in which the layer counted: [{from, until: null while it goes on}]';
COMMENT ON COLUMN context_layers_v1.score IS 'Risk score, 0 to 100; null before it is scored';
COMMENT ON COLUMN context_layers_v1.signals IS 'Reasons for the score: [{name, weight, status, evidence}]';
COMMENT ON COLUMN context_layers_v1.complete IS 'Whether every detector could look';
COMMENT ON COLUMN context_layers_v1.added_by IS 'Who proposed it';
COMMENT ON COLUMN context_layers_v1.decided_by IS 'Who approved or refused it, or rolled the context back';
COMMENT ON COLUMN context_layers_v1.reason IS 'Why it was refused, if a reason was given; null once forgotten';
COMMENT ON COLUMN context_layers_v1.created_at IS 'When it was proposed';
COMMENT ON COLUMN context_layers_v1.decided_at IS 'When it was last decided on';

-- One row per request for variants.
CREATE TABLE post_suggestions_v1 (
    id               uuid PRIMARY KEY,
    project_id       uuid NOT NULL,
    context_version  integer NOT NULL,
    content          text,
    status           text NOT NULL CHECK (status IN
                     ('requested', 'generated', 'failed', 'approved', 'rejected', 'expired', 'queued')),
    variants         jsonb NOT NULL,
    instruction      text,
    vibe             text,
    requested_by     text NOT NULL,
    replaces         uuid,
    approved_by      text,
    approved_variant smallint,
    reason           text,
    fault            text,
    detail           text,
    input_score      smallint,
    model            text,
    input_tokens     bigint NOT NULL,
    output_tokens    bigint NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL
);
CREATE INDEX ON post_suggestions_v1 (project_id, created_at, id);
-- what waits for a decision or a slot: few rows among many
CREATE INDEX ON post_suggestions_v1 (project_id, status, created_at, id) WHERE status IN ('generated', 'approved');
COMMENT ON TABLE post_suggestions_v1 IS 'Suggestions: requests for one to three variants of a post';
COMMENT ON COLUMN post_suggestions_v1.id IS 'The suggestion''s id';
COMMENT ON COLUMN post_suggestions_v1.project_id IS 'The project';
COMMENT ON COLUMN post_suggestions_v1.context_version IS 'Context version that counted when it was asked for';
COMMENT ON COLUMN post_suggestions_v1.content IS 'The approved text, else the first variant''s; null before there is one and once forgotten';
COMMENT ON COLUMN post_suggestions_v1.status IS 'requested, generated, failed, approved, rejected, expired, or queued (its text became a post)';
COMMENT ON COLUMN post_suggestions_v1.variants IS 'Variants as they read now: [{variant, revision, text, score, signals, complete}]';
COMMENT ON COLUMN post_suggestions_v1.instruction IS 'What it should be about, if said; null once forgotten';
COMMENT ON COLUMN post_suggestions_v1.vibe IS 'The vibe that counted, if any; null once forgotten';
COMMENT ON COLUMN post_suggestions_v1.requested_by IS 'Who asked: a member, or a process';
COMMENT ON COLUMN post_suggestions_v1.replaces IS 'The suggestion in place of which this one was asked for';
COMMENT ON COLUMN post_suggestions_v1.approved_by IS 'Who approved';
COMMENT ON COLUMN post_suggestions_v1.approved_variant IS 'Number of the approved variant, from 1';
COMMENT ON COLUMN post_suggestions_v1.reason IS 'Why it was refused, if a reason was given; null once forgotten';
COMMENT ON COLUMN post_suggestions_v1.fault IS 'Why no variants came: input_blocked, model_refused, unusable_answer, rejected or unavailable';
COMMENT ON COLUMN post_suggestions_v1.detail IS 'What the service said then, in our words';
COMMENT ON COLUMN post_suggestions_v1.input_score IS 'Risk score of the assembled input, 0 to 100';
COMMENT ON COLUMN post_suggestions_v1.model IS 'The model that wrote the variants';
COMMENT ON COLUMN post_suggestions_v1.input_tokens IS 'Tokens that the model read';
COMMENT ON COLUMN post_suggestions_v1.output_tokens IS 'Tokens that the model wrote';
COMMENT ON COLUMN post_suggestions_v1.created_at IS 'When it was asked for';
COMMENT ON COLUMN post_suggestions_v1.updated_at IS 'When anything in this row last changed';

-- One row per text on its way to X, or there.
CREATE TABLE posts_v1 (
    id              uuid PRIMARY KEY,
    project_id      uuid NOT NULL,
    suggestion_id   uuid NOT NULL,
    context_version integer NOT NULL,
    x_tweet_id      text,
    account_id      text NOT NULL,
    content         text,
    status          text NOT NULL CHECK (status IN
                    ('queued', 'cleared', 'blocked', 'published', 'failed', 'unknown', 'cancelled', 'missed',
                     'posted_manually', 'deleted')),
    score           smallint NOT NULL,
    url             text,
    publish_at      timestamptz NOT NULL,
    published_at    timestamptz,
    attempts        integer NOT NULL,
    fault           text,
    detail          text,
    reason          text,
    allowed_by      text NOT NULL,
    metrics         jsonb,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);
CREATE INDEX ON posts_v1 (project_id, created_at, id);
CREATE INDEX ON posts_v1 (project_id, published_at) WHERE published_at IS NOT NULL;
COMMENT ON TABLE posts_v1 IS 'Posts, from queue to X';
COMMENT ON COLUMN posts_v1.id IS 'The post''s id';
COMMENT ON COLUMN posts_v1.project_id IS 'The project';
COMMENT ON COLUMN posts_v1.suggestion_id IS 'The suggestion that its text came from';
COMMENT ON COLUMN posts_v1.context_version IS 'Context version that the suggestion was written with';
COMMENT ON COLUMN posts_v1.x_tweet_id IS 'Its id on X, once there';
COMMENT ON COLUMN posts_v1.account_id IS 'X user id of the account';
COMMENT ON COLUMN posts_v1.content IS 'The text; null once forgotten';
COMMENT ON COLUMN posts_v1.status IS 'queued, cleared, blocked, published, failed, unknown, cancelled, missed, posted_manually or deleted';
COMMENT ON COLUMN posts_v1.score IS 'Latest risk score, 0 to 100';
COMMENT ON COLUMN posts_v1.url IS 'Where it can be read on X';
COMMENT ON COLUMN posts_v1.publish_at IS 'When it is due';
COMMENT ON COLUMN posts_v1.published_at IS 'When it was recorded as being on X';
COMMENT ON COLUMN posts_v1.attempts IS 'Number of the last request to X; 0 before the first';
COMMENT ON COLUMN posts_v1.fault IS 'Why it was blocked or failed, as a stable code';
COMMENT ON COLUMN posts_v1.detail IS 'What X said, or what was seen';
COMMENT ON COLUMN posts_v1.reason IS 'Why it was taken back, if a reason was given; null once forgotten';
COMMENT ON COLUMN posts_v1.allowed_by IS 'The person who approved, or autopilot';
COMMENT ON COLUMN posts_v1.metrics IS 'Public counts: likes, reposts, replies, quotes, impressions';
COMMENT ON COLUMN posts_v1.created_at IS 'When it was queued';
COMMENT ON COLUMN posts_v1.updated_at IS 'When anything in this row last changed';

-- One row per role that a member holds or held in one place.
CREATE TABLE admins_v1 (
    id               uuid PRIMARY KEY,
    telegram_user_id bigint,
    member_id        text NOT NULL,
    role             text NOT NULL CHECK (role IN ('owner', 'editor', 'publisher', 'auditor', 'analyst')),
    scope            text NOT NULL,
    project_id       uuid,
    name             text,
    active           boolean NOT NULL,
    granted_at       timestamptz NOT NULL,
    revoked_at       timestamptz,
    UNIQUE (member_id, role, scope)
);
CREATE INDEX ON admins_v1 (scope) WHERE active;
COMMENT ON TABLE admins_v1 IS 'Roles of members, held now or once';
COMMENT ON COLUMN admins_v1.id IS 'Derived from member, role and scope (UUID version 5)';
COMMENT ON COLUMN admins_v1.telegram_user_id IS 'Telegram user id; null for services';
COMMENT ON COLUMN admins_v1.member_id IS 'telegram:<user id> or service:<name>';
COMMENT ON COLUMN admins_v1.role IS 'owner, editor, publisher, auditor or analyst';
COMMENT ON COLUMN admins_v1.scope IS 'global, or the id of the one project';
COMMENT ON COLUMN admins_v1.project_id IS 'The project; null for a global role';
COMMENT ON COLUMN admins_v1.name IS 'The member''s name, if it was given; null once forgotten';
COMMENT ON COLUMN admins_v1.active IS 'Whether the role is held now';
COMMENT ON COLUMN admins_v1.granted_at IS 'When it was last granted';
COMMENT ON COLUMN admins_v1.revoked_at IS 'When it was revoked, if it is';

-- One row per event; no words of people.
CREATE TABLE audit_logs_v1 (
    id             uuid PRIMARY KEY,
    position       bigint NOT NULL UNIQUE,
    admin_id       bigint,
    actor          text NOT NULL,
    action_type    text NOT NULL,
    project_id     uuid,
    aggregate_type text NOT NULL,
    aggregate_id   text NOT NULL,
    sequence       bigint NOT NULL,
    summary        text NOT NULL,
    details        jsonb NOT NULL,
    correlation_id uuid NOT NULL,
    recorded_at    timestamptz NOT NULL
);
CREATE INDEX ON audit_logs_v1 (project_id, position);
CREATE INDEX ON audit_logs_v1 (actor, position);
CREATE UNIQUE INDEX ON audit_logs_v1 (aggregate_type, aggregate_id, sequence);
COMMENT ON TABLE audit_logs_v1 IS 'Who did what: one row per event, without anybody''s words';
COMMENT ON COLUMN audit_logs_v1.id IS 'The event''s id';
COMMENT ON COLUMN audit_logs_v1.position IS 'Position in the event log';
COMMENT ON COLUMN audit_logs_v1.admin_id IS 'Telegram user who acted; null for services, processes and operators';
COMMENT ON COLUMN audit_logs_v1.actor IS 'Who acted: telegram:…, service:…, process:… or operator:…';
COMMENT ON COLUMN audit_logs_v1.action_type IS 'The event''s name';
COMMENT ON COLUMN audit_logs_v1.project_id IS 'The project concerned, if any';
COMMENT ON COLUMN audit_logs_v1.aggregate_type IS 'project, context, suggestion, post, account, member or access';
COMMENT ON COLUMN audit_logs_v1.aggregate_id IS 'Id of the aggregate';
COMMENT ON COLUMN audit_logs_v1.sequence IS 'The event''s number within the aggregate, from 1';
COMMENT ON COLUMN audit_logs_v1.summary IS 'What happened, in one sentence';
COMMENT ON COLUMN audit_logs_v1.details IS 'Numbers, ids and codes of the event';
COMMENT ON COLUMN audit_logs_v1.correlation_id IS 'Shared by everything that followed from one request';
COMMENT ON COLUMN audit_logs_v1.recorded_at IS 'When the event was recorded';

-- One row per project and day on which anything of this happened.
CREATE TABLE daily_activity_v1 (
    project_id            uuid NOT NULL,
    day                   date NOT NULL,
    suggestions_requested bigint NOT NULL,
    variants_generated    bigint NOT NULL,
    approvals             bigint NOT NULL,
    rejections            bigint NOT NULL,
    context_updates       bigint NOT NULL,
    posts_published       bigint NOT NULL,
    posts_failed          bigint NOT NULL,
    PRIMARY KEY (project_id, day)
);
CREATE INDEX ON daily_activity_v1 (day);
COMMENT ON TABLE daily_activity_v1 IS 'Counts per project and day, for business metrics';
COMMENT ON COLUMN daily_activity_v1.project_id IS 'The project';
COMMENT ON COLUMN daily_activity_v1.day IS 'Day in UTC on which the events were recorded';
COMMENT ON COLUMN daily_activity_v1.suggestions_requested IS 'Requests for variants';
COMMENT ON COLUMN daily_activity_v1.variants_generated IS 'Variants that the model wrote';
COMMENT ON COLUMN daily_activity_v1.approvals IS 'Suggestions approved';
COMMENT ON COLUMN daily_activity_v1.rejections IS 'Suggestions refused';
COMMENT ON COLUMN daily_activity_v1.context_updates IS 'New context versions: approvals of layers and rollbacks';
COMMENT ON COLUMN daily_activity_v1.posts_published IS 'Posts that reached X, by hand or not';
COMMENT ON COLUMN daily_activity_v1.posts_failed IS 'Posts that failed';

-- The names that people and queries use.
CREATE VIEW projects AS SELECT * FROM projects_v1;
CREATE VIEW context_layers AS SELECT * FROM context_layers_v1;
CREATE VIEW post_suggestions AS SELECT * FROM post_suggestions_v1;
CREATE VIEW posts AS SELECT * FROM posts_v1;
CREATE VIEW admins AS SELECT * FROM admins_v1;
CREATE VIEW audit_logs AS SELECT * FROM audit_logs_v1;
CREATE VIEW daily_activity AS SELECT * FROM daily_activity_v1;

-- Views show the comments of the tables behind them, for those who only see the views.
DO $$
DECLARE
    noted record;
BEGIN
    FOR noted IN
        SELECT v.relname AS view, a.attname AS col, d.description
        FROM pg_class v
        JOIN pg_class t ON t.relname = v.relname || '_v1' AND t.relnamespace = v.relnamespace
        JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_class'::regclass
        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.objsubid AND d.objsubid > 0
        WHERE v.relkind = 'v' AND t.relkind = 'r' AND v.relnamespace = 'public'::regnamespace
    LOOP
        IF noted.col IS NULL THEN
            EXECUTE format('COMMENT ON VIEW %I IS %L', noted.view, noted.description);
        ELSE
            EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', noted.view, noted.col, noted.description);
        END IF;
    END LOOP;
END
$$;
