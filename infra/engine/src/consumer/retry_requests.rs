//! Retry requests: an operator asks the running consumer to try a parked key again.

use chrono::{DateTime, Utc};
use projections::statements;
use sqlx::{FromRow, PgConnection, PgPool};

use super::cursors::positions;

statements! {
    REQUEST = "
        INSERT INTO parked_requests (consumer, version, key) SELECT $1, unnest($2::int[]), $3
        ON CONFLICT (consumer, version, key) DO UPDATE SET asked_at = clock_timestamp()";

    PENDING = "
        SELECT key, asked_at AS requested_at FROM parked_requests WHERE consumer = $1 AND version = $2";

    COMPLETE = "
        DELETE FROM parked_requests WHERE consumer = $1 AND version = $2 AND key = $3 AND asked_at = $4";
}

/// One request.
#[derive(FromRow)]
pub(crate) struct RetryRequest {
    /// The parked key.
    pub(crate) key: String,
    requested_at: DateTime<Utc>,
}

/// Requests it of every version of the consumer that has cursors. Repeating it is a new request.
pub(crate) async fn request(conn: &mut PgConnection, consumer: &str, key: &str) -> Result<(), sqlx::Error> {
    let versions = positions::versions(&mut *conn, consumer).await?;
    sqlx::query(REQUEST).bind(consumer).bind(versions).bind(key).execute(conn).await.map(drop)
}

/// The requests that the consumer of this name and version has still to serve.
pub(crate) async fn pending(
    pool: &PgPool,
    consumer: &str,
    version: i32,
) -> Result<Vec<RetryRequest>, sqlx::Error> {
    sqlx::query_as(PENDING).bind(consumer).bind(version).fetch_all(pool).await
}

/// Takes a request away that was served. One that was repeated meanwhile stays, because its time is another.
pub(crate) async fn complete(
    pool: &PgPool,
    consumer: &str,
    version: i32,
    request: &RetryRequest,
) -> Result<(), sqlx::Error> {
    sqlx::query(COMPLETE)
        .bind(consumer)
        .bind(version)
        .bind(&request.key)
        .bind(request.requested_at)
        .execute(pool)
        .await
        .map(drop)
}
