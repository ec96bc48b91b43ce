//! A receipt: what became of a command.

use domain::id::{CommandId, EventId};
use domain::stream::StreamId;
use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

/// What a command did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It recorded events.
    Applied,
    /// It was already so.
    Nothing,
    /// It was refused.
    Refused(Refusal),
}

/// Recorded in the append's own transaction; a repeat of the command returns the same one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The command.
    pub command_id: CommandId,
    /// What it did.
    pub outcome: Outcome,
    /// The stream it was for.
    pub stream: StreamId,
    /// Sequence of its first event; the version seen plus one when it made none.
    pub first_sequence: u64,
    /// Sequence of its last event; the version seen when it made none.
    pub last_sequence: u64,
    /// Its events on that stream, in order.
    pub event_ids: Vec<EventId>,
}
