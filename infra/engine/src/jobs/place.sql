-- Stores the jobs of `asked`, each at its place in the order of its key. $1 this instance, $2 now, $3 the steps that it
-- performs (`process/step`; none: nothing is begun by this statement), $4 seconds of a lease.
-- The first of a key that nothing is before is begun with its storing, and needs no claim. Whether something is before it
-- may change at this moment: the mark is set only while the row that stands for it is held, so that it is still there, and
-- is seen by whoever ends it. Nobody is waited for: without the mark, a claim finds out.
placed AS MATERIALIZED (
    SELECT a.*,
           a.ordering_key IS NOT NULL AND (a.place > 1 OR held.id IS NOT NULL) AS behind,
           a.ordering_key IS NOT NULL AND a.place = 1 AND ahead.id IS NULL AND a.due_at <= $2
               AND a.process || '/' || a.step = ANY($3::text[]) AS begins
      FROM asked a
      LEFT JOIN LATERAL (SELECT e.effect_id AS id FROM effects e
                          WHERE a.place = 1 AND e.ordering_key = a.ordering_key
                            AND e.status IN ('queued', 'running', 'waiting')
                          ORDER BY e.sequence DESC LIMIT 1) ahead ON true
      LEFT JOIN LATERAL (SELECT e.effect_id AS id FROM effects e
                          WHERE e.effect_id = ahead.id AND e.status IN ('queued', 'running', 'waiting')
                            FOR SHARE SKIP LOCKED) held ON true),
stored AS (
    INSERT INTO effects (effect_id, process, step, request, sealed, priority, due_at, event_id, position, correlation_id,
                         project_id, chat, topic, ordering_key, behind, status, lease_holder, lease_until, created_at,
                         updated_at)
    SELECT id, process, step, request, sealed, priority, due_at, event_id, position, correlation_id, project_id, chat,
           topic, ordering_key, behind, CASE WHEN begins THEN 'running' ELSE 'queued' END, CASE WHEN begins THEN $1::uuid END,
           CASE WHEN begins THEN now() + make_interval(secs => $4) END, $2, $2
      FROM placed ORDER BY number
    ON CONFLICT (effect_id) DO NOTHING
    RETURNING effect_id, status, behind)
