-- Epochs: which database continues the history, and what made anybody doubt that it still is the one that it was.
--
-- A restore, a point-in-time recovery and a promoted standby all bring back an earlier moment, and people may have been
-- told of what came after it. Then nothing is published until somebody opens the next epoch with `memebot recover`.

CREATE TABLE epochs (
    -- 1, 2, 3 …; also the end of the name of the JetStream stream
    number            integer     NOT NULL PRIMARY KEY CHECK (number > 0),
    -- of pg_control_system(): another one in every cluster that initdb made; replicas and base backups keep it
    system_identifier bigint      NOT NULL,
    -- grows when a standby is promoted or a point-in-time recovery ends
    timeline          integer     NOT NULL,
    -- oid of this database, and of this table in it: others after a dump was restored, wherever
    database_oid      bigint      NOT NULL,
    table_oid         bigint      NOT NULL,
    -- where the log ended when the epoch was opened
    log_position      bigint      NOT NULL CHECK (log_position >= 0),
    opened_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    opened_by         text        NOT NULL,
    reason            text        NOT NULL
);

-- What was noticed in an epoch. Nothing is published in an epoch that has a row here.
CREATE TABLE epoch_doubts (
    epoch      integer     NOT NULL,
    -- identity, stream, tail or cursors; the first of each kind stays
    kind       text        NOT NULL CHECK (kind IN ('identity', 'stream', 'tail', 'cursors')),
    detail     text        NOT NULL,
    noticed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (epoch, kind)
);

-- Which owners were told that publishing is held. The row is written before the message is sent and committed after.
CREATE TABLE epoch_notices (
    epoch   integer     NOT NULL,
    chat    bigint      NOT NULL,
    told_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (epoch, chat)
);

CREATE TRIGGER epochs_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON epochs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER epoch_doubts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON epoch_doubts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
