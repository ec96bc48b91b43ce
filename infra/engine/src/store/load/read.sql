-- Many streams in one statement: of each its next events after a version, and the keys of their texts or what is left of them.
SELECT r.place, e.event_id, e.sequence, e.event_type, e.event_version, e.payload::text AS payload,
       k.key_ids, k.scopes, k.wrapped, k.scopes_wrapped,
       EXISTS (SELECT FROM unreadable_events u WHERE u.event_id = e.event_id AND u.discarded_at IS NOT NULL) AS discarded
  FROM (SELECT generate_subscripts($1::text[], 1) AS place, unnest($1::text[]) AS aggregate_type,
               unnest($2::text[]) AS aggregate_id, unnest($3::bigint[]) AS after) r
 CROSS JOIN LATERAL (
           SELECT * FROM events s
            WHERE s.aggregate_type = r.aggregate_type AND s.aggregate_id = r.aggregate_id AND s.sequence > r.after
            ORDER BY s.sequence LIMIT $4) e
  LEFT JOIN LATERAL (
           SELECT array_agg(t.key_id) AS key_ids, array_agg(t.scope) AS scopes, array_agg(t.wrapped) AS wrapped,
                  array_agg((SELECT p.wrapped FROM project_keys p WHERE p.scope = t.scope)) AS scopes_wrapped
             FROM (SELECT key_id, scope, wrapped FROM text_keys WHERE event_id = e.event_id
                    UNION ALL
                   SELECT key_id, NULL, NULL FROM text_key_tombstones WHERE event_id = e.event_id) t) k ON true
 ORDER BY r.place, e.sequence
