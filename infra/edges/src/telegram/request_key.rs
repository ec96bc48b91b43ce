//! Request keys: what makes a request the same when its update is delivered again. The ids of its commands are made of it, so
//! that handling an update twice takes effect once (idempotency).
//!
//! The update's number alone is no key: after a week without updates Telegram draws it anew, and it may be one of before.

use projections::statements;
use teloxide::types::{CallbackQuery, Message};
use uuid::Uuid;

use super::bot_context::BotContext;

statements! {
    /// Numbers are drawn anew after a week, and updates come again for a day: a receipt that is younger is of the same update.
    HANDLED_BEFORE = "
        SELECT EXISTS (SELECT FROM commands WHERE command_id = ANY($1) AND recorded_at > now() - interval '2 days')";
}

/// The ordinals of commands that builds before this one could issue first.
const FIRST_ORDINALS: [u32; 2] = [0, 1];

/// What makes a request the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestKey(String);

impl RequestKey {
    /// Of a message, wherever it is met: chat, number and date.
    pub(super) fn of_message(message: &Message) -> Self {
        Self(format!("message {}/{}/{}", message.chat.id.0, message.id.0, message.date.timestamp()))
    }

    /// Of a pressed button.
    pub(super) fn of_press(query: &CallbackQuery) -> Self {
        Self(format!("press {}", query.id.0))
    }

    /// The key itself or, if an earlier build handled the update already, the one that it used: the update's number.
    pub(super) async fn or_earlier(self, bot: &BotContext, update: u32) -> Result<Self, sqlx::Error> {
        let earlier = Self(update.to_string());
        let ids = FIRST_ORDINALS.map(|ordinal| earlier.command_id(bot.namespace, ordinal));
        let handled = sqlx::query_scalar(HANDLED_BEFORE).bind(ids).fetch_one(&bot.pool).await?;
        Ok(if handled { earlier } else { self })
    }

    /// The id of the request's command of that number.
    pub(super) fn command_id(&self, namespace: Uuid, ordinal: u32) -> Uuid {
        Uuid::new_v5(&namespace, format!("{}/{ordinal}", self.0).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::RequestKey;
    use serde_json::json;
    use std::collections::BTreeSet;
    use teloxide::types::Message;

    #[test]
    fn chat_number_and_date_make_the_key() {
        let message = |chat: i64, number: i32, date: i64| -> Message {
            let chat = json!({ "id": chat, "type": "private", "first_name": "A" });
            serde_json::from_value(
                json!({ "message_id": number, "date": date, "chat": chat, "text": "/pause" }),
            )
            .unwrap()
        };
        let keys = [(1, 2, 3), (2, 2, 3), (1, 3, 3), (1, 2, 4)];
        let keys: BTreeSet<_> = keys.map(|(c, n, d)| RequestKey::of_message(&message(c, n, d)).0).into();
        assert_eq!(keys.len(), 4);
        assert_eq!(RequestKey::of_message(&message(1, 2, 3)), RequestKey::of_message(&message(1, 2, 3)));
    }
}
