-- $1 the instance that settles, $2 now; $3-$8 the outcomes; $9-$14 the jobs that follow, each with the job it follows
-- from; $15 belongs to the outcomes. Whether a job is running is told by its lease, not by its status: by that, the planner would walk over
-- effects_running, where each job that ever ran leaves an entry until the next vacuum.
WITH finished AS (
    SELECT * FROM unnest($3::uuid[], $4::integer[], $5::text[], $6::integer[], $7::timestamptz[], $8::text[],
                         $15::text[])
        AS t (id, attempts, status, counted, due_at, error, needs)),
settled AS (
    UPDATE effects e
       SET status = t.status, attempts = e.attempts + t.counted, due_at = coalesce(t.due_at, e.due_at),
           needs = coalesce(t.needs, e.needs), last_error = t.error, lease_holder = NULL, lease_until = NULL, updated_at = $2
      FROM finished t
     WHERE e.effect_id = t.id AND e.lease_until IS NOT NULL AND e.lease_holder = $1 AND e.attempts = t.attempts
    RETURNING e.effect_id, e.process, e.event_id, e.position, e.correlation_id, e.project_id, e.chat),
followed AS (
    INSERT INTO effects (effect_id, process, step, request, priority, due_at, event_id, position, correlation_id,
                         project_id, chat, created_at, updated_at)
    SELECT f.id, s.process, f.step, f.request, f.priority, f.due_at, s.event_id, s.position, s.correlation_id,
           s.project_id, s.chat, $2, $2
      FROM unnest($9::uuid[], $10::uuid[], $11::text[], $12::jsonb[], $13::smallint[], $14::timestamptz[])
               AS f (cause, id, step, request, priority, due_at)
      JOIN settled s ON s.effect_id = f.cause
    ON CONFLICT (effect_id) DO NOTHING
    RETURNING effect_id)
SELECT effect_id FROM settled UNION ALL SELECT effect_id FROM followed
