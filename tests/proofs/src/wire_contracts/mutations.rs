//! Real requests, each with one thing changed: the validator must notice, and the stand-in must refuse what the real server
//! refuses, or both would be blind to the same thing.

use anyhow::{Context, ensure};
use reqwest::Client;
use sandbox::Sandbox;
use serde_json::{Value, json};

use super::document::Document;
use super::record::{Record, method};
use super::violation::Kind;

/// One change.
pub(super) struct Mutation {
    /// What it is.
    pub(super) name: &'static str,
    /// Of which requests.
    pub(super) method: &'static str,
    /// What the validator must find.
    kind: Kind,
    /// Whether the real server refuses it; it ignores fields that it does not know, and takes numbers as text.
    refused: bool,
    /// Changes a request, if it has what is to be changed.
    change: fn(&mut Value) -> Option<()>,
}

const fn mutation(
    name: &'static str,
    method: &'static str,
    kind: Kind,
    change: fn(&mut Value) -> Option<()>,
) -> Mutation {
    Mutation { name, method, kind, refused: true, change }
}

/// The same, of what the real server lets pass.
const fn passes(
    name: &'static str,
    method: &'static str,
    kind: Kind,
    change: fn(&mut Value) -> Option<()>,
) -> Mutation {
    Mutation { name, method, kind, refused: false, change }
}

/// Every change.
pub(super) const MUTATIONS: &[Mutation] = &[
    passes("an unknown field", "sendMessage", Kind::UnknownField, |r| set(r, "colour", json!("red"))),
    passes("an unknown field of a button", "sendMessage", Kind::UnknownField, |r| {
        set(button(r)?, "colour", json!("red"))
    }),
    mutation("no chat", "sendMessage", Kind::MissingField, |r| remove(r, "chat_id")),
    mutation("no text", "sendMessage", Kind::MissingField, |r| remove(r, "text")),
    mutation("no text of an edit", "editMessageText", Kind::MissingField, |r| remove(r, "text")),
    mutation("no message of an edit", "editMessageText", Kind::MissingField, |r| remove(r, "message_id")),
    mutation("no query", "answerCallbackQuery", Kind::MissingField, |r| remove(r, "callback_query_id")),
    mutation("no commands", "setMyCommands", Kind::MissingField, |r| remove(r, "commands")),
    mutation("no action", "sendChatAction", Kind::MissingField, |r| remove(r, "action")),
    mutation("a button that does nothing", "sendMessage", Kind::MissingField, |r| {
        remove(button(r)?, "callback_data")
    }),
    mutation("a button that does two things", "sendMessage", Kind::MissingField, |r| {
        set(button(r)?, "url", json!("https://x.com/frog"))
    }),
    passes("a number as text", "editMessageText", Kind::WrongType, |r| {
        let text = r["message_id"].to_string();
        set(r, "message_id", json!(text))
    }),
    mutation("a chat that is an object", "sendMessage", Kind::WrongType, |r| set(r, "chat_id", json!({}))),
    mutation("a text that is a number", "sendMessage", Kind::WrongType, |r| set(r, "text", json!(7))),
    mutation("rows that are buttons", "sendMessage", Kind::WrongType, |r| {
        let button = button(r)?.clone();
        set(&mut r["reply_markup"], "inline_keyboard", json!([button]))
    }),
    mutation("an empty text", "sendMessage", Kind::Length, |r| set(r, "text", json!(""))),
    mutation("a text of 4097", "sendMessage", Kind::Length, |r| set(r, "text", json!("x".repeat(4097)))),
    mutation("an edit of 4097", "editMessageText", Kind::Length, |r| set(r, "text", json!("x".repeat(4097)))),
    mutation("data of 65 bytes", "sendMessage", Kind::Length, |r| {
        set(button(r)?, "callback_data", json!("d".repeat(65)))
    }),
    mutation("data of none", "sendMessage", Kind::Length, |r| set(button(r)?, "callback_data", json!(""))),
    mutation("101 buttons", "sendMessage", Kind::Length, |r| {
        let row = vec![button(r)?.clone()];
        set(&mut r["reply_markup"], "inline_keyboard", json!(vec![row; 101]))
    }),
    mutation("a placeholder of 65", "sendMessage", Kind::Length, |r| {
        r["reply_markup"].get("force_reply")?;
        set(&mut r["reply_markup"], "input_field_placeholder", json!("x".repeat(65)))
    }),
    mutation("a notice of 201", "answerCallbackQuery", Kind::Length, |r| {
        set(r, "text", json!("x".repeat(201)))
    }),
    mutation("a name of 33", "setMyCommands", Kind::Length, |r| {
        set(command(r)?, "command", json!("x".repeat(33)))
    }),
    mutation("a description of 257", "setMyCommands", Kind::Length, |r| {
        set(command(r)?, "description", json!("x".repeat(257)))
    }),
    mutation("101 commands", "setMyCommands", Kind::Length, |r| {
        let command = command(r)?.clone();
        set(r, "commands", json!(vec![command; 101]))
    }),
    mutation("a mode that is none", "sendMessage", Kind::Choice, |r| set(r, "parse_mode", json!("HTML5"))),
    mutation("an action that is none", "sendChatAction", Kind::Choice, |r| {
        set(r, "action", json!("thinking"))
    }),
    mutation("a kind of update that is none", "getUpdates", Kind::Choice, |r| {
        r.get("allowed_updates")?;
        set(r, "allowed_updates", json!(["messages"]))
    }),
    mutation("a tag that does not end", "sendMessage", Kind::Markup, |r| append(r, "<b>x")),
    mutation("a tag that ends nothing", "sendMessage", Kind::Markup, |r| append(r, "x</b>")),
    mutation("tags that cross", "sendMessage", Kind::Markup, |r| append(r, "<b><i>x</b></i>")),
    mutation("a tag that is none", "sendMessage", Kind::Markup, |r| append(r, "<p>x</p>")),
    mutation("a bare &", "sendMessage", Kind::Markup, |r| append(r, "R & D")),
    mutation("a bare >", "sendMessage", Kind::Markup, |r| append(r, "5 > 4")),
    mutation("a reference that is none", "sendMessage", Kind::Markup, |r| append(r, "&nbsp;")),
    mutation("a quote in a quote", "sendMessage", Kind::Markup, |r| {
        append(r, "<blockquote><blockquote>x</blockquote></blockquote>")
    }),
    mutation("a tag in code", "sendMessage", Kind::Markup, |r| append(r, "<code>a <b>x</b></code>")),
    passes("an empty entity", "sendMessage", Kind::Markup, |r| append(r, "<b></b>")),
    mutation("a text that nobody sees", "sendMessage", Kind::Markup, |r| {
        set(r, "text", json!("\u{200B}\u{202E}"))
    }),
    mutation("tags around nothing", "sendMessage", Kind::Markup, |r| set(r, "text", json!("<b> </b>"))),
    mutation("a blank button", "sendMessage", Kind::Name, |r| {
        set(button(r)?, "text", json!("\u{202E}\u{200B}"))
    }),
    mutation("a name with a slash", "setMyCommands", Kind::Name, |r| {
        set(command(r)?, "command", json!("/start"))
    }),
    mutation("a name with capitals", "setMyCommands", Kind::Name, |r| {
        set(command(r)?, "command", json!("Start"))
    }),
    mutation("a link that is none", "sendMessage", Kind::Address, |r| opens(r, "not a url")),
    mutation("a link to one's own machine", "sendMessage", Kind::Address, |r| {
        opens(r, "http://localhost:8080/x")
    }),
];

impl Mutation {
    /// Holds a changed request against the document and the stand-in.
    pub(super) async fn is_noticed(
        &self,
        document: &Document,
        record: &Record,
        sandbox: &Sandbox,
    ) -> anyhow::Result<String> {
        let of_method = record.requests.iter().filter(|request| method(request) == self.method);
        let changed = of_method.map(|request| request.body.clone()).find_map(|mut body| {
            (self.change)(&mut body)?;
            Some(body)
        });
        let changed = changed.with_context(|| format!("no {} has what is to be changed", self.method))?;
        let found = document.check_request(self.method, &changed);
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        ensure!(found.iter().any(|found| found.kind == self.kind), "not noticed; found: {told:?}");
        if !self.refused {
            return Ok(told.join("; "));
        }
        let address =
            format!("{}/bot{}/{}", sandbox.telegram_url(), sandbox.credentials().telegram_token, self.method);
        let answer: Value = Client::new().post(address).json(&changed).send().await?.json().await?;
        ensure!(answer["error_code"] == 400, "the stand-in takes it: {answer}");
        Ok(format!("{}; refused: {}", told.join("; "), answer["description"]))
    }
}

fn set(object: &mut Value, field: &str, value: Value) -> Option<()> {
    object.as_object_mut()?.insert(field.to_owned(), value);
    Some(())
}

fn remove(object: &mut Value, field: &str) -> Option<()> {
    object.as_object_mut()?.remove(field).map(drop)
}

fn append(request: &mut Value, html: &str) -> Option<()> {
    let text = request["text"].as_str().filter(|text| text.len() < 2000)?;
    request["text"] = json!(format!("{text} {html}"));
    Some(())
}

/// The first button that is pressed.
fn button(request: &mut Value) -> Option<&mut Value> {
    request.pointer("/reply_markup/inline_keyboard/0/0/callback_data")?;
    request.pointer_mut("/reply_markup/inline_keyboard/0/0")
}

fn command(request: &mut Value) -> Option<&mut Value> {
    request.pointer_mut("/commands/0")
}

fn opens(request: &mut Value, address: &str) -> Option<()> {
    let button = button(request)?;
    remove(button, "callback_data");
    set(button, "url", json!(address))
}
