//! A client for each stand-in.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, StatusCode};
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;
use sandbox::x::signature;
use serde_json::{Value, json};

pub(crate) const ALICE: i64 = 1001;
pub(crate) const BOB: i64 = 1002;
pub(crate) const SOON: Duration = Duration::from_secs(10);

/// A fresh sandbox on free ports.
pub(crate) async fn sandbox() -> Sandbox {
    Sandbox::start(SandboxOptions::default()).await.unwrap()
}

/// One Telegram call; the status and the body.
pub(crate) async fn bot(sandbox: &Sandbox, method: &str, body: &Value) -> (StatusCode, Value) {
    read(reqwest::Client::new().post(bot_url(sandbox, method)).json(body)).await
}

/// The address of a Telegram method.
pub(crate) fn bot_url(sandbox: &Sandbox, method: &str) -> String {
    format!("{}/bot{}/{method}", sandbox.telegram_url(), sandbox.credentials().telegram_token)
}

/// One OpenAI call with the right key.
pub(crate) async fn openai(sandbox: &Sandbox, path: &str, body: &Value) -> (StatusCode, Value) {
    let url = format!("{}{path}", sandbox.openai_url());
    read(reqwest::Client::new().post(url).bearer_auth(&sandbox.credentials().openai_key).json(body)).await
}

/// One X call with the OAuth 2.0 user token.
pub(crate) async fn x(
    sandbox: &Sandbox,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> (StatusCode, Value) {
    let url = format!("{}{path}", sandbox.x_url());
    let request =
        reqwest::Client::new().request(method, url).bearer_auth(&sandbox.credentials().x_bearer_token);
    read(match body {
        Some(body) => request.json(&body),
        None => request,
    })
    .await
}

/// Posts a text and expects it to be taken; returns the id.
pub(crate) async fn tweet(sandbox: &Sandbox, text: &str) -> String {
    let (status, body) = x(sandbox, Method::POST, "/2/tweets", Some(json!({ "text": text }))).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    body["data"]["id"].as_str().unwrap().to_owned()
}

/// Sends a request and reads its JSON body.
pub(crate) async fn read(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    let status = response.status();
    (status, response.json().await.unwrap())
}

/// An OAuth 1.0a header for `GET /2/users/me?user.fields=name`, with chosen time and nonce.
pub(crate) fn oauth_header(sandbox: &Sandbox, timestamp: i64, nonce: &str) -> String {
    let keys = sandbox.credentials();
    let timestamp = timestamp.to_string();
    let oauth = [
        ("oauth_consumer_key", keys.x_consumer_key.as_str()),
        ("oauth_nonce", nonce),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", timestamp.as_str()),
        ("oauth_token", keys.x_access_token.as_str()),
        ("oauth_version", "1.0"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut signed = oauth.to_vec();
    signed.push(("user.fields".to_owned(), "name".to_owned()));
    let url = format!("{}/2/users/me", sandbox.x_url());
    let signature = signature("GET", &url, &signed, &keys.x_consumer_secret, &keys.x_access_secret);
    let signature = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let fields: Vec<String> = oauth.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
    format!("OAuth {}, oauth_signature=\"{signature}\"", fields.join(", "))
}
