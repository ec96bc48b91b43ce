//! The row of `sequencer_state`, as others may see it: where the log ends, and what still waits for a position.

use projections::statements;
use sqlx::{FromRow, PgExecutor};

statements! {
    HEAD = "SELECT last_position FROM sequencer_state";

    ROW = "SELECT last_position, frontier, partition_heads FROM sequencer_state";

    BACKLOG = "
        SELECT s.last_position AS head, count(p.event_id) AS events,
               coalesce(extract(epoch FROM clock_timestamp() - min(e.recorded_at)), 0)::float8 AS seconds
          FROM sequencer_state s
          LEFT JOIN event_pending p ON true LEFT JOIN events e ON e.event_id = p.event_id
         GROUP BY s.last_position";
}

/// The row.
#[derive(FromRow)]
pub(crate) struct StateRow {
    pub(crate) last_position: i64,
    pub(crate) frontier: Vec<u8>,
    /// The last position of each partition.
    pub(crate) partition_heads: Vec<i64>,
}

/// Committed events that have no position yet.
#[derive(FromRow)]
pub(crate) struct SequencerBacklog {
    /// Where the log ends.
    pub(crate) head: i64,
    pub(crate) events: i64,
    /// How long the oldest has waited.
    pub(crate) seconds: f64,
}

/// The last position; 0 while the log is empty.
pub(crate) async fn head(database: impl PgExecutor<'_>) -> Result<u64, sqlx::Error> {
    let head: i64 = sqlx::query_scalar(HEAD).fetch_one(database).await?;
    Ok(head.cast_unsigned())
}

/// The whole row, unchecked.
pub(crate) async fn read(database: impl PgExecutor<'_>) -> Result<StateRow, sqlx::Error> {
    sqlx::query_as(ROW).fetch_one(database).await
}

/// What waits for the sequencer.
pub(crate) async fn backlog(database: impl PgExecutor<'_>) -> Result<SequencerBacklog, sqlx::Error> {
    sqlx::query_as(BACKLOG).fetch_one(database).await
}
