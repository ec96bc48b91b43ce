//! The bot speaks: sending, editing, deleting, answering presses.

use serde_json::{Value, json};
use tokio::time::Instant;

use super::chat::{Chat, Content};
use super::fields::Fields;
use super::html::{self, escape, utf16_len};
use super::keyboard;
use super::letters::shows_nothing;
use super::problem::Problem;
use super::state::State;
use super::view::CallbackAnswer;

const LONGEST_TEXT: usize = 4096;
const LONGEST_NOTICE: usize = 200;
/// What a bot can be seen doing.
const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];
const UNCHANGED: &str = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
const EXPIRED: &str = "query is too old and response timeout expired or query ID is invalid";

impl State {
    pub(crate) fn send_message(&mut self, fields: &Fields) -> Result<Value, Problem> {
        let chat = self.chat(fields)?;
        self.flood.admit(chat, Instant::now())?;
        let content = content(fields)?;
        let markup = fields.json("reply_markup")?;
        let force_reply = markup.as_ref().is_some_and(|markup| markup["force_reply"] == json!(true));
        keyboard::check_placeholder(markup.as_ref())?;
        let markup = keyboard::inline(markup)?;
        let reply_to = self.answered(fields, chat)?;
        let named = fields.integer("message_thread_id").map(topic_fields);
        // An answer stands where the message stands that it answers.
        let extra = named.or_else(|| reply_to.map(|id| self.topic(id))).unwrap_or_default();
        let id = self.post(chat, self.bot_id, content, reply_to);
        if let Some(message) = self.messages.get_mut(&id) {
            message.markup = markup;
            message.force_reply = force_reply;
            message.extra = extra;
        }
        Ok(self.message_json(&self.messages[&id]))
    }

    pub(crate) fn edit_message_text(&mut self, fields: &Fields) -> Result<Value, Problem> {
        let id = self.editable(fields)?;
        let content = content(fields)?;
        let markup = keyboard::inline(fields.json("reply_markup")?)?;
        self.edit(id, content, markup)
    }

    pub(crate) fn edit_message_reply_markup(&mut self, fields: &Fields) -> Result<Value, Problem> {
        let id = self.editable(fields)?;
        let markup = keyboard::inline(fields.json("reply_markup")?)?;
        self.edit(id, self.messages[&id].content.clone(), markup)
    }

    fn edit(&mut self, id: i64, content: Content, markup: Option<Value>) -> Result<Value, Problem> {
        let now = self.gate.now();
        let message = self.messages.get_mut(&id).ok_or_else(|| Problem::bad("message to edit not found"))?;
        let same_text = message.content.text == content.text && message.content.entities == content.entities;
        if same_text && message.markup == markup {
            return Err(Problem::bad(UNCHANGED));
        }
        message.content = content;
        message.markup = markup;
        message.edited_at = Some(now);
        Ok(self.message_json(&self.messages[&id]))
    }

    pub(crate) fn delete_message(&mut self, fields: &Fields) -> Result<Value, Problem> {
        let chat = self.chat(fields)?;
        let id = fields.integer("message_id").unwrap_or_default();
        if self.messages.get(&id).is_none_or(|message| message.chat != chat) {
            return Err(Problem::bad("message to delete not found"));
        }
        self.messages.remove(&id);
        Ok(json!(true))
    }

    pub(crate) fn send_chat_action(&mut self, fields: &Fields) -> Result<Value, Problem> {
        self.chat(fields)?;
        let known = fields.text("action").is_some_and(|action| ACTIONS.contains(&action));
        known.then_some(json!(true)).ok_or_else(|| Problem::bad("wrong parameter action in request"))
    }

    pub(crate) fn answer_callback_query(&mut self, fields: &Fields) -> Result<Value, Problem> {
        let text = fields.text("text").filter(|text| !text.is_empty()).map(str::to_owned);
        if text.as_deref().is_some_and(|text| utf16_len(text) > LONGEST_NOTICE) {
            return Err(Problem::bad("MESSAGE_TOO_LONG"));
        }
        let query = fields.text("callback_query_id").unwrap_or_default().to_owned();
        let press = self.presses.remove(&query).ok_or_else(|| Problem::bad(EXPIRED))?;
        if let Some(message) = self.messages.get_mut(&press.message) {
            let alert = fields.flag("show_alert");
            message.answers.push(CallbackAnswer { query, user: press.user, data: press.data, text, alert });
        }
        Ok(json!(true))
    }

    fn chat(&self, fields: &Fields) -> Result<i64, Problem> {
        let name = fields.text("chat_id").and_then(|name| name.strip_prefix('@'));
        let named = |chat: &Chat| match chat {
            Chat::Private(person) => name == Some(&person.username),
            Chat::Group { .. } => false,
        };
        let by_name = || self.chats.iter().find(|(_, chat)| named(chat)).map(|(id, _)| *id);
        fields
            .integer("chat_id")
            .filter(|id| self.chats.contains_key(id))
            .or_else(by_name)
            .ok_or_else(|| Problem::bad("chat not found"))
    }

    /// The fields that put a message into the topic of this one.
    pub(crate) fn topic(&self, message: i64) -> Value {
        let topic =
            self.messages.get(&message).and_then(|message| message.extra["message_thread_id"].as_i64());
        topic.map(topic_fields).unwrap_or_default()
    }

    /// The message to change: the bot's own, in the chat named.
    fn editable(&mut self, fields: &Fields) -> Result<i64, Problem> {
        let chat = self.chat(fields)?;
        self.flood.admit(chat, Instant::now())?;
        let message = fields
            .integer("message_id")
            .and_then(|id| self.messages.get(&id))
            .filter(|message| message.chat == chat)
            .ok_or_else(|| Problem::bad("message to edit not found"))?;
        if message.from != self.bot_id {
            return Err(Problem::bad("message can't be edited"));
        }
        Ok(message.id)
    }

    fn answered(&self, fields: &Fields, chat: i64) -> Result<Option<i64>, Problem> {
        let Some(reply) = fields.json("reply_parameters")? else { return Ok(None) };
        let id = reply["message_id"].as_i64().unwrap_or_default();
        let known = self.messages.get(&id).is_some_and(|message| message.chat == chat);
        if !known && reply["allow_sending_without_reply"] != json!(true) {
            return Err(Problem::bad("message to be replied not found"));
        }
        Ok(known.then_some(id))
    }
}

/// The fields of a message in a topic.
fn topic_fields(topic: i64) -> Value {
    json!({ "message_thread_id": topic, "is_topic_message": true })
}

/// The text of a message to send; the only markup understood is HTML.
fn content(fields: &Fields) -> Result<Content, Problem> {
    let source = fields.text("text").unwrap_or_default().trim();
    let content = match fields.text("parse_mode").unwrap_or_default().to_lowercase().as_str() {
        "" => Content { text: source.to_owned(), html: escape(source), entities: given_entities(fields)? },
        "html" => {
            let parsed = html::parse(source)
                .map_err(|reason| Problem::bad(format!("can't parse entities: {reason}")))?;
            Content { text: parsed.text, html: source.to_owned(), entities: parsed.entities }
        }
        _ => return Err(Problem::bad("unsupported parse_mode")),
    };
    match utf16_len(&content.text) {
        0 => Err(Problem::bad("message text is empty")),
        _ if shows_nothing(&content.text) => Err(Problem::bad("text must be non-empty")),
        1..=LONGEST_TEXT => Ok(content),
        _ => Err(Problem::bad("message is too long")),
    }
}

fn given_entities(fields: &Fields) -> Result<Vec<Value>, Problem> {
    let entities = fields.json("entities")?;
    Ok(entities.as_ref().and_then(Value::as_array).cloned().unwrap_or_default())
}
