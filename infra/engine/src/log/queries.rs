//! Questions to the log that need no key: which events stand where, since when one waits, and what was asked last.

use chrono::{DateTime, Utc};
use domain::stream::AggregateType;
use projections::statements;
use sqlx::{FromRow, PgExecutor, PgPool};
use uuid::Uuid;

use crate::store::envelope::StoredEnvelope;

statements! {
    AT = "
        SELECT l.position, l.previous, l.partition, l.event_id, e.aggregate_type, e.aggregate_id, e.sequence,
               e.event_type, e.event_version, e.project_id, e.recorded_at, e.payload::text AS payload,
               e.metadata::text AS metadata
          FROM event_log l JOIN events e USING (event_id) WHERE l.position = ANY ($1)";

    NAMES = "
        SELECT position, format('event %s of %s/%s', sequence, aggregate_type, aggregate_id)
          FROM event_log WHERE position = ANY ($1)";

    AGE = "SELECT extract(epoch FROM clock_timestamp() - sequenced_at)::float8 FROM event_log WHERE position = $1";

    LAST_RECORDED = "
        SELECT max(recorded_at) FROM events e JOIN event_log l USING (event_id)
         WHERE l.position = (SELECT max(position) FROM event_log)";

    NEWEST_STREAMS = "
        SELECT e.event_id, e.aggregate_id, e.project_id, e.recorded_at
          FROM (SELECT event_id FROM event_pending
                UNION ALL
                SELECT event_id FROM event_log
                 WHERE position > (SELECT max(position) FROM event_log) - $2
                   AND aggregate_type = $1 AND sequence = 1) newest
          JOIN events e USING (event_id)
         WHERE e.aggregate_type = $1 AND e.sequence = 1";
}

/// The first event of a stream.
#[derive(Clone, Debug, FromRow)]
pub struct StreamStart {
    /// The event.
    pub event_id: Uuid,
    /// The stream's id.
    pub aggregate_id: String,
    /// The project concerned.
    pub project_id: Option<Uuid>,
    /// When the database recorded it.
    pub recorded_at: DateTime<Utc>,
}

/// The streams of a kind that began among so many of the newest positions, or have no position yet.
///
/// # Errors
/// When the database does not answer.
pub async fn newest_streams(
    pool: &PgPool,
    kind: AggregateType,
    positions: i64,
) -> Result<Vec<StreamStart>, sqlx::Error> {
    sqlx::query_as(NEWEST_STREAMS).bind(kind.name()).bind(positions).fetch_all(pool).await
}

/// The envelopes at these positions, in no order; of those that the log does not have, none.
pub(crate) async fn at(pool: &PgPool, positions: &[i64]) -> Result<Vec<StoredEnvelope>, sqlx::Error> {
    sqlx::query_as(AT).bind(positions).fetch_all(pool).await
}

/// The events at these positions by what one calls them: stream and number there.
pub(crate) async fn names(
    database: impl PgExecutor<'_>,
    positions: &[i64],
) -> Result<Vec<(i64, String)>, sqlx::Error> {
    sqlx::query_as(NAMES).bind(positions).fetch_all(database).await
}

/// How many seconds ago the position was given; `None` while it was not.
pub(crate) async fn age(pool: &PgPool, position: u64) -> Result<Option<f64>, sqlx::Error> {
    sqlx::query_scalar(AGE).bind(position.cast_signed()).fetch_optional(pool).await
}

/// When the last event of the log was recorded.
pub(crate) async fn last_recorded(pool: &PgPool) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query_scalar(LAST_RECORDED).fetch_one(pool).await
}
