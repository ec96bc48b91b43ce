//! Read your own writes: the events of a command, and how far a consumer of the log lags behind them.

use domain::id::CommandId;
use projections::statements;
use serde::Serialize;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

use crate::reader_registry::ReaderRegistry;

statements! {
    /// The events of the command's receipt: its events, on whatever stream, and without any the last one that it saw.
    EVENTS = "
        SELECT CASE WHEN c.event_ids <> '{}' THEN c.event_ids ELSE ARRAY(
                   SELECT e.event_id FROM events e
                    WHERE e.aggregate_type = c.aggregate_type AND e.aggregate_id = c.aggregate_id
                      AND e.sequence = c.last_sequence) END
          FROM commands c WHERE c.command_id = $1";

    /// Each event against the cursor of its partition. Of a read model's builds the one that is shown counts (one of another
    /// shape is not for this program), of a process manager's versions the newest. No more than ten thousand events are counted.
    DISTANCES = "
        WITH shown AS MATERIALIZED (
               SELECT coalesce((SELECT v.version FROM projection_versions v WHERE v.name = $2 AND v.state = 'live'
                                   AND v.shape = $3),
                               (SELECT max(c.version) FROM consumer_cursors c WHERE c.consumer = $2)) AS version)
        SELECT l.position, c.position AS reached, s.last_position AS head, p.position IS NOT NULL AS parked,
               CASE WHEN l.position IS NULL THEN
                      (SELECT count(*) FROM event_pending q
                        WHERE q.ingest_seq <= (SELECT e.ingest_seq FROM events e WHERE e.event_id = w.event_id))
                    WHEN c.partition = -1 THEN greatest(l.position - c.position, 0)
                    ELSE (SELECT count(*) FROM (
                            SELECT FROM event_log b
                             WHERE b.partition = l.partition AND b.position > coalesce(c.position, 0)
                               AND b.position <= l.position LIMIT 10000) on_the_way)
               END AS lag
          FROM unnest($1::uuid[]) AS w (event_id) CROSS JOIN sequencer_state s CROSS JOIN shown
          LEFT JOIN event_log l USING (event_id)
          LEFT JOIN consumer_cursors c
                 ON c.consumer = $2 AND c.version = shown.version AND c.partition IN (l.partition, -1)
          LEFT JOIN parked_events p ON p.consumer = $2 AND p.version = shown.version AND p.position = l.position";
}

/// What keeps an event from being seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It is committed and has no position in the log yet.
    Sequencing,
    /// It has a position, which the consumer has not reached.
    Applying,
    /// The consumer could not apply it, or another of its key before it, and waits for an operator.
    Parked,
}

/// How far a consumer lags behind an event that somebody wants to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EventLag {
    /// What the event waits for.
    pub stage: Stage,
    /// The event's position in the log; none while it has none.
    pub wanted: Option<u64>,
    /// The position that the consumer has reached in the event's partition of the log; none while that is not known.
    pub reached: Option<u64>,
    /// How many events are still to be handled in that stage, this one included.
    pub lag: u64,
    /// Where the log ends.
    pub log_position: u64,
}

#[derive(FromRow)]
struct EventRow {
    position: Option<i64>,
    reached: Option<i64>,
    head: i64,
    parked: bool,
    lag: i64,
}

/// The events of a command.
pub struct CommandEvents {
    pool: PgPool,
    events: Vec<Uuid>,
}

impl CommandEvents {
    /// By the command's id; `None` when no such command was ever recorded.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(pool: &PgPool, command: CommandId) -> Result<Option<Self>, sqlx::Error> {
        let events = sqlx::query_scalar(EVENTS).bind(command.0).fetch_optional(pool).await?;
        Ok(events.map(|events| Self { pool: pool.clone(), events }))
    }

    /// How far the consumer of this name lags behind the farthest of the events; `None` when it has applied all of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn lag(
        &self,
        consumer: &str,
        readers: &ReaderRegistry,
    ) -> Result<Option<EventLag>, sqlx::Error> {
        if self.events.is_empty() {
            return Ok(None);
        }
        let shape = readers.shape_of(consumer).cast_signed();
        let query = sqlx::query_as(DISTANCES).bind(&self.events).bind(consumer).bind(shape);
        let rows: Vec<EventRow> = query.fetch_all(&self.pool).await?;
        let missing = rows.into_iter().filter_map(EventRow::lag);
        // What has no position yet will get one behind all others, so it is the farthest.
        Ok(missing.max_by_key(|lag| (lag.wanted.is_none(), lag.wanted)))
    }
}

impl EventRow {
    /// `None` when the event is applied.
    fn lag(self) -> Option<EventLag> {
        let stage = match (self.position, self.reached) {
            (None, _) => Stage::Sequencing,
            (Some(_), _) if self.parked => Stage::Parked,
            (Some(wanted), Some(reached)) if reached >= wanted => return None,
            (Some(_), _) => Stage::Applying,
        };
        Some(EventLag {
            stage,
            wanted: self.position.map(i64::cast_unsigned),
            reached: self.reached.map(i64::cast_unsigned),
            lag: self.lag.unsigned_abs(),
            log_position: self.head.cast_unsigned(),
        })
    }
}
