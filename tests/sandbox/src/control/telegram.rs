//! The Telegram users' side over HTTP.

use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Desk, Refused};
use crate::telegram::{ChatMessage, ChatSummary, SendLimits};

const LONGEST_WAIT_SECONDS: u64 = 60;

#[derive(Deserialize)]
struct Say {
    user_id: i64,
    text: String,
    chat: Option<i64>,
    reply_to: Option<i64>,
}

#[derive(Deserialize)]
struct Press {
    user_id: i64,
    message_id: i64,
    /// Label or data of a button that is there.
    button: Option<String>,
    /// Any data, whether or not there is such a button.
    forged: Option<String>,
}

#[derive(Deserialize)]
struct NewGroup {
    title: String,
}

#[derive(Deserialize)]
struct NewUpdate {
    kind: String,
    content: Value,
}

/// Messages after a number; with `wait` in seconds, as soon as there is one (of the bot, if `from_bot`).
#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    after: i64,
    #[serde(default)]
    wait: u64,
    #[serde(default)]
    from_bot: bool,
}

/// Routes below `/control/telegram`.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/chats", get(chats))
        .route("/chats/{id}/messages", get(messages))
        .route("/say", post(say))
        .route("/press", post(press))
        .route("/groups", post(create_group))
        .route("/updates", post(inject_update))
        .route("/expire", post(expire))
        .route("/limits", post(set_limits))
        .route("/menus", get(menus))
}

async fn chats(State(desk): State<Desk>) -> Json<Vec<ChatSummary>> {
    Json(desk.telegram.chats())
}

async fn messages(
    State(desk): State<Desk>,
    Path(chat): Path<i64>,
    Query(since): Query<Since>,
) -> Json<Vec<ChatMessage>> {
    let within = Duration::from_secs(since.wait.min(LONGEST_WAIT_SECONDS));
    let fits = |message: &ChatMessage| message.id > since.after && (message.from_bot || !since.from_bot);
    let waited = desk.telegram.wait_for_message(chat, within, fits).await;
    let newer = waited.map(|_| desk.telegram.messages(chat, since.after)).unwrap_or_default();
    Json(newer.into_iter().filter(fits).collect())
}

async fn say(State(desk): State<Desk>, Json(said): Json<Say>) -> Result<Json<Value>, Refused> {
    let id = match said.reply_to {
        Some(message) => desk.telegram.user_replies(said.user_id, message, &said.text)?,
        None => desk.telegram.user_says(said.user_id, &said.text, said.chat)?,
    };
    Ok(Json(json!({ "message_id": id })))
}

async fn press(State(desk): State<Desk>, Json(press): Json<Press>) -> Result<Json<Value>, Refused> {
    let (user, message) = (press.user_id, press.message_id);
    let query = match (press.forged, press.button) {
        (Some(data), _) => desk.telegram.user_forges_press(user, message, &data)?,
        (None, button) => desk.telegram.user_presses(user, message, &button.unwrap_or_default())?,
    };
    Ok(Json(json!({ "callback_query_id": query })))
}

async fn create_group(State(desk): State<Desk>, Json(group): Json<NewGroup>) -> Json<Value> {
    Json(json!({ "chat": desk.telegram.create_group(&group.title) }))
}

async fn inject_update(State(desk): State<Desk>, Json(update): Json<NewUpdate>) -> StatusCode {
    desk.telegram.inject_update(&update.kind, &update.content);
    StatusCode::NO_CONTENT
}

async fn expire(State(desk): State<Desk>) -> StatusCode {
    desk.telegram.expire_presses();
    StatusCode::NO_CONTENT
}

async fn set_limits(State(desk): State<Desk>, Json(limits): Json<Option<SendLimits>>) -> StatusCode {
    desk.telegram.set_limits(limits);
    StatusCode::NO_CONTENT
}

async fn menus(State(desk): State<Desk>) -> Json<Value> {
    Json(desk.telegram.menus())
}
