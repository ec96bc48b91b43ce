//! Updates are handled at least once and take effect once, whatever breaks.

use sandbox::faults::{Breakage, Fault, FaultKind, Service};
use serde_json::json;

use super::{ALICE, SOON, TelegramTest};

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
    let first = app.sandbox.telegram().user_says(ALICE, "/pause", None).unwrap();
    for text in ["/resume", "/pause", "/resume", "/status"] {
        app.sandbox.telegram().user_says(ALICE, text, None).unwrap();
    }
    let status =
        |message: &sandbox::telegram::ChatMessage| message.from_bot && message.text.contains("Posting: ");
    let status = app.sandbox.telegram().wait_for_message(ALICE, SOON, status).await.unwrap();
    assert!(status.text.contains("Posting: on"), "{}", status.text);
    let replies =
        app.sandbox.telegram().messages(ALICE, first).into_iter().filter(|message| message.from_bot);
    assert_eq!(replies.count(), 5);
    bot.stop().await;
}

#[tokio::test]
async fn the_menu_of_commands_is_set() {
    let (app, bot) = TelegramTest::listening().await;
    app.send(ALICE, "/help").await;
    bot.stop().await;
    assert!(app.sandbox.telegram().menus().to_string().contains("suggest_post"));
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
