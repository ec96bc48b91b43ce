//! Everything the Telegram stand-in remembers.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};

use super::chat::{Chat, Content, Message, Person};
use super::keyboard;
use super::limits::Flood;
use super::view::ChatMessage;
use super::webhook::{FIRST_PAUSE, Webhook};
use crate::gate::Gate;

/// Name of the bot.
pub(crate) const BOT_USERNAME: &str = "memebot_sandbox_bot";
const BOT_NAME: &str = "MemeBot (sandbox)";

/// The world behind the mutex.
pub(crate) struct State {
    pub(crate) bot_id: i64,
    pub(crate) people: BTreeMap<i64, Person>,
    pub(crate) chats: BTreeMap<i64, Chat>,
    pub(crate) messages: BTreeMap<i64, Message>,
    pub(crate) updates: VecDeque<Update>,
    /// Unanswered presses by callback query id.
    pub(crate) presses: BTreeMap<String, Press>,
    /// Command menus by scope and language.
    pub(crate) menus: BTreeMap<String, Value>,
    pub(crate) webhook: Option<Webhook>,
    /// How many times a webhook was set.
    pub(crate) webhooks: u64,
    /// Between the first two tries to deliver an update.
    pub(crate) first_pause: Duration,
    /// How many answers of the bot to deliveries get lost.
    pub(crate) lost_answers: u32,
    /// Who sends how much.
    pub(crate) flood: Flood,
    /// Kinds of updates asked for; everything when empty.
    pub(crate) allowed: Vec<String>,
    /// Number of the newest `getUpdates` call; older ones end.
    pub(crate) poll: u64,
    next_message: i64,
    next_update: i64,
    /// Has the service's clock.
    pub(crate) gate: Gate,
}

/// An update that the bot has not confirmed.
pub(crate) struct Update {
    pub(crate) id: i64,
    pub(crate) json: Value,
    /// Its chat, or whoever it comes from: those of one come in their order.
    pub(crate) chat: i64,
    /// The webhook to which it is on its way.
    pub(crate) delivered_by: Option<u64>,
}

/// A pressed button that waits for the bot's answer.
pub(crate) struct Press {
    pub(crate) message: i64,
    pub(crate) user: i64,
    pub(crate) data: String,
}

impl State {
    /// A world with three people and no chat.
    pub(crate) fn new(bot_id: i64, first_number: i64, gate: Gate) -> Self {
        let people = [(1001, "Alice"), (1002, "Bob"), (1999, "Mallory")];
        Self {
            bot_id,
            people: people.into_iter().map(|(id, name)| (id, person(id, name))).collect(),
            chats: BTreeMap::new(),
            messages: BTreeMap::new(),
            updates: VecDeque::new(),
            presses: BTreeMap::new(),
            menus: BTreeMap::new(),
            webhook: None,
            webhooks: 0,
            first_pause: FIRST_PAUSE,
            lost_answers: 0,
            flood: Flood::default(),
            allowed: Vec::new(),
            poll: 0,
            next_message: first_number,
            next_update: first_number,
            gate,
        }
    }

    /// Forgets everything but people and numbers.
    pub(crate) fn reset(&mut self) {
        let fresh = Self::new(self.bot_id, self.next_message, self.gate.clone());
        let (poll, next_update, webhooks) = (self.poll, self.next_update, self.webhooks);
        *self = Self { poll, next_update, webhooks, people: std::mem::take(&mut self.people), ..fresh };
    }

    /// The bot as `User`, with what only `getMe` tells.
    pub(crate) fn me(&self) -> Value {
        let mut me = self.bot();
        for (ability, has) in [
            ("can_join_groups", true),
            ("can_read_all_group_messages", false),
            ("supports_inline_queries", false),
            ("can_connect_to_business", false),
            ("has_main_web_app", false),
        ] {
            me[ability] = json!(has);
        }
        me
    }

    fn bot(&self) -> Value {
        json!({ "id": self.bot_id, "is_bot": true, "first_name": BOT_NAME, "username": BOT_USERNAME })
    }

    /// A person, made up when unknown.
    pub(crate) fn person(&mut self, id: i64) -> Person {
        self.people.entry(id).or_insert_with(|| person(id, &format!("User{id}"))).clone()
    }

    /// The author of a message, as `User`.
    pub(crate) fn author(&self, id: i64) -> Value {
        self.people.get(&id).map_or_else(|| self.bot(), Person::json)
    }

    /// Keeps a new message and returns its number.
    pub(crate) fn post(&mut self, chat: i64, from: i64, content: Content, reply_to: Option<i64>) -> i64 {
        let id = self.next_message;
        self.next_message += 1;
        let message = Message {
            id,
            chat,
            from,
            at: self.gate.now(),
            edited_at: None,
            content,
            markup: None,
            force_reply: false,
            reply_to,
            extra: Value::Null,
            answers: Vec::new(),
        };
        self.messages.insert(id, message);
        id
    }

    /// Queues an update, unless the bot did not ask for its kind.
    pub(crate) fn queue(&mut self, kind: &str, content: &Value) {
        if !self.hears(kind) {
            return;
        }
        let id = self.next_update;
        self.next_update += 1;
        let json = json!({ "update_id": id, kind: content });
        self.updates.push_back(Update { id, json, chat: chat_of(content), delivered_by: None });
    }

    /// A message as `Message`, with the one it answers.
    pub(crate) fn message_json(&self, message: &Message) -> Value {
        let mut json = self.bare_message_json(message);
        if let Some(answered) = message.reply_to.and_then(|id| self.messages.get(&id)) {
            json["reply_to_message"] = self.bare_message_json(answered);
        }
        json
    }

    fn bare_message_json(&self, message: &Message) -> Value {
        let mut json = json!({
            "message_id": message.id,
            "from": self.author(message.from),
            "chat": self.chats.get(&message.chat).map(Chat::json),
            "date": message.at.timestamp(),
            "text": message.content.text,
        });
        if !message.content.entities.is_empty() {
            json["entities"] = json!(message.content.entities);
        }
        if let Some(edited_at) = message.edited_at {
            json["edit_date"] = json!(edited_at.timestamp());
        }
        if let Some(markup) = &message.markup {
            json["reply_markup"] = markup.clone();
        }
        for (field, value) in message.extra.as_object().into_iter().flatten() {
            json[field] = value.clone();
        }
        if let Some(fields) = json.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        json
    }

    /// The messages of a chat as its members see them, with higher numbers than `after`.
    pub(crate) fn view(&self, chat: i64, after: i64) -> Vec<ChatMessage> {
        let newer = self.messages.values().filter(|message| message.chat == chat && message.id > after);
        newer.map(|message| self.view_one(message)).collect()
    }

    fn view_one(&self, message: &Message) -> ChatMessage {
        ChatMessage {
            id: message.id,
            chat: message.chat,
            from: message.from,
            from_bot: message.from == self.bot_id,
            at: message.at,
            text: message.content.text.clone(),
            html: message.content.html.clone(),
            buttons: keyboard::rows(message.markup.as_ref()),
            edited: message.edited_at.is_some(),
            reply_to: message.reply_to,
            topic: message.extra["message_thread_id"].as_i64(),
            force_reply: message.force_reply,
            answers: message.answers.clone(),
        }
    }
}

fn person(id: i64, name: &str) -> Person {
    Person { id, first_name: name.to_owned(), username: name.to_lowercase() }
}

fn chat_of(content: &Value) -> i64 {
    let places = ["/chat/id", "/message/chat/id", "/from/id"];
    places.iter().find_map(|place| content.pointer(place)?.as_i64()).unwrap_or_default()
}
