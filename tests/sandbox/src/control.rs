//! The control server: everything that the handle can do, over HTTP, and the page for people.

mod model;
mod telegram;
mod timeline;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::Access;
use crate::faults::{Fault, Service};
use crate::gate::Gate;
use crate::journal::Recorded;
use crate::openai::OpenAi;
use crate::telegram::{Misuse, Telegram};
use crate::x::X;

/// All stand-ins together.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) telegram: Telegram,
    pub(crate) openai: OpenAi,
    pub(crate) x: X,
    pub(crate) access: Access,
}

/// A refused control request: status and one sentence.
pub(crate) struct Refused(StatusCode, String);

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: u64,
}

impl Desk {
    /// The gate of a service.
    pub(crate) fn gate(&self, service: Service) -> &Gate {
        match service {
            Service::Telegram => self.telegram.gate(),
            Service::Openai => self.openai.gate(),
            Service::X => self.x.gate(),
        }
    }

    /// Starts all over, except for growing numbers.
    pub(crate) fn reset(&self) {
        self.telegram.reset();
        self.openai.reset();
        self.x.reset();
    }
}

pub(crate) fn router(desk: Desk) -> Router {
    Router::new()
        .route("/", get(async || Html(include_str!("control/page.html"))))
        .route("/control/access", get(access))
        .route("/control/reset", post(reset))
        .route("/control/{service}/faults", get(faults).post(inject).delete(clear_faults))
        .route("/control/{service}/requests", get(requests))
        .nest("/control/telegram", telegram::router())
        .nest("/control/openai", model::router())
        .nest("/control/x", timeline::router())
        .with_state(desk)
}

async fn access(State(desk): State<Desk>) -> Json<Access> {
    Json(desk.access)
}

async fn reset(State(desk): State<Desk>) -> StatusCode {
    desk.reset();
    StatusCode::NO_CONTENT
}

async fn faults(State(desk): State<Desk>, Path(service): Path<Service>) -> Json<Vec<Fault>> {
    Json(desk.gate(service).faults())
}

async fn inject(
    State(desk): State<Desk>,
    Path(service): Path<Service>,
    Json(fault): Json<Fault>,
) -> StatusCode {
    desk.gate(service).inject(fault);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(desk): State<Desk>, Path(service): Path<Service>) -> StatusCode {
    desk.gate(service).clear_faults();
    StatusCode::NO_CONTENT
}

async fn requests(
    State(desk): State<Desk>,
    Path(service): Path<Service>,
    Query(After { after }): Query<After>,
) -> Json<Vec<Recorded>> {
    Json(desk.gate(service).requests(after))
}

impl Refused {
    /// 404.
    pub(crate) fn not_found(what: &str) -> Self {
        Self(StatusCode::NOT_FOUND, format!("there is no {what}"))
    }
}

impl From<Misuse> for Refused {
    fn from(misuse: Misuse) -> Self {
        let status = match misuse {
            Misuse::UnknownChat(_) | Misuse::UnknownMessage(_) => StatusCode::NOT_FOUND,
            Misuse::NoSuchButton { .. } => StatusCode::CONFLICT,
        };
        Self(status, misuse.to_string())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}
