//! Consumer lag: how far the consumers are behind the log, and which events have no position yet.

use std::time::Duration;

use serde::Serialize;
use serde::ser::SerializeStruct;
use sqlx::PgPool;

use crate::consumer::cursors::lag::{self, ConsumerDistance};
use crate::reader_registry::ReaderRegistry;
use crate::sequencer::state::{self, SequencerBacklog};

/// Work that waits: how much, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Backlog {
    /// How many.
    pub events: u64,
    /// How long the oldest has waited.
    pub waits: Duration,
}

/// How far a consumer is behind.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerLag {
    /// Its name.
    pub consumer: String,
    /// Its version; a read model's is its build.
    pub version: u32,
    /// What the build is of a read model, once it was rebuilt: `building`, `ready`, `live` or `former`.
    pub state: Option<String>,
    /// Everything up to this position is applied (or parked).
    pub position: u64,
    /// The events beyond its cursors.
    pub behind: Backlog,
    /// Whether there are more of them: of each partition a thousand are counted.
    pub more: bool,
    /// How long ago a cursor of it moved; none if that never happened.
    pub moved: Option<Duration>,
    /// Keys that are parked.
    pub parked_keys: u64,
    /// Events that are parked.
    pub parked_events: u64,
}

/// The levels at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    /// The last position of the log.
    pub head: u64,
    /// Committed events without a position.
    pub pending: Backlog,
    /// Every version that is kept of every consumer.
    pub consumers: Vec<ConsumerLag>,
}

impl Levels {
    /// Reads the levels of these readers.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(pool: &PgPool, readers: &ReaderRegistry) -> Result<Self, sqlx::Error> {
        let SequencerBacklog { head, events, seconds } = state::backlog(pool).await?;
        // Passed in, because a consumer that never ran has no cursor and is late all the same.
        let (names, shapes) = own(readers);
        let consumers = lag::of_consumers(pool, &names, &shapes, head).await?;
        Ok(Self {
            head: head.cast_unsigned(),
            pending: Backlog::new(events.cast_unsigned(), seconds),
            consumers: consumers.into_iter().map(ConsumerLag::from).collect(),
        })
    }
}

/// The consumers of this program and the shapes of its read models.
fn own(readers: &ReaderRegistry) -> (Vec<String>, Vec<i32>) {
    let models = readers.read_models.iter().map(|one| (one.name().to_owned(), one.shape().cast_signed()));
    models.chain(readers.processes.iter().map(|name| (format!("process:{name}"), 1))).unzip()
}

impl From<ConsumerDistance> for ConsumerLag {
    fn from(row: ConsumerDistance) -> Self {
        Self {
            consumer: row.consumer,
            version: row.version.cast_unsigned(),
            state: row.state,
            position: row.position.cast_unsigned(),
            behind: Backlog::new(row.events.cast_unsigned(), row.seconds),
            more: row.more,
            moved: row.moved.map(seconds),
            parked_keys: row.parked_keys.cast_unsigned(),
            parked_events: row.parked_events.cast_unsigned(),
        }
    }
}

impl Backlog {
    pub(super) fn new(events: u64, waits: f64) -> Self {
        Self { events, waits: seconds(waits) }
    }
}

/// Clocks of a failover may disagree: no time is negative.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}

impl Serialize for Backlog {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shown = serializer.serialize_struct("Backlog", 2)?;
        shown.serialize_field("events", &self.events)?;
        shown.serialize_field("lag_seconds", &self.waits.as_secs_f64())?;
        shown.end()
    }
}
