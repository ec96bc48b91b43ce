//! What a person sees of a chat.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A message as a client shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatMessage {
    /// Number of the message, unique across chats.
    pub id: i64,
    /// Chat it is in.
    pub chat: i64,
    /// Who wrote it.
    pub from: i64,
    /// Whether that is the bot.
    pub from_bot: bool,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// Text without markup.
    pub text: String,
    /// The text as HTML.
    pub html: String,
    /// Rows of inline buttons.
    pub buttons: Vec<Vec<Button>>,
    /// Whether it was edited.
    pub edited: bool,
    /// The message that it answers.
    pub reply_to: Option<i64>,
    /// The topic of a forum that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<i64>,
    /// Whether the client is asked to open a reply to it.
    pub force_reply: bool,
    /// What the bot answered to presses of its buttons, oldest first.
    pub answers: Vec<CallbackAnswer>,
}

/// An inline button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    /// Its label.
    pub text: String,
    /// What a press sends to the bot; none for links and the like.
    pub data: Option<String>,
    /// What a press opens.
    pub url: Option<String>,
}

/// The bot's answer to a press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackAnswer {
    /// Id of the callback query.
    pub query: String,
    /// Who pressed.
    pub user: i64,
    /// The button's data.
    pub data: String,
    /// Notice shown to that user; none for a silent answer.
    pub text: Option<String>,
    /// Whether it must be dismissed rather than fade.
    pub alert: bool,
}

/// A chat that the bot is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatSummary {
    /// A user's id for a private chat, a negative number for a group.
    pub id: i64,
    /// Name of the person or the group.
    pub title: String,
    /// How many messages are in it.
    pub messages: usize,
}

/// The message that was waited for did not come.
#[derive(Debug, Clone, thiserror::Error)]
#[error("no message that fits came to chat {chat} in time; it holds {seen:#?}")]
pub struct MissingMessage {
    /// The chat.
    pub chat: i64,
    /// What it holds.
    pub seen: Vec<ChatMessage>,
}
