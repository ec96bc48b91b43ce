//! Webhooks: what Telegram posts is stored before it is told so, once, and from nobody else.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use engine::clock::DatabaseClock;
use engine::jobs::{Enqueuer, JobNotifier, NoStatusCache};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::{ALICE, Inbox, SOON, TelegramConfig, TelegramTest, config};
use crate::telegram::webhook::{Webhook, secret_of};
use crate::telegram::{WEBHOOK_PATH, WebhookRegistration};

/// The webhook's route, in an instance that performs nothing itself.
fn webhook(app: &TelegramTest) -> Router {
    let notifier = JobNotifier::new(Arc::new(NoStatusCache));
    let enqueuer = Enqueuer::new(&app.database.pool, Arc::new(DatabaseClock::default()), notifier);
    let inbox = Inbox::new(&app.notices, enqueuer);
    Webhook::new(&config(&app.sandbox).token, inbox).routes()
}

fn secret(app: &TelegramTest) -> String {
    secret_of(&config(&app.sandbox).token).expose_secret().to_owned()
}

fn update(text: &str) -> Value {
    let who = json!({ "id": ALICE, "is_bot": false, "first_name": "Alice", "username": "alice" });
    let chat = json!({ "id": ALICE, "type": "private", "first_name": "Alice" });
    json!({ "update_id": 7, "message": {
        "message_id": 900, "date": 1_700_000_000, "chat": chat, "from": who, "text": text } })
}

async fn post(router: &Router, secret: Option<&str>, body: impl Into<Body>) -> StatusCode {
    let mut request = Request::post(WEBHOOK_PATH);
    if let Some(secret) = secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap().status()
}

async fn stored(app: &TelegramTest) -> i64 {
    let count = "SELECT count(*) FROM effects WHERE process = 'telegram-inbox'";
    sqlx::query_scalar(count).fetch_one(&app.database.pool).await.unwrap()
}

#[tokio::test]
async fn a_webhook_stores_an_update_once_and_refuses_strangers() {
    let app = TelegramTest::new().await;
    let (router, secret, body) = (webhook(&app), secret(&app), update("/help").to_string());
    for stranger in [None, Some(""), Some("wrong"), Some(&secret[1..]), Some(&*format!("{secret}0"))] {
        assert_eq!(post(&router, stranger, body.clone()).await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(stored(&app).await, 0);
    for _ in 0..2 {
        assert_eq!(post(&router, Some(&secret), body.clone()).await, StatusCode::OK);
    }
    assert_eq!(stored(&app).await, 1);
    assert_eq!(post(&router, Some(&secret), "half an upd").await, StatusCode::BAD_REQUEST);
    let endless = vec![b' '; 1024 * 1024 + 1];
    assert_eq!(post(&router, Some(&secret), endless).await, StatusCode::PAYLOAD_TOO_LARGE);
    // what no build of today knows is taken, or Telegram would deliver it for ever
    let unknown = json!({ "update_id": 8, "something_new": {} }).to_string();
    assert_eq!(post(&router, Some(&secret), unknown).await, StatusCode::OK);
    assert_eq!(stored(&app).await, 1);
    sqlx::query("ALTER TABLE effects RENAME TO away").execute(&app.database.pool).await.unwrap();
    let another = update("/status").to_string().replace("900", "901");
    assert_eq!(post(&router, Some(&secret), another).await, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn telegram_delivers_to_the_webhook_and_what_could_not_be_stored_comes_again() {
    let app = TelegramTest::new().await;
    app.sandbox.telegram().set_webhook_pause(Duration::from_millis(50));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}{WEBHOOK_PATH}", listener.local_addr().unwrap());
    let settings = TelegramConfig { webhook_url: Some(address.parse().unwrap()), ..config(&app.sandbox) };
    let stop = CancellationToken::new();
    let registration = WebhookRegistration::new(&app.notices, &settings).expect("the address is set");
    let registered = tokio::spawn({
        let stop = stop.clone();
        async move { registration.run(stop).await }
    });
    // nobody listens yet
    app.sandbox.telegram().user_says(ALICE, "/project_new Frogs | calm", None).unwrap();
    let (bot, _) = app.perform(None);
    let set = |request: &sandbox::journal::Recorded| request.path.ends_with("setWebhook");
    let set = app.sandbox.wait_for_request(sandbox::faults::Service::Telegram, SOON, set).await.unwrap();
    assert_eq!(set.body["allowed_updates"], json!(["message", "callback_query"]));
    assert_eq!(set.body["secret_token"], secret(&app));
    let router = webhook(&app);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let reply = app.next(ALICE, 0).await;
    assert!(reply.text.starts_with("Project Frogs is made"), "{}", reply.text);
    assert_eq!(app.events("ProjectCreated").await, 1);
    stop.cancel();
    registered.await.unwrap();
    bot.stop(SOON).await;
    // it stays: what comes now waits for the next instance
    let calls = app.sandbox.requests(sandbox::faults::Service::Telegram);
    assert!(!calls.iter().any(|request| request.path.ends_with("deleteWebhook")));
}
