//! What Telegram answers, and what follows: `ok` is delivered, a flood is waited out, an odd answer is named.

use std::time::{Duration, Instant};

use commands::port::notice::NoticeSubject;
use commands::process::Verdict;
use commands::suggestion::reject::RejectSuggestion;
use domain::actor::Actor;
use domain::id::MemberId;
use domain::role::{Role, Scope};
use harness::eventually;
use sandbox::faults::{Fault, Service};
use serde_json::json;

use super::{ALICE, BOB, SOON, TelegramTest, data, labels};

impl TelegramTest {
    /// How often the bot called this method.
    pub(super) fn calls(&self, method: &str) -> usize {
        let requests = self.sandbox.requests(Service::Telegram);
        requests.iter().filter(|request| request.path.eq_ignore_ascii_case(method)).count()
    }

    fn answer_once(&self, method: &str, answer: serde_json::Value) {
        self.sandbox.inject(Service::Telegram, Fault::answer(200, answer).on(method).times(1));
    }
}

#[tokio::test]
async fn ok_means_delivered_whatever_the_rest_of_the_answer_says() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    let suggestion = app.suggestion(project, &["gm"]).await;
    let before = app.calls("/sendMessage");
    for answer in
        [json!({ "ok": true, "result": null }), json!({ "ok": true }), json!({ "ok": true, "result": 7 })]
    {
        app.answer_once("sendmessage", answer);
        app.sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
        app.handled().await;
    }
    assert_eq!(app.calls("/sendMessage") - before, 3, "none is sent again");

    app.answer_once("sendmessage", json!({ "ok": true, "result": null }));
    let subject = NoticeSubject::Variant { project, suggestion, variant: 1 };
    assert_eq!(app.show_in(&subject, ALICE, None).await, Verdict::DONE);
    assert_eq!(app.show_in(&subject, ALICE, None).await, Verdict::DONE);
    assert_eq!(app.calls("/sendMessage") - before, 4, "nor is a notice");
    let alice = Actor::Member(MemberId::telegram(ALICE));
    app.execute(alice, RejectSuggestion { suggestion, project, reason: None }).await;
    assert_eq!(app.show_in(&subject, ALICE, None).await, Verdict::DONE);
    assert_eq!(app.calls("/editMessageText"), 0, "nobody knows the number of its message");
    assert_eq!(app.calls("/sendMessage") - before, 5, "what it became is sent");
    bot.stop().await;
}

#[tokio::test]
async fn a_press_is_answered_after_a_flood_while_it_is_fresh() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    app.grant(BOB, Role::Editor, Scope::Project(project)).await;
    let list = app.send(BOB, "/projects").await;
    app.sandbox.inject(Service::Telegram, Fault::telegram_flood(1).on("answercallbackquery").times(2));
    assert_eq!(app.press(BOB, &list, "Frogs & Co").await.0, "You work on Frogs & Co here now.");
    assert_eq!(app.calls("/answerCallbackQuery"), 3);

    app.sandbox.inject(Service::Telegram, Fault::telegram_flood(60).on("answercallbackquery").times(1));
    app.sandbox.telegram().user_presses(BOB, list.id, "Frogs & Co").unwrap();
    app.handled().await;
    assert_eq!(app.calls("/answerCallbackQuery"), 4, "nobody waits for an answer that late");
    bot.stop().await;
}

#[tokio::test]
async fn a_server_that_does_not_long_poll_is_asked_ever_less_often() {
    let app = TelegramTest::new().await;
    let nothing = Fault::answer(200, json!({ "ok": true, "result": [] })).on("getupdates");
    app.sandbox.inject(Service::Telegram, nothing);
    let (bot, began) = (app.listen(), Instant::now());
    eventually("it is asked for the third time", SOON, async || {
        (app.calls("/getUpdates") >= 3).then_some(())
    })
    .await;
    assert!(began.elapsed() >= Duration::from_millis(1_500), "after half a second and a whole one");
    app.sandbox.clear_faults(Service::Telegram);
    app.send(ALICE, "/start").await;
    app.send(ALICE, "/start").await;
    bot.stop().await;
}

#[tokio::test]
async fn an_answer_without_a_field_is_told_by_the_field() {
    let app = TelegramTest::new().await;
    let mut me = json!({ "id": 7_000_000_001_u64, "first_name": "MemeBot", "username": "m" });
    for ability in
        ["can_join_groups", "can_read_all_group_messages", "supports_inline_queries", "has_main_web_app"]
    {
        me[ability] = json!(false);
    }
    let me = json!({ "ok": true, "result": me });
    app.sandbox.inject(Service::Telegram, Fault::answer(200, me).on("getme"));
    let error = super::super::check(&super::config(&app.sandbox)).await.unwrap_err();
    assert!(error.contains("it answered") && error.contains("missing field `is_bot`"), "{error}");
}

#[tokio::test]
async fn a_page_that_reads_so_already_is_not_sent() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    for number in 1..=6 {
        app.send(ALICE, &format!("/context_add layer {number}")).await;
    }
    let page = app.send(ALICE, "/pending").await;
    let first = data(&page, "More ›").replace(":1", ":0");
    app.press_old(ALICE, &page, &first).await;
    app.press(ALICE, &page, "More ›").await;
    let turned = app.seen(&page, |seen| labels(seen).contains(&"‹ Back")).await;
    assert!(turned.text.contains("page 2 of 2"), "{}", turned.text);
    assert_eq!(app.calls("/editMessageText"), 1);
    bot.stop().await;
}

#[tokio::test]
async fn buttons_that_show_nothing_and_projects_that_are_none_are_refused() {
    let (app, bot) = TelegramTest::listening().await;
    for name in ["\u{202E}", "\u{200B}\u{200D}"] {
        let refused = app.send(ALICE, &format!("/project_new {name} | A frog")).await;
        assert!(refused.text.starts_with("Name shows nothing"), "{}", refused.text);
    }
    app.project().await;
    let list = app.send(ALICE, "/projects").await;
    let nil = "AAAAAAAAAAAAAAAAAAAAAA";
    for data in [format!("np:{nil}:0"), format!("ap:{nil}:5"), format!("cp:{nil}")] {
        let (said, alert) = app.press_old(ALICE, &list, &data).await;
        assert!(alert && said.starts_with("There is no such project."), "{data}: {said}");
    }
    bot.stop().await;
}

#[tokio::test]
async fn a_refused_keyboard_is_sent_again_without_doubtful_buttons() {
    let (app, bot) = TelegramTest::listening().await;
    let frogs = app.project().await;
    app.send(ALICE, "/project_new 🐸🐸 | The second").await;
    for project in [frogs, app.newest_project().await] {
        app.grant(BOB, Role::Editor, Scope::Project(project)).await;
    }
    let refusal = json!({ "ok": false, "error_code": 400,
        "description": "Bad Request: can't parse inline keyboard button: Text must be non-empty" });
    app.sandbox.inject(Service::Telegram, Fault::answer(400, refusal).on("sendmessage").times(1));
    let list = app.send(BOB, "/projects").await;
    assert_eq!(labels(&list), ["Frogs & Co"]);
    assert!(list.text.contains("🐸🐸"), "{}", list.text);
    bot.stop().await;
}
