//! The things a chat is made of, and their JSON in the Bot API's words.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::html::{escape, utf16_len};
use super::view::CallbackAnswer;

/// A user.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: i64,
    pub(crate) first_name: String,
    pub(crate) username: String,
}

/// A chat that the bot is in.
#[derive(Debug, Clone)]
pub(crate) enum Chat {
    /// With one person, whose id it bears.
    Private(Person),
    /// With anybody who speaks in it.
    Group { id: i64, title: String },
}

/// Text with its formatting.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Content {
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) entities: Vec<Value>,
}

/// A message.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: i64,
    pub(crate) chat: i64,
    pub(crate) from: i64,
    pub(crate) at: DateTime<Utc>,
    pub(crate) edited_at: Option<DateTime<Utc>>,
    pub(crate) content: Content,
    /// The inline keyboard.
    pub(crate) markup: Option<Value>,
    pub(crate) force_reply: bool,
    pub(crate) reply_to: Option<i64>,
    /// Further fields of its JSON, such as the topic; null takes one away.
    pub(crate) extra: Value,
    pub(crate) answers: Vec<CallbackAnswer>,
}

impl Person {
    /// As a `User`.
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "is_bot": false,
            "first_name": self.first_name,
            "username": self.username,
            "language_code": "en",
        })
    }
}

impl Chat {
    /// As a `Chat`.
    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Private(person) => json!({
                "id": person.id,
                "type": "private",
                "first_name": person.first_name,
                "username": person.username,
            }),
            Self::Group { id, title } => json!({ "id": id, "type": "supergroup", "title": title }),
        }
    }

    /// What it is called.
    pub(crate) fn title(&self) -> &str {
        match self {
            Self::Private(person) => &person.first_name,
            Self::Group { title, .. } => title,
        }
    }
}

impl Content {
    /// What a user typed: no formatting, except that commands are marked.
    pub(crate) fn typed(text: &str) -> Self {
        let command = text.split_whitespace().next().filter(|word| word.len() > 1 && word.starts_with('/'));
        let entity = |word| json!({ "type": "bot_command", "offset": 0, "length": utf16_len(word) });
        Self {
            text: text.to_owned(),
            html: escape(text),
            entities: command.map(entity).into_iter().collect(),
        }
    }
}
