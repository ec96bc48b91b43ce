//! The Bot API: validation, long polling, conversations.

use std::time::Duration;

use reqwest::StatusCode;
use sandbox::Sandbox;
use sandbox::telegram::{Misuse, SendLimits};
use serde_json::{Value, json};

use crate::support::{ALICE, BOB, SOON, bot, bot_url, read, sandbox};

async fn refusal(sandbox: &Sandbox, method: &str, body: Value) -> String {
    let (status, answer) = bot(sandbox, method, &body).await;
    assert_eq!((status, &answer["ok"]), (StatusCode::BAD_REQUEST, &json!(false)), "{answer}");
    assert_eq!(answer["error_code"], 400);
    answer["description"].as_str().unwrap().to_owned()
}

async fn sent(sandbox: &Sandbox, body: Value) -> i64 {
    let (status, answer) = bot(sandbox, "SendMessage", &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["result"]["message_id"].as_i64().unwrap()
}

fn question(chat: i64) -> Value {
    json!({
        "chat_id": chat,
        "text": "Approve?",
        "reply_markup": { "inline_keyboard": [[{ "text": "Yes", "callback_data": "a:1" }]] },
    })
}

#[tokio::test]
async fn a_wrong_token_is_unauthorized() {
    let sandbox = sandbox().await;
    let url = format!("{}/bot1:wrong/getMe", sandbox.telegram_url());
    let (status, answer) = read(reqwest::Client::new().get(url)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer, json!({ "ok": false, "error_code": 401, "description": "Unauthorized" }));
}

#[tokio::test]
async fn every_encoding_and_both_spellings_are_understood() {
    let sandbox = sandbox().await;
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let client = reqwest::Client::new();
    let url = bot_url(&sandbox, "sendMessage");
    let form = reqwest::multipart::Form::new().text("chat_id", "1001").text("text", "three");
    for request in [
        client.get(format!("{url}?chat_id=1001&text=one+%26")),
        client.post(&url).form(&[("chat_id", "1001"), ("text", "two")]),
        client.post(&url).multipart(form),
        client.post(bot_url(&sandbox, "SendMessage")).json(&json!({ "chat_id": 1001, "text": "four" })),
    ] {
        let (status, answer) = read(request).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }
    let texts: Vec<String> =
        sandbox.telegram().messages(ALICE, 0).into_iter().map(|message| message.text).collect();
    assert_eq!(texts, ["/start", "one &", "two", "three", "four"]);
}

#[tokio::test]
async fn a_bad_message_is_refused_in_telegrams_words() {
    let sandbox = sandbox().await;
    let unopened = refusal(&sandbox, "sendMessage", json!({ "chat_id": BOB, "text": "hello" })).await;
    assert_eq!(unopened, "Bad Request: chat not found");
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let refuse = async |fields: Value| {
        let mut body = json!({ "chat_id": ALICE });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        refusal(&sandbox, "sendMessage", body).await
    };
    assert_eq!(refuse(json!({ "text": "  " })).await, "Bad Request: message text is empty");
    assert_eq!(refuse(json!({ "text": "x".repeat(4097) })).await, "Bad Request: message is too long");
    let markup = refuse(json!({ "text": "<b>x", "parse_mode": "HTML" })).await;
    assert!(markup.starts_with("Bad Request: can't parse entities: "), "{markup}");
    let keyboard = json!({ "inline_keyboard": [[{ "text": "x", "callback_data": "d".repeat(65) }]] });
    let data = refuse(json!({ "text": "x", "reply_markup": keyboard })).await;
    assert_eq!(data, "Bad Request: BUTTON_DATA_INVALID");
    for blank in ["\u{200B}\u{202E}", "\u{3164}", "<b> </b>\u{2060}", "&#8203;"] {
        let reason = refuse(json!({ "text": blank, "parse_mode": "HTML" })).await;
        assert_eq!(reason, "Bad Request: text must be non-empty", "{blank:?}");
    }
    let longest = format!("<b>{}</b>", "x".repeat(4096));
    sent(&sandbox, json!({ "chat_id": ALICE, "text": longest, "parse_mode": "HTML" })).await;
}

#[tokio::test]
async fn a_bad_keyboard_is_refused_as_telegram_refuses_it() {
    let sandbox = sandbox().await;
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let refuse = async |markup: Value| {
        let body = json!({ "chat_id": ALICE, "text": "x", "reply_markup": markup });
        refusal(&sandbox, "sendMessage", body).await
    };
    let button = json!({ "text": "x", "callback_data": "d" });
    let many = vec![vec![button.clone()]; 101];
    assert_eq!(refuse(json!({ "inline_keyboard": many })).await, "Bad Request: reply markup is too long");
    for blank in ["", " ", "\u{202E}", "\u{200B}\u{A0}"] {
        let markup = json!({ "inline_keyboard": [[{ "text": blank, "callback_data": "d" }]] });
        assert!(refuse(markup).await.ends_with("must be a non-empty string"), "{blank:?}");
    }
    for url in ["not a url", "ftp://a.b", "http://localhost:8080/x", "https://bot.localhost/", "https:///x"] {
        let markup = json!({ "inline_keyboard": [[{ "text": "x", "url": url }]] });
        assert_eq!(refuse(markup).await, "Bad Request: BUTTON_URL_INVALID", "{url}");
    }
    let long = json!({ "force_reply": true, "input_field_placeholder": "x".repeat(65) });
    assert!(refuse(long).await.contains("placeholder"));
    for markup in [
        json!({ "inline_keyboard": vec![vec![button; 8]; 12] }),
        json!({ "inline_keyboard": [[{ "text": "🐸", "url": "https://x.com/a" }, { "text": "b", "url": "tg://user?id=1" }]] }),
        json!({ "force_reply": true, "input_field_placeholder": "x".repeat(64) }),
    ] {
        sent(&sandbox, json!({ "chat_id": ALICE, "text": "x", "reply_markup": markup })).await;
    }
}

#[tokio::test]
async fn a_message_stands_in_the_topic_that_is_named_or_that_it_answers() {
    let sandbox = sandbox().await;
    let forum = sandbox.telegram().create_group("Forum");
    let in_topic = json!({ "message_thread_id": 77, "is_topic_message": true });
    let said = sandbox.telegram().user_sends(ALICE, "/status", Some(forum), &in_topic).unwrap();
    let named = sent(&sandbox, json!({ "chat_id": forum, "text": "x", "message_thread_id": 77 })).await;
    let reply = json!({ "message_id": said });
    let answer = sent(&sandbox, json!({ "chat_id": forum, "text": "y", "reply_parameters": reply })).await;
    let general = sent(&sandbox, json!({ "chat_id": forum, "text": "z" })).await;
    let topics = sandbox.telegram().messages(forum, 0).into_iter().map(|message| (message.id, message.topic));
    let expected = [(said, Some(77)), (named, Some(77)), (answer, Some(77)), (general, None)];
    assert_eq!(topics.collect::<Vec<_>>(), expected);
    let (_, updates) = bot(&sandbox, "getUpdates", &json!({})).await;
    assert_eq!(updates["result"][0]["message"]["is_topic_message"], true, "{updates}");
}

#[tokio::test]
async fn long_polling_waits_confirms_and_repeats() {
    let sandbox = sandbox().await;
    let body = json!({ "timeout": 30 });
    let waiting = bot(&sandbox, "getUpdates", &body);
    tokio::pin!(waiting);
    tokio::select! {
        biased;
        _ = &mut waiting => panic!("there was no update to answer with"),
        () = arrived(&sandbox, "/getUpdates") => (),
    }
    sandbox.telegram().user_says(ALICE, "/status now", None).unwrap();
    let (_, answer) = waiting.await;
    let update = &answer["result"][0];
    assert_eq!(update["message"]["text"], "/status now");
    assert_eq!(update["message"]["entities"][0], json!({ "type": "bot_command", "offset": 0, "length": 7 }));
    let (_, again) = bot(&sandbox, "getUpdates", &json!({})).await;
    assert_eq!(again["result"][0]["update_id"], update["update_id"], "unconfirmed updates come again");
    let next = update["update_id"].as_i64().unwrap() + 1;
    let (_, confirmed) = bot(&sandbox, "getUpdates", &json!({ "offset": next })).await;
    assert_eq!(confirmed["result"], json!([]));
    assert!(sandbox.telegram().wait_until_heard(Duration::ZERO).await);
}

#[tokio::test]
async fn a_second_poller_ends_the_first_with_a_conflict() {
    let sandbox = sandbox().await;
    let body = json!({ "timeout": 30 });
    let first = bot(&sandbox, "getUpdates", &body);
    tokio::pin!(first);
    tokio::select! {
        biased;
        _ = &mut first => panic!("there was no update to answer with"),
        () = arrived(&sandbox, "/getUpdates") => (),
    }
    let (second, _) = bot(&sandbox, "getUpdates", &json!({})).await;
    assert_eq!(second, StatusCode::OK);
    let (status, answer) = first.await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(answer["description"].as_str().unwrap().starts_with("Conflict: terminated by other getUpdates"));
}

#[tokio::test]
async fn polling_and_webhook_exclude_each_other() {
    let sandbox = sandbox().await;
    bot(&sandbox, "setWebhook", &json!({ "url": "https://bot.example/hook" })).await;
    let (status, _) = bot(&sandbox, "getUpdates", &json!({})).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (_, hooked) = bot(&sandbox, "getWebhookInfo", &json!({})).await;
    assert_eq!(hooked["result"]["url"], "https://bot.example/hook");
    bot(&sandbox, "deleteWebhook", &json!({})).await;
    let (status, _) = bot(&sandbox, "getUpdates", &json!({})).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_press_reaches_the_bot_and_is_answered_once() {
    let sandbox = sandbox().await;
    let telegram = sandbox.telegram();
    telegram.user_says(ALICE, "/suggest_post", None).unwrap();
    let id = sent(&sandbox, question(ALICE)).await;
    assert!(matches!(telegram.user_presses(ALICE, id, "No"), Err(Misuse::NoSuchButton { .. })));
    assert_eq!(telegram.user_presses(BOB, id, "Yes"), Err(Misuse::UnknownMessage(id)));
    let query = telegram.user_presses(ALICE, id, "Yes").unwrap();
    let (_, updates) = bot(&sandbox, "getUpdates", &json!({ "offset": -1 })).await;
    let press = &updates["result"][0]["callback_query"];
    assert_eq!((&press["id"], &press["data"]), (&json!(query), &json!("a:1")));
    assert_eq!(press["message"]["message_id"], id);
    let answer = json!({ "callback_query_id": query, "text": "Done", "show_alert": true });
    assert_eq!(bot(&sandbox, "answerCallbackQuery", &answer).await.0, StatusCode::OK);
    assert!(refusal(&sandbox, "answerCallbackQuery", answer).await.contains("query is too old"));
    let shown = telegram.messages(ALICE, 0).pop().unwrap();
    assert_eq!((shown.answers[0].text.as_deref(), shown.answers[0].alert), (Some("Done"), true));
}

#[tokio::test]
async fn an_expired_press_cannot_be_answered() {
    let sandbox = sandbox().await;
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let id = sent(&sandbox, question(ALICE)).await;
    let query = sandbox.telegram().user_presses(ALICE, id, "a:1").unwrap();
    sandbox.telegram().expire_presses();
    let late = refusal(&sandbox, "answerCallbackQuery", json!({ "callback_query_id": query })).await;
    assert!(late.contains("query is too old"));
}

#[tokio::test]
async fn an_edit_must_change_something_and_drops_the_keyboard() {
    let sandbox = sandbox().await;
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let id = sent(&sandbox, question(ALICE)).await;
    let mut same = question(ALICE);
    same["message_id"] = json!(id);
    assert!(refusal(&sandbox, "editMessageText", same).await.contains("message is not modified"));
    let edit = json!({ "chat_id": ALICE, "message_id": id, "text": "Approved" });
    assert_eq!(bot(&sandbox, "editMessageText", &edit).await.0, StatusCode::OK);
    let shown = sandbox.telegram().wait_for_message(ALICE, SOON, |message| message.edited).await.unwrap();
    assert_eq!((shown.id, shown.text.as_str(), shown.buttons.len()), (id, "Approved", 0));
    let strange = json!({ "chat_id": ALICE, "message_id": id - 1, "text": "x" });
    assert_eq!(refusal(&sandbox, "editMessageText", strange).await, "Bad Request: message can't be edited");
}

#[tokio::test]
async fn groups_replies_and_deletions_work() {
    let sandbox = sandbox().await;
    let telegram = sandbox.telegram();
    let group = telegram.create_group("Admins");
    telegram.user_says(BOB, "hello", Some(group)).unwrap();
    let id = sent(
        &sandbox,
        json!({ "chat_id": group, "text": "New text?", "reply_markup": { "force_reply": true } }),
    )
    .await;
    telegram.user_replies(BOB, id, "Better text").unwrap();
    let (_, updates) = bot(&sandbox, "getUpdates", &json!({ "offset": -1 })).await;
    let message = &updates["result"][0]["message"];
    assert_eq!((&message["chat"]["type"], &message["chat"]["id"]), (&json!("supergroup"), &json!(group)));
    assert_eq!(message["reply_to_message"]["message_id"], id);
    bot(&sandbox, "deleteMessage", &json!({ "chat_id": group, "message_id": id })).await;
    assert_eq!(telegram.messages(group, 0).len(), 2);
}

#[tokio::test]
async fn menus_are_kept_by_scope() {
    let sandbox = sandbox().await;
    let scope = json!({ "type": "chat", "chat_id": ALICE });
    let commands = json!([{ "command": "pause", "description": "Stop posting" }]);
    let early = json!({ "commands": commands, "scope": scope });
    assert!(refusal(&sandbox, "setMyCommands", early.clone()).await.contains("chat not found"));
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    bot(&sandbox, "setMyCommands", &early).await;
    let (_, scoped) = bot(&sandbox, "getMyCommands", &json!({ "scope": scope })).await;
    assert_eq!(scoped["result"], commands);
    let (_, default) = bot(&sandbox, "getMyCommands", &json!({})).await;
    assert_eq!(default["result"], json!([]));
    let wrong = json!({ "commands": [{ "command": "Pause", "description": "x" }] });
    assert!(refusal(&sandbox, "setMyCommands", wrong).await.contains("BOT_COMMAND_INVALID"));
}

#[tokio::test]
async fn floods_are_refused_once_limits_are_on() {
    let sandbox = sandbox().await;
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let body = json!({ "chat_id": ALICE, "text": "x" });
    for _ in 0..40 {
        sent(&sandbox, body.clone()).await;
    }
    sandbox.telegram().set_limits(Some(SendLimits::default()));
    sent(&sandbox, body.clone()).await;
    let (status, answer) = bot(&sandbox, "sendMessage", &body).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer["parameters"]["retry_after"], 1, "{answer}");
}

#[tokio::test]
async fn an_unknown_action_or_kind_of_update_is_refused() {
    let sandbox = sandbox().await;
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let thinking =
        refusal(&sandbox, "sendChatAction", json!({ "chat_id": ALICE, "action": "thinking" })).await;
    assert!(thinking.contains("wrong parameter action"), "{thinking}");
    let kinds = refusal(&sandbox, "getUpdates", json!({ "allowed_updates": ["messages"] })).await;
    assert!(kinds.contains("unknown update type"), "{kinds}");
}

/// Waits until a request is at the door, though not yet answered.
async fn arrived(sandbox: &Sandbox, path: &str) {
    while !sandbox.requests(sandbox::faults::Service::Telegram).iter().any(|request| request.path == path) {
        tokio::task::yield_now().await;
    }
}
