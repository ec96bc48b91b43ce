//! The error body: `message`, `type`, `param`, `code`.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A refused request.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    message: String,
    param: Option<String>,
    code: Option<&'static str>,
}

impl Problem {
    /// 400: a parameter is not what it should be.
    pub(crate) fn invalid(param: &str, code: &'static str, message: String) -> Self {
        Self { status: StatusCode::BAD_REQUEST, message, param: Some(param.to_owned()), code: Some(code) }
    }

    /// 400: a parameter that does not exist.
    pub(crate) fn unknown_parameter(param: &str) -> Self {
        Self::invalid(param, "unknown_parameter", format!("Unknown parameter: '{param}'."))
    }

    /// 400: a parameter that must be there.
    pub(crate) fn missing_parameter(param: &str) -> Self {
        Self::invalid(param, "missing_required_parameter", format!("Missing required parameter: '{param}'."))
    }

    /// 400: a parameter of a wrong type.
    pub(crate) fn invalid_type(param: &str, wanted: &str) -> Self {
        Self::invalid(param, "invalid_type", format!("Invalid type for '{param}': expected {wanted}."))
    }

    /// 401: a key that opens nothing.
    pub(crate) fn wrong_key() -> Self {
        let message = "Incorrect API key provided.".to_owned();
        Self { status: StatusCode::UNAUTHORIZED, message, param: None, code: Some("invalid_api_key") }
    }

    /// 401: no key at all.
    pub(crate) fn missing_key() -> Self {
        let message = "You didn't provide an API key.".to_owned();
        Self { status: StatusCode::UNAUTHORIZED, message, param: None, code: None }
    }

    /// 404: no such path.
    pub(crate) fn no_such_path(method: &str, path: &str) -> Self {
        let message = format!("Invalid URL ({method} {path})");
        Self { status: StatusCode::NOT_FOUND, message, param: None, code: None }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let error = json!({
            "message": self.message,
            "type": "invalid_request_error",
            "param": self.param,
            "code": self.code,
        });
        (self.status, Json(json!({ "error": error }))).into_response()
    }
}
