//! Classifies the errors of the Bot API by what the sender should do: retry, drop, follow, or report.
//!
//! Told apart by Telegram's own words: the library knows some of them as variants, the rest only as text.

use std::time::Duration;

use commands::port::ServiceError;
use teloxide::{ApiError, RequestError};

use engine::redaction::redacted;

/// The service's name in errors.
pub(super) const SERVICE: &str = "Telegram";

/// Why a request to Telegram did not do what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BotApiError {
    /// It may work later.
    #[error("not available: {why}")]
    Busy {
        /// How long Telegram asked to wait, if it did.
        retry_after: Option<Duration>,
        /// What was seen.
        why: String,
    },
    /// The chat cannot be reached: blocked, left, unknown.
    #[error("the chat is gone: {0}")]
    Gone(String),
    /// The group has another id now.
    #[error("the group has moved to {0}")]
    Moved(i64),
    /// The message to edit is not there or cannot be edited.
    #[error("the message is not there any more")]
    Missing,
    /// The message reads so already.
    #[error("nothing changed")]
    Unchanged,
    /// Somebody else receives this bot's updates.
    #[error("somebody else receives this bot's updates: {0}")]
    Conflict(String),
    /// Telegram does not accept the request.
    #[error("refused: {0}")]
    Refused(String),
    /// Telegram answered, and something is missing from its answer.
    #[error("it answered, but not as documented: {0}")]
    Incomplete(String),
}

impl From<RequestError> for BotApiError {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Api(ApiError::Unknown(description)) => Self::of(&description),
            RequestError::Api(known) => Self::of(&known.to_string()),
            RequestError::MigrateToChatId(chat) => Self::Moved(chat.0),
            RequestError::RetryAfter(seconds) => {
                let retry_after = Some(seconds.duration());
                Self::Busy { retry_after, why: "too many requests".to_owned() }
            }
            RequestError::Network(error) => Self::busy(redacted(&error.to_string()).into_owned()),
            // a gateway's page instead of Telegram's answer
            RequestError::InvalidJson { .. } => Self::busy("the answer is not Telegram's".to_owned()),
            RequestError::Io(error) => Self::Refused(error.to_string()),
        }
    }
}

impl BotApiError {
    fn busy(why: String) -> Self {
        Self::Busy { retry_after: None, why }
    }

    fn of(description: &str) -> Self {
        let description = &*redacted(description);
        let lower = description.to_lowercase();
        let says = |signs: &[&str]| signs.iter().any(|sign| lower.contains(sign));
        if says(&["message is not modified"]) {
            Self::Unchanged
        } else if says(&["message to edit not found", "message_id_invalid", "message can't be edited"]) {
            Self::Missing
        } else if says(&["conflict", "can't use getupdates"]) {
            Self::Conflict(description.to_owned())
        } else if says(&["too many requests", "internal server error", "bad gateway", "gateway timeout"]) {
            Self::busy(description.to_owned())
        } else if says(&["forbidden", "chat not found", "bot was kicked", "user is deactivated"])
            || says(&["group is deactivated", "peer_id_invalid", "can't initiate conversation"])
        {
            Self::Gone(description.to_owned())
        } else {
            Self::Refused(description.to_owned())
        }
    }

    /// How long Telegram asked to wait, if it did.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after, .. } => *retry_after,
            Self::Gone(_)
            | Self::Moved(_)
            | Self::Missing
            | Self::Unchanged
            | Self::Conflict(_)
            | Self::Refused(_)
            | Self::Incomplete(_) => None,
        }
    }
}

impl From<BotApiError> for ServiceError {
    fn from(error: BotApiError) -> Self {
        match error {
            BotApiError::Busy { retry_after, why } => {
                Self::Unavailable { service: SERVICE, why, retry_after }
            }
            BotApiError::Gone(_)
            | BotApiError::Moved(_)
            | BotApiError::Missing
            | BotApiError::Unchanged
            | BotApiError::Conflict(_)
            | BotApiError::Refused(_)
            | BotApiError::Incomplete(_) => Self::Refused { service: SERVICE, why: error.to_string() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BotApiError;
    use std::time::Duration;
    use teloxide::types::Seconds;
    use teloxide::{ApiError, RequestError};

    #[test]
    fn telegrams_words_are_told_apart() {
        let of = |description: &str| {
            BotApiError::from(RequestError::Api(ApiError::Unknown(description.to_owned())))
        };
        let gone = "Forbidden: bot is not a member of the supergroup chat";
        assert_eq!(of(gone), BotApiError::Gone(gone.to_owned()));
        assert_eq!(of("Bad Request: MESSAGE_ID_INVALID"), BotApiError::Missing);
        assert!(matches!(of("Bad Gateway"), BotApiError::Busy { .. }));
        assert!(matches!(
            of("Conflict: can't use getUpdates method while webhook is active"),
            BotApiError::Conflict(_)
        ));
        assert!(matches!(of("Bad Request: can't parse entities"), BotApiError::Refused(_)));
    }

    #[test]
    fn what_the_library_knows_means_the_same() {
        let of = |error| BotApiError::from(RequestError::Api(error));
        assert!(matches!(of(ApiError::BotBlocked), BotApiError::Gone(_)));
        assert!(matches!(of(ApiError::ChatNotFound), BotApiError::Gone(_)));
        assert!(matches!(of(ApiError::TerminatedByOtherGetUpdates), BotApiError::Conflict(_)));
        assert!(matches!(of(ApiError::InvalidToken), BotApiError::Refused(_)));
        assert_eq!(of(ApiError::MessageNotModified), BotApiError::Unchanged);
        assert_eq!(of(ApiError::MessageToEditNotFound), BotApiError::Missing);
        let wait = BotApiError::from(RequestError::RetryAfter(Seconds::from_seconds(7)));
        assert_eq!(wait.retry_after(), Some(Duration::from_secs(7)));
    }
}
