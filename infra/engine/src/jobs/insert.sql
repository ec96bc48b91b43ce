-- One array per column: the statement is the same however many there are. A job that is stored already has no place.
WITH asked AS MATERIALIZED (
    SELECT t.*, row_number() OVER (PARTITION BY t.ordering_key ORDER BY t.number) AS place
      FROM unnest($5::uuid[], $6::text[], $7::text[], $8::jsonb[], $9::smallint[], $10::timestamptz[], $11::uuid[],
                  $12::bigint[], $13::uuid[], $14::uuid[], $15::bigint[], $16::int[], $17::text[], $18::bytea[])
               WITH ORDINALITY AS t (id, process, step, request, priority, due_at, event_id, position, correlation_id,
                                     project_id, chat, topic, ordering_key, sealed, number)
     WHERE t.ordering_key IS NULL OR NOT EXISTS (SELECT FROM effects e WHERE e.effect_id = t.id)),
