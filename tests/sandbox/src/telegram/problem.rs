//! The shape of a refusal: `ok`, `error_code`, `description`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A refused method call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    description: String,
}

impl Problem {
    /// 400 with a reason in Telegram's own words.
    pub(crate) fn bad(reason: impl std::fmt::Display) -> Self {
        Self { status: StatusCode::BAD_REQUEST, description: format!("Bad Request: {reason}") }
    }

    /// 401: the token is not the bot's.
    pub(crate) fn unauthorized() -> Self {
        Self { status: StatusCode::UNAUTHORIZED, description: "Unauthorized".to_owned() }
    }

    /// 404: no such method.
    pub(crate) fn not_found() -> Self {
        Self { status: StatusCode::NOT_FOUND, description: "Not Found".to_owned() }
    }

    /// 409: another way of getting updates is in use.
    pub(crate) fn conflict(reason: &str) -> Self {
        Self { status: StatusCode::CONFLICT, description: format!("Conflict: {reason}") }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let code = self.status.as_u16();
        let body = json!({ "ok": false, "error_code": code, "description": self.description });
        (self.status, Json(body)).into_response()
    }
}
