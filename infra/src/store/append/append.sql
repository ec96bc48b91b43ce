-- Records a batch of commands in one statement: those that are new and whose guards hold. Answers with the others.
-- Everything is judged on one snapshot; what commits in the meantime shows as a unique violation, and the whole
-- batch is tried again. Commands come sorted by id and events by stream and sequence: one order of locks for all
-- instances, and numbers drawn in the order of each stream. Plans are nested loops over indexes (see the session).
WITH moved AS MATERIALIZED (
    SELECT coalesce(array_agg(g.place::int), '{}') AS guards
      FROM unnest($15::text[], $16::text[], $17::bigint[]) WITH ORDINALITY
           AS g (aggregate_type, aggregate_id, version, place)
     WHERE g.version <> coalesce(
               (SELECT max(e.sequence) FROM events e
                 WHERE e.aggregate_type = g.aggregate_type AND e.aggregate_id = g.aggregate_id), 0)
), judged AS MATERIALIZED (
    SELECT c.command::int, ($14::int[])[c.guards_from:c.guards_to] && moved.guards AS moved,
           known.command_id IS NOT NULL AS known, known.request_hash = c.request_hash AS same,
           known.outcome, known.aggregate_type, known.aggregate_id,
           known.first_sequence, known.last_sequence, known.event_ids, known.refusal
      FROM unnest($1::uuid[], $2::bytea[], $12::int[], $13::int[]) WITH ORDINALITY
           AS c (command_id, request_hash, guards_from, guards_to, command)
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
           unnest($18::int[], $19::text[], $20::text[], $21::bigint[], $22::text[], $23::text[],
                  $24::text[], $25::text[], $26::uuid[], $27::uuid[]) WITH ORDINALITY
           AS e (command, aggregate_type, aggregate_id, sequence, event_type, event_version,
                 payload, metadata, event_id, project_id, place)
     WHERE accepted.yes[e.command]
     ORDER BY e.place
), new_keys AS (
    INSERT INTO text_keys (key_id, scope, aggregate_type, aggregate_id, sequence, wrapped)
    SELECT k.key_id, k.scope, k.aggregate_type, k.aggregate_id, k.sequence, k.wrapped
      FROM accepted,
           unnest($28::int[], $29::uuid[], $30::uuid[], $31::text[], $32::text[], $33::bigint[], $34::bytea[])
           AS k (command, key_id, scope, aggregate_type, aggregate_id, sequence, wrapped)
     WHERE accepted.yes[k.command]
)
SELECT command, known, coalesce(same, false) AS same, outcome, aggregate_type, aggregate_id,
       first_sequence, last_sequence, event_ids, refusal::text AS refusal
  FROM judged WHERE moved OR known
