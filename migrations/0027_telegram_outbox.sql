-- The outbox of Telegram: what is sent to chats are jobs, ordered by chat. Beside them it is known of a chat when something
-- was sent there last, and whether anything arrives.
CREATE TABLE telegram_chats (
    chat_id           bigint        PRIMARY KEY,
    sent              timestamptz[] NOT NULL,
    unreachable_since timestamptz,
    digested_until    timestamptz
) WITH (fillfactor = 70);
COMMENT ON TABLE telegram_chats IS 'Chats of Telegram that something was sent to';
COMMENT ON COLUMN telegram_chats.sent IS 'When the last messages and edits were sent or will be, in order; as many as a limit counts';
COMMENT ON COLUMN telegram_chats.unreachable_since IS 'Since when nothing is delivered there; null: it is';
COMMENT ON COLUMN telegram_chats.digested_until IS 'Notices that were asked for until then were told together';

-- When the next message may be sent to a chat: so many seconds after the last one, and no more than `most` in any minute
-- (null: without that limit). A little more than a minute, because messages do not all travel equally fast. No slot is taken
-- further ahead than two seconds: one that is, is from before the clock was set back, and does not count.
CREATE FUNCTION next_telegram_slot(sent timestamptz[], spacing float8, most integer) RETURNS timestamptz
    RETURN (SELECT greatest(clock_timestamp(), c.counted[cardinality(c.counted)] + make_interval(secs => spacing),
                            c.counted[cardinality(c.counted) - most + 1] + interval '61 seconds')
              FROM (SELECT array_agg(slot ORDER BY number) AS counted
                      FROM unnest(sent) WITH ORDINALITY AS s (slot, number)
                     WHERE slot <= clock_timestamp() + interval '2 seconds') c);

-- A message of which nobody knows whether it arrived is sent once more, and never a third time.
CREATE TABLE telegram_repeats (
    effect_id   uuid        PRIMARY KEY REFERENCES effects ON DELETE CASCADE,
    repeated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE telegram_repeats IS 'Messages that were sent once more, because nobody knew whether they had arrived';
COMMENT ON COLUMN telegram_repeats.effect_id IS 'The job of the outbox';
COMMENT ON COLUMN telegram_repeats.repeated_at IS 'When, before it was sent';
