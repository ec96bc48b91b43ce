-- Least privilege: log in as a member of memebot_app, migrate as the owner. Repeatable.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'memebot_app') THEN
        CREATE ROLE memebot_app NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'memebot_auditor') THEN
        CREATE ROLE memebot_auditor NOLOGIN;
    END IF;
END
$$;

-- What later migrations and rebuilds of read models need; history itself is narrowed below.
GRANT USAGE, CREATE ON SCHEMA public TO memebot_app;
GRANT USAGE ON SCHEMA public TO memebot_auditor;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO memebot_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO memebot_app;
GRANT SELECT ON SEQUENCE events_ingest_seq_seq TO memebot_app;
REVOKE UPDATE, DELETE ON events, commands, event_log, event_repairs, epochs, epoch_doubts FROM memebot_app;
REVOKE DELETE ON clock_holds FROM memebot_app;
REVOKE UPDATE ON event_pending, project_keys, text_keys, text_key_tombstones FROM memebot_app;
REVOKE DELETE ON project_keys, text_key_tombstones FROM memebot_app;
REVOKE INSERT, DELETE ON sequencer_state FROM memebot_app;

-- Enough to verify the log; nothing that opens a text.
GRANT SELECT ON events, commands, event_pending, event_log, sequencer_state, epochs, epoch_doubts, clock_holds, event_repairs
    TO memebot_auditor;

-- Which cluster this is. Everybody may know it, unless the server was hardened.
DO $$
BEGIN
    IF NOT has_function_privilege('memebot_app', 'pg_control_system()', 'EXECUTE') THEN
        GRANT EXECUTE ON FUNCTION pg_control_system() TO memebot_app;
    END IF;
END
$$;
