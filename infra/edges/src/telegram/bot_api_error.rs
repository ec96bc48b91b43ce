//! Classifies the errors of the Bot API by what the sender should do: retry, drop, follow, or report.
//!
//! Told apart by the number of the answer, and where that says too little by Telegram's own words.

use std::time::Duration;

use commands::port::ServiceError;
use serde_json::Value;

use engine::redaction::redacted;

/// The service's name in errors.
pub(super) const SERVICE: &str = "Telegram";

/// Why a request to Telegram did not do what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BotApiError {
    /// It was not carried out, and may work later.
    #[error("not available: {why}")]
    Busy {
        /// How long Telegram asked to wait, if it did.
        retry_after: Option<Duration>,
        /// What was seen.
        why: String,
    },
    /// It was sent and no answer came: nobody knows whether it was carried out.
    #[error("without an answer: {0}")]
    Cut(String),
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
    /// Telegram does not accept the bot's token: nothing is wrong with the request.
    #[error("not let in: {0}")]
    Unauthorised(String),
    /// Telegram does not accept the request.
    #[error("refused: {0}")]
    Refused(String),
    /// Telegram answered, and something is missing from its answer.
    #[error("it answered, but not as documented: {0}")]
    Incomplete(String),
}

impl BotApiError {
    /// What an answer that is not `ok` says.
    pub(super) fn of(answer: &Value) -> Self {
        let (code, parameters) = (answer["error_code"].as_u64().unwrap_or_default(), &answer["parameters"]);
        let description = &*redacted(answer["description"].as_str().unwrap_or_default());
        if let Some(chat) = parameters["migrate_to_chat_id"].as_i64() {
            return Self::Moved(chat);
        }
        let retry_after = parameters["retry_after"].as_u64().map(Duration::from_secs);
        if code == 429 || code >= 500 || retry_after.is_some() {
            return Self::Busy { retry_after, why: description.to_owned() };
        }
        Self::told(code, description.to_owned())
    }

    fn told(code: u64, description: String) -> Self {
        let lower = description.to_lowercase();
        let says = |signs: &[&str]| signs.iter().any(|sign| lower.contains(sign));
        if says(&["message is not modified"]) {
            Self::Unchanged
        } else if says(&["message to edit not found", "message_id_invalid", "message can't be edited"]) {
            Self::Missing
        } else if code == 409 {
            Self::Conflict(description)
        // A token that is none is no method's address.
        } else if code == 401 || code == 404 {
            Self::Unauthorised(description)
        } else if code == 403
            || says(&["chat not found", "bot was kicked", "user is deactivated"])
            || says(&["group is deactivated", "peer_id_invalid", "can't initiate conversation"])
            || says(&["not enough rights to send", "no rights to send", "chat_write_forbidden"])
        {
            Self::Gone(description)
        } else {
            Self::Refused(description)
        }
    }

    /// How long Telegram asked to wait, if it did.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after, .. } => *retry_after,
            Self::Cut(_)
            | Self::Gone(_)
            | Self::Moved(_)
            | Self::Missing
            | Self::Unchanged
            | Self::Conflict(_)
            | Self::Unauthorised(_)
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
            BotApiError::Cut(why) => Self::Unavailable { service: SERVICE, why, retry_after: None },
            BotApiError::Gone(_)
            | BotApiError::Moved(_)
            | BotApiError::Missing
            | BotApiError::Unchanged
            | BotApiError::Conflict(_)
            | BotApiError::Unauthorised(_)
            | BotApiError::Refused(_)
            | BotApiError::Incomplete(_) => Self::Refused { service: SERVICE, why: error.to_string() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BotApiError;
    use serde_json::json;
    use std::time::Duration;

    fn of(code: u16, description: &str) -> BotApiError {
        BotApiError::of(&json!({ "ok": false, "error_code": code, "description": description }))
    }

    #[test]
    fn telegrams_words_are_told_apart() {
        for gone in [
            (403, "Forbidden: bot was blocked by the user"),
            (403, "Forbidden: bot is not a member of the supergroup chat"),
            (400, "Bad Request: chat not found"),
            (400, "Bad Request: not enough rights to send text messages to the chat"),
            (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
        ] {
            assert_eq!(of(gone.0, gone.1), BotApiError::Gone(gone.1.to_owned()));
        }
        for missing in ["MESSAGE_ID_INVALID", "message to edit not found", "message can't be edited"] {
            assert_eq!(of(400, &format!("Bad Request: {missing}")), BotApiError::Missing);
        }
        assert_eq!(of(400, "Bad Request: message is not modified: same"), BotApiError::Unchanged);
        assert!(matches!(of(409, "Conflict: terminated by other getUpdates"), BotApiError::Conflict(_)));
        assert!(matches!(of(401, "Unauthorized"), BotApiError::Unauthorised(_)));
        assert!(matches!(of(404, "Not Found"), BotApiError::Unauthorised(_)));
        assert!(matches!(of(400, "Bad Request: can't parse entities"), BotApiError::Refused(_)));
    }

    #[test]
    fn what_may_work_later_is_busy_for_as_long_as_telegram_says() {
        let flood = json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 7",
            "parameters": { "retry_after": 7 } });
        assert_eq!(BotApiError::of(&flood).retry_after(), Some(Duration::from_secs(7)));
        for (code, words) in
            [(429, "Too Many Requests"), (500, "Internal Server Error"), (502, "Bad Gateway")]
        {
            assert!(matches!(of(code, words), BotApiError::Busy { retry_after: None, .. }), "{words}");
        }
    }

    #[test]
    fn a_group_that_moved_says_where_to() {
        let moved = json!({ "ok": false, "error_code": 400, "description": "Bad Request: group chat was upgraded",
            "parameters": { "migrate_to_chat_id": -1_001_234 } });
        assert_eq!(BotApiError::of(&moved), BotApiError::Moved(-1_001_234));
    }
}
