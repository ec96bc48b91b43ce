//! Reading bodies and queries whatever their encoding: JSON, form, multipart.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, header};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// The decoded body of a request, as every handler finds it among the extensions.
#[derive(Debug, Clone)]
pub(crate) struct Payload(pub(crate) Value);

/// `a=1&b=2` as pairs, decoded, in order.
pub(crate) fn pairs(encoded: &str) -> Vec<(String, String)> {
    let parts = encoded.split('&').filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').unwrap_or((part, ""))).map(|(k, v)| (plain(k), plain(v))).collect()
}

fn plain(encoded: &str) -> String {
    percent_decode_str(&encoded.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// A body as a JSON value: see [`crate::journal::Recorded::body`].
pub(crate) async fn decode(headers: &HeaderMap, bytes: Bytes) -> Value {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if bytes.is_empty() {
        return Value::Null;
    }
    if kind.starts_with("multipart/form-data") {
        return Value::Object(multipart(kind, bytes).await.unwrap_or_default());
    }
    let text = String::from_utf8_lossy(&bytes);
    if kind.starts_with("application/x-www-form-urlencoded") {
        return Value::Object(pairs(&text).into_iter().map(|(k, v)| (k, Value::String(v))).collect());
    }
    serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text.into_owned()))
}

async fn multipart(kind: &str, bytes: Bytes) -> Option<Map<String, Value>> {
    let request = Request::builder().header(header::CONTENT_TYPE, kind).body(Body::from(bytes)).ok()?;
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    let mut fields = Map::new();
    while let Some(field) = form.next_field().await.ok()? {
        let name = field.name()?.to_owned();
        fields.insert(name, Value::String(field.text().await.ok()?));
    }
    Some(fields)
}
