-- Many streams in one statement: of each its next events after a version, and the keys of their texts.
SELECT r.place, e.sequence, e.event_type, e.event_version, e.payload::text AS payload,
       k.key_ids, k.scopes, k.wrapped, k.scopes_wrapped
  FROM (SELECT generate_subscripts($1::text[], 1) AS place, unnest($1::text[]) AS aggregate_type,
               unnest($2::text[]) AS aggregate_id, unnest($3::bigint[]) AS after) r
 CROSS JOIN LATERAL (
           SELECT * FROM events s
            WHERE s.aggregate_type = r.aggregate_type AND s.aggregate_id = r.aggregate_id AND s.sequence > r.after
            ORDER BY s.sequence LIMIT $4) e
  LEFT JOIN LATERAL (
           SELECT array_agg(t.key_id) AS key_ids, array_agg(t.scope) AS scopes, array_agg(t.wrapped) AS wrapped,
                  array_agg((SELECT p.wrapped FROM project_keys p WHERE p.scope = t.scope)) AS scopes_wrapped
             FROM text_keys t
            WHERE t.event_id = e.event_id) k ON true
 ORDER BY r.place, e.sequence
