//! Wishes of operators that a running consumer looks at a parked key again.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};

/// Asks every version of the consumer that has cursors. Repeating it is a new wish.
pub(super) async fn ask(conn: &mut PgConnection, consumer: &str, key: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO parked_requests (consumer, version, key)
         SELECT DISTINCT consumer, version, $2 FROM consumer_cursors WHERE consumer = $1
         ON CONFLICT (consumer, version, key) DO UPDATE SET asked_at = clock_timestamp()",
    )
    .bind(consumer)
    .bind(key)
    .execute(conn)
    .await
    .map(drop)
}

/// The keys that the consumer of this name and version should look at, and when that was asked.
pub(crate) async fn open(
    pool: &PgPool,
    (consumer, version): (&str, i32),
) -> Result<Vec<(String, DateTime<Utc>)>, sqlx::Error> {
    sqlx::query_as("SELECT key, asked_at FROM parked_requests WHERE consumer = $1 AND version = $2")
        .bind(consumer)
        .bind(version)
        .fetch_all(pool)
        .await
}

/// It has looked. A wish that was repeated meanwhile stays.
pub(crate) async fn done(
    pool: &PgPool,
    (consumer, version): (&str, i32),
    (key, asked_at): (&str, DateTime<Utc>),
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM parked_requests WHERE consumer = $1 AND version = $2 AND key = $3 AND asked_at = $4",
    )
    .bind(consumer)
    .bind(version)
    .bind(key)
    .bind(asked_at)
    .execute(pool)
    .await
    .map(drop)
}
