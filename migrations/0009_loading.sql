-- Streams are loaded with the keys of their texts, event by event, from any version on.
CREATE INDEX text_keys_event ON text_keys (aggregate_type, aggregate_id, sequence);
DROP INDEX text_keys_stream;
