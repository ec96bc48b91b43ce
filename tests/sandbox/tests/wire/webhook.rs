//! Webhooks: what the bot's address gets, in which order, and how often.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use reqwest::StatusCode as Status;
use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::{ALICE, BOB, SOON, bot, sandbox};

/// A bot that answers with these statuses in turn, then with 200, and keeps what it got.
#[derive(Clone, Default)]
struct Bot {
    answers: Arc<Mutex<Vec<u16>>>,
    got: Arc<Mutex<Vec<Delivered>>>,
}

/// The secret and the update.
type Delivered = (Option<String>, Value);

impl Bot {
    /// Listens; the address of its webhook.
    async fn listen(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let app = Router::new().route("/hook", post(take)).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        url
    }

    fn got(&self) -> Vec<Delivered> {
        self.got.lock().unwrap().clone()
    }

    fn texts(&self) -> Vec<String> {
        self.got().iter().map(|(_, update)| update["message"]["text"].as_str().unwrap().to_owned()).collect()
    }
}

async fn take(State(bot): State<Bot>, headers: HeaderMap, Json(update): Json<Value>) -> StatusCode {
    let secret =
        headers.get("x-telegram-bot-api-secret-token").map(|value| value.to_str().unwrap().to_owned());
    bot.got.lock().unwrap().push((secret, update));
    let mut answers = bot.answers.lock().unwrap();
    let answer = if answers.is_empty() { 200 } else { answers.remove(0) };
    StatusCode::from_u16(answer).unwrap()
}

/// A sandbox whose webhook is the bot, with a secret.
async fn hooked(answers: &[u16]) -> (Sandbox, Bot) {
    let (sandbox, receiver) = (sandbox().await, Bot::default());
    *receiver.answers.lock().unwrap() = answers.to_vec();
    sandbox.telegram().set_webhook_pause(Duration::from_millis(20));
    let url = receiver.listen().await;
    let hook = json!({ "url": url, "secret_token": "a-Secret_1", "max_connections": 4,
        "allowed_updates": ["message", "callback_query"] });
    let (status, answer) = bot(&sandbox, "setWebhook", &hook).await;
    assert_eq!(status, Status::OK, "{answer}");
    (sandbox, receiver)
}

#[tokio::test]
async fn an_update_comes_with_the_secret_and_once() {
    let (sandbox, receiver) = hooked(&[]).await;
    sandbox.telegram().user_says(ALICE, "one", None).unwrap();
    sandbox.telegram().user_says(ALICE, "two", None).unwrap();
    assert!(sandbox.telegram().wait_until_heard(SOON).await);
    assert_eq!(receiver.texts(), ["one", "two"]);
    assert!(receiver.got().iter().all(|(secret, _)| secret.as_deref() == Some("a-Secret_1")));
    let (status, polled) = bot(&sandbox, "getUpdates", &json!({})).await;
    assert_eq!(status, Status::CONFLICT, "{polled}");
    bot(&sandbox, "deleteWebhook", &json!({})).await;
    let (status, _) = bot(&sandbox, "getUpdates", &json!({})).await;
    assert_eq!(status, Status::OK);
}

#[tokio::test]
async fn what_is_not_taken_comes_again_and_holds_up_its_own_chat_alone() {
    let (sandbox, receiver) = hooked(&[503, 500]).await;
    sandbox.telegram().user_says(ALICE, "first", None).unwrap();
    until(|| receiver.texts().len() == 2).await;
    let (_, info) = bot(&sandbox, "getWebhookInfo", &json!({})).await;
    let told = info["result"]["last_error_message"].as_str().unwrap_or_default();
    assert!(told.starts_with("Wrong response from the webhook: 50"), "{info}");
    sandbox.telegram().user_says(ALICE, "second", None).unwrap();
    sandbox.telegram().user_says(BOB, "other chat", None).unwrap();
    assert!(sandbox.telegram().wait_until_heard(SOON).await);
    let texts = receiver.texts();
    let of_alice: Vec<_> = texts.iter().filter(|text| *text != "other chat").collect();
    assert_eq!(of_alice, ["first", "first", "first", "second"]);
    assert_eq!(texts.len(), 5);
}

#[tokio::test]
async fn a_lost_answer_brings_the_update_again() {
    let (sandbox, receiver) = hooked(&[]).await;
    sandbox.telegram().lose_answers_of_the_bot(1);
    sandbox.telegram().user_says(ALICE, "one", None).unwrap();
    assert!(sandbox.telegram().wait_until_heard(SOON).await);
    assert_eq!(receiver.texts(), ["one", "one"]);
    let ids: Vec<_> = receiver.got().iter().map(|(_, update)| update["update_id"].clone()).collect();
    assert_eq!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_webhook_is_refused_as_telegram_refuses_it() {
    let sandbox = sandbox().await;
    for (hook, reason) in [
        (json!({ "url": "http://bot.example/hook" }), "An HTTPS URL must be provided"),
        (json!({ "url": "https://bot.example:9000/hook" }), "only on ports 80, 88, 443 or 8443"),
        (json!({ "url": "https://bot.example", "secret_token": "a b" }), "unallowed characters"),
        (json!({ "url": "https://bot.example", "secret_token": "x".repeat(257) }), "too long"),
        (json!({ "url": "https://bot.example", "allowed_updates": ["messages"] }), "unknown update type"),
    ] {
        let (status, answer) = bot(&sandbox, "setWebhook", &hook).await;
        assert_eq!(status, Status::BAD_REQUEST, "{hook}");
        assert!(answer["description"].as_str().unwrap().contains(reason), "{answer}");
    }
}

async fn until(reached: impl Fn() -> bool) {
    let waiting = async {
        while !reached() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(SOON, waiting).await.expect("the level is reached");
}
