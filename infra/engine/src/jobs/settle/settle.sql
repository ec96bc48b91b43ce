-- $1-$4 as in place.sql; $5-$12 the outcomes; $13-$21 the jobs that follow, each with the job it follows from. Whether a job
-- is running is told by its lease, not by its status: by that, the planner would walk over effects_running, where each job
-- that ever ran leaves an entry until the next vacuum.
-- Conditions are put so that one index fits them: the planner takes the walk over another for as good while it is small.
-- The next job of a key is chosen after the one that ends was written: two of a key that run are refused row by row.
WITH finished AS (
    SELECT * FROM unnest($5::uuid[], $6::integer[], $7::text[], $8::integer[], $9::integer[], $10::timestamptz[], $11::text[],
                         $12::text[])
        AS t (id, attempts, status, failed, unknown, due_at, error, needs)),
settled AS (
    UPDATE effects e
       SET status = t.status, attempts = e.attempts + t.failed, unknown_tries = e.unknown_tries + t.unknown,
           due_at = coalesce(t.due_at, e.due_at), needs = coalesce(t.needs, e.needs), last_error = t.error,
           sealed = CASE WHEN t.status IN ('queued', 'waiting') THEN e.sealed END,
           lease_holder = NULL, lease_until = NULL, updated_at = $2
      FROM finished t
     WHERE e.effect_id = t.id AND e.lease_until IS NOT NULL AND e.lease_holder = $1 AND e.attempts = t.attempts
    RETURNING e.effect_id, e.process, e.event_id, e.position, e.correlation_id, e.project_id, e.chat, e.topic, e.ordering_key,
              e.status),
next AS MATERIALIZED (
    SELECT n.id, n.due_at <= $2 AND n.needs IS NULL AND n.process || '/' || n.step = ANY($3::text[]) AS begins
      FROM settled s
     CROSS JOIN LATERAL (SELECT e.effect_id AS id, e.due_at, e.needs, e.process, e.step FROM effects e
                          WHERE e.ordering_key = s.ordering_key AND e.status IN ('queued', 'running', 'waiting')
                            AND e.lease_until IS NULL
                          ORDER BY e.sequence LIMIT 1) n
     WHERE s.status NOT IN ('queued', 'waiting')),
advanced AS (
    UPDATE effects e
       SET behind = false, status = CASE WHEN n.begins THEN 'running' ELSE e.status END,
           lease_holder = CASE WHEN n.begins THEN $1 END,
           lease_until = CASE WHEN n.begins THEN now() + make_interval(secs => $4) END,
           updated_at = CASE WHEN n.begins THEN $2 ELSE e.updated_at END
      FROM next n WHERE e.effect_id = n.id AND e.status NOT IN ('running', 'done', 'failed', 'unknown')
    RETURNING e.*),
asked AS MATERIALIZED (
    SELECT f.id, coalesce(f.process, s.process) AS process, f.step, f.request, f.priority, f.due_at, s.event_id, s.position,
           s.correlation_id, s.project_id, s.chat, s.topic, f.ordering_key, f.sealed, f.number,
           row_number() OVER (PARTITION BY f.ordering_key ORDER BY f.number) AS place
      FROM unnest($13::uuid[], $14::uuid[], $15::text[], $16::text[], $17::jsonb[], $18::smallint[], $19::timestamptz[],
                  $20::text[], $21::bytea[])
               WITH ORDINALITY AS f (cause, id, process, step, request, priority, due_at, ordering_key, sealed, number)
      JOIN settled s ON s.effect_id = f.cause
     WHERE f.ordering_key IS NULL OR NOT EXISTS (SELECT FROM effects e WHERE e.effect_id = f.id)),
