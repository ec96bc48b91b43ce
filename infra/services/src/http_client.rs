//! HTTP clients for outside services: with timeouts, without redirects, without retries of their own.

use std::error::Error;
use std::time::Duration;

use chrono::{DateTime, Utc};
use commands::retry_policy::SERVICE_CALL;
use reqwest::header::{AGE, DATE, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, retry};

use engine::redaction::redacted;

// Below, no request is ever repeated: the table says so, and the build ends if it should say otherwise.
const _: () = assert!(SERVICE_CALL.attempts == 1, "a job repeats a call, never the client");

/// The longest quote of a service that reaches a log, an event or a person, in characters.
const MAX_QUOTE: usize = 200;

/// A client could not be made, for example because the machine has no root certificates.
#[derive(Debug, thiserror::Error)]
#[error("make the HTTP client for {service}")]
pub struct ClientBuildError {
    /// The service's name.
    pub service: &'static str,
    /// Why.
    #[source]
    pub source: reqwest::Error,
}

/// Makes aws-lc the cryptography of TLS for this process; once, before the first client is made.
pub fn install_crypto() {
    // an error says that there is one already
    rustls::crypto::aws_lc_rs::default_provider().install_default().ok();
}

/// Timeouts of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// From the first step to the last byte of the answer.
    pub request: Duration,
    /// For finding the host, connecting and TLS, within the above.
    pub connect: Duration,
}

/// The builder of a client with these timeouts, to be refined.
pub(crate) fn builder(timeouts: Timeouts) -> ClientBuilder {
    Client::builder()
        .timeout(timeouts.request)
        .connect_timeout(timeouts.connect)
        // A redirect would carry the credentials to another host, and a redirected post could be sent twice.
        .redirect(Policy::none())
        .retry(retry::never())
        .user_agent(concat!("memebot/", env!("CARGO_PKG_VERSION")))
}

/// What happened, in our words and without the address.
pub(crate) fn describe(error: &reqwest::Error) -> String {
    // reqwest puts the whole address into its own text, and addresses may hold secrets.
    let what = match (error.is_connect(), error.is_timeout()) {
        (true, true) => return "no connection in time".to_owned(),
        (true, false) => "no connection",
        (false, true) => return "no answer in time".to_owned(),
        (false, false) => "the connection broke",
    };
    format!("{what}: {}", one_line(&innermost(error)))
}

fn innermost(error: &reqwest::Error) -> String {
    let Some(mut cause) = error.source() else { return "no further reason".to_owned() };
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

/// A service's words as one line of at most 200 characters, without secrets of ours.
pub(crate) fn one_line(text: &str) -> String {
    let text = redacted(text);
    let line = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = line.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_QUOTE) {
        Some(_) => line.chars().take(MAX_QUOTE - 1).chain(['…']).collect(),
        None => line,
    }
}

/// What the header `Date` says of the service's time. An answer that a cache kept (`Age`) tells when it was made, not what
/// time it is.
pub(crate) fn date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let date = headers.get(DATE).filter(|_| !headers.contains_key(AGE))?;
    DateTime::parse_from_rfc2822(date.to_str().ok()?).ok().map(|date| date.to_utc())
}

/// The header `retry-after` in seconds; the form with a date is not read.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get("retry-after")?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_quote_is_one_short_line() {
        assert_eq!(one_line(" one\n\ttwo\u{0}three "), "one two three");
        let long = one_line(&"ä".repeat(300));
        assert_eq!(long.chars().count(), 200);
        assert!(long.ends_with('…'));
        assert_eq!(one_line(&"ä".repeat(200)), "ä".repeat(200));
    }
}
