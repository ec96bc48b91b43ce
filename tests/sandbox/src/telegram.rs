//! The Bot API stand-in: the bot's side over HTTP, the users' side through [`Telegram`].

mod chat;
mod commands;
mod fields;
mod html;
mod keyboard;
mod letters;
mod limits;
mod messages;
mod people;
mod polling;
mod problem;
mod state;
mod view;
mod webhook;

use std::sync::Arc;

use axum::extract::{Extension, Path, RawQuery, State as Shelf};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::{Json, Router, middleware};
use serde_json::{Value, json};

pub use self::limits::SendLimits;
pub use self::people::Misuse;
pub use self::view::{Button, CallbackAnswer, ChatMessage, ChatSummary, MissingMessage};

use self::fields::Fields;
use self::problem::Problem;
use self::state::State;
use crate::faults::Service;
use crate::gate::{Gate, camel_case, pass};
use crate::shared::Shared;
use crate::wire::Payload;

/// A handle on the Telegram stand-in; clones share one world.
#[derive(Clone)]
pub struct Telegram {
    token: Arc<str>,
    state: Arc<Shared<State>>,
    gate: Gate,
}

impl Telegram {
    pub(crate) fn new(token: &str, first_number: i32) -> Self {
        let bot_id = token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(7_000_000_001);
        let gate = Gate::new(Service::Telegram);
        let state = State::new(bot_id, first_number.into(), gate.clone());
        Self { token: token.into(), state: Arc::new(Shared::new(state)), gate }
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/{bot}/{method}", any(call))
            .fallback(async || Problem::not_found())
            .layer(middleware::from_fn_with_state(self.gate.clone(), pass))
            .with_state(self.clone())
    }

    /// Switches flood control on or off.
    pub fn set_limits(&self, limits: Option<SendLimits>) {
        self.state.change(|state| state.flood.limits = limits);
    }

    /// Forgets chats, messages, updates and menus; people and numbers stay.
    pub(crate) fn reset(&self) {
        self.gate.reset();
        self.state.change(State::reset);
    }

    async fn answer(&self, method: &str, fields: &Fields) -> Result<Value, Problem> {
        if method == "getUpdates" {
            return self.get_updates(fields).await;
        }
        self.state.change(|state| state.answer(method, fields))
    }
}

impl State {
    fn answer(&mut self, method: &str, fields: &Fields) -> Result<Value, Problem> {
        match method {
            "getMe" => Ok(self.me()),
            "sendMessage" => self.send_message(fields),
            "editMessageText" => self.edit_message_text(fields),
            "editMessageReplyMarkup" => self.edit_message_reply_markup(fields),
            "deleteMessage" => self.delete_message(fields),
            "sendChatAction" => self.send_chat_action(fields),
            "answerCallbackQuery" => self.answer_callback_query(fields),
            "setMyCommands" => self.set_my_commands(fields),
            "getMyCommands" => self.my_commands(fields),
            "setWebhook" => self.set_webhook(fields),
            "deleteWebhook" => Ok(self.delete_webhook(fields)),
            "getWebhookInfo" => Ok(self.webhook_info()),
            _ => Err(Problem::not_found()),
        }
    }
}

async fn call(
    Shelf(telegram): Shelf<Telegram>,
    Path((bot, method)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    Extension(Payload(body)): Extension<Payload>,
) -> Response {
    if bot.strip_prefix("bot") != Some(&*telegram.token) {
        return Problem::unauthorized().into_response();
    }
    let fields = Fields::new(query.as_deref().unwrap_or_default(), body);
    match telegram.answer(&camel_case(&method), &fields).await {
        Ok(result) => Json(json!({ "ok": true, "result": result })).into_response(),
        Err(problem) => problem.into_response(),
    }
}
