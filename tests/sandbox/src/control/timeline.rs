//! The X account over HTTP.

use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Desk, Refused};
use crate::x::{PostFields, PublicMetrics, TimelineTweet};

#[derive(Deserialize)]
struct Lag {
    milliseconds: u64,
}

#[derive(Deserialize)]
struct ByHand {
    text: String,
}

/// Routes below `/control/x`.
pub(super) fn router() -> Router<Desk> {
    Router::new()
        .route("/timeline", get(timeline))
        .route("/tweets", post(post_by_hand))
        .route("/tweets/{id}/metrics", post(set_metrics))
        .route("/lag", post(set_lag))
        .route("/post_fields", post(set_post_fields))
}

async fn timeline(State(desk): State<Desk>) -> Json<Vec<TimelineTweet>> {
    Json(desk.x.timeline())
}

async fn post_by_hand(State(desk): State<Desk>, Json(tweet): Json<ByHand>) -> Json<Value> {
    Json(json!({ "id": desk.x.post_by_hand(&tweet.text) }))
}

async fn set_metrics(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Json(metrics): Json<PublicMetrics>,
) -> Result<StatusCode, Refused> {
    let known = desk.x.set_metrics(&id, metrics);
    if known { Ok(StatusCode::NO_CONTENT) } else { Err(Refused::not_found("such tweet")) }
}

async fn set_lag(State(desk): State<Desk>, Json(lag): Json<Lag>) -> StatusCode {
    desk.x.set_lag(Duration::from_millis(lag.milliseconds));
    StatusCode::NO_CONTENT
}

async fn set_post_fields(State(desk): State<Desk>, Json(name): Json<PostFields>) -> StatusCode {
    desk.x.set_post_fields(name);
    StatusCode::NO_CONTENT
}
