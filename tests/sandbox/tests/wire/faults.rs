//! Misbehaviour: what a client sees of it, and whether the request took effect.

use std::time::Duration;

use reqwest::StatusCode;
use sandbox::Sandbox;
use sandbox::faults::{Breakage, Fault, Service};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{SOON, bot, sandbox, tweet};

/// Posts with nothing between us and the socket; returns every byte that came back before the end.
async fn raw_post(sandbox: &Sandbox, text: &str) -> Vec<u8> {
    let body = json!({ "text": text }).to_string();
    let request = format!(
        "POST /2/tweets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        sandbox.credentials().x_bearer_token,
        body.len()
    );
    let mut stream = TcpStream::connect(sandbox.x_url().trim_start_matches("http://")).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(SOON, stream.read_to_end(&mut answer))
        .await
        .expect("the connection is closed")
        .unwrap();
    answer
}

#[tokio::test]
async fn drop_before_closes_without_an_answer_and_without_effect() {
    let sandbox = sandbox().await;
    sandbox.inject(Service::X, Fault::breakage(Breakage::DropBefore).on("/2/tweets").times(1));
    assert_eq!(raw_post(&sandbox, "lost").await, b"");
    assert!(sandbox.x().timeline().is_empty());
    tweet(&sandbox, "lost").await;
}

#[tokio::test]
async fn drop_after_closes_without_an_answer_and_with_effect() {
    let sandbox = sandbox().await;
    sandbox.inject(Service::X, Fault::breakage(Breakage::DropAfter).with_method("post").times(1));
    assert_eq!(raw_post(&sandbox, "there").await, b"");
    assert_eq!(sandbox.x().timeline()[0].text, "there");
    let request =
        sandbox.wait_for_request(Service::X, SOON, |request| request.path == "/2/tweets").await.unwrap();
    assert_eq!((request.status, request.body), (None, json!({ "text": "there" })));
    assert!(request.fault.is_some());
}

#[tokio::test]
async fn garbage_takes_effect_and_cannot_be_read() {
    let sandbox = sandbox().await;
    sandbox.inject(Service::X, Fault::breakage(Breakage::Garbage).with_body("there"));
    let url = format!("{}/2/tweets", sandbox.x_url());
    let token = &sandbox.credentials().x_bearer_token;
    let request = reqwest::Client::new().post(url).bearer_auth(token).json(&json!({ "text": "there" }));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    assert!(response.json::<serde_json::Value>().await.is_err());
    assert_eq!(sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn an_answer_replaces_the_ordinary_one_until_cleared() {
    let sandbox = sandbox().await;
    sandbox.inject(Service::Telegram, Fault::telegram_flood(7).on("getme").header("retry-after", "7"));
    for _ in 0..2 {
        let (status, answer) = bot(&sandbox, "getMe", &json!({})).await;
        assert_eq!(
            (status, &answer["parameters"]["retry_after"]),
            (StatusCode::TOO_MANY_REQUESTS, &json!(7))
        );
    }
    assert_eq!(bot(&sandbox, "getMyCommands", &json!({})).await.0, StatusCode::OK);
    sandbox.clear_faults(Service::Telegram);
    assert_eq!(bot(&sandbox, "getMe", &json!({})).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_delay_outlasts_a_hasty_client() {
    let sandbox = sandbox().await;
    let late =
        serde_json::from_value(json!({ "kind": { "delay_ms": 60_000, "after_effect": true } })).unwrap();
    sandbox.inject(Service::X, late);
    let url = format!("{}/2/tweets", sandbox.x_url());
    let token = &sandbox.credentials().x_bearer_token;
    let request = reqwest::Client::new().post(url).bearer_auth(token).json(&json!({ "text": "late" }));
    let error = request.timeout(Duration::from_millis(300)).send().await.unwrap_err();
    assert!(error.is_timeout());
    let posted = |tweets: &[sandbox::x::TimelineTweet]| (!tweets.is_empty()).then_some(());
    assert!(sandbox.x().wait_for(SOON, posted).await.is_some());
}

#[tokio::test]
async fn a_reset_is_no_end_in_order() {
    let sandbox = sandbox().await;
    sandbox.inject(Service::Telegram, Fault::breakage(Breakage::Reset).times(1));
    let mut stream = TcpStream::connect(sandbox.telegram_url().trim_start_matches("http://")).await.unwrap();
    stream.write_all(b"GET /bot1:x/getMe HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let ended = tokio::time::timeout(SOON, stream.read_to_end(&mut Vec::new())).await.unwrap();
    assert_eq!(ended.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn answers_are_kept_on_demand() {
    let sandbox = sandbox().await;
    bot(&sandbox, "getMe", &json!({})).await;
    sandbox.keep_answers(Service::Telegram);
    let (_, answer) = bot(&sandbox, "getMe", &json!({})).await;
    let kept: Vec<_> =
        sandbox.requests(Service::Telegram).into_iter().map(|request| request.answer).collect();
    assert_eq!(kept, [None, Some(answer)]);
}
