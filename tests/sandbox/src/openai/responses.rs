//! `POST /v1/responses`: structured output only, written out of the prompt or by script.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::Json;
use axum::extract::{Extension, State as Shelf};
use serde_json::{Map, Value, json};

use super::prompt::{Brief, input_text};
use super::schema::{Filling, check_strict};
use super::{OpenAi, Problem, Scripted, State, id, moderation, writer};
use crate::clock;
use crate::wire::Payload;

/// Every parameter of the API.
const PARAMETERS: [&str; 31] = [
    "background",
    "context_management",
    "conversation",
    "include",
    "input",
    "instructions",
    "max_output_tokens",
    "max_tool_calls",
    "metadata",
    "model",
    "moderation",
    "parallel_tool_calls",
    "previous_response_id",
    "prompt",
    "prompt_cache_key",
    "prompt_cache_options",
    "prompt_cache_retention",
    "reasoning",
    "safety_identifier",
    "service_tier",
    "store",
    "stream",
    "stream_options",
    "temperature",
    "text",
    "tool_choice",
    "tools",
    "top_logprobs",
    "top_p",
    "truncation",
    "user",
];
/// Parameters that the answer repeats, with what it says when the request does not.
const REPEATED: [(&str, &str); 15] = [
    ("instructions", "null"),
    ("max_output_tokens", "null"),
    ("max_tool_calls", "null"),
    ("metadata", "{}"),
    ("parallel_tool_calls", "true"),
    ("previous_response_id", "null"),
    ("prompt_cache_key", "null"),
    ("reasoning", r#"{"effort":null,"summary":null}"#),
    ("safety_identifier", "null"),
    ("temperature", "1.0"),
    ("text", r#"{"format":{"type":"text"}}"#),
    ("tool_choice", r#""auto""#),
    ("tools", "[]"),
    ("top_p", "1.0"),
    ("truncation", r#""disabled""#),
];

/// What the model says, and how the answer ends.
struct Outcome {
    status: &'static str,
    part: Option<Value>,
    error: Value,
    incomplete_details: Value,
}

/// Answers with variants, a refusal, an unfinished text or a failure.
pub(crate) async fn create(
    Shelf(openai): Shelf<OpenAi>,
    Extension(Payload(body)): Extension<Payload>,
) -> Result<Json<Value>, Problem> {
    let Value::Object(request) = body else {
        return Err(Problem::invalid_type("body", "a JSON object"));
    };
    check(&request)?;
    let input = input_text(&request["input"])?;
    let instructions = request.get("instructions").and_then(Value::as_str).unwrap_or_default();
    let brief = Brief::read(&input, instructions);
    let (scripted, turn) = openai.state.change(|state| state.turn(&input, brief.count));
    let format = request.get("text").map_or(&Value::Null, |text| &text["format"]);
    let outcome = outcome(scripted, &brief, turn, format);
    Ok(Json(answer(&request, &format!("{instructions}{input}"), outcome)))
}

impl State {
    /// The scripted answer, if any, and where the writer goes on for this prompt.
    fn turn(&mut self, input: &str, count: usize) -> (Option<Scripted>, usize) {
        let mut hasher = DefaultHasher::new();
        input.hash(&mut hasher);
        let hash = hasher.finish();
        let asked = self.asked.entry(hash).or_default();
        let turn = usize::try_from(hash % 1_000).unwrap_or_default() + *asked * count;
        *asked += 1;
        (self.script.pop_front(), turn)
    }
}

fn check(request: &Map<String, Value>) -> Result<(), Problem> {
    if let Some(unknown) = request.keys().find(|name| !PARAMETERS.contains(&name.as_str())) {
        return Err(Problem::unknown_parameter(unknown));
    }
    for required in ["model", "input"] {
        if request.get(required).is_none_or(Value::is_null) {
            return Err(Problem::missing_parameter(required));
        }
    }
    if !request["model"].is_string() {
        return Err(Problem::invalid_type("model", "a string"));
    }
    if request.get("stream") == Some(&json!(true)) {
        let message = "The sandbox does not stream.".to_owned();
        return Err(Problem::invalid("stream", "unsupported_value", message));
    }
    request.get("text").map_or(Ok(()), |text| check_format(&text["format"]))
}

fn check_format(format: &Value) -> Result<(), Problem> {
    if format["type"] != "json_schema" {
        return Ok(());
    }
    let name = format["name"].as_str().ok_or_else(|| Problem::missing_parameter("text.format.name"))?;
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    if !(1..=64).contains(&name.len()) || !name.chars().all(allowed) {
        let message = "Invalid 'text.format.name': string does not match pattern.".to_owned();
        return Err(Problem::invalid("text.format.name", "invalid_value", message));
    }
    if !format["schema"].is_object() {
        return Err(Problem::missing_parameter("text.format.schema"));
    }
    if format["strict"] == json!(true) { check_strict(name, &format["schema"]) } else { Ok(()) }
}

fn outcome(scripted: Option<Scripted>, brief: &Brief, turn: usize, format: &Value) -> Outcome {
    let written = || (turn..turn + brief.count).map(|turn| writer::post(brief, turn)).collect();
    let spoken = |posts: Vec<String>| text_part(&render(&posts, brief, format));
    let whole = |part| Outcome {
        status: "completed",
        part: Some(part),
        error: json!(null),
        incomplete_details: json!(null),
    };
    match scripted {
        None => whole(spoken(written())),
        Some(Scripted::Texts(posts)) if posts.is_empty() => whole(spoken(written())),
        Some(Scripted::Texts(posts)) => whole(spoken(posts)),
        Some(Scripted::Refusal(reason)) => whole(json!({ "type": "refusal", "refusal": reason })),
        Some(Scripted::Incomplete(reason)) => {
            let text = render(&written(), brief, format);
            let half: String = text.chars().take(text.chars().count() / 2).collect();
            let details = json!({ "reason": reason });
            Outcome { status: "incomplete", incomplete_details: details, ..whole(text_part(&half)) }
        }
        Some(Scripted::Failed(code)) => {
            let error = json!({ "code": code, "message": "The model could not answer." });
            Outcome { status: "failed", part: None, error, incomplete_details: json!(null) }
        }
    }
}

fn render(posts: &[String], brief: &Brief, format: &Value) -> String {
    let schema = &format["schema"];
    match format["type"].as_str() {
        Some("json_schema") => {
            Filling { posts, rationale: &writer::rationale(brief), root: schema }.fill(schema).to_string()
        }
        Some("json_object") => json!({ "texts": posts }).to_string(),
        Some(_) | None => posts[0].clone(),
    }
}

fn text_part(text: &str) -> Value {
    json!({ "type": "output_text", "text": text, "annotations": [], "logprobs": [] })
}

fn answer(request: &Map<String, Value>, prompt: &str, outcome: Outcome) -> Value {
    let said = outcome.part.as_ref().map(Value::to_string).unwrap_or_default();
    let message = outcome.part.map(|part| {
        let status = if outcome.status == "completed" { "completed" } else { "incomplete" };
        json!({ "type": "message", "id": id("msg"), "role": "assistant", "status": status, "content": [part] })
    });
    let now = clock::now().timestamp();
    let mut answer = json!({
        "id": id("resp"),
        "object": "response",
        "created_at": now,
        "completed_at": (outcome.status == "completed").then_some(now),
        "status": outcome.status,
        "background": false,
        "error": outcome.error,
        "incomplete_details": outcome.incomplete_details,
        "model": request["model"],
        "output": message.into_iter().collect::<Vec<_>>(),
        "service_tier": "default",
        "usage": usage(prompt, &said),
    });
    for (name, default) in REPEATED {
        let value = request.get(name).filter(|value| !value.is_null()).cloned();
        answer[name] = value.unwrap_or_else(|| serde_json::from_str(default).unwrap_or_default());
    }
    if request.get("moderation").is_some_and(Value::is_object) {
        answer["moderation"] =
            json!({ "input": moderation::inline(prompt), "output": moderation::inline(&said) });
    }
    answer
}

/// About four letters to a token.
fn usage(prompt: &str, said: &str) -> Value {
    let (input, output) = (prompt.chars().count() / 4 + 1, said.chars().count() / 4 + 1);
    json!({
        "input_tokens": input,
        "input_tokens_details": { "cached_tokens": 0, "cache_write_tokens": 0 },
        "output_tokens": output,
        "output_tokens_details": { "reasoning_tokens": 0 },
        "total_tokens": input + output,
    })
}
