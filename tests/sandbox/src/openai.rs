//! The OpenAI stand-in: structured answers written out of the prompt, moderation by a word list.

mod moderation;
mod problem;
mod prompt;
mod responses;
mod schema;
mod writer;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use axum::extract::{Request, State as Shelf};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use rand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use self::problem::Problem;
use crate::faults::Service;
use crate::gate::{Gate, pass};
use crate::shared::Shared;

const MODELS: [&str; 4] = ["gpt-5.4-mini", "gpt-5.4-nano", "gpt-5-mini", "omni-moderation-latest"];

/// A handle on the OpenAI stand-in; clones share one model.
#[derive(Clone)]
pub struct OpenAi {
    key: Arc<str>,
    state: Arc<Shared<State>>,
    gate: Gate,
}

/// The model behind the mutex.
#[derive(Default)]
pub(crate) struct State {
    script: VecDeque<Scripted>,
    /// How often each prompt was asked, by its hash.
    asked: BTreeMap<u64, usize>,
}

/// What the next call of `/v1/responses` answers in place of the writer's own texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scripted {
    /// These texts, in this order; as many variants as there are texts.
    Texts(Vec<String>),
    /// A refusal with this reason.
    Refusal(String),
    /// An answer cut short, for `max_output_tokens` or `content_filter`.
    Incomplete(String),
    /// HTTP 200 with status `failed`, this code (`server_error`, ...) and a message.
    Failed(String),
}

impl OpenAi {
    pub(crate) fn new(key: &str) -> Self {
        let state = Arc::new(Shared::new(State::default()));
        Self { key: key.into(), state, gate: Gate::new(Service::Openai) }
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/v1/responses", post(responses::create))
            .route("/v1/moderations", post(moderation::create))
            .route("/v1/models", get(models))
            .fallback(unknown)
            .layer(middleware::from_fn_with_state(self.clone(), admit))
            .layer(middleware::from_fn_with_state(self.gate.clone(), pass))
            .with_state(self.clone())
    }

    /// Forgets the script and how often a prompt was asked.
    pub(crate) fn reset(&self) {
        self.gate.reset();
        self.state.change(|state| *state = State::default());
    }

    /// Queues the answer of one future call of `/v1/responses`.
    pub fn answer_next(&self, scripted: Scripted) {
        self.state.change(|state| state.script.push_back(scripted));
    }
}

/// Something like `resp_0123456789abcdef0123456789abcdef`.
fn id(prefix: &str) -> String {
    format!("{prefix}_{}", hex::encode(rand::rng().random::<[u8; 16]>()))
}

async fn models() -> Json<Value> {
    let model = |id| json!({ "id": id, "object": "model", "created": 1_735_689_600, "owned_by": "sandbox" });
    Json(json!({ "object": "list", "data": MODELS.map(model) }))
}

async fn unknown(request: Request) -> Problem {
    Problem::no_such_path(request.method().as_str(), request.uri().path())
}

/// Checks the key and puts the usual headers on every answer.
async fn admit(Shelf(openai): Shelf<OpenAi>, request: Request, next: Next) -> Response {
    let authorization = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let mut response = match authorization.and_then(|value| value.strip_prefix("Bearer ")) {
        Some(key) if key == &*openai.key => next.run(request).await,
        Some(_) => Problem::wrong_key().into_response(),
        None => Problem::missing_key().into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("openai-processing-ms", "12"),
        ("openai-version", "2020-10-01"),
        ("x-ratelimit-limit-requests", "500"),
        ("x-ratelimit-limit-tokens", "200000"),
        ("x-ratelimit-remaining-requests", "499"),
        ("x-ratelimit-remaining-tokens", "199000"),
        ("x-ratelimit-reset-requests", "120ms"),
        ("x-ratelimit-reset-tokens", "300ms"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::try_from(id("req")) {
        headers.insert("x-request-id", id);
    }
    response
}
