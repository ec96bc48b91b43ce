-- While the database's clock is in doubt nothing scheduled is published: by what it says, everything may be due too early
-- or too late. The rows are the record of who ended a hold; at most one of a cause is open.

CREATE TABLE clock_holds (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cause       text NOT NULL CHECK (cause IN ('jump', 'services')),
    seconds     double precision NOT NULL,
    detail      text NOT NULL,
    began_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz,
    accepted_by text,
    end_reason  text,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CHECK (accepted_by IS NULL OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX ON clock_holds (cause) WHERE ended_at IS NULL;
COMMENT ON TABLE clock_holds IS 'When and why the database''s clock was in doubt: nothing scheduled is published while one is open';
COMMENT ON COLUMN clock_holds.number IS '1, 2, 3 …';
COMMENT ON COLUMN clock_holds.cause IS 'jump: it differs from the time since boot; services: outside services agree on another time';
COMMENT ON COLUMN clock_holds.seconds IS 'By how much it was ahead';
COMMENT ON COLUMN clock_holds.detail IS 'The same for people';
COMMENT ON COLUMN clock_holds.began_at IS 'When an instance noticed it, by the clock in doubt';
COMMENT ON COLUMN clock_holds.ended_at IS 'When it ended; null while it is open';
COMMENT ON COLUMN clock_holds.accepted_by IS 'The operator who said that the clock is right; null when it ended by itself';
COMMENT ON COLUMN clock_holds.end_reason IS 'Why it ended';
