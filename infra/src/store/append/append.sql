-- Records a batch of commands in one statement: those that are new and whose guards hold. Answers with the others.
-- Everything is judged on one snapshot; what commits in the meantime shows as a unique violation, and the whole
-- batch is tried again. Commands come sorted by id and events by stream and sequence: one order of locks for all
-- instances, and numbers drawn in the order of each stream. Plans are nested loops over indexes (see the session).
WITH moved AS MATERIALIZED (
    SELECT coalesce(array_agg(DISTINCT g.command), '{}') AS commands
      FROM unnest($12::int[], $13::text[], $14::text[], $15::bigint[])
           AS g (command, aggregate_type, aggregate_id, version)
     WHERE g.version <> coalesce(
               (SELECT max(e.sequence) FROM events e
                 WHERE e.aggregate_type = g.aggregate_type AND e.aggregate_id = g.aggregate_id), 0)
), judged AS MATERIALIZED (
    SELECT c.command::int, c.command::int = ANY (moved.commands) AS moved,
           known.command_id IS NOT NULL AS known, known.request_hash = c.request_hash AS same,
           known.outcome, known.aggregate_type, known.aggregate_id,
           known.first_sequence, known.last_sequence, known.event_ids, known.refusal
      FROM unnest($1::uuid[], $2::bytea[]) WITH ORDINALITY AS c (command_id, request_hash, command)
     CROSS JOIN moved
      LEFT JOIN commands known ON known.command_id = c.command_id
), accepted AS MATERIALIZED (
    -- an array instead of a join: rows keep their order, and looking up costs nothing
    SELECT array_agg(NOT (moved OR known) ORDER BY command) AS yes FROM judged
), new_commands AS (
    INSERT INTO commands (command_id, request_hash, outcome, aggregate_type, aggregate_id,
                          first_sequence, last_sequence, event_ids, refusal)
    SELECT c.command_id, c.request_hash, c.outcome, c.aggregate_type, c.aggregate_id,
           c.first_sequence, c.last_sequence, ($10::uuid[])[c.ids_from:c.ids_to], c.refusal::jsonb
      FROM accepted,
           unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
                  $8::int[], $9::int[], $11::text[]) WITH ORDINALITY
           AS c (command_id, request_hash, outcome, aggregate_type, aggregate_id, first_sequence, last_sequence,
                 ids_from, ids_to, refusal, command)
     WHERE accepted.yes[c.command::int]
     ORDER BY c.command
), new_events AS (
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                        payload, metadata, event_id, project_id)
    SELECT e.aggregate_type, e.aggregate_id, e.sequence, e.event_type, e.event_version,
           e.payload::json, e.metadata::json, e.event_id, e.project_id
      FROM accepted,
           unnest($16::int[], $17::text[], $18::text[], $19::bigint[], $20::text[], $21::text[],
                  $22::text[], $23::text[], $24::uuid[], $25::uuid[]) WITH ORDINALITY
           AS e (command, aggregate_type, aggregate_id, sequence, event_type, event_version,
                 payload, metadata, event_id, project_id, place)
     WHERE accepted.yes[e.command]
     ORDER BY e.place
), new_keys AS (
    INSERT INTO text_keys (key_id, scope, aggregate_type, aggregate_id, sequence, wrapped)
    SELECT k.key_id, k.scope, k.aggregate_type, k.aggregate_id, k.sequence, k.wrapped
      FROM accepted,
           unnest($26::int[], $27::uuid[], $28::uuid[], $29::text[], $30::text[], $31::bigint[], $32::bytea[])
           AS k (command, key_id, scope, aggregate_type, aggregate_id, sequence, wrapped)
     WHERE accepted.yes[k.command]
)
SELECT command, known, coalesce(same, false) AS same, outcome, aggregate_type, aggregate_id,
       first_sequence, last_sequence, event_ids, refusal::text AS refusal
  FROM judged WHERE moved OR known
