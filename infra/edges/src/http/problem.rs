//! Problems: every answer that is not what was asked for, as `application/problem+json` (RFC 9457).
//!
//! The type of a problem is stable and leads to a page that says what to do. Internals never leave: what is
//! damaged or broken is logged here and told as "internal".

pub(super) mod kind;
mod refusal;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Path;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use commands::error::CommandError;
use commands::retry_policy;
use commands::store::StoreError;
use commands::unreadable::Unreadable;
use serde::Serialize;
use serde_json::{Map, Value, json};
use tracing::{error, warn};

pub use kind::ProblemKind;

use super::ApiState;
use engine::postgres::DatabaseErrorClass;

/// When to come back if nobody said so.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// When to come back during an upgrade, which takes as long as a restart of every instance.
const UPGRADE_RETRY_AFTER: Duration = Duration::from_secs(10);

/// One thing that is wrong with a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Where: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What is wrong.
    pub detail: String,
}

/// An answer that is not a success.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: &'static ProblemKind,
    detail: String,
    errors: Vec<FieldError>,
    facts: Map<String, Value>,
    retry_after: Option<Duration>,
    headers: Vec<(&'static str, String)>,
}

/// The problem's code in the extensions of its response, for metrics.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProblemCode(pub(super) &'static str);

#[derive(Serialize)]
struct ProblemBody<'a> {
    #[serde(rename = "type")]
    uri: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "<[FieldError]>::is_empty")]
    errors: &'a [FieldError],
    #[serde(flatten)]
    facts: &'a Map<String, Value>,
}

impl Problem {
    /// A problem of a kind; the detail is a sentence about this one.
    pub fn new(kind: &'static ProblemKind, detail: impl Into<String>) -> Self {
        let (errors, facts, headers) = (Vec::new(), Map::new(), Vec::new());
        Self { kind, detail: detail.into(), errors, facts, retry_after: None, headers }
    }

    /// There is no such thing, or it is not the caller's to see.
    pub fn not_found(what: &str) -> Self {
        Self::new(&kind::NOT_FOUND, format!("there is no such {what}"))
    }

    /// Something of ours is broken. The cause is logged and not told.
    pub fn internal(cause: &(dyn Error + 'static)) -> Self {
        error!(alarm = true, error = cause, "a request met a fault of ours");
        Self::new(&kind::INTERNAL, "something is broken here; the operator can find this request by its id")
    }

    /// It cannot be done now. The cause is logged and not told.
    pub fn unavailable(cause: &dyn std::fmt::Display, retry_after: Duration) -> Self {
        warn!(%cause, "a request could not be served");
        Self::new(&kind::UNAVAILABLE, "this cannot be served at the moment").after(retry_after)
    }

    /// It rests on what this program cannot read.
    fn unreadable(what: &Unreadable) -> Self {
        warn!(%what, "a request needs what cannot be read");
        let problem = Self::new(&kind::UNREADABLE, what.to_string()).after(retry_policy::UNREADABLE.pause(0));
        let Some(event) = &what.event else { return problem };
        let problem = problem.with("stream", &event.stream).with("sequence", event.sequence);
        event.position.into_iter().fold(problem, |problem, position| problem.with("position", position))
    }

    /// The same, worth repeating after a time.
    #[must_use]
    pub(super) fn after(self, retry_after: Duration) -> Self {
        Self { retry_after: Some(retry_after), ..self }
    }

    /// The same, with one thing that is wrong with the body.
    #[must_use]
    pub(super) fn at(mut self, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        self.errors.push(FieldError { pointer: pointer.into(), detail: detail.into() });
        self
    }

    /// The same, with a fact that a program may act on.
    #[must_use]
    pub(super) fn with(mut self, name: &str, fact: impl Serialize) -> Self {
        self.facts.insert(name.to_owned(), json!(fact));
        self
    }

    /// The same, with a header.
    #[must_use]
    pub(super) fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// What kind it is.
    pub fn kind(&self) -> &'static ProblemKind {
        self.kind
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = Json(ProblemBody {
            uri: self.kind.uri(),
            title: self.kind.title,
            status: self.kind.status,
            detail: &self.detail,
            errors: &self.errors,
            facts: &self.facts,
        });
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(wait) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
        }
        // RFC 9110 demands a challenge with every 401.
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(r#"Bearer realm="memebot""#));
        }
        // A value that is no legal header is left out: the problem itself is worth more than its header.
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        }
        response.extensions_mut().insert(ProblemCode(self.kind.code));
        response
    }
}

/// Rounded up, at least one: nobody is to come back too early.
fn whole_seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
}

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Refused(refusal) => refusal::problem(&refusal),
            CommandError::Conflict { .. } => {
                Self::new(&kind::CONFLICT, "others kept changing the same thing; try again")
                    .after(RETRY_AFTER)
            }
            CommandError::KeyReused => {
                Self::new(&kind::KEY_REUSED, "this Idempotency-Key was used before for another request")
            }
            CommandError::Unavailable { retry_after, why } => Self::unavailable(&why, retry_after),
            CommandError::UpgradeUnderWay { .. } => {
                Self::new(&kind::UPGRADE, error.to_string()).after(UPGRADE_RETRY_AFTER)
            }
            CommandError::Unreadable(what) => Self::unreadable(&what),
            CommandError::Corrupt(_) => Self::internal(&error),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        CommandError::from(error).into()
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        // Unavailable and contended pass by themselves; what the database rejects is a statement of ours that is
        // wrong.
        match DatabaseErrorClass::of(&error) {
            DatabaseErrorClass::Unavailable | DatabaseErrorClass::Contended => {
                Self::unavailable(&error, RETRY_AFTER)
            }
            DatabaseErrorClass::Rejected => Self::internal(&error),
        }
    }
}

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::not_found("page")
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(&kind::INVALID_PARAMETER, rejection.body_text())
    }
}

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new().route("/problems/{code}", get(page))
}

/// `GET /problems/{code}`: what a problem means and what to do, as plain text.
async fn page(Path(code): Path<String>) -> Result<String, Problem> {
    let kind = ProblemKind::with_code(&code).ok_or_else(|| Problem::not_found("problem"))?;
    Ok(format!("{} ({})\n\n{}\n", kind.title, kind.status, kind.help))
}
