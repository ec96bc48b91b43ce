//! What can go wrong with a command, and what to do next.

use std::time::Duration;

use domain::stream::StreamId;

use crate::refusal::Refusal;
use crate::store::StoreError;
use crate::unreadable::Unreadable;

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
    /// An instance that still runs could not read what would be recorded: try again when the upgrade is over.
    #[error("an upgrade is under way: an instance that still runs cannot read {event}")]
    UpgradeUnderWay {
        /// The name of the event.
        event: &'static str,
    },
    /// It rests on what this program cannot read: it works again once a program can.
    #[error(transparent)]
    Unreadable(#[from] Box<Unreadable>),
    /// Stored data is not what it should be: a person must look.
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable { retry_after, why } => Self::Unavailable { retry_after, why },
            StoreError::UpgradeUnderWay { event } => Self::UpgradeUnderWay { event },
            StoreError::Unreadable(what) => Self::Unreadable(what),
            StoreError::Corrupt(why) => Self::Corrupt(why),
            StoreError::TooLarge { limit } => Self::Refused(Refusal::Invalid {
                field: "text".into(),
                reason: format!("is larger than the {limit} bytes that one event may hold"),
            }),
        }
    }
}
