-- A text's key belongs to the event that has the text, and is looked up by it: one index, in which new entries lie side
-- by side, instead of two, and nothing of the event is written twice.
ALTER TABLE text_keys ADD COLUMN event_id uuid;
UPDATE text_keys t SET event_id = e.event_id
  FROM events e
 WHERE e.aggregate_type = t.aggregate_type AND e.aggregate_id = t.aggregate_id AND e.sequence = t.sequence;
-- keys of events that are not there open nothing
DELETE FROM text_keys WHERE event_id IS NULL;
ALTER TABLE text_keys
    DROP COLUMN aggregate_type,
    DROP COLUMN aggregate_id,
    DROP COLUMN sequence,
    DROP CONSTRAINT text_keys_pkey,
    ADD CONSTRAINT text_keys_pkey PRIMARY KEY (event_id, key_id);
