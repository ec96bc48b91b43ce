//! The limit of every projector: the same read model in one statement.

use std::time::{Duration, Instant};

use anyhow::Context;
use sqlx::PgPool;

/// Folds all events into a table of the read model's shape, which is emptied first, and tells how long that took.
pub(crate) async fn fold(pool: &PgPool, table: &str) -> anyhow::Result<Duration> {
    let empty = format!("TRUNCATE {table}");
    sqlx::raw_sql(&empty).execute(pool).await.context("empty the table to fold into")?;
    let fold = format!(
        "INSERT INTO {table} (aggregate_type, aggregate_id, events, payload)
         SELECT aggregate_type, aggregate_id, count(*), (array_agg(payload ORDER BY sequence DESC))[1]::text
           FROM events GROUP BY aggregate_type, aggregate_id"
    );
    let begun = Instant::now();
    sqlx::query(&fold).execute(pool).await.context("fold in SQL")?;
    Ok(begun.elapsed())
}
