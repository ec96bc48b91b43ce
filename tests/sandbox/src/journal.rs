//! The record of a request as it arrived, without anything that could be used to make another.

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::faults::FaultKind;

/// One request to a stand-in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Recorded {
    /// Position in the service's record, from 1.
    pub number: u64,
    /// When it had been read.
    pub at: DateTime<Utc>,
    /// HTTP method.
    pub method: String,
    /// Path; for Telegram the method's name alone, in camelCase (`/sendMessage`).
    pub path: String,
    /// Query as sent.
    pub query: String,
    /// Scheme and a hash of the credentials.
    pub authorization: Option<String>,
    /// JSON; form fields as an object of strings; anything else as a string; null when empty.
    pub body: Value,
    /// The fault that it met.
    pub fault: Option<FaultKind>,
    /// HTTP status of the answer; none while there is none, or when the connection was cut.
    pub status: Option<u16>,
    /// The JSON of the answer, where answers are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Value>,
    /// Whether the exchange is over.
    pub settled: bool,
}

/// The scheme of the `Authorization` header and the first 12 hexadecimal digits of its SHA-256.
pub(crate) fn redacted_authorization(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let scheme = value.split_once(' ').map_or("unknown", |(scheme, _)| scheme);
    let hash = hex::encode(digest(&SHA256, value.as_bytes()));
    Some(format!("{scheme} sha256:{}", &hash[..12]))
}
