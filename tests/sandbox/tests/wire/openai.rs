//! The OpenAI API: structured output, moderation, keys, scripts.

use reqwest::StatusCode;
use sandbox::Sandbox;
use sandbox::openai::Scripted;
use serde_json::{Value, json};

use crate::support::{openai, read, sandbox};

pub(crate) fn request() -> Value {
    let variant = json!({
        "type": "object",
        "properties": { "text": { "type": "string" }, "rationale": { "type": "string" } },
        "required": ["text", "rationale"],
        "additionalProperties": false,
    });
    let schema = json!({
        "type": "object",
        "properties": { "variants": { "type": "array", "items": variant } },
        "required": ["variants"],
        "additionalProperties": false,
    });
    json!({
        "model": "gpt-5-mini",
        "store": false,
        "instructions": "You write posts.",
        "input": [{ "role": "user", "content": "<project>Otter Coin</project><context>Otters hold hands \
            while they sleep. The river is their home.</context><vibe>calm</vibe>\
            <instruction>Write about the summer meetup</instruction><count>3</count>" }],
        "text": { "format": { "type": "json_schema", "name": "variants", "strict": true, "schema": schema } },
    })
}

fn texts(answer: &Value) -> Vec<String> {
    let said: Value =
        serde_json::from_str(answer["output"][0]["content"][0]["text"].as_str().unwrap()).unwrap();
    let variants = said["variants"].as_array().unwrap();
    variants.iter().map(|variant| variant["text"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn variants_come_as_asked_and_new_each_time() {
    let sandbox = sandbox().await;
    let (status, first) = openai(&sandbox, "/responses", &request()).await;
    assert_eq!((status, &first["status"]), (StatusCode::OK, &json!("completed")));
    let (_, second) = openai(&sandbox, "/responses", &request()).await;
    let (first, second) = (texts(&first), texts(&second));
    assert_eq!((first.len(), second.len()), (3, 3));
    for text in &first {
        assert!(text.contains("Otter Coin") && text.to_lowercase().contains("summer meetup"), "{text}");
        assert!(!second.contains(text), "{text}");
    }
    let other = self::sandbox().await;
    assert_eq!(
        texts(&openai(&other, "/responses", &request()).await.1),
        first,
        "the same question, the same answer"
    );
}

#[tokio::test]
async fn the_script_comes_before_the_writer() {
    let sandbox = sandbox().await;
    let outcomes = [
        Scripted::Texts(vec!["exactly this".to_owned()]),
        Scripted::Refusal("I cannot help with that.".to_owned()),
        Scripted::Incomplete("max_output_tokens".to_owned()),
        Scripted::Failed("server_error".to_owned()),
    ];
    for outcome in outcomes {
        sandbox.openai().answer_next(outcome);
    }
    let ask = async || openai(&sandbox, "/responses", &request()).await.1;
    assert_eq!(texts(&ask().await), ["exactly this"]);
    let refusal = json!({ "type": "refusal", "refusal": "I cannot help with that." });
    assert_eq!(ask().await["output"][0]["content"][0], refusal);
    let incomplete = ask().await;
    assert_eq!(incomplete["status"], "incomplete");
    assert_eq!(incomplete["incomplete_details"], json!({ "reason": "max_output_tokens" }));
    let failed = ask().await;
    assert_eq!((&failed["status"], &failed["error"]["code"]), (&json!("failed"), &json!("server_error")));
}

async fn refusal(sandbox: &Sandbox, change: impl Fn(&mut Value)) -> Value {
    let mut body = request();
    change(&mut body);
    let (status, answer) = openai(sandbox, "/responses", &body).await;
    assert_eq!(
        (status, &answer["error"]["type"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_request_error"))
    );
    answer["error"]["param"].clone()
}

#[tokio::test]
async fn bad_requests_name_the_parameter() {
    let sandbox = sandbox().await;
    assert_eq!(refusal(&sandbox, |body| body["n"] = json!(3)).await, "n");
    assert_eq!(refusal(&sandbox, |body| body["model"] = json!(null)).await, "model");
    assert_eq!(refusal(&sandbox, |body| body["input"] = json!(null)).await, "input");
    let open = |body: &mut Value| body["text"]["format"]["schema"]["additionalProperties"] = json!(true);
    assert_eq!(refusal(&sandbox, open).await, "text.format.schema");
}

#[tokio::test]
async fn keys_are_checked_and_headers_are_sent() {
    let sandbox = sandbox().await;
    let client = reqwest::Client::new();
    let url = format!("{}/models", sandbox.openai_url());
    let (status, answer) = read(client.get(&url).bearer_auth("wrong")).await;
    assert_eq!((status, &answer["error"]["code"]), (StatusCode::UNAUTHORIZED, &json!("invalid_api_key")));
    let response = client.get(&url).bearer_auth(&sandbox.credentials().openai_key).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers()["x-request-id"].to_str().unwrap().starts_with("req_"));
    assert!(response.headers().contains_key("x-ratelimit-remaining-tokens"));
}

#[tokio::test]
async fn moderation_takes_strings_lists_and_parts() {
    let sandbox = sandbox().await;
    let moderate = async |input: Value| openai(&sandbox, "/moderations", &json!({ "input": input })).await.1;
    let one = moderate(json!("We will kill them")).await;
    assert_eq!(one["results"][0]["flagged"], true);
    assert_eq!(one["results"][0]["category_scores"]["violence"], 0.9);
    let two = moderate(json!(["hello", "kill"])).await;
    assert_eq!((&two["results"][0]["flagged"], &two["results"][1]["flagged"]), (&json!(false), &json!(true)));
    let parts = moderate(json!([{ "type": "text", "text": "hello" }])).await;
    assert_eq!(parts["results"].as_array().unwrap().len(), 1);
    let (status, _) = openai(&sandbox, "/moderations", &json!({ "text": "hello" })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
