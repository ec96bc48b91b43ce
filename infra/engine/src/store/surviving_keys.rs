//! Surviving keys: a restore brings keys of texts back that had been destroyed.

use projections::statements;
use sqlx::PgPool;

/// Keys of texts older than an event of the log that forgot them.
macro_rules! surviving {
    ($what:literal, $end:literal) => {
        concat!(
            $what,
            " FROM events e
              JOIN event_log l USING (event_id)
             CROSS JOIN LATERAL json_to_recordset(e.payload -> $1::text -> 'streams') AS s (kind text, id text)
              JOIN event_log older ON older.aggregate_type = s.kind AND older.aggregate_id = s.id
              JOIN text_keys t ON t.event_id = older.event_id
             WHERE e.event_type = $1 AND older.position < l.position",
            $end
        )
    };
}

statements! {
    COUNT = surviving!("SELECT count(DISTINCT t.key_id)", "");

    DESTROY = surviving!(
        "
        WITH destroyed AS (DELETE FROM text_keys WHERE key_id IN (SELECT t.key_id",
        ") RETURNING event_id, key_id),
        tombstones AS (
            INSERT INTO text_key_tombstones (event_id, key_id) SELECT event_id, key_id FROM destroyed
                ON CONFLICT DO NOTHING)
        SELECT count(*) FROM destroyed"
    );
}

/// How many there are of texts that an event of this name forgot; it lists their streams.
///
/// # Errors
/// When the database does not answer.
pub async fn count(pool: &PgPool, forgotten_by: &str) -> Result<u64, sqlx::Error> {
    let count: i64 = sqlx::query_scalar(COUNT).bind(forgotten_by).fetch_one(pool).await?;
    Ok(count.cast_unsigned())
}

/// Destroys them; how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn destroy(pool: &PgPool, forgotten_by: &str) -> Result<u64, sqlx::Error> {
    let count: i64 = sqlx::query_scalar(DESTROY).bind(forgotten_by).fetch_one(pool).await?;
    Ok(count.cast_unsigned())
}
