//! What a request's end tells, over the wire.

use std::time::Duration;

use engine::config::{Section, SettingsReader};
use sandbox::Sandbox;
use sandbox::faults::{Breakage, Fault, Service};
use sandbox::options::SandboxOptions;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Client, Destination, TelegramConfig};
use crate::telegram::bot_api_error::BotApiError;

const ALICE: i64 = 1001;
const SECRET: &str = "very-secret-token";

fn client(url: &str, token: &str) -> Client {
    let look_up = |name: &str| match name {
        "TELEGRAM_BOT_TOKEN" => Some(token.to_owned()),
        "TELEGRAM_API_URL" => Some(url.to_owned()),
        _ => None,
    };
    let config = TelegramConfig::read(&mut SettingsReader::new(&look_up)).expect("the values are valid");
    Client::new(&config).unwrap()
}

/// Sends Alice one message, with this fault; how it ended, and how many messages of the bot she has.
async fn send(fault: Fault) -> (Result<Option<i32>, BotApiError>, usize) {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    sandbox.inject(Service::Telegram, fault.on("sendmessage"));
    let client = client(sandbox.telegram_url(), &sandbox.credentials().telegram_token);
    let sent = client.send(Destination::chat(ALICE), "Hello", None).await;
    let arrived = sandbox.telegram().messages(ALICE, 0).iter().filter(|message| message.from_bot).count();
    (sent, arrived)
}

#[tokio::test]
async fn an_error_of_the_server_passes_at_once() {
    let internal = json!({ "ok": false, "error_code": 500, "description": "Internal Server Error" });
    for fault in [Fault::answer(500, internal), Fault::answer(502, json!("<html>502 Bad Gateway</html>"))] {
        let began = Instant::now();
        let (sent, arrived) = send(fault).await;
        assert!(matches!(sent, Err(BotApiError::Busy { retry_after: None, .. })), "{sent:?}");
        assert_eq!(arrived, 0);
        assert!(began.elapsed() < Duration::from_secs(5), "nothing sleeps on it");
    }
}

#[tokio::test]
async fn a_flood_says_for_how_long() {
    let (sent, _) = send(Fault::telegram_flood(7)).await;
    assert_eq!(sent.unwrap_err().retry_after(), Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn what_was_cut_off_may_have_been_carried_out() {
    for (breakage, arrives) in [(Breakage::DropBefore, 0), (Breakage::DropAfter, 1)] {
        let (sent, arrived) = send(Fault::breakage(breakage)).await;
        assert!(matches!(sent, Err(BotApiError::Cut(_))), "{sent:?}");
        assert_eq!(arrived, arrives);
    }
}

#[tokio::test]
async fn an_ok_without_a_message_is_a_delivery() {
    let (sent, _) = send(Fault::answer(200, json!({ "ok": true, "result": Value::Null }))).await;
    assert_eq!(sent, Ok(None));
}

#[tokio::test]
async fn what_was_never_sent_is_known_and_errors_never_show_the_token() {
    let nobody = format!("http://127.0.0.1:{}", harness::free_port());
    let error = client(&nobody, &format!("7:{SECRET}")).me().await.unwrap_err();
    assert!(matches!(error, BotApiError::Busy { .. }), "{error:?}");
    assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    sandbox.inject(Service::Telegram, Fault::breakage(Breakage::DropBefore));
    let error = client(sandbox.telegram_url(), &format!("7:{SECRET}")).me().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains(SECRET), "{error:?}");
}

#[test]
fn a_message_has_a_number_if_the_answer_tells_it() {
    assert_eq!(super::message_number(&json!({ "message_id": 7, "chat": {} })), Some(7));
    for answer in [json!(null), json!(true), json!({}), json!({ "message_id": "seven" })] {
        assert_eq!(super::message_number(&answer), None, "{answer}");
    }
}

#[tokio::test]
async fn updates_come_as_telegram_sent_them() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let client = client(sandbox.telegram_url(), &sandbox.credentials().telegram_token);
    let updates = client.updates(None).await.unwrap();
    assert_eq!(updates[0]["message"]["text"], "/start", "{updates:?}");
    assert_eq!(client.me().await.unwrap().user.username.as_deref(), Some("memebot_sandbox_bot"));
}
