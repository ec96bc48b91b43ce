//! Another process drives the sandbox over HTTP.

use reqwest::StatusCode;
use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::{ALICE, bot, openai, read, sandbox, tweet};

async fn get(sandbox: &Sandbox, path: &str) -> Value {
    read(reqwest::Client::new().get(format!("{}/control/{path}", sandbox.control_url()))).await.1
}

async fn post(sandbox: &Sandbox, path: &str, body: Value) -> (StatusCode, String) {
    let url = format!("{}/control/{path}", sandbox.control_url());
    let response = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_conversation_can_be_driven_from_outside() {
    let sandbox = sandbox().await;
    let (status, said) = post(&sandbox, "telegram/say", json!({ "user_id": ALICE, "text": "/start" })).await;
    assert_eq!((status, said.as_str()), (StatusCode::OK, r#"{"message_id":1}"#));
    let keyboard = json!({ "inline_keyboard": [[{ "text": "Yes", "callback_data": "y" }]] });
    let wait = get(&sandbox, "telegram/chats/1001/messages?after=1&wait=10&from_bot=true");
    let question = json!({ "chat_id": ALICE, "text": "Sure?", "reply_markup": keyboard });
    let send = bot(&sandbox, "sendMessage", &question);
    let (messages, _) = tokio::join!(wait, send);
    assert_eq!(messages[0]["buttons"][0][0], json!({ "text": "Yes", "data": "y", "url": null }));
    let press = |button| json!({ "user_id": ALICE, "message_id": 2, "button": button });
    assert_eq!(post(&sandbox, "telegram/press", press("Yes")).await.0, StatusCode::OK);
    let (status, reason) = post(&sandbox, "telegram/press", press("No")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(reason.contains("no button"), "{reason}");
    assert_eq!(get(&sandbox, "telegram/chats").await[0]["title"], "Alice");
}

#[tokio::test]
async fn faults_scripts_and_records_are_reachable() {
    let sandbox = sandbox().await;
    let fault = json!({ "path": "/moderations", "times": 1, "kind": { "status": 503, "headers": { "retry-after": "1" } } });
    assert_eq!(post(&sandbox, "openai/faults", fault).await.0, StatusCode::NO_CONTENT);
    post(&sandbox, "openai/faults", json!({ "kind": "drop_before" })).await;
    assert_eq!(get(&sandbox, "openai/faults").await.as_array().unwrap().len(), 2);
    let url = format!("{}/control/openai/faults", sandbox.control_url());
    reqwest::Client::new().delete(url).send().await.unwrap();
    post(&sandbox, "openai/script", json!({ "refusal": "no" })).await;
    let (_, refused) = openai(&sandbox, "/responses", &crate::openai::request()).await;
    assert_eq!(refused["output"][0]["content"][0]["refusal"], "no");
    let requests = get(&sandbox, "openai/requests").await;
    assert_eq!((&requests[0]["path"], &requests[0]["status"]), (&json!("/v1/responses"), &json!(200)));
    let authorization = requests[0]["authorization"].as_str().unwrap();
    assert!(authorization.starts_with("Bearer sha256:") && !authorization.contains("openai-key"));
}

#[tokio::test]
async fn the_timeline_is_seen_and_a_reset_empties_it() {
    let sandbox = sandbox().await;
    let id = tweet(&sandbox, "hello").await;
    assert_eq!(get(&sandbox, "x/timeline").await[0]["id"], json!(id));
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    assert_eq!(post(&sandbox, "reset", json!({})).await.0, StatusCode::NO_CONTENT);
    assert_eq!(get(&sandbox, "x/timeline").await, json!([]));
    assert_eq!(get(&sandbox, "x/requests").await, json!([]));
    assert_eq!(sandbox.telegram().user_says(ALICE, "/start", None), Ok(2), "numbers go on growing");
}

#[tokio::test]
async fn the_page_needs_nothing_from_outside() {
    let sandbox = sandbox().await;
    let page = reqwest::get(sandbox.control_url()).await.unwrap().text().await.unwrap();
    assert!(page.starts_with("<!doctype html>"));
    assert!(!page.contains("src=\"http") && !page.contains("@import"));
}
