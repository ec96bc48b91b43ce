//! Read your own writes: the events of a command, and how far a consumer of the log lags behind them.

use domain::id::CommandId;
use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use crate::consumer::cursors::lag::{self, EventDistance};
use crate::reader_registry::ReaderRegistry;
use crate::store::stored_events;

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
        let events = stored_events::of_command(pool, command).await?;
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
        let distances = lag::distances(&self.pool, &self.events, consumer, shape).await?;
        let missing = distances.into_iter().filter_map(EventLag::of);
        // What has no position yet will get one behind all others, so it is the farthest.
        Ok(missing.max_by_key(|lag| (lag.wanted.is_none(), lag.wanted)))
    }
}

impl EventLag {
    /// `None` when the event is applied.
    fn of(distance: EventDistance) -> Option<Self> {
        let stage = match (distance.position, distance.reached) {
            (None, _) => Stage::Sequencing,
            (Some(_), _) if distance.parked => Stage::Parked,
            (Some(wanted), Some(reached)) if reached >= wanted => return None,
            (Some(_), _) => Stage::Applying,
        };
        Some(Self {
            stage,
            wanted: distance.position.map(i64::cast_unsigned),
            reached: distance.reached.map(i64::cast_unsigned),
            lag: distance.lag.unsigned_abs(),
            log_position: distance.head.cast_unsigned(),
        })
    }
}
