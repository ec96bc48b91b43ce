//! Extractors of JSON bodies: strict about unknown fields, with every refusal as a problem that points at the place.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

use super::problem::{Problem, kind};

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

/// A JSON body that may be left out, which says the same as `{}`.
pub(super) struct OptionalBody<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        // Read before the body is judged: a connection whose body nobody read cannot be used for the next request.
        let json = is_json(request.headers());
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unreadable(&rejection))?;
        if !json {
            let detail = "the body must come with `Content-Type: application/json`";
            return Err(Problem::new(&kind::UNSUPPORTED_MEDIA_TYPE, detail));
        }
        parse(&bytes).map(Self)
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for OptionalBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = Bytes::from_request(Request::new(body), state)
            .await
            .map_err(|rejection| unreadable(&rejection))?;
        if bytes.is_empty() {
            return parse(b"{}").map(Self);
        }
        Body::from_request(Request::from_parts(parts, bytes.into()), state)
            .await
            .map(|Body(value)| Self(value))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn unreadable(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(&kind::BODY_TOO_LARGE, "the body is larger than we take");
    }
    Problem::new(&kind::MALFORMED_BODY, "the body ended before it was complete")
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let place = pointer(error.path());
        problem(&place, &error.into_inner())
    })?;
    // Two documents in one body are refused; serde would take the first and say nothing.
    json.end().map_err(|error| problem("", &error))?;
    Ok(value)
}

fn problem(place: &str, error: &serde_json::Error) -> Problem {
    match error.classify() {
        Category::Syntax | Category::Eof | Category::Io => {
            Problem::new(&kind::MALFORMED_BODY, format!("the body is no JSON: {error}"))
        }
        Category::Data => {
            Problem::new(&kind::INVALID, "the body has not the expected form").at(place, error.to_string())
        }
    }
}

/// RFC 6901: `~` and `/` in names are escaped.
fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } | Segment::Enum { variant: key } => {
            format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
        }
        Segment::Unknown => pointer,
    })
}
