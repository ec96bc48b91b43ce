//! What the language model is to answer next, over HTTP.

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};

use super::Desk;
use crate::openai::Scripted;

/// Routes below `/control/openai`.
pub(super) fn router() -> Router<Desk> {
    Router::new().route("/script", post(answer_next))
}

async fn answer_next(State(desk): State<Desk>, Json(scripted): Json<Scripted>) -> StatusCode {
    desk.openai.answer_next(scripted);
    StatusCode::NO_CONTENT
}
