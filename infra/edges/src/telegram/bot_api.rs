//! One request of the Bot API: teloxide's payloads over the HTTP client that the rest of the workspace uses.
//!
//! teloxide's own client is never made: it sleeps ten seconds after each 5xx, cannot tell a gateway's page from an answer,
//! does not say whether a request that failed had been sent, and brings a second TLS stack.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, retry};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::Value;
use teloxide::requests::Payload;

use engine::redaction::redacted;

use super::bot_api_error::BotApiError;
use super::config::TelegramConfig;

/// How long a request may take, beside the time for which it asks Telegram to wait.
const REQUEST: Duration = Duration::from_secs(15);
/// How long connecting may take, within the above.
const CONNECT: Duration = Duration::from_secs(5);
/// How long an unused connection is kept: less than servers keep it, because a request that meets the end of its
/// connection has an unknown fate.
const IDLE: Duration = Duration::from_secs(30);

/// Sends requests. Cheap to clone.
#[derive(Clone)]
pub(super) struct BotApi {
    http: Client,
    /// The address of every method but for its name; holds the token.
    methods: Arc<SecretString>,
}

impl BotApi {
    /// For the bot of the configuration; nothing is sent yet.
    pub(super) fn new(config: &TelegramConfig) -> Result<Self, reqwest::Error> {
        let http = Client::builder()
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            // A redirect would carry the token to another host, and a redirected message could be sent twice.
            .redirect(Policy::none())
            .retry(retry::never())
            .user_agent(concat!("memebot/", env!("CARGO_PKG_VERSION")))
            .build()?;
        let (base, token) = (config.api_url.as_str().trim_end_matches('/'), config.token.expose_secret());
        Ok(Self { http, methods: Arc::new(format!("{base}/bot{token}/").into()) })
    }

    /// Sends a request once; what Telegram answered beside its `ok`, which alone says that it was carried out.
    pub(super) async fn call<P: Payload + Serialize>(&self, payload: &P) -> Result<Value, BotApiError> {
        let address = format!("{}{}", self.methods.expose_secret(), camel_case(P::NAME));
        let timeout = REQUEST + payload.timeout_hint().unwrap_or_default();
        let sent = self.http.post(address).timeout(timeout).json(payload).send().await;
        read(sent.map_err(|error| unanswered(&error))?).await
    }
}

/// `SendMessage`, as teloxide names it, is `sendMessage` in the documents.
fn camel_case(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_ascii_lowercase() + rest
}

async fn read(response: Response) -> Result<Value, BotApiError> {
    let status = response.status();
    let header =
        response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let retry_after = header.map(Duration::from_secs);
    match response.bytes().await {
        Ok(body) => understand(status, retry_after, &body),
        Err(error) if status.is_success() => Err(BotApiError::Cut(describe(&error))),
        Err(_) => Err(busy(status, retry_after)),
    }
}

/// What an answer means: `ok` counts, whatever stands beside it. What is not Telegram's comes from something in between.
fn understand(status: StatusCode, retry_after: Option<Duration>, body: &[u8]) -> Result<Value, BotApiError> {
    let mut answer: Value = serde_json::from_slice(body).unwrap_or_default();
    match answer.get("ok").and_then(Value::as_bool) {
        Some(true) => Ok(answer["result"].take()),
        Some(false) => Err(BotApiError::of(&answer)),
        None if status.is_success() && !is_page(body) => {
            Err(BotApiError::Cut("the answer is not Telegram's".to_owned()))
        }
        None => Err(busy(status, retry_after)),
    }
}

fn busy(status: StatusCode, retry_after: Option<Duration>) -> BotApiError {
    BotApiError::Busy { retry_after, why: format!("the answer is not Telegram's, HTTP {}", status.as_u16()) }
}

/// Whether somebody answered people, in HTML, in place of Telegram.
fn is_page(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// A request without an answer: it was never sent, or nobody knows.
fn unanswered(error: &reqwest::Error) -> BotApiError {
    if error.is_builder() {
        BotApiError::Refused(describe(error))
    } else if error.is_connect() || causes(error).any(was_canceled) {
        BotApiError::Busy { retry_after: None, why: describe(error) }
    } else {
        BotApiError::Cut(describe(error))
    }
}

/// Whether the connection was gone before a byte of the request was written.
fn was_canceled(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled)
}

/// What happened, in our words and without the address, which holds the token.
fn describe(error: &reqwest::Error) -> String {
    let what = match (error.is_connect(), error.is_timeout()) {
        (true, true) => return "no connection in time".to_owned(),
        (false, true) => return "no answer in time".to_owned(),
        (true, false) => "no connection",
        (false, false) => "the connection broke",
    };
    let reason = causes(error).last().map(ToString::to_string).unwrap_or_default();
    format!("{what}: {}", redacted(&reason))
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause: &&(dyn Error + 'static)| (*cause).source())
}

#[cfg(test)]
mod tests {
    use super::{BotApiError, StatusCode, camel_case, understand};
    use serde_json::{Value, json};
    use std::time::Duration;

    fn of(status: u16, body: &str) -> Result<Value, BotApiError> {
        understand(StatusCode::from_u16(status).unwrap(), None, body.as_bytes())
    }

    #[test]
    fn an_ok_is_an_ok_whatever_the_rest_says() {
        for (status, body) in [
            (200, r#"{"ok":true,"result":null}"#),
            (200, r#"{"ok":true}"#),
            (500, r#"{"ok":true,"result":7,"error_code":"x","parameters":[]}"#),
        ] {
            assert!(of(status, body).is_ok(), "{body}");
        }
        assert_eq!(of(200, r#"{"ok":true,"result":{"message_id":7}}"#), Ok(json!({ "message_id": 7 })));
    }

    #[test]
    fn a_page_in_place_of_an_answer_passes() {
        for (status, body) in [
            (502, "<html>Bad Gateway</html>"),
            (200, " <!DOCTYPE html>"),
            (503, ""),
            (404, "not found"),
            (500, "{"),
        ] {
            assert!(matches!(of(status, body), Err(BotApiError::Busy { .. })), "{status} {body}");
        }
    }

    #[test]
    fn half_an_answer_leaves_open_what_happened() {
        for body in ["", r#"{"ok":tru"#, "{}", "[]", "null"] {
            assert!(matches!(of(200, body), Err(BotApiError::Cut(_))), "{body}");
        }
    }

    #[test]
    fn a_gateways_pause_counts_like_telegrams() {
        let pause = Some(Duration::from_secs(3));
        let error = understand(StatusCode::SERVICE_UNAVAILABLE, pause, b"").unwrap_err();
        assert_eq!(error.retry_after(), pause);
    }

    #[test]
    fn methods_are_named_as_in_the_documents() {
        assert_eq!(camel_case("AnswerCallbackQuery"), "answerCallbackQuery");
    }
}
