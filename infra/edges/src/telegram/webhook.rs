//! The webhook: Telegram posts each update to our own HTTP server, and gets its 200 once the update is stored.
//!
//! The secret that Telegram sends along is made of the bot's token, so that every instance knows the same one and no setting
//! holds it. What cannot be stored now is answered with 503: Telegram delivers it again, in order within its chat.

use std::sync::Arc;

use aws_lc_rs::hmac;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::routing::post;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use subtle::ConstantTimeEq;
use tracing::warn;

use super::inbox::Inbox;

/// Where updates are posted on our own server; the public address ends so.
pub const WEBHOOK_PATH: &str = "/telegram/updates";
/// The header with the secret.
const SECRET: &str = "x-telegram-bot-api-secret-token";
/// What the secret is made for.
const PURPOSE: &[u8] = b"memebot: secret of the Telegram webhook";
/// The longest update in bytes; the longest message with all its entities is far below.
const LONGEST: usize = 1024 * 1024;

/// Takes updates that Telegram posts.
pub struct Webhook {
    secret: SecretString,
    inbox: Arc<Inbox>,
}

/// The secret of a bot's webhook, in letters that Telegram takes.
pub(super) fn secret_of(token: &SecretString) -> SecretString {
    let key = hmac::Key::new(hmac::HMAC_SHA256, token.expose_secret().as_bytes());
    hex::encode(hmac::sign(&key, PURPOSE)).into()
}

impl Webhook {
    /// For the bot of this token.
    pub fn new(token: &SecretString, inbox: Arc<Inbox>) -> Arc<Self> {
        Arc::new(Self { secret: secret_of(token), inbox })
    }

    /// Its one route.
    pub fn routes<S: Clone + Send + Sync + 'static>(self: &Arc<Self>) -> Router<S> {
        let limit = DefaultBodyLimit::max(LONGEST);
        Router::new().route(WEBHOOK_PATH, post(take).layer(limit)).with_state(Arc::clone(self))
    }

    /// Compared in the same time wherever the first difference is.
    fn knows_the_secret(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(SECRET).map(HeaderValue::as_bytes).unwrap_or_default();
        given.ct_eq(self.secret.expose_secret().as_bytes()).into()
    }
}

/// A stranger's body is not even read.
async fn take(State(webhook): State<Arc<Webhook>>, request: Request) -> StatusCode {
    if !webhook.knows_the_secret(request.headers()) {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(body) = Bytes::from_request(request, &()).await else { return StatusCode::PAYLOAD_TOO_LARGE };
    let Ok(update) = serde_json::from_slice::<Value>(&body) else { return StatusCode::BAD_REQUEST };
    match webhook.inbox.store(vec![update]).await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            warn!(error, "an update could not be stored; Telegram is asked to deliver it again");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
