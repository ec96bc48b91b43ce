//! The users' side: they speak, reply, press and read.

use std::time::Duration;

use rand::Rng;
use serde_json::{Value, json};

use super::Telegram;
use super::chat::{Chat, Content};
use super::keyboard;
use super::state::{Press, State};
use super::view::{Button, ChatMessage, ChatSummary, MissingMessage};

/// Something a person cannot do with a Telegram client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misuse {
    /// The group was never created.
    #[error("there is no chat {0}")]
    UnknownChat(i64),
    /// The message was never sent or is deleted.
    #[error("there is no message {0} in a chat of this user")]
    UnknownMessage(i64),
    /// The message carries no such button now.
    #[error("message {message} has no button {button:?} now; it has {present:?}")]
    NoSuchButton {
        /// The message.
        message: i64,
        /// What was to be pressed.
        button: String,
        /// Labels of the buttons that it has.
        present: Vec<String>,
    },
}

impl Telegram {
    /// A user writes in a chat, by default the private one with the bot, which springs up with the first message.
    /// Returns the number of the message.
    pub fn user_says(&self, user: i64, text: &str, chat: Option<i64>) -> Result<i64, Misuse> {
        self.user_sends(user, text, chat, &Value::Null)
    }

    /// The same with further fields of the message's JSON, such as `forward_origin`, `entities`, `date`, or
    /// `message_thread_id` with `is_topic_message`; null takes a field away.
    pub fn user_sends(&self, user: i64, text: &str, chat: Option<i64>, extra: &Value) -> Result<i64, Misuse> {
        self.state.change(|state| state.say(user, Content::typed(text), chat.unwrap_or(user), None, extra))
    }

    /// A user answers a message in its chat.
    pub fn user_replies(&self, user: i64, to_message: i64, text: &str) -> Result<i64, Misuse> {
        self.state.change(|state| {
            let chat = state.visible(user, to_message)?;
            let topic = state.topic(to_message);
            state.say(user, Content::typed(text), chat, Some(to_message), &topic)
        })
    }

    /// A user presses a button, named by its label or its data; returns the callback query's id.
    pub fn user_presses(&self, user: i64, message: i64, button: &str) -> Result<String, Misuse> {
        self.state.change(|state| {
            state.visible(user, message)?;
            let data = state.button(message, button)?;
            Ok(state.press(user, message, data))
        })
    }

    /// A press with any data, as a modified client could send, or an old one that still shows an old keyboard.
    pub fn user_forges_press(&self, user: i64, message: i64, data: &str) -> Result<String, Misuse> {
        self.state.change(|state| {
            state.visible(user, message)?;
            Ok(state.press(user, message, data.to_owned()))
        })
    }

    /// Queues any update, such as `{"message": {...}}`; everything but `update_id` is the caller's.
    pub fn inject_update(&self, kind: &str, content: &Value) {
        self.state.change(|state| state.queue(kind, content));
    }

    /// Makes every unanswered press too old to be answered.
    pub fn expire_presses(&self) {
        self.state.change(|state| state.presses.clear());
    }

    /// Creates a supergroup in which anybody may speak; returns its id.
    pub fn create_group(&self, title: &str) -> i64 {
        self.state.change(|state| {
            let id = state.chats.keys().next().copied().unwrap_or_default().min(-1_001_000_000_000) - 1;
            state.chats.insert(id, Chat::Group { id, title: title.to_owned() });
            id
        })
    }

    /// The chats that the bot is in.
    pub fn chats(&self) -> Vec<ChatSummary> {
        self.state.look(|state| {
            let summary = |(id, chat): (&i64, &Chat)| ChatSummary {
                id: *id,
                title: chat.title().to_owned(),
                messages: state.messages.values().filter(|message| message.chat == *id).count(),
            };
            state.chats.iter().map(summary).collect()
        })
    }

    /// The messages of a chat with a higher number than `after`, oldest first.
    pub fn messages(&self, chat: i64, after: i64) -> Vec<ChatMessage> {
        self.state.look(|state| state.view(chat, after))
    }

    /// The first message of a chat that fits, as soon as there is one; an edit counts as a new look at it.
    pub async fn wait_for_message(
        &self,
        chat: i64,
        within: Duration,
        fits: impl Fn(&ChatMessage) -> bool,
    ) -> Result<ChatMessage, MissingMessage> {
        let found =
            self.state.until(within, |state| state.view(chat, 0).into_iter().find(|message| fits(message)));
        found.await.ok_or_else(|| MissingMessage { chat, seen: self.messages(chat, 0) })
    }

    /// Updates that the bot has not confirmed.
    pub fn pending_updates(&self) -> usize {
        self.state.look(|state| state.updates.len())
    }

    /// Waits until the bot has confirmed every update; false when the time is up.
    pub async fn wait_until_heard(&self, within: Duration) -> bool {
        self.state.until(within, |state| state.updates.is_empty().then_some(())).await.is_some()
    }

    /// The command menus that the bot has set, by scope and language.
    pub fn menus(&self) -> Value {
        self.state.look(|state| json!(state.menus))
    }
}

impl State {
    fn say(
        &mut self,
        user: i64,
        content: Content,
        chat: i64,
        reply_to: Option<i64>,
        extra: &Value,
    ) -> Result<i64, Misuse> {
        let person = self.person(user);
        if chat == user {
            self.chats.entry(chat).or_insert(Chat::Private(person));
        } else if chat > 0 || !self.chats.contains_key(&chat) {
            return Err(Misuse::UnknownChat(chat));
        }
        let id = self.post(chat, user, content, reply_to);
        if let Some(message) = self.messages.get_mut(&id) {
            message.extra = extra.clone();
        }
        let json = self.message_json(&self.messages[&id]);
        self.queue("message", &json);
        Ok(id)
    }

    /// The chat of a message, if this user sees it.
    fn visible(&self, user: i64, message: i64) -> Result<i64, Misuse> {
        let chat = self.messages.get(&message).map(|message| message.chat);
        chat.filter(|chat| *chat < 0 || *chat == user).ok_or(Misuse::UnknownMessage(message))
    }

    fn button(&self, message: i64, wanted: &str) -> Result<String, Misuse> {
        let buttons: Vec<Button> =
            keyboard::rows(self.messages[&message].markup.as_ref()).into_iter().flatten().collect();
        let hit = |button: &&Button| button.text == wanted || button.data.as_deref() == Some(wanted);
        let data = buttons.iter().find(hit).and_then(|button| button.data.clone());
        data.ok_or_else(|| Misuse::NoSuchButton {
            message,
            button: wanted.to_owned(),
            present: buttons.into_iter().map(|button| button.text).collect(),
        })
    }

    fn press(&mut self, user: i64, message: i64, data: String) -> String {
        let id = rand::rng().random::<u64>().to_string();
        let person = self.person(user);
        let pressed = &self.messages[&message];
        let query = json!({
            "id": id,
            "from": person.json(),
            "message": self.message_json(pressed),
            "chat_instance": pressed.chat.to_string(),
            "data": data,
        });
        self.presses.insert(id.clone(), Press { message, user, data });
        self.queue("callback_query", &query);
        id
    }
}
