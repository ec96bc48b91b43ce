//! The inbox: every update is stored as a job before Telegram is told that it came, so none is lost and none is handled
//! twice at a time.
//!
//! What a person writes in a chat is handled in the order in which it came, but pauses overtake the rest. A press is handled in
//! the order of its message's presses alone: slow work never keeps a button waiting, and chats never wait for each other.

use std::sync::Arc;

use domain::id::{CorrelationId, EventId};
use engine::jobs::{Enqueuer, NewJobRow, Origin};
use engine::store::codec::EventReadError;
use engine::store::keys::Keyring;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::types::{CallbackQuery, MaybeInaccessibleMessage, Message, Update, UpdateKind};
use tracing::warn;
use uuid::Uuid;

use super::message_handler::topic_of;
use super::name_cache::id_of;
use super::notices::TelegramNotices;
use super::request_key::RequestKey;
use commands::process::NewJob;

/// The process manager that performs the jobs.
pub(super) const NAME: &str = "telegram-inbox";
/// The one kind of job.
pub(super) const STEP: &str = "update";

/// What a job says readably of its update.
#[derive(Serialize, Deserialize)]
pub(super) struct UpdateRef {
    /// Its number.
    pub(super) update: u32,
}

/// Stores updates. Long polling and a webhook call it alike.
pub struct Inbox {
    enqueuer: Enqueuer,
    keyring: Keyring,
    /// The space of this bot's command ids.
    namespace: Uuid,
}

/// Why updates were not stored: Telegram is to deliver them again.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// Their payloads could not be sealed.
    #[error("could not seal an update")]
    Seal(#[from] EventReadError),
    /// The database did not take them.
    #[error("could not store updates")]
    Store(#[from] sqlx::Error),
}

/// What an update is of, where it is handled at all.
struct Subject {
    key: RequestKey,
    ordering_key: String,
    chat: i64,
    topic: Option<i32>,
}

impl Inbox {
    /// The inbox of the notices' bot.
    pub fn new(notices: &TelegramNotices, enqueuer: Enqueuer) -> Arc<Self> {
        let bot = notices.bot();
        Arc::new(Self { enqueuer, keyring: bot.keyring.clone(), namespace: bot.namespace })
    }

    /// Stores updates as Telegram sent them (the objects of `getUpdates`, the body of a webhook), in their order: all or
    /// none. One that is stored already is not stored again; one that nothing here handles is passed over. Only when this
    /// has returned may Telegram be told that they came.
    ///
    /// # Errors
    /// [`InboxError`]: some of them may not be stored, so all are to be delivered again.
    pub async fn store(&self, updates: Vec<Value>) -> Result<(), InboxError> {
        let mut rows = Vec::with_capacity(updates.len());
        for update in updates {
            rows.extend(self.row(&update).await?);
        }
        if !rows.is_empty() {
            self.enqueuer.enqueue(&rows).await?;
        }
        Ok(())
    }

    async fn row(&self, body: &Value) -> Result<Option<NewJobRow>, EventReadError> {
        let update = match Update::deserialize(body) {
            Ok(update) => update,
            Err(error) => {
                warn!(%error, "what came as an update is none and is passed over");
                return Ok(None);
            }
        };
        let Some(Subject { key, ordering_key, chat, topic }) = Subject::of(&update) else {
            return Ok(None);
        };
        let cause = key.command_id(self.namespace, 0);
        let job = NewJob::new(NAME, cause, STEP, &UpdateRef { update: update.id.0 });
        let sealed = self.keyring.seal_payload(job.id, body.to_string().as_bytes()).await?;
        let origin = Origin {
            process: NAME.to_owned(),
            event_id: EventId(Uuid::nil()),
            position: 0,
            correlation_id: CorrelationId(cause),
            project: None,
            chat: Some(chat),
            topic,
        };
        let job = NewJob { sealed: Some(sealed), ..job }.in_order_of(ordering_key);
        Ok(Some(NewJobRow { origin, job }))
    }
}

impl Subject {
    fn of(update: &Update) -> Option<Self> {
        if let UpdateKind::Message(message) = &update.kind {
            return Some(Self::of_message(message));
        }
        if let UpdateKind::CallbackQuery(query) = &update.kind {
            return Some(Self::of_press(query));
        }
        if let UpdateKind::Error(_) = &update.kind {
            warn!(update = update.id.0, "an update could not be read and is passed over");
        }
        None
    }

    fn of_message(message: &Message) -> Self {
        let (chat, person) = (message.chat.id.0, message.from.as_ref().map_or(0, id_of));
        let ordering_key = if stops_posting(message) {
            format!("telegram posting {chat}/{person}")
        } else {
            format!("telegram message {chat}/{person}")
        };
        Self { key: RequestKey::of_message(message), ordering_key, chat, topic: topic_of(message) }
    }

    fn of_press(query: &CallbackQuery) -> Self {
        let (chat, message) = match &query.message {
            Some(message) => (message.chat().id.0, message.id().0),
            None => (id_of(&query.from), 0),
        };
        let shown = query.message.as_ref().and_then(MaybeInaccessibleMessage::regular_message);
        let ordering_key = format!("telegram press {chat}/{message}");
        Self { key: RequestKey::of_press(query), ordering_key, chat, topic: shown.and_then(topic_of) }
    }
}

/// Whether it is a pause or its end: those overtake whatever else the person wrote before, and keep their own order.
fn stops_posting(message: &Message) -> bool {
    let words = message.text().and_then(|text| text.split_whitespace().next()).unwrap_or_default();
    let name = words.split('@').next().unwrap_or_default();
    ["/pause", "/resume"].into_iter().any(|command| name.eq_ignore_ascii_case(command))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};
    use teloxide::types::Update;

    use super::Subject;

    fn key(update: &Value) -> Option<String> {
        let update = Update::deserialize(update).unwrap();
        Subject::of(&update).map(|subject| subject.ordering_key)
    }

    fn message(chat: i64, number: i32) -> Value {
        let chat = json!({ "id": chat, "type": "private", "first_name": "A" });
        let from = json!({ "id": 7, "is_bot": false, "first_name": "A", "username": "a" });
        json!({ "message_id": number, "date": 1_700_000_000, "chat": chat, "from": from, "text": "/pause" })
    }

    #[test]
    fn a_person_in_a_chat_has_one_order_and_each_message_with_buttons_its_own() {
        let said = |chat, number| key(&json!({ "update_id": 1, "message": message(chat, number) }));
        assert_eq!(said(1, 2), said(1, 3));
        assert_ne!(said(1, 2), said(2, 2));
        let pressed = |number| {
            let from = json!({ "id": 7, "is_bot": false, "first_name": "A" });
            let query = json!({ "id": "9", "from": from, "message": message(1, number), "chat_instance": "1", "data": "x" });
            key(&json!({ "update_id": 1, "callback_query": query }))
        };
        assert_eq!(pressed(2).as_deref(), Some("telegram press 1/2"));
        assert_ne!(pressed(2), pressed(3));
    }

    #[test]
    fn pauses_have_an_order_of_their_own() {
        let said = |text: &str| {
            let mut message = message(1, 2);
            message["text"] = json!(text);
            key(&json!({ "update_id": 1, "message": message })).unwrap()
        };
        for text in ["/pause", "/Resume@MemeBot now", " /PAUSE\nholidays"] {
            assert_eq!(said(text), "telegram posting 1/7", "{text}");
        }
        for text in ["/pausen", "pause", "/vibe /pause", ""] {
            assert_eq!(said(text), "telegram message 1/7", "{text}");
        }
    }

    #[test]
    fn what_is_not_handled_is_not_stored() {
        assert_eq!(key(&json!({ "update_id": 1, "edited_message": message(1, 2) })), None);
        assert_eq!(key(&json!({ "update_id": 1, "something_new": {} })), None);
    }
}
