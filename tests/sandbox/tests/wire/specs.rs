//! The answers held against the machine-readable specifications, where somebody has put them.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{ALICE, bot, openai, sandbox, tweet, x};

/// The folder, or a clear word that it is not there.
fn specs() -> Option<PathBuf> {
    let sibling = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/specs");
    let folder = std::env::var_os("MEMEBOT_SPECS").map_or_else(|| PathBuf::from(sibling), PathBuf::from);
    if !folder.is_dir() {
        // Past the capture of the test runner: a check that did not run must be seen.
        let note = format!("SKIPPED: no specifications in {} (set MEMEBOT_SPECS)\n", folder.display());
        std::io::stderr().write_all(note.as_bytes()).unwrap();
        return None;
    }
    Some(folder)
}

fn load(folder: &std::path::Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap()
}

/// Property names and required names of an OpenAPI schema, `allOf` included.
fn shape(spec: &Value, schema: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    if let Some(path) = schema["$ref"].as_str() {
        return shape(spec, spec.pointer(path.trim_start_matches('#')).unwrap());
    }
    let strings = |value: &Value| {
        value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut known: BTreeSet<String> =
        schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let mut required: BTreeSet<String> = strings(&schema["required"]);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let (more_known, more_required) = shape(spec, part);
        known.extend(more_known);
        required.extend(more_required);
    }
    (known, required)
}

/// Nothing unknown, nothing missing; `older` names are those of an earlier version of the specification.
fn conforms(spec: &Value, schema: &str, value: &Value, older: &[&str]) {
    let (known, required) = shape(spec, &spec["components"]["schemas"][schema]);
    let names: BTreeSet<String> = value.as_object().unwrap().keys().cloned().collect();
    let unknown: Vec<_> = names.difference(&known).filter(|name| !older.contains(&name.as_str())).collect();
    let missing: Vec<_> = required.difference(&names).collect();
    assert!(unknown.is_empty() && missing.is_empty(), "{schema}: unknown {unknown:?}, missing {missing:?}");
}

#[tokio::test]
async fn telegram_objects_have_the_fields_of_the_bot_api() {
    let Some(folder) = specs() else { return };
    let spec = load(&folder, "telegram-bot-api.json");
    let sandbox = sandbox().await;
    sandbox.telegram().user_says(ALICE, "/start", None).unwrap();
    let keyboard = json!({ "inline_keyboard": [[{ "text": "Yes", "callback_data": "y" }]] });
    let sent =
        json!({ "chat_id": ALICE, "text": "<b>Sure?</b>", "parse_mode": "HTML", "reply_markup": keyboard });
    let (_, message) = bot(&sandbox, "sendMessage", &sent).await;
    let id = message["result"]["message_id"].as_i64().unwrap();
    sandbox.telegram().user_presses(ALICE, id, "Yes").unwrap();
    let (_, updates) = bot(&sandbox, "getUpdates", &json!({})).await;
    let (_, me) = bot(&sandbox, "getMe", &json!({})).await;
    let (_, webhook) = bot(&sandbox, "getWebhookInfo", &json!({})).await;
    let (heard, pressed) = (&updates["result"][0], &updates["result"][1]["callback_query"]);
    for (kind, value) in [
        ("User", &me["result"]),
        ("WebhookInfo", &webhook["result"]),
        ("Message", &message["result"]),
        ("MessageEntity", &message["result"]["entities"][0]),
        ("InlineKeyboardMarkup", &message["result"]["reply_markup"]),
        ("Update", heard),
        ("Message", &heard["message"]),
        ("Chat", &heard["message"]["chat"]),
        ("User", &heard["message"]["from"]),
        ("CallbackQuery", pressed),
        ("Message", &pressed["message"]),
    ] {
        let fields = spec["types"][kind]["fields"].as_array().unwrap();
        let name = |field: &&Value| field["name"].as_str().unwrap().to_owned();
        let known: BTreeSet<String> = fields.iter().map(|field| name(&field)).collect();
        let required = fields.iter().filter(|field| field["required"] == true);
        let names: BTreeSet<String> = value.as_object().unwrap().keys().cloned().collect();
        assert!(names.is_subset(&known), "{kind}: {:?}", names.difference(&known));
        for field in required {
            assert!(names.contains(&name(&field)), "{kind} lacks {}", name(&field));
        }
    }
}

#[tokio::test]
async fn openai_objects_have_the_fields_of_the_specification() {
    let Some(folder) = specs() else { return };
    let spec = load(&folder, "openai-openapi-subset.json");
    let sandbox = sandbox().await;
    let mut request = crate::openai::request();
    let (known, _) = shape(&spec, &spec["components"]["schemas"]["CreateResponse"]);
    for parameter in &known {
        request.as_object_mut().unwrap().entry(parameter).or_insert(json!(null));
    }
    let (_, response) = openai(&sandbox, "/responses", &request).await;
    conforms(&spec, "Response", &response, &[]);
    conforms(&spec, "OutputMessage", &response["output"][0], &[]);
    conforms(&spec, "OutputTextContent", &response["output"][0]["content"][0], &[]);
    conforms(&spec, "ResponseUsage", &response["usage"], &[]);
    let (_, refused) = openai(&sandbox, "/responses", &json!({})).await;
    conforms(&spec, "Error", &refused["error"], &[]);
    let (_, moderation) = openai(&sandbox, "/moderations", &json!({ "input": "hello" })).await;
    conforms(&spec, "CreateModerationResponse", &moderation, &[]);
    let result = &spec["components"]["schemas"]["CreateModerationResponse"]["properties"]["results"]["items"];
    for group in ["categories", "category_scores", "category_applied_input_types"] {
        let (_, required) = shape(&spec, &result["properties"][group]);
        let names: BTreeSet<String> =
            moderation["results"][0][group].as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, required, "{group}");
    }
}

#[tokio::test]
async fn x_objects_have_the_fields_of_the_specification() {
    let Some(folder) = specs() else { return };
    let spec = load(&folder, "x-openapi-subset.json");
    let sandbox = sandbox().await;
    let body = json!({ "text": "see https://otter.example" });
    let (_, created) = x(&sandbox, Method::POST, "/2/tweets", Some(body)).await;
    let older = ["edit_history_tweet_ids"];
    conforms(&spec, "CreatePostsResponse", &created, &[]);
    conforms(&spec, "CreatePostsResponseData", &created["data"], &older);
    tweet(&sandbox, "another").await;
    let fields = "tweet.fields=created_at,entities,author_id,conversation_id,public_metrics";
    let (_, page) = x(&sandbox, Method::GET, &format!("/2/users/900100200300/tweets?{fields}"), None).await;
    conforms(&spec, "GetUsersPostsResponse", &page, &[]);
    for post in page["data"].as_array().unwrap() {
        conforms(&spec, "Post", post, &older);
    }
    let (_, me) = x(&sandbox, Method::GET, "/2/users/me", None).await;
    conforms(&spec, "User", &me["data"], &[]);
    let (_, missing) = x(&sandbox, Method::GET, "/2/tweets/1", None).await;
    conforms(&spec, "ResourceNotFoundProblem", &missing["errors"][0], &[]);
    let (_, invalid) = x(&sandbox, Method::POST, "/2/tweets", Some(json!({}))).await;
    conforms(&spec, "InvalidRequestProblem", &invalid, &["errors"]);
}
