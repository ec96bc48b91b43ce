//! Topics of forums: what follows a request stays where it was asked.

use commands::port::notice::NoticeSubject;
use commands::process::Verdict;
use domain::role::{Role, Scope};
use sandbox::telegram::ChatMessage;
use serde_json::{Value, json};

use super::{ALICE, BOB, TelegramTest};

const TOPIC: i64 = 77;

fn in_topic() -> Value {
    json!({ "message_thread_id": TOPIC, "is_topic_message": true })
}

impl TelegramTest {
    /// Somebody says something in the topic; returns the bot's next message in the forum.
    async fn send_in_topic(&self, user: i64, forum: i64, text: &str) -> ChatMessage {
        let said = self.sandbox.telegram().user_sends(user, text, Some(forum), &in_topic()).unwrap();
        self.next(forum, said).await
    }
}

#[tokio::test]
async fn replies_and_their_later_pages_stay_in_the_topic() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    app.grant(BOB, Role::Editor, Scope::Project(project)).await;
    let forum = app.sandbox.telegram().create_group("Forum");
    for number in 0..8 {
        app.send(ALICE, &format!("/context_add {number}{}", "x".repeat(900))).await;
    }
    let first = app.send_in_topic(BOB, forum, "/context_list").await;
    let last = app.next(forum, first.id).await;
    assert_eq!((first.topic, last.topic), (Some(TOPIC), Some(TOPIC)), "{}", last.text);
    assert_eq!(last.reply_to, None, "only the first page answers");
    let general = app.sandbox.telegram().user_says(BOB, "/status", Some(forum)).unwrap();
    assert_eq!(app.next(forum, general).await.topic, None);
    bot.stop().await;
}

#[tokio::test]
async fn an_answer_in_another_group_has_a_thread_and_no_topic() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    let group = app.sandbox.telegram().create_group("Group");
    let thread = json!({ "message_thread_id": 5 });
    let said = app.sandbox.telegram().user_sends(ALICE, "/start", Some(group), &thread).unwrap();
    app.next(group, said).await;
    let requests = app.sandbox.requests(sandbox::faults::Service::Telegram);
    assert!(requests.iter().all(|request| request.body.get("message_thread_id").is_none()));
    bot.stop().await;
}

#[tokio::test]
async fn what_follows_a_press_stays_in_the_topic() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    app.grant(BOB, Role::Editor, Scope::Project(project)).await;
    let forum = app.sandbox.telegram().create_group("Forum");
    let suggestion = app.suggestion(project, &["gm"]).await;
    let list = app.send_in_topic(ALICE, forum, "/start").await;
    let id = super::super::buttons::Action::EditVariant(super::super::callback_subjects::VariantRef {
        suggestion,
        variant: 1,
        revision: 0,
    });
    app.press_old(BOB, &list, &id.encode()).await;
    let question = app.next(forum, list.id).await;
    assert_eq!((question.topic, question.force_reply), (Some(TOPIC), true), "{}", question.text);
    let said = app.sandbox.telegram().user_replies(BOB, question.id, "gm frens").unwrap();
    let reply = app.next(forum, said).await;
    assert_eq!(reply.topic, Some(TOPIC));
    assert!(reply.text.contains("is changed and is being scored again"), "{}", reply.text);
    bot.stop().await;
}

#[tokio::test]
async fn notices_of_a_request_come_to_its_topic() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    app.grant(BOB, Role::Editor, Scope::Project(project)).await;
    let forum = app.sandbox.telegram().create_group("Forum");
    let used = app.send_in_topic(BOB, forum, "/suggest_post gm").await;
    assert!(used.text.starts_with("Writing 3 variants"), "{}", used.text);
    let asked: (i64, i32) = sqlx::query_as(
        "SELECT (metadata ->> 'chat')::bigint, (metadata ->> 'topic')::int FROM events WHERE event_type = 'SuggestionRequested'",
    )
    .fetch_one(&app.database.pool)
    .await
    .unwrap();
    assert_eq!(asked, (forum, 77), "the request says where it came from");

    let suggestion = app.written(project, &["gm"]).await;
    let subject = NoticeSubject::Variant { project, suggestion, variant: 1 };
    assert_eq!(app.show_in(&subject, forum, Some(77)).await, Verdict::DONE);
    let notice = app.next(forum, used.id).await;
    assert_eq!(notice.topic, Some(TOPIC), "{}", notice.text);
    app.press(ALICE, &notice, "Reject").await;
    app.seen(&notice, |seen| seen.text.contains("Rejected") && seen.topic == Some(TOPIC)).await;
    bot.stop().await;
}
