-- What operators do to consumers while they run: try parked keys again, and keep two versions of a read model.

-- An operator's wish that a consumer looks at a parked key again: to apply it, or to see that it was discarded. The
-- running consumer looks here while keys of it are parked, and takes the row away when it has tried.
CREATE TABLE parked_requests (
    consumer text        NOT NULL,
    version  integer     NOT NULL,
    key      text        NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, version, key)
);

-- The versions of each read model. A read model without a row here has the one version that the program names.
CREATE TABLE projection_versions (
    name        text        NOT NULL,
    version     integer     NOT NULL,
    -- building: replayed by `memebot rebuild`. ready: replayed, kept up to date by the running instances. live: shown
    -- by the view. former: was live, still kept up to date, so that switching back is instant.
    state       text        NOT NULL CHECK (state IN ('building', 'ready', 'live', 'former', 'retired')),
    tables      text[]      NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    -- When it last became live.
    switched_at timestamptz,
    PRIMARY KEY (name, version)
);

CREATE UNIQUE INDEX one_live_version ON projection_versions (name) WHERE state = 'live';
