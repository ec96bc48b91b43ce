//! Notices: one message per subject and chat, edited, never repeated, dropped where nobody is.

use chrono::TimeDelta;
use commands::port::clock::Clock;
use commands::port::notice::{NoticeSubject, Notices, ShowNotice};
use commands::process::Verdict;
use domain::id::{PostId, SuggestionId};
use engine::clock::DatabaseClock;
use sandbox::faults::{Fault, Service};
use serde_json::json;

use super::{ALICE, BOB, TelegramTest};

/// A project and a suggestion whose one variant can be shown to Alice.
async fn app() -> (TelegramTest, NoticeSubject) {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    let suggestion = app.suggestion(project, &["gm"]).await;
    bot.stop().await;
    (app, NoticeSubject::Variant { project, suggestion, variant: 1 })
}

fn count(app: &TelegramTest, method: &str) -> usize {
    let requests = app.sandbox.requests(Service::Telegram);
    requests.iter().filter(|request| request.path.to_lowercase().contains(method)).count()
}

#[tokio::test]
async fn showing_again_what_has_not_changed_sends_nothing() {
    let (app, subject) = app().await;
    let before = count(&app, "sendmessage");
    for _ in 0..3 {
        assert_eq!(app.show_in(&subject, ALICE, None).await, Verdict::DONE);
    }
    assert_eq!((count(&app, "sendmessage") - before, count(&app, "editmessage")), (1, 0));
    assert_eq!(app.notices.copies(&subject).await.unwrap(), [ALICE]);
}

#[tokio::test]
async fn a_copy_that_was_deleted_is_sent_anew() {
    let (app, subject) = app().await;
    let first = app.show(&subject).await;
    let gone =
        json!({ "ok": false, "error_code": 400, "description": "Bad Request: message to edit not found" });
    app.sandbox.inject(Service::Telegram, Fault::answer(400, gone).on("editmessagetext").times(1));
    sqlx::query("UPDATE notice_copies SET shown_hash = 'old'").execute(&app.database.pool).await.unwrap();
    let second = app.show(&subject).await;
    assert!(second.id > first.id && second.text == first.text);
    sqlx::query("UPDATE notice_copies SET shown_hash = 'old'").execute(&app.database.pool).await.unwrap();
    let third = app.show(&subject).await;
    assert_eq!(third.id, second.id, "the new copy is the one that counts; an unchanged message is fine");
}

#[tokio::test]
async fn a_flood_is_passed_on_with_its_time() {
    let (app, subject) = app().await;
    app.sandbox.inject(Service::Telegram, Fault::telegram_flood(7).on("sendmessage").times(1));
    let now = DatabaseClock::default().now();
    let Verdict::Wait { until, .. } = app.show_in(&subject, ALICE, None).await else { panic!() };
    let asked = until - now;
    assert!(asked >= TimeDelta::seconds(7) && asked < TimeDelta::seconds(20), "{asked}");
    assert_eq!(app.show_in(&subject, ALICE, None).await, Verdict::DONE);
}

#[tokio::test]
async fn chats_that_are_gone_get_nothing_and_subjects_that_do_not_exist_are_no_errors() {
    let (app, subject) = app().await;
    assert!(matches!(app.show_in(&subject, BOB, None).await, Verdict::Fail { .. }));
    assert_eq!(app.notices.copies(&subject).await.unwrap(), [0_i64; 0], "Bob has no chat with the bot");
    assert_eq!(app.notices.reachable(&[ALICE, BOB]).await.unwrap(), [ALICE]);
    let project = subject.project();
    for nothing in [
        NoticeSubject::Layer { project, layer: 9 },
        NoticeSubject::Variant { project, suggestion: SuggestionId(uuid::Uuid::nil()), variant: 1 },
        NoticeSubject::Failure { project, suggestion: SuggestionId(uuid::Uuid::nil()) },
        NoticeSubject::Post { project, post: PostId(uuid::Uuid::nil()), news: 0 },
        NoticeSubject::Posting { project, version: 1 },
    ] {
        let before = count(&app, "sendmessage");
        assert_eq!(app.show_in(&nothing, ALICE, None).await, Verdict::DONE);
        assert_eq!(count(&app, "sendmessage"), before, "{nothing:?}");
    }
}

#[tokio::test]
async fn a_group_that_moved_is_followed() {
    let (app, subject) = app().await;
    let (old, new) = (-77, app.sandbox.telegram().create_group("Admins"));
    let moved = json!({ "ok": false, "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": { "migrate_to_chat_id": new } });
    app.sandbox.inject(Service::Telegram, Fault::answer(400, moved).on("sendmessage").with_body("-77"));
    for _ in 0..2 {
        let Verdict::Done(followed) = app.show_in(&subject, old, None).await else { panic!() };
        let followed: ShowNotice = serde_json::from_value(followed[0].request.clone()).unwrap();
        assert_eq!(followed.chat, new);
        assert_eq!(app.show_in(&followed.subject, followed.chat, None).await, Verdict::DONE);
    }
    assert_eq!(app.notices.copies(&subject).await.unwrap(), [new]);
    assert_eq!(app.sandbox.telegram().messages(new, 0).len(), 1);
}
