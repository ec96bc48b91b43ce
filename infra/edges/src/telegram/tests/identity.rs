//! What makes an update the same: whatever number Telegram draws, each takes effect once.

use commands::context::add::AddContext;
use commands::envelope::Envelope;
use commands::port::aggregates::Aggregates;
use commands::port::clock::Clock;
use commands::port::dispatch::Dispatch;
use domain::actor::Actor;
use domain::id::MemberId;
use domain::text::Text;
use engine::clock::DatabaseClock;
use sandbox::faults::{Fault, Service};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ALICE, TelegramTest};

/// No higher than those of the stand-in, which would take all of its own for confirmed.
const NUMBER: u32 = 1;
/// How the reply to a new layer begins.
const WAITS: &str = "Layer 1 of Frogs & Co waits";

/// An update with a message of Alice.
fn update(number: u32, message: i32, text: &str) -> Value {
    let date = DatabaseClock::default().now().timestamp();
    json!({ "update_id": number, "message": {
        "message_id": message, "date": date, "text": text,
        "chat": { "id": ALICE, "type": "private", "first_name": "Alice" },
        "from": { "id": ALICE, "is_bot": false, "first_name": "Alice", "username": "alice" },
    } })
}

impl TelegramTest {
    /// Telegram answers one poll with this update; returns the bot's reply.
    async fn delivered(&self, update: Value) -> String {
        let newest = self.deliver(update).await;
        self.next(ALICE, newest).await.text
    }

    /// Telegram answers one poll with this update; returns the number of the newest message before.
    async fn deliver(&self, update: Value) -> i64 {
        self.handled().await;
        let newest = self.sandbox.telegram().messages(ALICE, 0).last().map_or(0, |message| message.id);
        let answer = Fault::answer(200, json!({ "ok": true, "result": [update] })).on("getupdates").times(1);
        self.sandbox.inject(Service::Telegram, answer);
        // an update of no interest ends the poll that is open
        self.sandbox.telegram().inject_update("callback_query", &json!({}));
        newest
    }

    /// How often the bot has said what begins so.
    fn said(&self, beginning: &str) -> usize {
        let messages = self.sandbox.telegram().messages(ALICE, 0);
        messages.iter().filter(|message| message.from_bot && message.text.starts_with(beginning)).count()
    }

    /// Forgets what the inbox stored, as the retention does in time.
    async fn prune(&self) {
        self.handled().await;
        sqlx::query("DELETE FROM effects").execute(&self.database.pool).await.unwrap();
    }
}

#[tokio::test]
async fn an_update_number_that_is_drawn_anew_is_another_update() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    assert!(app.delivered(update(NUMBER, 900_001, "/pause")).await.contains("is paused"));
    assert!(app.send(ALICE, "/resume").await.text.contains("goes on"));
    let again = app.delivered(update(NUMBER, 900_002, "/pause")).await;
    assert!(again.contains("is paused"), "{again}");
    assert!(app.bus.project(project).await.unwrap().state.paused);
    assert_eq!(app.events("PostingPaused").await, 2);
    bot.stop().await;
}

#[tokio::test]
async fn a_message_that_comes_again_under_any_number_takes_effect_once() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    let first = update(NUMBER, 900_001, "/context_add The frog says gm");
    let mut second = first.clone();
    second["update_id"] = json!(NUMBER + 1);
    assert!(app.delivered(first.clone()).await.starts_with(WAITS));
    app.deliver(second.clone()).await;
    app.send(ALICE, "/start").await;
    assert_eq!(app.said(WAITS), 1, "it is stored already");

    app.prune().await;
    second["update_id"] = json!(NUMBER + 2);
    assert!(app.delivered(second).await.starts_with(WAITS), "its reply is said again");
    assert_eq!(app.events("ContextAdded").await, 1);
    bot.stop().await;
}

#[tokio::test]
async fn an_update_that_an_earlier_build_handled_takes_effect_once() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    // earlier builds made the ids of commands of the update's number alone
    let id = Uuid::new_v5(&app.notices.bot().namespace, format!("{NUMBER}/0").as_bytes());
    let command = AddContext { project, content: Text::known("The frog says gm") };
    let actor = Actor::Member(MemberId::telegram(ALICE));
    let envelope = Envelope::first(id, actor, DatabaseClock::default().now(), command);
    app.bus.dispatch(envelope).await.unwrap();
    for _ in 0..2 {
        let reply = app.delivered(update(NUMBER, 900_001, "/context_add The frog says gm")).await;
        assert!(reply.starts_with(WAITS), "{reply}");
        app.prune().await;
    }
    assert_eq!(app.events("ContextAdded").await, 1);
    bot.stop().await;
}

#[tokio::test]
async fn an_edited_command_does_nothing() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    let mut edited = update(NUMBER, 900_001, "/pause");
    let message = edited["message"].take();
    edited = json!({ "update_id": NUMBER, "edited_message": message });
    edited["edited_message"]["edit_date"] = edited["edited_message"]["date"].clone();
    let answer = Fault::answer(200, json!({ "ok": true, "result": [edited] })).on("getupdates").times(1);
    app.sandbox.inject(Service::Telegram, answer);
    app.send(ALICE, "/start").await;
    app.send(ALICE, "/start").await;
    assert_eq!(app.events("PostingPaused").await, 0);
    assert!(
        app.sandbox.requests(Service::Telegram).iter().any(|request| request.fault.is_some()),
        "it was delivered"
    );
    bot.stop().await;
}
