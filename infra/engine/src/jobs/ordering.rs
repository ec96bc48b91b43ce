//! The order of keys, looked after: a mark that nothing is left to take away is taken away.
//!
//! Whoever ends a job begins the next one of its key in the same statement. What was stored while that statement ran is
//! beyond its sight: it is looked for once more afterwards, and if the program dies in between, every second.

use projections::statements;
use sqlx::PgPool;

/// Takes the marks from the heads of `keys`.
macro_rules! unmark_heads {
    ($keys:literal) => {
        concat!(
            $keys,
            " heads AS MATERIALIZED (
                SELECT h.id FROM keys k
                 CROSS JOIN LATERAL (SELECT e.effect_id AS id, e.behind FROM effects e
                                      WHERE e.ordering_key = k.key AND e.status IN ('queued', 'running', 'waiting')
                                      ORDER BY e.sequence LIMIT 1) h
                 WHERE h.behind)
            UPDATE effects e SET behind = false FROM heads h WHERE e.effect_id = h.id"
        )
    };
}

statements! {
    OF_KEYS = unmark_heads!("WITH keys AS (SELECT * FROM unnest($1::text[]) AS k (key)),");

    /// From one key to the next in the index: however much waits behind something, each key is looked at once.
    OF_ALL = unmark_heads!(
        "
        WITH RECURSIVE keys AS (
            (SELECT e.ordering_key AS key FROM effects e WHERE e.behind ORDER BY 1 LIMIT 1)
            UNION ALL
            SELECT (SELECT e.ordering_key FROM effects e WHERE e.behind AND e.ordering_key > k.key ORDER BY 1 LIMIT 1)
              FROM keys k WHERE k.key IS NOT NULL),"
    );
}

/// Lets the first job of each of these keys be claimed; whether there was any that could not.
pub(super) async fn unmark_heads(pool: &PgPool, keys: &[&str]) -> Result<bool, sqlx::Error> {
    let changed = sqlx::query(OF_KEYS).bind(keys).execute(pool).await?;
    Ok(changed.rows_affected() > 0)
}

/// The same of all keys.
pub(super) async fn unmark_all_heads(pool: &PgPool) -> Result<bool, sqlx::Error> {
    Ok(sqlx::query(OF_ALL).execute(pool).await?.rows_affected() > 0)
}
