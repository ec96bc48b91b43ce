-- Records a batch of commands in one statement: those that are new and whose guards hold. Answers with the others.
-- Everything is judged on one snapshot; what commits in the meantime shows as a unique violation, and the whole
-- batch is tried again. Commands come sorted by id and events by stream and sequence: one order of locks for all
-- instances, and numbers drawn in the order of each stream. Plans are nested loops over indexes (see the session);
-- lists are unnested side by side in a select list, where they cost least.
WITH moved AS MATERIALIZED (
    SELECT coalesce(array_agg(g.place), '{}') AS guards
      FROM (SELECT generate_subscripts($17::bigint[], 1) AS place, unnest($15::text[]) AS aggregate_type,
                   unnest($16::text[]) AS aggregate_id, unnest($17::bigint[]) AS version) g
     WHERE g.version <> coalesce(
               (SELECT max(e.sequence) FROM events e
                 WHERE e.aggregate_type = g.aggregate_type AND e.aggregate_id = g.aggregate_id), 0)
), judged AS MATERIALIZED (
    SELECT c.command, ($14::int[])[c.guards_from:c.guards_to] && moved.guards AS moved,
           known.command_id IS NOT NULL AS known, known.request_hash = c.request_hash AS same,
           known.outcome, known.aggregate_type, known.aggregate_id,
           known.first_sequence, known.last_sequence, known.event_ids, known.refusal
      FROM (SELECT generate_subscripts($1::uuid[], 1) AS command, unnest($1::uuid[]) AS command_id,
                   unnest($2::bytea[]) AS request_hash, unnest($12::int[]) AS guards_from,
                   unnest($13::int[]) AS guards_to) c
     CROSS JOIN moved
      -- the offset keeps this a lookup: planned on an empty table, a plain join would read all of a grown one
      LEFT JOIN LATERAL (SELECT * FROM commands k WHERE false OFFSET 0) known ON true
), accepted AS MATERIALIZED (
    -- an array instead of a join: rows keep their order, and looking up costs nothing
    SELECT array_agg(NOT (moved OR known) ORDER BY command) AS yes FROM judged
), new_commands AS (
    INSERT INTO commands (command_id, request_hash, outcome, aggregate_type, aggregate_id,
                          first_sequence, last_sequence, event_ids, refusal)
    SELECT c.command_id, c.request_hash, c.outcome, c.aggregate_type, c.aggregate_id,
           c.first_sequence, c.last_sequence, ($10::uuid[])[c.ids_from:c.ids_to], c.refusal::jsonb
      FROM accepted,
           (SELECT generate_subscripts($1::uuid[], 1) AS command, unnest($1::uuid[]) AS command_id,
                   unnest($2::bytea[]) AS request_hash, unnest($3::text[]) AS outcome,
                   unnest($4::text[]) AS aggregate_type, unnest($5::text[]) AS aggregate_id,
                   unnest($6::bigint[]) AS first_sequence, unnest($7::bigint[]) AS last_sequence,
                   unnest($8::int[]) AS ids_from, unnest($9::int[]) AS ids_to, unnest($11::text[]) AS refusal) c
     WHERE accepted.yes[c.command]
     ORDER BY c.command ON CONFLICT DO NOTHING
), new_events AS (
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                        payload, metadata, event_id, project_id)
    SELECT e.aggregate_type, e.aggregate_id, e.sequence, e.event_type, e.event_version,
           e.payload::json, e.metadata::json, e.event_id, e.project_id
      FROM accepted,
           (SELECT generate_subscripts($18::int[], 1) AS place, unnest($18::int[]) AS command,
                   unnest($19::text[]) AS aggregate_type, unnest($20::text[]) AS aggregate_id,
                   unnest($21::bigint[]) AS sequence, unnest($22::text[]) AS event_type,
                   unnest($23::text[]) AS event_version, unnest($24::text[]) AS payload,
                   unnest($25::text[]) AS metadata, unnest($26::uuid[]) AS event_id,
                   unnest($27::uuid[]) AS project_id) e
     WHERE accepted.yes[e.command]
     ORDER BY e.place
), new_keys AS (
    INSERT INTO text_keys (event_id, key_id, scope, wrapped)
    SELECT k.event_id, k.key_id, k.scope, k.wrapped
      FROM accepted,
           (SELECT unnest($28::int[]) AS command, unnest($29::uuid[]) AS event_id, unnest($30::uuid[]) AS key_id,
                   unnest($31::uuid[]) AS scope, unnest($32::bytea[]) AS wrapped) k
     WHERE accepted.yes[k.command]
)
SELECT command, known, coalesce(same, false) AS same, outcome, aggregate_type, aggregate_id,
       first_sequence, last_sequence, event_ids, refusal::text AS refusal
  FROM judged WHERE moved OR known
