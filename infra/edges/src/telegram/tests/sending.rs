//! The outbox: in order, within the limits, once more at most, and never to nobody.

use std::time::Instant;

use chrono::TimeDelta;
use commands::port::clock::{Clock, Ids};
use commands::port::notice::{NoticeSubject, Notices, OUTBOX, SHOW, SetMenu, ShowNotice};
use commands::post::record_unknown::RecordUnknownOutcome;
use commands::process::{NewJob, Verdict};
use domain::actor::Actor;
use domain::id::{CorrelationId, EventId, JobId, ProjectId};
use domain::post::post_of;
use domain::role::{Role, Scope};
use engine::clock::{DatabaseClock, SystemIds};
use engine::jobs::{NewJobRow, Origin, insert};
use harness::eventually;
use sandbox::faults::{Breakage, Fault, Service};
use serde_json::json;

use super::alarm::OWNER;
use super::{ALICE, BOB, Outbox, SOON, SendLimits, TelegramTest, UNLIMITED};

impl TelegramTest {
    /// Asks for the subject to be shown to Alice.
    async fn ask_to_show(&self, subject: &NoticeSubject) {
        let show = ShowNotice { subject: subject.clone(), chat: ALICE, topic: None, anew: false };
        self.store(show.job(JobId(SystemIds.next())), Some(subject.project())).await;
    }

    /// Asks for the menu of somebody's private chat, as `announcing` does.
    pub(super) async fn ask_for_menu(&self, user: i64) {
        self.store(SetMenu { user }.job(JobId(SystemIds.next())), None).await;
    }

    async fn store(&self, job: NewJob, project: Option<ProjectId>) {
        let origin = Origin {
            process: OUTBOX.to_owned(),
            event_id: EventId(uuid::Uuid::nil()),
            position: 0,
            correlation_id: CorrelationId(uuid::Uuid::nil()),
            project,
            chat: None,
            topic: None,
        };
        let mut conn = self.database.pool.acquire().await.unwrap();
        let now = DatabaseClock::default().now();
        insert(&mut conn, vec![NewJobRow { origin, job }], now).await.unwrap();
    }

    /// What the bot wrote after the message of this number.
    fn written_to(&self, chat: i64, after: i64) -> Vec<String> {
        let messages = self.sandbox.telegram().messages(chat, after).into_iter();
        messages.filter(|message| message.from_bot).map(|message| message.text).collect()
    }

    /// What the outbox's jobs of a status say.
    async fn errors(&self, status: &str) -> Vec<String> {
        let errors =
            "SELECT coalesce(last_error, '') FROM effects WHERE process = 'telegram-outbox' AND status = $1";
        sqlx::query_scalar(errors).bind(status).fetch_all(&self.database.pool).await.unwrap()
    }
}

fn page() -> Fault {
    Fault::answer(502, json!("<html>502 Bad Gateway</html>")).on("sendmessage")
}

#[tokio::test]
async fn messages_wait_in_order_while_telegram_is_in_trouble() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    app.sandbox.inject(Service::Telegram, page().times(2));
    app.sandbox.inject(Service::Telegram, Fault::telegram_flood(1).on("sendmessage").times(1));
    let said = app.sandbox.telegram().user_says(ALICE, "/vibe one", None).unwrap();
    for text in ["/vibe two", "/vibe three", "/vibe_clear"] {
        app.sandbox.telegram().user_says(ALICE, text, None).unwrap();
    }
    app.handled().await;
    let replies = app.written_to(ALICE, said);
    let ends = ["one", "two", "three", "The mood has ended."];
    assert_eq!(replies.len(), ends.len(), "{replies:?}");
    assert!(replies.iter().zip(ends).all(|(reply, end)| reply.ends_with(end)), "{replies:?}");
    assert!(replies.iter().all(|reply| !reply.contains("Sent again")), "{replies:?}");
    bot.stop().await;
}

#[tokio::test]
async fn a_flood_of_two_chats_holds_everything_for_every_instance() {
    let (app, bot) = TelegramTest::listening().await;
    for (number, user) in [(1, ALICE), (2, BOB)] {
        app.sandbox.inject(Service::Telegram, Fault::telegram_flood(3).on("sendmessage").times(1));
        app.sandbox.telegram().user_says(user, "/start", None).unwrap();
        eventually("the chat waits", SOON, async || {
            let waiting = app.errors("waiting").await;
            (waiting.iter().filter(|error| error.starts_with("Telegram asks to wait")).count() == number)
                .then_some(())
        })
        .await;
    }
    let before = app.calls("/sendMessage");
    let another = Outbox::new(app.notices.clone(), UNLIMITED);
    let held = another.pace.turn(4711).await;
    assert!(held.is_err(), "an instance that asks for the first time knows it too");
    assert_eq!(app.calls("/sendMessage"), before);
    app.handled().await;
    assert_eq!(app.errors("done").await.len(), 4, "and then everything is sent, menus too");
    bot.stop().await;
}

#[tokio::test]
async fn the_pace_of_a_chat_and_a_group_is_kept_by_instances_together() {
    let app = TelegramTest::new().await;
    let limits = SendLimits { per_second: 1000, per_chat_second: 2, per_group_minute: 3 };
    let (one, two) = (Outbox::new(app.notices.clone(), limits), Outbox::new(app.notices.clone(), limits));
    let began = Instant::now();
    for outbox in [&one, &two, &one, &two] {
        outbox.pace.turn(ALICE).await.unwrap();
    }
    assert!(began.elapsed().as_millis() >= 1_500, "{:?}", began.elapsed());
    for outbox in [&one, &two, &one] {
        outbox.pace.turn(-5).await.unwrap();
    }
    let Verdict::Wait { until, .. } = two.pace.turn(-5).await.unwrap_err() else {
        panic!("the group was sent its three messages of this minute");
    };
    let wait = until - DatabaseClock::default().now();
    assert!(wait > TimeDelta::seconds(30) && wait <= TimeDelta::seconds(62), "{wait}");
    let began = Instant::now();
    one.pace.turn(BOB).await.unwrap();
    assert!(began.elapsed().as_millis() < 1_000, "another chat does not wait for it: {:?}", began.elapsed());
}

#[tokio::test]
async fn a_clock_that_is_set_back_silences_no_chat() {
    let app = TelegramTest::new().await;
    let outbox = Outbox::new(app.notices.clone(), SendLimits { per_chat_second: 1, ..UNLIMITED });
    for chat in [ALICE, -5] {
        outbox.pace.turn(chat).await.unwrap();
        let before =
            "UPDATE telegram_chats SET sent = ARRAY[now() + interval '10 minutes'] WHERE chat_id = $1";
        sqlx::query(before).bind(chat).execute(&app.database.pool).await.unwrap();
        let began = Instant::now();
        outbox.pace.turn(chat).await.unwrap();
        assert!(began.elapsed().as_millis() < 1_000, "{:?}", began.elapsed());
        outbox.pace.turn(chat).await.unwrap();
        assert!(began.elapsed().as_millis() >= 1_000, "and the pace is kept again: {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn the_limit_of_all_chats_is_kept() {
    let app = TelegramTest::new().await;
    let limits = SendLimits { per_second: 20, ..UNLIMITED };
    let outbox = Outbox::new(app.notices.clone(), limits);
    let began = Instant::now();
    futures_util::future::join_all((1..=11).map(|chat| outbox.pace.turn(chat))).await;
    assert!(began.elapsed().as_millis() >= 500, "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_message_of_unknown_fate_is_sent_once_more_and_marked() {
    let (app, bot) = TelegramTest::listening().await;
    let said = app.send(ALICE, "/start").await.id;
    app.sandbox.inject(Service::Telegram, Fault::breakage(Breakage::DropAfter).on("sendmessage").times(1));
    app.sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    app.handled().await;
    let written = app.written_to(ALICE, said);
    assert_eq!(written.len(), 2, "{written:?}");
    assert!(!written[0].contains("Sent again") && written[1].starts_with("↻ Sent again"), "{written:?}");

    let said = app.sandbox.telegram().messages(ALICE, 0).last().unwrap().id;
    app.sandbox.inject(Service::Telegram, Fault::breakage(Breakage::DropAfter).on("sendmessage"));
    app.sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    app.handled().await;
    assert_eq!(app.written_to(ALICE, said).len(), 2, "never a third time");
    assert_eq!(app.errors("unknown").await.len(), 1);
    bot.stop().await;
}

#[tokio::test]
async fn the_one_repetition_is_not_wasted_on_a_telegram_that_does_not_answer() {
    let (app, bot) = TelegramTest::listening().await;
    let said = app.send(ALICE, "/start").await.id;
    app.sandbox.inject(Service::Telegram, Fault::breakage(Breakage::DropBefore).on("sendmessage").times(1));
    let down = Fault::answer(503, json!({ "ok": false, "error_code": 503, "description": "down" }));
    app.sandbox.inject(Service::Telegram, down.on("getme").times(2));
    app.sandbox.inject(Service::Telegram, page().times(2));
    app.sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    app.handled().await;
    let written = app.written_to(ALICE, said);
    assert_eq!(written.len(), 1, "{written:?}");
    assert!(written[0].starts_with("↻ Sent again"), "{written:?}");
    let repeats: i64 = sqlx::query_scalar("SELECT count(*) FROM telegram_repeats")
        .fetch_one(&app.database.pool)
        .await
        .unwrap();
    assert_eq!(repeats, 1, "what was refused meanwhile does not count");
    bot.stop().await;
}

#[tokio::test]
async fn an_answer_that_waits_loses_its_words_when_texts_are_forgotten() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    app.sandbox.inject(Service::Telegram, Fault::telegram_flood(2).on("sendmessage").times(1));
    let said = app.sandbox.telegram().user_says(ALICE, "/vibe secretive frogs", None).unwrap();
    eventually("it waits", SOON, async || (app.errors("waiting").await.len() == 1).then_some(())).await;
    assert_eq!(app.notices.forget_waiting().await.unwrap(), 1);
    app.handled().await;
    assert_eq!(app.written_to(ALICE, said), [super::super::outbox::FORGOTTEN]);
    bot.stop().await;
}

#[tokio::test]
async fn a_reply_that_a_group_cannot_be_told_goes_to_the_person_and_the_owners_learn_of_it_once() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    app.grant(BOB, Role::Editor, Scope::Project(project)).await;
    sqlx::query(OWNER).bind(ALICE).execute(&app.database.pool).await.unwrap();
    let bobs = app.send(BOB, "/start").await.id;
    let group = app.sandbox.telegram().create_group("Frogs");
    let silent = json!({ "ok": false, "error_code": 400,
        "description": "Bad Request: not enough rights to send text messages to the chat" });
    let silent = Fault::answer(400, silent).on("sendmessage").with_body(&format!("\"chat_id\":{group}"));
    app.sandbox.inject(Service::Telegram, silent.clone());
    app.sandbox.telegram().user_says(BOB, "/start", Some(group)).unwrap();
    app.sandbox.telegram().user_says(BOB, "/start", Some(group)).unwrap();
    app.handled().await;
    assert_eq!(app.written_to(BOB, bobs).len(), 2, "in private");
    assert_eq!(app.notices.reachable(&[group, BOB]).await.unwrap(), [BOB]);
    let alarms = "SELECT count(DISTINCT subject) FROM owner_notices WHERE subject LIKE 'unreachable-%'";
    let alarms: i64 = sqlx::query_scalar(alarms).fetch_one(&app.database.pool).await.unwrap();
    assert_eq!(alarms, 1);

    app.sandbox.clear_faults(Service::Telegram);
    let said = app.sandbox.telegram().user_says(BOB, "/start", Some(group)).unwrap();
    app.next(group, said).await;
    app.handled().await;
    assert_eq!(app.notices.reachable(&[group, BOB]).await.unwrap(), [group, BOB], "a command there ends it");
    bot.stop().await;
}

#[tokio::test]
async fn what_waited_long_is_told_together_and_cards_are_sent_as_cards() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    let suggestion = app.suggestion(project, &["gm"]).await;
    for text in ["/pause", "/resume", "/pause"] {
        app.send(ALICE, text).await;
    }
    app.handled().await;
    bot.stop().await;
    let changes = "SELECT sequence FROM events WHERE event_type IN ('PostingPaused', 'PostingResumed') ORDER BY sequence";
    let versions: Vec<i64> = sqlx::query_scalar(changes).fetch_all(&app.database.pool).await.unwrap();
    let said = app.sandbox.telegram().messages(ALICE, 0).last().unwrap().id;
    for version in versions {
        let version = u64::try_from(version).unwrap();
        app.ask_to_show(&NoticeSubject::Posting { project, version }).await;
    }
    let card = NoticeSubject::Variant { project, suggestion, variant: 1 };
    app.ask_to_show(&card).await;
    let long_ago = "UPDATE effects SET created_at = created_at - interval '20 minutes' WHERE step = $1 AND status = 'queued'";
    sqlx::query(long_ago).bind(SHOW).execute(&app.database.pool).await.unwrap();
    let (workers, _) = app.perform(None);
    app.performed().await;
    let written = app.written_to(ALICE, said);
    assert_eq!(written.len(), 2, "{written:?}");
    assert!(
        written[0].starts_with("Meanwhile") && written[0].contains("there are 3 notices"),
        "{}",
        written[0]
    );
    assert!(written[1].contains("gm"), "{}", written[1]);
    workers.stop(SOON).await;
}

#[tokio::test]
async fn two_pieces_of_news_of_a_post_that_are_first_shown_at_once_are_one_message() {
    let (app, bot) = TelegramTest::listening().await;
    let (project, suggestion, notice) = app.ready().await;
    app.press(ALICE, &notice, "Publish now").await;
    app.handled().await;
    bot.stop().await;
    let post = post_of(suggestion);
    let lost = RecordUnknownOutcome { post, project, attempt: 1, detail: "timeout".into() };
    app.execute(Actor::process("publishing"), lost).await;
    for news in [0, 2] {
        app.ask_to_show(&NoticeSubject::Post { project, post, news }).await;
    }
    let said = app.sandbox.telegram().messages(ALICE, 0).last().unwrap().id;
    let (workers, _) = app.perform(None);
    app.performed().await;
    let written = app.written_to(ALICE, said);
    assert_eq!(written.len(), 1, "{written:?}");
    assert!(written[0].contains("Nobody knows whether it is on X"), "{}", written[0]);
    workers.stop(SOON).await;
}

#[tokio::test]
async fn a_token_that_is_not_accepted_for_a_while_loses_no_message() {
    let (app, bot) = TelegramTest::listening().await;
    let unauthorised = json!({ "ok": false, "error_code": 401, "description": "Unauthorized" });
    app.sandbox.inject(Service::Telegram, Fault::answer(401, unauthorised).on("sendmessage").times(2));
    let reply = app.send(ALICE, "/start").await;
    assert!(reply.text.starts_with("I am MemeBot."), "{}", reply.text);
    assert_eq!(app.calls("/sendMessage"), 3);
    bot.stop().await;
}
