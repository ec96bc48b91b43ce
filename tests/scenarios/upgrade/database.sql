-- Made by `upgrade-dump` (tests/upgrade). What belongs to it outside is in outside.json.
--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: leases; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.leases (
    name text NOT NULL,
    holder uuid NOT NULL,
    until timestamp with time zone NOT NULL,
    fence bigint DEFAULT 1 NOT NULL,
    session_pid integer NOT NULL,
    session_began timestamp with time zone,
    server_began timestamp with time zone NOT NULL,
    shares jsonb
)
WITH (fillfactor='50');


--
-- Name: orphaned(public.leases); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.orphaned(lease public.leases) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN (((lease).server_began = pg_postmaster_start_time()) AND (NOT (EXISTS (SELECT FROM pg_stat_get_activity((orphaned.lease).session_pid) s(datid, pid, usesysid, application_name, state, query, wait_event_type, wait_event, xact_start, query_start, backend_start, state_change, client_addr, client_hostname, client_port, backend_xid, backend_xmin, backend_type, ssl, sslversion, sslcipher, sslbits, ssl_client_dn, ssl_client_serial, ssl_issuer_dn, gss_auth, gss_princ, gss_enc, leader_pid, query_id) WHERE ((s.backend_start = (orphaned.lease).session_began) IS NOT FALSE)))));


--
-- Name: poison_caching(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.poison_caching() RETURNS trigger
    LANGUAGE plpgsql
    AS $$BEGIN IF NEW.process = 'caching' AND NEW.position = 97 THEN PERFORM 1 / 0; END IF; RETURN NEW; END$$;


--
-- Name: queue_events(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.queue_events() RETURNS trigger
    LANGUAGE plpgsql
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


--
-- Name: refuse_change(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: history is only added to', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;


--
-- Name: take_transaction_id(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.take_transaction_id() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN NULL;
END
$$;


--
-- Name: _sqlx_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);


--
-- Name: admins_v1; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.admins_v1 (
    id uuid NOT NULL,
    telegram_user_id bigint,
    member_id text NOT NULL,
    role text NOT NULL,
    scope text NOT NULL,
    project_id uuid,
    name text,
    active boolean NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT admins_v1_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'editor'::text, 'publisher'::text, 'auditor'::text, 'analyst'::text])))
);


--
-- Name: TABLE admins_v1; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.admins_v1 IS 'Roles of members, held now or once';


--
-- Name: COLUMN admins_v1.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins_v1.id IS 'Derived from member, role and scope (UUID version 5)';


--
-- Name: COLUMN admins_v1.telegram_user_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins_v1.telegram_user_id IS 'Telegram user id; null for services';


--
-- Name: COLUMN admins_v1.member_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins_v1.member_id IS 'telegram:<user id> or service:<name>';


--
-- Name: COLUMN admins_v1.role; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins_v1.role IS 'owner, editor, publisher, auditor or analyst';


--
-- Name: COLUMN admins_v1.scope; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins_v1.scope IS 'global, or the id of the one project';


--
-- Name: COLUMN admins_v1.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins_v1.project_id IS 'The project; null for a global role';


--
-- Name: COLUMN admins_v1.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins_v1.name IS 'The member''s name, if it was given; null once forgotten';


--
-- Name: COLUMN admins_v1.active; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins_v1.active IS 'Whether the role is held now';


--
-- Name: COLUMN admins_v1.granted_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins_v1.granted_at IS 'When it was last granted';


--
-- Name: COLUMN admins_v1.revoked_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins_v1.revoked_at IS 'When it was revoked, if it is';


--
-- Name: admins; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.admins AS
 SELECT admins_v1.id,
    admins_v1.telegram_user_id,
    admins_v1.member_id,
    admins_v1.role,
    admins_v1.scope,
    admins_v1.project_id,
    admins_v1.name,
    admins_v1.active,
    admins_v1.granted_at,
    admins_v1.revoked_at
   FROM public.admins_v1;


--
-- Name: VIEW admins; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.admins IS 'Roles of members, held now or once';


--
-- Name: COLUMN admins.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins.id IS 'Derived from member, role and scope (UUID version 5)';


--
-- Name: COLUMN admins.telegram_user_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins.telegram_user_id IS 'Telegram user id; null for services';


--
-- Name: COLUMN admins.member_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins.member_id IS 'telegram:<user id> or service:<name>';


--
-- Name: COLUMN admins.role; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins.role IS 'owner, editor, publisher, auditor or analyst';


--
-- Name: COLUMN admins.scope; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins.scope IS 'global, or the id of the one project';


--
-- Name: COLUMN admins.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins.project_id IS 'The project; null for a global role';


--
-- Name: COLUMN admins.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins.name IS 'The member''s name, if it was given; null once forgotten';


--
-- Name: COLUMN admins.active; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins.active IS 'Whether the role is held now';


--
-- Name: COLUMN admins.granted_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins.granted_at IS 'When it was last granted';


--
-- Name: COLUMN admins.revoked_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.admins.revoked_at IS 'When it was revoked, if it is';


--
-- Name: audit_logs_v1; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_logs_v1 (
    id uuid NOT NULL,
    "position" bigint NOT NULL,
    admin_id bigint,
    actor text NOT NULL,
    action_type text NOT NULL,
    project_id uuid,
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    sequence bigint NOT NULL,
    summary text NOT NULL,
    details jsonb NOT NULL,
    correlation_id uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);


--
-- Name: TABLE audit_logs_v1; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.audit_logs_v1 IS 'Who did what: one row per event, without anybody''s words';


--
-- Name: COLUMN audit_logs_v1.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.id IS 'The event''s id';


--
-- Name: COLUMN audit_logs_v1."position"; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1."position" IS 'Position in the event log';


--
-- Name: COLUMN audit_logs_v1.admin_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.admin_id IS 'Telegram user who acted; null for services, processes and operators';


--
-- Name: COLUMN audit_logs_v1.actor; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.actor IS 'Who acted: telegram:…, service:…, process:… or operator:…';


--
-- Name: COLUMN audit_logs_v1.action_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.action_type IS 'The event''s name';


--
-- Name: COLUMN audit_logs_v1.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.project_id IS 'The project concerned, if any';


--
-- Name: COLUMN audit_logs_v1.aggregate_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.aggregate_type IS 'project, context, suggestion, post, account, member or access';


--
-- Name: COLUMN audit_logs_v1.aggregate_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.aggregate_id IS 'Id of the aggregate';


--
-- Name: COLUMN audit_logs_v1.sequence; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.sequence IS 'The event''s number within the aggregate, from 1';


--
-- Name: COLUMN audit_logs_v1.summary; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.summary IS 'What happened, in one sentence';


--
-- Name: COLUMN audit_logs_v1.details; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.details IS 'Numbers, ids and codes of the event';


--
-- Name: COLUMN audit_logs_v1.correlation_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.correlation_id IS 'Shared by everything that followed from one request';


--
-- Name: COLUMN audit_logs_v1.recorded_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs_v1.recorded_at IS 'When the event was recorded';


--
-- Name: audit_logs; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.audit_logs AS
 SELECT audit_logs_v1.id,
    audit_logs_v1."position",
    audit_logs_v1.admin_id,
    audit_logs_v1.actor,
    audit_logs_v1.action_type,
    audit_logs_v1.project_id,
    audit_logs_v1.aggregate_type,
    audit_logs_v1.aggregate_id,
    audit_logs_v1.sequence,
    audit_logs_v1.summary,
    audit_logs_v1.details,
    audit_logs_v1.correlation_id,
    audit_logs_v1.recorded_at
   FROM public.audit_logs_v1;


--
-- Name: VIEW audit_logs; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.audit_logs IS 'Who did what: one row per event, without anybody''s words';


--
-- Name: COLUMN audit_logs.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.id IS 'The event''s id';


--
-- Name: COLUMN audit_logs."position"; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs."position" IS 'Position in the event log';


--
-- Name: COLUMN audit_logs.admin_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.admin_id IS 'Telegram user who acted; null for services, processes and operators';


--
-- Name: COLUMN audit_logs.actor; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.actor IS 'Who acted: telegram:…, service:…, process:… or operator:…';


--
-- Name: COLUMN audit_logs.action_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.action_type IS 'The event''s name';


--
-- Name: COLUMN audit_logs.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.project_id IS 'The project concerned, if any';


--
-- Name: COLUMN audit_logs.aggregate_type; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.aggregate_type IS 'project, context, suggestion, post, account, member or access';


--
-- Name: COLUMN audit_logs.aggregate_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.aggregate_id IS 'Id of the aggregate';


--
-- Name: COLUMN audit_logs.sequence; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.sequence IS 'The event''s number within the aggregate, from 1';


--
-- Name: COLUMN audit_logs.summary; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.summary IS 'What happened, in one sentence';


--
-- Name: COLUMN audit_logs.details; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.details IS 'Numbers, ids and codes of the event';


--
-- Name: COLUMN audit_logs.correlation_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.correlation_id IS 'Shared by everything that followed from one request';


--
-- Name: COLUMN audit_logs.recorded_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.audit_logs.recorded_at IS 'When the event was recorded';


--
-- Name: chat_sessions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.chat_sessions (
    chat_id bigint NOT NULL,
    user_id bigint NOT NULL,
    project_id uuid NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: clean_ups; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.clean_ups (
    effect_id uuid NOT NULL,
    removed bigint NOT NULL
);


--
-- Name: commands; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.commands (
    command_id uuid NOT NULL,
    request_hash bytea NOT NULL,
    outcome text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    first_sequence bigint NOT NULL,
    last_sequence bigint NOT NULL,
    event_ids uuid[] NOT NULL,
    refusal jsonb,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT commands_check CHECK (((outcome = 'refused'::text) = (refusal IS NOT NULL))),
    CONSTRAINT commands_outcome_check CHECK ((outcome = ANY (ARRAY['applied'::text, 'nothing'::text, 'refused'::text]))),
    CONSTRAINT commands_request_hash_check CHECK ((octet_length(request_hash) = 32))
);


--
-- Name: consumer_cursors; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.consumer_cursors (
    consumer text NOT NULL,
    version integer NOT NULL,
    partition smallint NOT NULL,
    "position" bigint DEFAULT 0 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT consumer_cursors_partition_check CHECK (((partition >= '-1'::integer) AND (partition <= 15))),
    CONSTRAINT consumer_cursors_position_check CHECK (("position" >= 0))
)
WITH (fillfactor='50');


--
-- Name: context_layers_v1; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.context_layers_v1 (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    version integer NOT NULL,
    content text,
    status text NOT NULL,
    active boolean NOT NULL,
    active_versions jsonb NOT NULL,
    score smallint,
    signals jsonb NOT NULL,
    complete boolean NOT NULL,
    added_by text NOT NULL,
    decided_by text,
    reason text,
    created_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    CONSTRAINT context_layers_v1_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'rolled_back'::text])))
);


--
-- Name: TABLE context_layers_v1; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.context_layers_v1 IS 'Context layers of all projects';


--
-- Name: COLUMN context_layers_v1.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.id IS 'Derived from project and version (UUID version 5)';


--
-- Name: COLUMN context_layers_v1.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.project_id IS 'The project';


--
-- Name: COLUMN context_layers_v1.version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.version IS 'Layer version: 1, 2, 3 … in each project';


--
-- Name: COLUMN context_layers_v1.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.content IS 'The layer''s words; null once forgotten';


--
-- Name: COLUMN context_layers_v1.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.status IS 'pending, approved, rejected, or rolled_back (approved once, taken out by a rollback)';


--
-- Name: COLUMN context_layers_v1.active; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.active IS 'Whether the layer counts now';


--
-- Name: COLUMN context_layers_v1.active_versions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.active_versions IS 'Context versions in which the layer counted: [{from, until: null while it goes on}]';


--
-- Name: COLUMN context_layers_v1.score; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.score IS 'Risk score, 0 to 100; null before it is scored';


--
-- Name: COLUMN context_layers_v1.signals; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.signals IS 'Reasons for the score: [{name, weight, status, evidence}]';


--
-- Name: COLUMN context_layers_v1.complete; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.complete IS 'Whether every detector could look';


--
-- Name: COLUMN context_layers_v1.added_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.added_by IS 'Who proposed it';


--
-- Name: COLUMN context_layers_v1.decided_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.decided_by IS 'Who approved or refused it, or rolled the context back';


--
-- Name: COLUMN context_layers_v1.reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.reason IS 'Why it was refused, if a reason was given; null once forgotten';


--
-- Name: COLUMN context_layers_v1.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.created_at IS 'When it was proposed';


--
-- Name: COLUMN context_layers_v1.decided_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers_v1.decided_at IS 'When it was last decided on';


--
-- Name: context_layers; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.context_layers AS
 SELECT context_layers_v1.id,
    context_layers_v1.project_id,
    context_layers_v1.version,
    context_layers_v1.content,
    context_layers_v1.status,
    context_layers_v1.active,
    context_layers_v1.active_versions,
    context_layers_v1.score,
    context_layers_v1.signals,
    context_layers_v1.complete,
    context_layers_v1.added_by,
    context_layers_v1.decided_by,
    context_layers_v1.reason,
    context_layers_v1.created_at,
    context_layers_v1.decided_at
   FROM public.context_layers_v1;


--
-- Name: VIEW context_layers; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.context_layers IS 'Context layers of all projects';


--
-- Name: COLUMN context_layers.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.id IS 'Derived from project and version (UUID version 5)';


--
-- Name: COLUMN context_layers.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.project_id IS 'The project';


--
-- Name: COLUMN context_layers.version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.version IS 'Layer version: 1, 2, 3 … in each project';


--
-- Name: COLUMN context_layers.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.content IS 'The layer''s words; null once forgotten';


--
-- Name: COLUMN context_layers.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.status IS 'pending, approved, rejected, or rolled_back (approved once, taken out by a rollback)';


--
-- Name: COLUMN context_layers.active; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.active IS 'Whether the layer counts now';


--
-- Name: COLUMN context_layers.active_versions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.active_versions IS 'Context versions in which the layer counted: [{from, until: null while it goes on}]';


--
-- Name: COLUMN context_layers.score; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.score IS 'Risk score, 0 to 100; null before it is scored';


--
-- Name: COLUMN context_layers.signals; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.signals IS 'Reasons for the score: [{name, weight, status, evidence}]';


--
-- Name: COLUMN context_layers.complete; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.complete IS 'Whether every detector could look';


--
-- Name: COLUMN context_layers.added_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.added_by IS 'Who proposed it';


--
-- Name: COLUMN context_layers.decided_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.decided_by IS 'Who approved or refused it, or rolled the context back';


--
-- Name: COLUMN context_layers.reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.reason IS 'Why it was refused, if a reason was given; null once forgotten';


--
-- Name: COLUMN context_layers.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.created_at IS 'When it was proposed';


--
-- Name: COLUMN context_layers.decided_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.context_layers.decided_at IS 'When it was last decided on';


--
-- Name: daily_activity_v1; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.daily_activity_v1 (
    project_id uuid NOT NULL,
    day date NOT NULL,
    suggestions_requested bigint NOT NULL,
    variants_generated bigint NOT NULL,
    approvals bigint NOT NULL,
    rejections bigint NOT NULL,
    context_updates bigint NOT NULL,
    posts_published bigint NOT NULL,
    posts_failed bigint NOT NULL
);


--
-- Name: TABLE daily_activity_v1; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.daily_activity_v1 IS 'Counts per project and day, for business metrics';


--
-- Name: COLUMN daily_activity_v1.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity_v1.project_id IS 'The project';


--
-- Name: COLUMN daily_activity_v1.day; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity_v1.day IS 'Day in UTC on which the events were recorded';


--
-- Name: COLUMN daily_activity_v1.suggestions_requested; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity_v1.suggestions_requested IS 'Requests for variants';


--
-- Name: COLUMN daily_activity_v1.variants_generated; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity_v1.variants_generated IS 'Variants that the model wrote';


--
-- Name: COLUMN daily_activity_v1.approvals; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity_v1.approvals IS 'Suggestions approved';


--
-- Name: COLUMN daily_activity_v1.rejections; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity_v1.rejections IS 'Suggestions refused';


--
-- Name: COLUMN daily_activity_v1.context_updates; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity_v1.context_updates IS 'New context versions: approvals of layers and rollbacks';


--
-- Name: COLUMN daily_activity_v1.posts_published; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity_v1.posts_published IS 'Posts that reached X, by hand or not';


--
-- Name: COLUMN daily_activity_v1.posts_failed; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity_v1.posts_failed IS 'Posts that failed';


--
-- Name: daily_activity; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.daily_activity AS
 SELECT daily_activity_v1.project_id,
    daily_activity_v1.day,
    daily_activity_v1.suggestions_requested,
    daily_activity_v1.variants_generated,
    daily_activity_v1.approvals,
    daily_activity_v1.rejections,
    daily_activity_v1.context_updates,
    daily_activity_v1.posts_published,
    daily_activity_v1.posts_failed
   FROM public.daily_activity_v1;


--
-- Name: VIEW daily_activity; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.daily_activity IS 'Counts per project and day, for business metrics';


--
-- Name: COLUMN daily_activity.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity.project_id IS 'The project';


--
-- Name: COLUMN daily_activity.day; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity.day IS 'Day in UTC on which the events were recorded';


--
-- Name: COLUMN daily_activity.suggestions_requested; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity.suggestions_requested IS 'Requests for variants';


--
-- Name: COLUMN daily_activity.variants_generated; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity.variants_generated IS 'Variants that the model wrote';


--
-- Name: COLUMN daily_activity.approvals; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity.approvals IS 'Suggestions approved';


--
-- Name: COLUMN daily_activity.rejections; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity.rejections IS 'Suggestions refused';


--
-- Name: COLUMN daily_activity.context_updates; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity.context_updates IS 'New context versions: approvals of layers and rollbacks';


--
-- Name: COLUMN daily_activity.posts_published; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity.posts_published IS 'Posts that reached X, by hand or not';


--
-- Name: COLUMN daily_activity.posts_failed; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.daily_activity.posts_failed IS 'Posts that failed';


--
-- Name: effects; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.effects (
    effect_id uuid NOT NULL,
    process text NOT NULL,
    step text NOT NULL,
    request jsonb NOT NULL,
    status text DEFAULT 'queued'::text NOT NULL,
    priority smallint NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    lease_holder uuid,
    lease_until timestamp with time zone,
    event_id uuid NOT NULL,
    "position" bigint NOT NULL,
    correlation_id uuid NOT NULL,
    project_id uuid,
    chat bigint,
    last_error text,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT effects_check CHECK (((status = 'running'::text) = (lease_until IS NOT NULL))),
    CONSTRAINT effects_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'waiting'::text, 'done'::text, 'failed'::text, 'unknown'::text])))
)
WITH (fillfactor='70');


--
-- Name: COLUMN effects.event_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.effects.event_id IS 'The event that caused it; all zeros, like its position, if the clock did';


--
-- Name: epoch_doubts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.epoch_doubts (
    epoch integer NOT NULL,
    kind text NOT NULL,
    detail text NOT NULL,
    noticed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT epoch_doubts_kind_check CHECK ((kind = ANY (ARRAY['identity'::text, 'stream'::text, 'tail'::text, 'cursors'::text])))
);


--
-- Name: epoch_notices; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.epoch_notices (
    epoch integer NOT NULL,
    chat bigint NOT NULL,
    told_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


--
-- Name: epochs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.epochs (
    number integer NOT NULL,
    system_identifier bigint NOT NULL,
    timeline integer NOT NULL,
    database_oid bigint NOT NULL,
    table_oid bigint NOT NULL,
    log_position bigint NOT NULL,
    opened_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    opened_by text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT epochs_log_position_check CHECK ((log_position >= 0)),
    CONSTRAINT epochs_number_check CHECK ((number > 0))
);


--
-- Name: event_log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.event_log (
    "position" bigint NOT NULL,
    event_id uuid NOT NULL,
    ingest_seq bigint NOT NULL,
    aggregate_type text NOT NULL COLLATE pg_catalog."C",
    aggregate_id text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    partition smallint NOT NULL,
    previous bigint NOT NULL,
    leaf_hash bytea NOT NULL,
    sequenced_at timestamp with time zone NOT NULL,
    CONSTRAINT event_log_leaf_hash_check CHECK ((octet_length(leaf_hash) = 32)),
    CONSTRAINT event_log_partition_check CHECK (((partition >= 0) AND (partition <= 15))),
    CONSTRAINT event_log_position_check CHECK (("position" > 0))
);


--
-- Name: event_pending; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.event_pending (
    ingest_seq bigint NOT NULL,
    event_id uuid NOT NULL
)
WITH (autovacuum_vacuum_threshold='1000', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_insert_threshold='-1', autovacuum_vacuum_cost_delay='0');


--
-- Name: events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events (
    aggregate_type text NOT NULL COLLATE pg_catalog."C",
    aggregate_id text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    event_type text NOT NULL,
    event_version text NOT NULL,
    payload json NOT NULL,
    metadata json NOT NULL,
    event_id uuid NOT NULL,
    project_id uuid,
    ingest_seq bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT events_sequence_check CHECK ((sequence > 0))
);


--
-- Name: events_ingest_seq_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.events ALTER COLUMN ingest_seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.events_ingest_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notice_copies; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notice_copies (
    subject text NOT NULL,
    chat_id bigint NOT NULL,
    message_id integer NOT NULL,
    shown_hash text NOT NULL,
    updated_at timestamp with time zone NOT NULL
);


--
-- Name: parked_events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.parked_events (
    consumer text NOT NULL,
    version integer NOT NULL,
    key text NOT NULL,
    "position" bigint NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    parked_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: parked_requests; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.parked_requests (
    consumer text NOT NULL,
    version integer NOT NULL,
    key text NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: post_suggestions_v1; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.post_suggestions_v1 (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    context_version integer NOT NULL,
    content text,
    status text NOT NULL,
    variants jsonb NOT NULL,
    instruction text,
    vibe text,
    requested_by text NOT NULL,
    replaces uuid,
    approved_by text,
    approved_variant smallint,
    reason text,
    fault text,
    detail text,
    input_score smallint,
    model text,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT post_suggestions_v1_status_check CHECK ((status = ANY (ARRAY['requested'::text, 'generated'::text, 'failed'::text, 'approved'::text, 'rejected'::text, 'expired'::text, 'queued'::text])))
);


--
-- Name: TABLE post_suggestions_v1; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.post_suggestions_v1 IS 'Suggestions: requests for one to three variants of a post';


--
-- Name: COLUMN post_suggestions_v1.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.id IS 'The suggestion''s id';


--
-- Name: COLUMN post_suggestions_v1.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.project_id IS 'The project';


--
-- Name: COLUMN post_suggestions_v1.context_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.context_version IS 'Context version that counted when it was asked for';


--
-- Name: COLUMN post_suggestions_v1.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.content IS 'The approved text, else the first variant''s; null before there is one and once forgotten';


--
-- Name: COLUMN post_suggestions_v1.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.status IS 'requested, generated, failed, approved, rejected, expired, or queued (its text became a post)';


--
-- Name: COLUMN post_suggestions_v1.variants; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.variants IS 'Variants as they read now: [{variant, revision, text, score, signals, complete}]';


--
-- Name: COLUMN post_suggestions_v1.instruction; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.instruction IS 'What it should be about, if said; null once forgotten';


--
-- Name: COLUMN post_suggestions_v1.vibe; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.vibe IS 'The vibe that counted, if any; null once forgotten';


--
-- Name: COLUMN post_suggestions_v1.requested_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.requested_by IS 'Who asked: a member, or a process';


--
-- Name: COLUMN post_suggestions_v1.replaces; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.replaces IS 'The suggestion in place of which this one was asked for';


--
-- Name: COLUMN post_suggestions_v1.approved_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.approved_by IS 'Who approved';


--
-- Name: COLUMN post_suggestions_v1.approved_variant; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.approved_variant IS 'Number of the approved variant, from 1';


--
-- Name: COLUMN post_suggestions_v1.reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.reason IS 'Why it was refused, if a reason was given; null once forgotten';


--
-- Name: COLUMN post_suggestions_v1.fault; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.fault IS 'Why no variants came: input_blocked, model_refused, unusable_answer, rejected or unavailable';


--
-- Name: COLUMN post_suggestions_v1.detail; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.detail IS 'What the service said then, in our words';


--
-- Name: COLUMN post_suggestions_v1.input_score; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.input_score IS 'Risk score of the assembled input, 0 to 100';


--
-- Name: COLUMN post_suggestions_v1.model; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.model IS 'The model that wrote the variants';


--
-- Name: COLUMN post_suggestions_v1.input_tokens; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.input_tokens IS 'Tokens that the model read';


--
-- Name: COLUMN post_suggestions_v1.output_tokens; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.output_tokens IS 'Tokens that the model wrote';


--
-- Name: COLUMN post_suggestions_v1.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.created_at IS 'When it was asked for';


--
-- Name: COLUMN post_suggestions_v1.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions_v1.updated_at IS 'When anything in this row last changed';


--
-- Name: post_suggestions; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.post_suggestions AS
 SELECT post_suggestions_v1.id,
    post_suggestions_v1.project_id,
    post_suggestions_v1.context_version,
    post_suggestions_v1.content,
    post_suggestions_v1.status,
    post_suggestions_v1.variants,
    post_suggestions_v1.instruction,
    post_suggestions_v1.vibe,
    post_suggestions_v1.requested_by,
    post_suggestions_v1.replaces,
    post_suggestions_v1.approved_by,
    post_suggestions_v1.approved_variant,
    post_suggestions_v1.reason,
    post_suggestions_v1.fault,
    post_suggestions_v1.detail,
    post_suggestions_v1.input_score,
    post_suggestions_v1.model,
    post_suggestions_v1.input_tokens,
    post_suggestions_v1.output_tokens,
    post_suggestions_v1.created_at,
    post_suggestions_v1.updated_at
   FROM public.post_suggestions_v1;


--
-- Name: VIEW post_suggestions; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.post_suggestions IS 'Suggestions: requests for one to three variants of a post';


--
-- Name: COLUMN post_suggestions.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.id IS 'The suggestion''s id';


--
-- Name: COLUMN post_suggestions.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.project_id IS 'The project';


--
-- Name: COLUMN post_suggestions.context_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.context_version IS 'Context version that counted when it was asked for';


--
-- Name: COLUMN post_suggestions.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.content IS 'The approved text, else the first variant''s; null before there is one and once forgotten';


--
-- Name: COLUMN post_suggestions.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.status IS 'requested, generated, failed, approved, rejected, expired, or queued (its text became a post)';


--
-- Name: COLUMN post_suggestions.variants; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.variants IS 'Variants as they read now: [{variant, revision, text, score, signals, complete}]';


--
-- Name: COLUMN post_suggestions.instruction; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.instruction IS 'What it should be about, if said; null once forgotten';


--
-- Name: COLUMN post_suggestions.vibe; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.vibe IS 'The vibe that counted, if any; null once forgotten';


--
-- Name: COLUMN post_suggestions.requested_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.requested_by IS 'Who asked: a member, or a process';


--
-- Name: COLUMN post_suggestions.replaces; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.replaces IS 'The suggestion in place of which this one was asked for';


--
-- Name: COLUMN post_suggestions.approved_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.approved_by IS 'Who approved';


--
-- Name: COLUMN post_suggestions.approved_variant; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.approved_variant IS 'Number of the approved variant, from 1';


--
-- Name: COLUMN post_suggestions.reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.reason IS 'Why it was refused, if a reason was given; null once forgotten';


--
-- Name: COLUMN post_suggestions.fault; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.fault IS 'Why no variants came: input_blocked, model_refused, unusable_answer, rejected or unavailable';


--
-- Name: COLUMN post_suggestions.detail; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.detail IS 'What the service said then, in our words';


--
-- Name: COLUMN post_suggestions.input_score; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.input_score IS 'Risk score of the assembled input, 0 to 100';


--
-- Name: COLUMN post_suggestions.model; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.model IS 'The model that wrote the variants';


--
-- Name: COLUMN post_suggestions.input_tokens; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.input_tokens IS 'Tokens that the model read';


--
-- Name: COLUMN post_suggestions.output_tokens; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.output_tokens IS 'Tokens that the model wrote';


--
-- Name: COLUMN post_suggestions.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.created_at IS 'When it was asked for';


--
-- Name: COLUMN post_suggestions.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.post_suggestions.updated_at IS 'When anything in this row last changed';


--
-- Name: posts_v1; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.posts_v1 (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    suggestion_id uuid NOT NULL,
    context_version integer NOT NULL,
    x_tweet_id text,
    account_id text NOT NULL,
    content text,
    status text NOT NULL,
    score smallint NOT NULL,
    url text,
    publish_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    attempts integer NOT NULL,
    fault text,
    detail text,
    reason text,
    allowed_by text NOT NULL,
    metrics jsonb,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT posts_v1_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'cleared'::text, 'blocked'::text, 'published'::text, 'failed'::text, 'unknown'::text, 'cancelled'::text, 'missed'::text, 'posted_manually'::text, 'deleted'::text])))
);


--
-- Name: TABLE posts_v1; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.posts_v1 IS 'Posts, from queue to X';


--
-- Name: COLUMN posts_v1.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.id IS 'The post''s id';


--
-- Name: COLUMN posts_v1.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.project_id IS 'The project';


--
-- Name: COLUMN posts_v1.suggestion_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.suggestion_id IS 'The suggestion that its text came from';


--
-- Name: COLUMN posts_v1.context_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.context_version IS 'Context version that the suggestion was written with';


--
-- Name: COLUMN posts_v1.x_tweet_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.x_tweet_id IS 'Its id on X, once there';


--
-- Name: COLUMN posts_v1.account_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.account_id IS 'X user id of the account';


--
-- Name: COLUMN posts_v1.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.content IS 'The text; null once forgotten';


--
-- Name: COLUMN posts_v1.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.status IS 'queued, cleared, blocked, published, failed, unknown, cancelled, missed, posted_manually or deleted';


--
-- Name: COLUMN posts_v1.score; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.score IS 'Latest risk score, 0 to 100';


--
-- Name: COLUMN posts_v1.url; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.url IS 'Where it can be read on X';


--
-- Name: COLUMN posts_v1.publish_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.publish_at IS 'When it is due';


--
-- Name: COLUMN posts_v1.published_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.published_at IS 'When it was recorded as being on X';


--
-- Name: COLUMN posts_v1.attempts; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.attempts IS 'Number of the last request to X; 0 before the first';


--
-- Name: COLUMN posts_v1.fault; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.fault IS 'Why it was blocked or failed, as a stable code';


--
-- Name: COLUMN posts_v1.detail; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.detail IS 'What X said, or what was seen';


--
-- Name: COLUMN posts_v1.reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.reason IS 'Why it was taken back, if a reason was given; null once forgotten';


--
-- Name: COLUMN posts_v1.allowed_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.allowed_by IS 'The person who approved, or autopilot';


--
-- Name: COLUMN posts_v1.metrics; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.metrics IS 'Public counts: likes, reposts, replies, quotes, impressions';


--
-- Name: COLUMN posts_v1.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.created_at IS 'When it was queued';


--
-- Name: COLUMN posts_v1.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts_v1.updated_at IS 'When anything in this row last changed';


--
-- Name: posts; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.posts AS
 SELECT posts_v1.id,
    posts_v1.project_id,
    posts_v1.suggestion_id,
    posts_v1.context_version,
    posts_v1.x_tweet_id,
    posts_v1.account_id,
    posts_v1.content,
    posts_v1.status,
    posts_v1.score,
    posts_v1.url,
    posts_v1.publish_at,
    posts_v1.published_at,
    posts_v1.attempts,
    posts_v1.fault,
    posts_v1.detail,
    posts_v1.reason,
    posts_v1.allowed_by,
    posts_v1.metrics,
    posts_v1.created_at,
    posts_v1.updated_at
   FROM public.posts_v1;


--
-- Name: VIEW posts; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.posts IS 'Posts, from queue to X';


--
-- Name: COLUMN posts.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.id IS 'The post''s id';


--
-- Name: COLUMN posts.project_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.project_id IS 'The project';


--
-- Name: COLUMN posts.suggestion_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.suggestion_id IS 'The suggestion that its text came from';


--
-- Name: COLUMN posts.context_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.context_version IS 'Context version that the suggestion was written with';


--
-- Name: COLUMN posts.x_tweet_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.x_tweet_id IS 'Its id on X, once there';


--
-- Name: COLUMN posts.account_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.account_id IS 'X user id of the account';


--
-- Name: COLUMN posts.content; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.content IS 'The text; null once forgotten';


--
-- Name: COLUMN posts.status; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.status IS 'queued, cleared, blocked, published, failed, unknown, cancelled, missed, posted_manually or deleted';


--
-- Name: COLUMN posts.score; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.score IS 'Latest risk score, 0 to 100';


--
-- Name: COLUMN posts.url; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.url IS 'Where it can be read on X';


--
-- Name: COLUMN posts.publish_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.publish_at IS 'When it is due';


--
-- Name: COLUMN posts.published_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.published_at IS 'When it was recorded as being on X';


--
-- Name: COLUMN posts.attempts; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.attempts IS 'Number of the last request to X; 0 before the first';


--
-- Name: COLUMN posts.fault; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.fault IS 'Why it was blocked or failed, as a stable code';


--
-- Name: COLUMN posts.detail; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.detail IS 'What X said, or what was seen';


--
-- Name: COLUMN posts.reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.reason IS 'Why it was taken back, if a reason was given; null once forgotten';


--
-- Name: COLUMN posts.allowed_by; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.allowed_by IS 'The person who approved, or autopilot';


--
-- Name: COLUMN posts.metrics; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.metrics IS 'Public counts: likes, reposts, replies, quotes, impressions';


--
-- Name: COLUMN posts.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.created_at IS 'When it was queued';


--
-- Name: COLUMN posts.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.posts.updated_at IS 'When anything in this row last changed';


--
-- Name: project_keys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.project_keys (
    scope uuid NOT NULL,
    wrapped bytea NOT NULL
);


--
-- Name: projection_versions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projection_versions (
    name text NOT NULL,
    version integer NOT NULL,
    state text NOT NULL,
    tables text[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    switched_at timestamp with time zone,
    CONSTRAINT projection_versions_state_check CHECK ((state = ANY (ARRAY['building'::text, 'ready'::text, 'live'::text, 'former'::text, 'retired'::text])))
);


--
-- Name: projects_v1; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projects_v1 (
    id uuid NOT NULL,
    name text NOT NULL,
    base_description text,
    posting_enabled boolean NOT NULL,
    paused_reason text,
    autopilot text NOT NULL,
    vibe text,
    vibe_expires_at timestamp with time zone,
    time_zone text NOT NULL,
    slots jsonb NOT NULL,
    policy jsonb NOT NULL,
    quota jsonb NOT NULL,
    account_id text,
    username text,
    context_version integer NOT NULL,
    archived boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT projects_v1_autopilot_check CHECK ((autopilot = ANY (ARRAY['off'::text, 'approved'::text, 'full'::text])))
);


--
-- Name: TABLE projects_v1; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON TABLE public.projects_v1 IS 'Projects and their settings';


--
-- Name: COLUMN projects_v1.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.id IS 'The project''s id';


--
-- Name: COLUMN projects_v1.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.name IS 'Public name; not necessarily unique';


--
-- Name: COLUMN projects_v1.base_description; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.base_description IS 'What the project is about; null once forgotten';


--
-- Name: COLUMN projects_v1.posting_enabled; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.posting_enabled IS 'False while posting is paused';


--
-- Name: COLUMN projects_v1.paused_reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.paused_reason IS 'Why posting is paused, if a reason was given';


--
-- Name: COLUMN projects_v1.autopilot; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.autopilot IS 'How much the project does by itself: off, approved or full';


--
-- Name: COLUMN projects_v1.vibe; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.vibe IS 'Short-lived mood; counts until vibe_expires_at; null when unset or forgotten';


--
-- Name: COLUMN projects_v1.vibe_expires_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.vibe_expires_at IS 'When the mood stops to count';


--
-- Name: COLUMN projects_v1.time_zone; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.time_zone IS 'IANA time zone of the slots and of the project''s day';


--
-- Name: COLUMN projects_v1.slots; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.slots IS 'Weekly posting slots: [{day: weekday or null for every day, minute: since local midnight}]';


--
-- Name: COLUMN projects_v1.policy; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.policy IS 'Safety policy: limits, blocked keywords, allowed addresses and domains';


--
-- Name: COLUMN projects_v1.quota; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.quota IS 'Daily limits: suggestions_per_day, posts_per_day';


--
-- Name: COLUMN projects_v1.account_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.account_id IS 'X user id of the account that the project posts as';


--
-- Name: COLUMN projects_v1.username; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.username IS 'That account''s name when it was assigned, without @';


--
-- Name: COLUMN projects_v1.context_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.context_version IS 'Context version that counts now; 0 before the first approval';


--
-- Name: COLUMN projects_v1.archived; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.archived IS 'Whether the project ended';


--
-- Name: COLUMN projects_v1.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.created_at IS 'When the project began';


--
-- Name: COLUMN projects_v1.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects_v1.updated_at IS 'When anything in this row last changed';


--
-- Name: projects; Type: VIEW; Schema: public; Owner: -
--

CREATE VIEW public.projects AS
 SELECT projects_v1.id,
    projects_v1.name,
    projects_v1.base_description,
    projects_v1.posting_enabled,
    projects_v1.paused_reason,
    projects_v1.autopilot,
    projects_v1.vibe,
    projects_v1.vibe_expires_at,
    projects_v1.time_zone,
    projects_v1.slots,
    projects_v1.policy,
    projects_v1.quota,
    projects_v1.account_id,
    projects_v1.username,
    projects_v1.context_version,
    projects_v1.archived,
    projects_v1.created_at,
    projects_v1.updated_at
   FROM public.projects_v1;


--
-- Name: VIEW projects; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON VIEW public.projects IS 'Projects and their settings';


--
-- Name: COLUMN projects.id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.id IS 'The project''s id';


--
-- Name: COLUMN projects.name; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.name IS 'Public name; not necessarily unique';


--
-- Name: COLUMN projects.base_description; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.base_description IS 'What the project is about; null once forgotten';


--
-- Name: COLUMN projects.posting_enabled; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.posting_enabled IS 'False while posting is paused';


--
-- Name: COLUMN projects.paused_reason; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.paused_reason IS 'Why posting is paused, if a reason was given';


--
-- Name: COLUMN projects.autopilot; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.autopilot IS 'How much the project does by itself: off, approved or full';


--
-- Name: COLUMN projects.vibe; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.vibe IS 'Short-lived mood; counts until vibe_expires_at; null when unset or forgotten';


--
-- Name: COLUMN projects.vibe_expires_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.vibe_expires_at IS 'When the mood stops to count';


--
-- Name: COLUMN projects.time_zone; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.time_zone IS 'IANA time zone of the slots and of the project''s day';


--
-- Name: COLUMN projects.slots; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.slots IS 'Weekly posting slots: [{day: weekday or null for every day, minute: since local midnight}]';


--
-- Name: COLUMN projects.policy; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.policy IS 'Safety policy: limits, blocked keywords, allowed addresses and domains';


--
-- Name: COLUMN projects.quota; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.quota IS 'Daily limits: suggestions_per_day, posts_per_day';


--
-- Name: COLUMN projects.account_id; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.account_id IS 'X user id of the account that the project posts as';


--
-- Name: COLUMN projects.username; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.username IS 'That account''s name when it was assigned, without @';


--
-- Name: COLUMN projects.context_version; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.context_version IS 'Context version that counts now; 0 before the first approval';


--
-- Name: COLUMN projects.archived; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.archived IS 'Whether the project ended';


--
-- Name: COLUMN projects.created_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.created_at IS 'When the project began';


--
-- Name: COLUMN projects.updated_at; Type: COMMENT; Schema: public; Owner: -
--

COMMENT ON COLUMN public.projects.updated_at IS 'When anything in this row last changed';


--
-- Name: sequencer_state; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sequencer_state (
    one boolean DEFAULT true NOT NULL,
    last_position bigint NOT NULL,
    frontier bytea NOT NULL,
    partition_heads bigint[] NOT NULL,
    last_sequenced_at timestamp with time zone NOT NULL,
    CONSTRAINT sequencer_state_one_check CHECK (one),
    CONSTRAINT sequencer_state_partition_heads_check CHECK ((cardinality(partition_heads) = 16))
)
WITH (fillfactor='10', autovacuum_vacuum_threshold='500', autovacuum_vacuum_scale_factor='0');


--
-- Name: telegram_prompts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.telegram_prompts (
    chat_id bigint NOT NULL,
    message_id integer NOT NULL,
    purpose jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: text_keys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.text_keys (
    key_id uuid NOT NULL,
    scope uuid NOT NULL,
    wrapped bytea NOT NULL,
    event_id uuid NOT NULL
);


--
-- Data for Name: _sqlx_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public._sqlx_migrations (version, description, installed_on, success, checksum, execution_time) FROM stdin;
1	event store	2026-11-30 10:25:01.068412+00	t	\\x24c7369d293e53126ec8d412eb22d1b75755822a7975d3eaab7bc4c0624323ce0320fb4392365b9707a58cf5aa452034	50504858
2	consumers	2026-11-30 10:25:01.119625+00	t	\\xd02f8fd054c2dcd234d2d6bed1336585e4e73b7fb5e0811d4f94325d1c400dea773c91b6033ae7d9ff0ca71f8cc1b0a3	32570030
3	read models	2026-11-30 10:25:01.152669+00	t	\\x30fa016d542e9207ffa50fa88f39dfa5c2fd1dfa8bbaddf13034d6b573c179af0027822ad1bff43ef5eb36093eb88b9a	69032803
4	telegram	2026-11-30 10:25:01.222545+00	t	\\xd5b1c1caa2e9e4c69d7d12d9eba1f340eb5c29dd6bd50cddca79626c5d8aa1a9e94a7ee78876cd4bd521597ebb1fbc99	15580175
5	operations	2026-11-30 10:25:01.238354+00	t	\\x2230d49127fcd658946481def6e0d7feaac23f003a3a006f7c66324ac787c1f668ab884498b702d24ddaab59069f85e9	17851864
6	epochs	2026-11-30 10:25:01.256704+00	t	\\x5e804efcd23655d41c08763857464bf9ef19f73fd2ade9d48c64526cf0ccff03e749893d0887c2f8a8adf403e7739c92	15460681
7	effects	2026-11-30 10:25:01.272612+00	t	\\x5e9979762b5f0846f6ef39749883910bd2106ed5e89fbe4d0327a87da4e88cfc301be9310e6133cb5636dda56296079d	7572020
8	shared consumers	2026-11-30 10:25:01.280565+00	t	\\x64f5269ecec1833affd65f3db1997a585efd41d4225fe91be8fa06790bb671db7f1019fa92265c7d7c858d6e565da9e1	975400
9	loading	2026-11-30 10:25:01.281784+00	t	\\x94f57dc8b690f97634c293d7c85a0b94120166d196698a66633af0281fc68d3df4e4ac37e82575f19fc702be28852914	7031000
10	collation	2026-11-30 10:25:01.289101+00	t	\\xe03c1910773d190f0ef5c05ec23d199955babcc2164422611a52126a63d6921f1f0796bc12e1b829580ced3c13b4e153	6755917
11	text keys	2026-11-30 10:25:01.296178+00	t	\\xca8a31abd472e4c0677f49b52fabe8d358630309d5d9a915b1b1d7636a81e819337c0e598ca3512cc42e7e88ea2cba2a	6357444
12	queueing	2026-11-30 10:25:01.302897+00	t	\\x49bbd197609612595ad9a82763ce28f174248610b060939d5e77d133e04c8db290d691f8a6bca51248ace6a03920af10	4837837
\.


--
-- Data for Name: admins_v1; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.admins_v1 (id, telegram_user_id, member_id, role, scope, project_id, name, active, granted_at, revoked_at) FROM stdin;
c631e795-f1a3-5f2e-a663-f38ed27c2fbb	1001	telegram:1001	owner	global	\N	\N	t	2026-11-30 10:25:02.785084+00	\N
24924e5d-d5d8-53e1-aa18-1af1c0f2b257	1002	telegram:1002	publisher	9e596640-4cf8-5a9e-a32e-fa3b613612b3	9e596640-4cf8-5a9e-a32e-fa3b613612b3	@bob	t	2026-11-30 10:25:05.526222+00	\N
\.


--
-- Data for Name: audit_logs_v1; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.audit_logs_v1 (id, "position", admin_id, actor, action_type, project_id, aggregate_type, aggregate_id, sequence, summary, details, correlation_id, recorded_at) FROM stdin;
01a22bfc-92f0-7497-8029-3be061b840fe	1	\N	operator:configuration	RoleGranted	\N	member	telegram:1001	1	The role owner was granted everywhere.	{"role": "owner", "scope": "global"}	21d6e5ba-c211-555a-8975-3db9d7a6a1fa	2026-11-30 10:25:02.785084+00
01a22bfc-9838-710b-aeef-070ad93b1b09	2	1002	telegram:1002	CommandRefused	\N	access	2e54ad4d-c9a1-5e64-b573-5f6ad45e7863	1	telegram:1002 was refused /start: not-allowed.	{"code": "not-allowed", "actor": "telegram:1002", "reason": "this needs the role owner or editor or publisher or auditor or analyst", "stream": "access/9894317b-4b66-506f-bd55-6b1f4028a363", "command": "/start"}	6712a187-6b04-5b21-acd3-f06ed1bf37f2	2026-11-30 10:25:04.125929+00
01a22bfc-98c9-72d5-8e81-ea6ec6169761	3	1001	telegram:1001	ProjectCreated	901f37da-8626-55e7-9185-0dbadca4328a	project	901f37da-8626-55e7-9185-0dbadca4328a	1	The project Froglet was created.	{"name": "Froglet"}	a962f70a-62d1-5c5a-99d9-2af208ddcdf3	2026-11-30 10:25:04.212213+00
01a22bfc-98ea-77e7-ada4-bb94cc81242f	4	\N	process:onboarding	AccountConnected	\N	account	900100200300	1	The X account @memebot_sandbox was connected.	{"username": "memebot_sandbox"}	a962f70a-62d1-5c5a-99d9-2af208ddcdf3	2026-11-30 10:25:04.235505+00
01a22bfc-98ec-7652-b951-8b31c0312cb0	5	\N	process:onboarding	AccountAssigned	901f37da-8626-55e7-9185-0dbadca4328a	project	901f37da-8626-55e7-9185-0dbadca4328a	2	The project posts as @memebot_sandbox from now on.	{"account": "900100200300", "username": "memebot_sandbox"}	a962f70a-62d1-5c5a-99d9-2af208ddcdf3	2026-11-30 10:25:04.236984+00
01a22bfc-994f-761a-8c31-30b7ddb5648a	6	1001	telegram:1001	ProjectCreated	9e596640-4cf8-5a9e-a32e-fa3b613612b3	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	The project Otterly was created.	{"name": "Otterly"}	34e60ba3-a5ca-5286-9064-5f3efb1b57d2	2026-11-30 10:25:04.33804+00
01a22bfc-9975-724b-9705-3e5dc1c32d49	7	\N	process:onboarding	AccountAssigned	9e596640-4cf8-5a9e-a32e-fa3b613612b3	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	2	The project posts as @memebot_sandbox from now on.	{"account": "900100200300", "username": "memebot_sandbox"}	34e60ba3-a5ca-5286-9064-5f3efb1b57d2	2026-11-30 10:25:04.380076+00
01a22bfc-9cd9-7406-b143-dd9feb353647	8	\N	operator:unknown	ApiTokenIssued	\N	member	telegram:1001	2	An API token was issued.	{"token": "01a22bfc-9ca0-7698-b7ec-9dc802fec263", "expires_at": null}	01a22bfc-9cd8-7786-9f0e-4a1939b169f8	2026-11-30 10:25:05.242592+00
01a22bfc-9df4-77de-80bf-88a838fcd7d8	9	1001	telegram:1001	RoleGranted	9e596640-4cf8-5a9e-a32e-fa3b613612b3	member	telegram:1002	1	The role publisher was granted in one project.	{"role": "publisher", "scope": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}	eecfe48b-47d6-5926-826b-61054008a32d	2026-11-30 10:25:05.526222+00
01a22bfc-9e89-7587-b97d-8c0d9f319312	10	1001	telegram:1001	ContextAdded	9e596640-4cf8-5a9e-a32e-fa3b613612b3	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	Context layer 1 was proposed.	{"layer": 1, "added_by": "telegram:1001"}	f660e9f7-14e5-5d51-a684-9a8073ae145b	2026-11-30 10:25:05.674821+00
01a22bfc-9ee6-7377-ad4e-96f6d1b30e83	11	\N	process:context-assessment	ContextAssessed	9e596640-4cf8-5a9e-a32e-fa3b613612b3	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	2	Context layer 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "layer": 1}	f660e9f7-14e5-5d51-a684-9a8073ae145b	2026-11-30 10:25:05.76828+00
01a22bfc-9f80-703b-a6fd-d2fbf6a49ba0	12	1001	telegram:1001	ContextApproved	9e596640-4cf8-5a9e-a32e-fa3b613612b3	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	3	Context layer 1 was approved, which made context version 1.	{"layer": 1, "context_version": 1}	2022452c-7467-5e7c-a106-2e4f88c1abbe	2026-11-30 10:25:05.921656+00
01a22bfc-a003-75df-9f11-928cab242b9a	13	1001	telegram:1001	ContextAdded	9e596640-4cf8-5a9e-a32e-fa3b613612b3	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	4	Context layer 2 was proposed.	{"layer": 2, "added_by": "telegram:1001"}	cd3fb1b0-2ec7-5c1e-bcfd-37c586248448	2026-11-30 10:25:06.052925+00
01a22bfc-a025-76f2-9b77-95895baf5021	14	\N	process:context-assessment	ContextAssessed	9e596640-4cf8-5a9e-a32e-fa3b613612b3	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	5	Context layer 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "layer": 2}	cd3fb1b0-2ec7-5c1e-bcfd-37c586248448	2026-11-30 10:25:06.086466+00
01a22bfc-a094-776f-984c-b3db6c960902	15	1001	telegram:1001	ContextRejected	9e596640-4cf8-5a9e-a32e-fa3b613612b3	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	6	Context layer 2 was refused.	{"layer": 2}	dfeed4df-8300-5a09-b06f-c32d71f0b3c6	2026-11-30 10:25:06.197384+00
01a22bfc-a139-70f0-b16c-e54ee01789dd	16	1001	telegram:1001	ContextAdded	901f37da-8626-55e7-9185-0dbadca4328a	context	901f37da-8626-55e7-9185-0dbadca4328a	1	Context layer 1 was proposed.	{"layer": 1, "added_by": "telegram:1001"}	d678daf3-b258-50f1-b1b4-6d0d6c797c8a	2026-11-30 10:25:06.363024+00
01a22bfc-a15b-7340-af3a-a62f1a3a38fb	17	\N	process:context-assessment	ContextAssessed	901f37da-8626-55e7-9185-0dbadca4328a	context	901f37da-8626-55e7-9185-0dbadca4328a	2	Context layer 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "layer": 1}	d678daf3-b258-50f1-b1b4-6d0d6c797c8a	2026-11-30 10:25:06.396839+00
01a22bfc-a188-75e7-84cd-5cb7316c5bd1	18	1001	telegram:1001	ContextApproved	901f37da-8626-55e7-9185-0dbadca4328a	context	901f37da-8626-55e7-9185-0dbadca4328a	3	Context layer 1 was approved, which made context version 1.	{"layer": 1, "context_version": 1}	c965a27d-d0ce-5509-bb2b-1a31ef5223a9	2026-11-30 10:25:06.442946+00
01a22bfc-a1d2-76c5-8397-15b53e9ec066	19	1001	telegram:1001	ContextAdded	901f37da-8626-55e7-9185-0dbadca4328a	context	901f37da-8626-55e7-9185-0dbadca4328a	4	Context layer 2 was proposed.	{"layer": 2, "added_by": "telegram:1001"}	6b99fb8a-8179-585f-b1d4-28b5435c92bf	2026-11-30 10:25:06.515422+00
01a22bfc-a1ed-763a-8367-949ea6a89bf0	20	\N	process:context-assessment	ContextAssessed	901f37da-8626-55e7-9185-0dbadca4328a	context	901f37da-8626-55e7-9185-0dbadca4328a	5	Context layer 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "layer": 2}	6b99fb8a-8179-585f-b1d4-28b5435c92bf	2026-11-30 10:25:06.542359+00
01a22bfc-a248-776b-bc2e-3ccf951ee023	21	1001	telegram:1001	VibeSet	901f37da-8626-55e7-9185-0dbadca4328a	project	901f37da-8626-55e7-9185-0dbadca4328a	3	A vibe was set.	{"expires_at": "2026-12-07T10:25:06.631704595Z"}	44e0c5e0-a9f7-5cab-8268-f433c9295884	2026-11-30 10:25:06.633215+00
01a22bfc-a2cd-77cb-b330-e0da8ecfd021	22	1001	telegram:1001	SuggestionRequested	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1001", "context_version": 1}	79bf6566-03f1-5390-a281-5d1d3cf15037	2026-11-30 10:25:06.767393+00
01a22bfc-a310-73f1-abca-6d00fdc402a7	23	\N	process:generation	VariantsGenerated	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	2	The model gpt-5.4-mini wrote 3 variants.	{"model": "gpt-5.4-mini", "usage": {"input_tokens": 419, "cached_tokens": 0, "output_tokens": 105}, "variants": 3, "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	79bf6566-03f1-5390-a281-5d1d3cf15037	2026-11-30 10:25:06.833793+00
01a22bfc-a339-76b1-9a9c-b5f21d3958a8	24	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	3	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 0}	79bf6566-03f1-5390-a281-5d1d3cf15037	2026-11-30 10:25:06.874937+00
01a22bfc-a33c-75ae-b24c-2cd36ec6e2ce	25	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	4	Variant 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 2, "revision": 0}	79bf6566-03f1-5390-a281-5d1d3cf15037	2026-11-30 10:25:06.877907+00
01a22bfc-a33f-7230-ad04-be2ca81c1e8d	26	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	5	Variant 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 3, "revision": 0}	79bf6566-03f1-5390-a281-5d1d3cf15037	2026-11-30 10:25:06.881467+00
01a22bfc-b65c-7794-8698-6d37d5528adf	27	\N	process:generation	SuggestionExpired	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	6	The suggestion expired undecided.	{}	79bf6566-03f1-5390-a281-5d1d3cf15037	2026-11-30 10:25:11.774297+00
01a22bfc-c105-770c-9207-58d83ef59fd8	28	1001	telegram:1001	SuggestionRequested	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1001", "context_version": 1}	b1d46546-92d2-5a6c-a41c-1d51c997cc18	2026-11-30 10:25:14.575902+00
01a22bfc-c1d9-7206-8f12-1b6efb1a8151	29	\N	process:generation	GenerationFailed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd	2	No variants came: model refused.	{"fault": "model_refused", "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	b1d46546-92d2-5a6c-a41c-1d51c997cc18	2026-11-30 10:25:14.714256+00
01a22bfc-c263-7060-9a1c-28f1233ace53	30	1001	telegram:1001	SuggestionRequested	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1001", "context_version": 1}	7992bb50-800e-5781-b284-67290b5a2af6	2026-11-30 10:25:14.85272+00
01a22bfc-c294-736d-9ec1-ba03102acc0b	31	\N	process:generation	VariantsGenerated	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	2	The model gpt-5.4-mini wrote 3 variants.	{"model": "gpt-5.4-mini", "usage": {"input_tokens": 415, "cached_tokens": 0, "output_tokens": 111}, "variants": 3, "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	7992bb50-800e-5781-b284-67290b5a2af6	2026-11-30 10:25:14.907905+00
01a22bfc-c2be-7093-b275-dd33df03da3e	32	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	3	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 0}	7992bb50-800e-5781-b284-67290b5a2af6	2026-11-30 10:25:14.943522+00
01a22bfc-c2c1-7162-a319-b3221dd36c43	33	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	4	Variant 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 2, "revision": 0}	7992bb50-800e-5781-b284-67290b5a2af6	2026-11-30 10:25:14.946805+00
01a22bfc-c2c4-7264-8641-cc8b524b6d36	34	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	5	Variant 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 3, "revision": 0}	7992bb50-800e-5781-b284-67290b5a2af6	2026-11-30 10:25:14.952198+00
01a22bfc-c335-751c-ac7b-43f4b6bec7fe	35	1001	telegram:1001	SuggestionRejected	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	6	The suggestion was refused.	{}	0ba81f01-a67a-51cb-a0ad-526bd43873bf	2026-11-30 10:25:15.06264+00
01a22bfc-c4fd-7199-adcf-9fa991674fc8	36	1001	telegram:1001	SuggestionRequested	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1001", "context_version": 1}	db370314-25e0-5b71-93e0-8f9baec267dd	2026-11-30 10:25:15.624605+00
01a22bfc-c597-71a9-8bc4-9cc9e19f6daa	37	\N	process:generation	VariantsGenerated	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	2	The model gpt-5.4-mini wrote 3 variants.	{"model": "gpt-5.4-mini", "usage": {"input_tokens": 418, "cached_tokens": 0, "output_tokens": 102}, "variants": 3, "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	db370314-25e0-5b71-93e0-8f9baec267dd	2026-11-30 10:25:15.673548+00
01a22bfc-c5c0-7532-b9ad-121a1b4a6576	38	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	3	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 0}	db370314-25e0-5b71-93e0-8f9baec267dd	2026-11-30 10:25:15.71412+00
01a22bfc-c5c3-7155-8556-1dce04717c44	39	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	4	Variant 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 2, "revision": 0}	db370314-25e0-5b71-93e0-8f9baec267dd	2026-11-30 10:25:15.716635+00
01a22bfc-c5c6-7142-b768-becfff18234f	40	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	5	Variant 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 3, "revision": 0}	db370314-25e0-5b71-93e0-8f9baec267dd	2026-11-30 10:25:15.719152+00
01a22bfc-c626-73fb-bd2d-ecd5c556ef4a	41	1001	telegram:1001	SuggestionApproved	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	6	Variant 1 was approved by telegram:1001 at score 0.	{"score": 0, "variant": 1, "revision": 0, "text_hash": "fb996fbeaec77d88a69927dedf903c2d7c56ab69b228101b19f9068692442931", "approved_by": "telegram:1001"}	aeca2b3a-d5f2-59e9-850b-7fae442a46dc	2026-11-30 10:25:15.816796+00
01a22bfc-c6d5-77fb-bbbb-a635604daabc	42	1001	telegram:1001	PostQueued	901f37da-8626-55e7-9185-0dbadca4328a	post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	1	A post was queued at score 0, allowed by telegram:1001.	{"score": 0, "source": {"variant": 1, "revision": 0, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89", "context_version": 1}, "account": "900100200300", "text_hash": "fb996fbeaec77d88a69927dedf903c2d7c56ab69b228101b19f9068692442931", "allowed_by": "telegram:1001", "publish_at": "2026-11-30T10:25:15.988694097Z"}	56892adf-b24e-5ae3-8635-a788955db71b	2026-11-30 10:25:15.991047+00
01a22bfc-c6ef-700e-978e-f0a90825fd75	43	\N	process:publishing	PostCleared	901f37da-8626-55e7-9185-0dbadca4328a	post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	2	The post passed the final safety check at score 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	56892adf-b24e-5ae3-8635-a788955db71b	2026-11-30 10:25:16.018085+00
01a22bfc-c727-74e7-a213-ed78d11cbf95	44	\N	process:publishing	AttemptOpened	901f37da-8626-55e7-9185-0dbadca4328a	account	900100200300	2	Attempt 1 to publish a post was opened.	{"post": "e0bf0637-3967-5a80-b8c6-1cde0f7c096f", "attempt": 1, "opened_at": "2026-11-30T10:25:16.070588812Z", "text_hash": "fb996fbeaec77d88a69927dedf903c2d7c56ab69b228101b19f9068692442931", "newest_known": null}	56892adf-b24e-5ae3-8635-a788955db71b	2026-11-30 10:25:16.077536+00
01a22bfc-c755-76cc-b69b-b696d7034a4e	45	\N	process:publishing	PostPublished	901f37da-8626-55e7-9185-0dbadca4328a	post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	3	The post was published as @memebot_sandbox.	{"attempt": 1, "tweet_id": "2127348226653683712", "username": "memebot_sandbox"}	56892adf-b24e-5ae3-8635-a788955db71b	2026-11-30 10:25:16.128505+00
01a22bfc-c76b-7090-8928-2fedcc9c19cd	46	\N	process:publishing	AttemptSettled	901f37da-8626-55e7-9185-0dbadca4328a	account	900100200300	3	Attempt 1 published the post.	{"post": "e0bf0637-3967-5a80-b8c6-1cde0f7c096f", "attempt": 1, "outcome": {"published": "2127348226653683712"}}	56892adf-b24e-5ae3-8635-a788955db71b	2026-11-30 10:25:16.151382+00
01a22bfc-c818-76f1-9789-abf69468a91e	47	1001	telegram:1001	SuggestionRequested	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1001", "context_version": 1}	1d74794b-7c44-5c21-aff8-407a3abc3be5	2026-11-30 10:25:16.315766+00
01a22bfc-cad0-7048-9006-2b990ff3d17b	57	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	4	Variant 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 2, "revision": 0}	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	2026-11-30 10:25:17.010265+00
01a22bfc-cad8-70e0-a892-c2403ded49f7	58	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	5	Variant 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 3, "revision": 0}	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	2026-11-30 10:25:17.018087+00
01a22bfc-cb41-73c1-b5b5-5d5d71d3a702	59	1001	telegram:1001	SuggestionApproved	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	6	Variant 1 was approved by telegram:1001 at score 0.	{"score": 0, "variant": 1, "revision": 0, "text_hash": "6462795ad41932706ecd50fee4ab7f43918986602272e4a7aa21713a9f763494", "approved_by": "telegram:1001"}	98441c52-8f06-5f1b-a36e-c2ec4f0dbaa8	2026-11-30 10:25:17.122742+00
01a22bfc-d255-705c-b378-d789f97ed6db	82	1002	telegram:1002	PostingPaused	9e596640-4cf8-5a9e-a32e-fa3b613612b3	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	5	Posting was paused.	{}	dd6e6b6c-f90c-53bc-a3ce-c04d1ec488f1	2026-11-30 10:25:18.934389+00
01a22bfc-d31b-7288-9864-f365957e5a3b	86	\N	process:generation	VariantAssessed	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	4	Variant 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 2, "revision": 0}	8e5a60c1-6b05-56be-a719-79da4e12d3ab	2026-11-30 10:25:19.132805+00
01a22bfc-d53a-767c-b8c0-edabacd07292	92	\N	process:generation	VariantsGenerated	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	2	The model gpt-5.4-mini wrote 3 variants.	{"model": "gpt-5.4-mini", "usage": {"input_tokens": 398, "cached_tokens": 0, "output_tokens": 88}, "variants": 3, "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	2026-11-30 10:25:19.676751+00
01a22bfc-d559-76fa-a95b-32ab63f7e921	94	\N	process:generation	VariantAssessed	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	4	Variant 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 2, "revision": 0}	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	2026-11-30 10:25:19.706318+00
01a22bfc-c859-73ef-ae6e-5e5a4f15f85a	48	\N	process:generation	VariantsGenerated	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	2	The model gpt-5.4-mini wrote 3 variants.	{"model": "gpt-5.4-mini", "usage": {"input_tokens": 450, "cached_tokens": 0, "output_tokens": 104}, "variants": 3, "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	1d74794b-7c44-5c21-aff8-407a3abc3be5	2026-11-30 10:25:16.378747+00
01a22bfc-c9f2-710e-9077-a411423b47d0	53	1001	telegram:1001	PostQueued	901f37da-8626-55e7-9185-0dbadca4328a	post	25dc0a76-d4ea-556c-9ebf-9e7b913edb3b	1	A post was queued at score 0, allowed by telegram:1001.	{"score": 0, "source": {"variant": 1, "revision": 0, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075", "context_version": 1}, "account": "900100200300", "text_hash": "bab4c3d483bfb3df9b740150139347d9aaaf9ebe64970f80cc7b682b751f9adc", "allowed_by": "telegram:1001", "publish_at": "2026-11-30T12:25:16.782435059Z"}	33b97b5c-ed3c-57f5-a4cd-780d8c7839d9	2026-11-30 10:25:16.788178+00
01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	1001	telegram:1001	PostQueued	901f37da-8626-55e7-9185-0dbadca4328a	post	55d733d7-bcbd-5b9a-88fb-6ea356c6f513	1	A post was queued at score 0, allowed by telegram:1001.	{"score": 0, "source": {"variant": 1, "revision": 0, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be", "context_version": 1}, "account": "900100200300", "text_hash": "6462795ad41932706ecd50fee4ab7f43918986602272e4a7aa21713a9f763494", "allowed_by": "telegram:1001", "publish_at": "2026-11-30T13:25:17.276011746Z"}	d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f	2026-11-30 10:25:17.289628+00
01a22bfc-ccb2-7147-b94c-6f3ca6031253	64	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	3	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 0}	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	2026-11-30 10:25:17.491651+00
01a22bfc-cff5-75a7-bba4-7fe3a8b748a5	78	1001	telegram:1001	VariantEdited	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	6	Variant 1 was edited.	{"variant": 1, "revision": 1, "edited_by": "telegram:1001"}	a1b45749-52e6-5178-9aac-ee32049921bb	2026-11-30 10:25:18.326764+00
01a22bfc-d091-747c-9108-94613bc35eaf	80	1001	telegram:1001	ScheduleSet	9e596640-4cf8-5a9e-a32e-fa3b613612b3	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	3	The schedule was set to 1 slots in UTC.	{"slots": [{"day": null, "minute": 805}], "time_zone": "UTC"}	e841a437-7146-5294-adaf-316581916778	2026-11-30 10:25:18.483798+00
01a22bfc-d450-77ec-9d67-c7e919d43f89	89	1002	telegram:1002	PostQueued	9e596640-4cf8-5a9e-a32e-fa3b613612b3	post	76f1f53a-5275-5ab4-a158-fa413bf276f1	1	A post was queued at score 0, allowed by telegram:1002.	{"score": 0, "source": {"variant": 1, "revision": 0, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d", "context_version": 1}, "account": "900100200300", "text_hash": "e99ee17d4ee3f57a86073d570e9fd08bd3b35a8ee4cf329658b932705f4fd04b", "allowed_by": "telegram:1002", "publish_at": "2026-11-30T10:25:19.439543749Z"}	09c702bb-af44-5c20-a58a-03a8dd1c4223	2026-11-30 10:25:19.441644+00
01a22bfc-c8b9-77c3-bede-11d34b45577a	49	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	3	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 0}	1d74794b-7c44-5c21-aff8-407a3abc3be5	2026-11-30 10:25:16.474508+00
01a22bfc-ca8b-73d4-a412-ee8b296090aa	55	\N	process:generation	VariantsGenerated	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	2	The model gpt-5.4-mini wrote 3 variants.	{"model": "gpt-5.4-mini", "usage": {"input_tokens": 478, "cached_tokens": 0, "output_tokens": 103}, "variants": 3, "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	2026-11-30 10:25:16.944547+00
01a22bfc-cd48-72f7-96d4-cc132262de1d	67	1001	telegram:1001	SuggestionApproved	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	6	Variant 1 was approved by telegram:1001 at score 0.	{"score": 0, "variant": 1, "revision": 0, "text_hash": "9113549ee24659013b9a180d16357a90d43b3c646a2af4f4ef44ed6fd5e18f83", "approved_by": "telegram:1001"}	ca2e6387-8380-5fde-97f1-6feeeedd2e10	2026-11-30 10:25:17.6462+00
01a22bfc-ce27-7792-ab61-0ff0f5299554	68	1001	telegram:1001	PostQueued	901f37da-8626-55e7-9185-0dbadca4328a	post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	1	A post was queued at score 0, allowed by telegram:1001.	{"score": 0, "source": {"variant": 1, "revision": 0, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3", "context_version": 1}, "account": "900100200300", "text_hash": "9113549ee24659013b9a180d16357a90d43b3c646a2af4f4ef44ed6fd5e18f83", "allowed_by": "telegram:1001", "publish_at": "2026-11-30T10:25:17.862872252Z"}	339d355b-a2c5-5633-ad01-c832e1f1fe52	2026-11-30 10:25:17.865016+00
01a22bfc-cf3c-75bd-8f5f-c0489d512977	73	1001	telegram:1001	SuggestionRequested	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1001", "context_version": 1}	5ee144e0-41e5-5510-b392-885ea43656dc	2026-11-30 10:25:18.141267+00
01a22bfc-cf6a-7056-a8f3-99418bf2f2ee	75	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	3	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 0}	5ee144e0-41e5-5510-b392-885ea43656dc	2026-11-30 10:25:18.187982+00
01a22bfc-d2df-71b5-9eb6-943c2c0a6639	83	1002	telegram:1002	SuggestionRequested	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1002", "context_version": 1}	8e5a60c1-6b05-56be-a719-79da4e12d3ab	2026-11-30 10:25:19.072565+00
01a22bfc-d31d-7515-898f-a3cdaa9ee26d	87	\N	process:generation	VariantAssessed	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	5	Variant 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 3, "revision": 0}	8e5a60c1-6b05-56be-a719-79da4e12d3ab	2026-11-30 10:25:19.13552+00
01a22bfc-d552-74c9-8bd9-c90c7dcc8ab1	93	\N	process:generation	VariantAssessed	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	3	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 0}	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	2026-11-30 10:25:19.70378+00
01a22bfc-d6a8-7097-bbb1-6d9c0f9bcf29	97	1002	telegram:1002	VibeSet	9e596640-4cf8-5a9e-a32e-fa3b613612b3	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	6	A vibe was set.	{"expires_at": "2026-12-07T10:25:20.040620776Z"}	ab63ae1e-fe61-5272-8563-2483cb8070ed	2026-11-30 10:25:20.043076+00
01a22bfc-d7a6-7310-8cd0-5f5d2c1225b1	98	1002	telegram:1002	VibeSet	9e596640-4cf8-5a9e-a32e-fa3b613612b3	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	7	A vibe was set.	{"expires_at": "2026-12-07T10:25:20.293916117Z"}	5efe1378-6a8e-5f1e-80b9-948a4a4351a2	2026-11-30 10:25:20.295563+00
01a22bfc-c8c0-7019-9f68-e25d0a61d7a5	50	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	4	Variant 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 2, "revision": 0}	1d74794b-7c44-5c21-aff8-407a3abc3be5	2026-11-30 10:25:16.484527+00
01a22bfc-c8c6-7085-a535-bc25010d1a58	51	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	5	Variant 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 3, "revision": 0}	1d74794b-7c44-5c21-aff8-407a3abc3be5	2026-11-30 10:25:16.511625+00
01a22bfc-ccb9-7064-adb7-07dbe8b92803	66	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	5	Variant 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 3, "revision": 0}	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	2026-11-30 10:25:17.506601+00
01a22bfc-ce69-76b0-a765-6c4b55db3d01	69	\N	process:publishing	PostCleared	901f37da-8626-55e7-9185-0dbadca4328a	post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	2	The post passed the final safety check at score 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	339d355b-a2c5-5633-ad01-c832e1f1fe52	2026-11-30 10:25:17.944314+00
01a22bfc-cea4-7316-a00a-d9ddb258e23e	70	\N	process:publishing	AttemptOpened	901f37da-8626-55e7-9185-0dbadca4328a	account	900100200300	4	Attempt 1 to publish a post was opened.	{"post": "40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b", "attempt": 1, "opened_at": "2026-11-30T10:25:17.988113095Z", "text_hash": "9113549ee24659013b9a180d16357a90d43b3c646a2af4f4ef44ed6fd5e18f83", "newest_known": "2127348226653683712"}	339d355b-a2c5-5633-ad01-c832e1f1fe52	2026-11-30 10:25:17.989813+00
01a22bfc-ceb5-72f8-b78f-51e133a4f7cb	72	\N	process:publishing	AttemptSettled	901f37da-8626-55e7-9185-0dbadca4328a	account	900100200300	5	Attempt 1 did not publish the post.	{"post": "40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b", "attempt": 1, "outcome": "not_published"}	339d355b-a2c5-5633-ad01-c832e1f1fe52	2026-11-30 10:25:18.007694+00
01a22bfc-d113-73dc-a6bd-7f62dba5223a	81	1001	telegram:1001	AutopilotSet	9e596640-4cf8-5a9e-a32e-fa3b613612b3	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	4	The autopilot was set to approved.	{"mode": "approved"}	ab7ef217-bbc0-53c6-bd65-7b31bb91b1d7	2026-11-30 10:25:18.615592+00
01a22bfc-d2ff-71da-97e2-e99881466ad7	84	\N	process:generation	VariantsGenerated	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	2	The model gpt-5.4-mini wrote 3 variants.	{"model": "gpt-5.4-mini", "usage": {"input_tokens": 398, "cached_tokens": 0, "output_tokens": 97}, "variants": 3, "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	8e5a60c1-6b05-56be-a719-79da4e12d3ab	2026-11-30 10:25:19.104559+00
01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	1002	telegram:1002	SuggestionApproved	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	6	Variant 1 was approved by telegram:1002 at score 0.	{"score": 0, "variant": 1, "revision": 0, "text_hash": "e99ee17d4ee3f57a86073d570e9fd08bd3b35a8ee4cf329658b932705f4fd04b", "approved_by": "telegram:1002"}	c1ebc83d-a234-577e-afea-19b10363c00d	2026-11-30 10:25:19.270993+00
01a22bfc-d55b-7148-9db6-7ec13754023d	95	\N	process:generation	VariantAssessed	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	5	Variant 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 3, "revision": 0}	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	2026-11-30 10:25:19.721443+00
01a22bfc-c94f-7210-8116-fbae437e72c9	52	1001	telegram:1001	SuggestionApproved	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	6	Variant 1 was approved by telegram:1001 at score 0.	{"score": 0, "variant": 1, "revision": 0, "text_hash": "bab4c3d483bfb3df9b740150139347d9aaaf9ebe64970f80cc7b682b751f9adc", "approved_by": "telegram:1001"}	d240f2a6-b402-5566-9608-d7c325481193	2026-11-30 10:25:16.635666+00
01a22bfc-cc74-73bb-ad89-667f74fb151b	62	1001	telegram:1001	SuggestionRequested	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1001", "context_version": 1}	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	2026-11-30 10:25:17.429782+00
01a22bfc-ceb0-7084-9fda-9646b0ef7326	71	\N	process:publishing	PostFailed	901f37da-8626-55e7-9185-0dbadca4328a	post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	3	The post failed: credits depleted.	{"fault": "credits_depleted", "attempt": 1}	339d355b-a2c5-5633-ad01-c832e1f1fe52	2026-11-30 10:25:18.003024+00
01a22bfc-cf55-77c3-bf2f-0eb488ed9e27	74	\N	process:generation	VariantsGenerated	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	2	The model gpt-5.4-mini wrote 3 variants.	{"model": "gpt-5.4-mini", "usage": {"input_tokens": 477, "cached_tokens": 0, "output_tokens": 110}, "variants": 3, "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	5ee144e0-41e5-5510-b392-885ea43656dc	2026-11-30 10:25:18.16687+00
01a22bfc-cf6d-73d4-953f-eaad5992e3d6	76	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	4	Variant 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 2, "revision": 0}	5ee144e0-41e5-5510-b392-885ea43656dc	2026-11-30 10:25:18.190391+00
01a22bfc-d00a-7586-a9e8-4bb278d0f1e5	79	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	7	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 1}	a1b45749-52e6-5178-9aac-ee32049921bb	2026-11-30 10:25:18.348958+00
01a22bfc-d472-7002-b2e8-ffb6471200c0	90	\N	process:publishing	PostCleared	9e596640-4cf8-5a9e-a32e-fa3b613612b3	post	76f1f53a-5275-5ab4-a158-fa413bf276f1	2	The post passed the final safety check at score 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	09c702bb-af44-5c20-a58a-03a8dd1c4223	2026-11-30 10:25:19.476563+00
01a22bfc-ca6c-73b6-a21d-122385c90292	54	1001	telegram:1001	SuggestionRequested	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1001", "context_version": 1}	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	2026-11-30 10:25:16.909929+00
01a22bfc-cac9-7530-9b90-5dedfbb99809	56	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	3	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 0}	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	2026-11-30 10:25:17.002329+00
01a22bfc-cc3f-7282-8ac3-d25f477d01c7	61	1001	telegram:1001	PostCancelled	901f37da-8626-55e7-9185-0dbadca4328a	post	55d733d7-bcbd-5b9a-88fb-6ea356c6f513	2	The post was taken back.	{}	86130eb4-1630-59a1-a284-3e704a5723a8	2026-11-30 10:25:17.376815+00
01a22bfc-cc96-7485-92d6-3a8107f35068	63	\N	process:generation	VariantsGenerated	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	2	The model gpt-5.4-mini wrote 3 variants.	{"model": "gpt-5.4-mini", "usage": {"input_tokens": 479, "cached_tokens": 0, "output_tokens": 102}, "variants": 3, "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	2026-11-30 10:25:17.464259+00
01a22bfc-ccb5-760d-bd6f-4179f1adc62a	65	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	4	Variant 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 2, "revision": 0}	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	2026-11-30 10:25:17.494572+00
01a22bfc-cf70-7355-b19e-df9c369670d1	77	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	5	Variant 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 3, "revision": 0}	5ee144e0-41e5-5510-b392-885ea43656dc	2026-11-30 10:25:18.195673+00
01a22bfc-d317-7277-9d0e-b125c471d90a	85	\N	process:generation	VariantAssessed	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	3	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 0}	8e5a60c1-6b05-56be-a719-79da4e12d3ab	2026-11-30 10:25:19.129587+00
01a22bfc-d51e-748c-b69d-9dd7bf5d9437	91	1002	telegram:1002	SuggestionRequested	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1002", "context_version": 1}	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	2026-11-30 10:25:19.647945+00
01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	1002	telegram:1002	SuggestionApproved	9e596640-4cf8-5a9e-a32e-fa3b613612b3	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	6	Variant 1 was approved by telegram:1002 at score 0.	{"score": 0, "variant": 1, "revision": 0, "text_hash": "d539170395f0c1efebfa6f5ba30a64cddbb3ce7b58d48cddcb2ac7174b6a9595", "approved_by": "telegram:1002"}	afdf43ae-a004-5c0a-8890-4106e6d09b48	2026-11-30 10:25:19.847346+00
01a22bfc-e88d-77f3-89b8-cfd24a0986ef	99	\N	operator:unknown	ApiTokenIssued	\N	member	telegram:1001	3	An API token was issued.	{"token": "01a22bfc-e839-748c-9169-9037b3ed9ce1", "expires_at": null}	01a22bfc-e88c-72b2-b396-5741fc755183	2026-11-30 10:25:24.623118+00
01a22bfc-ea3d-7318-868e-e3664c97a560	100	1001	telegram:1001	SuggestionRequested	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1001", "context_version": 1}	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	2026-11-30 10:25:25.151175+00
01a22bfc-eb75-746d-a057-8a8c84324225	101	\N	process:generation	VariantsGenerated	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	2	The model gpt-5.4-mini wrote 3 variants.	{"model": "gpt-5.4-mini", "usage": {"input_tokens": 481, "cached_tokens": 0, "output_tokens": 110}, "variants": 3, "input_risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	2026-11-30 10:25:25.368487+00
01a22bfc-ebbe-706b-87e9-49f3345ff0c9	102	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	3	Variant 1 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 1, "revision": 0}	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	2026-11-30 10:25:25.439161+00
01a22bfc-ebc2-7012-8205-7d3d5df628a7	103	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	4	Variant 2 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 2, "revision": 0}	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	2026-11-30 10:25:25.443328+00
01a22bfc-ebc4-7026-ab27-850d4da8e8f9	104	\N	process:generation	VariantAssessed	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	5	Variant 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "variant": 3, "revision": 0}	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	2026-11-30 10:25:25.445311+00
01a22bfc-ec83-721f-bdf0-d7356b8110c7	105	1001	telegram:1001	SuggestionApproved	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	6	Variant 1 was approved by telegram:1001 at score 0.	{"score": 0, "variant": 1, "revision": 0, "text_hash": "8672d5c39eccd69352b60be8de287cf5abb56a7640c2623e3d30aa8663c6911c", "approved_by": "telegram:1001"}	00847527-ebe5-56d5-9398-99bb36f75f46	2026-11-30 10:25:25.637653+00
01a22bfc-ee44-702f-ba12-d9423dad8aaa	106	1001	telegram:1001	SuggestionRequested	901f37da-8626-55e7-9185-0dbadca4328a	suggestion	af6b6bb6-a93b-5901-a7a1-52ab069c7336	1	A suggestion was asked for, with 3 variants.	{"replaces": null, "variants": 3, "requested_by": "telegram:1001", "context_version": 1}	b3678c1b-67f3-5a84-b06c-d534c475c992	2026-11-30 10:25:26.22689+00
01a22bfc-ef71-7490-8c16-fd197227a31e	107	1001	telegram:1001	ContextAdded	901f37da-8626-55e7-9185-0dbadca4328a	context	901f37da-8626-55e7-9185-0dbadca4328a	6	Context layer 3 was proposed.	{"layer": 3, "added_by": "telegram:1001"}	de4f7905-6904-5af3-a4af-97f33f9e902b	2026-11-30 10:25:26.386593+00
01a22bfc-ef93-743b-8da9-217efd50fe0d	108	\N	process:context-assessment	ContextAssessed	901f37da-8626-55e7-9185-0dbadca4328a	context	901f37da-8626-55e7-9185-0dbadca4328a	7	Context layer 3 was scored 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}, "layer": 3}	de4f7905-6904-5af3-a4af-97f33f9e902b	2026-11-30 10:25:26.420371+00
01a22bfc-f002-74da-ab02-7847a79a3fee	109	1001	telegram:1001	PostQueued	901f37da-8626-55e7-9185-0dbadca4328a	post	fc39e690-a112-5bc6-874a-26e605942a33	1	A post was queued at score 0, allowed by telegram:1001.	{"score": 0, "source": {"variant": 1, "revision": 0, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302", "context_version": 1}, "account": "900100200300", "text_hash": "8672d5c39eccd69352b60be8de287cf5abb56a7640c2623e3d30aa8663c6911c", "allowed_by": "telegram:1001", "publish_at": "2026-11-30T10:25:26.530300677Z"}	fe099315-6b2c-59a1-a63c-08003ed41ae3	2026-11-30 10:25:26.532575+00
01a22bfc-f02f-76fc-a5ed-e4414e84cf3b	110	\N	process:publishing	PostCleared	901f37da-8626-55e7-9185-0dbadca4328a	post	fc39e690-a112-5bc6-874a-26e605942a33	2	The post passed the final safety check at score 0.	{"risk": {"score": 0, "signals": [{"name": "moderation", "weight": 0, "available": true}], "complete": true}}	fe099315-6b2c-59a1-a63c-08003ed41ae3	2026-11-30 10:25:26.576947+00
\.


--
-- Data for Name: chat_sessions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.chat_sessions (chat_id, user_id, project_id, updated_at) FROM stdin;
1002	1002	9e596640-4cf8-5a9e-a32e-fa3b613612b3	2026-11-30 10:25:06.340734+00
1001	1001	901f37da-8626-55e7-9185-0dbadca4328a	2026-11-30 10:25:18.741167+00
\.


--
-- Data for Name: clean_ups; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.clean_ups (effect_id, removed) FROM stdin;
\.


--
-- Data for Name: commands; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.commands (command_id, request_hash, outcome, aggregate_type, aggregate_id, first_sequence, last_sequence, event_ids, refusal, recorded_at) FROM stdin;
21d6e5ba-c211-555a-8975-3db9d7a6a1fa	\\xcc868e1741db62f734ad1751bb191bc696c318300b9792b750682dafe3b800d0	applied	member	telegram:1001	1	1	{01a22bfc-92f0-7497-8029-3be061b840fe}	\N	2026-11-30 10:25:02.785344+00
9894317b-4b66-506f-bd55-6b1f4028a363	\\x276b8ce264332ca0ea1211fffb21fd6953bd7fe3a40e2abadccffb076a8c8184	refused	access	9894317b-4b66-506f-bd55-6b1f4028a363	1	0	{01a22bfc-9838-710b-aeef-070ad93b1b09}	{"code": "not_allowed", "needs": ["owner", "editor", "publisher", "auditor", "analyst"]}	2026-11-30 10:25:04.126031+00
a962f70a-62d1-5c5a-99d9-2af208ddcdf3	\\xafd341690e9088ae73ff535a4ec437f2d996db7cd19e60414ac51ee1f09d71b2	applied	project	901f37da-8626-55e7-9185-0dbadca4328a	1	1	{01a22bfc-98c9-72d5-8e81-ea6ec6169761}	\N	2026-11-30 10:25:04.212263+00
d3ae3f89-6ae5-5cb9-a2ff-81285e67ea04	\\x48fcaa0534408e2a0c85dbb2e5c7ab9e9c1b66a31d2fb78b002c920b151da85b	applied	account	900100200300	1	1	{01a22bfc-98ea-77e7-ada4-bb94cc81242f}	\N	2026-11-30 10:25:04.235585+00
5c37b51d-5cf7-56bc-bea8-3e250b9b3191	\\x0e765ff679646cc369218051a0c57f61ec8b500c118948182d160e32729998e5	applied	project	901f37da-8626-55e7-9185-0dbadca4328a	2	2	{01a22bfc-98ec-7652-b951-8b31c0312cb0}	\N	2026-11-30 10:25:04.237022+00
34e60ba3-a5ca-5286-9064-5f3efb1b57d2	\\xbd6497ab132032edb07cf4b693be5bedfa6d6c002cc9b60c4b5dfc3402b4e9c4	applied	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	1	{01a22bfc-994f-761a-8c31-30b7ddb5648a}	\N	2026-11-30 10:25:04.338081+00
28f87b85-65a5-5687-9e46-d951961226c2	\\x3556326f826e5f256c17aeb405cbd95bacdcf88768216cdc88c3c3b612399397	applied	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	2	2	{01a22bfc-9975-724b-9705-3e5dc1c32d49}	\N	2026-11-30 10:25:04.380128+00
01a22bfc-9cd8-7786-9f0e-4a1939b169f8	\\xc28c1d87e4fcffb36054f58da1bb83c6195899c450eb35b53775ddc476e0be28	applied	member	telegram:1001	2	2	{01a22bfc-9cd9-7406-b143-dd9feb353647}	\N	2026-11-30 10:25:05.242692+00
eecfe48b-47d6-5926-826b-61054008a32d	\\x8e32d8c8047458e828951598aaba95d98876dfe1b28cc1bd767920ea2b9acbae	applied	member	telegram:1002	1	1	{01a22bfc-9df4-77de-80bf-88a838fcd7d8}	\N	2026-11-30 10:25:05.526264+00
f660e9f7-14e5-5d51-a684-9a8073ae145b	\\xfbcb5da94dfaf1d118ef42caa167b1aaf1b00f1548f108205096582c4b1a286d	applied	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	1	{01a22bfc-9e89-7587-b97d-8c0d9f319312}	\N	2026-11-30 10:25:05.674853+00
cb0d8506-51f6-5542-ad2b-d058f04abc36	\\x31367aeeb89d7b8045ef84c9188fcd4fc5b2effc6be34715140b291c9d4bc741	applied	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	2	2	{01a22bfc-9ee6-7377-ad4e-96f6d1b30e83}	\N	2026-11-30 10:25:05.768348+00
2022452c-7467-5e7c-a106-2e4f88c1abbe	\\x585c25c98c949a04fa6fa0b3873532b6bb2efa513af844717048343d5c6f7e0b	applied	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	3	3	{01a22bfc-9f80-703b-a6fd-d2fbf6a49ba0}	\N	2026-11-30 10:25:05.921718+00
cd3fb1b0-2ec7-5c1e-bcfd-37c586248448	\\x2500424d15659e1bc3e678a154e0a81a9a9cf18ddf266dd7f1a19d1f23175121	applied	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	4	4	{01a22bfc-a003-75df-9f11-928cab242b9a}	\N	2026-11-30 10:25:06.052956+00
edf3587d-77da-5865-b796-2963900615ac	\\x31367aeeb89d7b8045ef84c9188fcd4fc5b2effc6be34715140b291c9d4bc741	applied	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	5	5	{01a22bfc-a025-76f2-9b77-95895baf5021}	\N	2026-11-30 10:25:06.086509+00
dfeed4df-8300-5a09-b06f-c32d71f0b3c6	\\xfd58ba0289c6bb0d0b3542791964b9ab22f603633fa0667d878697f72c88511d	applied	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	6	6	{01a22bfc-a094-776f-984c-b3db6c960902}	\N	2026-11-30 10:25:06.197443+00
d678daf3-b258-50f1-b1b4-6d0d6c797c8a	\\xbd2e18ec4ea01ba99b44cbbd9aabbaef9adbca5966f1604b060c37826e0fd7c3	applied	context	901f37da-8626-55e7-9185-0dbadca4328a	1	1	{01a22bfc-a139-70f0-b16c-e54ee01789dd}	\N	2026-11-30 10:25:06.367526+00
9df4455a-fb48-5c8f-98c3-55ad0cbecc93	\\xa8909d8de64f417338e5011c967b59904b4885b8a73676bd98dd9db6846520ad	applied	context	901f37da-8626-55e7-9185-0dbadca4328a	2	2	{01a22bfc-a15b-7340-af3a-a62f1a3a38fb}	\N	2026-11-30 10:25:06.396906+00
c965a27d-d0ce-5509-bb2b-1a31ef5223a9	\\x02d74723e7c41caed39dcc8b0c17d653011f3c793c7b12cdb81591555f101627	applied	context	901f37da-8626-55e7-9185-0dbadca4328a	3	3	{01a22bfc-a188-75e7-84cd-5cb7316c5bd1}	\N	2026-11-30 10:25:06.442999+00
6b99fb8a-8179-585f-b1d4-28b5435c92bf	\\x9dcad7f5b4556d80f65fef56003b8a7687bd618f6e6041569868b3fef4d36f47	applied	context	901f37da-8626-55e7-9185-0dbadca4328a	4	4	{01a22bfc-a1d2-76c5-8397-15b53e9ec066}	\N	2026-11-30 10:25:06.515475+00
c312ec7e-0c03-516f-937c-c344e6b86bf8	\\xa8909d8de64f417338e5011c967b59904b4885b8a73676bd98dd9db6846520ad	applied	context	901f37da-8626-55e7-9185-0dbadca4328a	5	5	{01a22bfc-a1ed-763a-8367-949ea6a89bf0}	\N	2026-11-30 10:25:06.542429+00
44e0c5e0-a9f7-5cab-8268-f433c9295884	\\x3ab60cac2560990471d8084b887a4a09aeefecbd476ac2d325831db41d7f7f5e	applied	project	901f37da-8626-55e7-9185-0dbadca4328a	3	3	{01a22bfc-a248-776b-bc2e-3ccf951ee023}	\N	2026-11-30 10:25:06.63325+00
79bf6566-03f1-5390-a281-5d1d3cf15037	\\x79f9e44726f45d6d103fdbf0650bff8f28f2cf551c3abfc7582e5b799febb0b6	applied	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	1	1	{01a22bfc-a2cd-77cb-b330-e0da8ecfd021}	\N	2026-11-30 10:25:06.767446+00
fb3d427e-6f58-53d0-9cab-e0eb45ac5e7d	\\x5203413b17c1139e2f352d03f543976bd8b0b57c2f04315dc4e4c95133a2ca2c	applied	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	2	2	{01a22bfc-a310-73f1-abca-6d00fdc402a7}	\N	2026-11-30 10:25:06.83385+00
2578ae32-3fac-5c70-9adc-4c3ba597ee5c	\\x1e40e50e5ede6fa86d0d9311b43e23d07228794e5b5e5932fbf8e6e304302e9b	applied	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	3	3	{01a22bfc-a339-76b1-9a9c-b5f21d3958a8}	\N	2026-11-30 10:25:06.87501+00
d466c257-0d90-5cc2-b9ff-aea252d465ad	\\x1e40e50e5ede6fa86d0d9311b43e23d07228794e5b5e5932fbf8e6e304302e9b	applied	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	4	4	{01a22bfc-a33c-75ae-b24c-2cd36ec6e2ce}	\N	2026-11-30 10:25:06.877964+00
ed0fb759-0f50-5149-ac1f-ca8fd42c819b	\\x1e40e50e5ede6fa86d0d9311b43e23d07228794e5b5e5932fbf8e6e304302e9b	applied	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	5	5	{01a22bfc-a33f-7230-ad04-be2ca81c1e8d}	\N	2026-11-30 10:25:06.881525+00
e289bc66-caa0-5d04-9f3d-f3feb3163cd8	\\xa8575b4a112586d8b3ad6391bdb8da5c5308a705c652651d2b2fe20017ed5b8d	applied	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	6	6	{01a22bfc-b65c-7794-8698-6d37d5528adf}	\N	2026-11-30 10:25:11.774351+00
b1d46546-92d2-5a6c-a41c-1d51c997cc18	\\x9f5aad762e52d907ce52f14c1738f525029d62804346d5a754733d6ebf802d32	applied	suggestion	b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd	1	1	{01a22bfc-c105-770c-9207-58d83ef59fd8}	\N	2026-11-30 10:25:14.576021+00
04214a75-808f-5467-b472-6450539908ae	\\x2f65e3c8bbd02d33f8456d96718c5985a45cb64237d92660edcbdfbfd55f7753	applied	suggestion	b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd	2	2	{01a22bfc-c1d9-7206-8f12-1b6efb1a8151}	\N	2026-11-30 10:25:14.714322+00
7992bb50-800e-5781-b284-67290b5a2af6	\\xf57d8dc05db77e05abb7ec365b525589c5d1926423f6e790e43d34d78960e86c	applied	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	1	1	{01a22bfc-c263-7060-9a1c-28f1233ace53}	\N	2026-11-30 10:25:14.852784+00
16c63265-c0c2-511d-9aff-a33f8bea99f1	\\x8026563c46b01dc16e8c86caa06a9d9b6c4a5d9316701a830566e0b247f8c0da	applied	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	2	2	{01a22bfc-c294-736d-9ec1-ba03102acc0b}	\N	2026-11-30 10:25:14.907976+00
24ec72ff-14f1-5eb2-8d2b-6ae13c194103	\\x9636cf1b08ce6dbbca4a09a2817630ee314431eeeefe1bbdda0fe09a5d395e55	applied	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	3	3	{01a22bfc-c2be-7093-b275-dd33df03da3e}	\N	2026-11-30 10:25:14.943602+00
19e96ea1-d17f-569e-8c2d-4be0a97a5a9f	\\x9636cf1b08ce6dbbca4a09a2817630ee314431eeeefe1bbdda0fe09a5d395e55	applied	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	4	4	{01a22bfc-c2c1-7162-a319-b3221dd36c43}	\N	2026-11-30 10:25:14.946861+00
7aa9c4c3-3cc7-568b-9e0a-b5b1026462f4	\\x9636cf1b08ce6dbbca4a09a2817630ee314431eeeefe1bbdda0fe09a5d395e55	applied	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	5	5	{01a22bfc-c2c4-7264-8641-cc8b524b6d36}	\N	2026-11-30 10:25:14.952261+00
0ba81f01-a67a-51cb-a0ad-526bd43873bf	\\x8455e6a6e9e63b0257518714009fea5a6ed7c4eb811838b2791fb3170deaee8a	applied	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	6	6	{01a22bfc-c335-751c-ac7b-43f4b6bec7fe}	\N	2026-11-30 10:25:15.062688+00
db370314-25e0-5b71-93e0-8f9baec267dd	\\xb91fa01490e85b49e72a536fed63803c5c05fd89921285757b70fa20f4ef9bb9	applied	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	1	1	{01a22bfc-c4fd-7199-adcf-9fa991674fc8}	\N	2026-11-30 10:25:15.624725+00
0aa36213-024d-5d61-a657-04b251ff8eaa	\\x32bd4f99daa95a1b2c1e72c14feb22281327b96216e496dcf9d2c51b76a1aa3a	applied	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	2	2	{01a22bfc-c597-71a9-8bc4-9cc9e19f6daa}	\N	2026-11-30 10:25:15.673613+00
3026a7a3-fb7c-5f83-ac31-50626927c2c2	\\x862cb8f6ffa39e752ef54ceeaa4be1fcb829341e1bb14fd3f2ba2dceaac62ee7	applied	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	3	3	{01a22bfc-c5c0-7532-b9ad-121a1b4a6576}	\N	2026-11-30 10:25:15.714302+00
49205cc0-5217-533f-b11f-2230e0998705	\\x862cb8f6ffa39e752ef54ceeaa4be1fcb829341e1bb14fd3f2ba2dceaac62ee7	applied	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	4	4	{01a22bfc-c5c3-7155-8556-1dce04717c44}	\N	2026-11-30 10:25:15.716683+00
485f4616-598a-5a56-9b51-dc3c24883357	\\x862cb8f6ffa39e752ef54ceeaa4be1fcb829341e1bb14fd3f2ba2dceaac62ee7	applied	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	5	5	{01a22bfc-c5c6-7142-b768-becfff18234f}	\N	2026-11-30 10:25:15.719201+00
aeca2b3a-d5f2-59e9-850b-7fae442a46dc	\\x1a323757430466bb02ab0dc791a5b453ebf28abd05eb075f5ca5707e6f3b5c5a	applied	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	6	6	{01a22bfc-c626-73fb-bd2d-ecd5c556ef4a}	\N	2026-11-30 10:25:15.816862+00
0efc21ea-552d-5c62-b5e9-7111c149b279	\\x943a4ff83cb847305cc21a25c4f08474ada7af1c269ef3a546c1f80799377fec	applied	account	900100200300	2	2	{01a22bfc-c727-74e7-a213-ed78d11cbf95}	\N	2026-11-30 10:25:16.077615+00
d92c36ff-96cd-5e2e-9a80-5c40f42ca0e9	\\x508c8b01a5c3168dc792f346db23a15d599aec1911a15f1a5586953fd767529c	applied	account	900100200300	3	3	{01a22bfc-c76b-7090-8928-2fedcc9c19cd}	\N	2026-11-30 10:25:16.151439+00
97a162d9-31b8-5431-a85d-5d3a3e2ef05f	\\xce3d90693476aaa344e636af85e95e1c03f3e6370d3f6ecf4230c8a3b9092ac1	applied	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	1	1	{01a22bfc-ca6c-73b6-a21d-122385c90292}	\N	2026-11-30 10:25:16.909974+00
a9d9bb87-f8d6-5a7f-9be2-dc352a9256e9	\\xe5c9a9a287655d4cbb563c113010458a825bcab96ce0aa7e6a5ec335b3a3ec3b	applied	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	2	2	{01a22bfc-ca8b-73d4-a412-ee8b296090aa}	\N	2026-11-30 10:25:16.944596+00
bdd3889f-f0d6-52f6-88a9-52bcf6b248eb	\\xfac75745f361dc6b64e567f53f3908bd1da04ee15d447bad32ec438e6ed0a608	applied	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	3	3	{01a22bfc-cac9-7530-9b90-5dedfbb99809}	\N	2026-11-30 10:25:17.002381+00
aaf02924-10e7-5933-befa-37a32c976e4f	\\xfac75745f361dc6b64e567f53f3908bd1da04ee15d447bad32ec438e6ed0a608	applied	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	4	4	{01a22bfc-cad0-7048-9006-2b990ff3d17b}	\N	2026-11-30 10:25:17.010323+00
a4f58c8d-89ca-5872-a476-f918c3602d9b	\\xfac75745f361dc6b64e567f53f3908bd1da04ee15d447bad32ec438e6ed0a608	applied	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	5	5	{01a22bfc-cad8-70e0-a892-c2403ded49f7}	\N	2026-11-30 10:25:17.018149+00
98441c52-8f06-5f1b-a36e-c2ec4f0dbaa8	\\x0887fed4a1a6e84f3ad7136f08bf2add130c4e9f3363e9307fd9a30ad3b4b176	applied	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	6	6	{01a22bfc-cb41-73c1-b5b5-5d5d71d3a702}	\N	2026-11-30 10:25:17.122795+00
7b61a252-4afa-54f5-ba8b-9836082e25fe	\\x943a4ff83cb847305cc21a25c4f08474ada7af1c269ef3a546c1f80799377fec	applied	account	900100200300	4	4	{01a22bfc-cea4-7316-a00a-d9ddb258e23e}	\N	2026-11-30 10:25:17.989947+00
1c9a401d-c36d-5fcd-b28a-aa1e88366e38	\\x508c8b01a5c3168dc792f346db23a15d599aec1911a15f1a5586953fd767529c	applied	account	900100200300	5	5	{01a22bfc-ceb5-72f8-b78f-51e133a4f7cb}	\N	2026-11-30 10:25:18.007755+00
e841a437-7146-5294-adaf-316581916778	\\x9a0352fee5bf3804b1273b7930950f85093ba43d1309156b7623dff6b0eb1aea	applied	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	3	3	{01a22bfc-d091-747c-9108-94613bc35eaf}	\N	2026-11-30 10:25:18.483886+00
ab7ef217-bbc0-53c6-bd65-7b31bb91b1d7	\\x26aa18356ace875b78e37918c8e5e6bd6e41fec388a3409c4cdc4a6bf8b2cff5	applied	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	4	4	{01a22bfc-d113-73dc-a6bd-7f62dba5223a}	\N	2026-11-30 10:25:18.615637+00
dd6e6b6c-f90c-53bc-a3ce-c04d1ec488f1	\\x85380b79a896882841ff68da31fc40ce8babb3323050c2ee6db4060ae3246edd	applied	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	5	5	{01a22bfc-d255-705c-b378-d789f97ed6db}	\N	2026-11-30 10:25:18.934428+00
8e5a60c1-6b05-56be-a719-79da4e12d3ab	\\x7dd5022b85ab76f64dd3deddec7b4f347ff4d98d71f076b7077a990d6711bb12	applied	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	1	1	{01a22bfc-d2df-71b5-9eb6-943c2c0a6639}	\N	2026-11-30 10:25:19.072612+00
05fb1ab3-340c-5c79-8ce5-72ed34aa9bd5	\\x72e7705537e84e6557070233f064f3120e5c89c8b9a6592e2587abf1a9538bca	applied	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	2	2	{01a22bfc-d2ff-71da-97e2-e99881466ad7}	\N	2026-11-30 10:25:19.104606+00
72c19f6d-5772-529d-9e10-6eb392cd9b51	\\x7316a2996cf4df3fe3f30a8429940c8d2ea7c5465076e872ce77b0f9b92e6b81	applied	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	3	3	{01a22bfc-d317-7277-9d0e-b125c471d90a}	\N	2026-11-30 10:25:19.12964+00
0dbd6ce5-9fff-5ee0-9ad1-1ca10262c875	\\x7316a2996cf4df3fe3f30a8429940c8d2ea7c5465076e872ce77b0f9b92e6b81	applied	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	4	4	{01a22bfc-d31b-7288-9864-f365957e5a3b}	\N	2026-11-30 10:25:19.132847+00
220114b1-86ad-5e11-8281-17cb65a1cf9f	\\x7316a2996cf4df3fe3f30a8429940c8d2ea7c5465076e872ce77b0f9b92e6b81	applied	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	5	5	{01a22bfc-d31d-7515-898f-a3cdaa9ee26d}	\N	2026-11-30 10:25:19.135557+00
c1ebc83d-a234-577e-afea-19b10363c00d	\\xeafe882bcd410eece1a890244870cf84ca1fb06c1fe6f8bda1083aefadce176a	applied	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	6	6	{01a22bfc-d3a2-718c-a1e7-26f5884ddf76}	\N	2026-11-30 10:25:19.271991+00
b8b08373-532a-5e20-86e9-4c29603cb102	\\xa6a71ac601ad65dfd124d5b5e3fead6d34a6b9f560a80be217d63dbf96d84471	applied	post	76f1f53a-5275-5ab4-a158-fa413bf276f1	1	1	{01a22bfc-d450-77ec-9d67-c7e919d43f89}	\N	2026-11-30 10:25:19.4417+00
f39b27ca-38d4-586f-90c7-884e9902feb8	\\x4c565d13843d137926f7447ca691861d5eb53790548e6e51fcb9a4a673814b34	applied	post	76f1f53a-5275-5ab4-a158-fa413bf276f1	2	2	{01a22bfc-d472-7002-b2e8-ffb6471200c0}	\N	2026-11-30 10:25:19.476676+00
e74e0a78-2ab9-5a67-a1d2-cbc18896f433	\\xa0740c5831bde9a1e367d73400bdc1665d5d46228dd11145a859723ba517e7fe	applied	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	1	1	{01a22bfc-d51e-748c-b69d-9dd7bf5d9437}	\N	2026-11-30 10:25:19.647989+00
5f5d8370-6b29-55f6-b361-6629ad4e044c	\\x57ef52e3d100c33f45a030f57842f8ffc93f4561fe08b51bf8334b98dbd0e407	applied	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	2	2	{01a22bfc-d53a-767c-b8c0-edabacd07292}	\N	2026-11-30 10:25:19.676802+00
491e9b40-02db-5783-bff9-92a0d0af2ab2	\\x40e9f43b548c1a55f3ff64d0d9f90a66c5fd82ce4d29ade2806f44ccaab58559	applied	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	3	3	{01a22bfc-d552-74c9-8bd9-c90c7dcc8ab1}	\N	2026-11-30 10:25:19.703837+00
d24ab503-f770-5bfa-9a39-51114337447a	\\x40e9f43b548c1a55f3ff64d0d9f90a66c5fd82ce4d29ade2806f44ccaab58559	applied	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	4	4	{01a22bfc-d559-76fa-a95b-32ab63f7e921}	\N	2026-11-30 10:25:19.706357+00
e3dd0855-89c5-50a9-942a-07dc5bd91bc6	\\x40e9f43b548c1a55f3ff64d0d9f90a66c5fd82ce4d29ade2806f44ccaab58559	applied	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	5	5	{01a22bfc-d55b-7148-9db6-7ec13754023d}	\N	2026-11-30 10:25:19.721486+00
afdf43ae-a004-5c0a-8890-4106e6d09b48	\\xecc426ac1686d1d164c1eae4ce84777d148ffd7da8acf5e73dcd59f480608792	applied	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	6	6	{01a22bfc-d5e3-726a-a0e4-23409e8fc4e1}	\N	2026-11-30 10:25:19.847393+00
ab63ae1e-fe61-5272-8563-2483cb8070ed	\\x79d02d78510565c492b32eb157b263e978bb6c029601653e980b2b26f2de1436	applied	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	6	6	{01a22bfc-d6a8-7097-bbb1-6d9c0f9bcf29}	\N	2026-11-30 10:25:20.043144+00
5efe1378-6a8e-5f1e-80b9-948a4a4351a2	\\x4a8f2976c0328b02bb386082ffac0ab040c4a78fdaf90afd0dafda3556f79ee8	applied	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	7	7	{01a22bfc-d7a6-7310-8cd0-5f5d2c1225b1}	\N	2026-11-30 10:25:20.295599+00
0a95d710-3846-5e25-b281-aa36c636cf13	\\x99e523a3a174fd448f04d6a4cf55c68d292cf2c84b13cb2eff8b6cd032bd7a53	applied	post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	1	1	{01a22bfc-c6d5-77fb-bbbb-a635604daabc}	\N	2026-11-30 10:25:15.991151+00
7b6056f0-bc2c-5774-be4b-4a9ca40d2ae9	\\x42290dbcb9643a5af595e7e1001042bd27c5a8ec2524289279b66e1195c3a6c4	applied	post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	2	2	{01a22bfc-c6ef-700e-978e-f0a90825fd75}	\N	2026-11-30 10:25:16.018149+00
0b0c0220-5dc9-5df7-9c05-ecb7bf756717	\\x72970becdeb3f9cf2661f128528aefee25d6ddbff0e4d2140cf846ef72f7616b	applied	post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	3	3	{01a22bfc-c755-76cc-b69b-b696d7034a4e}	\N	2026-11-30 10:25:16.12857+00
1d74794b-7c44-5c21-aff8-407a3abc3be5	\\xf05222d3b54767c92e8bf3c11ebe704becf9e09f1b5a96d2b7ccafa6fe32c782	applied	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	1	1	{01a22bfc-c818-76f1-9789-abf69468a91e}	\N	2026-11-30 10:25:16.315811+00
9c0221ae-6bd3-55b4-9975-36347be3e1f0	\\x81d897567de8ba2b6c7cbd208a90771cb9f6018b4c6abbbe39cc445c8803308a	applied	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	2	2	{01a22bfc-c859-73ef-ae6e-5e5a4f15f85a}	\N	2026-11-30 10:25:16.378785+00
4ebd53b8-dd3d-5f5c-be20-b9c1bb8480ff	\\x9b99e9cd6751f877d15a1bfb0ab285e90a2760ebb9dbe489cbb99552a10f1534	applied	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	3	3	{01a22bfc-c8b9-77c3-bede-11d34b45577a}	\N	2026-11-30 10:25:16.474566+00
6a5bcc49-5197-5e8e-9bef-d892a99ed671	\\x9b99e9cd6751f877d15a1bfb0ab285e90a2760ebb9dbe489cbb99552a10f1534	applied	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	4	4	{01a22bfc-c8c0-7019-9f68-e25d0a61d7a5}	\N	2026-11-30 10:25:16.48459+00
ce2e1eeb-74c7-51e5-9299-8904b679d673	\\x9b99e9cd6751f877d15a1bfb0ab285e90a2760ebb9dbe489cbb99552a10f1534	applied	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	5	5	{01a22bfc-c8c6-7085-a535-bc25010d1a58}	\N	2026-11-30 10:25:16.511714+00
d240f2a6-b402-5566-9608-d7c325481193	\\x5e7d4b874fdfa93035a9c2bbd84f6e58e280df68594d62d667844466cc35cfe9	applied	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	6	6	{01a22bfc-c94f-7210-8116-fbae437e72c9}	\N	2026-11-30 10:25:16.635734+00
72c0d8cf-4670-5a20-9b4c-293f9c3c2ccb	\\xc63e90f89a4cbe62188607bfa95e06c92b64ae6a18d76daad38d9f116f824178	applied	post	25dc0a76-d4ea-556c-9ebf-9e7b913edb3b	1	1	{01a22bfc-c9f2-710e-9077-a411423b47d0}	\N	2026-11-30 10:25:16.788214+00
7ae4e2da-6d8d-5146-9d1b-aac0b1cdd93f	\\xeb991103cd4a332a4955b99ca3316e6c8990d4c829efadb2e05d9a7594edd09a	applied	post	55d733d7-bcbd-5b9a-88fb-6ea356c6f513	1	1	{01a22bfc-cbe8-76ab-b49a-e6f05868a3e5}	\N	2026-11-30 10:25:17.289751+00
86130eb4-1630-59a1-a284-3e704a5723a8	\\x15693a393344c0ba33f1ae3a1e532e2dfecef819e05fd48ae4a4f1c47022bc7c	applied	post	55d733d7-bcbd-5b9a-88fb-6ea356c6f513	2	2	{01a22bfc-cc3f-7282-8ac3-d25f477d01c7}	\N	2026-11-30 10:25:17.37687+00
cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	\\x3d9a307a57fd89afb4e091fcaeb373e6b86909d0f253568c3b563244f0dacb45	applied	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	1	1	{01a22bfc-cc74-73bb-ad89-667f74fb151b}	\N	2026-11-30 10:25:17.42983+00
a40f2732-eddc-5418-a620-5adfa502f4d2	\\xf11db7f814f8c995a8afaeac6bcfc9593ee81c15370dd3df43c27e0f22c6bf63	applied	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	2	2	{01a22bfc-cc96-7485-92d6-3a8107f35068}	\N	2026-11-30 10:25:17.464317+00
dbea1d50-fbad-5ad6-a352-ada34b3ae55c	\\x5520c86ed91b0a05851e071bd413414f2f5d1b4331cf8a5bc61e29be8350c8a8	applied	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	3	3	{01a22bfc-ccb2-7147-b94c-6f3ca6031253}	\N	2026-11-30 10:25:17.49172+00
c505815d-f218-5c49-a41c-8320e4e9e5db	\\x5520c86ed91b0a05851e071bd413414f2f5d1b4331cf8a5bc61e29be8350c8a8	applied	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	4	4	{01a22bfc-ccb5-760d-bd6f-4179f1adc62a}	\N	2026-11-30 10:25:17.494623+00
48818e7b-cd35-5e00-b640-49daf0a2b532	\\x5520c86ed91b0a05851e071bd413414f2f5d1b4331cf8a5bc61e29be8350c8a8	applied	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	5	5	{01a22bfc-ccb9-7064-adb7-07dbe8b92803}	\N	2026-11-30 10:25:17.506664+00
ca2e6387-8380-5fde-97f1-6feeeedd2e10	\\x81035dab8cc81d736e6155208dbcdbe8937cd77eef44a0e99d470446aececdd5	applied	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	6	6	{01a22bfc-cd48-72f7-96d4-cc132262de1d}	\N	2026-11-30 10:25:17.646258+00
0883b45f-804e-54af-85e8-835b49233c9f	\\xe5b1a89c9b3243250dd95aff281fc51d08975fcaaab13bbf443566013a047d07	applied	post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	1	1	{01a22bfc-ce27-7792-ab61-0ff0f5299554}	\N	2026-11-30 10:25:17.865062+00
4eb58290-2301-5562-a293-d653e0b1c575	\\x3589fe320c35b58a1db9f180f31212c83a3f588d0d2eac13d3f25b7ea9bb35eb	applied	post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	2	2	{01a22bfc-ce69-76b0-a765-6c4b55db3d01}	\N	2026-11-30 10:25:17.944369+00
5e30c29d-7d72-50ac-8fc9-50df9ea666f5	\\xa40033479e6beff1e1c773b217145ae446df197e5ac1f7942c6cad025950461d	applied	post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	3	3	{01a22bfc-ceb0-7084-9fda-9646b0ef7326}	\N	2026-11-30 10:25:18.003076+00
5ee144e0-41e5-5510-b392-885ea43656dc	\\xe58bd2615da94662ae07c63c10b4a2398e343b6f4fdd069001ae54147e17ab9d	applied	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	1	1	{01a22bfc-cf3c-75bd-8f5f-c0489d512977}	\N	2026-11-30 10:25:18.141372+00
b1742439-c2cd-5656-8344-9c90e2f96281	\\x28efb26612065b4de4f990573086b7eff8ba33370a8bd0243a7d6c577ddfe100	applied	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	2	2	{01a22bfc-cf55-77c3-bf2f-0eb488ed9e27}	\N	2026-11-30 10:25:18.166906+00
bf5e5018-6213-5517-901e-49ae9826f48f	\\x51506b52ff0a5cbba272f089c84e2eb98f93654a1ea6eaef909793d1d2c51a0f	applied	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	3	3	{01a22bfc-cf6a-7056-a8f3-99418bf2f2ee}	\N	2026-11-30 10:25:18.188057+00
18a27471-db77-5168-9323-67d04ec92c44	\\x51506b52ff0a5cbba272f089c84e2eb98f93654a1ea6eaef909793d1d2c51a0f	applied	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	4	4	{01a22bfc-cf6d-73d4-953f-eaad5992e3d6}	\N	2026-11-30 10:25:18.190423+00
a0bf3909-f7c2-5f3e-9567-f98c6636be97	\\x51506b52ff0a5cbba272f089c84e2eb98f93654a1ea6eaef909793d1d2c51a0f	applied	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	5	5	{01a22bfc-cf70-7355-b19e-df9c369670d1}	\N	2026-11-30 10:25:18.195735+00
a1b45749-52e6-5178-9aac-ee32049921bb	\\x9508a8e064167c2653268593a19c1adb88606e65e65c730034b7d6ecdb2b0463	applied	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	6	6	{01a22bfc-cff5-75a7-bba4-7fe3a8b748a5}	\N	2026-11-30 10:25:18.326799+00
7f794bbb-d238-5305-b8cb-a50189dd37e5	\\x51506b52ff0a5cbba272f089c84e2eb98f93654a1ea6eaef909793d1d2c51a0f	applied	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	7	7	{01a22bfc-d00a-7586-a9e8-4bb278d0f1e5}	\N	2026-11-30 10:25:18.348995+00
01a22bfc-e88c-72b2-b396-5741fc755183	\\x9cf8e49dcc888c22a802e18383d2b58a45834a236db8ff7a40cfb3631dcec3e6	applied	member	telegram:1001	3	3	{01a22bfc-e88d-77f3-89b8-cfd24a0986ef}	\N	2026-11-30 10:25:24.623316+00
1d9c9ae9-9d32-5cc0-b3f0-a82637167030	\\x09d6bc23b9de01a7a349ac2e98bed37b80da69b28ba51c07d048037ed4ed793a	applied	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	1	1	{01a22bfc-ea3d-7318-868e-e3664c97a560}	\N	2026-11-30 10:25:25.151313+00
f2481670-8e0a-5866-9bc9-eaf740079659	\\x43aeaa3fad409d05657d5b2490bc908e545aa8e727a2cd635344a8ebe3fc3b48	applied	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	2	2	{01a22bfc-eb75-746d-a057-8a8c84324225}	\N	2026-11-30 10:25:25.368677+00
d7401e09-f60e-5048-819d-de04ee993407	\\x1356b5ceb1b2e50e1ead9a7ba27d04e427fba91822034de68ba68fc33e08fa2e	applied	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	3	3	{01a22bfc-ebbe-706b-87e9-49f3345ff0c9}	\N	2026-11-30 10:25:25.439301+00
4901ff27-428e-5121-87be-6357699de76d	\\x1356b5ceb1b2e50e1ead9a7ba27d04e427fba91822034de68ba68fc33e08fa2e	applied	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	4	4	{01a22bfc-ebc2-7012-8205-7d3d5df628a7}	\N	2026-11-30 10:25:25.443387+00
0d60dc6b-fc84-50c4-ab65-35ededb01e49	\\x1356b5ceb1b2e50e1ead9a7ba27d04e427fba91822034de68ba68fc33e08fa2e	applied	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	5	5	{01a22bfc-ebc4-7026-ab27-850d4da8e8f9}	\N	2026-11-30 10:25:25.445358+00
00847527-ebe5-56d5-9398-99bb36f75f46	\\x30cd2f631372c8d1ff113e4aade442b9e7f790f3f9206ed9b3332be29468a38e	applied	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	6	6	{01a22bfc-ec83-721f-bdf0-d7356b8110c7}	\N	2026-11-30 10:25:25.637737+00
b3678c1b-67f3-5a84-b06c-d534c475c992	\\xfe3b317c2d401c68b37b366a6c6a5d65f7bf9707cfc33eea31d73cf8566a908c	applied	suggestion	af6b6bb6-a93b-5901-a7a1-52ab069c7336	1	1	{01a22bfc-ee44-702f-ba12-d9423dad8aaa}	\N	2026-11-30 10:25:26.226982+00
de4f7905-6904-5af3-a4af-97f33f9e902b	\\xb16215ac162e254f9448ba1972f2b695b61215af1362ee8576902a82fbac5246	applied	context	901f37da-8626-55e7-9185-0dbadca4328a	6	6	{01a22bfc-ef71-7490-8c16-fd197227a31e}	\N	2026-11-30 10:25:26.386651+00
1c554726-ae1c-5301-b1c3-ba8118b184f1	\\xa8909d8de64f417338e5011c967b59904b4885b8a73676bd98dd9db6846520ad	applied	context	901f37da-8626-55e7-9185-0dbadca4328a	7	7	{01a22bfc-ef93-743b-8da9-217efd50fe0d}	\N	2026-11-30 10:25:26.420436+00
9fd075d8-633d-55cf-8cd0-bfbf35b4fbd8	\\xa12fb8dfc963638aeaa0faf1f2b7946069182fd5faa359b1afca64b9f9691d66	applied	post	fc39e690-a112-5bc6-874a-26e605942a33	1	1	{01a22bfc-f002-74da-ab02-7847a79a3fee}	\N	2026-11-30 10:25:26.532637+00
831a77ae-5f1e-545a-b14c-8509268391ef	\\x5823bb3b74d2adc272130132df5dea734615bbb463000496614846e17bb1d9e7	applied	post	fc39e690-a112-5bc6-874a-26e605942a33	2	2	{01a22bfc-f02f-76fc-a5ed-e4414e84cf3b}	\N	2026-11-30 10:25:26.577016+00
9f631089-d852-5df8-ae82-6319e3ca7e12	\\x943a4ff83cb847305cc21a25c4f08474ada7af1c269ef3a546c1f80799377fec	applied	account	900100200300	6	6	{01a22bfc-f04c-72e9-9335-99a51b44dcc9}	\N	2026-11-30 10:25:26.608287+00
c3f72ce5-3362-5eb7-a260-824a3c1ce1e4	\\xeb0901fa36a69e18073859f5345a3f8b937a8afd89ad4571bfe8035eee708360	applied	project	901f37da-8626-55e7-9185-0dbadca4328a	4	4	{01a22bfc-f6c3-7299-bfac-28a492862aa7}	\N	2026-11-30 10:25:28.407227+00
\.


--
-- Data for Name: consumer_cursors; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.consumer_cursors (consumer, version, partition, "position", updated_at) FROM stdin;
process:forgetting	1	0	0	2026-11-30 10:25:03.585507+00
process:forgetting	1	1	0	2026-11-30 10:25:03.585507+00
process:forgetting	1	3	0	2026-11-30 10:25:03.585507+00
process:forgetting	1	4	0	2026-11-30 10:25:03.585507+00
process:forgetting	1	5	0	2026-11-30 10:25:03.585507+00
process:forgetting	1	6	0	2026-11-30 10:25:03.585507+00
process:forgetting	1	7	0	2026-11-30 10:25:03.585507+00
process:forgetting	1	8	0	2026-11-30 10:25:03.585507+00
process:forgetting	1	10	0	2026-11-30 10:25:03.585507+00
process:forgetting	1	11	0	2026-11-30 10:25:03.585507+00
process:forgetting	1	14	0	2026-11-30 10:25:03.585507+00
process:generation	1	0	0	2026-11-30 10:25:03.653337+00
process:generation	1	1	0	2026-11-30 10:25:03.653337+00
process:generation	1	3	0	2026-11-30 10:25:03.653337+00
process:generation	1	4	0	2026-11-30 10:25:03.653337+00
process:generation	1	5	0	2026-11-30 10:25:03.653337+00
process:generation	1	6	0	2026-11-30 10:25:03.653337+00
process:generation	1	7	0	2026-11-30 10:25:03.653337+00
process:generation	1	8	0	2026-11-30 10:25:03.653337+00
process:generation	1	10	0	2026-11-30 10:25:03.653337+00
process:generation	1	11	0	2026-11-30 10:25:03.653337+00
process:generation	1	14	0	2026-11-30 10:25:03.653337+00
process:onboarding	1	0	0	2026-11-30 10:25:03.65478+00
process:onboarding	1	1	0	2026-11-30 10:25:03.65478+00
process:onboarding	1	3	0	2026-11-30 10:25:03.65478+00
process:onboarding	1	4	0	2026-11-30 10:25:03.65478+00
process:onboarding	1	5	0	2026-11-30 10:25:03.65478+00
process:onboarding	1	6	0	2026-11-30 10:25:03.65478+00
process:onboarding	1	7	0	2026-11-30 10:25:03.65478+00
process:onboarding	1	8	0	2026-11-30 10:25:03.65478+00
process:onboarding	1	10	0	2026-11-30 10:25:03.65478+00
process:onboarding	1	11	0	2026-11-30 10:25:03.65478+00
process:onboarding	1	14	0	2026-11-30 10:25:03.65478+00
process:announcing	1	0	0	2026-11-30 10:25:03.661699+00
process:announcing	1	1	0	2026-11-30 10:25:03.661699+00
process:announcing	1	3	0	2026-11-30 10:25:03.661699+00
process:announcing	1	4	0	2026-11-30 10:25:03.661699+00
process:generation	1	12	99	2026-11-30 10:25:25.013233+00
process:forgetting	1	13	98	2026-11-30 10:25:20.33118+00
process:generation	1	9	2	2026-11-30 10:25:04.152146+00
process:onboarding	1	9	2	2026-11-30 10:25:04.154311+00
process:forgetting	1	9	2	2026-11-30 10:25:04.171016+00
process:generation	1	13	98	2026-11-30 10:25:20.348497+00
process:announcing	1	2	4	2026-11-30 10:25:04.324275+00
process:forgetting	1	2	4	2026-11-30 10:25:04.325368+00
process:onboarding	1	13	98	2026-11-30 10:25:20.349198+00
process:generation	1	2	4	2026-11-30 10:25:04.32576+00
process:onboarding	1	2	4	2026-11-30 10:25:04.356069+00
process:forgetting	1	12	99	2026-11-30 10:25:25.010278+00
process:onboarding	1	12	99	2026-11-30 10:25:25.006629+00
process:onboarding	1	15	108	2026-11-30 10:25:26.499706+00
process:generation	1	15	108	2026-11-30 10:25:26.500194+00
process:forgetting	1	15	108	2026-11-30 10:25:26.503037+00
process:announcing	1	5	0	2026-11-30 10:25:03.661699+00
process:announcing	1	6	0	2026-11-30 10:25:03.661699+00
process:announcing	1	7	0	2026-11-30 10:25:03.661699+00
process:announcing	1	8	0	2026-11-30 10:25:03.661699+00
process:announcing	1	10	0	2026-11-30 10:25:03.661699+00
process:announcing	1	11	0	2026-11-30 10:25:03.661699+00
process:announcing	1	14	0	2026-11-30 10:25:03.661699+00
process:publishing	1	0	0	2026-11-30 10:25:03.670029+00
process:publishing	1	1	0	2026-11-30 10:25:03.670029+00
process:publishing	1	3	0	2026-11-30 10:25:03.670029+00
process:publishing	1	4	0	2026-11-30 10:25:03.670029+00
process:publishing	1	5	0	2026-11-30 10:25:03.670029+00
process:publishing	1	6	0	2026-11-30 10:25:03.670029+00
process:publishing	1	7	0	2026-11-30 10:25:03.670029+00
process:publishing	1	8	0	2026-11-30 10:25:03.670029+00
process:publishing	1	10	0	2026-11-30 10:25:03.670029+00
process:publishing	1	11	0	2026-11-30 10:25:03.670029+00
process:publishing	1	14	0	2026-11-30 10:25:03.670029+00
daily_activity	1	0	0	2026-11-30 10:25:03.7867+00
daily_activity	1	1	0	2026-11-30 10:25:03.7867+00
daily_activity	1	3	0	2026-11-30 10:25:03.7867+00
daily_activity	1	4	0	2026-11-30 10:25:03.7867+00
daily_activity	1	5	0	2026-11-30 10:25:03.7867+00
daily_activity	1	6	0	2026-11-30 10:25:03.7867+00
daily_activity	1	7	0	2026-11-30 10:25:03.7867+00
daily_activity	1	8	0	2026-11-30 10:25:03.7867+00
daily_activity	1	10	0	2026-11-30 10:25:03.7867+00
daily_activity	1	11	0	2026-11-30 10:25:03.7867+00
daily_activity	1	14	0	2026-11-30 10:25:03.7867+00
posts	1	0	0	2026-11-30 10:25:03.793268+00
posts	1	1	0	2026-11-30 10:25:03.793268+00
posts	1	3	0	2026-11-30 10:25:03.793268+00
posts	1	4	0	2026-11-30 10:25:03.793268+00
posts	1	5	0	2026-11-30 10:25:03.793268+00
posts	1	6	0	2026-11-30 10:25:03.793268+00
posts	1	7	0	2026-11-30 10:25:03.793268+00
posts	1	8	0	2026-11-30 10:25:03.793268+00
posts	1	10	0	2026-11-30 10:25:03.793268+00
posts	1	11	0	2026-11-30 10:25:03.793268+00
posts	1	14	0	2026-11-30 10:25:03.793268+00
process:publishing	1	12	99	2026-11-30 10:25:25.012668+00
daily_activity	1	12	99	2026-11-30 10:25:25.006856+00
posts	1	12	99	2026-11-30 10:25:24.90454+00
posts	1	9	2	2026-11-30 10:25:04.14995+00
process:announcing	1	9	2	2026-11-30 10:25:04.153551+00
process:publishing	1	9	2	2026-11-30 10:25:04.155304+00
daily_activity	1	9	2	2026-11-30 10:25:04.15708+00
posts	1	2	4	2026-11-30 10:25:04.245544+00
daily_activity	1	2	4	2026-11-30 10:25:04.321248+00
process:publishing	1	2	4	2026-11-30 10:25:04.323911+00
posts	1	13	98	2026-11-30 10:25:20.31171+00
daily_activity	1	13	98	2026-11-30 10:25:20.331819+00
process:publishing	1	13	98	2026-11-30 10:25:20.330149+00
process:announcing	1	13	98	2026-11-30 10:25:20.329781+00
process:announcing	1	12	99	2026-11-30 10:25:25.004747+00
daily_activity	1	15	108	2026-11-30 10:25:26.500513+00
process:announcing	1	15	109	2026-11-30 10:25:26.543194+00
process:publishing	1	15	110	2026-11-30 10:25:26.587802+00
projects	1	0	0	2026-11-30 10:25:03.709467+00
projects	1	1	0	2026-11-30 10:25:03.709467+00
projects	1	3	0	2026-11-30 10:25:03.709467+00
projects	1	4	0	2026-11-30 10:25:03.709467+00
projects	1	5	0	2026-11-30 10:25:03.709467+00
projects	1	6	0	2026-11-30 10:25:03.709467+00
projects	1	7	0	2026-11-30 10:25:03.709467+00
projects	1	8	0	2026-11-30 10:25:03.709467+00
projects	1	10	0	2026-11-30 10:25:03.709467+00
projects	1	11	0	2026-11-30 10:25:03.709467+00
projects	1	14	0	2026-11-30 10:25:03.709467+00
audit_logs	1	0	0	2026-11-30 10:25:03.710274+00
audit_logs	1	1	0	2026-11-30 10:25:03.710274+00
audit_logs	1	3	0	2026-11-30 10:25:03.710274+00
audit_logs	1	4	0	2026-11-30 10:25:03.710274+00
audit_logs	1	5	0	2026-11-30 10:25:03.710274+00
audit_logs	1	6	0	2026-11-30 10:25:03.710274+00
audit_logs	1	7	0	2026-11-30 10:25:03.710274+00
audit_logs	1	8	0	2026-11-30 10:25:03.710274+00
audit_logs	1	10	0	2026-11-30 10:25:03.710274+00
audit_logs	1	11	0	2026-11-30 10:25:03.710274+00
audit_logs	1	14	0	2026-11-30 10:25:03.710274+00
process:autopilot	1	0	0	2026-11-30 10:25:03.724535+00
process:autopilot	1	1	0	2026-11-30 10:25:03.724535+00
process:autopilot	1	3	0	2026-11-30 10:25:03.724535+00
process:autopilot	1	4	0	2026-11-30 10:25:03.724535+00
process:autopilot	1	5	0	2026-11-30 10:25:03.724535+00
process:autopilot	1	6	0	2026-11-30 10:25:03.724535+00
process:autopilot	1	7	0	2026-11-30 10:25:03.724535+00
process:autopilot	1	8	0	2026-11-30 10:25:03.724535+00
process:autopilot	1	10	0	2026-11-30 10:25:03.724535+00
process:autopilot	1	11	0	2026-11-30 10:25:03.724535+00
process:autopilot	1	14	0	2026-11-30 10:25:03.724535+00
context_layers	1	0	0	2026-11-30 10:25:03.793333+00
context_layers	1	1	0	2026-11-30 10:25:03.793333+00
context_layers	1	3	0	2026-11-30 10:25:03.793333+00
context_layers	1	4	0	2026-11-30 10:25:03.793333+00
context_layers	1	5	0	2026-11-30 10:25:03.793333+00
context_layers	1	6	0	2026-11-30 10:25:03.793333+00
context_layers	1	7	0	2026-11-30 10:25:03.793333+00
context_layers	1	8	0	2026-11-30 10:25:03.793333+00
projects	1	12	99	2026-11-30 10:25:25.012995+00
projects	1	15	108	2026-11-30 10:25:26.429767+00
process:autopilot	1	13	98	2026-11-30 10:25:20.330504+00
audit_logs	1	9	2	2026-11-30 10:25:04.150736+00
process:autopilot	1	9	2	2026-11-30 10:25:04.159284+00
context_layers	1	9	2	2026-11-30 10:25:04.163382+00
projects	1	9	2	2026-11-30 10:25:04.165226+00
process:autopilot	1	2	4	2026-11-30 10:25:04.32559+00
projects	1	2	4	2026-11-30 10:25:04.242683+00
audit_logs	1	2	4	2026-11-30 10:25:04.242776+00
context_layers	1	2	4	2026-11-30 10:25:04.247144+00
audit_logs	1	13	98	2026-11-30 10:25:20.312232+00
process:autopilot	1	12	99	2026-11-30 10:25:25.009229+00
audit_logs	1	12	99	2026-11-30 10:25:24.905622+00
projects	1	13	98	2026-11-30 10:25:20.311018+00
process:autopilot	1	15	108	2026-11-30 10:25:26.499982+00
audit_logs	1	15	110	2026-11-30 10:25:26.582758+00
posts	1	15	110	2026-11-30 10:25:26.582696+00
context_layers	1	10	0	2026-11-30 10:25:03.793333+00
context_layers	1	11	0	2026-11-30 10:25:03.793333+00
context_layers	1	14	0	2026-11-30 10:25:03.793333+00
context_layers	1	15	108	2026-11-30 10:25:26.435072+00
admins	1	-1	108	2026-11-30 10:25:26.499124+00
context_layers	1	13	98	2026-11-30 10:25:20.31207+00
context_layers	1	12	99	2026-11-30 10:25:25.011062+00
post_suggestions	1	0	0	2026-11-30 10:25:03.793752+00
post_suggestions	1	1	0	2026-11-30 10:25:03.793752+00
post_suggestions	1	3	0	2026-11-30 10:25:03.793752+00
post_suggestions	1	4	0	2026-11-30 10:25:03.793752+00
post_suggestions	1	5	0	2026-11-30 10:25:03.793752+00
post_suggestions	1	6	0	2026-11-30 10:25:03.793752+00
post_suggestions	1	7	0	2026-11-30 10:25:03.793752+00
post_suggestions	1	8	0	2026-11-30 10:25:03.793752+00
post_suggestions	1	10	0	2026-11-30 10:25:03.793752+00
post_suggestions	1	11	0	2026-11-30 10:25:03.793752+00
post_suggestions	1	14	0	2026-11-30 10:25:03.793752+00
process:caching	1	0	0	2026-11-30 10:25:03.797101+00
process:caching	1	1	0	2026-11-30 10:25:03.797101+00
process:caching	1	3	0	2026-11-30 10:25:03.797101+00
process:caching	1	4	0	2026-11-30 10:25:03.797101+00
process:caching	1	5	0	2026-11-30 10:25:03.797101+00
process:caching	1	6	0	2026-11-30 10:25:03.797101+00
process:caching	1	7	0	2026-11-30 10:25:03.797101+00
process:caching	1	8	0	2026-11-30 10:25:03.797101+00
process:caching	1	10	0	2026-11-30 10:25:03.797101+00
process:caching	1	11	0	2026-11-30 10:25:03.797101+00
process:caching	1	14	0	2026-11-30 10:25:03.797101+00
process:context-assessment	1	0	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	1	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	3	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	4	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	5	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	6	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	7	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	8	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	10	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	11	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	14	0	2026-11-30 10:25:03.798752+00
process:context-assessment	1	15	108	2026-11-30 10:25:26.532079+00
process:context-assessment	1	12	99	2026-11-30 10:25:25.006356+00
post_suggestions	1	9	2	2026-11-30 10:25:04.169441+00
process:caching	1	9	2	2026-11-30 10:25:04.172888+00
process:context-assessment	1	9	2	2026-11-30 10:25:04.171645+00
post_suggestions	1	12	99	2026-11-30 10:25:25.009656+00
post_suggestions	1	2	4	2026-11-30 10:25:04.242624+00
process:caching	1	2	4	2026-11-30 10:25:04.323321+00
post_suggestions	1	13	98	2026-11-30 10:25:20.311564+00
process:context-assessment	1	2	4	2026-11-30 10:25:04.324504+00
process:caching	1	13	98	2026-11-30 10:25:20.310758+00
process:context-assessment	1	13	98	2026-11-30 10:25:20.331607+00
process:caching	1	12	99	2026-11-30 10:25:24.902935+00
post_suggestions	1	15	110	2026-11-30 10:25:26.581064+00
process:caching	1	15	110	2026-11-30 10:25:26.582794+00
\.


--
-- Data for Name: context_layers_v1; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.context_layers_v1 (id, project_id, version, content, status, active, active_versions, score, signals, complete, added_by, decided_by, reason, created_at, decided_at) FROM stdin;
c48e1667-0b15-55f9-8994-45509c984f8c	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	Otters hold hands when they sleep.	approved	t	[{"from": 1, "until": null}]	0	[{"name": "moderation", "status": "present", "weight": 0, "evidence": null}]	t	telegram:1001	telegram:1001	\N	2026-11-30 10:25:05.674821+00	2026-11-30 10:25:05.921656+00
4b66741a-8f60-504d-99a7-b59029857556	9e596640-4cf8-5a9e-a32e-fa3b613612b3	2	Otters never sleep.	rejected	f	[]	0	[{"name": "moderation", "status": "present", "weight": 0, "evidence": null}]	t	telegram:1001	telegram:1001	They do	2026-11-30 10:25:06.052925+00	2026-11-30 10:25:06.197384+00
9933ee6b-1b9f-5cee-964b-6ccd1b980abd	901f37da-8626-55e7-9185-0dbadca4328a	1	We plant one tree for every rainy day. We say gm.	approved	t	[{"from": 1, "until": null}]	0	[{"name": "moderation", "status": "present", "weight": 0, "evidence": null}]	t	telegram:1001	telegram:1001	\N	2026-11-30 10:25:06.363024+00	2026-11-30 10:25:06.442946+00
6bc7513b-0070-5ead-9753-65fb1544af77	901f37da-8626-55e7-9185-0dbadca4328a	2	We never shill.	pending	f	[]	0	[{"name": "moderation", "status": "present", "weight": 0, "evidence": null}]	t	telegram:1001	\N	\N	2026-11-30 10:25:06.515422+00	\N
bb982738-c655-5aab-9712-98ae9cd14831	901f37da-8626-55e7-9185-0dbadca4328a	3	Frogs croak at dawn.	pending	f	[]	0	[{"name": "moderation", "status": "present", "weight": 0, "evidence": null}]	t	telegram:1001	\N	\N	2026-11-30 10:25:26.386593+00	\N
\.


--
-- Data for Name: daily_activity_v1; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.daily_activity_v1 (project_id, day, suggestions_requested, variants_generated, approvals, rejections, context_updates, posts_published, posts_failed) FROM stdin;
9e596640-4cf8-5a9e-a32e-fa3b613612b3	2026-11-30	2	6	2	0	1	0	0
901f37da-8626-55e7-9185-0dbadca4328a	2026-11-30	10	24	5	1	1	1	1
\.


--
-- Data for Name: effects; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.effects (effect_id, process, step, request, status, priority, attempts, due_at, lease_holder, lease_until, event_id, "position", correlation_id, project_id, chat, last_error, created_at, updated_at) FROM stdin;
6759e90e-2589-5c22-9d05-0b01005a8977	clean-up	suggestions	{"day": "2026-12-01"}	queued	20	0	2026-12-01 03:00:00+00	\N	\N	00000000-0000-0000-0000-000000000000	0	00000000-0000-0000-0000-000000000000	\N	\N	\N	2026-11-30 10:25:02.911417+00	2026-11-30 10:25:02.911417+00
acabf752-e3bc-5b27-b546-9bb55e76d139	clean-up	done-effects	{"day": "2026-12-01"}	queued	20	0	2026-12-01 03:02:00+00	\N	\N	00000000-0000-0000-0000-000000000000	0	00000000-0000-0000-0000-000000000000	\N	\N	\N	2026-11-30 10:25:02.911417+00	2026-11-30 10:25:02.911417+00
51c18c4c-fbec-5d39-bdc5-3721a6781f96	clean-up	troubled-effects	{"day": "2026-12-01"}	queued	20	0	2026-12-01 03:04:00+00	\N	\N	00000000-0000-0000-0000-000000000000	0	00000000-0000-0000-0000-000000000000	\N	\N	\N	2026-11-30 10:25:02.911417+00	2026-11-30 10:25:02.911417+00
5d94fbc7-3b37-567e-badf-18d205719494	clean-up	parked-requests	{"day": "2026-12-01"}	queued	20	0	2026-12-01 03:06:00+00	\N	\N	00000000-0000-0000-0000-000000000000	0	00000000-0000-0000-0000-000000000000	\N	\N	\N	2026-11-30 10:25:02.911417+00	2026-11-30 10:25:02.911417+00
b2a31a16-7479-51ef-8a87-7e3d86bc66dd	clean-up	sessions	{"day": "2026-12-01"}	queued	20	0	2026-12-01 03:08:00+00	\N	\N	00000000-0000-0000-0000-000000000000	0	00000000-0000-0000-0000-000000000000	\N	\N	\N	2026-11-30 10:25:02.911417+00	2026-11-30 10:25:02.911417+00
99b512d9-d42a-59c2-aed7-104f2bde7c2c	clean-up	prompts	{"day": "2026-12-01"}	queued	20	0	2026-12-01 03:10:00+00	\N	\N	00000000-0000-0000-0000-000000000000	0	00000000-0000-0000-0000-000000000000	\N	\N	\N	2026-11-30 10:25:02.911417+00	2026-11-30 10:25:02.911417+00
4b7cd931-4bd5-593f-942e-47d5447bd223	clean-up	notices	{"day": "2026-12-01"}	queued	20	0	2026-12-01 03:12:00+00	\N	\N	00000000-0000-0000-0000-000000000000	0	00000000-0000-0000-0000-000000000000	\N	\N	\N	2026-11-30 10:25:02.911417+00	2026-11-30 10:25:02.911417+00
739210d6-2f1d-5f55-9206-17e72d0b1b2f	clean-up	leases	{"day": "2026-12-01"}	queued	20	0	2026-12-01 03:14:00+00	\N	\N	00000000-0000-0000-0000-000000000000	0	00000000-0000-0000-0000-000000000000	\N	\N	\N	2026-11-30 10:25:02.911417+00	2026-11-30 10:25:02.911417+00
9585e24c-a14a-56ae-b2f5-f00c3776a153	clean-up	read-models	{"day": "2026-12-01"}	queued	20	0	2026-12-01 03:16:00+00	\N	\N	00000000-0000-0000-0000-000000000000	0	00000000-0000-0000-0000-000000000000	\N	\N	\N	2026-11-30 10:25:02.911417+00	2026-11-30 10:25:02.911417+00
1b529899-88b8-5fee-89be-3aeb367f9df7	clean-up	replays	{"day": "2026-12-01"}	queued	20	0	2026-12-01 03:18:00+00	\N	\N	00000000-0000-0000-0000-000000000000	0	00000000-0000-0000-0000-000000000000	\N	\N	\N	2026-11-30 10:25:02.911417+00	2026-11-30 10:25:02.911417+00
1c0f0daa-a7fe-5928-96cb-25ba45bde68f	onboarding	assign	"901f37da-8626-55e7-9185-0dbadca4328a"	done	10	0	2026-11-30 10:25:04.223003+00	\N	\N	01a22bfc-98c9-72d5-8e81-ea6ec6169761	3	a962f70a-62d1-5c5a-99d9-2af208ddcdf3	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:04.223003+00	2026-11-30 10:25:04.237487+00
8673197e-2bd8-5f00-a0f9-3e509fdbef0b	onboarding	assign	"9e596640-4cf8-5a9e-a32e-fa3b613612b3"	done	10	0	2026-11-30 10:25:04.35769+00	\N	\N	01a22bfc-994f-761a-8c31-30b7ddb5648a	6	34e60ba3-a5ca-5286-9064-5f3efb1b57d2	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:04.35769+00	2026-11-30 10:25:04.381533+00
cada9ed1-219c-5451-bf46-ca90a9315a08	context-assessment	assess	{"layer": 1, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}	done	0	0	2026-11-30 10:25:05.681636+00	\N	\N	01a22bfc-9e89-7587-b97d-8c0d9f319312	10	f660e9f7-14e5-5d51-a684-9a8073ae145b	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:05.681636+00	2026-11-30 10:25:05.771825+00
41c5bc3e-f8b7-52f1-828e-8423f63acc93	announcing	announce	{"news": {"layer": {"layer": 1, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:05.782438+00	\N	\N	01a22bfc-9ee6-7377-ad4e-96f6d1b30e83	11	f660e9f7-14e5-5d51-a684-9a8073ae145b	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:05.782438+00	2026-11-30 10:25:05.794422+00
a33418af-2d4e-5098-ab2b-6cc4feb79eb0	announcing	show	{"chat": 1002, "subject": {"layer": {"layer": 1, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:05.794422+00	\N	\N	01a22bfc-9ee6-7377-ad4e-96f6d1b30e83	11	f660e9f7-14e5-5d51-a684-9a8073ae145b	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:05.794422+00	2026-11-30 10:25:05.880785+00
d8132f88-397d-522f-b3d3-7b6c0d08d283	announcing	show	{"chat": 1001, "subject": {"layer": {"layer": 1, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:05.794422+00	\N	\N	01a22bfc-9ee6-7377-ad4e-96f6d1b30e83	11	f660e9f7-14e5-5d51-a684-9a8073ae145b	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:05.794422+00	2026-11-30 10:25:05.927078+00
1774193c-a870-553e-b32b-1f69aa013460	announcing	announce	{"update": {"layer": {"layer": 1, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:05.934906+00	\N	\N	01a22bfc-9f80-703b-a6fd-d2fbf6a49ba0	12	2022452c-7467-5e7c-a106-2e4f88c1abbe	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:05.934906+00	2026-11-30 10:25:05.960187+00
6905f8fe-9037-53cd-987e-c350271b2dab	caching	context	"9e596640-4cf8-5a9e-a32e-fa3b613612b3"	done	20	0	2026-11-30 10:25:05.932247+00	\N	\N	01a22bfc-9f80-703b-a6fd-d2fbf6a49ba0	12	2022452c-7467-5e7c-a106-2e4f88c1abbe	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:05.932247+00	2026-11-30 10:25:05.962683+00
b62ccea0-f82d-53fd-9652-2fbc33f95ece	announcing	show	{"chat": 1002, "subject": {"layer": {"layer": 1, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:05.960187+00	\N	\N	01a22bfc-9f80-703b-a6fd-d2fbf6a49ba0	12	2022452c-7467-5e7c-a106-2e4f88c1abbe	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:05.960187+00	2026-11-30 10:25:06.001504+00
5ebc8990-3636-5159-8f89-795d146bc2a7	announcing	show	{"chat": 1001, "subject": {"layer": {"layer": 1, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:05.960187+00	\N	\N	01a22bfc-9f80-703b-a6fd-d2fbf6a49ba0	12	2022452c-7467-5e7c-a106-2e4f88c1abbe	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:05.960187+00	2026-11-30 10:25:06.052735+00
19f2f20b-b02c-5693-bf61-972f1c31050d	announcing	show	{"chat": 1001, "subject": {"layer": {"layer": 2, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:06.23035+00	\N	\N	01a22bfc-a094-776f-984c-b3db6c960902	15	dfeed4df-8300-5a09-b06f-c32d71f0b3c6	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:06.23035+00	2026-11-30 10:25:06.289532+00
bc018c4e-3133-5f66-b6c5-beacffa1bc41	announcing	show	{"chat": 1002, "subject": {"layer": {"layer": 2, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:06.23035+00	\N	\N	01a22bfc-a094-776f-984c-b3db6c960902	15	dfeed4df-8300-5a09-b06f-c32d71f0b3c6	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:06.23035+00	2026-11-30 10:25:06.292123+00
5e7fdbdf-b4eb-5a52-ac5f-1579e03d4498	announcing	show	{"chat": 1001, "subject": {"layer": {"layer": 1, "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:06.466677+00	\N	\N	01a22bfc-a188-75e7-84cd-5cb7316c5bd1	18	c965a27d-d0ce-5509-bb2b-1a31ef5223a9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.466677+00	2026-11-30 10:25:06.500894+00
61f3ff9f-613c-51f6-885d-f56525b10c38	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:11.794662+00	\N	\N	01a22bfc-b65c-7794-8698-6d37d5528adf	27	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:11.794662+00	2026-11-30 10:25:11.824842+00
67785cd0-67e4-5d39-8de9-c3996c43329e	context-assessment	assess	{"layer": 2, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}	done	0	0	2026-11-30 10:25:06.070226+00	\N	\N	01a22bfc-a003-75df-9f11-928cab242b9a	13	cd3fb1b0-2ec7-5c1e-bcfd-37c586248448	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:06.070226+00	2026-11-30 10:25:06.087491+00
51cac874-5456-56af-a4eb-07693bc08d45	announcing	announce	{"update": {"layer": {"layer": 2, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:06.214071+00	\N	\N	01a22bfc-a094-776f-984c-b3db6c960902	15	dfeed4df-8300-5a09-b06f-c32d71f0b3c6	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:06.214071+00	2026-11-30 10:25:06.23035+00
f8ca8840-3168-5495-b807-8e16a6684978	announcing	announce	{"news": {"layer": {"layer": 2, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:06.107584+00	\N	\N	01a22bfc-a025-76f2-9b77-95895baf5021	14	cd3fb1b0-2ec7-5c1e-bcfd-37c586248448	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:06.107584+00	2026-11-30 10:25:06.11541+00
a740778c-d83a-51eb-88d6-27222481e4b1	announcing	show	{"chat": 1001, "subject": {"layer": {"layer": 2, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:06.11541+00	\N	\N	01a22bfc-a025-76f2-9b77-95895baf5021	14	cd3fb1b0-2ec7-5c1e-bcfd-37c586248448	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:06.11541+00	2026-11-30 10:25:06.142369+00
6c6d8bae-fa7d-5394-a43a-bf74506f24ed	announcing	show	{"chat": 1002, "subject": {"layer": {"layer": 2, "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	done	0	0	2026-11-30 10:25:06.11541+00	\N	\N	01a22bfc-a025-76f2-9b77-95895baf5021	14	cd3fb1b0-2ec7-5c1e-bcfd-37c586248448	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:06.11541+00	2026-11-30 10:25:06.147068+00
717a7962-202d-5027-83ea-1d8602b5e928	context-assessment	assess	{"layer": 1, "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	done	0	0	2026-11-30 10:25:06.377122+00	\N	\N	01a22bfc-a139-70f0-b16c-e54ee01789dd	16	d678daf3-b258-50f1-b1b4-6d0d6c797c8a	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.377122+00	2026-11-30 10:25:06.397849+00
f2192ce1-c783-5cc4-8468-9e95ac320f32	announcing	announce	{"update": {"layer": {"layer": 1, "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:06.451781+00	\N	\N	01a22bfc-a188-75e7-84cd-5cb7316c5bd1	18	c965a27d-d0ce-5509-bb2b-1a31ef5223a9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.451781+00	2026-11-30 10:25:06.466677+00
f72f346f-76b0-5ab0-9b05-4194756e4828	announcing	announce	{"news": {"layer": {"layer": 2, "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:06.552835+00	\N	\N	01a22bfc-a1ed-763a-8367-949ea6a89bf0	20	6b99fb8a-8179-585f-b1d4-28b5435c92bf	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.552835+00	2026-11-30 10:25:06.560531+00
9293b831-bb11-539b-b43a-f8c237ac87fc	announcing	announce	{"news": {"layer": {"layer": 1, "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:06.41022+00	\N	\N	01a22bfc-a15b-7340-af3a-a62f1a3a38fb	17	d678daf3-b258-50f1-b1b4-6d0d6c797c8a	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.41022+00	2026-11-30 10:25:06.42024+00
b8f233c5-7b0e-519a-b404-22958de2ab42	announcing	show	{"chat": 1001, "subject": {"layer": {"layer": 1, "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:06.42024+00	\N	\N	01a22bfc-a15b-7340-af3a-a62f1a3a38fb	17	d678daf3-b258-50f1-b1b4-6d0d6c797c8a	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.42024+00	2026-11-30 10:25:06.439871+00
b37f498f-8c3f-5eec-83ec-3b4bc4ff5017	context-assessment	assess	{"layer": 2, "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	done	0	0	2026-11-30 10:25:06.525941+00	\N	\N	01a22bfc-a1d2-76c5-8397-15b53e9ec066	19	6b99fb8a-8179-585f-b1d4-28b5435c92bf	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.525941+00	2026-11-30 10:25:06.543556+00
5219406e-4528-5e53-b882-d5ded837fd5f	announcing	show	{"chat": 1001, "subject": {"layer": {"layer": 2, "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:06.560531+00	\N	\N	01a22bfc-a1ed-763a-8367-949ea6a89bf0	20	6b99fb8a-8179-585f-b1d4-28b5435c92bf	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.560531+00	2026-11-30 10:25:06.576693+00
f6485209-545a-5daa-8c64-d69adc392e30	generation	generate	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}	done	0	0	2026-11-30 10:25:06.785414+00	\N	\N	01a22bfc-a2cd-77cb-b330-e0da8ecfd021	22	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.785414+00	2026-11-30 10:25:06.835031+00
d777a447-e8c5-56d3-adda-8cbdbaac0fbc	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:06.947112+00	\N	\N	01a22bfc-a33c-75ae-b24c-2cd36ec6e2ce	25	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.947112+00	2026-11-30 10:25:07.01557+00
4a0de890-841b-54c2-8477-fbd21c4e0b81	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:06.947112+00	\N	\N	01a22bfc-a339-76b1-9a9c-b5f21d3958a8	24	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.947112+00	2026-11-30 10:25:07.020702+00
b67c4d59-d09e-51f4-af94-fd3cddb579cc	generation	expire	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}	done	20	0	2026-11-30 10:25:11.767393+00	\N	\N	01a22bfc-a2cd-77cb-b330-e0da8ecfd021	22	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.785414+00	2026-11-30 10:25:11.775211+00
981e5d22-906b-504c-a140-38ea6e5e720a	caching	context	"901f37da-8626-55e7-9185-0dbadca4328a"	done	20	0	2026-11-30 10:25:06.450917+00	\N	\N	01a22bfc-a188-75e7-84cd-5cb7316c5bd1	18	c965a27d-d0ce-5509-bb2b-1a31ef5223a9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.450917+00	2026-11-30 10:25:06.490389+00
855c4e3e-3c4c-5dc0-8ab0-7783c229400f	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:06.92797+00	\N	\N	01a22bfc-a33f-7230-ad04-be2ca81c1e8d	26	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.92797+00	2026-11-30 10:25:06.965354+00
853db6de-18b7-526a-81eb-f5b66f4af845	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:11.783784+00	\N	\N	01a22bfc-b65c-7794-8698-6d37d5528adf	27	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:11.783784+00	2026-11-30 10:25:11.794662+00
0fde4f40-3339-5af5-bb9b-9672532c702c	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:11.783784+00	\N	\N	01a22bfc-b65c-7794-8698-6d37d5528adf	27	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:11.783784+00	2026-11-30 10:25:11.798953+00
2b4ed985-6fb8-56dc-8bf1-fb8116521eac	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:11.783784+00	\N	\N	01a22bfc-b65c-7794-8698-6d37d5528adf	27	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:11.783784+00	2026-11-30 10:25:11.802519+00
b356d581-8caf-5530-b5be-58d571d2d050	caching	vibe	"901f37da-8626-55e7-9185-0dbadca4328a"	done	20	0	2026-11-30 10:25:06.644459+00	\N	\N	01a22bfc-a248-776b-bc2e-3ccf951ee023	21	44e0c5e0-a9f7-5cab-8268-f433c9295884	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.644459+00	2026-11-30 10:25:06.657692+00
f5484da7-8c74-5b3c-8c36-e5027433ee39	generation	assess	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variants": [[1, 0], [2, 0], [3, 0]], "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}	done	0	0	2026-11-30 10:25:06.844255+00	\N	\N	01a22bfc-a310-73f1-abca-6d00fdc402a7	23	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.844255+00	2026-11-30 10:25:06.888619+00
3a51e37b-3185-58da-a5a0-d0645d4ae787	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:06.915982+00	\N	\N	01a22bfc-a339-76b1-9a9c-b5f21d3958a8	24	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.915982+00	2026-11-30 10:25:06.947112+00
9a2f3dea-290a-54ae-a799-9605ba2d08e6	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:06.915982+00	\N	\N	01a22bfc-a33c-75ae-b24c-2cd36ec6e2ce	25	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.915982+00	2026-11-30 10:25:06.947112+00
d88dae0b-bb1a-56dc-a0ad-0a92af2c8df0	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:06.965354+00	\N	\N	01a22bfc-a33f-7230-ad04-be2ca81c1e8d	26	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:06.965354+00	2026-11-30 10:25:07.032579+00
cb698055-0e17-5114-8bb7-ba8ef1bb0fae	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:11.798953+00	\N	\N	01a22bfc-b65c-7794-8698-6d37d5528adf	27	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:11.798953+00	2026-11-30 10:25:11.87978+00
af8d4a57-1b4e-524d-8bf2-1479ae4a068e	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "6736f629-eac9-5e09-92e4-6007f722b1d2"}}}	done	0	0	2026-11-30 10:25:11.802519+00	\N	\N	01a22bfc-b65c-7794-8698-6d37d5528adf	27	79bf6566-03f1-5390-a281-5d1d3cf15037	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:11.802519+00	2026-11-30 10:25:11.886138+00
ddd89ed0-8a08-533e-ad33-6ceeb293cf2a	generation	expire	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd"}	queued	20	0	2026-12-03 10:25:14.575902+00	\N	\N	01a22bfc-c105-770c-9207-58d83ef59fd8	28	b1d46546-92d2-5a6c-a41c-1d51c997cc18	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:14.603005+00	2026-11-30 10:25:14.603005+00
7480bea3-36d6-56f3-bba9-e878ea7e4df5	generation	generate	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd"}	done	0	0	2026-11-30 10:25:14.603005+00	\N	\N	01a22bfc-c105-770c-9207-58d83ef59fd8	28	b1d46546-92d2-5a6c-a41c-1d51c997cc18	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:14.603005+00	2026-11-30 10:25:14.715078+00
f388ba2c-a858-5ee3-a8b2-aeb4b41d4a1e	announcing	announce	{"news": {"failure": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd"}}}	done	0	0	2026-11-30 10:25:14.724617+00	\N	\N	01a22bfc-c1d9-7206-8f12-1b6efb1a8151	29	b1d46546-92d2-5a6c-a41c-1d51c997cc18	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:14.724617+00	2026-11-30 10:25:14.737572+00
8d6c44ad-42b1-5e15-b844-b30b428bd1d9	announcing	show	{"chat": 1001, "subject": {"failure": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd"}}}	done	0	0	2026-11-30 10:25:14.737572+00	\N	\N	01a22bfc-c1d9-7206-8f12-1b6efb1a8151	29	b1d46546-92d2-5a6c-a41c-1d51c997cc18	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:14.737572+00	2026-11-30 10:25:14.839574+00
52943504-5b5d-50b9-9ebe-77e1a91f3b2c	generation	expire	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}	queued	20	0	2026-12-03 10:25:14.85272+00	\N	\N	01a22bfc-c263-7060-9a1c-28f1233ace53	30	7992bb50-800e-5781-b284-67290b5a2af6	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:14.865521+00	2026-11-30 10:25:14.865521+00
1a7b58a2-4843-55a0-a43a-9e04b179edae	generation	generate	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}	done	0	0	2026-11-30 10:25:14.865521+00	\N	\N	01a22bfc-c263-7060-9a1c-28f1233ace53	30	7992bb50-800e-5781-b284-67290b5a2af6	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:14.865521+00	2026-11-30 10:25:14.909271+00
6ed39e2d-0830-501b-9380-f531db8ea58c	generation	assess	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variants": [[1, 0], [2, 0], [3, 0]], "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}	done	0	0	2026-11-30 10:25:14.923753+00	\N	\N	01a22bfc-c294-736d-9ec1-ba03102acc0b	31	7992bb50-800e-5781-b284-67290b5a2af6	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:14.923753+00	2026-11-30 10:25:14.953824+00
948d1e7a-70d4-5f17-9fa8-22b1b6031153	publishing	clear	{"post": "e0bf0637-3967-5a80-b8c6-1cde0f7c096f", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	done	0	0	2026-11-30 10:25:15.988694+00	\N	\N	01a22bfc-c6d5-77fb-bbbb-a635604daabc	42	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.003282+00	2026-11-30 10:25:16.018949+00
006f53a9-4867-5ea8-bc64-969fadbb8424	generation	expire	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}	queued	20	0	2026-12-03 10:25:16.315766+00	\N	\N	01a22bfc-c818-76f1-9789-abf69468a91e	47	1d74794b-7c44-5c21-aff8-407a3abc3be5	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.330116+00	2026-11-30 10:25:16.330116+00
f898101d-23a4-5947-89f9-00019eb55e13	generation	generate	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}	done	0	0	2026-11-30 10:25:16.330116+00	\N	\N	01a22bfc-c818-76f1-9789-abf69468a91e	47	1d74794b-7c44-5c21-aff8-407a3abc3be5	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.330116+00	2026-11-30 10:25:16.38459+00
749a028a-a75c-59f4-b46a-5841c15621dd	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.563617+00	\N	\N	01a22bfc-c8c6-7085-a535-bc25010d1a58	51	1d74794b-7c44-5c21-aff8-407a3abc3be5	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.563617+00	2026-11-30 10:25:16.615056+00
80a63496-7d15-550f-8b95-7ffc106f4709	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:14.965205+00	\N	\N	01a22bfc-c2be-7093-b275-dd33df03da3e	32	7992bb50-800e-5781-b284-67290b5a2af6	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:14.965205+00	2026-11-30 10:25:14.976913+00
7bacc120-d9b4-55a0-a918-ae0d176dab0d	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:15.047369+00	\N	\N	01a22bfc-c2c4-7264-8641-cc8b524b6d36	34	7992bb50-800e-5781-b284-67290b5a2af6	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.047369+00	2026-11-30 10:25:15.083507+00
d5d8fb36-635c-5345-917f-c0e9e607eccd	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:15.047369+00	\N	\N	01a22bfc-c2c1-7162-a319-b3221dd36c43	33	7992bb50-800e-5781-b284-67290b5a2af6	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.047369+00	2026-11-30 10:25:15.303664+00
f327357b-dca0-598c-9ebe-82129196e4c6	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:15.097941+00	\N	\N	01a22bfc-c335-751c-ac7b-43f4b6bec7fe	35	0ba81f01-a67a-51cb-a0ad-526bd43873bf	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.097941+00	2026-11-30 10:25:15.332386+00
5a888168-fa82-54eb-8c13-aa9db7e52f15	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:15.097941+00	\N	\N	01a22bfc-c335-751c-ac7b-43f4b6bec7fe	35	0ba81f01-a67a-51cb-a0ad-526bd43873bf	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.097941+00	2026-11-30 10:25:15.357281+00
bb4d6898-d8d2-5d6f-adc5-b5f258c6dce1	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:15.083507+00	\N	\N	01a22bfc-c2c4-7264-8641-cc8b524b6d36	34	7992bb50-800e-5781-b284-67290b5a2af6	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.083507+00	2026-11-30 10:25:15.421146+00
a4a75a11-5694-537b-b75f-7066b587def9	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:15.097941+00	\N	\N	01a22bfc-c335-751c-ac7b-43f4b6bec7fe	35	0ba81f01-a67a-51cb-a0ad-526bd43873bf	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.097941+00	2026-11-30 10:25:15.515489+00
4790cdec-aca7-5aa0-a14a-d1d8ac1d7a8b	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:14.976913+00	\N	\N	01a22bfc-c2be-7093-b275-dd33df03da3e	32	7992bb50-800e-5781-b284-67290b5a2af6	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:14.976913+00	2026-11-30 10:25:15.519918+00
a06a7147-f551-5ba0-ac84-257a2ccc8060	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:15.332386+00	\N	\N	01a22bfc-c335-751c-ac7b-43f4b6bec7fe	35	0ba81f01-a67a-51cb-a0ad-526bd43873bf	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.332386+00	2026-11-30 10:25:15.524398+00
a11a48ca-9f76-5736-88e2-73e5afe1dd9b	generation	assess	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variants": [[1, 0], [2, 0], [3, 0]], "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}	done	0	0	2026-11-30 10:25:15.693499+00	\N	\N	01a22bfc-c597-71a9-8bc4-9cc9e19f6daa	37	db370314-25e0-5b71-93e0-8f9baec267dd	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.693499+00	2026-11-30 10:25:15.721577+00
4e26b183-08ea-5d58-8462-bec31dac09bb	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:15.303664+00	\N	\N	01a22bfc-c2c1-7162-a319-b3221dd36c43	33	7992bb50-800e-5781-b284-67290b5a2af6	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.303664+00	2026-11-30 10:25:15.51278+00
5a988e4d-f115-5d2f-942a-20ea02d9b66c	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "659e8d5f-3f83-59ea-8009-9e6d3bf41c1d"}}}	done	0	0	2026-11-30 10:25:15.515489+00	\N	\N	01a22bfc-c335-751c-ac7b-43f4b6bec7fe	35	0ba81f01-a67a-51cb-a0ad-526bd43873bf	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.515489+00	2026-11-30 10:25:15.541132+00
54fada97-dfee-5e4a-849c-80605775fdba	generation	expire	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}	queued	20	0	2026-12-03 10:25:15.624605+00	\N	\N	01a22bfc-c4fd-7199-adcf-9fa991674fc8	36	db370314-25e0-5b71-93e0-8f9baec267dd	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.640823+00	2026-11-30 10:25:15.640823+00
243a9439-c4cb-5b15-981f-ab9b738f2280	generation	generate	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}	done	0	0	2026-11-30 10:25:15.640823+00	\N	\N	01a22bfc-c4fd-7199-adcf-9fa991674fc8	36	db370314-25e0-5b71-93e0-8f9baec267dd	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.640823+00	2026-11-30 10:25:15.67535+00
b6509cb8-7ccd-5b42-bd43-5a8ddb9576cb	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.75037+00	\N	\N	01a22bfc-c5c6-7142-b768-becfff18234f	40	db370314-25e0-5b71-93e0-8f9baec267dd	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.75037+00	2026-11-30 10:25:15.788391+00
26832ab0-bf06-59fe-9bbd-5c44f99b62a9	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.872103+00	\N	\N	01a22bfc-c626-73fb-bd2d-ecd5c556ef4a	41	aeca2b3a-d5f2-59e9-850b-7fae442a46dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.872103+00	2026-11-30 10:25:15.891789+00
9c546e6f-cde0-50a3-8865-f81dbaba07bf	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.880413+00	\N	\N	01a22bfc-c626-73fb-bd2d-ecd5c556ef4a	41	aeca2b3a-d5f2-59e9-850b-7fae442a46dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.880413+00	2026-11-30 10:25:15.914787+00
f8b8ea6f-a64e-5cc5-9e28-40e1fec93eec	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.880413+00	\N	\N	01a22bfc-c626-73fb-bd2d-ecd5c556ef4a	41	aeca2b3a-d5f2-59e9-850b-7fae442a46dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.880413+00	2026-11-30 10:25:15.916439+00
e45cab27-cb19-5cf1-85d5-201514885ee2	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:16.020221+00	\N	\N	01a22bfc-c6d5-77fb-bbbb-a635604daabc	42	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.020221+00	2026-11-30 10:25:16.039141+00
5e8f983d-ca81-5627-a4bb-d8b134c74800	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:16.020221+00	\N	\N	01a22bfc-c6d5-77fb-bbbb-a635604daabc	42	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.020221+00	2026-11-30 10:25:16.047115+00
07c0773c-7db9-541c-84d7-16bbddc79731	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:16.020221+00	\N	\N	01a22bfc-c6d5-77fb-bbbb-a635604daabc	42	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.020221+00	2026-11-30 10:25:16.047115+00
9ba482e8-89b5-58db-9200-f91c78e0471d	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.558417+00	\N	\N	01a22bfc-c8b9-77c3-bede-11d34b45577a	49	1d74794b-7c44-5c21-aff8-407a3abc3be5	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.558417+00	2026-11-30 10:25:16.634808+00
b0faa60c-f39e-5f6b-91ab-dbdecca8c6df	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.799938+00	\N	\N	01a22bfc-c9f2-710e-9077-a411423b47d0	53	33b97b5c-ed3c-57f5-a4cd-780d8c7839d9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.799938+00	2026-11-30 10:25:16.807726+00
0b46d344-8aca-599f-ae08-d1a1c969838b	publishing	clear	{"post": "25dc0a76-d4ea-556c-9ebf-9e7b913edb3b", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	queued	0	0	2026-11-30 12:25:16.782435+00	\N	\N	01a22bfc-c9f2-710e-9077-a411423b47d0	53	33b97b5c-ed3c-57f5-a4cd-780d8c7839d9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.808278+00	2026-11-30 10:25:16.808278+00
cca35ca3-cc8f-53bb-bee8-9c620a79c05a	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.809945+00	\N	\N	01a22bfc-c9f2-710e-9077-a411423b47d0	53	33b97b5c-ed3c-57f5-a4cd-780d8c7839d9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.809945+00	2026-11-30 10:25:16.827859+00
40f313d6-d233-5ba2-9039-2476e7d6cd48	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.815853+00	\N	\N	01a22bfc-c9f2-710e-9077-a411423b47d0	53	33b97b5c-ed3c-57f5-a4cd-780d8c7839d9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.815853+00	2026-11-30 10:25:16.83622+00
fab16093-359e-5c56-814e-52dc775a83c4	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.732348+00	\N	\N	01a22bfc-c5c6-7142-b768-becfff18234f	40	db370314-25e0-5b71-93e0-8f9baec267dd	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.732348+00	2026-11-30 10:25:15.75037+00
9ae2e678-e36c-5448-a56a-bdf326dd83e1	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.732348+00	\N	\N	01a22bfc-c5c0-7532-b9ad-121a1b4a6576	38	db370314-25e0-5b71-93e0-8f9baec267dd	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.732348+00	2026-11-30 10:25:15.753234+00
4d604df8-2095-5b09-b4b3-6e3ca4f9688d	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.732348+00	\N	\N	01a22bfc-c5c3-7155-8556-1dce04717c44	39	db370314-25e0-5b71-93e0-8f9baec267dd	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.732348+00	2026-11-30 10:25:15.756236+00
635d7732-7d79-5d79-93b6-36b9f5acade1	generation	assess	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variants": [[1, 0], [2, 0], [3, 0]], "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}	done	0	0	2026-11-30 10:25:16.405241+00	\N	\N	01a22bfc-c859-73ef-ae6e-5e5a4f15f85a	48	1d74794b-7c44-5c21-aff8-407a3abc3be5	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.405241+00	2026-11-30 10:25:16.518579+00
61ec8f3a-c92d-5b3e-8ef8-2b6f58091a65	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.077609+00	\N	\N	01a22bfc-cad8-70e0-a892-c2403ded49f7	58	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.077609+00	2026-11-30 10:25:17.099175+00
07927f3b-1577-5d32-b637-c99c9a4ab925	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.077609+00	\N	\N	01a22bfc-cad0-7048-9006-2b990ff3d17b	57	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.077609+00	2026-11-30 10:25:17.101149+00
fc9ec061-748a-52af-96ee-95d0259665e7	generation	assess	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variants": [[1, 1]], "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}	done	0	0	2026-11-30 10:25:18.334596+00	\N	\N	01a22bfc-cff5-75a7-bba4-7fe3a8b748a5	78	a1b45749-52e6-5178-9aac-ee32049921bb	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.334596+00	2026-11-30 10:25:18.349966+00
2899a043-d931-5f70-88bf-25cf8ba259a5	autopilot	plan	{"since": "2026-11-30T10:25:18.483798Z", "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}	done	10	0	2026-11-30 10:25:18.509266+00	\N	\N	01a22bfc-d091-747c-9108-94613bc35eaf	80	e841a437-7146-5294-adaf-316581916778	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:18.509266+00	2026-11-30 10:25:18.521859+00
e56b9f9b-d1b2-55a2-bb4d-2afdb2ec9ce3	announcing	announce	{"news": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.151052+00	\N	\N	01a22bfc-d31b-7288-9864-f365957e5a3b	86	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.151052+00	2026-11-30 10:25:19.206204+00
2cb27039-441b-5bbd-92a3-eedceece09f1	announcing	announce	{"update": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.452714+00	\N	\N	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.452714+00	2026-11-30 10:25:19.46205+00
76761980-31ff-5338-9bec-5ac0fb95ead9	announcing	announce	{"update": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.452714+00	\N	\N	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.452714+00	2026-11-30 10:25:19.46205+00
6a2338d9-2dc0-5dd0-b855-9e6c963d6477	announcing	announce	{"update": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.452714+00	\N	\N	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.452714+00	2026-11-30 10:25:19.467431+00
d76d0da1-519b-5f47-8c93-45011266c405	generation	expire	{"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}	queued	20	0	2026-12-03 10:25:19.647945+00	\N	\N	01a22bfc-d51e-748c-b69d-9dd7bf5d9437	91	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.657832+00	2026-11-30 10:25:19.657832+00
27c701a6-54c0-5159-8632-e3ecde1a677a	generation	generate	{"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}	done	0	0	2026-11-30 10:25:19.657832+00	\N	\N	01a22bfc-d51e-748c-b69d-9dd7bf5d9437	91	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.657832+00	2026-11-30 10:25:19.678249+00
7e507cfc-f387-5983-9eba-7674d1eb5803	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.753234+00	\N	\N	01a22bfc-c5c0-7532-b9ad-121a1b4a6576	38	db370314-25e0-5b71-93e0-8f9baec267dd	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.753234+00	2026-11-30 10:25:15.796719+00
8102989d-51d5-5905-afff-2a3483e936c1	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.756236+00	\N	\N	01a22bfc-c5c3-7155-8556-1dce04717c44	39	db370314-25e0-5b71-93e0-8f9baec267dd	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.756236+00	2026-11-30 10:25:15.826977+00
1d194455-ea3b-5f15-b8ed-f2119e38c1b5	announcing	show	{"chat": 1001, "subject": {"post": {"news": 3, "post": "e0bf0637-3967-5a80-b8c6-1cde0f7c096f", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:16.179571+00	\N	\N	01a22bfc-c755-76cc-b69b-b696d7034a4e	45	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.179571+00	2026-11-30 10:25:16.216331+00
46c33b5f-3d4f-5a98-acae-fae958e917c5	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.577774+00	\N	\N	01a22bfc-c8c0-7019-9f68-e25d0a61d7a5	50	1d74794b-7c44-5c21-aff8-407a3abc3be5	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.577774+00	2026-11-30 10:25:16.643562+00
720112c0-66c4-5250-99fa-dad9261d81c0	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.693588+00	\N	\N	01a22bfc-c94f-7210-8116-fbae437e72c9	52	d240f2a6-b402-5566-9608-d7c325481193	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.693588+00	2026-11-30 10:25:16.714779+00
b7c8f9a8-9047-5773-bcfc-b760c7a680dc	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.693588+00	\N	\N	01a22bfc-c94f-7210-8116-fbae437e72c9	52	d240f2a6-b402-5566-9608-d7c325481193	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.693588+00	2026-11-30 10:25:16.722349+00
1da39140-a3a3-5545-b97d-4a0da162208b	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.693588+00	\N	\N	01a22bfc-c94f-7210-8116-fbae437e72c9	52	d240f2a6-b402-5566-9608-d7c325481193	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.693588+00	2026-11-30 10:25:16.728052+00
0ddd81f6-6861-5a79-8abe-36a961e49fdc	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.084455+00	\N	\N	01a22bfc-cac9-7530-9b90-5dedfbb99809	56	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.084455+00	2026-11-30 10:25:17.142536+00
23ec8761-2dc4-5741-962b-b0d45cb1284b	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.101149+00	\N	\N	01a22bfc-cad0-7048-9006-2b990ff3d17b	57	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.101149+00	2026-11-30 10:25:17.193525+00
8a5fc82a-aec5-5c7d-b6c4-9e604ffb9ec5	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.854062+00	\N	\N	01a22bfc-c626-73fb-bd2d-ecd5c556ef4a	41	aeca2b3a-d5f2-59e9-850b-7fae442a46dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.854062+00	2026-11-30 10:25:15.872103+00
9b2fb168-1bb5-5d2f-836f-db50bce2ee10	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.854062+00	\N	\N	01a22bfc-c626-73fb-bd2d-ecd5c556ef4a	41	aeca2b3a-d5f2-59e9-850b-7fae442a46dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.854062+00	2026-11-30 10:25:15.880413+00
b09f9c4e-aeef-56cd-8f6f-99e0bfdbf182	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:15.854062+00	\N	\N	01a22bfc-c626-73fb-bd2d-ecd5c556ef4a	41	aeca2b3a-d5f2-59e9-850b-7fae442a46dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:15.854062+00	2026-11-30 10:25:15.880413+00
f49be583-ec31-5481-b841-254979d0cd01	publishing	send	{"post": "e0bf0637-3967-5a80-b8c6-1cde0f7c096f", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	done	0	0	2026-11-30 10:25:16.025081+00	\N	\N	01a22bfc-c6ef-700e-978e-f0a90825fd75	43	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.025081+00	2026-11-30 10:25:16.173414+00
622da411-3822-5b6c-8eb3-7cff8834b9e1	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.537504+00	\N	\N	01a22bfc-c8c0-7019-9f68-e25d0a61d7a5	50	1d74794b-7c44-5c21-aff8-407a3abc3be5	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.537504+00	2026-11-30 10:25:16.577774+00
e0d00ad6-1fe8-5bc2-963b-836769bb6e73	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.663135+00	\N	\N	01a22bfc-c94f-7210-8116-fbae437e72c9	52	d240f2a6-b402-5566-9608-d7c325481193	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.663135+00	2026-11-30 10:25:16.693588+00
b1fbd23e-d21a-5801-aeea-609aef6cf2db	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:16.039141+00	\N	\N	01a22bfc-c6d5-77fb-bbbb-a635604daabc	42	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.039141+00	2026-11-30 10:25:16.116454+00
ed19576c-11a1-5f2b-b195-324742e4c22a	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:16.047115+00	\N	\N	01a22bfc-c6d5-77fb-bbbb-a635604daabc	42	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.047115+00	2026-11-30 10:25:16.116454+00
3c613385-5eb9-5f3e-bb67-07142ede0c6f	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ade7742d-9395-5cb9-bf34-3b28c844ae89"}}}	done	0	0	2026-11-30 10:25:16.047115+00	\N	\N	01a22bfc-c6d5-77fb-bbbb-a635604daabc	42	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.047115+00	2026-11-30 10:25:16.15676+00
92fefde0-ef0c-56ea-b059-fe2abb0c8e6a	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.615056+00	\N	\N	01a22bfc-c8c6-7085-a535-bc25010d1a58	51	1d74794b-7c44-5c21-aff8-407a3abc3be5	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.615056+00	2026-11-30 10:25:16.705825+00
f9e4f127-7ad2-5442-94c4-d261b050ac2d	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.807726+00	\N	\N	01a22bfc-c9f2-710e-9077-a411423b47d0	53	33b97b5c-ed3c-57f5-a4cd-780d8c7839d9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.807726+00	2026-11-30 10:25:16.841876+00
251e1760-213b-5a1b-a0ba-93d1d86b3416	announcing	show	{"chat": 1001, "subject": {"post": {"news": 0, "post": "25dc0a76-d4ea-556c-9ebf-9e7b913edb3b", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:16.820176+00	\N	\N	01a22bfc-c9f2-710e-9077-a411423b47d0	53	33b97b5c-ed3c-57f5-a4cd-780d8c7839d9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.820176+00	2026-11-30 10:25:16.85152+00
1b77c594-9e56-5dcd-873f-e7ee24bbb977	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.099175+00	\N	\N	01a22bfc-cad8-70e0-a892-c2403ded49f7	58	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.099175+00	2026-11-30 10:25:17.209431+00
0122138a-21d3-53f9-8168-60469ac76d62	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.319846+00	\N	\N	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.319846+00	2026-11-30 10:25:17.360524+00
c634088b-614d-518d-ad6d-1e86a870079c	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.319846+00	\N	\N	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.319846+00	2026-11-30 10:25:17.360524+00
f90e83d7-6daf-5bcd-834a-9a91ae9b74b4	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.319846+00	\N	\N	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.319846+00	2026-11-30 10:25:17.379882+00
b6f8d984-cee7-5303-a7f3-d82970385858	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.760623+00	\N	\N	01a22bfc-cd48-72f7-96d4-cc132262de1d	67	ca2e6387-8380-5fde-97f1-6feeeedd2e10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.760623+00	2026-11-30 10:25:17.838526+00
e8bef048-d3c4-532e-a161-fa913b058662	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.760623+00	\N	\N	01a22bfc-cd48-72f7-96d4-cc132262de1d	67	ca2e6387-8380-5fde-97f1-6feeeedd2e10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.760623+00	2026-11-30 10:25:17.845129+00
131c4c9c-cadc-530c-bd0f-57b0c5230c89	announcing	announce	{"news": {"post": {"news": 3, "post": "e0bf0637-3967-5a80-b8c6-1cde0f7c096f", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:16.142636+00	\N	\N	01a22bfc-c755-76cc-b69b-b696d7034a4e	45	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.142636+00	2026-11-30 10:25:16.179571+00
78608b34-002d-57ea-8779-c939139eea5f	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.301413+00	\N	\N	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.301413+00	2026-11-30 10:25:17.319846+00
fee47c3d-e2b0-5417-9ab7-3de71b6c4c93	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.301413+00	\N	\N	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.301413+00	2026-11-30 10:25:17.319846+00
dc490aa3-41fc-59ef-8fe7-f3d24c460400	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.301413+00	\N	\N	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.301413+00	2026-11-30 10:25:17.319846+00
8047894f-622c-5bfd-9ff7-163f8a559163	announcing	announce	{"news": {"post": {"news": 0, "post": "55d733d7-bcbd-5b9a-88fb-6ea356c6f513", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:17.301413+00	\N	\N	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.301413+00	2026-11-30 10:25:17.323823+00
4dd2b324-3a7e-5457-a891-6c2568dd9cde	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.501997+00	\N	\N	01a22bfc-ccb2-7147-b94c-6f3ca6031253	64	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.501997+00	2026-11-30 10:25:17.529683+00
6ee56c20-ef81-596b-9d32-269a5e9ce2d1	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.875871+00	\N	\N	01a22bfc-ce27-7792-ab61-0ff0f5299554	68	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.875871+00	2026-11-30 10:25:17.886307+00
1decc860-febf-5c5e-b933-ab01293f6e7c	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.875871+00	\N	\N	01a22bfc-ce27-7792-ab61-0ff0f5299554	68	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.875871+00	2026-11-30 10:25:17.886307+00
65c9a4ca-8a47-5735-8844-54a860c3ab82	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.875871+00	\N	\N	01a22bfc-ce27-7792-ab61-0ff0f5299554	68	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.875871+00	2026-11-30 10:25:17.901783+00
0a9c1419-170b-58ac-a431-0c20a7184c3a	announcing	announce	{"news": {"post": {"news": 3, "post": "40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:18.01487+00	\N	\N	01a22bfc-ceb0-7084-9fda-9646b0ef7326	71	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.01487+00	2026-11-30 10:25:18.03634+00
527f97e2-45c7-5f1c-9e0b-6ad7f5e36beb	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}}	done	0	0	2026-11-30 10:25:18.195992+00	\N	\N	01a22bfc-cf6a-7056-a8f3-99418bf2f2ee	75	5ee144e0-41e5-5510-b392-885ea43656dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.195992+00	2026-11-30 10:25:18.213251+00
dde96e09-e65f-5bfa-9825-d6c6d5b1ceed	announcing	announce	{"news": {"posting": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "version": 4}}}	done	0	0	2026-11-30 10:25:18.627867+00	\N	\N	01a22bfc-d113-73dc-a6bd-7f62dba5223a	81	ab7ef217-bbc0-53c6-bd65-7b31bb91b1d7	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:18.627867+00	2026-11-30 10:25:18.635705+00
aea4e4f4-1fb3-55ce-b842-e306c2e4e2e5	publishing	release	{"post": "e0bf0637-3967-5a80-b8c6-1cde0f7c096f", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	done	10	0	2026-11-30 10:25:16.149908+00	\N	\N	01a22bfc-c755-76cc-b69b-b696d7034a4e	45	56892adf-b24e-5ae3-8635-a788955db71b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.149908+00	2026-11-30 10:25:16.190308+00
1d5b4b6b-4886-5ca0-8c72-d2202899133f	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.509839+00	\N	\N	01a22bfc-c8b9-77c3-bede-11d34b45577a	49	1d74794b-7c44-5c21-aff8-407a3abc3be5	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.509839+00	2026-11-30 10:25:16.558417+00
40e43feb-d07d-505a-b1c4-1f376d1cacec	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.52927+00	\N	\N	01a22bfc-ccb5-760d-bd6f-4179f1adc62a	65	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.52927+00	2026-11-30 10:25:17.619575+00
ae0d325a-5758-5f28-8825-8ae085c73580	generation	expire	{"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}	queued	20	0	2026-12-03 10:25:19.072565+00	\N	\N	01a22bfc-d2df-71b5-9eb6-943c2c0a6639	83	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.083536+00	2026-11-30 10:25:19.083536+00
585f5a5e-39be-5ccf-b989-50c810d4d157	generation	generate	{"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}	done	0	0	2026-11-30 10:25:19.083536+00	\N	\N	01a22bfc-d2df-71b5-9eb6-943c2c0a6639	83	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.083536+00	2026-11-30 10:25:19.106041+00
8c66e92a-6a51-5b3c-bc24-8157ae4ab82d	announcing	announce	{"update": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.315543+00	\N	\N	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	c1ebc83d-a234-577e-afea-19b10363c00d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.315543+00	2026-11-30 10:25:19.335444+00
230bed05-d349-57fd-b840-94cd1c735413	announcing	announce	{"update": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.315543+00	\N	\N	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	c1ebc83d-a234-577e-afea-19b10363c00d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.315543+00	2026-11-30 10:25:19.342618+00
1e9ba2b5-6a7f-5d53-8256-65a0c15ef330	announcing	announce	{"update": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.315543+00	\N	\N	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	c1ebc83d-a234-577e-afea-19b10363c00d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.315543+00	2026-11-30 10:25:19.34787+00
54775a8d-a6fd-5bc9-9a99-66da950ed50a	announcing	announce	{"news": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.770558+00	\N	\N	01a22bfc-d55b-7148-9db6-7ec13754023d	95	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.770558+00	2026-11-30 10:25:19.795726+00
3d3115ad-8281-59d3-8881-760614148c7e	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.663135+00	\N	\N	01a22bfc-c94f-7210-8116-fbae437e72c9	52	d240f2a6-b402-5566-9608-d7c325481193	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.663135+00	2026-11-30 10:25:16.693588+00
41e1ad4a-a32a-5158-9fc6-fdfc21c31619	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.663135+00	\N	\N	01a22bfc-c94f-7210-8116-fbae437e72c9	52	d240f2a6-b402-5566-9608-d7c325481193	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.663135+00	2026-11-30 10:25:16.693588+00
5c9c7d69-7d5d-5f4c-a286-cd0c788fa13e	announcing	announce	{"update": {"post": {"news": 2, "post": "55d733d7-bcbd-5b9a-88fb-6ea356c6f513", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:17.385758+00	\N	\N	01a22bfc-cc3f-7282-8ac3-d25f477d01c7	61	86130eb4-1630-59a1-a284-3e704a5723a8	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.385758+00	2026-11-30 10:25:17.400909+00
d3404cfd-96fd-55f3-bed6-fe12201b1e14	publishing	clear	{"post": "40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	done	0	0	2026-11-30 10:25:17.862872+00	\N	\N	01a22bfc-ce27-7792-ab61-0ff0f5299554	68	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.88169+00	2026-11-30 10:25:17.949143+00
e2b11d78-9c12-5dc2-9bd8-692acd7296ac	announcing	announce	{"news": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.738513+00	\N	\N	01a22bfc-d559-76fa-a95b-32ab63f7e921	94	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.738513+00	2026-11-30 10:25:19.785405+00
26e7a76a-2835-57e3-b0ba-17dfd4252e01	publishing	send	{"post": "76f1f53a-5275-5ab4-a158-fa413bf276f1", "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}	waiting	0	0	2026-11-30 10:25:27.4274+00	\N	\N	01a22bfc-d472-7002-b2e8-ffb6471200c0	90	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	posting is paused	2026-11-30 10:25:19.483002+00	2026-11-30 10:25:25.427535+00
5405e864-015e-55c0-b054-41da3ee84e58	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.799938+00	\N	\N	01a22bfc-c9f2-710e-9077-a411423b47d0	53	33b97b5c-ed3c-57f5-a4cd-780d8c7839d9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.799938+00	2026-11-30 10:25:16.809945+00
baa00b4c-88ee-5b41-b57b-5edfa564a91c	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "3f4a6aba-f74c-5dff-9504-a8f9b5612075"}}}	done	0	0	2026-11-30 10:25:16.799938+00	\N	\N	01a22bfc-c9f2-710e-9077-a411423b47d0	53	33b97b5c-ed3c-57f5-a4cd-780d8c7839d9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.799938+00	2026-11-30 10:25:16.815853+00
0ded1e7a-3bb5-5f2c-91c9-fd9ee50d7c0c	announcing	announce	{"news": {"post": {"news": 0, "post": "25dc0a76-d4ea-556c-9ebf-9e7b913edb3b", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:16.799938+00	\N	\N	01a22bfc-c9f2-710e-9077-a411423b47d0	53	33b97b5c-ed3c-57f5-a4cd-780d8c7839d9	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.799938+00	2026-11-30 10:25:16.820176+00
dbe41c88-cade-56f4-818a-833ab055cacd	generation	expire	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}	queued	20	0	2026-12-03 10:25:16.909929+00	\N	\N	01a22bfc-ca6c-73b6-a21d-122385c90292	54	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.920046+00	2026-11-30 10:25:16.920046+00
2aae475d-8f16-5dfd-b2f4-12573fac8e69	generation	generate	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}	done	0	0	2026-11-30 10:25:16.920046+00	\N	\N	01a22bfc-ca6c-73b6-a21d-122385c90292	54	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.920046+00	2026-11-30 10:25:16.945646+00
4fc7c1a4-43d8-525c-a8bb-97fc5145a005	generation	assess	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variants": [[1, 0], [2, 0], [3, 0]], "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}	done	0	0	2026-11-30 10:25:16.975656+00	\N	\N	01a22bfc-ca8b-73d4-a412-ee8b296090aa	55	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:16.975656+00	2026-11-30 10:25:17.019169+00
cd25fa88-b72e-524c-bbb0-dd769228b414	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.052509+00	\N	\N	01a22bfc-cac9-7530-9b90-5dedfbb99809	56	97a162d9-31b8-5431-a85d-5d3a3e2ef05f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.052509+00	2026-11-30 10:25:17.084455+00
ed17d5e6-2b1e-5699-8cb1-1f6639b1bdc8	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.141757+00	\N	\N	01a22bfc-cb41-73c1-b5b5-5d5d71d3a702	59	98441c52-8f06-5f1b-a36e-c2ec4f0dbaa8	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.141757+00	2026-11-30 10:25:17.175415+00
3c49e988-0f28-5a4e-8871-eac986d51bb8	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.141757+00	\N	\N	01a22bfc-cb41-73c1-b5b5-5d5d71d3a702	59	98441c52-8f06-5f1b-a36e-c2ec4f0dbaa8	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.141757+00	2026-11-30 10:25:17.175415+00
0da58e29-6abb-52af-a490-d9c91d1dc077	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.141757+00	\N	\N	01a22bfc-cb41-73c1-b5b5-5d5d71d3a702	59	98441c52-8f06-5f1b-a36e-c2ec4f0dbaa8	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.141757+00	2026-11-30 10:25:17.175415+00
a7c588c8-20c8-5496-b5ac-b8e9e45514e9	generation	assess	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variants": [[1, 0], [2, 0], [3, 0]], "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}	done	0	0	2026-11-30 10:25:17.473825+00	\N	\N	01a22bfc-cc96-7485-92d6-3a8107f35068	63	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.473825+00	2026-11-30 10:25:17.511902+00
21614d5f-87bf-5e38-b7b4-c946766e9e66	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.175415+00	\N	\N	01a22bfc-cb41-73c1-b5b5-5d5d71d3a702	59	98441c52-8f06-5f1b-a36e-c2ec4f0dbaa8	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.175415+00	2026-11-30 10:25:17.209431+00
c3a58eb8-acf3-54f1-b09f-13ed14460255	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.175415+00	\N	\N	01a22bfc-cb41-73c1-b5b5-5d5d71d3a702	59	98441c52-8f06-5f1b-a36e-c2ec4f0dbaa8	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.175415+00	2026-11-30 10:25:17.215897+00
2c0e95da-cfd3-5b52-97fc-2576ea199013	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ca999630-e6e4-581c-821f-dd4e838489be"}}}	done	0	0	2026-11-30 10:25:17.175415+00	\N	\N	01a22bfc-cb41-73c1-b5b5-5d5d71d3a702	59	98441c52-8f06-5f1b-a36e-c2ec4f0dbaa8	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.175415+00	2026-11-30 10:25:17.224576+00
90d826f4-5937-5620-a721-ea185dde7ef8	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.529683+00	\N	\N	01a22bfc-ccb2-7147-b94c-6f3ca6031253	64	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.529683+00	2026-11-30 10:25:17.668668+00
62e5bc11-94f3-550c-a208-74275632f2e6	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.741786+00	\N	\N	01a22bfc-cd48-72f7-96d4-cc132262de1d	67	ca2e6387-8380-5fde-97f1-6feeeedd2e10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.741786+00	2026-11-30 10:25:17.807816+00
7b6e35d3-a043-506c-a3ed-cccb66baff9e	publishing	clear	{"post": "55d733d7-bcbd-5b9a-88fb-6ea356c6f513", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	queued	0	0	2026-11-30 13:25:17.276011+00	\N	\N	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.307745+00	2026-11-30 10:25:17.307745+00
d502982f-3228-5018-a8f2-46c751c98cc1	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.693238+00	\N	\N	01a22bfc-cd48-72f7-96d4-cc132262de1d	67	ca2e6387-8380-5fde-97f1-6feeeedd2e10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.693238+00	2026-11-30 10:25:17.741786+00
43032663-2261-5bcc-9148-baa72dd9f5d6	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.693238+00	\N	\N	01a22bfc-cd48-72f7-96d4-cc132262de1d	67	ca2e6387-8380-5fde-97f1-6feeeedd2e10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.693238+00	2026-11-30 10:25:17.760623+00
88a05266-eedb-5b6f-9038-93a4ac76bae0	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.693238+00	\N	\N	01a22bfc-cd48-72f7-96d4-cc132262de1d	67	ca2e6387-8380-5fde-97f1-6feeeedd2e10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.693238+00	2026-11-30 10:25:17.760623+00
499dc394-f6f4-55fd-9595-3027c822892a	publishing	release	{"post": "40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	done	10	0	2026-11-30 10:25:18.012667+00	\N	\N	01a22bfc-ceb0-7084-9fda-9646b0ef7326	71	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.012667+00	2026-11-30 10:25:18.029703+00
10565fca-ed7c-5fdb-93a1-488e1742bb67	generation	assess	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variants": [[1, 0], [2, 0], [3, 0]], "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}	done	0	0	2026-11-30 10:25:18.17732+00	\N	\N	01a22bfc-cf55-77c3-bf2f-0eb488ed9e27	74	5ee144e0-41e5-5510-b392-885ea43656dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.17732+00	2026-11-30 10:25:18.199624+00
ffa2a4cb-97e7-5814-b164-18f15fc45db6	announcing	show	{"chat": 1001, "subject": {"post": {"news": 0, "post": "55d733d7-bcbd-5b9a-88fb-6ea356c6f513", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:17.323823+00	\N	\N	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.323823+00	2026-11-30 10:25:17.365814+00
820a9438-1baa-5e51-9d1e-95e1de1d7061	announcing	show	{"chat": 1001, "subject": {"post": {"news": 0, "post": "55d733d7-bcbd-5b9a-88fb-6ea356c6f513", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:17.400909+00	\N	\N	01a22bfc-cc3f-7282-8ac3-d25f477d01c7	61	86130eb4-1630-59a1-a284-3e704a5723a8	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.400909+00	2026-11-30 10:25:17.429026+00
02963eaf-6e4a-5c80-b7c7-e5d8b4a92f71	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.619575+00	\N	\N	01a22bfc-ccb9-7064-adb7-07dbe8b92803	66	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.619575+00	2026-11-30 10:25:17.765905+00
c2fa7867-2777-52f8-b3b2-877fa6ea8a4d	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.619575+00	\N	\N	01a22bfc-ccb5-760d-bd6f-4179f1adc62a	65	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.619575+00	2026-11-30 10:25:17.778135+00
fd3d5a21-4b01-57bf-bdff-dfd015f62508	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.886307+00	\N	\N	01a22bfc-ce27-7792-ab61-0ff0f5299554	68	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.886307+00	2026-11-30 10:25:17.920174+00
36402992-b258-50c1-bcdc-0f7ce1864611	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.901783+00	\N	\N	01a22bfc-ce27-7792-ab61-0ff0f5299554	68	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.901783+00	2026-11-30 10:25:17.935449+00
6cc15896-1ccd-5ece-aaef-8c4c75e7714d	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.886307+00	\N	\N	01a22bfc-ce27-7792-ab61-0ff0f5299554	68	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.886307+00	2026-11-30 10:25:17.945606+00
951843eb-eadb-530f-88d0-d14b927af987	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}}	done	0	0	2026-11-30 10:25:18.238665+00	\N	\N	01a22bfc-cf70-7355-b19e-df9c369670d1	77	5ee144e0-41e5-5510-b392-885ea43656dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.238665+00	2026-11-30 10:25:18.309111+00
52fc7b67-15f4-5c7e-b99c-526bf0455d6e	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}}	done	0	0	2026-11-30 10:25:18.343797+00	\N	\N	01a22bfc-cff5-75a7-bba4-7fe3a8b748a5	78	a1b45749-52e6-5178-9aac-ee32049921bb	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.343797+00	2026-11-30 10:25:18.368523+00
aff9bc18-6a5e-5545-8043-0139c9e07315	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}}	done	0	0	2026-11-30 10:25:18.374213+00	\N	\N	01a22bfc-d00a-7586-a9e8-4bb278d0f1e5	79	a1b45749-52e6-5178-9aac-ee32049921bb	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.374213+00	2026-11-30 10:25:18.38341+00
9d8108b2-dac8-5444-85a2-71158aca74da	autopilot	slot	{"at": "2026-11-30T13:25:00Z", "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}	queued	10	0	2026-11-30 13:25:00+00	\N	\N	01a22bfc-d113-73dc-a6bd-7f62dba5223a	81	ab7ef217-bbc0-53c6-bd65-7b31bb91b1d7	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:18.654599+00	2026-11-30 10:25:18.654599+00
7f2e37f8-e918-5c53-8593-c47be367bd09	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.228915+00	\N	\N	01a22bfc-d31d-7515-898f-a3cdaa9ee26d	87	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.228915+00	2026-11-30 10:25:19.342618+00
e3e142b2-831b-5121-9bb8-4dbf73ef0fe2	generation	expire	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}	queued	20	0	2026-12-03 10:25:17.429782+00	\N	\N	01a22bfc-cc74-73bb-ad89-667f74fb151b	62	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.443051+00	2026-11-30 10:25:17.443051+00
f3e7f2a0-724e-5769-b13e-84a2174fbfdd	generation	generate	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}	done	0	0	2026-11-30 10:25:17.443051+00	\N	\N	01a22bfc-cc74-73bb-ad89-667f74fb151b	62	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.443051+00	2026-11-30 10:25:17.465175+00
882cf126-3d88-50e5-92a8-566b80f59ac6	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "a6ade38b-117f-545b-a9e5-854e4cce95f3"}}}	done	0	0	2026-11-30 10:25:17.552094+00	\N	\N	01a22bfc-ccb9-7064-adb7-07dbe8b92803	66	cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:17.552094+00	2026-11-30 10:25:17.619575+00
b0c6d696-e112-528b-bdcd-2790791e9fa0	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}}	done	0	0	2026-11-30 10:25:18.33496+00	\N	\N	01a22bfc-cff5-75a7-bba4-7fe3a8b748a5	78	a1b45749-52e6-5178-9aac-ee32049921bb	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.33496+00	2026-11-30 10:25:18.343797+00
6aa62bc8-ed20-5903-bced-544d1bb8441b	announcing	announce	{"update": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.865403+00	\N	\N	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	afdf43ae-a004-5c0a-8890-4106e6d09b48	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.865403+00	2026-11-30 10:25:19.898395+00
1db02c34-bcc0-578d-9af8-edf639d8511c	announcing	announce	{"update": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.865403+00	\N	\N	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	afdf43ae-a004-5c0a-8890-4106e6d09b48	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.865403+00	2026-11-30 10:25:19.898395+00
28316b43-c8ac-5405-8fc1-aa8949375c4e	announcing	announce	{"update": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.865403+00	\N	\N	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	afdf43ae-a004-5c0a-8890-4106e6d09b48	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.865403+00	2026-11-30 10:25:19.919556+00
a429424b-ae33-5b5f-beab-340fe132c200	publishing	send	{"post": "40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	failed	0	1	2026-11-30 10:25:17.954658+00	\N	\N	01a22bfc-ce69-76b0-a765-6c4b55db3d01	69	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	402 Payment Required: no credits	2026-11-30 10:25:17.954658+00	2026-11-30 10:25:18.029703+00
9c0f4aa6-3d1f-57ef-a523-2c3aa453af79	generation	expire	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}	queued	20	0	2026-12-03 10:25:18.141267+00	\N	\N	01a22bfc-cf3c-75bd-8f5f-c0489d512977	73	5ee144e0-41e5-5510-b392-885ea43656dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.149527+00	2026-11-30 10:25:18.149527+00
31f3687b-f300-5865-83fd-2a6c654d7016	generation	generate	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}	done	0	0	2026-11-30 10:25:18.149527+00	\N	\N	01a22bfc-cf3c-75bd-8f5f-c0489d512977	73	5ee144e0-41e5-5510-b392-885ea43656dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.149527+00	2026-11-30 10:25:18.167666+00
4beeb50b-15db-5518-aad0-459a09bbcf8d	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}}	done	0	0	2026-11-30 10:25:18.206839+00	\N	\N	01a22bfc-cf6d-73d4-953f-eaad5992e3d6	76	5ee144e0-41e5-5510-b392-885ea43656dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.206839+00	2026-11-30 10:25:18.225683+00
66ff2289-1059-5022-9333-99bf20e40307	generation	assess	{"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variants": [[1, 0], [2, 0], [3, 0]], "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}	done	0	0	2026-11-30 10:25:19.112941+00	\N	\N	01a22bfc-d2ff-71da-97e2-e99881466ad7	84	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.112941+00	2026-11-30 10:25:19.138839+00
47b4631d-899f-5eb0-9213-b20109aee159	announcing	show	{"chat": 1001, "subject": {"post": {"news": 3, "post": "40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	done	0	0	2026-11-30 10:25:18.03634+00	\N	\N	01a22bfc-ceb0-7084-9fda-9646b0ef7326	71	339d355b-a2c5-5633-ad01-c832e1f1fe52	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.03634+00	2026-11-30 10:25:18.056717+00
dd225ebf-6752-5c56-b2c1-e125ba7dcb81	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}}	done	0	0	2026-11-30 10:25:18.225683+00	\N	\N	01a22bfc-cf6d-73d4-953f-eaad5992e3d6	76	5ee144e0-41e5-5510-b392-885ea43656dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.225683+00	2026-11-30 10:25:18.304333+00
584b56be-c64e-51f4-8124-22336d5a5290	announcing	show	{"chat": 1001, "subject": {"posting": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "version": 4}}}	done	0	0	2026-11-30 10:25:18.635705+00	\N	\N	01a22bfc-d113-73dc-a6bd-7f62dba5223a	81	ab7ef217-bbc0-53c6-bd65-7b31bb91b1d7	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:18.635705+00	2026-11-30 10:25:18.650786+00
e5f885a9-46ba-5c32-b59d-e751db0a7a42	announcing	show	{"chat": 1002, "subject": {"posting": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "version": 4}}}	done	0	0	2026-11-30 10:25:18.635705+00	\N	\N	01a22bfc-d113-73dc-a6bd-7f62dba5223a	81	ab7ef217-bbc0-53c6-bd65-7b31bb91b1d7	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:18.635705+00	2026-11-30 10:25:18.661126+00
dc2d21c0-7b00-5a71-8ba7-7f46c6d7bbc9	announcing	show	{"chat": 1002, "subject": {"posting": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "version": 5}}}	done	0	0	2026-11-30 10:25:18.957681+00	\N	\N	01a22bfc-d255-705c-b378-d789f97ed6db	82	dd6e6b6c-f90c-53bc-a3ce-c04d1ec488f1	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:18.957681+00	2026-11-30 10:25:19.052309+00
54473823-716d-5e21-b472-b2d46d17d5e7	announcing	show	{"chat": 1001, "subject": {"posting": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "version": 5}}}	done	0	0	2026-11-30 10:25:18.957681+00	\N	\N	01a22bfc-d255-705c-b378-d789f97ed6db	82	dd6e6b6c-f90c-53bc-a3ce-c04d1ec488f1	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:18.957681+00	2026-11-30 10:25:19.060378+00
80ad22f9-b112-5f69-9bdf-be69d8ec060b	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.206204+00	\N	\N	01a22bfc-d31b-7288-9864-f365957e5a3b	86	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.206204+00	2026-11-30 10:25:19.335444+00
4cf28ba7-8ddf-5dcf-bec2-178be9195980	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.206204+00	\N	\N	01a22bfc-d31b-7288-9864-f365957e5a3b	86	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.206204+00	2026-11-30 10:25:19.342618+00
20d4268d-09a7-5c69-ac72-63e834f49944	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.335444+00	\N	\N	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	c1ebc83d-a234-577e-afea-19b10363c00d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.335444+00	2026-11-30 10:25:19.356845+00
e0c87e51-62ea-5e13-8587-ed2f80e29281	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.335444+00	\N	\N	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	c1ebc83d-a234-577e-afea-19b10363c00d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.335444+00	2026-11-30 10:25:19.359127+00
1c67d05a-0455-5ab3-8c68-925035a01015	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.76945+00	\N	\N	01a22bfc-d552-74c9-8bd9-c90c7dcc8ab1	93	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.76945+00	2026-11-30 10:25:19.821748+00
530944dd-d3ae-5293-ae09-edcfdb4061a3	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.76945+00	\N	\N	01a22bfc-d552-74c9-8bd9-c90c7dcc8ab1	93	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.76945+00	2026-11-30 10:25:19.838099+00
d36e79d6-62e2-5446-8e97-d4ae67a375d4	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}}	done	0	0	2026-11-30 10:25:18.213251+00	\N	\N	01a22bfc-cf6a-7056-a8f3-99418bf2f2ee	75	5ee144e0-41e5-5510-b392-885ea43656dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.213251+00	2026-11-30 10:25:18.278838+00
b4f67eb2-ed4f-52c2-86bd-b5b469d6ba9a	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.164459+00	\N	\N	01a22bfc-d317-7277-9d0e-b125c471d90a	85	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.164459+00	2026-11-30 10:25:19.270787+00
8fd41913-562c-5d1e-a5ef-5c76651d0d37	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.164459+00	\N	\N	01a22bfc-d317-7277-9d0e-b125c471d90a	85	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.164459+00	2026-11-30 10:25:19.290133+00
3644d4e9-6c1d-53c8-8693-a6a6badb25bd	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.34787+00	\N	\N	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	c1ebc83d-a234-577e-afea-19b10363c00d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.34787+00	2026-11-30 10:25:19.378209+00
2605320d-34b5-5015-a2d2-7028dda98f38	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.34787+00	\N	\N	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	c1ebc83d-a234-577e-afea-19b10363c00d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.34787+00	2026-11-30 10:25:19.381628+00
c269f946-6b26-5c2c-b0ca-a5b56eaab2dd	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}}	done	0	0	2026-11-30 10:25:18.218085+00	\N	\N	01a22bfc-cf70-7355-b19e-df9c369670d1	77	5ee144e0-41e5-5510-b392-885ea43656dc	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.218085+00	2026-11-30 10:25:18.238665+00
8d83a6aa-f77c-5c13-9274-8b09d9f391e5	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}}	done	0	0	2026-11-30 10:25:18.356999+00	\N	\N	01a22bfc-d00a-7586-a9e8-4bb278d0f1e5	79	a1b45749-52e6-5178-9aac-ee32049921bb	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:18.356999+00	2026-11-30 10:25:18.374213+00
a96beb78-a351-58b0-86c0-cbcc5f6f0d13	autopilot	plan	{"since": "2026-11-30T10:25:18.615592Z", "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}	done	10	0	2026-11-30 10:25:18.635404+00	\N	\N	01a22bfc-d113-73dc-a6bd-7f62dba5223a	81	ab7ef217-bbc0-53c6-bd65-7b31bb91b1d7	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1001	\N	2026-11-30 10:25:18.635404+00	2026-11-30 10:25:18.654599+00
577f671f-7a3c-5f25-aedd-b9be40e5f5aa	announcing	announce	{"news": {"posting": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "version": 5}}}	done	0	0	2026-11-30 10:25:18.946721+00	\N	\N	01a22bfc-d255-705c-b378-d789f97ed6db	82	dd6e6b6c-f90c-53bc-a3ce-c04d1ec488f1	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:18.946721+00	2026-11-30 10:25:18.957681+00
a5a7ca71-6b37-5290-9edf-b140a4c129f1	announcing	announce	{"news": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.142299+00	\N	\N	01a22bfc-d317-7277-9d0e-b125c471d90a	85	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.142299+00	2026-11-30 10:25:19.164459+00
1b20da1d-e5f9-5733-ad4b-5a30eb200ce8	announcing	announce	{"news": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.180367+00	\N	\N	01a22bfc-d31d-7515-898f-a3cdaa9ee26d	87	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.180367+00	2026-11-30 10:25:19.228915+00
b8e28878-ad23-5759-ad01-b186ce04fe85	publishing	clear	{"post": "76f1f53a-5275-5ab4-a158-fa413bf276f1", "project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3"}	done	0	0	2026-11-30 10:25:19.439543+00	\N	\N	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.453159+00	2026-11-30 10:25:19.477956+00
a191a02f-6cfc-5aa4-81e0-48bed1ce00c1	announcing	announce	{"news": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.72046+00	\N	\N	01a22bfc-d552-74c9-8bd9-c90c7dcc8ab1	93	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.72046+00	2026-11-30 10:25:19.76945+00
1aafd856-732a-572a-bfb5-16caa1eb302c	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.228915+00	\N	\N	01a22bfc-d31d-7515-898f-a3cdaa9ee26d	87	8e5a60c1-6b05-56be-a719-79da4e12d3ab	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.228915+00	2026-11-30 10:25:19.361096+00
ecac62c1-52a2-5275-a671-36ff33e62f50	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.342618+00	\N	\N	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	c1ebc83d-a234-577e-afea-19b10363c00d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.342618+00	2026-11-30 10:25:19.383592+00
c5a435c2-3719-50f3-b87f-a40f958dee2c	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.342618+00	\N	\N	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	c1ebc83d-a234-577e-afea-19b10363c00d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.342618+00	2026-11-30 10:25:19.385748+00
46c20aeb-b828-5a86-8bbb-50299800eab7	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.46205+00	\N	\N	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.46205+00	2026-11-30 10:25:19.50297+00
d5c9313a-c9c4-5314-aea3-64fcec48f3fe	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.46205+00	\N	\N	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.46205+00	2026-11-30 10:25:19.50297+00
b4b519df-d738-50ec-8e62-7372603dc09f	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.46205+00	\N	\N	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.46205+00	2026-11-30 10:25:19.509622+00
40810eb1-ec14-5b5a-a62b-4b0feb8f014d	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.46205+00	\N	\N	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.46205+00	2026-11-30 10:25:19.509622+00
3dba4f16-9481-5b0a-a5cf-fbd9ca7f6d5a	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.467431+00	\N	\N	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.467431+00	2026-11-30 10:25:19.495843+00
8dbdb6f0-d75d-5f63-a55a-2fe72a9a9c5a	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "0bf2bdb1-8bac-520c-8732-fe3754994a5d"}}}	done	0	0	2026-11-30 10:25:19.467431+00	\N	\N	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	09c702bb-af44-5c20-a58a-03a8dd1c4223	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.467431+00	2026-11-30 10:25:19.500861+00
9f582e2b-417a-57e2-9fd8-bd73f6929581	generation	assess	{"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variants": [[1, 0], [2, 0], [3, 0]], "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}	done	0	0	2026-11-30 10:25:19.685341+00	\N	\N	01a22bfc-d53a-767c-b8c0-edabacd07292	92	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.685341+00	2026-11-30 10:25:19.729908+00
05c4eb25-9676-5ffc-8a5e-3eed53e9c03a	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.785405+00	\N	\N	01a22bfc-d559-76fa-a95b-32ab63f7e921	94	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.785405+00	2026-11-30 10:25:19.834288+00
50755d30-b572-5770-836e-92983de5e50c	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.795726+00	\N	\N	01a22bfc-d55b-7148-9db6-7ec13754023d	95	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.795726+00	2026-11-30 10:25:19.844638+00
a107d231-8487-5f9e-8666-45407f00e3d5	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.795726+00	\N	\N	01a22bfc-d55b-7148-9db6-7ec13754023d	95	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.795726+00	2026-11-30 10:25:19.847951+00
de12f8a1-bcdd-5a4c-ac89-fe460fc71c6e	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.785405+00	\N	\N	01a22bfc-d559-76fa-a95b-32ab63f7e921	94	e74e0a78-2ab9-5a67-a1d2-cbc18896f433	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.785405+00	2026-11-30 10:25:19.872118+00
d685173c-baa9-50b1-940b-d238be368337	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.898395+00	\N	\N	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	afdf43ae-a004-5c0a-8890-4106e6d09b48	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.898395+00	2026-11-30 10:25:20.017926+00
660c0352-d5bb-5707-81a1-d5c2256afa31	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 3, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.898395+00	\N	\N	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	afdf43ae-a004-5c0a-8890-4106e6d09b48	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.898395+00	2026-11-30 10:25:20.043595+00
a3de001e-0bfc-5bb7-9fdb-074e647d036e	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.898395+00	\N	\N	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	afdf43ae-a004-5c0a-8890-4106e6d09b48	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.898395+00	2026-11-30 10:25:20.043595+00
2c431b9b-2e50-5229-887c-f48a692d2832	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 1, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.898395+00	\N	\N	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	afdf43ae-a004-5c0a-8890-4106e6d09b48	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.898395+00	2026-11-30 10:25:19.972326+00
3ffd190a-f7f3-5ab6-ac0d-212484301f75	announcing	show	{"chat": 1002, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.919556+00	\N	\N	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	afdf43ae-a004-5c0a-8890-4106e6d09b48	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.919556+00	2026-11-30 10:25:20.051019+00
f7e1244c-c4b6-5e58-b3ca-0e54ffebc594	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "9e596640-4cf8-5a9e-a32e-fa3b613612b3", "variant": 2, "suggestion": "6da33c67-fa80-5fac-abd4-1ad5c3615120"}}}	done	0	0	2026-11-30 10:25:19.919556+00	\N	\N	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	afdf43ae-a004-5c0a-8890-4106e6d09b48	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1002	\N	2026-11-30 10:25:19.919556+00	2026-11-30 10:25:20.058278+00
dd61066d-3cac-5790-9e73-1365411b5c22	generation	expire	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}	queued	20	0	2026-12-03 10:25:25.151175+00	\N	\N	01a22bfc-ea3d-7318-868e-e3664c97a560	100	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.186124+00	2026-11-30 10:25:25.186124+00
dd5604e5-51b2-592a-a872-7e9fcb9103c3	generation	generate	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}	done	0	0	2026-11-30 10:25:25.186124+00	\N	\N	01a22bfc-ea3d-7318-868e-e3664c97a560	100	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.186124+00	2026-11-30 10:25:25.383752+00
ab9deb6b-baf9-5626-bb15-4841513d671f	generation	assess	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variants": [[1, 0], [2, 0], [3, 0]], "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}	done	0	0	2026-11-30 10:25:25.408629+00	\N	\N	01a22bfc-eb75-746d-a057-8a8c84324225	101	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.408629+00	2026-11-30 10:25:25.44592+00
d7ebde52-7cff-5d4d-9881-d3120a0b0065	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.461192+00	\N	\N	01a22bfc-ebbe-706b-87e9-49f3345ff0c9	102	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.461192+00	2026-11-30 10:25:25.480323+00
02b5bf80-5e8a-5f97-a600-428d35400357	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.461192+00	\N	\N	01a22bfc-ebc4-7026-ab27-850d4da8e8f9	104	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.461192+00	2026-11-30 10:25:25.568585+00
8d36eb3b-07cb-5f68-8d40-28881b826622	announcing	announce	{"news": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.461192+00	\N	\N	01a22bfc-ebc2-7012-8205-7d3d5df628a7	103	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.461192+00	2026-11-30 10:25:25.82406+00
c5e6aafb-b572-5e82-8f4c-a9c565fddbe5	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.694735+00	\N	\N	01a22bfc-ec83-721f-bdf0-d7356b8110c7	105	00847527-ebe5-56d5-9398-99bb36f75f46	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.694735+00	2026-11-30 10:25:25.82406+00
39447ec4-8bee-5a02-a51a-831f84889410	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.694735+00	\N	\N	01a22bfc-ec83-721f-bdf0-d7356b8110c7	105	00847527-ebe5-56d5-9398-99bb36f75f46	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.694735+00	2026-11-30 10:25:25.82406+00
a778ebb3-03f6-595a-9b12-ef806174f937	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.694735+00	\N	\N	01a22bfc-ec83-721f-bdf0-d7356b8110c7	105	00847527-ebe5-56d5-9398-99bb36f75f46	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.694735+00	2026-11-30 10:25:25.82406+00
8ecb195b-4727-55ac-ac7c-a4ebc6e12c50	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.568585+00	\N	\N	01a22bfc-ebc4-7026-ab27-850d4da8e8f9	104	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.568585+00	2026-11-30 10:25:25.853352+00
3a6fff04-5856-59d9-b2d3-6aed7de3e6da	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.82406+00	\N	\N	01a22bfc-ec83-721f-bdf0-d7356b8110c7	105	00847527-ebe5-56d5-9398-99bb36f75f46	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.82406+00	2026-11-30 10:25:25.86359+00
43c99b4e-6b78-521c-b573-8b9bbbe10a5f	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.82406+00	\N	\N	01a22bfc-ec83-721f-bdf0-d7356b8110c7	105	00847527-ebe5-56d5-9398-99bb36f75f46	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.82406+00	2026-11-30 10:25:26.079659+00
303e1ec6-ccd6-54be-8240-390b8c8ea423	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.480323+00	\N	\N	01a22bfc-ebbe-706b-87e9-49f3345ff0c9	102	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.480323+00	2026-11-30 10:25:26.079659+00
8925f7dc-a83d-5b48-ac38-a0df05ad3e1c	announcing	show	{"chat": 1001, "subject": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	done	0	0	2026-11-30 10:25:25.82406+00	\N	\N	01a22bfc-ebc2-7012-8205-7d3d5df628a7	103	1d9c9ae9-9d32-5cc0-b3f0-a82637167030	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:25.82406+00	2026-11-30 10:25:26.109893+00
9b40c259-cb07-5cef-b764-be0b52a9db66	generation	expire	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "af6b6bb6-a93b-5901-a7a1-52ab069c7336"}	queued	20	0	2026-12-03 10:25:26.22689+00	\N	\N	01a22bfc-ee44-702f-ba12-d9423dad8aaa	106	b3678c1b-67f3-5a84-b06c-d534c475c992	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:26.269146+00	2026-11-30 10:25:26.269146+00
286a295e-b6c8-510b-ae38-f731d7668b6e	generation	generate	{"project": "901f37da-8626-55e7-9185-0dbadca4328a", "suggestion": "af6b6bb6-a93b-5901-a7a1-52ab069c7336"}	running	0	0	2026-11-30 10:25:26.269146+00	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:31.271825+00	01a22bfc-ee44-702f-ba12-d9423dad8aaa	106	b3678c1b-67f3-5a84-b06c-d534c475c992	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:26.269146+00	2026-11-30 10:25:26.271559+00
32da8212-1115-59a2-9fc3-e9831a00794a	context-assessment	assess	{"layer": 3, "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	running	0	0	2026-11-30 10:25:26.401237+00	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:31.410802+00	01a22bfc-ef71-7490-8c16-fd197227a31e	107	de4f7905-6904-5af3-a4af-97f33f9e902b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:26.401237+00	2026-11-30 10:25:26.406359+00
581d800b-c927-54e0-90dd-02eae2bcde56	announcing	announce	{"news": {"layer": {"layer": 3, "project": "901f37da-8626-55e7-9185-0dbadca4328a"}}}	running	0	0	2026-11-30 10:25:26.432438+00	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:31.440537+00	01a22bfc-ef93-743b-8da9-217efd50fe0d	108	de4f7905-6904-5af3-a4af-97f33f9e902b	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:26.432438+00	2026-11-30 10:25:26.439561+00
bb0a1118-f00b-5c34-9058-678388ff0df0	publishing	clear	{"post": "fc39e690-a112-5bc6-874a-26e605942a33", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	running	0	0	2026-11-30 10:25:26.5303+00	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:31.558308+00	01a22bfc-f002-74da-ab02-7847a79a3fee	109	fe099315-6b2c-59a1-a63c-08003ed41ae3	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:26.553129+00	2026-11-30 10:25:26.555385+00
596f6ad4-fc57-51f0-84ea-a0382fe2992f	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 1, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	running	0	0	2026-11-30 10:25:26.549981+00	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:31.558308+00	01a22bfc-f002-74da-ab02-7847a79a3fee	109	fe099315-6b2c-59a1-a63c-08003ed41ae3	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:26.549981+00	2026-11-30 10:25:26.555385+00
c71d103c-8f35-504b-9d7d-a383844d6a0c	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 2, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	running	0	0	2026-11-30 10:25:26.549981+00	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:31.558308+00	01a22bfc-f002-74da-ab02-7847a79a3fee	109	fe099315-6b2c-59a1-a63c-08003ed41ae3	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:26.549981+00	2026-11-30 10:25:26.555385+00
c57ffa9e-36c3-512e-9f77-c5cf80909c9e	announcing	announce	{"update": {"variant": {"project": "901f37da-8626-55e7-9185-0dbadca4328a", "variant": 3, "suggestion": "ceec6922-5f7b-5e95-aa06-03f4bc1b2302"}}}	running	0	0	2026-11-30 10:25:26.549981+00	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:31.558308+00	01a22bfc-f002-74da-ab02-7847a79a3fee	109	fe099315-6b2c-59a1-a63c-08003ed41ae3	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:26.549981+00	2026-11-30 10:25:26.555385+00
cc408d06-6d3f-59b3-9a74-1848c761b717	publishing	send	{"post": "fc39e690-a112-5bc6-874a-26e605942a33", "project": "901f37da-8626-55e7-9185-0dbadca4328a"}	running	0	0	2026-11-30 10:25:26.588564+00	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:31.590713+00	01a22bfc-f02f-76fc-a5ed-e4414e84cf3b	110	fe099315-6b2c-59a1-a63c-08003ed41ae3	901f37da-8626-55e7-9185-0dbadca4328a	1001	\N	2026-11-30 10:25:26.588564+00	2026-11-30 10:25:26.590411+00
\.


--
-- Data for Name: epoch_doubts; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.epoch_doubts (epoch, kind, detail, noticed_at) FROM stdin;
\.


--
-- Data for Name: epoch_notices; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.epoch_notices (epoch, chat, told_at) FROM stdin;
\.


--
-- Data for Name: epochs; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.epochs (number, system_identifier, timeline, database_oid, table_oid, log_position, opened_at, opened_by, reason) FROM stdin;
1	7713908575003072049	1	16384	16649	0	2026-11-30 10:25:02.478723+00	memebot	the first start
\.


--
-- Data for Name: event_log; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.event_log ("position", event_id, ingest_seq, aggregate_type, aggregate_id, sequence, partition, previous, leaf_hash, sequenced_at) FROM stdin;
1	01a22bfc-92f0-7497-8029-3be061b840fe	1	member	telegram:1001	1	12	0	\\x7882afd34100b60d2092161caa717b541347a02a97534e9eac85cdff1ab4553d	2026-11-30 10:25:03.545932+00
2	01a22bfc-9838-710b-aeef-070ad93b1b09	2	access	2e54ad4d-c9a1-5e64-b573-5f6ad45e7863	1	9	0	\\xd5864089e603ac30c73ce412020abfd1b6ba9325cc7d6b4d20ad6e0be9d245e1	2026-11-30 10:25:04.131495+00
3	01a22bfc-98c9-72d5-8e81-ea6ec6169761	3	project	901f37da-8626-55e7-9185-0dbadca4328a	1	15	0	\\xb84a145298a9a64c5200b1299a7992814f80f0afb93085df04daae90cbcbed11	2026-11-30 10:25:04.213764+00
4	01a22bfc-98ea-77e7-ada4-bb94cc81242f	4	account	900100200300	1	2	0	\\x7574eeebc3ded5366e3cde9dabafecdd8ba13b92189bd558c072a14ef3f1967e	2026-11-30 10:25:04.237041+00
5	01a22bfc-98ec-7652-b951-8b31c0312cb0	5	project	901f37da-8626-55e7-9185-0dbadca4328a	2	15	3	\\xde5f659322182e02ff8fe32914df456002a398cf37ff48e845b3c2ca716680fa	2026-11-30 10:25:04.240187+00
6	01a22bfc-994f-761a-8c31-30b7ddb5648a	6	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	13	0	\\x14b199bea9481c7b24672554cbe56bc15327e2d1f6369ece7d62832600e3da88	2026-11-30 10:25:04.345233+00
7	01a22bfc-9975-724b-9705-3e5dc1c32d49	7	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	2	13	6	\\x2317c84032067be9a5b9bf61a6db6053f51bc7ba0db23e02e695dd918033803d	2026-11-30 10:25:04.382841+00
8	01a22bfc-9cd9-7406-b143-dd9feb353647	8	member	telegram:1001	2	12	1	\\x38d539b2bb29edcedb8e692971b8882c09438fbf760f694742b23a351887e124	2026-11-30 10:25:05.388442+00
9	01a22bfc-9df4-77de-80bf-88a838fcd7d8	9	member	telegram:1002	1	13	7	\\x93869033201d1268a459308b8ccfc6eed02eeb3365b135162f8c6ac823c98a72	2026-11-30 10:25:05.532185+00
10	01a22bfc-9e89-7587-b97d-8c0d9f319312	10	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	13	9	\\x240d1bd7c59979499466bffd259a8dda7cccf0b024bde23ad6c3f674c7243451	2026-11-30 10:25:05.676148+00
11	01a22bfc-9ee6-7377-ad4e-96f6d1b30e83	11	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	2	13	10	\\xa516764df254142df44dbd0469513b7fc8bc53b0cd971b8bbc202ca3d12c9d2d	2026-11-30 10:25:05.773942+00
12	01a22bfc-9f80-703b-a6fd-d2fbf6a49ba0	12	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	3	13	11	\\xf8315032d4aaa1cc1a69a676e703ac19779204deb344bd1c4fa4cd7f391e9fb9	2026-11-30 10:25:05.92454+00
13	01a22bfc-a003-75df-9f11-928cab242b9a	13	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	4	13	12	\\x6efe3cec4f2f31449c944f4a99fbdf5b40bc1bcd7ece0fed5cdea15d656f4fe8	2026-11-30 10:25:06.057352+00
14	01a22bfc-a025-76f2-9b77-95895baf5021	14	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	5	13	13	\\xe33dffbb8fba820a2d1295df8d6bf654500f97d91e29f0ad60d4670d103fd2cf	2026-11-30 10:25:06.088224+00
15	01a22bfc-a094-776f-984c-b3db6c960902	15	context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	6	13	14	\\xf3904a9356851eba188f9866683e9cb1c7f040bc29545f43042eacd1358c6e09	2026-11-30 10:25:06.198931+00
16	01a22bfc-a139-70f0-b16c-e54ee01789dd	16	context	901f37da-8626-55e7-9185-0dbadca4328a	1	15	5	\\xb72f489fd0c3c447cf23ffb326270fc8578563c3f9f001d51f4bfc6f18246d9b	2026-11-30 10:25:06.36967+00
17	01a22bfc-a15b-7340-af3a-a62f1a3a38fb	17	context	901f37da-8626-55e7-9185-0dbadca4328a	2	15	16	\\x0b8368a1dec6270be279a561e90104b02fbf877553c79c1106de51e544cdf34f	2026-11-30 10:25:06.398801+00
18	01a22bfc-a188-75e7-84cd-5cb7316c5bd1	18	context	901f37da-8626-55e7-9185-0dbadca4328a	3	15	17	\\x9d5878161405389195cbba78ae111670f737c23109f290849b8c666ddcdc5366	2026-11-30 10:25:06.444595+00
19	01a22bfc-a1d2-76c5-8397-15b53e9ec066	19	context	901f37da-8626-55e7-9185-0dbadca4328a	4	15	18	\\xe3db21436e74ede0701755ccfcb86f337bb09fb39dc81d6d2671cefbdee5b011	2026-11-30 10:25:06.516964+00
20	01a22bfc-a1ed-763a-8367-949ea6a89bf0	20	context	901f37da-8626-55e7-9185-0dbadca4328a	5	15	19	\\x488d9d4699ffa982687f6d16b001b4288eda1189e660b04be480f638dd70e36d	2026-11-30 10:25:06.545837+00
21	01a22bfc-a248-776b-bc2e-3ccf951ee023	21	project	901f37da-8626-55e7-9185-0dbadca4328a	3	15	20	\\xb8bd6d1a89ad06d4059f4bdaf42c6c791f2a5e609f21779230cff2d1a0608308	2026-11-30 10:25:06.634588+00
22	01a22bfc-a2cd-77cb-b330-e0da8ecfd021	22	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	1	15	21	\\x917f39f7d107a4f285d712837fc5f47331516027e700ba9bcad2360acb39776a	2026-11-30 10:25:06.772176+00
23	01a22bfc-a310-73f1-abca-6d00fdc402a7	23	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	2	15	22	\\xd34178f159c4830ff5554430c76bfc11d9d7739be969886a9268a7128fd741ee	2026-11-30 10:25:06.835812+00
24	01a22bfc-a339-76b1-9a9c-b5f21d3958a8	24	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	3	15	23	\\x418a97d021b5dc972a94724249b43eeef098e4addffea08edcafbc5b34ecbd79	2026-11-30 10:25:06.8808+00
25	01a22bfc-a33c-75ae-b24c-2cd36ec6e2ce	25	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	4	15	24	\\x651ed6d1347306e9f2dd2cf5f898e123bdf131f4f905396f46ff3dc9cefbf31a	2026-11-30 10:25:06.8808+00
26	01a22bfc-a33f-7230-ad04-be2ca81c1e8d	26	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	5	15	25	\\x1a8aa506835bbc3f344d265842d1946a575747b1de14fac0453741e798225e60	2026-11-30 10:25:06.891083+00
27	01a22bfc-b65c-7794-8698-6d37d5528adf	27	suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	6	15	26	\\xbcccc80b2b23e578574f5093bc7570b06dd7b8e66f8d2a1def69567f38f9a46e	2026-11-30 10:25:11.778294+00
28	01a22bfc-c105-770c-9207-58d83ef59fd8	28	suggestion	b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd	1	15	27	\\x35092b648f3673ec6b748c6400d5a9e53091144a5a55842ae39207655c76e7d9	2026-11-30 10:25:14.587767+00
29	01a22bfc-c1d9-7206-8f12-1b6efb1a8151	29	suggestion	b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd	2	15	28	\\x8bd71ac3030a69d6013b6418b4c7ca7bd20d2713303ed729fd31e808178e8977	2026-11-30 10:25:14.72001+00
30	01a22bfc-c263-7060-9a1c-28f1233ace53	30	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	1	15	29	\\xbf16d44fb5612e870936981cf2aae3738cc964caeae2a1852270399d198af764	2026-11-30 10:25:14.854362+00
31	01a22bfc-c294-736d-9ec1-ba03102acc0b	31	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	2	15	30	\\x91c941d07c002e6cccded40fe4403a91567703b0baaabf8557e860db3e150e3f	2026-11-30 10:25:14.911156+00
32	01a22bfc-c2be-7093-b275-dd33df03da3e	32	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	3	15	31	\\x6e1280af60d99cfc229a87c161e37308633491c71f1841fb88c16fd304c41673	2026-11-30 10:25:14.945304+00
33	01a22bfc-c2c1-7162-a319-b3221dd36c43	33	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	4	15	32	\\x02942a169df3f52d67b9cd97c8ac685f976cf3bfeeabbaa22e4d06c4c4f70ed5	2026-11-30 10:25:14.952984+00
34	01a22bfc-c2c4-7264-8641-cc8b524b6d36	34	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	5	15	33	\\xb35a39ce89e0a27bd4a44a41668a518462a464cf83de32aa5c5bce1d9d84e5b4	2026-11-30 10:25:14.957136+00
35	01a22bfc-c335-751c-ac7b-43f4b6bec7fe	35	suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	6	15	34	\\xdfa8f38cf0a74753478a3adc8caa9e2c8940a8dac41694e39e5597180d4af9d5	2026-11-30 10:25:15.083447+00
36	01a22bfc-c4fd-7199-adcf-9fa991674fc8	36	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	1	15	35	\\xf0914b9e5c4c26bdddcd1a633fa24160c784f1cfa972d9fb276a8f393f032df8	2026-11-30 10:25:15.629267+00
37	01a22bfc-c597-71a9-8bc4-9cc9e19f6daa	37	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	2	15	36	\\xc1ba02be7814aab254b1bd8a9973499d339e3cd07bc8152998b489bd83dd1eac	2026-11-30 10:25:15.677283+00
38	01a22bfc-c5c0-7532-b9ad-121a1b4a6576	38	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	3	15	37	\\x660fdfc614a1ea61962c93d45112ae6728cc84bbff0bdd16bb57c4dc9e658153	2026-11-30 10:25:15.71946+00
39	01a22bfc-c5c3-7155-8556-1dce04717c44	39	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	4	15	38	\\x827069cbf4d6959860182ad9da08981bf12f3ea0fc8f4f453da658c8f7412101	2026-11-30 10:25:15.721502+00
40	01a22bfc-c5c6-7142-b768-becfff18234f	40	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	5	15	39	\\x75517c3a70511176a60d5a569a477b475732cf60ac0182ebe196ff370e91e7ef	2026-11-30 10:25:15.721502+00
41	01a22bfc-c626-73fb-bd2d-ecd5c556ef4a	41	suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	6	15	40	\\x78794298ad8eb3c01038e1df8c49a0aa6a159a9c90c15df0b5c58163284688e9	2026-11-30 10:25:15.823708+00
42	01a22bfc-c6d5-77fb-bbbb-a635604daabc	42	post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	1	15	41	\\xeaac9680fe12578eb1d74e7d85826fecb7ff6cd3d9181921ab1a1f9cbf2a3be9	2026-11-30 10:25:15.995841+00
43	01a22bfc-c6ef-700e-978e-f0a90825fd75	43	post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	2	15	42	\\xf4566b463b4537f2b753180a884de308d68035db5637b173e118f33ad4c01a1c	2026-11-30 10:25:16.019807+00
44	01a22bfc-c727-74e7-a213-ed78d11cbf95	44	account	900100200300	2	15	43	\\xc0c67737d671d4731f92d16006f2b1b0d8dbe94cd6fdeea1afb245481d49a271	2026-11-30 10:25:16.088062+00
45	01a22bfc-c755-76cc-b69b-b696d7034a4e	45	post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	3	15	44	\\x2c0394912933c7974008f69a31feadf3ea5bdd6a892364e54880b1bcd3a48f28	2026-11-30 10:25:16.130558+00
46	01a22bfc-c76b-7090-8928-2fedcc9c19cd	46	account	900100200300	3	15	45	\\x413c8085572306b76319010aaf1b244bdbfb7c5eceb71e5995ef8c2155301fe0	2026-11-30 10:25:16.16721+00
47	01a22bfc-c818-76f1-9789-abf69468a91e	47	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	1	15	46	\\xe99de7f97f5fc3b32d8ee60290821cd085151eab5451dfff5ad90123762ab156	2026-11-30 10:25:16.318121+00
48	01a22bfc-c859-73ef-ae6e-5e5a4f15f85a	48	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	2	15	47	\\xce3ea40874ba798d1af6d2218bfe16f090f070ddcb3b1e31a839a12a04f73b29	2026-11-30 10:25:16.388677+00
49	01a22bfc-c8b9-77c3-bede-11d34b45577a	49	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	3	15	48	\\xdd9a320521e9d609d1b463733ab9c85dbfd811b1a70690056d6b0ec0fd3b892a	2026-11-30 10:25:16.484096+00
50	01a22bfc-c8c0-7019-9f68-e25d0a61d7a5	50	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	4	15	49	\\x88fe240bda219d5f3313341765856be0d14e862f07d1fd9d944acb840915b018	2026-11-30 10:25:16.492393+00
51	01a22bfc-c8c6-7085-a535-bc25010d1a58	51	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	5	15	50	\\x04d366da0e59c5d9c78b946da73db0a28d0592bb3884e640e9e837b5058b141b	2026-11-30 10:25:16.525906+00
52	01a22bfc-c94f-7210-8116-fbae437e72c9	52	suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	6	15	51	\\x844299b108d8d7f92cb65b1a32aca9ea3190f34b0d48efc13866d17c14423583	2026-11-30 10:25:16.645291+00
53	01a22bfc-c9f2-710e-9077-a411423b47d0	53	post	25dc0a76-d4ea-556c-9ebf-9e7b913edb3b	1	15	52	\\x73a3b62e78a81fb97bcd8612d9a616f4c7df5f0bafb934779948e17615ca45ef	2026-11-30 10:25:16.792147+00
54	01a22bfc-ca6c-73b6-a21d-122385c90292	54	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	1	15	53	\\x1471918c8a00d8483ba6744007b8692b136bb26002676c364581c1474d72de48	2026-11-30 10:25:16.913135+00
55	01a22bfc-ca8b-73d4-a412-ee8b296090aa	55	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	2	15	54	\\x9ac8c6d3cffd07737943efce981d04194b1a81ce168c9fba631fad53ebc7e31e	2026-11-30 10:25:16.947576+00
56	01a22bfc-cac9-7530-9b90-5dedfbb99809	56	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	3	15	55	\\x1a8c957aeef983a4e91279e6ef6b5d5b17e51c7056aeabc54c485bab413f6524	2026-11-30 10:25:17.010617+00
57	01a22bfc-cad0-7048-9006-2b990ff3d17b	57	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	4	15	56	\\x2e35597bb2a889fb32ed0016f896433eb937328dfa364f8f17f4f7482b0e5764	2026-11-30 10:25:17.021227+00
58	01a22bfc-cad8-70e0-a892-c2403ded49f7	58	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	5	15	57	\\x6412745aff3ccfea0139864645cdcbd58dcf279bbdfca0881e76ca080086bd4e	2026-11-30 10:25:17.021227+00
59	01a22bfc-cb41-73c1-b5b5-5d5d71d3a702	59	suggestion	ca999630-e6e4-581c-821f-dd4e838489be	6	15	58	\\xe2c3efa7c081adbb68f8e9f150d2cdd5200bb4c617b02a0a476b29f8423ff3cf	2026-11-30 10:25:17.128279+00
60	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	60	post	55d733d7-bcbd-5b9a-88fb-6ea356c6f513	1	15	59	\\xe9fd4b54c1ac3435345099e8d4b8dcc5a84214e72b6c60fbd11f995e8a32f841	2026-11-30 10:25:17.294109+00
61	01a22bfc-cc3f-7282-8ac3-d25f477d01c7	61	post	55d733d7-bcbd-5b9a-88fb-6ea356c6f513	2	15	60	\\xfb1b9d335353f882bb8a08836ef8d8863cb1bb21ff682d8beae54a5a3fca1714	2026-11-30 10:25:17.379726+00
62	01a22bfc-cc74-73bb-ad89-667f74fb151b	62	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	1	15	61	\\xb8647853731606d73e5bbeb27401e634074637e0e5c62e12d77bc3657aa9cce3	2026-11-30 10:25:17.433675+00
63	01a22bfc-cc96-7485-92d6-3a8107f35068	63	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	2	15	62	\\x53661c71e3e603231c9e386bbea8866d9f62723d89fcf9a080a0e844fed2cbd5	2026-11-30 10:25:17.466458+00
64	01a22bfc-ccb2-7147-b94c-6f3ca6031253	64	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	3	15	63	\\x5aa23e8fbda31efce96efca7e641906eaba4877475996e1659c8d54df2d5d9e7	2026-11-30 10:25:17.494251+00
65	01a22bfc-ccb5-760d-bd6f-4179f1adc62a	65	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	4	15	64	\\x4eabe1eee46da5e9d266e9e8c8ac8713bc6ef935b2b18543101fff664d9665ed	2026-11-30 10:25:17.497254+00
66	01a22bfc-ccb9-7064-adb7-07dbe8b92803	66	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	5	15	65	\\xca0bdc1ce2725d343442caff54ee2f3b196c8e28089aa79366f3aa18d88d518e	2026-11-30 10:25:17.515286+00
67	01a22bfc-cd48-72f7-96d4-cc132262de1d	67	suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	6	15	66	\\x2bbfcb8bca89068fd1eaea97a30bb43b04540a33e07676def50ca8cb9bd0592d	2026-11-30 10:25:17.669281+00
68	01a22bfc-ce27-7792-ab61-0ff0f5299554	68	post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	1	15	67	\\x9944a8cd7c68000303b0e31098b80ae96b316c17161fcc54af862f07ae10739a	2026-11-30 10:25:17.868966+00
69	01a22bfc-ce69-76b0-a765-6c4b55db3d01	69	post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	2	15	68	\\x1c472c5f38ace464821f449bf4786c9f918d39d8780058f7b1cf5f47d02f393b	2026-11-30 10:25:17.948869+00
70	01a22bfc-cea4-7316-a00a-d9ddb258e23e	70	account	900100200300	4	15	69	\\x2eea4b3701f9c1f61b059f38a1240748510038189fe3e943ce38453a060402a0	2026-11-30 10:25:17.994311+00
71	01a22bfc-ceb0-7084-9fda-9646b0ef7326	71	post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	3	15	70	\\xcdfe9dfa9fcb28e7a7f23076a0256d1ec14be3c747e7be080f55240034932686	2026-11-30 10:25:18.006102+00
72	01a22bfc-ceb5-72f8-b78f-51e133a4f7cb	72	account	900100200300	5	15	71	\\x131269bd7143f6c3090f13eeca0fd8c170258739d7d8efc37340b0fdd5691d0b	2026-11-30 10:25:18.019427+00
73	01a22bfc-cf3c-75bd-8f5f-c0489d512977	73	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	1	15	72	\\x68f2bfea18913a437ae43b3cb020a8d54456b38b8e871c2a90cfb410635eb822	2026-11-30 10:25:18.144038+00
74	01a22bfc-cf55-77c3-bf2f-0eb488ed9e27	74	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	2	15	73	\\x69a99aa6318e399d492679270a9995ab07c1e58513d7bdea9cd16501735ab18e	2026-11-30 10:25:18.168115+00
75	01a22bfc-cf6a-7056-a8f3-99418bf2f2ee	75	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	3	15	74	\\xee4f9bf0f4fdeec6baab34ebf3966dbece4c56967fae9fa77f856d559df1cc29	2026-11-30 10:25:18.190174+00
76	01a22bfc-cf6d-73d4-953f-eaad5992e3d6	76	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	4	15	75	\\x6c8724e051a2651c8cd079743af922e7fb7bde285b5799ae1cc7858a53aa7d59	2026-11-30 10:25:18.19494+00
77	01a22bfc-cf70-7355-b19e-df9c369670d1	77	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	5	15	76	\\xe92f8692bd58ffadf30cafcf6e7fb49d57a505347283259d26e0ef31e4c64b11	2026-11-30 10:25:18.202919+00
78	01a22bfc-cff5-75a7-bba4-7fe3a8b748a5	78	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	6	15	77	\\x684cca38c90e16f6818e6d167d30c1a22f72eda8b7be2267300403dbff989ccd	2026-11-30 10:25:18.328118+00
79	01a22bfc-d00a-7586-a9e8-4bb278d0f1e5	79	suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	7	15	78	\\x5977cb6209a168357110206e77fc374dbb4316fd1592d6ab081dc1698f552171	2026-11-30 10:25:18.350673+00
80	01a22bfc-d091-747c-9108-94613bc35eaf	80	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	3	13	15	\\x1f9d5335fcd1f929a8472580d128739f25a0d96b1cdb65b44415800c4fc1e9ac	2026-11-30 10:25:18.488057+00
81	01a22bfc-d113-73dc-a6bd-7f62dba5223a	81	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	4	13	80	\\xfcdaf4d0de593cf28ea07529baa69cc4cc5b2f28a31bd0870295a1936cee43bb	2026-11-30 10:25:18.620385+00
82	01a22bfc-d255-705c-b378-d789f97ed6db	82	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	5	13	81	\\xbe5fe0e86c7945f34187c8abe0dc4f25c264137d46191d163b5741a2af3bc9e4	2026-11-30 10:25:18.936058+00
83	01a22bfc-d2df-71b5-9eb6-943c2c0a6639	83	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	1	13	82	\\x76f987ed7b12f1380750d51ffe8116fb0a3fc4666b523d16caef5883a9244bbc	2026-11-30 10:25:19.075787+00
84	01a22bfc-d2ff-71da-97e2-e99881466ad7	84	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	2	13	83	\\x48209563973776b797855fb8ec3400a3d2d20ce4a9c0db406e1c89984f7b5b28	2026-11-30 10:25:19.106063+00
85	01a22bfc-d317-7277-9d0e-b125c471d90a	85	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	3	13	84	\\x0a46a2a118848184c8973c5d6eba27200bd454280109434acf73c7d4c094c429	2026-11-30 10:25:19.13311+00
86	01a22bfc-d31b-7288-9864-f365957e5a3b	86	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	4	13	85	\\xaace7c4450107212c54bde85fc74bff1f305f0083a624300a5d0f40b639cc9d1	2026-11-30 10:25:19.140053+00
87	01a22bfc-d31d-7515-898f-a3cdaa9ee26d	87	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	5	13	86	\\xc13df395a415d31aec21e531b90332e0d2dbfa3f7ffb840d4a4ab11c6e99469b	2026-11-30 10:25:19.144123+00
88	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	88	suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	6	13	87	\\xc5864ed40fbdcb5914f47f6728417feb00e771d724beb6e63ea595c47f5e33b6	2026-11-30 10:25:19.286439+00
89	01a22bfc-d450-77ec-9d67-c7e919d43f89	89	post	76f1f53a-5275-5ab4-a158-fa413bf276f1	1	13	88	\\x5117f45c476461f263b71d8e100867d483bc3e169a9fc8fc7a56675e0b907b66	2026-11-30 10:25:19.445027+00
90	01a22bfc-d472-7002-b2e8-ffb6471200c0	90	post	76f1f53a-5275-5ab4-a158-fa413bf276f1	2	13	89	\\xb0f149a9effc9fd46b6fdbaf646734e79a417cada940acab918a344ba735aae3	2026-11-30 10:25:19.478899+00
91	01a22bfc-d51e-748c-b69d-9dd7bf5d9437	91	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	1	13	90	\\x654e84ec75eac3b39eaa242707c0eb426ec61923003202b7f4d51fbab751740e	2026-11-30 10:25:19.650792+00
92	01a22bfc-d53a-767c-b8c0-edabacd07292	92	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	2	13	91	\\x01b0db6e46e4833a41908c5e8644a7d2deb5e506091eb105b455392dd2481628	2026-11-30 10:25:19.678246+00
93	01a22bfc-d552-74c9-8bd9-c90c7dcc8ab1	93	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	3	13	92	\\x7f14ca5ee77502d4f6f6f9510ccc35877620ce016c721c27707732b79967bd28	2026-11-30 10:25:19.706584+00
94	01a22bfc-d559-76fa-a95b-32ab63f7e921	94	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	4	13	93	\\xb207eedcc64684e90de8c90d115d4b0e33cd4424c025967d3a465e24f4425643	2026-11-30 10:25:19.711791+00
95	01a22bfc-d55b-7148-9db6-7ec13754023d	95	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	5	13	94	\\x7602341a4b0b34b075dc7a7fe7d718a7fe1c4cd62ea36bc2a80c1b81ad9fad90	2026-11-30 10:25:19.745045+00
96	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	96	suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	6	13	95	\\xcbd0057aacb4f028b03112158a49fc4d2d880a0417a1ebebe2afc9b4f096f6e9	2026-11-30 10:25:19.850839+00
97	01a22bfc-d6a8-7097-bbb1-6d9c0f9bcf29	97	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	6	13	96	\\x9131fe685ca14363b60f17d757b872d50b5916ad059da95ac4619b2d772d2747	2026-11-30 10:25:20.056054+00
98	01a22bfc-d7a6-7310-8cd0-5f5d2c1225b1	98	project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	7	13	97	\\x76f9ab1b9d6545a7ef9e443505d37258f49588d020d2fc4130ddce6e16bae88f	2026-11-30 10:25:20.300756+00
99	01a22bfc-e88d-77f3-89b8-cfd24a0986ef	99	member	telegram:1001	3	12	8	\\x38444ba3e1fd5213ee7e44ee217eefea7d7ae53cc5cb3a616fc2139eaf0e1a1d	2026-11-30 10:25:24.89939+00
100	01a22bfc-ea3d-7318-868e-e3664c97a560	100	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	1	15	79	\\x829561ec5977f489e48cb3e98c9e2d11b838d6eab95fa094352f636067844d39	2026-11-30 10:25:25.16026+00
101	01a22bfc-eb75-746d-a057-8a8c84324225	101	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	2	15	100	\\x21e15ff5f3261a50052c4003dbfd84a12e660a34d1b1b43537e84ce7f6a5a5e0	2026-11-30 10:25:25.372061+00
102	01a22bfc-ebbe-706b-87e9-49f3345ff0c9	102	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	3	15	101	\\x5539b87f8cfe800de31d600177c84a1838fdb528552a4d9b2e3def45ca8c6c71	2026-11-30 10:25:25.447861+00
103	01a22bfc-ebc2-7012-8205-7d3d5df628a7	103	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	4	15	102	\\x1af4ab2f2110f495f5b8053b652c2281c7d605af1eb3c6ed6a32a6ff75171c3f	2026-11-30 10:25:25.447861+00
104	01a22bfc-ebc4-7026-ab27-850d4da8e8f9	104	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	5	15	103	\\x8dcf1a19332fe1acbabfe058cd839f0d45255fcdfcf06750af30591fc12662f4	2026-11-30 10:25:25.447861+00
105	01a22bfc-ec83-721f-bdf0-d7356b8110c7	105	suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	6	15	104	\\xda4efb59309b5bef741be9cc0b7f37462cf97674cc08880eb37fa0b4f12305ae	2026-11-30 10:25:25.640155+00
106	01a22bfc-ee44-702f-ba12-d9423dad8aaa	106	suggestion	af6b6bb6-a93b-5901-a7a1-52ab069c7336	1	15	105	\\x868354169c1f26dc854ccdb6ee0af789611b52544d2e87605377742812572282	2026-11-30 10:25:26.242005+00
107	01a22bfc-ef71-7490-8c16-fd197227a31e	107	context	901f37da-8626-55e7-9185-0dbadca4328a	6	15	106	\\x20500f2a1b97820f1a2063d1cdd94769806581f2a06a2880cee89352bfeba584	2026-11-30 10:25:26.389194+00
108	01a22bfc-ef93-743b-8da9-217efd50fe0d	108	context	901f37da-8626-55e7-9185-0dbadca4328a	7	15	107	\\xa8e324363afe20262388b8103da89cbf8eb213743c3082ce89b99e6710a85494	2026-11-30 10:25:26.422888+00
109	01a22bfc-f002-74da-ab02-7847a79a3fee	109	post	fc39e690-a112-5bc6-874a-26e605942a33	1	15	108	\\x8952dd1fc08876f69aee698441e2bdae7c94facf78cddd092640e22ffbed1da5	2026-11-30 10:25:26.538255+00
110	01a22bfc-f02f-76fc-a5ed-e4414e84cf3b	110	post	fc39e690-a112-5bc6-874a-26e605942a33	2	15	109	\\x30755ccba55a922edef899d58160dcc5046bb6ec5504e9ba5fcf540f5c57a1dc	2026-11-30 10:25:26.578756+00
\.


--
-- Data for Name: event_pending; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.event_pending (ingest_seq, event_id) FROM stdin;
111	01a22bfc-f04c-72e9-9335-99a51b44dcc9
112	01a22bfc-f6c3-7299-bfac-28a492862aa7
\.


--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, event_id, project_id, ingest_seq, recorded_at) FROM stdin;
member	telegram:1001	1	RoleGranted	1.0	{"RoleGranted":{"name":null,"role":"owner","scope":"global"}}	{"command_id":"21d6e5ba-c211-555a-8975-3db9d7a6a1fa","actor":{"kind":"operator","id":"configuration"},"correlation_id":"21d6e5ba-c211-555a-8975-3db9d7a6a1fa"}	01a22bfc-92f0-7497-8029-3be061b840fe	\N	1	2026-11-30 10:25:02.785084+00
access	2e54ad4d-c9a1-5e64-b573-5f6ad45e7863	1	CommandRefused	1.0	{"CommandRefused":{"actor":{"id":"telegram:1002","kind":"member"},"code":"not-allowed","command":"/start","reason":"this needs the role owner or editor or publisher or auditor or analyst","stream":"access/9894317b-4b66-506f-bd55-6b1f4028a363"}}	{"command_id":"9894317b-4b66-506f-bd55-6b1f4028a363","actor":{"kind":"member","id":"telegram:1002"},"correlation_id":"6712a187-6b04-5b21-acd3-f06ed1bf37f2","chat":1002}	01a22bfc-9838-710b-aeef-070ad93b1b09	\N	2	2026-11-30 10:25:04.125929+00
project	901f37da-8626-55e7-9185-0dbadca4328a	1	ProjectCreated	1.0	{"ProjectCreated":{"base_description":{"$sealed":{"data":"crgJCDp8ScPJ66+fcuukWM4aDrm83pTGMFwDtNxQ0ULMKG6g9g2JT34MvpTKOH146c0iLJntj8mdB9RYyeK1bs1IutNqWz0","key":"5ee6ea48-4c1b-42d9-85cf-c3bc36bd2fc1"}},"name":"Froglet"}}	{"command_id":"a962f70a-62d1-5c5a-99d9-2af208ddcdf3","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"a962f70a-62d1-5c5a-99d9-2af208ddcdf3","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-98c9-72d5-8e81-ea6ec6169761	901f37da-8626-55e7-9185-0dbadca4328a	3	2026-11-30 10:25:04.212213+00
account	900100200300	1	AccountConnected	1.0	{"AccountConnected":{"username":"memebot_sandbox"}}	{"command_id":"d3ae3f89-6ae5-5cb9-a2ff-81285e67ea04","actor":{"kind":"process","id":"onboarding"},"correlation_id":"a962f70a-62d1-5c5a-99d9-2af208ddcdf3","causation_id":"01a22bfc-98c9-72d5-8e81-ea6ec6169761","chat":1001}	01a22bfc-98ea-77e7-ada4-bb94cc81242f	\N	4	2026-11-30 10:25:04.235505+00
project	901f37da-8626-55e7-9185-0dbadca4328a	2	AccountAssigned	1.0	{"AccountAssigned":{"account":"900100200300","username":"memebot_sandbox"}}	{"command_id":"5c37b51d-5cf7-56bc-bea8-3e250b9b3191","actor":{"kind":"process","id":"onboarding"},"correlation_id":"a962f70a-62d1-5c5a-99d9-2af208ddcdf3","causation_id":"01a22bfc-98c9-72d5-8e81-ea6ec6169761","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-98ec-7652-b951-8b31c0312cb0	901f37da-8626-55e7-9185-0dbadca4328a	5	2026-11-30 10:25:04.236984+00
project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	ProjectCreated	1.0	{"ProjectCreated":{"base_description":{"$sealed":{"data":"2WMJWHUvvB604zUax/CIBo0DgQBui/wVYaiWt6Y68thLKVXTyickIiAqd3E5OlC8lg","key":"9ffd4024-c4b3-4e5c-b815-93cf517ea8f3"}},"name":"Otterly"}}	{"command_id":"34e60ba3-a5ca-5286-9064-5f3efb1b57d2","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"34e60ba3-a5ca-5286-9064-5f3efb1b57d2","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-994f-761a-8c31-30b7ddb5648a	9e596640-4cf8-5a9e-a32e-fa3b613612b3	6	2026-11-30 10:25:04.33804+00
project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	2	AccountAssigned	1.0	{"AccountAssigned":{"account":"900100200300","username":"memebot_sandbox"}}	{"command_id":"28f87b85-65a5-5687-9e46-d951961226c2","actor":{"kind":"process","id":"onboarding"},"correlation_id":"34e60ba3-a5ca-5286-9064-5f3efb1b57d2","causation_id":"01a22bfc-994f-761a-8c31-30b7ddb5648a","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-9975-724b-9705-3e5dc1c32d49	9e596640-4cf8-5a9e-a32e-fa3b613612b3	7	2026-11-30 10:25:04.380076+00
member	telegram:1001	2	ApiTokenIssued	1.0	{"ApiTokenIssued":{"expires_at":null,"label":"scenario","secret_hash":"63caa29c0bc6f5b5418c3020f5a224c00963a8b516a7a8488a09fb0f8d9ba5de","token":"01a22bfc-9ca0-7698-b7ec-9dc802fec263"}}	{"command_id":"01a22bfc-9cd8-7786-9f0e-4a1939b169f8","actor":{"kind":"operator","id":"unknown"},"correlation_id":"01a22bfc-9cd8-7786-9f0e-4a1939b169f8"}	01a22bfc-9cd9-7406-b143-dd9feb353647	\N	8	2026-11-30 10:25:05.242592+00
member	telegram:1002	1	RoleGranted	1.0	{"RoleGranted":{"name":{"$sealed":{"data":"wqavHpr4/quJVSjT39c+IQo6fTleFEj/mhi3yZ4Xsuw","key":"d2869ee5-d7d7-428f-827a-ba4c26f55431"}},"role":"publisher","scope":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3"}}}	{"command_id":"eecfe48b-47d6-5926-826b-61054008a32d","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"eecfe48b-47d6-5926-826b-61054008a32d","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-9df4-77de-80bf-88a838fcd7d8	9e596640-4cf8-5a9e-a32e-fa3b613612b3	9	2026-11-30 10:25:05.526222+00
context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	ContextAdded	1.0	{"ContextAdded":{"added_by":{"id":"telegram:1001","kind":"member"},"content":{"$sealed":{"data":"6DtasqrVfTS0Rn/j8Mmus5Nz7KQY7lz3krJWErt19Ltbt4QFSPtEuP4e30euwHNF1+XVeBplMIdIM1R+mUg","key":"e74da5ae-dbb7-4db9-808a-84623bb22d40"}},"layer":1}}	{"command_id":"f660e9f7-14e5-5d51-a684-9a8073ae145b","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"f660e9f7-14e5-5d51-a684-9a8073ae145b","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-9e89-7587-b97d-8c0d9f319312	9e596640-4cf8-5a9e-a32e-fa3b613612b3	10	2026-11-30 10:25:05.674821+00
context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	2	ContextAssessed	1.0	{"ContextAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"layer":1}}	{"command_id":"cb0d8506-51f6-5542-ad2b-d058f04abc36","actor":{"kind":"process","id":"context-assessment"},"correlation_id":"f660e9f7-14e5-5d51-a684-9a8073ae145b","causation_id":"01a22bfc-9e89-7587-b97d-8c0d9f319312","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-9ee6-7377-ad4e-96f6d1b30e83	9e596640-4cf8-5a9e-a32e-fa3b613612b3	11	2026-11-30 10:25:05.76828+00
context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	3	ContextApproved	1.0	{"ContextApproved":{"context_version":1,"layer":1}}	{"command_id":"2022452c-7467-5e7c-a106-2e4f88c1abbe","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"2022452c-7467-5e7c-a106-2e4f88c1abbe","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-9f80-703b-a6fd-d2fbf6a49ba0	9e596640-4cf8-5a9e-a32e-fa3b613612b3	12	2026-11-30 10:25:05.921656+00
context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	4	ContextAdded	1.0	{"ContextAdded":{"added_by":{"id":"telegram:1001","kind":"member"},"content":{"$sealed":{"data":"IBB/eCgQYYL66jFswiJyOPZFwuLvh6e8mbJPtLPgEyjNoCkKBUiHrnVASKgcRNQ","key":"b053e905-c1b1-466b-9ff6-6842cb93db85"}},"layer":2}}	{"command_id":"cd3fb1b0-2ec7-5c1e-bcfd-37c586248448","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"cd3fb1b0-2ec7-5c1e-bcfd-37c586248448","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-a003-75df-9f11-928cab242b9a	9e596640-4cf8-5a9e-a32e-fa3b613612b3	13	2026-11-30 10:25:06.052925+00
context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	5	ContextAssessed	1.0	{"ContextAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"layer":2}}	{"command_id":"edf3587d-77da-5865-b796-2963900615ac","actor":{"kind":"process","id":"context-assessment"},"correlation_id":"cd3fb1b0-2ec7-5c1e-bcfd-37c586248448","causation_id":"01a22bfc-a003-75df-9f11-928cab242b9a","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-a025-76f2-9b77-95895baf5021	9e596640-4cf8-5a9e-a32e-fa3b613612b3	14	2026-11-30 10:25:06.086466+00
context	9e596640-4cf8-5a9e-a32e-fa3b613612b3	6	ContextRejected	1.0	{"ContextRejected":{"layer":2,"reason":{"$sealed":{"data":"M5+JOsBkzsA7j/cfumq7Dc22Izd1iJYPN9f3KRsgLOYcuTg","key":"b5e5fe20-63bc-4786-a108-f1dccfa83fdb"}}}}	{"command_id":"dfeed4df-8300-5a09-b06f-c32d71f0b3c6","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"dfeed4df-8300-5a09-b06f-c32d71f0b3c6","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-a094-776f-984c-b3db6c960902	9e596640-4cf8-5a9e-a32e-fa3b613612b3	15	2026-11-30 10:25:06.197384+00
context	901f37da-8626-55e7-9185-0dbadca4328a	1	ContextAdded	1.0	{"ContextAdded":{"added_by":{"id":"telegram:1001","kind":"member"},"content":{"$sealed":{"data":"GQ3BPQN32ls0s1h/r8o+WadzHcPhtYB2nZaIgqZ5WGTGHvEScAD1k8+6+j33KXw8mldNYiMI5z5dQEdKobtKaVKSfU6bNHYO+7UJEXg","key":"797b49e0-e630-41d5-8e76-d7250bebe50b"}},"layer":1}}	{"command_id":"d678daf3-b258-50f1-b1b4-6d0d6c797c8a","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"d678daf3-b258-50f1-b1b4-6d0d6c797c8a","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a139-70f0-b16c-e54ee01789dd	901f37da-8626-55e7-9185-0dbadca4328a	16	2026-11-30 10:25:06.363024+00
context	901f37da-8626-55e7-9185-0dbadca4328a	2	ContextAssessed	1.0	{"ContextAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"layer":1}}	{"command_id":"9df4455a-fb48-5c8f-98c3-55ad0cbecc93","actor":{"kind":"process","id":"context-assessment"},"correlation_id":"d678daf3-b258-50f1-b1b4-6d0d6c797c8a","causation_id":"01a22bfc-a139-70f0-b16c-e54ee01789dd","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a15b-7340-af3a-a62f1a3a38fb	901f37da-8626-55e7-9185-0dbadca4328a	17	2026-11-30 10:25:06.396839+00
context	901f37da-8626-55e7-9185-0dbadca4328a	3	ContextApproved	1.0	{"ContextApproved":{"context_version":1,"layer":1}}	{"command_id":"c965a27d-d0ce-5509-bb2b-1a31ef5223a9","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"c965a27d-d0ce-5509-bb2b-1a31ef5223a9","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a188-75e7-84cd-5cb7316c5bd1	901f37da-8626-55e7-9185-0dbadca4328a	18	2026-11-30 10:25:06.442946+00
context	901f37da-8626-55e7-9185-0dbadca4328a	4	ContextAdded	1.0	{"ContextAdded":{"added_by":{"id":"telegram:1001","kind":"member"},"content":{"$sealed":{"data":"UFuTKPLL9Ly9r8qeyrpr9wF3zaGJiyN5VQ7ouVPbJ2B62so2CA9sMTXv/g","key":"de9921da-150a-420c-bb58-83f5cc5e1b9f"}},"layer":2}}	{"command_id":"6b99fb8a-8179-585f-b1d4-28b5435c92bf","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"6b99fb8a-8179-585f-b1d4-28b5435c92bf","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a1d2-76c5-8397-15b53e9ec066	901f37da-8626-55e7-9185-0dbadca4328a	19	2026-11-30 10:25:06.515422+00
context	901f37da-8626-55e7-9185-0dbadca4328a	5	ContextAssessed	1.0	{"ContextAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"layer":2}}	{"command_id":"c312ec7e-0c03-516f-937c-c344e6b86bf8","actor":{"kind":"process","id":"context-assessment"},"correlation_id":"6b99fb8a-8179-585f-b1d4-28b5435c92bf","causation_id":"01a22bfc-a1d2-76c5-8397-15b53e9ec066","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a1ed-763a-8367-949ea6a89bf0	901f37da-8626-55e7-9185-0dbadca4328a	20	2026-11-30 10:25:06.542359+00
project	901f37da-8626-55e7-9185-0dbadca4328a	3	VibeSet	1.0	{"VibeSet":{"expires_at":"2026-12-07T10:25:06.631704595Z","vibe":{"$sealed":{"data":"X2qG+NEFxDuHYiHR03erYVoUg1UFBT0YUADt5jsKgy3KsYEMMbQSR0sZKJxC0eBD","key":"1b377817-87e0-4b2d-b623-a3832ad62293"}}}}	{"command_id":"44e0c5e0-a9f7-5cab-8268-f433c9295884","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"44e0c5e0-a9f7-5cab-8268-f433c9295884","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a248-776b-bc2e-3ccf951ee023	901f37da-8626-55e7-9185-0dbadca4328a	21	2026-11-30 10:25:06.633215+00
suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"lJZPmupc81YxDBb/H6by8oWBBcuvvRKPQkKEnZjkngF2O1ImcwnzEsx9spbozJ1p3QFMfpyACg","key":"6ee9b49e-8c7b-41ce-a6aa-af2f121a835c"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","replaces":null,"requested_by":{"id":"telegram:1001","kind":"member"},"variants":3,"vibe":{"$sealed":{"data":"13XEuyDsDXcjtXoLMpAnahKQ7h56Dso55UI58HTLSvrSYrp7E0/3SeN0C6YKqn8d","key":"8227142e-cc0f-4cdb-b8fb-def2d45ad527"}}}}	{"command_id":"79bf6566-03f1-5390-a281-5d1d3cf15037","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"79bf6566-03f1-5390-a281-5d1d3cf15037","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a2cd-77cb-b330-e0da8ecfd021	901f37da-8626-55e7-9185-0dbadca4328a	22	2026-11-30 10:25:06.767393+00
suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	2	VariantsGenerated	1.0	{"VariantsGenerated":{"input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"model":"gpt-5.4-mini","usage":{"cached_tokens":0,"input_tokens":419,"output_tokens":105},"variants":[{"$sealed":{"data":"IG4h54X81v0rPsGQzEHn8uOJ9tb5cmVC9J+BHKeY+h2sAY502fQ51QPMKb9FCYRgW+UB8A9sdYJPEOabQ8D2FhowmbG8d4FNElHSKUbxSfrTnFr9qlgpWHYj/C6aRHbQRLklmbnYJNM5YGGqh97cv1inplfUKO8DegN8/NsXS3jrMV95bA","key":"d149689e-ea64-46a4-8418-fd52c31e6a9a"}},{"$sealed":{"data":"4IjFYGYInGn8WKkFm3EAJAVXGSlPj2PVOKT6/lYacxp/drgXxVSgBn1hs53qC5GarUgmJFrZVacbc0AbIxwK3RgYPBgCiaohaJtKIeZm02JrB54Y/5LdYV7o426eWLXyVTROhcHWqtvu0N1Ksvo5t/INItR/619X","key":"2e38f43f-24f6-41f3-8c9a-5a96953637a0"}},{"$sealed":{"data":"9mc583kxtHDvkcIowFMdV51A5/Pkdw//HPahbyHN4DL5/7dC7KTT2hvR6DuHpAI6uEg506uYUsmyYVuT+0hANDG04FPRpeVbeaoVw3EKtetcyYyLKJ/DdBv+x90JeC1GpvBmzhsdv18C1a1hhGVHi1rRqs7LyJWkdRw","key":"b5cc33b1-2164-4866-ad7e-490fa5618c1e"}}]}}	{"command_id":"fb3d427e-6f58-53d0-9cab-e0eb45ac5e7d","actor":{"kind":"process","id":"generation"},"correlation_id":"79bf6566-03f1-5390-a281-5d1d3cf15037","causation_id":"01a22bfc-a2cd-77cb-b330-e0da8ecfd021","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a310-73f1-abca-6d00fdc402a7	901f37da-8626-55e7-9185-0dbadca4328a	23	2026-11-30 10:25:06.833793+00
suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	3	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":1}}	{"command_id":"2578ae32-3fac-5c70-9adc-4c3ba597ee5c","actor":{"kind":"process","id":"generation"},"correlation_id":"79bf6566-03f1-5390-a281-5d1d3cf15037","causation_id":"01a22bfc-a310-73f1-abca-6d00fdc402a7","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a339-76b1-9a9c-b5f21d3958a8	901f37da-8626-55e7-9185-0dbadca4328a	24	2026-11-30 10:25:06.874937+00
suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	4	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":2}}	{"command_id":"d466c257-0d90-5cc2-b9ff-aea252d465ad","actor":{"kind":"process","id":"generation"},"correlation_id":"79bf6566-03f1-5390-a281-5d1d3cf15037","causation_id":"01a22bfc-a310-73f1-abca-6d00fdc402a7","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a33c-75ae-b24c-2cd36ec6e2ce	901f37da-8626-55e7-9185-0dbadca4328a	25	2026-11-30 10:25:06.877907+00
suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	5	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":3}}	{"command_id":"ed0fb759-0f50-5149-ac1f-ca8fd42c819b","actor":{"kind":"process","id":"generation"},"correlation_id":"79bf6566-03f1-5390-a281-5d1d3cf15037","causation_id":"01a22bfc-a310-73f1-abca-6d00fdc402a7","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-a33f-7230-ad04-be2ca81c1e8d	901f37da-8626-55e7-9185-0dbadca4328a	26	2026-11-30 10:25:06.881467+00
suggestion	6736f629-eac9-5e09-92e4-6007f722b1d2	6	SuggestionExpired	1.0	{"SuggestionExpired":{}}	{"command_id":"e289bc66-caa0-5d04-9f3d-f3feb3163cd8","actor":{"kind":"process","id":"generation"},"correlation_id":"79bf6566-03f1-5390-a281-5d1d3cf15037","causation_id":"01a22bfc-a2cd-77cb-b330-e0da8ecfd021","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-b65c-7794-8698-6d37d5528adf	901f37da-8626-55e7-9185-0dbadca4328a	27	2026-11-30 10:25:11.774297+00
suggestion	b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"GtffVxI/avRknueyXmOglGJR2hsCDggGCGQLj/hLWyUq5i2zzZV4dW0","key":"37718a46-fef7-44a2-8c2d-bf67b5f372fd"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","replaces":null,"requested_by":{"id":"telegram:1001","kind":"member"},"variants":3,"vibe":{"$sealed":{"data":"qJG5il8Vvw3kE7BMOiqJBGcEcvnR6DDul2qjInpUCZHjxsuLNQ6qbzInPtcCaLDZ","key":"248a24bb-97b9-498e-976d-c5a3e5cf01c2"}}}}	{"command_id":"b1d46546-92d2-5a6c-a41c-1d51c997cc18","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"b1d46546-92d2-5a6c-a41c-1d51c997cc18","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c105-770c-9207-58d83ef59fd8	901f37da-8626-55e7-9185-0dbadca4328a	28	2026-11-30 10:25:14.575902+00
suggestion	b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd	2	GenerationFailed	1.0	{"GenerationFailed":{"detail":"the model declined: it refused to write this","fault":"model_refused","input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]}}}	{"command_id":"04214a75-808f-5467-b472-6450539908ae","actor":{"kind":"process","id":"generation"},"correlation_id":"b1d46546-92d2-5a6c-a41c-1d51c997cc18","causation_id":"01a22bfc-c105-770c-9207-58d83ef59fd8","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c1d9-7206-8f12-1b6efb1a8151	901f37da-8626-55e7-9185-0dbadca4328a	29	2026-11-30 10:25:14.714256+00
suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"usTSh8A8llo2YgwcNz8+ss3gqT9VvnDPen+fjzwAaWf12VugE0ZDio4","key":"012e138a-7392-474f-bce5-e09d6829b693"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","replaces":null,"requested_by":{"id":"telegram:1001","kind":"member"},"variants":3,"vibe":{"$sealed":{"data":"5i1psdaZ+Wp5GQLfLr7qwN0yYUGhwq5P99R3EPFC+o2E2rkF0r4VahoKDtd6WaX/","key":"7e971bb9-85e2-4075-80b0-9ecd47108648"}}}}	{"command_id":"7992bb50-800e-5781-b284-67290b5a2af6","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"7992bb50-800e-5781-b284-67290b5a2af6","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c263-7060-9a1c-28f1233ace53	901f37da-8626-55e7-9185-0dbadca4328a	30	2026-11-30 10:25:14.85272+00
suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	2	VariantsGenerated	1.0	{"VariantsGenerated":{"input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"model":"gpt-5.4-mini","usage":{"cached_tokens":0,"input_tokens":415,"output_tokens":111},"variants":[{"$sealed":{"data":"HJgMpRjRew5u/MpGXWe1IP3sl6vSfW4webNVSi6PVqIynsP4Adn46B7cYFsgEvMm5PGDMnFIG2wgIZCeVKLriKYVn+6qnGmFItKQcK6o2KOV5HjJU574Mp4EdPweJQRJuOcrnXnGxfk861aGSDi+M/6F0v6O9hbTxA","key":"c5bd3ce0-7bb2-419a-83ff-c6faf961a749"}},{"$sealed":{"data":"qkUB7VwdZE7nxhsJy/M6OyDclI3UW70dOrImE2CsAuoi2YoXN9kVJQYDfhu3oD3GIopwislMF0tnlRJrVk4OOj0URFTgCSay2Hdtna8ZxwIBJLaoj0GqFkJMKkhyo40aIpMH9XUPD6/q8ycVf3q8/1m7YpXj6n65Qpu/eqGMeI6YuHCU8SZm","key":"36de0985-f3cc-4a51-996d-f2b4c87a5818"}},{"$sealed":{"data":"z2bNWkFO3MFEBtRLYrmWRH2jyPsHFUAMflKR835h/TUBB/dDCF6dttsvHkUb28aXCPARmpSA1JdBsJB9FYPvgtCiIuDy81KHI9yBqQZz2BdIbGtyh2Y2LsBAQPtMNmJ76XOC6NNeb9k0+jZx1lbhzNPyzuBMyNvPII807f2rcqWIHPq9Sg507SZmwiKDFjFp","key":"d8b69487-d52d-4e07-8d29-2cb9d8398f36"}}]}}	{"command_id":"16c63265-c0c2-511d-9aff-a33f8bea99f1","actor":{"kind":"process","id":"generation"},"correlation_id":"7992bb50-800e-5781-b284-67290b5a2af6","causation_id":"01a22bfc-c263-7060-9a1c-28f1233ace53","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c294-736d-9ec1-ba03102acc0b	901f37da-8626-55e7-9185-0dbadca4328a	31	2026-11-30 10:25:14.907905+00
suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	3	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":1}}	{"command_id":"24ec72ff-14f1-5eb2-8d2b-6ae13c194103","actor":{"kind":"process","id":"generation"},"correlation_id":"7992bb50-800e-5781-b284-67290b5a2af6","causation_id":"01a22bfc-c294-736d-9ec1-ba03102acc0b","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c2be-7093-b275-dd33df03da3e	901f37da-8626-55e7-9185-0dbadca4328a	32	2026-11-30 10:25:14.943522+00
suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	4	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":2}}	{"command_id":"19e96ea1-d17f-569e-8c2d-4be0a97a5a9f","actor":{"kind":"process","id":"generation"},"correlation_id":"7992bb50-800e-5781-b284-67290b5a2af6","causation_id":"01a22bfc-c294-736d-9ec1-ba03102acc0b","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c2c1-7162-a319-b3221dd36c43	901f37da-8626-55e7-9185-0dbadca4328a	33	2026-11-30 10:25:14.946805+00
suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	5	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":3}}	{"command_id":"7aa9c4c3-3cc7-568b-9e0a-b5b1026462f4","actor":{"kind":"process","id":"generation"},"correlation_id":"7992bb50-800e-5781-b284-67290b5a2af6","causation_id":"01a22bfc-c294-736d-9ec1-ba03102acc0b","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c2c4-7264-8641-cc8b524b6d36	901f37da-8626-55e7-9185-0dbadca4328a	34	2026-11-30 10:25:14.952198+00
suggestion	659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	6	SuggestionRejected	1.0	{"SuggestionRejected":{"reason":null}}	{"command_id":"0ba81f01-a67a-51cb-a0ad-526bd43873bf","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"0ba81f01-a67a-51cb-a0ad-526bd43873bf","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c335-751c-ac7b-43f4b6bec7fe	901f37da-8626-55e7-9185-0dbadca4328a	35	2026-11-30 10:25:15.06264+00
suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"I/cnTm1Gm5v3Ey9liiiq0iR4vMv8wppmAtx/cmyaXVOWgVk7zZ43lnZguZ5fZ9QwjyJH0A","key":"c454bc3a-cb0e-47f9-85ae-ca1be003d3bb"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","replaces":null,"requested_by":{"id":"telegram:1001","kind":"member"},"variants":3,"vibe":{"$sealed":{"data":"/WfcAow1mQz3H0+5t5MTBZ/7DZVUQdnSiXDEdq/4kfKjGtq2D/btphdxHfATYbgc","key":"e2ce159d-f2b6-4cbd-96a8-2d5a22df32ca"}}}}	{"command_id":"db370314-25e0-5b71-93e0-8f9baec267dd","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"db370314-25e0-5b71-93e0-8f9baec267dd","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c4fd-7199-adcf-9fa991674fc8	901f37da-8626-55e7-9185-0dbadca4328a	36	2026-11-30 10:25:15.624605+00
suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	2	VariantsGenerated	1.0	{"VariantsGenerated":{"input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"model":"gpt-5.4-mini","usage":{"cached_tokens":0,"input_tokens":418,"output_tokens":102},"variants":[{"$sealed":{"data":"WI4HMlUNxW+JISAFyEGzXv9vjSRpwlOWwH051lQaUpM8PmgGrQ2r+Gc0uWT4M4sqoOHL02O7UwZQdiFTbPO9h213Nzyt3DgkKEx9q+818uGRUk1RpwDoOLkcSwTagxk1Ut/Da00u5r1zlFIaoia6W3vIai91/4c","key":"cb09dac9-a1b5-45ba-aa5c-119315c881da"}},{"$sealed":{"data":"l/6qVmhzNzMdQNJDfITNwD90yxj9u1A2ylD+2O/07Rgr9hfapHSEvDHpSjA/Hysy4OjHgCnkOWWR32bYW8yka3xmDdnHDKpLpRdT3Py87c0LlRsomKXHvRhXHVV0wWmrnH1hYbj65LJDCCYMujDuBelDWXzC2g","key":"03834cd9-daf5-4c84-b90b-8d4ebfebb785"}},{"$sealed":{"data":"hzISUSP7TTUU9+65Q0KQ4vVTx72YhfbWgvGZE+u/9b/lbdG47nwzcPS+AbulPdtTXNgbw8LtWLz572yNjPb9bk7prb5uTdJinX7DMIIgfxW0tiBmQ1ZBjGHpoxJmc1+LHeGGVdfytNzlWlv67cdTY1l+n/xzl32gV3RvIw","key":"d2285a62-d445-4726-aa6b-638dbb604b7e"}}]}}	{"command_id":"0aa36213-024d-5d61-a657-04b251ff8eaa","actor":{"kind":"process","id":"generation"},"correlation_id":"db370314-25e0-5b71-93e0-8f9baec267dd","causation_id":"01a22bfc-c4fd-7199-adcf-9fa991674fc8","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c597-71a9-8bc4-9cc9e19f6daa	901f37da-8626-55e7-9185-0dbadca4328a	37	2026-11-30 10:25:15.673548+00
suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	3	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":1}}	{"command_id":"3026a7a3-fb7c-5f83-ac31-50626927c2c2","actor":{"kind":"process","id":"generation"},"correlation_id":"db370314-25e0-5b71-93e0-8f9baec267dd","causation_id":"01a22bfc-c597-71a9-8bc4-9cc9e19f6daa","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c5c0-7532-b9ad-121a1b4a6576	901f37da-8626-55e7-9185-0dbadca4328a	38	2026-11-30 10:25:15.71412+00
suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	4	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":2}}	{"command_id":"49205cc0-5217-533f-b11f-2230e0998705","actor":{"kind":"process","id":"generation"},"correlation_id":"db370314-25e0-5b71-93e0-8f9baec267dd","causation_id":"01a22bfc-c597-71a9-8bc4-9cc9e19f6daa","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c5c3-7155-8556-1dce04717c44	901f37da-8626-55e7-9185-0dbadca4328a	39	2026-11-30 10:25:15.716635+00
suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	5	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":3}}	{"command_id":"485f4616-598a-5a56-9b51-dc3c24883357","actor":{"kind":"process","id":"generation"},"correlation_id":"db370314-25e0-5b71-93e0-8f9baec267dd","causation_id":"01a22bfc-c597-71a9-8bc4-9cc9e19f6daa","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c5c6-7142-b768-becfff18234f	901f37da-8626-55e7-9185-0dbadca4328a	40	2026-11-30 10:25:15.719152+00
suggestion	ade7742d-9395-5cb9-bf34-3b28c844ae89	6	SuggestionApproved	1.0	{"SuggestionApproved":{"approved_by":{"id":"telegram:1001","kind":"member"},"revision":0,"score":0,"text_hash":"fb996fbeaec77d88a69927dedf903c2d7c56ab69b228101b19f9068692442931","variant":1}}	{"command_id":"aeca2b3a-d5f2-59e9-850b-7fae442a46dc","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"aeca2b3a-d5f2-59e9-850b-7fae442a46dc","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c626-73fb-bd2d-ecd5c556ef4a	901f37da-8626-55e7-9185-0dbadca4328a	41	2026-11-30 10:25:15.816796+00
account	900100200300	2	AttemptOpened	1.0	{"AttemptOpened":{"attempt":1,"newest_known":null,"opened_at":"2026-11-30T10:25:16.070588812Z","post":"e0bf0637-3967-5a80-b8c6-1cde0f7c096f","text_hash":"fb996fbeaec77d88a69927dedf903c2d7c56ab69b228101b19f9068692442931"}}	{"command_id":"0efc21ea-552d-5c62-b5e9-7111c149b279","actor":{"kind":"process","id":"publishing"},"correlation_id":"56892adf-b24e-5ae3-8635-a788955db71b","causation_id":"01a22bfc-c6ef-700e-978e-f0a90825fd75","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c727-74e7-a213-ed78d11cbf95	901f37da-8626-55e7-9185-0dbadca4328a	44	2026-11-30 10:25:16.077536+00
account	900100200300	3	AttemptSettled	1.0	{"AttemptSettled":{"attempt":1,"outcome":{"published":"2127348226653683712"},"post":"e0bf0637-3967-5a80-b8c6-1cde0f7c096f"}}	{"command_id":"d92c36ff-96cd-5e2e-9a80-5c40f42ca0e9","actor":{"kind":"process","id":"publishing"},"correlation_id":"56892adf-b24e-5ae3-8635-a788955db71b","causation_id":"01a22bfc-c6ef-700e-978e-f0a90825fd75","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c76b-7090-8928-2fedcc9c19cd	901f37da-8626-55e7-9185-0dbadca4328a	46	2026-11-30 10:25:16.151382+00
suggestion	ca999630-e6e4-581c-821f-dd4e838489be	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"Hyu1eNlADGmaFILC0eXL1QZLAcPuKRvCtLmzRBL6NAEh2CpCoJ7UEeNZ7ak","key":"42bf1e63-5348-4c0c-a98b-8abf8e303b30"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","replaces":null,"requested_by":{"id":"telegram:1001","kind":"member"},"variants":3,"vibe":{"$sealed":{"data":"rrpAe4W1mESyBaoqGmfVkMTmHJeiwKRrI7K8BO8levXQu/JUEg/ZcI2or5co8y+o","key":"c034409f-2886-4959-a72b-dd91ebf6d8ca"}}}}	{"command_id":"97a162d9-31b8-5431-a85d-5d3a3e2ef05f","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"97a162d9-31b8-5431-a85d-5d3a3e2ef05f","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ca6c-73b6-a21d-122385c90292	901f37da-8626-55e7-9185-0dbadca4328a	54	2026-11-30 10:25:16.909929+00
suggestion	ca999630-e6e4-581c-821f-dd4e838489be	2	VariantsGenerated	1.0	{"VariantsGenerated":{"input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"model":"gpt-5.4-mini","usage":{"cached_tokens":0,"input_tokens":478,"output_tokens":103},"variants":[{"$sealed":{"data":"HOomh6PTuKuSm4pPMdpFxJv2dvxiQrssnYe3Z91QEV08VSnCI0NTErly5nojlDrFQI9/bLLI/vtQLAoqSb8L4U5JHWn11DCjwokQRYYPyGmG2z2SRTeGM+8EXslvrWUPwro9Y8jzrogszg","key":"6189e832-1f44-4800-af43-df521b3fe738"}},{"$sealed":{"data":"QqDlU8i8mdZ3EzazBLavsR6BzPzN/UOdpsqD1z9Cs9nCQtW21u/OTv5jel6eMHpyRm29S/gZV19OBPOmHiKpFYc0+G3mu07PBHkPqBTfvc+pl/PVZoq4sRaas6PWtkuV/xjXfydRFdmE/HhE2m5syaAkBjOLhx7di6rYgw","key":"bda367a7-2cfa-4971-af75-89c0bb4dbbfe"}},{"$sealed":{"data":"KGOj0Z1+2S9e2Y/f8D0xD7ijGN1HgO8zgBiR9TN6d6GBBHaE2I9i3QaZqJGUE0igcKYUTNUSo+JUqW1dibDe0vEnjvazI22xgRdyKU9I/+RMHeVRspQev6nfvpr2cZCP4u83ID0ryBstTXZSOawM/zIPh50NYVhxFuiZyYG+2/6qTrBiRFJUPM/e","key":"e921ccfe-a644-4821-9331-c59b57b325c7"}}]}}	{"command_id":"a9d9bb87-f8d6-5a7f-9be2-dc352a9256e9","actor":{"kind":"process","id":"generation"},"correlation_id":"97a162d9-31b8-5431-a85d-5d3a3e2ef05f","causation_id":"01a22bfc-ca6c-73b6-a21d-122385c90292","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ca8b-73d4-a412-ee8b296090aa	901f37da-8626-55e7-9185-0dbadca4328a	55	2026-11-30 10:25:16.944547+00
suggestion	ca999630-e6e4-581c-821f-dd4e838489be	3	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":1}}	{"command_id":"bdd3889f-f0d6-52f6-88a9-52bcf6b248eb","actor":{"kind":"process","id":"generation"},"correlation_id":"97a162d9-31b8-5431-a85d-5d3a3e2ef05f","causation_id":"01a22bfc-ca8b-73d4-a412-ee8b296090aa","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cac9-7530-9b90-5dedfbb99809	901f37da-8626-55e7-9185-0dbadca4328a	56	2026-11-30 10:25:17.002329+00
suggestion	ca999630-e6e4-581c-821f-dd4e838489be	4	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":2}}	{"command_id":"aaf02924-10e7-5933-befa-37a32c976e4f","actor":{"kind":"process","id":"generation"},"correlation_id":"97a162d9-31b8-5431-a85d-5d3a3e2ef05f","causation_id":"01a22bfc-ca8b-73d4-a412-ee8b296090aa","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cad0-7048-9006-2b990ff3d17b	901f37da-8626-55e7-9185-0dbadca4328a	57	2026-11-30 10:25:17.010265+00
suggestion	ca999630-e6e4-581c-821f-dd4e838489be	5	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":3}}	{"command_id":"a4f58c8d-89ca-5872-a476-f918c3602d9b","actor":{"kind":"process","id":"generation"},"correlation_id":"97a162d9-31b8-5431-a85d-5d3a3e2ef05f","causation_id":"01a22bfc-ca8b-73d4-a412-ee8b296090aa","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cad8-70e0-a892-c2403ded49f7	901f37da-8626-55e7-9185-0dbadca4328a	58	2026-11-30 10:25:17.018087+00
suggestion	ca999630-e6e4-581c-821f-dd4e838489be	6	SuggestionApproved	1.0	{"SuggestionApproved":{"approved_by":{"id":"telegram:1001","kind":"member"},"revision":0,"score":0,"text_hash":"6462795ad41932706ecd50fee4ab7f43918986602272e4a7aa21713a9f763494","variant":1}}	{"command_id":"98441c52-8f06-5f1b-a36e-c2ec4f0dbaa8","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"98441c52-8f06-5f1b-a36e-c2ec4f0dbaa8","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cb41-73c1-b5b5-5d5d71d3a702	901f37da-8626-55e7-9185-0dbadca4328a	59	2026-11-30 10:25:17.122742+00
post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	1	PostQueued	1.0	{"PostQueued":{"account":"900100200300","allowance":{"approved_by":{"id":"telegram:1001","kind":"member"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","publish_at":"2026-11-30T10:25:15.988694097Z","score":0,"source":{"context_version":1,"revision":0,"suggestion":"ade7742d-9395-5cb9-bf34-3b28c844ae89","variant":1},"text":{"$sealed":{"data":"OWrMEHvaXKEJKvGt1Nvgv5Za0x1gkeyR/UWvffBMNse6ZhD5JBapxW2Rcx6d4G+Ct7jK1N9BLVegEHFoIwDzTaiusvC2QZrZJNVj7+MA1ZZL8fa46QV+rmveqE6VX5hSwi/qnTPsQllYCdUA86sLXIOTC62asdM","key":"168e3b8a-d3b7-4c5c-b4a3-d61558512273"}},"text_hash":"fb996fbeaec77d88a69927dedf903c2d7c56ab69b228101b19f9068692442931"}}	{"command_id":"0a95d710-3846-5e25-b281-aa36c636cf13","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"56892adf-b24e-5ae3-8635-a788955db71b","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c6d5-77fb-bbbb-a635604daabc	901f37da-8626-55e7-9185-0dbadca4328a	42	2026-11-30 10:25:15.991047+00
post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	2	PostCleared	1.0	{"PostCleared":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]}}}	{"command_id":"7b6056f0-bc2c-5774-be4b-4a9ca40d2ae9","actor":{"kind":"process","id":"publishing"},"correlation_id":"56892adf-b24e-5ae3-8635-a788955db71b","causation_id":"01a22bfc-c6d5-77fb-bbbb-a635604daabc","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c6ef-700e-978e-f0a90825fd75	901f37da-8626-55e7-9185-0dbadca4328a	43	2026-11-30 10:25:16.018085+00
post	e0bf0637-3967-5a80-b8c6-1cde0f7c096f	3	PostPublished	1.0	{"PostPublished":{"attempt":1,"tweet_id":"2127348226653683712","username":"memebot_sandbox"}}	{"command_id":"0b0c0220-5dc9-5df7-9c05-ecb7bf756717","actor":{"kind":"process","id":"publishing"},"correlation_id":"56892adf-b24e-5ae3-8635-a788955db71b","causation_id":"01a22bfc-c6ef-700e-978e-f0a90825fd75","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c755-76cc-b69b-b696d7034a4e	901f37da-8626-55e7-9185-0dbadca4328a	45	2026-11-30 10:25:16.128505+00
suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"fU/Mp2QyxPN4uDg4hmrDRecb3CgcC6FMEZKYn/lGS56kfTumJk3XgRqBXtM","key":"bea9c039-6c62-48a7-a82f-f180cd55245b"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","replaces":null,"requested_by":{"id":"telegram:1001","kind":"member"},"variants":3,"vibe":{"$sealed":{"data":"fVw5zd8EWm3jQyb2HNWTtRbAc4EiadfB2V2NBZ//ddPy2L085rmoDCmE7tutAbEz","key":"b86a7797-61a8-4fe4-9505-faafe5354f9e"}}}}	{"command_id":"1d74794b-7c44-5c21-aff8-407a3abc3be5","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"1d74794b-7c44-5c21-aff8-407a3abc3be5","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c818-76f1-9789-abf69468a91e	901f37da-8626-55e7-9185-0dbadca4328a	47	2026-11-30 10:25:16.315766+00
suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	2	VariantsGenerated	1.0	{"VariantsGenerated":{"input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"model":"gpt-5.4-mini","usage":{"cached_tokens":0,"input_tokens":450,"output_tokens":104},"variants":[{"$sealed":{"data":"O9Q26uG0arXo2V2+H5QCUUuYV50XaC11HTNcUhXW2b+ly8l7Cdqs/ATprjJtXfh+0pRfsmSLKc29yjbQs0nl8NLWXO7/CU0Naz+2iqT37/rQ6jKMFCmAmI1sqXIMpngeMhg+8Fq21zf7fG+WQf1Jfe8iNpmhMtNLiA","key":"3577dc2a-c839-454e-a71f-3799e6a37e5c"}},{"$sealed":{"data":"3i2lHNb6CrgUhPTMVofIBpX5hGKsKGRhSxHsfuQ1Ux6FrA2pF6gzcgUJgANbIfXhycnMaLuUaQuPBn4rmpQtqMITfMsPuwAnX/b5K/FzrwRyzWufO0ulZuFQMi/RcE1Cly2OXvRN98bUVDB7RcGL","key":"955ae5c8-f441-4321-b667-ca313a0af18c"}},{"$sealed":{"data":"6AXFMnSc8hZLjbpA0Oh/2MbfFRVJnIR8nrNk1HcO3IDZpgvTBswI94aTeY1MZ/hgbthpO0z/nOw6Pw+JKvdRcdath6S77R97kSBlOg2rqP9WPT7uPZM+q27BTRLQlS7IcqcmIMqFLAo5mPkvOoO/HcbrIG/3OCyfUfBGVRbMqwyr9PA8pFyG2JY","key":"66478b5f-64fc-469d-8022-abed8dc52436"}}]}}	{"command_id":"9c0221ae-6bd3-55b4-9975-36347be3e1f0","actor":{"kind":"process","id":"generation"},"correlation_id":"1d74794b-7c44-5c21-aff8-407a3abc3be5","causation_id":"01a22bfc-c818-76f1-9789-abf69468a91e","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c859-73ef-ae6e-5e5a4f15f85a	901f37da-8626-55e7-9185-0dbadca4328a	48	2026-11-30 10:25:16.378747+00
suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	3	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":1}}	{"command_id":"4ebd53b8-dd3d-5f5c-be20-b9c1bb8480ff","actor":{"kind":"process","id":"generation"},"correlation_id":"1d74794b-7c44-5c21-aff8-407a3abc3be5","causation_id":"01a22bfc-c859-73ef-ae6e-5e5a4f15f85a","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c8b9-77c3-bede-11d34b45577a	901f37da-8626-55e7-9185-0dbadca4328a	49	2026-11-30 10:25:16.474508+00
suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	4	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":2}}	{"command_id":"6a5bcc49-5197-5e8e-9bef-d892a99ed671","actor":{"kind":"process","id":"generation"},"correlation_id":"1d74794b-7c44-5c21-aff8-407a3abc3be5","causation_id":"01a22bfc-c859-73ef-ae6e-5e5a4f15f85a","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c8c0-7019-9f68-e25d0a61d7a5	901f37da-8626-55e7-9185-0dbadca4328a	50	2026-11-30 10:25:16.484527+00
suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	5	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":3}}	{"command_id":"ce2e1eeb-74c7-51e5-9299-8904b679d673","actor":{"kind":"process","id":"generation"},"correlation_id":"1d74794b-7c44-5c21-aff8-407a3abc3be5","causation_id":"01a22bfc-c859-73ef-ae6e-5e5a4f15f85a","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c8c6-7085-a535-bc25010d1a58	901f37da-8626-55e7-9185-0dbadca4328a	51	2026-11-30 10:25:16.511625+00
suggestion	3f4a6aba-f74c-5dff-9504-a8f9b5612075	6	SuggestionApproved	1.0	{"SuggestionApproved":{"approved_by":{"id":"telegram:1001","kind":"member"},"revision":0,"score":0,"text_hash":"bab4c3d483bfb3df9b740150139347d9aaaf9ebe64970f80cc7b682b751f9adc","variant":1}}	{"command_id":"d240f2a6-b402-5566-9608-d7c325481193","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"d240f2a6-b402-5566-9608-d7c325481193","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c94f-7210-8116-fbae437e72c9	901f37da-8626-55e7-9185-0dbadca4328a	52	2026-11-30 10:25:16.635666+00
post	25dc0a76-d4ea-556c-9ebf-9e7b913edb3b	1	PostQueued	1.0	{"PostQueued":{"account":"900100200300","allowance":{"approved_by":{"id":"telegram:1001","kind":"member"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","publish_at":"2026-11-30T12:25:16.782435059Z","score":0,"source":{"context_version":1,"revision":0,"suggestion":"3f4a6aba-f74c-5dff-9504-a8f9b5612075","variant":1},"text":{"$sealed":{"data":"if6bHE40e7P1FySRp9nE641gRijUeAAdQOvmiVNPirSNwrRgo4WQNyh68gYrb0WurgPYB513b42AdkWoR/11BlTQxseO5uauheZYghbQI/jgEbwH48FY8ecYDO7FyzXEf0XW9ZM9n7XSUsPBDrNcrRJBlnh8qn9fYA","key":"92287c1e-d8b7-4b43-8ad1-21c8830a0571"}},"text_hash":"bab4c3d483bfb3df9b740150139347d9aaaf9ebe64970f80cc7b682b751f9adc"}}	{"command_id":"72c0d8cf-4670-5a20-9b4c-293f9c3c2ccb","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"33b97b5c-ed3c-57f5-a4cd-780d8c7839d9","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-c9f2-710e-9077-a411423b47d0	901f37da-8626-55e7-9185-0dbadca4328a	53	2026-11-30 10:25:16.788178+00
post	55d733d7-bcbd-5b9a-88fb-6ea356c6f513	1	PostQueued	1.0	{"PostQueued":{"account":"900100200300","allowance":{"approved_by":{"id":"telegram:1001","kind":"member"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","publish_at":"2026-11-30T13:25:17.276011746Z","score":0,"source":{"context_version":1,"revision":0,"suggestion":"ca999630-e6e4-581c-821f-dd4e838489be","variant":1},"text":{"$sealed":{"data":"KUcDu6JICbt/juvJJV3uxJJkDJALy3/IkaC3f/yfgFmQWP7Iaji6KaO309KwqeZLQ/nB0WCw9sqQ8O/sXj93fsrc2tnKfnGmCLLQJ0yyxx4m62Wnu8JbjMah5N39YVx7pnk68utQbYTgdw","key":"6db028e6-8861-4bd9-acdd-ff78856cc278"}},"text_hash":"6462795ad41932706ecd50fee4ab7f43918986602272e4a7aa21713a9f763494"}}	{"command_id":"7ae4e2da-6d8d-5146-9d1b-aac0b1cdd93f","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"d78c3af4-ce7b-5e8c-8ae8-7cfa6ef2456f","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5	901f37da-8626-55e7-9185-0dbadca4328a	60	2026-11-30 10:25:17.289628+00
post	55d733d7-bcbd-5b9a-88fb-6ea356c6f513	2	PostCancelled	1.0	{"PostCancelled":{"reason":null}}	{"command_id":"86130eb4-1630-59a1-a284-3e704a5723a8","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"86130eb4-1630-59a1-a284-3e704a5723a8","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cc3f-7282-8ac3-d25f477d01c7	901f37da-8626-55e7-9185-0dbadca4328a	61	2026-11-30 10:25:17.376815+00
suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"9W4QftjXu7JS9CLjNYyTpwFYNsBI9E6EMxey30EcmPb6rdxCipU+sPVtkZKPzLZkrw","key":"f4f6efff-4380-4b09-9c96-e0de6bc0e522"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","replaces":null,"requested_by":{"id":"telegram:1001","kind":"member"},"variants":3,"vibe":{"$sealed":{"data":"8TYy1vOGoE07rx11jfOkAGrrVmYeqZOMbJoUFD0Q/n7nNaa91ZwJryAxTXYC8UwL","key":"de4829ac-634c-4539-ad38-87d4bb784b5d"}}}}	{"command_id":"cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cc74-73bb-ad89-667f74fb151b	901f37da-8626-55e7-9185-0dbadca4328a	62	2026-11-30 10:25:17.429782+00
suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	2	VariantsGenerated	1.0	{"VariantsGenerated":{"input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"model":"gpt-5.4-mini","usage":{"cached_tokens":0,"input_tokens":479,"output_tokens":102},"variants":[{"$sealed":{"data":"KE3ofgkOlA1x5ZEnKqWeJd1wQWElzOCJhIATJZW4EHZmtHo+zpebPLp8rpkW2PCDnROJJwuwIiQNgIgjhJfWP9lqCETTMe0qvChetbn2RwE8/aN1RMsCJd0af8ecbsUwlKKl3lssXTm3pjC5Vjjd90K6NSJKqKsDuu8","key":"45d6b8ab-a18b-4181-bfd2-4f0f8cf951ec"}},{"$sealed":{"data":"O39rY+He79+DyeWnSEaOZZQqkV9tQ/IVcf06AjY3fkrSCIADxMIgd7ZfXeb0h4nSra5Zp7Qa6JOH56q4TnurTVvz8VRRZslenKrl/Zfc+ASY63DTLQ0IGgwE3WBNQR11nCkGSNVlNr2TEk4lhkpKbew","key":"96b4990c-7cfc-4013-985e-53e345f8e8fb"}},{"$sealed":{"data":"soqcRk/4hj/0zhbcdn4ojSnoIbEH2GjRcw8AYtf7IpSZXMk+3YqtB1F5gj6QhJlj8cNdIyohNvckwH67zwnz4RabDIQEbxbaehCFNJ6YjZxFTXNH2Ycj3Z7mV+NBFOETeaaBM/6AuVV9dCCzI/lmH4Mz7y49MTZcw++KdCltNA","key":"c965fc75-c2d5-4960-b746-31abc5bcdd25"}}]}}	{"command_id":"a40f2732-eddc-5418-a620-5adfa502f4d2","actor":{"kind":"process","id":"generation"},"correlation_id":"cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10","causation_id":"01a22bfc-cc74-73bb-ad89-667f74fb151b","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cc96-7485-92d6-3a8107f35068	901f37da-8626-55e7-9185-0dbadca4328a	63	2026-11-30 10:25:17.464259+00
suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	3	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":1}}	{"command_id":"dbea1d50-fbad-5ad6-a352-ada34b3ae55c","actor":{"kind":"process","id":"generation"},"correlation_id":"cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10","causation_id":"01a22bfc-cc96-7485-92d6-3a8107f35068","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ccb2-7147-b94c-6f3ca6031253	901f37da-8626-55e7-9185-0dbadca4328a	64	2026-11-30 10:25:17.491651+00
suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	4	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":2}}	{"command_id":"c505815d-f218-5c49-a41c-8320e4e9e5db","actor":{"kind":"process","id":"generation"},"correlation_id":"cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10","causation_id":"01a22bfc-cc96-7485-92d6-3a8107f35068","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ccb5-760d-bd6f-4179f1adc62a	901f37da-8626-55e7-9185-0dbadca4328a	65	2026-11-30 10:25:17.494572+00
suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	5	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":3}}	{"command_id":"48818e7b-cd35-5e00-b640-49daf0a2b532","actor":{"kind":"process","id":"generation"},"correlation_id":"cf2ac200-51b9-5dbf-9195-2dcfc7b0ec10","causation_id":"01a22bfc-cc96-7485-92d6-3a8107f35068","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ccb9-7064-adb7-07dbe8b92803	901f37da-8626-55e7-9185-0dbadca4328a	66	2026-11-30 10:25:17.506601+00
suggestion	a6ade38b-117f-545b-a9e5-854e4cce95f3	6	SuggestionApproved	1.0	{"SuggestionApproved":{"approved_by":{"id":"telegram:1001","kind":"member"},"revision":0,"score":0,"text_hash":"9113549ee24659013b9a180d16357a90d43b3c646a2af4f4ef44ed6fd5e18f83","variant":1}}	{"command_id":"ca2e6387-8380-5fde-97f1-6feeeedd2e10","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"ca2e6387-8380-5fde-97f1-6feeeedd2e10","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cd48-72f7-96d4-cc132262de1d	901f37da-8626-55e7-9185-0dbadca4328a	67	2026-11-30 10:25:17.6462+00
post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	1	PostQueued	1.0	{"PostQueued":{"account":"900100200300","allowance":{"approved_by":{"id":"telegram:1001","kind":"member"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","publish_at":"2026-11-30T10:25:17.862872252Z","score":0,"source":{"context_version":1,"revision":0,"suggestion":"a6ade38b-117f-545b-a9e5-854e4cce95f3","variant":1},"text":{"$sealed":{"data":"q5BByhFC/hGkYHET2X8Az6kDlsfV9fz96gsY4nHvFh6TRPItqNMBwH/JoTXO/IIZzLH8/CarC+8pxdA6x8Z39uMEUZ3zrMLbdb8NLjY7KVM6Vuv32JTjgopRk4ne9+VviMhEYCLPxwb/sazRUIDCsKLZ/mvtEg4UeCU","key":"5e59ce39-2d42-4401-8bd1-98295630acc0"}},"text_hash":"9113549ee24659013b9a180d16357a90d43b3c646a2af4f4ef44ed6fd5e18f83"}}	{"command_id":"0883b45f-804e-54af-85e8-835b49233c9f","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"339d355b-a2c5-5633-ad01-c832e1f1fe52","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ce27-7792-ab61-0ff0f5299554	901f37da-8626-55e7-9185-0dbadca4328a	68	2026-11-30 10:25:17.865016+00
post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	2	PostCleared	1.0	{"PostCleared":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]}}}	{"command_id":"4eb58290-2301-5562-a293-d653e0b1c575","actor":{"kind":"process","id":"publishing"},"correlation_id":"339d355b-a2c5-5633-ad01-c832e1f1fe52","causation_id":"01a22bfc-ce27-7792-ab61-0ff0f5299554","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ce69-76b0-a765-6c4b55db3d01	901f37da-8626-55e7-9185-0dbadca4328a	69	2026-11-30 10:25:17.944314+00
post	40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	3	PostFailed	1.0	{"PostFailed":{"attempt":1,"detail":"402 Payment Required: no credits","fault":"credits_depleted"}}	{"command_id":"5e30c29d-7d72-50ac-8fc9-50df9ea666f5","actor":{"kind":"process","id":"publishing"},"correlation_id":"339d355b-a2c5-5633-ad01-c832e1f1fe52","causation_id":"01a22bfc-ce69-76b0-a765-6c4b55db3d01","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ceb0-7084-9fda-9646b0ef7326	901f37da-8626-55e7-9185-0dbadca4328a	71	2026-11-30 10:25:18.003024+00
account	900100200300	4	AttemptOpened	1.0	{"AttemptOpened":{"attempt":1,"newest_known":"2127348226653683712","opened_at":"2026-11-30T10:25:17.988113095Z","post":"40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b","text_hash":"9113549ee24659013b9a180d16357a90d43b3c646a2af4f4ef44ed6fd5e18f83"}}	{"command_id":"7b61a252-4afa-54f5-ba8b-9836082e25fe","actor":{"kind":"process","id":"publishing"},"correlation_id":"339d355b-a2c5-5633-ad01-c832e1f1fe52","causation_id":"01a22bfc-ce69-76b0-a765-6c4b55db3d01","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cea4-7316-a00a-d9ddb258e23e	901f37da-8626-55e7-9185-0dbadca4328a	70	2026-11-30 10:25:17.989813+00
account	900100200300	5	AttemptSettled	1.0	{"AttemptSettled":{"attempt":1,"outcome":"not_published","post":"40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b"}}	{"command_id":"1c9a401d-c36d-5fcd-b28a-aa1e88366e38","actor":{"kind":"process","id":"publishing"},"correlation_id":"339d355b-a2c5-5633-ad01-c832e1f1fe52","causation_id":"01a22bfc-ce69-76b0-a765-6c4b55db3d01","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ceb5-72f8-b78f-51e133a4f7cb	901f37da-8626-55e7-9185-0dbadca4328a	72	2026-11-30 10:25:18.007694+00
project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	3	ScheduleSet	1.0	{"ScheduleSet":{"schedule":{"slots":[{"day":null,"minute":805}],"time_zone":"UTC"}}}	{"command_id":"e841a437-7146-5294-adaf-316581916778","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"e841a437-7146-5294-adaf-316581916778","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-d091-747c-9108-94613bc35eaf	9e596640-4cf8-5a9e-a32e-fa3b613612b3	80	2026-11-30 10:25:18.483798+00
project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	4	AutopilotSet	1.0	{"AutopilotSet":{"mode":"approved"}}	{"command_id":"ab7ef217-bbc0-53c6-bd65-7b31bb91b1d7","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"ab7ef217-bbc0-53c6-bd65-7b31bb91b1d7","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1001}	01a22bfc-d113-73dc-a6bd-7f62dba5223a	9e596640-4cf8-5a9e-a32e-fa3b613612b3	81	2026-11-30 10:25:18.615592+00
project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	5	PostingPaused	1.0	{"PostingPaused":{"reason":{"$sealed":{"data":"W/y3rDtMSe1FXhGTY+a4MOaZNxU8JBxs/ggWY04eGlJsBNFSRnJMduaA0vae","key":"dc64ad39-21fe-4d5d-9a5e-89fbe49bfc7e"}}}}	{"command_id":"dd6e6b6c-f90c-53bc-a3ce-c04d1ec488f1","actor":{"kind":"member","id":"telegram:1002"},"correlation_id":"dd6e6b6c-f90c-53bc-a3ce-c04d1ec488f1","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d255-705c-b378-d789f97ed6db	9e596640-4cf8-5a9e-a32e-fa3b613612b3	82	2026-11-30 10:25:18.934389+00
suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"4UGaqFkD/Ow69Noy1uiFNFl8VAJFtAA+S2pnr8Y+D2BLdMe1eNhsT2x+mSbx","key":"a3d99707-592e-43f0-b2e8-f6d98edccf27"}},"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","replaces":null,"requested_by":{"id":"telegram:1002","kind":"member"},"variants":3,"vibe":null}}	{"command_id":"8e5a60c1-6b05-56be-a719-79da4e12d3ab","actor":{"kind":"member","id":"telegram:1002"},"correlation_id":"8e5a60c1-6b05-56be-a719-79da4e12d3ab","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d2df-71b5-9eb6-943c2c0a6639	9e596640-4cf8-5a9e-a32e-fa3b613612b3	83	2026-11-30 10:25:19.072565+00
suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	2	VariantsGenerated	1.0	{"VariantsGenerated":{"input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"model":"gpt-5.4-mini","usage":{"cached_tokens":0,"input_tokens":398,"output_tokens":97},"variants":[{"$sealed":{"data":"lv63Hyh+dKyAftw/FHGLzH2AGLyk+VjD7ifXsF2sOhFtWKb7IHdaP0ZpBd7AOCeeFGdqVW7SjAPMGlhwlpfGRTR8bOUljemv4+iz+ey8b5jrEpNT2Zcu9whio+52OAsl5MAg0fCSBDh1mM6HCek","key":"ba5cf6af-76e0-4918-b4da-3eaed21e2cbe"}},{"$sealed":{"data":"U+7BKbo+Lt2+H/74QLBCLCAQYcGrQfdAuD3kLaX1pSc+dxYx0oIZ+TSo4kGyfF/m0TnakWJEu88JxsAX/xPXMACN/+QRD8U6Pz2hnSi+VOoVaVZjKQQPCxzkKaDFdgB4jTM9MlN5sRRyU/EqhioR8r4irVFWy/W6a50n","key":"827544e0-7836-4325-9d20-e285ab2178e2"}},{"$sealed":{"data":"g+4lcNVQ+Gj5Y/nI+97eqQrfqcgBgSeLYP6d98xWHHr0QX97z+lbG5BkRYTSM5d5BoRu55m+ny9OHPVf9jitbaQzz5o+z4Un2XtosOuiUkhXIQ2cG+8fjNRND6JV2WOfXMIv9L8/Rf4wHnvY/g","key":"17e8281c-df84-41b9-a424-bfaffa546ae0"}}]}}	{"command_id":"05fb1ab3-340c-5c79-8ce5-72ed34aa9bd5","actor":{"kind":"process","id":"generation"},"correlation_id":"8e5a60c1-6b05-56be-a719-79da4e12d3ab","causation_id":"01a22bfc-d2df-71b5-9eb6-943c2c0a6639","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d2ff-71da-97e2-e99881466ad7	9e596640-4cf8-5a9e-a32e-fa3b613612b3	84	2026-11-30 10:25:19.104559+00
suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	3	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":1}}	{"command_id":"72c19f6d-5772-529d-9e10-6eb392cd9b51","actor":{"kind":"process","id":"generation"},"correlation_id":"8e5a60c1-6b05-56be-a719-79da4e12d3ab","causation_id":"01a22bfc-d2ff-71da-97e2-e99881466ad7","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d317-7277-9d0e-b125c471d90a	9e596640-4cf8-5a9e-a32e-fa3b613612b3	85	2026-11-30 10:25:19.129587+00
suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	4	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":2}}	{"command_id":"0dbd6ce5-9fff-5ee0-9ad1-1ca10262c875","actor":{"kind":"process","id":"generation"},"correlation_id":"8e5a60c1-6b05-56be-a719-79da4e12d3ab","causation_id":"01a22bfc-d2ff-71da-97e2-e99881466ad7","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d31b-7288-9864-f365957e5a3b	9e596640-4cf8-5a9e-a32e-fa3b613612b3	86	2026-11-30 10:25:19.132805+00
suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	5	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":3}}	{"command_id":"220114b1-86ad-5e11-8281-17cb65a1cf9f","actor":{"kind":"process","id":"generation"},"correlation_id":"8e5a60c1-6b05-56be-a719-79da4e12d3ab","causation_id":"01a22bfc-d2ff-71da-97e2-e99881466ad7","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d31d-7515-898f-a3cdaa9ee26d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	87	2026-11-30 10:25:19.13552+00
suggestion	0bf2bdb1-8bac-520c-8732-fe3754994a5d	6	SuggestionApproved	1.0	{"SuggestionApproved":{"approved_by":{"id":"telegram:1002","kind":"member"},"revision":0,"score":0,"text_hash":"e99ee17d4ee3f57a86073d570e9fd08bd3b35a8ee4cf329658b932705f4fd04b","variant":1}}	{"command_id":"c1ebc83d-a234-577e-afea-19b10363c00d","actor":{"kind":"member","id":"telegram:1002"},"correlation_id":"c1ebc83d-a234-577e-afea-19b10363c00d","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d3a2-718c-a1e7-26f5884ddf76	9e596640-4cf8-5a9e-a32e-fa3b613612b3	88	2026-11-30 10:25:19.270993+00
post	76f1f53a-5275-5ab4-a158-fa413bf276f1	1	PostQueued	1.0	{"PostQueued":{"account":"900100200300","allowance":{"approved_by":{"id":"telegram:1002","kind":"member"}},"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","publish_at":"2026-11-30T10:25:19.439543749Z","score":0,"source":{"context_version":1,"revision":0,"suggestion":"0bf2bdb1-8bac-520c-8732-fe3754994a5d","variant":1},"text":{"$sealed":{"data":"ljfwjXkIfO8AG/J35IFJDrOEZpVKFFBYy0Mv5s629dB37yNMA85DVIN57Hug3NkSvs5cYyuqPenW8euva5HNmpJHax7PfBm9aAtOUmnpfgIUzcDJdzA/ic+b/b1kJv9tDwseJTHZvnmZtubrPTY","key":"49b71a1e-ef27-4d0d-9307-6b9ecb5d8212"}},"text_hash":"e99ee17d4ee3f57a86073d570e9fd08bd3b35a8ee4cf329658b932705f4fd04b"}}	{"command_id":"b8b08373-532a-5e20-86e9-4c29603cb102","actor":{"kind":"member","id":"telegram:1002"},"correlation_id":"09c702bb-af44-5c20-a58a-03a8dd1c4223","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d450-77ec-9d67-c7e919d43f89	9e596640-4cf8-5a9e-a32e-fa3b613612b3	89	2026-11-30 10:25:19.441644+00
suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"BawTdB89DE5mB4Dz+lxVyuxHiDT4ZXcjeTjJ7O96cDDTdB73fq4ddkVb","key":"6a147c4e-039f-4a15-a07b-4ece6720b5e9"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","replaces":null,"requested_by":{"id":"telegram:1001","kind":"member"},"variants":3,"vibe":{"$sealed":{"data":"ekYimagh8XnTXTPDpXCv2z7ggauG6hh+cAD951GUJ+2U8DVF2ck0d0vALn8h7+Ox","key":"de7352cc-08d9-4a87-be26-2cea3adc1ff5"}}}}	{"command_id":"5ee144e0-41e5-5510-b392-885ea43656dc","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"5ee144e0-41e5-5510-b392-885ea43656dc","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cf3c-75bd-8f5f-c0489d512977	901f37da-8626-55e7-9185-0dbadca4328a	73	2026-11-30 10:25:18.141267+00
suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	2	VariantsGenerated	1.0	{"VariantsGenerated":{"input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"model":"gpt-5.4-mini","usage":{"cached_tokens":0,"input_tokens":477,"output_tokens":110},"variants":[{"$sealed":{"data":"ljisES3dr9l2QlZeV7OSUYmmbp+QF8UNL85wQJTbWbQ/Yt3/84XjuoBR/2N2uFlOe4Hfwd4zEPH+U2p45m50iaLMZVR+/wY2Jmw8srefIvPk2Q2/CsnWQ550uKD/bYMtQ45KCp42C9guVQdmprgF/VJ1Y033DcrJWwFkpia9EmHI","key":"9cc7704d-dead-4db6-af5c-6bfc556db4f9"}},{"$sealed":{"data":"3YTq7PzkpGS5V9R6vT3HKlim3K215KJvfbiV7Wzc+uQziYEyttCwi2ayGjxGczqWuxL3ZUiZkOt1nN30TR2OSpOoGEppRLG0SxQjc0tj/8EV/EMXZJkh2mffhsCdZff1/YM0qvaLiFra79oNu8Nm5Uiu/wMAOC9y8tG4Pod9eEaWU5toZAGVaQ","key":"2430bd87-6f7b-4595-abae-cecb2ac36c23"}},{"$sealed":{"data":"I9gMfB8uQ8PtZCmSGOZZc+BXBT/pIQuIyOfbdzgv25bE/TSe6DIjzB1ZUVOtvg6cRyLX1y5C1eWMke+tPLQG/VauAC6gugCWpRs6NhROS+efPZbD4Dks9XmPL6DXY9WG2mDQd6S5wo/zaHLZ/WIKytmMW1ASXWtJX9f0H6ZTK3A","key":"d60337e3-b399-4938-abcd-712c3263eeed"}}]}}	{"command_id":"b1742439-c2cd-5656-8344-9c90e2f96281","actor":{"kind":"process","id":"generation"},"correlation_id":"5ee144e0-41e5-5510-b392-885ea43656dc","causation_id":"01a22bfc-cf3c-75bd-8f5f-c0489d512977","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cf55-77c3-bf2f-0eb488ed9e27	901f37da-8626-55e7-9185-0dbadca4328a	74	2026-11-30 10:25:18.16687+00
suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	3	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":1}}	{"command_id":"bf5e5018-6213-5517-901e-49ae9826f48f","actor":{"kind":"process","id":"generation"},"correlation_id":"5ee144e0-41e5-5510-b392-885ea43656dc","causation_id":"01a22bfc-cf55-77c3-bf2f-0eb488ed9e27","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cf6a-7056-a8f3-99418bf2f2ee	901f37da-8626-55e7-9185-0dbadca4328a	75	2026-11-30 10:25:18.187982+00
suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	4	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":2}}	{"command_id":"18a27471-db77-5168-9323-67d04ec92c44","actor":{"kind":"process","id":"generation"},"correlation_id":"5ee144e0-41e5-5510-b392-885ea43656dc","causation_id":"01a22bfc-cf55-77c3-bf2f-0eb488ed9e27","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cf6d-73d4-953f-eaad5992e3d6	901f37da-8626-55e7-9185-0dbadca4328a	76	2026-11-30 10:25:18.190391+00
suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	5	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":3}}	{"command_id":"a0bf3909-f7c2-5f3e-9567-f98c6636be97","actor":{"kind":"process","id":"generation"},"correlation_id":"5ee144e0-41e5-5510-b392-885ea43656dc","causation_id":"01a22bfc-cf55-77c3-bf2f-0eb488ed9e27","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cf70-7355-b19e-df9c369670d1	901f37da-8626-55e7-9185-0dbadca4328a	77	2026-11-30 10:25:18.195673+00
suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	6	VariantEdited	1.0	{"VariantEdited":{"edited_by":{"id":"telegram:1001","kind":"member"},"revision":1,"text":{"$sealed":{"data":"Ii+TIE5cJH6ridipp4bzKnWGacEOA7NVQUXUyjj7sAr50obW9EFLQSJAJdlB9m2rlycWMpH0MwGBCh7B","key":"628e4752-6e5e-4272-82e7-3d02773414d3"}},"variant":1}}	{"command_id":"a1b45749-52e6-5178-9aac-ee32049921bb","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"a1b45749-52e6-5178-9aac-ee32049921bb","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-cff5-75a7-bba4-7fe3a8b748a5	901f37da-8626-55e7-9185-0dbadca4328a	78	2026-11-30 10:25:18.326764+00
suggestion	5938de16-f688-54a7-b53d-ec177f7b04ac	7	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":1,"variant":1}}	{"command_id":"7f794bbb-d238-5305-b8cb-a50189dd37e5","actor":{"kind":"process","id":"generation"},"correlation_id":"a1b45749-52e6-5178-9aac-ee32049921bb","causation_id":"01a22bfc-cff5-75a7-bba4-7fe3a8b748a5","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-d00a-7586-a9e8-4bb278d0f1e5	901f37da-8626-55e7-9185-0dbadca4328a	79	2026-11-30 10:25:18.348958+00
post	76f1f53a-5275-5ab4-a158-fa413bf276f1	2	PostCleared	1.0	{"PostCleared":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]}}}	{"command_id":"f39b27ca-38d4-586f-90c7-884e9902feb8","actor":{"kind":"process","id":"publishing"},"correlation_id":"09c702bb-af44-5c20-a58a-03a8dd1c4223","causation_id":"01a22bfc-d450-77ec-9d67-c7e919d43f89","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d472-7002-b2e8-ffb6471200c0	9e596640-4cf8-5a9e-a32e-fa3b613612b3	90	2026-11-30 10:25:19.476563+00
suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"UECF11M5oCkQHLpCGNi5vqW1dzxMxORCGQ06Dwt1s6mamYXxaYIdkAGvXo0","key":"24fb3a45-7717-4959-8e92-ff5064bdf7aa"}},"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","replaces":null,"requested_by":{"id":"telegram:1002","kind":"member"},"variants":3,"vibe":null}}	{"command_id":"e74e0a78-2ab9-5a67-a1d2-cbc18896f433","actor":{"kind":"member","id":"telegram:1002"},"correlation_id":"e74e0a78-2ab9-5a67-a1d2-cbc18896f433","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d51e-748c-b69d-9dd7bf5d9437	9e596640-4cf8-5a9e-a32e-fa3b613612b3	91	2026-11-30 10:25:19.647945+00
suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	2	VariantsGenerated	1.0	{"VariantsGenerated":{"input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"model":"gpt-5.4-mini","usage":{"cached_tokens":0,"input_tokens":398,"output_tokens":88},"variants":[{"$sealed":{"data":"INoa3IO7QxC03zSP/J/3Fcb5Rc0iSx770dmnhRDTCgSda0ephSSG+rgwF8E4FUdhH2JkqAMmwfdbasFThmJGLBZqS0BNycp3CvoJt4E4IQ9h+T1iGHpsvokcA7cEMQfJWxl81U+DCLhDPDMd","key":"7cad52e0-3e3a-4a2c-99ee-723d8a9d8080"}},{"$sealed":{"data":"j0uhmY1j07xuKSkEzxzMV2o8s7uMOA5akwfyug90CUoWBXdrkQX7CFuHnnCQO/1kpKfFt8SLgKolPQHRDgtUf56Uq5gVZojurWExPL4ZXc09jSxSiN5wXxP4MjXWyHMRu5HsDjUJXy8G3TbQ94zUt4o","key":"17e94278-ce04-417d-8f99-a360fa36b69e"}},{"$sealed":{"data":"Pq8zlAjzsvNhkzCptKlYWtBJ+2mJ5/MhhKAqeC4asOx3K+PFqaJxDdxbaPNqFN5VUpIzZLMcul9kLeewmGp67LrUUQ6yBpybWK0ncC7TXgE7jzD9u4Y","key":"2d0ca1eb-4b0e-41fa-bb5d-4ef30ca7de0b"}}]}}	{"command_id":"5f5d8370-6b29-55f6-b361-6629ad4e044c","actor":{"kind":"process","id":"generation"},"correlation_id":"e74e0a78-2ab9-5a67-a1d2-cbc18896f433","causation_id":"01a22bfc-d51e-748c-b69d-9dd7bf5d9437","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d53a-767c-b8c0-edabacd07292	9e596640-4cf8-5a9e-a32e-fa3b613612b3	92	2026-11-30 10:25:19.676751+00
suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	3	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":1}}	{"command_id":"491e9b40-02db-5783-bff9-92a0d0af2ab2","actor":{"kind":"process","id":"generation"},"correlation_id":"e74e0a78-2ab9-5a67-a1d2-cbc18896f433","causation_id":"01a22bfc-d53a-767c-b8c0-edabacd07292","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d552-74c9-8bd9-c90c7dcc8ab1	9e596640-4cf8-5a9e-a32e-fa3b613612b3	93	2026-11-30 10:25:19.70378+00
suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	4	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":2}}	{"command_id":"d24ab503-f770-5bfa-9a39-51114337447a","actor":{"kind":"process","id":"generation"},"correlation_id":"e74e0a78-2ab9-5a67-a1d2-cbc18896f433","causation_id":"01a22bfc-d53a-767c-b8c0-edabacd07292","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d559-76fa-a95b-32ab63f7e921	9e596640-4cf8-5a9e-a32e-fa3b613612b3	94	2026-11-30 10:25:19.706318+00
suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	5	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":3}}	{"command_id":"e3dd0855-89c5-50a9-942a-07dc5bd91bc6","actor":{"kind":"process","id":"generation"},"correlation_id":"e74e0a78-2ab9-5a67-a1d2-cbc18896f433","causation_id":"01a22bfc-d53a-767c-b8c0-edabacd07292","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d55b-7148-9db6-7ec13754023d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	95	2026-11-30 10:25:19.721443+00
suggestion	6da33c67-fa80-5fac-abd4-1ad5c3615120	6	SuggestionApproved	1.0	{"SuggestionApproved":{"approved_by":{"id":"telegram:1002","kind":"member"},"revision":0,"score":0,"text_hash":"d539170395f0c1efebfa6f5ba30a64cddbb3ce7b58d48cddcb2ac7174b6a9595","variant":1}}	{"command_id":"afdf43ae-a004-5c0a-8890-4106e6d09b48","actor":{"kind":"member","id":"telegram:1002"},"correlation_id":"afdf43ae-a004-5c0a-8890-4106e6d09b48","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d5e3-726a-a0e4-23409e8fc4e1	9e596640-4cf8-5a9e-a32e-fa3b613612b3	96	2026-11-30 10:25:19.847346+00
project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	6	VibeSet	1.0	{"VibeSet":{"expires_at":"2026-12-07T10:25:20.040620776Z","vibe":{"$sealed":{"data":"YxKkLBqV/fC2SKU4w9t+Mn0jQ1l7R8uCH5FplHa4I6de9A","key":"d577d84c-d92c-4135-8e24-c458f7e61580"}}}}	{"command_id":"ab63ae1e-fe61-5272-8563-2483cb8070ed","actor":{"kind":"member","id":"telegram:1002"},"correlation_id":"ab63ae1e-fe61-5272-8563-2483cb8070ed","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d6a8-7097-bbb1-6d9c0f9bcf29	9e596640-4cf8-5a9e-a32e-fa3b613612b3	97	2026-11-30 10:25:20.043076+00
project	9e596640-4cf8-5a9e-a32e-fa3b613612b3	7	VibeSet	1.0	{"VibeSet":{"expires_at":"2026-12-07T10:25:20.293916117Z","vibe":{"$sealed":{"data":"08ZPk57XrHG44UqBfVShBvsgGZ1triTBYBxRXEmPt6BY5QMqrew","key":"cff43aad-0e76-49c9-8f07-c3b07dcb86e3"}}}}	{"command_id":"5efe1378-6a8e-5f1e-80b9-948a4a4351a2","actor":{"kind":"member","id":"telegram:1002"},"correlation_id":"5efe1378-6a8e-5f1e-80b9-948a4a4351a2","project_id":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","chat":1002}	01a22bfc-d7a6-7310-8cd0-5f5d2c1225b1	9e596640-4cf8-5a9e-a32e-fa3b613612b3	98	2026-11-30 10:25:20.295563+00
member	telegram:1001	3	ApiTokenIssued	1.0	{"ApiTokenIssued":{"expires_at":null,"label":"scenario","secret_hash":"aeacf44ea18cc3ebb5ecf5a5646d72f63935c105e72ca26e37e99462acdbb290","token":"01a22bfc-e839-748c-9169-9037b3ed9ce1"}}	{"command_id":"01a22bfc-e88c-72b2-b396-5741fc755183","actor":{"kind":"operator","id":"unknown"},"correlation_id":"01a22bfc-e88c-72b2-b396-5741fc755183"}	01a22bfc-e88d-77f3-89b8-cfd24a0986ef	\N	99	2026-11-30 10:25:24.623118+00
suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"8V2ggDS3pAJ5r+Z/LCDelYbK7z3wkg3ehOC4hEfPr15PRMaz8rWG3uFrIHH3QJ60n/j+mBpERSBiNg","key":"2155180f-3b55-4e13-b841-83d654665d62"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","replaces":null,"requested_by":{"id":"telegram:1001","kind":"member"},"variants":3,"vibe":{"$sealed":{"data":"sI+tWiAEDaWn/03HQODKMkSaaTJ7oJP/2gFpy7yNPlRBDTKf3gm4yt3F3bAbtNCl","key":"807f369a-46af-47d4-9f32-961544602c9a"}}}}	{"command_id":"1d9c9ae9-9d32-5cc0-b3f0-a82637167030","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"1d9c9ae9-9d32-5cc0-b3f0-a82637167030","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ea3d-7318-868e-e3664c97a560	901f37da-8626-55e7-9185-0dbadca4328a	100	2026-11-30 10:25:25.151175+00
project	901f37da-8626-55e7-9185-0dbadca4328a	4	VibeSet	1.0	{"VibeSet":{"expires_at":"2026-11-30T12:25:28.174012006Z","vibe":{"$sealed":{"data":"1H1zilx366xjr47bq+1AFkALBIv3vPByyzxsRyqvUwMwchjrUTB4Yz4","key":"658bda0e-1ffe-4be6-87d4-6c580cd93e45"}}}}	{"command_id":"c3f72ce5-3362-5eb7-a260-824a3c1ce1e4","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"01a22bfc-f66b-7692-81be-b2ee929320e2","project_id":"901f37da-8626-55e7-9185-0dbadca4328a"}	01a22bfc-f6c3-7299-bfac-28a492862aa7	901f37da-8626-55e7-9185-0dbadca4328a	112	2026-11-30 10:25:28.407105+00
suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	2	VariantsGenerated	1.0	{"VariantsGenerated":{"input":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"model":"gpt-5.4-mini","usage":{"cached_tokens":0,"input_tokens":481,"output_tokens":110},"variants":[{"$sealed":{"data":"IMAjudqim+I86N5Lcju9+DvJUmJRvXy+HyEgRdRV6LukTSMQZwvBaC2fzXRU5Z+gNVAhW1CRcaz8rqRK/KVP5J3eE56ycedq55ZTQl++Ygf0s3b8MzHGY1l76NVL3V04AJxA4ZwkxWT/q/W378SFWEPgBsA/7IMwQtEX6x1CqlrxM/OFKvw0qRziNFo","key":"053059a2-5138-4702-80b6-0fd4c0a99d91"}},{"$sealed":{"data":"dtfQYRFC3G0p7B4xRpQiu7aOjzunkOG713Gcio9qfEBOGJcWp5eJSP8bTHW8+qA02fsTH5kUOqGiBMGdJ3N79qyxpELLLlCm/CHyxfXlNWeXmDI+/SoOH9ZZabocXvp4Dsv27bDkttw2613zYtxlLx39FUegygUAhw7JPGg76Q","key":"4bb31343-fa5c-4702-bb4a-477f42039dbf"}},{"$sealed":{"data":"xmaPiIEYJYKXusbgL7GgHcAZ/yq8JOn/EN8FL3TvSgK2AOs/r/tX14Aq5o9n6YsvmSygvdDlh7zfC2O1aMy3Cx6PIbEvujLRx8p63dSwsh5KXtVCwWtE7d0wgmodFsWplQAPYUQV9+F/CbvglmmcZqVVjmITiugTAXcLVjhU","key":"b31c3b35-8a66-4dce-a5ad-d003c1000e70"}}]}}	{"command_id":"f2481670-8e0a-5866-9bc9-eaf740079659","actor":{"kind":"process","id":"generation"},"correlation_id":"1d9c9ae9-9d32-5cc0-b3f0-a82637167030","causation_id":"01a22bfc-ea3d-7318-868e-e3664c97a560","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-eb75-746d-a057-8a8c84324225	901f37da-8626-55e7-9185-0dbadca4328a	101	2026-11-30 10:25:25.368487+00
suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	3	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":1}}	{"command_id":"d7401e09-f60e-5048-819d-de04ee993407","actor":{"kind":"process","id":"generation"},"correlation_id":"1d9c9ae9-9d32-5cc0-b3f0-a82637167030","causation_id":"01a22bfc-eb75-746d-a057-8a8c84324225","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ebbe-706b-87e9-49f3345ff0c9	901f37da-8626-55e7-9185-0dbadca4328a	102	2026-11-30 10:25:25.439161+00
suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	4	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":2}}	{"command_id":"4901ff27-428e-5121-87be-6357699de76d","actor":{"kind":"process","id":"generation"},"correlation_id":"1d9c9ae9-9d32-5cc0-b3f0-a82637167030","causation_id":"01a22bfc-eb75-746d-a057-8a8c84324225","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ebc2-7012-8205-7d3d5df628a7	901f37da-8626-55e7-9185-0dbadca4328a	103	2026-11-30 10:25:25.443328+00
suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	5	VariantAssessed	1.0	{"VariantAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"revision":0,"variant":3}}	{"command_id":"0d60dc6b-fc84-50c4-ab65-35ededb01e49","actor":{"kind":"process","id":"generation"},"correlation_id":"1d9c9ae9-9d32-5cc0-b3f0-a82637167030","causation_id":"01a22bfc-eb75-746d-a057-8a8c84324225","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ebc4-7026-ab27-850d4da8e8f9	901f37da-8626-55e7-9185-0dbadca4328a	104	2026-11-30 10:25:25.445311+00
suggestion	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	6	SuggestionApproved	1.0	{"SuggestionApproved":{"approved_by":{"id":"telegram:1001","kind":"member"},"revision":0,"score":0,"text_hash":"8672d5c39eccd69352b60be8de287cf5abb56a7640c2623e3d30aa8663c6911c","variant":1}}	{"command_id":"00847527-ebe5-56d5-9398-99bb36f75f46","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"00847527-ebe5-56d5-9398-99bb36f75f46","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ec83-721f-bdf0-d7356b8110c7	901f37da-8626-55e7-9185-0dbadca4328a	105	2026-11-30 10:25:25.637653+00
suggestion	af6b6bb6-a93b-5901-a7a1-52ab069c7336	1	SuggestionRequested	1.0	{"SuggestionRequested":{"context_version":1,"instruction":{"$sealed":{"data":"eRX0mrN/he9PE4y7TIWpyieo/ab1xguKM/2Qo/olPaoNs5Tw2iFN","key":"ac00c170-92b3-4e65-861f-2c75aef6a33a"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","replaces":null,"requested_by":{"id":"telegram:1001","kind":"member"},"variants":3,"vibe":{"$sealed":{"data":"ycKGBEikPH4ERAhPq0MySTGt2ykKUVSyd7PfrH/Ns3gZHh4Pq/in613u06VkRwrZ","key":"0315c538-2ead-4908-a945-147088545fb3"}}}}	{"command_id":"b3678c1b-67f3-5a84-b06c-d534c475c992","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"b3678c1b-67f3-5a84-b06c-d534c475c992","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ee44-702f-ba12-d9423dad8aaa	901f37da-8626-55e7-9185-0dbadca4328a	106	2026-11-30 10:25:26.22689+00
context	901f37da-8626-55e7-9185-0dbadca4328a	6	ContextAdded	1.0	{"ContextAdded":{"added_by":{"id":"telegram:1001","kind":"member"},"content":{"$sealed":{"data":"/hJDvljOEiW5loNsTLICwz1BO9ObxNfSFgihTtLcSD8tku78iJm9NmznBJnJ6H95","key":"97c1d83f-19a9-407f-885b-3ad95521a9a4"}},"layer":3}}	{"command_id":"de4f7905-6904-5af3-a4af-97f33f9e902b","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"de4f7905-6904-5af3-a4af-97f33f9e902b","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ef71-7490-8c16-fd197227a31e	901f37da-8626-55e7-9185-0dbadca4328a	107	2026-11-30 10:25:26.386593+00
context	901f37da-8626-55e7-9185-0dbadca4328a	7	ContextAssessed	1.0	{"ContextAssessed":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]},"layer":3}}	{"command_id":"1c554726-ae1c-5301-b1c3-ba8118b184f1","actor":{"kind":"process","id":"context-assessment"},"correlation_id":"de4f7905-6904-5af3-a4af-97f33f9e902b","causation_id":"01a22bfc-ef71-7490-8c16-fd197227a31e","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-ef93-743b-8da9-217efd50fe0d	901f37da-8626-55e7-9185-0dbadca4328a	108	2026-11-30 10:25:26.420371+00
post	fc39e690-a112-5bc6-874a-26e605942a33	1	PostQueued	1.0	{"PostQueued":{"account":"900100200300","allowance":{"approved_by":{"id":"telegram:1001","kind":"member"}},"project":"901f37da-8626-55e7-9185-0dbadca4328a","publish_at":"2026-11-30T10:25:26.530300677Z","score":0,"source":{"context_version":1,"revision":0,"suggestion":"ceec6922-5f7b-5e95-aa06-03f4bc1b2302","variant":1},"text":{"$sealed":{"data":"8Hi83A0jywYObnmDAoIbO4iLP05MI2kAIChTihtcoDvCTNmJM2thPNmeR73mCp8M+oZ/t1Ekm5qvLP+dcpoLQaocLoBrZo9TmyATmFSMWHTXcNLyUapOdno0dBgShctt4maQPxe5zKhaBuhzg8idA4LroLXU748xugTRp2QkLSMrJ3HbYmoDdGUEeYU","key":"2ee1454e-ebf3-4fab-9928-ad904d7ccd5c"}},"text_hash":"8672d5c39eccd69352b60be8de287cf5abb56a7640c2623e3d30aa8663c6911c"}}	{"command_id":"9fd075d8-633d-55cf-8cd0-bfbf35b4fbd8","actor":{"kind":"member","id":"telegram:1001"},"correlation_id":"fe099315-6b2c-59a1-a63c-08003ed41ae3","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-f002-74da-ab02-7847a79a3fee	901f37da-8626-55e7-9185-0dbadca4328a	109	2026-11-30 10:25:26.532575+00
post	fc39e690-a112-5bc6-874a-26e605942a33	2	PostCleared	1.0	{"PostCleared":{"assessment":{"complete":true,"score":0,"signals":[{"name":"moderation","status":"present","weight":0}]}}}	{"command_id":"831a77ae-5f1e-545a-b14c-8509268391ef","actor":{"kind":"process","id":"publishing"},"correlation_id":"fe099315-6b2c-59a1-a63c-08003ed41ae3","causation_id":"01a22bfc-f002-74da-ab02-7847a79a3fee","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-f02f-76fc-a5ed-e4414e84cf3b	901f37da-8626-55e7-9185-0dbadca4328a	110	2026-11-30 10:25:26.576947+00
account	900100200300	6	AttemptOpened	1.0	{"AttemptOpened":{"attempt":1,"newest_known":"2127348226653683712","opened_at":"2026-11-30T10:25:26.604224467Z","post":"fc39e690-a112-5bc6-874a-26e605942a33","text_hash":"8672d5c39eccd69352b60be8de287cf5abb56a7640c2623e3d30aa8663c6911c"}}	{"command_id":"9f631089-d852-5df8-ae82-6319e3ca7e12","actor":{"kind":"process","id":"publishing"},"correlation_id":"fe099315-6b2c-59a1-a63c-08003ed41ae3","causation_id":"01a22bfc-f02f-76fc-a5ed-e4414e84cf3b","project_id":"901f37da-8626-55e7-9185-0dbadca4328a","chat":1001}	01a22bfc-f04c-72e9-9335-99a51b44dcc9	901f37da-8626-55e7-9185-0dbadca4328a	111	2026-11-30 10:25:26.608236+00
\.


--
-- Data for Name: leases; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.leases (name, holder, until, fence, session_pid, session_began, server_began, shares) FROM stdin;
bot	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:30.68036+00	3	30661	2026-11-30 10:25:21.929329+00	2026-11-30 10:24:59.851492+00	\N
relay	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:30.68036+00	3	30661	2026-11-30 10:25:21.929329+00	2026-11-30 10:24:59.851492+00	\N
sequencer	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:30.68036+00	3	30661	2026-11-30 10:25:21.929329+00	2026-11-30 10:24:59.851492+00	\N
consumer:admins:v1	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:30.68036+00	3	30661	2026-11-30 10:25:21.929329+00	2026-11-30 10:24:59.851492+00	\N
instance:01a22bfc-de02-7105-94dd-2a88c4067aaf	01a22bfc-de02-7105-94dd-2a88c4067aaf	2026-11-30 10:25:30.68036+00	1	30661	2026-11-30 10:25:21.929329+00	2026-11-30 10:24:59.851492+00	{"consumer:posts:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:projects:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:audit_logs:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:context_layers:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:daily_activity:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:process:caching:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:post_suggestions:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:process:autopilot:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:process:announcing:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:process:forgetting:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:process:generation:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:process:onboarding:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:process:publishing:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], "consumer:process:context-assessment:v1": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]}
instance:01a22bfc-f553-7520-b6c6-3e3a94642779	01a22bfc-f553-7520-b6c6-3e3a94642779	2026-11-30 10:25:33.029898+00	1	30701	2026-11-30 10:25:27.897999+00	2026-11-30 10:24:59.851492+00	{}
\.


--
-- Data for Name: notice_copies; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.notice_copies (subject, chat_id, message_id, shown_hash, updated_at) FROM stdin;
{"layer":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","layer":1}}	1001	16	116891ef964c5fba1825754c44d29c55a709fd92221c034ad07116d0396cd6ad	2026-11-30 10:25:05.949804+00
{"layer":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","layer":1}}	1002	15	116891ef964c5fba1825754c44d29c55a709fd92221c034ad07116d0396cd6ad	2026-11-30 10:25:05.991279+00
{"layer":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","layer":2}}	1002	21	37437a522085527e2c958f1228a599192f1ac18f191c8e145f83bd896fbe70c3	2026-11-30 10:25:06.270622+00
{"layer":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","layer":2}}	1001	19	37437a522085527e2c958f1228a599192f1ac18f191c8e145f83bd896fbe70c3	2026-11-30 10:25:06.271833+00
{"layer":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","layer":1}}	1001	29	9216a070c88e29a5564f1d8b0d6e9362363c10be2e68be4dfe511577e6d41773	2026-11-30 10:25:06.488972+00
{"layer":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","layer":2}}	1001	32	cf265bbd4eed255846a0629a3b6dc2978f81bff65d57b023872d7fb6d25a4d07	2026-11-30 10:25:06.570903+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"6736f629-eac9-5e09-92e4-6007f722b1d2","variant":2}}	1001	37	59baae555cbb04276a3b8faf18b6d6e62f8ebe89554247a45d767697ce53a2ad	2026-11-30 10:25:11.817509+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"6736f629-eac9-5e09-92e4-6007f722b1d2","variant":1}}	1001	38	2965b0de44509de6ad17ccf8d6b6107edf6a4fb34ac9fe753d2f27121a035a4d	2026-11-30 10:25:11.829292+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"6736f629-eac9-5e09-92e4-6007f722b1d2","variant":3}}	1001	39	bd41259648c60b3f3c87fa615423bb92a5f45221c108431b8b0d11275e45e7c2	2026-11-30 10:25:11.849843+00
{"failure":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd"}}	1001	42	ac5add20536afc2d4377842ed394d03c162a7494e9d84285e7bc056197d57ea4	2026-11-30 10:25:14.750741+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"659e8d5f-3f83-59ea-8009-9e6d3bf41c1d","variant":3}}	1001	46	a9117b1daa37455d0de22027e9bb995ab9a099f69401b9e056c877177702bb40	2026-11-30 10:25:15.324549+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"659e8d5f-3f83-59ea-8009-9e6d3bf41c1d","variant":2}}	1001	48	6076d6ad5efdd03f7409f3538ea89da1a9ed9f0454af2e8c1b86779d34db7c50	2026-11-30 10:25:15.466936+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"659e8d5f-3f83-59ea-8009-9e6d3bf41c1d","variant":1}}	1001	45	ffdcbafecfa0b5049e26a7d667ec0ce07fec9eed42cdb17726e6ae053dce6aff	2026-11-30 10:25:15.504818+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"3f4a6aba-f74c-5dff-9504-a8f9b5612075","variant":3}}	1001	60	47337baf92305b6286e704ef05e9b68c2cd11de2155c7a442fa14c0c9a40aa3d	2026-11-30 10:25:16.677285+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"ade7742d-9395-5cb9-bf34-3b28c844ae89","variant":3}}	1001	51	f67856938bd1c3ea2026cc7686016eca1053abf7e3ae58c7f03f206f95c235a0	2026-11-30 10:25:15.901846+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"ade7742d-9395-5cb9-bf34-3b28c844ae89","variant":2}}	1001	52	3921a967435d6b39219b72cfeed97e33f42a0e21950089ae96a8d3d539f28c17	2026-11-30 10:25:15.898706+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"ade7742d-9395-5cb9-bf34-3b28c844ae89","variant":1}}	1001	50	344582df73c7593b9262d5fd9271fd701e9215077cd28cf28bbf9b31c09d8579	2026-11-30 10:25:16.126087+00
{"post":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","post":"e0bf0637-3967-5a80-b8c6-1cde0f7c096f","news":3}}	1001	55	48967b32b7d7ad79e1e91b7cfba9f21c1af7e2ea9cc74e3a6c2ce5f0105d4723	2026-11-30 10:25:16.212164+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"ca999630-e6e4-581c-821f-dd4e838489be","variant":1}}	1001	66	79553c84cf072482cf9c3f9cba1bc73af5a2cc932d9bc5a30ab66d0e3fc18d24	2026-11-30 10:25:17.362749+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"3f4a6aba-f74c-5dff-9504-a8f9b5612075","variant":2}}	1001	59	e45ca153abdd4a7409e0996b4feeed22bb8da3ab284f570bf094efc284a4cbd1	2026-11-30 10:25:16.717903+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"3f4a6aba-f74c-5dff-9504-a8f9b5612075","variant":1}}	1001	58	765efad726db02dc1724380224022f907ececa5982139e25d5a5d3a80748b379	2026-11-30 10:25:16.834002+00
{"post":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","post":"25dc0a76-d4ea-556c-9ebf-9e7b913edb3b","news":0}}	1001	63	2735fc691bf5e97004752af85bbdb6e361a0827a433cb511ff51cc73faaf3352	2026-11-30 10:25:16.843047+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"ca999630-e6e4-581c-821f-dd4e838489be","variant":2}}	1001	67	8f500ad36ab97f33f8e112d743c6c5b0fe3bda662abfdfe004ad8a3c9e38c1a3	2026-11-30 10:25:17.157117+00
{"post":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","post":"40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b","news":3}}	1001	79	d4cd867af8d1b11743153a067c9096b6e3d9773b79790156f80eefb8449902ab	2026-11-30 10:25:18.050503+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"ca999630-e6e4-581c-821f-dd4e838489be","variant":3}}	1001	68	841ded4ac49b1a210842ed596ceacbba8c8208f9592e609109d95383dd25468e	2026-11-30 10:25:17.171665+00
{"post":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","post":"55d733d7-bcbd-5b9a-88fb-6ea356c6f513","news":0}}	1001	71	03f962a7d89ea0f785efb176f338d2f1947826e57268bdf3f8558510d0a56942	2026-11-30 10:25:17.394443+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"a6ade38b-117f-545b-a9e5-854e4cce95f3","variant":3}}	1001	76	00642daf22a54e63a6ce1879abfbd68f7186fafc693f332bbdfaf487cb6d1698	2026-11-30 10:25:17.698826+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"a6ade38b-117f-545b-a9e5-854e4cce95f3","variant":2}}	1001	75	ef71b6ea20a726513813f434f86dc050f0346816dc0a6de9335b14a43a728a16	2026-11-30 10:25:17.69794+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"a6ade38b-117f-545b-a9e5-854e4cce95f3","variant":1}}	1001	74	6df46d67eea64a70de44a4901192f122ea46516b14b790315db03a502fcf7c33	2026-11-30 10:25:17.922377+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"5938de16-f688-54a7-b53d-ec177f7b04ac","variant":2}}	1001	83	56bded59a3cd05fec9c56954926cd897444cf1a02c8c44da946f4a37243032e3	2026-11-30 10:25:18.277076+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"5938de16-f688-54a7-b53d-ec177f7b04ac","variant":3}}	1001	86	5015829f348ac165bae491702e12a8d5caff188aa3a795e29a4eeb48f0c9d48a	2026-11-30 10:25:18.292895+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"5938de16-f688-54a7-b53d-ec177f7b04ac","variant":1}}	1001	82	8fecdd9ba6cdde9d4d0f89a7b3dd994eadb7d082562109c660b68c1d0e482fb9	2026-11-30 10:25:18.36385+00
{"posting":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","version":4}}	1001	96	7074accf8ebc84a2cfe09f27fe33c87b056045fe0047ad560efdca55ffe9f81f	2026-11-30 10:25:18.645275+00
{"posting":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","version":4}}	1002	97	7074accf8ebc84a2cfe09f27fe33c87b056045fe0047ad560efdca55ffe9f81f	2026-11-30 10:25:18.646011+00
{"posting":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","version":5}}	1001	102	80186b577ba8907f924ef7ef3a102e03695210e8959730e717ca461aed3e3ab8	2026-11-30 10:25:18.96919+00
{"posting":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","version":5}}	1002	103	80186b577ba8907f924ef7ef3a102e03695210e8959730e717ca461aed3e3ab8	2026-11-30 10:25:18.977061+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"0bf2bdb1-8bac-520c-8732-fe3754994a5d","variant":2}}	1002	107	e9993d2027d3f6fe83a710c1a8681c48976202e474a5dcaec5cf76a934ff6da5	2026-11-30 10:25:19.302303+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"0bf2bdb1-8bac-520c-8732-fe3754994a5d","variant":3}}	1001	110	4f43504a079b488796b1c6be06f096fe426e5cedb55dcab6683959ababdecb10	2026-11-30 10:25:19.325803+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"6da33c67-fa80-5fac-abd4-1ad5c3615120","variant":3}}	1001	119	5e6cfbd4b5d82960a1a0a8ad3fdf820df7f76b45071ad65f99b7d234a22d6cfd	2026-11-30 10:25:19.973739+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"6da33c67-fa80-5fac-abd4-1ad5c3615120","variant":2}}	1002	116	3d7f177677e0aa4b08bb9264fba4c27c1e884d87dd8e6d1ac8535ee2f6874c82	2026-11-30 10:25:20.026321+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"0bf2bdb1-8bac-520c-8732-fe3754994a5d","variant":1}}	1002	105	17add84e6025595846671de2c2d0ff9d8f66b79ec1afb10eb39dfb00d6aa9dd7	2026-11-30 10:25:19.500184+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"0bf2bdb1-8bac-520c-8732-fe3754994a5d","variant":2}}	1001	108	e9993d2027d3f6fe83a710c1a8681c48976202e474a5dcaec5cf76a934ff6da5	2026-11-30 10:25:19.306853+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"0bf2bdb1-8bac-520c-8732-fe3754994a5d","variant":3}}	1002	109	4f43504a079b488796b1c6be06f096fe426e5cedb55dcab6683959ababdecb10	2026-11-30 10:25:19.334242+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"0bf2bdb1-8bac-520c-8732-fe3754994a5d","variant":1}}	1001	106	17add84e6025595846671de2c2d0ff9d8f66b79ec1afb10eb39dfb00d6aa9dd7	2026-11-30 10:25:19.497212+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"6da33c67-fa80-5fac-abd4-1ad5c3615120","variant":1}}	1002	117	bc02901497a587d72a9e5faebdd197fa888e0e707e440537dc1d627684d43a14	2026-11-30 10:25:19.893219+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"6da33c67-fa80-5fac-abd4-1ad5c3615120","variant":1}}	1001	115	bc02901497a587d72a9e5faebdd197fa888e0e707e440537dc1d627684d43a14	2026-11-30 10:25:19.981349+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"6da33c67-fa80-5fac-abd4-1ad5c3615120","variant":3}}	1002	118	5e6cfbd4b5d82960a1a0a8ad3fdf820df7f76b45071ad65f99b7d234a22d6cfd	2026-11-30 10:25:19.982097+00
{"variant":{"project":"9e596640-4cf8-5a9e-a32e-fa3b613612b3","suggestion":"6da33c67-fa80-5fac-abd4-1ad5c3615120","variant":2}}	1001	120	3d7f177677e0aa4b08bb9264fba4c27c1e884d87dd8e6d1ac8535ee2f6874c82	2026-11-30 10:25:20.025629+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"ceec6922-5f7b-5e95-aa06-03f4bc1b2302","variant":3}}	1001	128	de73ab02fddb16e6292911e1b398bf03e2ea821a1086826fcda4bcf476c5069c	2026-11-30 10:25:25.822714+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"ceec6922-5f7b-5e95-aa06-03f4bc1b2302","variant":1}}	1001	127	48d0265204442fba7b96e97c89e133cdcf7c02b3ac0c6143498cacb3fcdee36a	2026-11-30 10:25:26.052039+00
{"variant":{"project":"901f37da-8626-55e7-9185-0dbadca4328a","suggestion":"ceec6922-5f7b-5e95-aa06-03f4bc1b2302","variant":2}}	1001	130	878f489f31095bef497823bd533ceaa57f7dcd871f71579a2a398053158c1a45	2026-11-30 10:25:26.094756+00
\.


--
-- Data for Name: parked_events; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.parked_events (consumer, version, key, "position", error, attempts, parked_at) FROM stdin;
posts	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	89	error returned from database: division by zero	3	2026-11-30 10:25:19.623013+00
posts	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	90	stands behind a parked event of its key	0	2026-11-30 10:25:19.626968+00
posts	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	91	stands behind a parked event of its key	0	2026-11-30 10:25:19.655518+00
posts	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	92	stands behind a parked event of its key	0	2026-11-30 10:25:19.684042+00
posts	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	93	stands behind a parked event of its key	0	2026-11-30 10:25:19.713192+00
posts	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	94	stands behind a parked event of its key	0	2026-11-30 10:25:19.730564+00
posts	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	95	stands behind a parked event of its key	0	2026-11-30 10:25:19.749607+00
posts	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	96	stands behind a parked event of its key	0	2026-11-30 10:25:19.85554+00
posts	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	97	stands behind a parked event of its key	0	2026-11-30 10:25:20.068737+00
process:caching	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3/project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	97	error returned from database: division by zero	3	2026-11-30 10:25:20.266843+00
process:caching	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3/project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	98	stands behind a parked event of its key	0	2026-11-30 10:25:20.310758+00
posts	1	project/9e596640-4cf8-5a9e-a32e-fa3b613612b3	98	stands behind a parked event of its key	0	2026-11-30 10:25:20.31171+00
\.


--
-- Data for Name: parked_requests; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.parked_requests (consumer, version, key, asked_at) FROM stdin;
\.


--
-- Data for Name: post_suggestions_v1; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.post_suggestions_v1 (id, project_id, context_version, content, status, variants, instruction, vibe, requested_by, replaces, approved_by, approved_variant, reason, fault, detail, input_score, model, input_tokens, output_tokens, created_at, updated_at) FROM stdin;
659e8d5f-3f83-59ea-8009-9e6d3bf41c1d	901f37da-8626-55e7-9185-0dbadca4328a	1	Froglet on grumpy frog: A friendly green frog that loves rainy days. What do you think? #calm	rejected	[{"text": "Froglet on grumpy frog: A friendly green frog that loves rainy days. What do you think? #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 1, "complete": true, "revision": 0}, {"text": "Thinking about grumpy frog today. We plant one tree for every rainy day. (Froglet) What do you think? #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 2, "complete": true, "revision": 0}, {"text": "A friendly green frog that loves rainy days. And yes, grumpy frog is on our mind. (Froglet) What do you think? #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 3, "complete": true, "revision": 0}]	a grumpy frog	calm after the storm	telegram:1001	\N	\N	\N	\N	\N	\N	0	gpt-5.4-mini	415	111	2026-11-30 10:25:14.85272+00	2026-11-30 10:25:15.06264+00
6736f629-eac9-5e09-92e4-6007f722b1d2	901f37da-8626-55e7-9185-0dbadca4328a	1	Frog nobody looks, the way Froglet does it. A friendly green frog that loves rainy days. More soon. #calm	expired	[{"text": "Frog nobody looks, the way Froglet does it. A friendly green frog that loves rainy days. More soon. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 1, "complete": true, "revision": 0}, {"text": "Today at Froglet: frog nobody looks. We plant one tree for every rainy day. More soon. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 2, "complete": true, "revision": 0}, {"text": "Froglet on frog nobody looks: A friendly green frog that loves rainy days. Stay with us. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 3, "complete": true, "revision": 0}]	a frog that nobody looks at	calm after the storm	telegram:1001	\N	\N	\N	\N	\N	\N	0	gpt-5.4-mini	419	105	2026-11-30 10:25:06.767393+00	2026-11-30 10:25:11.774297+00
b0c12e6e-7630-5a1c-b88d-58b7a70b7bbd	901f37da-8626-55e7-9185-0dbadca4328a	1	\N	failed	[]	something odd	calm after the storm	telegram:1001	\N	\N	\N	\N	model_refused	the model declined: it refused to write this	0	\N	0	0	2026-11-30 10:25:14.575902+00	2026-11-30 10:25:14.714256+00
ade7742d-9395-5cb9-bf34-3b28c844ae89	901f37da-8626-55e7-9185-0dbadca4328a	1	First thousand trees, the way Froglet does it. We plant one tree for every rainy day. #calm	queued	[{"text": "First thousand trees, the way Froglet does it. We plant one tree for every rainy day. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 1, "complete": true, "revision": 0}, {"text": "Today at Froglet: first thousand trees. A friendly green frog that loves rainy days. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 2, "complete": true, "revision": 0}, {"text": "Froglet on first thousand trees: We plant one tree for every rainy day. Glad you are here. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 3, "complete": true, "revision": 0}]	the first thousand trees	calm after the storm	telegram:1001	\N	telegram:1001	1	\N	\N	\N	0	gpt-5.4-mini	418	102	2026-11-30 10:25:15.624605+00	2026-11-30 10:25:15.991047+00
ceec6922-5f7b-5e95-aa06-03f4bc1b2302	901f37da-8626-55e7-9185-0dbadca4328a	1	Frog middle jump, the way Froglet does it. A friendly green frog that loves rainy days. Glad you are here. #calm	queued	[{"text": "Frog middle jump, the way Froglet does it. A friendly green frog that loves rainy days. Glad you are here. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 1, "complete": true, "revision": 0}, {"text": "Today at Froglet: frog middle jump. We plant one tree for every rainy day. Glad you are here. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 2, "complete": true, "revision": 0}, {"text": "Froglet on frog middle jump: A friendly green frog that loves rainy days. What do you think? #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 3, "complete": true, "revision": 0}]	a frog in the middle of a jump	calm after the storm	telegram:1001	\N	telegram:1001	1	\N	\N	\N	0	gpt-5.4-mini	481	110	2026-11-30 10:25:25.151175+00	2026-11-30 10:25:26.532575+00
3f4a6aba-f74c-5dff-9504-a8f9b5612075	901f37da-8626-55e7-9185-0dbadca4328a	1	Today at Froglet: lilies ponds. A friendly green frog that loves rainy days. More soon. #calm	queued	[{"text": "Today at Froglet: lilies ponds. A friendly green frog that loves rainy days. More soon. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 1, "complete": true, "revision": 0}, {"text": "Froglet on lilies ponds: We plant one tree for every rainy day. Stay with us. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 2, "complete": true, "revision": 0}, {"text": "Thinking about lilies ponds today. A friendly green frog that loves rainy days. (Froglet) Stay with us. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 3, "complete": true, "revision": 0}]	lilies and ponds	calm after the storm	telegram:1001	\N	telegram:1001	1	\N	\N	\N	0	gpt-5.4-mini	450	104	2026-11-30 10:25:16.315766+00	2026-11-30 10:25:16.788178+00
ca999630-e6e4-581c-821f-dd4e838489be	901f37da-8626-55e7-9185-0dbadca4328a	1	Today at Froglet: second thought. We plant one tree for every rainy day. #calm	queued	[{"text": "Today at Froglet: second thought. We plant one tree for every rainy day. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 1, "complete": true, "revision": 0}, {"text": "Froglet on second thought: A friendly green frog that loves rainy days. Glad you are here. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 2, "complete": true, "revision": 0}, {"text": "Thinking about second thought today. We plant one tree for every rainy day. (Froglet) Glad you are here. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 3, "complete": true, "revision": 0}]	a second thought	calm after the storm	telegram:1001	\N	telegram:1001	1	\N	\N	\N	0	gpt-5.4-mini	478	103	2026-11-30 10:25:16.909929+00	2026-11-30 10:25:17.289628+00
a6ade38b-117f-545b-a9e5-854e4cce95f3	901f37da-8626-55e7-9185-0dbadca4328a	1	Today at Froglet: frog credit. We plant one tree for every rainy day. What do you think? #calm	queued	[{"text": "Today at Froglet: frog credit. We plant one tree for every rainy day. What do you think? #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 1, "complete": true, "revision": 0}, {"text": "Froglet on frog credit: A friendly green frog that loves rainy days. More soon. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 2, "complete": true, "revision": 0}, {"text": "Thinking about frog credit today. We plant one tree for every rainy day. (Froglet) More soon. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 3, "complete": true, "revision": 0}]	a frog without credit	calm after the storm	telegram:1001	\N	telegram:1001	1	\N	\N	\N	0	gpt-5.4-mini	479	102	2026-11-30 10:25:17.429782+00	2026-11-30 10:25:17.865016+00
0bf2bdb1-8bac-520c-8732-fe3754994a5d	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	You asked about otters rivers? Otters who hold hands. (Otterly) Glad you are here.	queued	[{"text": "You asked about otters rivers? Otters who hold hands. (Otterly) Glad you are here.", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 1, "complete": true, "revision": 0}, {"text": "One more word on otters rivers: Otters hold hands when they sleep. (Otterly) Glad you are here.", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 2, "complete": true, "revision": 0}, {"text": "Otters rivers, the way Otterly does it. Otters who hold hands. Glad you are here.", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 3, "complete": true, "revision": 0}]	otters and rivers	\N	telegram:1002	\N	telegram:1002	1	\N	\N	\N	0	gpt-5.4-mini	398	97	2026-11-30 10:25:19.072565+00	2026-11-30 10:25:19.441644+00
5938de16-f688-54a7-b53d-ec177f7b04ac	901f37da-8626-55e7-9185-0dbadca4328a	1	Froglet reads a book about rain.	generated	[{"text": "Froglet reads a book about rain.", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 1, "complete": true, "revision": 1}, {"text": "One more word on frogs read: A friendly green frog that loves rainy days. (Froglet) Glad you are here. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 2, "complete": true, "revision": 0}, {"text": "Frogs read, the way Froglet does it. We plant one tree for every rainy day. Glad you are here. #calm", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 3, "complete": true, "revision": 0}]	frogs who read	calm after the storm	telegram:1001	\N	\N	\N	\N	\N	\N	0	gpt-5.4-mini	477	110	2026-11-30 10:25:18.141267+00	2026-11-30 10:25:18.348958+00
6da33c67-fa80-5fac-abd4-1ad5c3615120	9e596640-4cf8-5a9e-a32e-fa3b613612b3	1	Otters clams, the way Otterly does it. Otters who hold hands. What do you think?	approved	[{"text": "Otters clams, the way Otterly does it. Otters who hold hands. What do you think?", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 1, "complete": true, "revision": 0}, {"text": "Today at Otterly: otters clams. Otters hold hands when they sleep. What do you think?", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 2, "complete": true, "revision": 0}, {"text": "Otterly on otters clams: Otters who hold hands. More soon.", "score": 0, "signals": [{"name": "moderation", "status": "present", "weight": 0, "evidence": null}], "variant": 3, "complete": true, "revision": 0}]	otters and clams	\N	telegram:1002	\N	telegram:1002	1	\N	\N	\N	0	gpt-5.4-mini	398	88	2026-11-30 10:25:19.647945+00	2026-11-30 10:25:19.847346+00
af6b6bb6-a93b-5901-a7a1-52ab069c7336	901f37da-8626-55e7-9185-0dbadca4328a	1	\N	requested	[]	a late frog	calm after the storm	telegram:1001	\N	\N	\N	\N	\N	\N	\N	\N	0	0	2026-11-30 10:25:26.22689+00	2026-11-30 10:25:26.22689+00
\.


--
-- Data for Name: posts_v1; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.posts_v1 (id, project_id, suggestion_id, context_version, x_tweet_id, account_id, content, status, score, url, publish_at, published_at, attempts, fault, detail, reason, allowed_by, metrics, created_at, updated_at) FROM stdin;
e0bf0637-3967-5a80-b8c6-1cde0f7c096f	901f37da-8626-55e7-9185-0dbadca4328a	ade7742d-9395-5cb9-bf34-3b28c844ae89	1	2127348226653683712	900100200300	First thousand trees, the way Froglet does it. We plant one tree for every rainy day. #calm	published	0	https://x.com/memebot_sandbox/status/2127348226653683712	2026-11-30 10:25:15.988694+00	2026-11-30 10:25:16.128505+00	1	\N	\N	\N	telegram:1001	\N	2026-11-30 10:25:15.991047+00	2026-11-30 10:25:16.128505+00
25dc0a76-d4ea-556c-9ebf-9e7b913edb3b	901f37da-8626-55e7-9185-0dbadca4328a	3f4a6aba-f74c-5dff-9504-a8f9b5612075	1	\N	900100200300	Today at Froglet: lilies ponds. A friendly green frog that loves rainy days. More soon. #calm	queued	0	\N	2026-11-30 12:25:16.782435+00	\N	0	\N	\N	\N	telegram:1001	\N	2026-11-30 10:25:16.788178+00	2026-11-30 10:25:16.788178+00
55d733d7-bcbd-5b9a-88fb-6ea356c6f513	901f37da-8626-55e7-9185-0dbadca4328a	ca999630-e6e4-581c-821f-dd4e838489be	1	\N	900100200300	Today at Froglet: second thought. We plant one tree for every rainy day. #calm	cancelled	0	\N	2026-11-30 13:25:17.276012+00	\N	0	\N	\N	\N	telegram:1001	\N	2026-11-30 10:25:17.289628+00	2026-11-30 10:25:17.376815+00
40d2cbc4-95f3-5ab4-b3d2-b83a06193b0b	901f37da-8626-55e7-9185-0dbadca4328a	a6ade38b-117f-545b-a9e5-854e4cce95f3	1	\N	900100200300	Today at Froglet: frog credit. We plant one tree for every rainy day. What do you think? #calm	failed	0	\N	2026-11-30 10:25:17.862872+00	\N	1	credits_depleted	402 Payment Required: no credits	\N	telegram:1001	\N	2026-11-30 10:25:17.865016+00	2026-11-30 10:25:18.003024+00
fc39e690-a112-5bc6-874a-26e605942a33	901f37da-8626-55e7-9185-0dbadca4328a	ceec6922-5f7b-5e95-aa06-03f4bc1b2302	1	\N	900100200300	Frog middle jump, the way Froglet does it. A friendly green frog that loves rainy days. Glad you are here. #calm	cleared	0	\N	2026-11-30 10:25:26.530301+00	\N	0	\N	\N	\N	telegram:1001	\N	2026-11-30 10:25:26.532575+00	2026-11-30 10:25:26.576947+00
\.


--
-- Data for Name: project_keys; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.project_keys (scope, wrapped) FROM stdin;
00000000-0000-0000-0000-000000000000	\\x9ad3ba6fb58e0b333bd9b0c7c7cfa3b86e9d9566176cb993a31f21284f1f71d6b0e73b67fd42bd344ebe476a87173d367e9339d0297a71761617d34e
901f37da-8626-55e7-9185-0dbadca4328a	\\xcc21881786efc24b7c2cc774f44a075dda1754cb1c8f71555e3e9a00f050200c8a5c9e077ef9362b5c07fac11a4f78608dedc837ac58c99b6c6ccfe4
9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x4d30bf25b121af284376df6a71311b7c08a121f84115bbecac0386c2fdd3b56a3fd46529c3b57dae77227ad823df507d8c416798eeb9c4ec99d32890
\.


--
-- Data for Name: projection_versions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.projection_versions (name, version, state, tables, created_at, switched_at) FROM stdin;
\.


--
-- Data for Name: projects_v1; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.projects_v1 (id, name, base_description, posting_enabled, paused_reason, autopilot, vibe, vibe_expires_at, time_zone, slots, policy, quota, account_id, username, context_version, archived, created_at, updated_at) FROM stdin;
901f37da-8626-55e7-9185-0dbadca4328a	Froglet	A friendly green frog that loves rainy days	t	\N	off	calm after the storm	2026-12-07 10:25:06.631705+00	UTC	[]	{"limits": {"low": 30, "block": 90, "review": 69}, "allowed_domains": [], "blocked_keywords": [], "allowed_addresses": []}	{"posts_per_day": 24, "suggestions_per_day": 100}	900100200300	memebot_sandbox	1	f	2026-11-30 10:25:04.212213+00	2026-11-30 10:25:06.633215+00
9e596640-4cf8-5a9e-a32e-fa3b613612b3	Otterly	Otters who hold hands	f	the river is cold	approved	wide awake	2026-12-07 10:25:20.293916+00	UTC	[{"day": null, "minute": 805}]	{"limits": {"low": 30, "block": 90, "review": 69}, "allowed_domains": [], "blocked_keywords": [], "allowed_addresses": []}	{"posts_per_day": 24, "suggestions_per_day": 100}	900100200300	memebot_sandbox	1	f	2026-11-30 10:25:04.33804+00	2026-11-30 10:25:20.295563+00
\.


--
-- Data for Name: sequencer_state; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.sequencer_state (one, last_position, frontier, partition_heads, last_sequenced_at) FROM stdin;
t	110	\\x000000000000006ebb9e0d8c8b211e40758dea83507a2a34a991f5ad537786bf6b7d8be01a5816d1b3752cf708bc8fcbc27ff69b289c62b30628b3d760851258d24095e501ea627d76650bcc522d2314783d8d150d3e5c9bc83cbcbf23b684d7d4a0a90bdeaa4115bdf83cfe928f840250663f66c37f05d79f7a9706f529023571a7bbb7a4df8e3b4542d2175c2e6ee5f099fcff3d83ec37bbcfb837a5526d9d4d48584d353a12db	{0,0,4,0,0,0,0,0,0,2,0,0,99,98,0,110}	2026-11-30 10:25:26.578756+00
\.


--
-- Data for Name: telegram_prompts; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.telegram_prompts (chat_id, message_id, purpose, created_at) FROM stdin;
1001	84	{"edit": {"variant": 1, "revision": 0, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}	2026-11-30 10:25:18.272584+00
1001	88	{"edit": {"variant": 1, "revision": 1, "suggestion": "5938de16-f688-54a7-b53d-ec177f7b04ac"}}	2026-11-30 10:25:18.369742+00
\.


--
-- Data for Name: text_keys; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.text_keys (key_id, scope, wrapped, event_id) FROM stdin;
5ee6ea48-4c1b-42d9-85cf-c3bc36bd2fc1	901f37da-8626-55e7-9185-0dbadca4328a	\\x1831d384c026a4eb5cf6987cd947df444792d34dea7937b847ac40873c8784a594b64bd7cf300b8fb91143f25bd6f800b49e92555a26ea37e9cb1856	01a22bfc-98c9-72d5-8e81-ea6ec6169761
9ffd4024-c4b3-4e5c-b815-93cf517ea8f3	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\xf2beecedb53d37f7168a824690c962338a3d36712ac851ae3f2f5c2f1a415673767b4aada1198a20eb4d39810ab8217e4904c59e6ecc434f3c01483c	01a22bfc-994f-761a-8c31-30b7ddb5648a
d2869ee5-d7d7-428f-827a-ba4c26f55431	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x96f0df52af7db77a3d9a786cda82f9817ba0b8f7dea49510a375a0ddea1bdb15f486c96ad354cc7a114440c6040dfd227dc1956562234c8aa799ef5c	01a22bfc-9df4-77de-80bf-88a838fcd7d8
e74da5ae-dbb7-4db9-808a-84623bb22d40	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\xc909c95c484fb2252e0cff3065f35a7479e0ebf7e658de9b5ace2843ad25d9416a2d244471f714eb8e19ffe507f12408cbe6d58feed985fc3698f7f2	01a22bfc-9e89-7587-b97d-8c0d9f319312
b053e905-c1b1-466b-9ff6-6842cb93db85	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x1187e5db44ae326522e5f6a418fc877f0bfcf2d730ccde5dd57e3519a186c38a106c5c2f8e177ab7511dfd94d94f7395f15a2fc770829601e00d373c	01a22bfc-a003-75df-9f11-928cab242b9a
b5e5fe20-63bc-4786-a108-f1dccfa83fdb	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x816e17c61aa37b4cdb531dbd1fcfc76108406f2c52c85ca578b19c894620e428d5f14064528ddd2cd3ded128d362daf3a13028f7169e0554607c92f1	01a22bfc-a094-776f-984c-b3db6c960902
797b49e0-e630-41d5-8e76-d7250bebe50b	901f37da-8626-55e7-9185-0dbadca4328a	\\x784464ce6ade7ffa35df85d53233a1189fe1056dd3a8bd5294ea112472995747b987ac326c822983064a40d1f73daee944c527c113205795a02476f9	01a22bfc-a139-70f0-b16c-e54ee01789dd
de9921da-150a-420c-bb58-83f5cc5e1b9f	901f37da-8626-55e7-9185-0dbadca4328a	\\xe0b03e3815329419e1cb58d2afa0e4e13e86e0ab2f0caca87fc73ee35256d20b07bbe2a0e96a1002aa5d61faf5e7f82f92ae7ab884c794637ba11c3b	01a22bfc-a1d2-76c5-8397-15b53e9ec066
1b377817-87e0-4b2d-b623-a3832ad62293	901f37da-8626-55e7-9185-0dbadca4328a	\\x61b1b2f402cf27a311149c9be452b6fb59b3dff87c88be5c4505453d5b7e13815d177ed6d99dec9efe03cce354bad465bc7310e8ec3cc1c63df699ec	01a22bfc-a248-776b-bc2e-3ccf951ee023
6ee9b49e-8c7b-41ce-a6aa-af2f121a835c	901f37da-8626-55e7-9185-0dbadca4328a	\\x9649e8186f5914ec108a996f0a41f3828b87d608c039918c1de81459795f3933a891d1752071dbfc0bd4ba1a0185ff450f4e8b98b57d72e00a355354	01a22bfc-a2cd-77cb-b330-e0da8ecfd021
8227142e-cc0f-4cdb-b8fb-def2d45ad527	901f37da-8626-55e7-9185-0dbadca4328a	\\x0667cf018e376b176405096524fc3db6d5dbb2948c04260ba286900b41c437fe82c9a47b82f8e1e24c18f7eb2def0a9dd0d791af43f577e6747529f2	01a22bfc-a2cd-77cb-b330-e0da8ecfd021
d149689e-ea64-46a4-8418-fd52c31e6a9a	901f37da-8626-55e7-9185-0dbadca4328a	\\x4b7508785929ed379495d07b21aaa682801cfc8aa677bc96b8cd4d51660c1d1e5962cfba7d88c492b7bb9c17f858b1573a6d1114749318efbfb97f19	01a22bfc-a310-73f1-abca-6d00fdc402a7
2e38f43f-24f6-41f3-8c9a-5a96953637a0	901f37da-8626-55e7-9185-0dbadca4328a	\\xdd76faee9cbdeb7c604ec33367c17f22e5db8bef671bac7bd9b80772063536f34ba5406a2b658d1d3c159c575826a9c148d80f54fbb4e1d02a1092e4	01a22bfc-a310-73f1-abca-6d00fdc402a7
b5cc33b1-2164-4866-ad7e-490fa5618c1e	901f37da-8626-55e7-9185-0dbadca4328a	\\x635a76a6b6b1b1d5b2e34f665cb479623d46cb5da3ccdff1175689ec6ebe2dc87223e8ef6161b7fc8089e7fb35f16abb1a6a5eaa5c8dc5c8cde2138b	01a22bfc-a310-73f1-abca-6d00fdc402a7
37718a46-fef7-44a2-8c2d-bf67b5f372fd	901f37da-8626-55e7-9185-0dbadca4328a	\\xdae5fa965c79ab08c3c38eda7fb1d210f6676cb7399b4e47b57f0d75faa012b13508852b248a8ba14d830be52afceb46bc5a3085e1cacb2457a4ff79	01a22bfc-c105-770c-9207-58d83ef59fd8
248a24bb-97b9-498e-976d-c5a3e5cf01c2	901f37da-8626-55e7-9185-0dbadca4328a	\\x0723bfb77fb498139bdb9c6f357c82f19325351ae952fd9f772d0e015fa104172761244b10db9aaa39ad20c541d992bc75c64aa499439dab961f6d69	01a22bfc-c105-770c-9207-58d83ef59fd8
012e138a-7392-474f-bce5-e09d6829b693	901f37da-8626-55e7-9185-0dbadca4328a	\\xbf9294ae0eec8f17334fdd89153bbaefd93ea2ed560f671646341cac34270727b15e29e63faa4ded55cdd7abe6671d870703fe59cd34650cdb01a78f	01a22bfc-c263-7060-9a1c-28f1233ace53
7e971bb9-85e2-4075-80b0-9ecd47108648	901f37da-8626-55e7-9185-0dbadca4328a	\\x7044830206110f8580d78ab900a8f408dc29e55b807dd7688e6b4a219c230007b7d9fc6a8f8fa89be8cccf7036b8f62bb7027b619e1302e53715ca46	01a22bfc-c263-7060-9a1c-28f1233ace53
c5bd3ce0-7bb2-419a-83ff-c6faf961a749	901f37da-8626-55e7-9185-0dbadca4328a	\\x320e53fc30aa7a7875574899cc9c2e7169903d326da858097fe1e5b5674f3fac6718a2c83967ed9fd56c7e626e3412143dd83db0a739185c9be8981f	01a22bfc-c294-736d-9ec1-ba03102acc0b
36de0985-f3cc-4a51-996d-f2b4c87a5818	901f37da-8626-55e7-9185-0dbadca4328a	\\xc0370afcb92a6e814225a2daabf34d93317201c32cf44422de7fb72ef1de2d460e90b341e44ae19db73610432336feebf14e9e1df6fc1a9ef2ff7c13	01a22bfc-c294-736d-9ec1-ba03102acc0b
d8b69487-d52d-4e07-8d29-2cb9d8398f36	901f37da-8626-55e7-9185-0dbadca4328a	\\x4186bfe19ea4c9d5e91717c2b1ab196fe201580413341e5d90fbce8600a72d9ac257a0632c481e8a3cc14ddb7bb2001c5e042a0c3e576243e85e497a	01a22bfc-c294-736d-9ec1-ba03102acc0b
c454bc3a-cb0e-47f9-85ae-ca1be003d3bb	901f37da-8626-55e7-9185-0dbadca4328a	\\xa8a6a0e1042e270c31af724adbe197da8d5ee5f3db50ff49a64cfec074d0bac1aa47c11efbae7d3bbf186bb21fa4b63745ffefa0ec4496c674a98552	01a22bfc-c4fd-7199-adcf-9fa991674fc8
e2ce159d-f2b6-4cbd-96a8-2d5a22df32ca	901f37da-8626-55e7-9185-0dbadca4328a	\\xb82dc1046ec77e3a2c5ae35a57f1f913884a291ae94d6a7bd37847b38c36a40d215a53921ff6ae0383665b0ade64b43f9b4405f11769b01dfe513411	01a22bfc-c4fd-7199-adcf-9fa991674fc8
cb09dac9-a1b5-45ba-aa5c-119315c881da	901f37da-8626-55e7-9185-0dbadca4328a	\\xf85b1e4292c5505f8e5ca16509ae825735ccb9b9a10ba2c974ef00a2452a1f23d0a93e09e0864c8db386df3c4dd9544ff682fc85996bf986d2818d4a	01a22bfc-c597-71a9-8bc4-9cc9e19f6daa
03834cd9-daf5-4c84-b90b-8d4ebfebb785	901f37da-8626-55e7-9185-0dbadca4328a	\\x71f2df2b09d8491fcaca9ee52728390372c7bf705e6126550b6473b7c3e65d4f75b218844fecd8bcac8426a169c8a9e0d6c8b9c1fdb8a5a2e878faf6	01a22bfc-c597-71a9-8bc4-9cc9e19f6daa
d2285a62-d445-4726-aa6b-638dbb604b7e	901f37da-8626-55e7-9185-0dbadca4328a	\\x43b1bc9b12b9d9f02c189dc032051f98f6821f9862978d06ae8ac087ac830cc5430b915dd0997714841154ca0e5ebf65631a9ce14664a8f27babb422	01a22bfc-c597-71a9-8bc4-9cc9e19f6daa
168e3b8a-d3b7-4c5c-b4a3-d61558512273	901f37da-8626-55e7-9185-0dbadca4328a	\\xa0791fc0cab5e4a887c2d295e87cedaac64b5d1f9cd1ec976767091c6237415468fb08bd5c8dc5ae5dd8388df1edaebba8a67c0480f94164917c16ad	01a22bfc-c6d5-77fb-bbbb-a635604daabc
bea9c039-6c62-48a7-a82f-f180cd55245b	901f37da-8626-55e7-9185-0dbadca4328a	\\xd9f4741157903a05266bcaa7b6cfcde2dc707604b9d52b3883caf111d3ac140d55abecd48388b85a71ca5a086e96ce926c65132014d549553cf1a642	01a22bfc-c818-76f1-9789-abf69468a91e
b86a7797-61a8-4fe4-9505-faafe5354f9e	901f37da-8626-55e7-9185-0dbadca4328a	\\x837f4ae6a0fe16aeeb7a6ed514ef2648c09c0b961b73266533a5ec84ee109b75dded218341c60279b7fd7b72532becca2a0e640bba1bd6ea02213daf	01a22bfc-c818-76f1-9789-abf69468a91e
3577dc2a-c839-454e-a71f-3799e6a37e5c	901f37da-8626-55e7-9185-0dbadca4328a	\\xd8b2135f5525eb8eb9a501420af4e91f1d2f94f45d0dd74db30ae075022c9a0ce4630031333bfacac56164c1278575d29721ee157d5e57368c13ac4a	01a22bfc-c859-73ef-ae6e-5e5a4f15f85a
955ae5c8-f441-4321-b667-ca313a0af18c	901f37da-8626-55e7-9185-0dbadca4328a	\\x7558f37bbbae389b8299aca445461da2a390be439512cdbefa98e75d2400432b9b8f82eb3f1b3a920aeaa11313df6a2ebdbb71fe1cb177576ef655cd	01a22bfc-c859-73ef-ae6e-5e5a4f15f85a
66478b5f-64fc-469d-8022-abed8dc52436	901f37da-8626-55e7-9185-0dbadca4328a	\\xd3ffb871b89b671707613e659f20e08a80aa0f6791167df700f0cf80fb3e16bea91c397ceeeedbef3b6166f551e685e7e731ffb251329618f6333549	01a22bfc-c859-73ef-ae6e-5e5a4f15f85a
92287c1e-d8b7-4b43-8ad1-21c8830a0571	901f37da-8626-55e7-9185-0dbadca4328a	\\x5f004cc58aca73b76a3236e8722faad46b6eb6681b0993c959d03777020ce1bcc5a78893f4e2bb5e7021166423d90adbf64e080c5b14e984092e1d2b	01a22bfc-c9f2-710e-9077-a411423b47d0
42bf1e63-5348-4c0c-a98b-8abf8e303b30	901f37da-8626-55e7-9185-0dbadca4328a	\\x058b4d7b8089065d8c0816770a86ee8bb0fda9df2cf1e7edb6b26bf31966f4262cc20df18b79c80999a6ec8db77246fcf4a3f5c3c146f953908c1b16	01a22bfc-ca6c-73b6-a21d-122385c90292
c034409f-2886-4959-a72b-dd91ebf6d8ca	901f37da-8626-55e7-9185-0dbadca4328a	\\xb24a7b3825b17870ea9dbc08db6575789921b3618cfaa8d653eabb5c3fac4d7301ec733526be7b4a32e0fada7c0550f47d5bd1373acc390848728e28	01a22bfc-ca6c-73b6-a21d-122385c90292
6189e832-1f44-4800-af43-df521b3fe738	901f37da-8626-55e7-9185-0dbadca4328a	\\x06279ff10600c4bd6b43389f6a020cd61faa4c885ddd1c37e25496a9e5ad79fbd9375bab806239c692dbffadb3551560094c040b495874d17217d861	01a22bfc-ca8b-73d4-a412-ee8b296090aa
bda367a7-2cfa-4971-af75-89c0bb4dbbfe	901f37da-8626-55e7-9185-0dbadca4328a	\\x083ab3df15b9de409e6105addda40b87762555d30ba7ae26ef5452485c739d1fc2c7575710f295411216eb36d25eccafe8ef2fac2b87af929ea554a2	01a22bfc-ca8b-73d4-a412-ee8b296090aa
e921ccfe-a644-4821-9331-c59b57b325c7	901f37da-8626-55e7-9185-0dbadca4328a	\\x0c4a27a66e2f2758e6ef518a84301617cdb9a980dafccdc54bea90d0ce97d8e75937d084a2060d87ec364360c2cc73062fef03f88c9ddc12388a8f5c	01a22bfc-ca8b-73d4-a412-ee8b296090aa
6db028e6-8861-4bd9-acdd-ff78856cc278	901f37da-8626-55e7-9185-0dbadca4328a	\\x622af893a149b2c4d53a0450c9d258a648d913fe84bf26442e8ad6ca1b979c77d4e952b6bdacd11e580357d533188f0cfd82be446544fc54fc42518d	01a22bfc-cbe8-76ab-b49a-e6f05868a3e5
f4f6efff-4380-4b09-9c96-e0de6bc0e522	901f37da-8626-55e7-9185-0dbadca4328a	\\x64df019695ea26952ec8a9caf2f0db68ef9038dbba136dfee3070358b0470efb0c0818c49b4e632fbf4185a7e863817503dfe8de69dadaf0f3d0788d	01a22bfc-cc74-73bb-ad89-667f74fb151b
de4829ac-634c-4539-ad38-87d4bb784b5d	901f37da-8626-55e7-9185-0dbadca4328a	\\xc7a1e922c3f4c005e8ad23804314314674c031774b7407672135683ca23c591460aea6bb8cd0b67c32e6e1919d737f64588b81d2161d1e2156e87727	01a22bfc-cc74-73bb-ad89-667f74fb151b
45d6b8ab-a18b-4181-bfd2-4f0f8cf951ec	901f37da-8626-55e7-9185-0dbadca4328a	\\xf48628831e774350c58b24d99249ae6fde071346faa6d4a6ccd076e0aa77bb23d8354784a2ca181236de2222aa37f351ce1a13a942d4f66a72bd0e81	01a22bfc-cc96-7485-92d6-3a8107f35068
96b4990c-7cfc-4013-985e-53e345f8e8fb	901f37da-8626-55e7-9185-0dbadca4328a	\\x9477379a02709030b44a11d929ef082e70e38413647042fe96aedcc3c66719ae4e80d7a3482fadc6f890783ffbe7e079ee0937096fc7a245121a4d9b	01a22bfc-cc96-7485-92d6-3a8107f35068
c965fc75-c2d5-4960-b746-31abc5bcdd25	901f37da-8626-55e7-9185-0dbadca4328a	\\x0f023ace30efbd5451388cfd2c33a376fa58b960ea5c27a1adbb01279c1b24b769aaa7015460d77069b8bf1d89043e3aec8c5b93bfe70a97f9648895	01a22bfc-cc96-7485-92d6-3a8107f35068
5e59ce39-2d42-4401-8bd1-98295630acc0	901f37da-8626-55e7-9185-0dbadca4328a	\\x7308e9991bee893b42e9575178fae6462b1728e459808bc8b6c324147594f2107d907360221617b886a325aaf3358590300e56588ff020b8c50b3b41	01a22bfc-ce27-7792-ab61-0ff0f5299554
6a147c4e-039f-4a15-a07b-4ece6720b5e9	901f37da-8626-55e7-9185-0dbadca4328a	\\x9e13be59520aa50a0626556ef4d0466a142cd528116089ef10703004b3efcf010dd287cec6eec87d7a1d2c6ab4142892e1deae44577d844a64419806	01a22bfc-cf3c-75bd-8f5f-c0489d512977
de7352cc-08d9-4a87-be26-2cea3adc1ff5	901f37da-8626-55e7-9185-0dbadca4328a	\\xb76d31b01415072c05ffa0d16f678192e2501e2c3c60d3eca7eb300cf0cae66c8809d677366f86780e6650ce9d193dbe82b276385ce7acc8f0a68536	01a22bfc-cf3c-75bd-8f5f-c0489d512977
9cc7704d-dead-4db6-af5c-6bfc556db4f9	901f37da-8626-55e7-9185-0dbadca4328a	\\xdc4df13df9925e4dbeeb9af0754e1f78a76992b32b47f149d61bcc17ee8302d9325cdb4972c6a12d8f8ead69ae50ad117f2d9732e478c996b34907c9	01a22bfc-cf55-77c3-bf2f-0eb488ed9e27
2430bd87-6f7b-4595-abae-cecb2ac36c23	901f37da-8626-55e7-9185-0dbadca4328a	\\x57f91f436393f8095fc89ea1823c15ab8ef620581296278463710ebf36cf7c3e93c79cbb435ee52d3827c8e0246e015450903517e71c507e52898cc0	01a22bfc-cf55-77c3-bf2f-0eb488ed9e27
d60337e3-b399-4938-abcd-712c3263eeed	901f37da-8626-55e7-9185-0dbadca4328a	\\x20382d2d2cde1181ebb001f1b0e374e7b575c647505f7130048d81ce0fe5a249c72cc0ab23dfbc75550c5609c4c9e7375c32d456be14810c39abf0af	01a22bfc-cf55-77c3-bf2f-0eb488ed9e27
628e4752-6e5e-4272-82e7-3d02773414d3	901f37da-8626-55e7-9185-0dbadca4328a	\\x99a353a23e5cc2d8efcf38afd6a58f0ad471446bcb9fa12a325db55af8fe1df1cf1ec04cc9bf1d5ffae7a5140f5ddb6b383bc572c0c29e8c23f60610	01a22bfc-cff5-75a7-bba4-7fe3a8b748a5
dc64ad39-21fe-4d5d-9a5e-89fbe49bfc7e	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\xb962445f2d0ff79adb620a367114bad75c521cb1d23e89cfdc1bb84caf22597ceda3caa5ad9fb29c96aa555ef85065bdcee361b51f209f605399f15e	01a22bfc-d255-705c-b378-d789f97ed6db
a3d99707-592e-43f0-b2e8-f6d98edccf27	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\xf8a3e5b9c04fe6b8cf7a3c9c7682286486d24fe295a0695b02b3c2efbd1b235ab04668d2c1f57baf6de4f679a54d78f95e65cfe372e1ffa39097e922	01a22bfc-d2df-71b5-9eb6-943c2c0a6639
ba5cf6af-76e0-4918-b4da-3eaed21e2cbe	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x9458d45889979f952c4d3fcfc4eec7e0841c014d9d7ab436536cf13b967a50278eb13c367f83ef00eb47a3f95e09b880a5ce79fee7a69d68dca71ccb	01a22bfc-d2ff-71da-97e2-e99881466ad7
827544e0-7836-4325-9d20-e285ab2178e2	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x77abd8de09299fd80aad54ae6228f933a4b638c07af6769a0fe546e8ac24b520f4544000fe1544101c19bdfa590324f19da3e419f420a81dcdc255e5	01a22bfc-d2ff-71da-97e2-e99881466ad7
17e8281c-df84-41b9-a424-bfaffa546ae0	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x1e155bc8587764645d7e56fd495fc188a4755988877c8eb3666f162451e154f061ea14c5d03447eae279dda04d3e09fdbbe34ec6d8dfbe70c9defa98	01a22bfc-d2ff-71da-97e2-e99881466ad7
49b71a1e-ef27-4d0d-9307-6b9ecb5d8212	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\xaa12674dd9b8955d7b88ccaff6794757b7bc85734e82195a21c81aa57dc13720fbb20374c61612d578d8206ad96c9ba5bc835f515f04b3ac4c17b7aa	01a22bfc-d450-77ec-9d67-c7e919d43f89
24fb3a45-7717-4959-8e92-ff5064bdf7aa	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\xc1670cab34174b89d9ab030a4337b48ca5cb8514236e39d93e739dce035c2bc4df319a88aefba7cf01f64b4b324d38e500e2ee74a0341e0b10200a66	01a22bfc-d51e-748c-b69d-9dd7bf5d9437
7cad52e0-3e3a-4a2c-99ee-723d8a9d8080	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x79cab6f668a9b9fc07a1469bf85faef4adf4b0f7e23e05dcd26ca29bd5bcc1e657df10a3eb7d3a12f6caec7194a977cbc52dec23960a680dac2eebb1	01a22bfc-d53a-767c-b8c0-edabacd07292
17e94278-ce04-417d-8f99-a360fa36b69e	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x0594673dccdb218ce9e5c8d8c4d550464cfb2a366e28ebc150b7eeacae0cb243c7e3cd31e710307dc31c0c051aecb55673396a838a7f2d5fd42c4e60	01a22bfc-d53a-767c-b8c0-edabacd07292
2d0ca1eb-4b0e-41fa-bb5d-4ef30ca7de0b	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x2c95dcda14d3a7a0641d4ec2893e1ced828552313dce90e4c22b717ca43da2a0d5637a1ddf67e3debc8aeaf09d8459e6c0b1ac06b03a9296ba76bd41	01a22bfc-d53a-767c-b8c0-edabacd07292
d577d84c-d92c-4135-8e24-c458f7e61580	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\x8284d3fd243b083945f4ec339696ff75650f9fa440fe0729125d12db34e7b08cbc978490ea190b139a9b20a3cc9539b92a2c98f72abf8d42bf8ab644	01a22bfc-d6a8-7097-bbb1-6d9c0f9bcf29
cff43aad-0e76-49c9-8f07-c3b07dcb86e3	9e596640-4cf8-5a9e-a32e-fa3b613612b3	\\xf0eb05bf780eb41cad9a907087925026c416f2f0a4e43ac9d6afb700d1b23be470b3b872c120114349075cbc24e83281de01804a20cc79a7dfef3a18	01a22bfc-d7a6-7310-8cd0-5f5d2c1225b1
2155180f-3b55-4e13-b841-83d654665d62	901f37da-8626-55e7-9185-0dbadca4328a	\\xd93523983910c211e6ad157bb21b0121dabced9e95c09ca5826ccd322ea727a6883c1177b26f68d2e7820e4020c3bd02f057cd1f946a4640d8f3d8d1	01a22bfc-ea3d-7318-868e-e3664c97a560
807f369a-46af-47d4-9f32-961544602c9a	901f37da-8626-55e7-9185-0dbadca4328a	\\x5d1bad8a9fa4c806efe55f1c154a6ec8b127e5171cb2915923d99ee26d6bb9bab634255a99b080f6b4450976d634ea0346ea1a6bdace6a3c1d357d6c	01a22bfc-ea3d-7318-868e-e3664c97a560
053059a2-5138-4702-80b6-0fd4c0a99d91	901f37da-8626-55e7-9185-0dbadca4328a	\\xb83067dae9f2b4422ba5468ef43e34c6ac352064e815ed0e8cce133ccc97dde5dc59e869bb5a275020b03d69cd1e958ad4852b7ad959030af971b663	01a22bfc-eb75-746d-a057-8a8c84324225
4bb31343-fa5c-4702-bb4a-477f42039dbf	901f37da-8626-55e7-9185-0dbadca4328a	\\x4155893d42fabb138950c9f7d8a36bd8f2b49d05367b59d63c3fc302fd646f9ec4161f81fff650a2e8e9e7cc29b7094dfe5d353662f4579e1304e655	01a22bfc-eb75-746d-a057-8a8c84324225
b31c3b35-8a66-4dce-a5ad-d003c1000e70	901f37da-8626-55e7-9185-0dbadca4328a	\\x1e9f39fc2fc3926cbf6efe612c0c6a4ba88e87f8ed3a0c617e65725074d8f351e45738800e22952950c64999aa001b816136f323ce5cac285b397f97	01a22bfc-eb75-746d-a057-8a8c84324225
ac00c170-92b3-4e65-861f-2c75aef6a33a	901f37da-8626-55e7-9185-0dbadca4328a	\\x57054ec47b9259f8c04e57ec3a61071bf325f07869c2ebc2edd7ee34a573a9a7eaeda111722e9aa675d975dd2479e406ff1c7539d4feb7ebb354b447	01a22bfc-ee44-702f-ba12-d9423dad8aaa
0315c538-2ead-4908-a945-147088545fb3	901f37da-8626-55e7-9185-0dbadca4328a	\\x5e3e945ede2bf4852a0d77f5070aaa4b06d54202aa39e98cf6ec2faa01003f453ae2ecad611a464f8fa32e2efdb6eebf14230606487641fd78c5a37d	01a22bfc-ee44-702f-ba12-d9423dad8aaa
97c1d83f-19a9-407f-885b-3ad95521a9a4	901f37da-8626-55e7-9185-0dbadca4328a	\\x16eedd1a2665a8df40835a2ceb40251c8991ce386435dced4ad65759208ddc763b6a6d039af22069fe0d5d7d805e75d5e4795a69f7b67315ce81aa7e	01a22bfc-ef71-7490-8c16-fd197227a31e
2ee1454e-ebf3-4fab-9928-ad904d7ccd5c	901f37da-8626-55e7-9185-0dbadca4328a	\\x1602bff6a4ef1cdcb4a506d4270966429920c8590dd63555569d3396d8ca1eb75456c36dab64faf0a429fe21977fe3750b05ef289d2f688691d70873	01a22bfc-f002-74da-ab02-7847a79a3fee
658bda0e-1ffe-4be6-87d4-6c580cd93e45	901f37da-8626-55e7-9185-0dbadca4328a	\\x8d06b2c5460c7d4dbbea02ef3349d92d9adfcf49112df59aa77cbb5cde43a15a022fab11dd59d7782fada7e0573c4395d82a81169229ea0c47635ce2	01a22bfc-f6c3-7299-bfac-28a492862aa7
\.


--
-- Name: events_ingest_seq_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.events_ingest_seq_seq', 112, true);


--
-- Name: _sqlx_migrations _sqlx_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);


--
-- Name: admins_v1 admins_v1_member_id_role_scope_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.admins_v1
    ADD CONSTRAINT admins_v1_member_id_role_scope_key UNIQUE (member_id, role, scope);


--
-- Name: admins_v1 admins_v1_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.admins_v1
    ADD CONSTRAINT admins_v1_pkey PRIMARY KEY (id);


--
-- Name: audit_logs_v1 audit_logs_v1_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_logs_v1
    ADD CONSTRAINT audit_logs_v1_pkey PRIMARY KEY (id);


--
-- Name: audit_logs_v1 audit_logs_v1_position_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_logs_v1
    ADD CONSTRAINT audit_logs_v1_position_key UNIQUE ("position");


--
-- Name: chat_sessions chat_sessions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.chat_sessions
    ADD CONSTRAINT chat_sessions_pkey PRIMARY KEY (chat_id, user_id);


--
-- Name: clean_ups clean_ups_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.clean_ups
    ADD CONSTRAINT clean_ups_pkey PRIMARY KEY (effect_id);


--
-- Name: commands commands_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.commands
    ADD CONSTRAINT commands_pkey PRIMARY KEY (command_id);


--
-- Name: consumer_cursors consumer_cursors_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.consumer_cursors
    ADD CONSTRAINT consumer_cursors_pkey PRIMARY KEY (consumer, version, partition);


--
-- Name: context_layers_v1 context_layers_v1_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.context_layers_v1
    ADD CONSTRAINT context_layers_v1_pkey PRIMARY KEY (id);


--
-- Name: context_layers_v1 context_layers_v1_project_id_version_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.context_layers_v1
    ADD CONSTRAINT context_layers_v1_project_id_version_key UNIQUE (project_id, version);


--
-- Name: daily_activity_v1 daily_activity_v1_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.daily_activity_v1
    ADD CONSTRAINT daily_activity_v1_pkey PRIMARY KEY (project_id, day);


--
-- Name: effects effects_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.effects
    ADD CONSTRAINT effects_pkey PRIMARY KEY (effect_id);


--
-- Name: epoch_doubts epoch_doubts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.epoch_doubts
    ADD CONSTRAINT epoch_doubts_pkey PRIMARY KEY (epoch, kind);


--
-- Name: epoch_notices epoch_notices_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.epoch_notices
    ADD CONSTRAINT epoch_notices_pkey PRIMARY KEY (epoch, chat);


--
-- Name: epochs epochs_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.epochs
    ADD CONSTRAINT epochs_pkey PRIMARY KEY (number);


--
-- Name: event_log event_log_aggregate_type_aggregate_id_sequence_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_log
    ADD CONSTRAINT event_log_aggregate_type_aggregate_id_sequence_key UNIQUE (aggregate_type, aggregate_id, sequence);


--
-- Name: event_log event_log_event_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_log
    ADD CONSTRAINT event_log_event_id_key UNIQUE (event_id);


--
-- Name: event_log event_log_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_log
    ADD CONSTRAINT event_log_pkey PRIMARY KEY ("position");


--
-- Name: event_pending event_pending_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.event_pending
    ADD CONSTRAINT event_pending_pkey PRIMARY KEY (ingest_seq);


--
-- Name: events events_event_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_event_id_key UNIQUE (event_id);


--
-- Name: events events_ingest_seq_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_ingest_seq_key UNIQUE (ingest_seq);


--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (aggregate_type, aggregate_id, sequence);


--
-- Name: leases leases_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.leases
    ADD CONSTRAINT leases_pkey PRIMARY KEY (name);


--
-- Name: notice_copies notice_copies_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notice_copies
    ADD CONSTRAINT notice_copies_pkey PRIMARY KEY (subject, chat_id);


--
-- Name: parked_events parked_events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.parked_events
    ADD CONSTRAINT parked_events_pkey PRIMARY KEY (consumer, version, "position");


--
-- Name: parked_requests parked_requests_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.parked_requests
    ADD CONSTRAINT parked_requests_pkey PRIMARY KEY (consumer, version, key);


--
-- Name: post_suggestions_v1 post_suggestions_v1_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.post_suggestions_v1
    ADD CONSTRAINT post_suggestions_v1_pkey PRIMARY KEY (id);


--
-- Name: posts_v1 posts_v1_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.posts_v1
    ADD CONSTRAINT posts_v1_pkey PRIMARY KEY (id);


--
-- Name: project_keys project_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.project_keys
    ADD CONSTRAINT project_keys_pkey PRIMARY KEY (scope);


--
-- Name: projection_versions projection_versions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projection_versions
    ADD CONSTRAINT projection_versions_pkey PRIMARY KEY (name, version);


--
-- Name: projects_v1 projects_v1_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projects_v1
    ADD CONSTRAINT projects_v1_pkey PRIMARY KEY (id);


--
-- Name: sequencer_state sequencer_state_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sequencer_state
    ADD CONSTRAINT sequencer_state_pkey PRIMARY KEY (one);


--
-- Name: telegram_prompts telegram_prompts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.telegram_prompts
    ADD CONSTRAINT telegram_prompts_pkey PRIMARY KEY (chat_id, message_id);


--
-- Name: text_keys text_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.text_keys
    ADD CONSTRAINT text_keys_pkey PRIMARY KEY (event_id, key_id);


--
-- Name: admins_v1_scope_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX admins_v1_scope_idx ON public.admins_v1 USING btree (scope) WHERE active;


--
-- Name: audit_logs_v1_actor_position_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_logs_v1_actor_position_idx ON public.audit_logs_v1 USING btree (actor, "position");


--
-- Name: audit_logs_v1_aggregate_type_aggregate_id_sequence_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX audit_logs_v1_aggregate_type_aggregate_id_sequence_idx ON public.audit_logs_v1 USING btree (aggregate_type, aggregate_id, sequence);


--
-- Name: audit_logs_v1_project_id_position_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_logs_v1_project_id_position_idx ON public.audit_logs_v1 USING btree (project_id, "position");


--
-- Name: daily_activity_v1_day_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX daily_activity_v1_day_idx ON public.daily_activity_v1 USING btree (day);


--
-- Name: effects_done; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX effects_done ON public.effects USING btree (updated_at) WHERE (status = 'done'::text);


--
-- Name: effects_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX effects_due ON public.effects USING btree (process, priority, due_at) WHERE (status = ANY (ARRAY['queued'::text, 'waiting'::text]));


--
-- Name: effects_running; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX effects_running ON public.effects USING btree (process) WHERE (status = 'running'::text);


--
-- Name: effects_troubled; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX effects_troubled ON public.effects USING btree (updated_at) WHERE (status = ANY (ARRAY['failed'::text, 'unknown'::text]));


--
-- Name: event_log_partition; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX event_log_partition ON public.event_log USING btree (partition, "position");


--
-- Name: notice_copies_by_message; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notice_copies_by_message ON public.notice_copies USING btree (chat_id, message_id);


--
-- Name: one_live_version; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX one_live_version ON public.projection_versions USING btree (name) WHERE (state = 'live'::text);


--
-- Name: parked_events_by_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX parked_events_by_key ON public.parked_events USING btree (consumer, version, key, "position");


--
-- Name: post_suggestions_v1_project_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_suggestions_v1_project_id_created_at_id_idx ON public.post_suggestions_v1 USING btree (project_id, created_at, id);


--
-- Name: post_suggestions_v1_project_id_status_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX post_suggestions_v1_project_id_status_created_at_id_idx ON public.post_suggestions_v1 USING btree (project_id, status, created_at, id) WHERE (status = ANY (ARRAY['generated'::text, 'approved'::text]));


--
-- Name: posts_v1_project_id_created_at_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_v1_project_id_created_at_id_idx ON public.posts_v1 USING btree (project_id, created_at, id);


--
-- Name: posts_v1_project_id_published_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX posts_v1_project_id_published_at_idx ON public.posts_v1 USING btree (project_id, published_at) WHERE (published_at IS NOT NULL);


--
-- Name: projects_v1_lower_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX projects_v1_lower_idx ON public.projects_v1 USING btree (lower(name));


--
-- Name: telegram_prompts_by_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX telegram_prompts_by_age ON public.telegram_prompts USING btree (created_at);


--
-- Name: commands commands_stay; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER commands_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.commands FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: epoch_doubts epoch_doubts_stay; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER epoch_doubts_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.epoch_doubts FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: epochs epochs_stay; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER epochs_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.epochs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: event_log event_log_stays; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER event_log_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.event_log FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: events events_are_queued; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER events_are_queued AFTER INSERT ON public.events REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION public.queue_events();


--
-- Name: events events_have_transaction_ids; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER events_have_transaction_ids BEFORE INSERT ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.take_transaction_id();


--
-- Name: events events_stay; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER events_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();


--
-- Name: effects poison_caching; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER poison_caching BEFORE INSERT ON public.effects FOR EACH ROW EXECUTE FUNCTION public.poison_caching();


--
-- PostgreSQL database dump complete
--


