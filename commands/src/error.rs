//! What can go wrong with a command, and what to do next.

use std::time::Duration;

use domain::stream::StreamId;

use crate::refusal::Refusal;
use crate::store::StoreError;

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The rules say no: tell the person.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// Others kept changing what the decision rests on: try again.
    #[error("{stream} kept changing while the command was decided")]
    Conflict {
        /// The stream that the command was for.
        stream: StreamId,
    },
    /// The command id was used before for something else: a fault of the caller.
    #[error("the idempotency key was used before for another request")]
    KeyReused,
    /// The store cannot take it now: try again after the time given.
    #[error("the event store is not available: {why}")]
    Unavailable {
        /// When to try again.
        retry_after: Duration,
        /// What was attempted.
        why: String,
    },
    /// Stored data cannot be read: a person must look.
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable { retry_after, why } => Self::Unavailable { retry_after, why },
            StoreError::Corrupt(why) => Self::Corrupt(why),
            StoreError::TooLarge { limit } => Self::Refused(Refusal::Invalid {
                field: "text".into(),
                reason: format!("is larger than the {limit} bytes that one event may hold"),
            }),
        }
    }
}
