//! Notices: one message per subject and chat, edited, never repeated, dropped where nobody is.

use std::time::Duration;

use commands::port::ServiceError;
use commands::port::notice::{Notices, Subject};
use domain::id::{PostId, SuggestionId};
use sandbox::faults::{Fault, Service};
use serde_json::json;

use super::{ALICE, BOB, World};

/// A project and a suggestion whose one variant can be shown to Alice.
async fn world() -> (World, Subject) {
    let (world, bot) = World::listening().await;
    let project = world.project().await;
    let suggestion = world.suggestion(project, &["gm"]).await;
    bot.stop().await;
    (world, Subject::Variant { project, suggestion, variant: 1 })
}

fn count(world: &World, method: &str) -> usize {
    let requests = world.sandbox.requests(Service::Telegram);
    requests.iter().filter(|request| request.path.to_lowercase().contains(method)).count()
}

#[tokio::test]
async fn showing_again_what_has_not_changed_sends_nothing() {
    let (world, subject) = world().await;
    let before = count(&world, "sendmessage");
    for _ in 0..3 {
        world.notices.show(&subject, ALICE).await.unwrap();
    }
    assert_eq!((count(&world, "sendmessage") - before, count(&world, "editmessage")), (1, 0));
    assert_eq!(world.notices.copies(&subject).await.unwrap(), [ALICE]);
}

#[tokio::test]
async fn a_copy_that_was_deleted_is_sent_anew() {
    let (world, subject) = world().await;
    let first = world.show(&subject).await;
    let gone =
        json!({ "ok": false, "error_code": 400, "description": "Bad Request: message to edit not found" });
    world.sandbox.inject(Service::Telegram, Fault::answer(400, gone).on("editmessagetext").times(1));
    sqlx::query("UPDATE notice_copies SET shown_hash = 'old'").execute(&world.database.pool).await.unwrap();
    let second = world.show(&subject).await;
    assert!(second.id > first.id && second.text == first.text);
    sqlx::query("UPDATE notice_copies SET shown_hash = 'old'").execute(&world.database.pool).await.unwrap();
    let third = world.show(&subject).await;
    assert_eq!(third.id, second.id, "the new copy is the one that counts; an unchanged message is fine");
}

#[tokio::test]
async fn a_flood_is_passed_on_with_its_time() {
    let (world, subject) = world().await;
    world.sandbox.inject(Service::Telegram, Fault::telegram_flood(7).on("sendmessage").times(1));
    let error = world.notices.show(&subject, ALICE).await.unwrap_err();
    let ServiceError::Unavailable { retry_after, .. } = error else { panic!("{error}") };
    assert_eq!(retry_after, Some(Duration::from_secs(7)));
    world.notices.show(&subject, ALICE).await.unwrap();
}

#[tokio::test]
async fn chats_that_are_gone_and_subjects_that_do_not_exist_are_no_errors() {
    let (world, subject) = world().await;
    world.notices.show(&subject, BOB).await.unwrap();
    assert_eq!(world.notices.copies(&subject).await.unwrap(), [0_i64; 0], "Bob has no chat with the bot");
    let project = subject.project();
    for nothing in [
        Subject::Layer { project, layer: 9 },
        Subject::Variant { project, suggestion: SuggestionId(uuid::Uuid::nil()), variant: 1 },
        Subject::Failure { project, suggestion: SuggestionId(uuid::Uuid::nil()) },
        Subject::Post { project, post: PostId(uuid::Uuid::nil()), news: 0 },
        Subject::Posting { project, version: 1 },
    ] {
        let before = count(&world, "sendmessage");
        world.notices.show(&nothing, ALICE).await.unwrap();
        assert_eq!(count(&world, "sendmessage"), before, "{nothing:?}");
    }
}

#[tokio::test]
async fn a_group_that_moved_is_followed() {
    let (world, subject) = world().await;
    let (old, new) = (-77, world.sandbox.telegram().create_group("Admins"));
    let moved = json!({ "ok": false, "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": { "migrate_to_chat_id": new } });
    world.sandbox.inject(Service::Telegram, Fault::answer(400, moved).on("sendmessage").with_body("-77"));
    world.notices.show(&subject, old).await.unwrap();
    world.notices.show(&subject, old).await.unwrap();
    assert_eq!(world.notices.copies(&subject).await.unwrap(), [new]);
    assert_eq!(world.sandbox.telegram().messages(new, 0).len(), 1);
}
