//! The event store port: load a stream, append with expected versions (optimistic concurrency).

#[cfg(test)]
pub(crate) mod memory;

use std::future::Future;
use std::time::Duration;

use domain::event::{EventKind, Metadata};
use domain::id::EventId;
use domain::state::State;
use domain::stream::StreamId;

use crate::decision::AggregateState;
use crate::receipt::Receipt;
use crate::unreadable::Unreadable;

/// A stream and the version (sequence of its last event, 0: none) that a decision rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExpectedVersion {
    /// The stream.
    pub stream: StreamId,
    /// The version seen.
    pub version: u64,
}

/// One event to record.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its id.
    pub id: EventId,
    /// Its stream.
    pub stream: StreamId,
    /// Its sequence in the stream.
    pub sequence: u64,
    /// Its kind.
    pub kind: EventKind,
    /// Its payload, not yet sealed.
    pub payload: serde_json::Value,
}

/// The outcome of one command, to be recorded whole or not at all.
#[derive(Clone, Debug)]
pub struct Append {
    /// What the command did. Its id is the idempotency key.
    pub receipt: Receipt,
    /// SHA-256 of the request, to tell a repeat from a reused key.
    pub request_hash: [u8; 32],
    /// The events; none when nothing was to be done.
    pub events: Vec<NewEvent>,
    /// Metadata of the events.
    pub metadata: Metadata,
    /// The streams that the decision rests on; nothing is recorded when one of them is at another version.
    pub expected_versions: Vec<ExpectedVersion>,
}

/// What became of an append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It is recorded.
    Recorded,
    /// The command had been recorded before: its first receipt.
    Repeated(Receipt),
    /// The command id had been recorded before with another request.
    KeyReused,
    /// A stream is at another version than was expected; nothing is recorded.
    VersionConflict,
}

/// Why the store could not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Not now: queue full, database away, timeout.
    #[error("the event store is not available: {why}")]
    Unavailable {
        /// When to try again.
        retry_after: Duration,
        /// What was attempted.
        why: String,
    },
    /// This program cannot read an event of the stream, or the key of its texts.
    #[error(transparent)]
    Unreadable(#[from] Box<Unreadable>),
    /// Stored data is not what it should be.
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
    /// An instance that still runs could not read the event.
    #[error("an upgrade is under way: an instance that still runs cannot read {event}")]
    UpgradeUnderWay {
        /// The event's name.
        event: &'static str,
    },
    /// One event's payload is over the cap.
    #[error("an event is larger than {limit} bytes")]
    TooLarge {
        /// The cap in bytes.
        limit: usize,
    },
}

/// A stream's state and version.
#[derive(Clone, Debug)]
pub struct Versioned<S> {
    /// The state.
    pub state: S,
    /// Sequence of the last event taken in; 0 for none.
    pub version: u64,
}

impl<S: State> Default for Versioned<S> {
    fn default() -> Self {
        Self { state: S::default(), version: 0 }
    }
}

impl<S: State> Versioned<S> {
    /// Takes in the stream's next event; of one that was discarded only its number.
    pub fn evolve(&mut self, event: Option<&S::Event>) {
        if let Some(event) = event {
            self.state.evolve(event);
        }
        self.version += 1;
    }
}

/// The event store as the bus sees it. Not object safe; the bus becomes concrete once, in `infra`.
pub trait EventStore: Send + Sync + 'static {
    /// The stream's events after the version, opened, upcast and decoded, in order; `None` stands for one that cannot be
    /// read and was discarded.
    fn load<S: AggregateState>(
        &self,
        aggregate_id: &str,
        after: u64,
    ) -> impl Future<Output = Result<Vec<Option<S::Event>>, StoreError>> + Send;

    /// Records the outcome of one command, if its expected versions hold.
    fn append(&self, append: Append) -> impl Future<Output = Result<Appended, StoreError>> + Send;
}
