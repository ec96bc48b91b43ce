//! Notices: one message per subject and chat, edited, never repeated, dropped where nobody is.

use std::time::Duration;

use commands::port::ServiceError;
use commands::port::notice::{NoticeSubject, Notices};
use domain::id::{PostId, SuggestionId};
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
        app.notices.show(&subject, ALICE, None).await.unwrap();
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
    let error = app.notices.show(&subject, ALICE, None).await.unwrap_err();
    let ServiceError::Unavailable { retry_after, .. } = error else { panic!("{error}") };
    assert_eq!(retry_after, Some(Duration::from_secs(7)));
    app.notices.show(&subject, ALICE, None).await.unwrap();
}

#[tokio::test]
async fn chats_that_are_gone_and_subjects_that_do_not_exist_are_no_errors() {
    let (app, subject) = app().await;
    app.notices.show(&subject, BOB, None).await.unwrap();
    assert_eq!(app.notices.copies(&subject).await.unwrap(), [0_i64; 0], "Bob has no chat with the bot");
    let project = subject.project();
    for nothing in [
        NoticeSubject::Layer { project, layer: 9 },
        NoticeSubject::Variant { project, suggestion: SuggestionId(uuid::Uuid::nil()), variant: 1 },
        NoticeSubject::Failure { project, suggestion: SuggestionId(uuid::Uuid::nil()) },
        NoticeSubject::Post { project, post: PostId(uuid::Uuid::nil()), news: 0 },
        NoticeSubject::Posting { project, version: 1 },
    ] {
        let before = count(&app, "sendmessage");
        app.notices.show(&nothing, ALICE, None).await.unwrap();
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
    app.notices.show(&subject, old, None).await.unwrap();
    app.notices.show(&subject, old, None).await.unwrap();
    assert_eq!(app.notices.copies(&subject).await.unwrap(), [new]);
    assert_eq!(app.sandbox.telegram().messages(new, 0).len(), 1);
}
