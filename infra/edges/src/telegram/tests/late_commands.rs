//! Commands that come late, forwarded or in another's name.

use chrono::TimeDelta;
use commands::port::aggregates::Aggregates;
use commands::port::clock::Clock;
use domain::post::post_of;
use domain::role::{Role, Scope};
use engine::clock::DatabaseClock;
use sandbox::telegram::ChatMessage;
use serde_json::json;

use super::{ALICE, BOB, TelegramTest, data, labels};

impl TelegramTest {
    /// Alice wrote this so long ago; returns the number of her message.
    fn wrote(&self, ago: TimeDelta, text: &str, chat: Option<i64>) -> i64 {
        let date = (DatabaseClock::default().now() - ago).timestamp();
        self.sandbox.telegram().user_sends(ALICE, text, chat, &json!({ "date": date })).unwrap()
    }

    async fn question_about(&self, chat: i64, said: i64) -> ChatMessage {
        let question = self.next(chat, said).await;
        assert!(question.text.starts_with("This reached me only now."), "{}", question.text);
        assert_eq!((labels(&question), question.reply_to), (vec!["Carry it out"], Some(said)));
        question
    }
}

#[tokio::test]
async fn an_old_command_is_asked_about_and_carried_out_once_when_it_is_still_wanted() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    let said = app.wrote(TimeDelta::hours(20), "/pause until we know more", None);
    let question = app.question_about(ALICE, said).await;
    assert!(
        question.text.contains("20 hours ago") && question.text.contains("/pause until we know more"),
        "{}",
        question.text
    );
    assert_eq!(app.events("PostingPaused").await, 0);

    let button = data(&question, "Carry it out");
    assert_eq!(app.press(ALICE, &question, "Carry it out").await, (String::new(), false));
    let done = app.next(ALICE, question.id).await;
    assert!(done.text.contains("Posting of Frogs & Co is paused."), "{}", done.text);
    app.seen(&question, |seen| seen.buttons.is_empty()).await;
    app.send(ALICE, "/resume").await;
    app.press_old(ALICE, &question, &button).await;
    app.send(ALICE, "/start").await;
    assert_eq!(app.events("PostingPaused").await, 1, "the same command again does nothing");
    bot.stop().await;
}

#[tokio::test]
async fn only_whoever_wrote_a_late_command_can_have_it_carried_out_as_it_was_written() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    app.grant(BOB, Role::Publisher, Scope::Project(project)).await;
    let group = app.sandbox.telegram().create_group("Admins");
    let said = app.wrote(TimeDelta::hours(2), "/pause", Some(group));
    let question = app.question_about(group, said).await;
    let (refused, alert) = app.press(BOB, &question, "Carry it out").await;
    assert!(alert && refused.starts_with("Only whoever wrote the command"), "{refused}");

    let other = app.send(ALICE, "/start").await;
    let (forged, alert) = app.press_old(ALICE, &other, &data(&question, "Carry it out")).await;
    assert!(alert && forged.starts_with("I do not see that command any more."), "{forged}");

    let date = (DatabaseClock::default().now() - TimeDelta::hours(2)).timestamp();
    let changed = json!({ "date": date, "edit_date": date + 60 });
    let said = app.sandbox.telegram().user_sends(ALICE, "/pause", None, &changed).unwrap();
    let question = app.question_about(ALICE, said).await;
    let (edited, alert) = app.press(ALICE, &question, "Carry it out").await;
    assert!(alert && edited.starts_with("The command was changed since."), "{edited}");
    assert_eq!(app.events("PostingPaused").await, 0);
    bot.stop().await;
}

#[tokio::test]
async fn relative_times_count_from_when_they_were_written() {
    let (app, bot) = TelegramTest::listening().await;
    let (project, suggestion, notice) = app.ready().await;
    app.listed(project, suggestion, "approved").await;
    app.press(ALICE, &notice, "Approve").await;
    let ago = TimeDelta::minutes(30);
    let written = DatabaseClock::default().now() - ago;
    let said = app.wrote(ago, "/publish in 2h", None);
    let reply = app.next(ALICE, said).await;
    assert!(reply.text.contains("is queued for"), "{}", reply.text);
    let post = app.bus.post(post_of(suggestion)).await.unwrap().state;
    let at = post.publish_at.expect("it has a time");
    assert!((at - written - TimeDelta::hours(2)).num_seconds().abs() <= 1, "{at}, written {written}");
    bot.stop().await;
}

#[tokio::test]
async fn a_forwarded_message_is_no_command_and_no_answer() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    let bob = json!({ "id": BOB, "is_bot": false, "first_name": "Bob" });
    let forwarded =
        json!({ "forward_origin": { "type": "user", "date": 1_700_000_000, "sender_user": bob } });
    let group = app.sandbox.telegram().create_group("Admins");
    for chat in [ALICE, group] {
        let said = app.sandbox.telegram().user_sends(ALICE, "/pause", Some(chat), &forwarded).unwrap();
        let reply = app.next(chat, said).await;
        assert!(reply.text.starts_with("This was forwarded, and I do only"), "{}", reply.text);
    }
    let talk = app.sandbox.telegram().user_sends(ALICE, "he said /pause", Some(group), &forwarded).unwrap();
    app.handled().await;
    app.send(ALICE, "/start").await;
    assert!(app.sandbox.telegram().messages(group, talk).is_empty(), "talk in a group gets no reply");
    assert_eq!(app.events("PostingPaused").await, 0);
    bot.stop().await;
}
