//! Updates are handled at least once and take effect once, whatever breaks.

use chrono::TimeDelta;
use commands::port::clock::Clock;
use domain::role::{Role, Scope};
use engine::clock::DatabaseClock;
use sandbox::faults::{Breakage, Fault, FaultKind, Service};
use serde_json::json;

use super::{ALICE, BOB, MALLORY, SOON, TelegramTest};

fn delay(milliseconds: u64) -> Fault {
    Fault::always(FaultKind::Delay { delay_ms: milliseconds, after_effect: false })
}

#[tokio::test]
async fn an_update_of_a_crashed_bot_is_handled_by_the_next_one_and_takes_effect_once() {
    let app = TelegramTest::new().await;
    let bot = app.listen();
    app.sandbox.inject(Service::Telegram, delay(60_000).on("sendmessage").times(1));
    app.sandbox.telegram().user_says(ALICE, "/project_new Frogs | calm", None).unwrap();
    // the answer must be on its way: the next bot's would meet the delay otherwise
    let asked = |request: &sandbox::journal::Recorded| request.path.to_lowercase().contains("sendmessage");
    app.sandbox.wait_for_request(Service::Telegram, SOON, asked).await.expect("the first bot answers");
    assert_eq!(app.events("ProjectCreated").await, 1);
    harness::eventually("what is stored is confirmed", SOON, async || {
        (app.sandbox.telegram().pending_updates() == 0).then_some(())
    })
    .await;
    bot.crash().await;

    let bot = app.listen();
    let reply = app.next(ALICE, 0).await;
    // Nobody knows whether the first bot's had arrived.
    assert!(
        reply.text.starts_with("↻ Sent again") && reply.text.contains("\nProject Frogs is made"),
        "{}",
        reply.text
    );
    app.handled().await;
    bot.stop().await;
    assert_eq!(app.events("ProjectCreated").await, 1);
}

#[tokio::test]
async fn stopping_finishes_the_batch_and_confirms_it() {
    let app = TelegramTest::new().await;
    let bot = app.listen();
    app.send(ALICE, "/help").await;
    app.sandbox.inject(Service::Telegram, delay(500).on("sendmessage").times(1));
    let said = app.sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let sending = |request: &sandbox::journal::Recorded| request.path.to_lowercase().contains("getupdates");
    app.sandbox.wait_for_request(Service::Telegram, SOON, sending).await.expect("the bot polls");
    harness::eventually("the reply is being sent", SOON, async || {
        let sent = app.sandbox.requests(Service::Telegram);
        (sent.iter().filter(|request| request.path.to_lowercase().contains("sendmessage")).count() >= 2)
            .then_some(())
    })
    .await;
    bot.stop().await;
    assert!(app.sandbox.telegram().messages(ALICE, said).iter().any(|message| message.from_bot));
    assert_eq!(app.sandbox.telegram().pending_updates(), 0);
}

#[tokio::test]
async fn a_flood_a_conflict_and_a_broken_answer_are_survived() {
    let app = TelegramTest::new().await;
    let conflict = json!({ "ok": false, "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" });
    app.sandbox.inject(Service::Telegram, Fault::breakage(Breakage::DropBefore).on("getme").times(1));
    app.sandbox.inject(Service::Telegram, Fault::breakage(Breakage::Garbage).on("getupdates").times(1));
    app.sandbox.inject(Service::Telegram, Fault::answer(409, conflict).on("getupdates").times(1));
    app.sandbox.inject(Service::Telegram, Fault::telegram_flood(1).on("sendmessage").times(1));
    let bot = app.listen();
    let reply = app.send(ALICE, "/start").await;
    assert!(reply.text.starts_with("I am MemeBot."), "{}", reply.text);
    bot.stop().await;
}

#[tokio::test]
async fn people_are_served_in_their_own_order() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    let first = app.sandbox.telegram().user_says(ALICE, "/vibe one", None).unwrap();
    for text in ["/vibe two", "/vibe_clear", "/vibe three", "/vibe four"] {
        app.sandbox.telegram().user_says(ALICE, text, None).unwrap();
    }
    app.handled().await;
    let replies = app.sandbox.telegram().messages(ALICE, first).into_iter();
    let replies: Vec<String> =
        replies.filter(|message| message.from_bot).map(|message| message.text).collect();
    let ends = ["one", "two", "The mood has ended.", "three", "four"];
    assert_eq!(replies.len(), ends.len(), "{replies:?}");
    assert!(replies.iter().zip(ends).all(|(reply, end)| reply.ends_with(end)), "{replies:?}");
    bot.stop().await;
}

/// The names in the menu of a person's private chat; none if the person has none of their own.
fn menu_of(app: &TelegramTest, user: i64) -> Option<Vec<String>> {
    let menus = app.sandbox.telegram().menus();
    let (_, menu) =
        menus.as_object()?.iter().find(|(scope, _)| scope.contains(&format!("\"chat_id\":{user}")))?;
    let name = |entry: &serde_json::Value| entry["command"].as_str().map(str::to_owned);
    Some(menu.as_array()?.iter().filter_map(name).collect())
}

#[tokio::test]
async fn menus_offer_what_somebody_may_do() {
    let (app, bot) = TelegramTest::listening().await;
    let project = app.project().await;
    assert!(app.sandbox.telegram().menus().to_string().contains("suggest_post"), "everybody's");
    assert_eq!(menu_of(&app, BOB), None);
    app.grant(BOB, Role::Analyst, Scope::Project(project)).await;
    app.send(BOB, "/start").await;
    app.handled().await;
    let menu = menu_of(&app, BOB).unwrap();
    let has = |menu: &[String], name: &str| menu.iter().any(|listed| listed == name);
    assert!(
        has(&menu, "status") && has(&menu, "help") && !has(&menu, "pause") && !has(&menu, "grant"),
        "{menu:?}"
    );

    app.grant(BOB, Role::Publisher, Scope::Project(project)).await;
    app.ask_for_menu(BOB).await;
    app.handled().await;
    let menu = menu_of(&app, BOB).unwrap();
    assert!(has(&menu, "pause") && !has(&menu, "grant"), "{menu:?}");
    app.ask_for_menu(MALLORY).await;
    app.handled().await;
    assert_eq!(menu_of(&app, MALLORY), None, "who never wrote has no menu, and nothing is wrong");
    bot.stop().await;
}

#[tokio::test]
async fn what_waits_in_the_inbox_is_sealed_and_emptied_when_it_was_handled() {
    let (app, bot) = TelegramTest::listening().await;
    app.sandbox.inject(Service::Telegram, delay(1_500).on("sendmessage").times(1));
    app.sandbox.telegram().user_says(ALICE, "/project_new Frogs | calm", None).unwrap();
    let readable = "SELECT position('Frogs'::bytea IN sealed) > 0 OR request::text LIKE '%Frogs%'
                      FROM effects WHERE sealed IS NOT NULL";
    let readable: bool = harness::eventually("it is stored", SOON, async || {
        sqlx::query_scalar(readable).fetch_optional(&app.database.pool).await.unwrap()
    })
    .await;
    assert!(!readable);
    app.handled().await;
    let sealed = "SELECT count(*) FROM effects WHERE sealed IS NOT NULL";
    let sealed: i64 = sqlx::query_scalar(sealed).fetch_one(&app.database.pool).await.unwrap();
    assert_eq!(sealed, 0);
    bot.stop().await;
}

#[tokio::test]
async fn slow_work_keeps_no_button_of_the_same_chat_waiting() {
    let (app, bot) = TelegramTest::listening().await;
    let message = app.send(ALICE, "/start").await;
    app.sandbox.inject(Service::Telegram, delay(5_000).on("sendmessage").times(1));
    let said = app.sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let (words, alert) = app.press_old(ALICE, &message, "zz").await;
    assert!(alert && words.starts_with("This button is of an earlier time"), "{words}");
    let replies = app.sandbox.telegram().messages(ALICE, said);
    assert!(replies.iter().all(|message| !message.from_bot), "the reply is still being sent");
    app.next(ALICE, said).await;
    bot.stop().await;
}

#[tokio::test]
async fn a_pause_overtakes_what_the_same_person_wrote_before() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    // Something that Alice wrote takes long.
    let slow = "INSERT INTO effects (effect_id, process, step, request, status, priority, due_at, event_id, position,
                                     correlation_id, ordering_key, lease_holder, lease_until, created_at, updated_at)
                VALUES ($1, 'telegram-inbox', 'update', '{}', 'running', 0, now(), $1, 0, $1, $2, $1,
                        now() + interval '1 hour', now(), now())";
    let id = uuid::Uuid::from_u128(7);
    let key = format!("telegram message {ALICE}/{ALICE}");
    sqlx::query(slow).bind(id).bind(key).execute(&app.database.pool).await.unwrap();
    app.sandbox.telegram().user_says(ALICE, "/vibe gm", None).unwrap();
    let paused = app.send(ALICE, "/pause").await;
    assert!(paused.text.starts_with("Posting of Frogs & Co is paused."), "{}", paused.text);
    assert_eq!((app.events("PostingPaused").await, app.events("VibeSet").await), (1, 0));
    sqlx::query("DELETE FROM effects WHERE effect_id = $1")
        .bind(id)
        .execute(&app.database.pool)
        .await
        .unwrap();
    app.handled().await;
    assert_eq!(app.events("VibeSet").await, 1);
    bot.stop().await;
}

#[tokio::test]
async fn a_resume_that_is_reached_after_a_newer_pause_does_nothing_and_says_so() {
    let (app, bot) = TelegramTest::listening().await;
    app.project().await;
    let written = |minutes_ago: i64| json!({ "date": (DatabaseClock::default().now() - TimeDelta::minutes(minutes_ago)).timestamp() });
    let said = app.sandbox.telegram().user_sends(ALICE, "/pause", None, &written(5)).unwrap();
    app.next(ALICE, said).await;
    for (minutes_ago, ends) in [(10, false), (2, true)] {
        let said = app.sandbox.telegram().user_sends(ALICE, "/resume", None, &written(minutes_ago)).unwrap();
        let reply = app.next(ALICE, said).await.text;
        assert_eq!(reply.contains("goes on"), ends, "{reply}");
        assert_eq!(
            reply.contains("stays paused: the pause of") && reply.contains("is newer"),
            !ends,
            "{reply}"
        );
    }
    // Two pauses, and between them a resume that comes last.
    for (text, minutes_ago) in [("/pause", 1), ("/pause", 0)] {
        let said = app.sandbox.telegram().user_sends(ALICE, text, None, &written(minutes_ago)).unwrap();
        app.next(ALICE, said).await;
    }
    let between = json!({ "date": (DatabaseClock::default().now() - TimeDelta::seconds(30)).timestamp() });
    let said = app.sandbox.telegram().user_sends(ALICE, "/resume", None, &between).unwrap();
    assert!(app.next(ALICE, said).await.text.contains("stays paused"));
    assert_eq!((app.events("PostingPaused").await, app.events("PostingResumed").await), (3, 1));
    bot.stop().await;
}
