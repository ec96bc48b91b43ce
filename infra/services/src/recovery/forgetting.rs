//! Repeated forgetting: a restore brings keys of texts back that had been destroyed.

use sqlx::PgPool;

/// Keys of texts older than an event of the log that forgot them.
const UNFORGOTTEN: &str = "
  FROM events e
  JOIN event_log l USING (event_id)
 CROSS JOIN LATERAL json_to_recordset(e.payload -> 'TextsForgotten' -> 'streams') AS s (kind text, id text)
  JOIN event_log older ON older.aggregate_type = s.kind AND older.aggregate_id = s.id
  JOIN text_keys t ON t.event_id = older.event_id
 WHERE e.event_type = 'TextsForgotten' AND older.position < l.position";

/// How many such keys there are.
pub(super) async fn unforgotten(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let count: i64 =
        sqlx::query_scalar(&format!("SELECT count(DISTINCT t.key_id) {UNFORGOTTEN}")).fetch_one(pool).await?;
    Ok(count.cast_unsigned())
}

/// Destroys them; how many there were.
pub(super) async fn forget(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let sql = format!("DELETE FROM text_keys WHERE key_id IN (SELECT t.key_id {UNFORGOTTEN})");
    Ok(sqlx::query(&sql).execute(pool).await?.rows_affected())
}
