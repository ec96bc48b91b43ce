//! What was seen from outside while a case was played, with the moments at which it began and ended.

use commands::error::CommandError;
use commands::receipt::Receipt;
use commands::store::{Appended, StoreError};
use domain::stream::StreamId;
use uuid::Uuid;

use super::schedule::Poison;

/// A moment: smaller is earlier.
pub(super) type Tick = u64;

/// One asking and its answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// Which request of the schedule.
    pub(super) request: usize,
    /// Before it was sent.
    pub(super) start: Tick,
    /// After it was answered.
    pub(super) end: Tick,
    /// What was answered.
    pub(super) told: Result<Receipt, CommandError>,
}

/// One transaction beside the buses.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    /// The id of its receipt.
    pub(super) command: Uuid,
    /// Its one event.
    pub(super) event: Uuid,
    /// The event's stream.
    pub(super) stream: StreamId,
    /// Before it inserted.
    pub(super) start: Tick,
    /// After it was committed; `None` when it was not.
    pub(super) committed: Option<Tick>,
}

/// One poisoned append and its answer.
#[derive(Clone, Debug)]
pub(super) struct Poisoned {
    /// What was wrong with it.
    pub(super) poison: Poison,
    /// Its id, which must not be recorded.
    pub(super) command: Uuid,
    /// The answer.
    pub(super) answer: Result<Appended, StoreError>,
}

/// Everything that was seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    /// Askings, in the order of their answers.
    pub(super) answers: Vec<Answer>,
    /// Transactions beside the buses.
    pub(super) beside: Vec<Beside>,
    /// Poisoned appends.
    pub(super) poisoned: Vec<Poisoned>,
    /// What must never be seen.
    pub(super) faults: Vec<String>,
    /// Deliveries that another runner's cursors broke off.
    pub(super) broken_off: u64,
    /// Deliveries.
    pub(super) deliveries: u64,
    /// Connections or sessions killed.
    pub(super) kills: u64,
}
