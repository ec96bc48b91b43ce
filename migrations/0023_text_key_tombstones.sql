-- Forgetting a text leaves a tombstone in place of its key. A key that is gone without one was lost: the text is damaged, and
-- not erased.
CREATE TABLE text_key_tombstones (
    event_id     uuid        NOT NULL,
    key_id       uuid        NOT NULL,
    forgotten_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (event_id, key_id)
);
COMMENT ON TABLE text_key_tombstones IS 'The keys that were destroyed because their texts were to be forgotten';
COMMENT ON COLUMN text_key_tombstones.event_id IS 'The event that has the text';
COMMENT ON COLUMN text_key_tombstones.key_id IS 'The key, as the sealed text names it';
COMMENT ON COLUMN text_key_tombstones.forgotten_at IS 'When it was destroyed; of keys destroyed before this migration, when it ran';

-- Forgotten before: keys that are gone of texts in streams that the log says were forgotten. What else is gone was lost.
INSERT INTO text_key_tombstones (event_id, key_id)
SELECT DISTINCT e.event_id, sealed.key[1]::uuid
  FROM (SELECT DISTINCT s.kind, s.id
          FROM events f
         CROSS JOIN LATERAL json_to_recordset(f.payload -> 'TextsForgotten' -> 'streams') AS s (kind text, id text)
         WHERE f.event_type = 'TextsForgotten') forgotten
  JOIN events e ON e.aggregate_type = forgotten.kind AND e.aggregate_id = forgotten.id
 CROSS JOIN LATERAL regexp_matches(
           e.payload::text, '"\$sealed":\s*\{[^{}]*"key":\s*"([0-9a-f-]{36})"[^{}]*\}', 'g') AS sealed (key)
 WHERE NOT EXISTS (SELECT FROM text_keys t WHERE t.event_id = e.event_id AND t.key_id = sealed.key[1]::uuid);

COMMENT ON TABLE text_keys IS 'A key per sealed text, wrapped by its project''s; forgetting a text means to put a tombstone in its place';
