//! The shape of a refusal: `ok`, `error_code`, `description`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refused method call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    description: String,
    /// What a machine can make use of.
    parameters: Option<Value>,
}

impl Problem {
    /// 400 with a reason in Telegram's own words.
    pub(crate) fn bad(reason: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, format!("Bad Request: {reason}"))
    }

    /// 401: the token is not the bot's.
    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Unauthorized".to_owned())
    }

    /// 404: no such method.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not Found".to_owned())
    }

    /// 409: another way of getting updates is in use.
    pub(crate) fn conflict(reason: &str) -> Self {
        Self::new(StatusCode::CONFLICT, format!("Conflict: {reason}"))
    }

    /// 429: too much at a time; there is room again after so many seconds.
    pub(crate) fn flood(seconds: u64) -> Self {
        let refused =
            Self::new(StatusCode::TOO_MANY_REQUESTS, format!("Too Many Requests: retry after {seconds}"));
        Self { parameters: Some(json!({ "retry_after": seconds })), ..refused }
    }

    fn new(status: StatusCode, description: String) -> Self {
        Self { status, description, parameters: None }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let code = self.status.as_u16();
        let mut body = json!({ "ok": false, "error_code": code, "description": self.description });
        if let Some(parameters) = self.parameters {
            body["parameters"] = parameters;
        }
        (self.status, Json(body)).into_response()
    }
}
