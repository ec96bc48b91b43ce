//! Refusals in the shapes that X answers with.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

const TYPES: &str = "https://api.x.com/2/problems";

/// An `application/problem+json` answer.
#[derive(Debug)]
pub(crate) struct Problem(StatusCode, Value);

impl Problem {
    /// 400: a parameter is missing, unknown or ill-formed.
    pub(crate) fn invalid(parameter: &str, reason: &str) -> Self {
        let body = json!({
            "errors": [{ "parameters": { parameter: [] }, "message": reason }],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": format!("{TYPES}/invalid-request"),
            "status": 400,
        });
        Self(StatusCode::BAD_REQUEST, body)
    }

    /// 400 for a parameter that there is not.
    pub(crate) fn unknown_parameter(parameter: &str) -> Self {
        Self::invalid(
            parameter,
            &format!("The query parameter [{parameter}] is not one of the allowed parameters"),
        )
    }

    /// 401, whatever is wrong with the credentials.
    pub(crate) fn unauthorized() -> Self {
        Self::blank(StatusCode::UNAUTHORIZED, "Unauthorized", "Unauthorized")
    }

    /// 403 with a reason in X's own words.
    pub(crate) fn forbidden(detail: &str) -> Self {
        Self::blank(StatusCode::FORBIDDEN, "Forbidden", detail)
    }

    /// 429.
    pub(crate) fn too_many() -> Self {
        Self::blank(StatusCode::TOO_MANY_REQUESTS, "Too Many Requests", "Too Many Requests")
    }

    /// 404 for a path.
    pub(crate) fn no_such_path() -> Self {
        Self::blank(StatusCode::NOT_FOUND, "Not Found", "Not Found")
    }

    /// 404 for a tweet or user; the same words stand in `errors` and at the top.
    pub(crate) fn not_found(resource: &str, id: &str) -> Self {
        let mut body = missing(resource, id);
        body["errors"] = json!([missing(resource, id)]);
        body["status"] = json!(404);
        Self(StatusCode::NOT_FOUND, body)
    }

    fn blank(status: StatusCode, title: &str, detail: &str) -> Self {
        let body =
            json!({ "title": title, "detail": detail, "type": "about:blank", "status": status.as_u16() });
        Self(status, body)
    }
}

/// One entry of `errors` for something that does not exist.
pub(crate) fn missing(resource: &str, id: &str) -> Value {
    json!({
        "value": id,
        "detail": format!("Could not find {resource} with id: [{id}]."),
        "title": "Not Found Error",
        "resource_type": resource,
        "parameter": "id",
        "resource_id": id,
        "type": format!("{TYPES}/resource-not-found"),
    })
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.0, Json(self.1)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}
