//! `POST /v1/moderations`: thirteen categories, scored by a word list so that the same text always scores the same.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::Json;
use axum::extract::Extension;
use serde_json::{Map, Value, json};

use super::problem::Problem;
use crate::wire::Payload;

const MODEL: &str = "omni-moderation-latest";
const HIT: f64 = 0.9;

/// The categories with the words and phrases that raise them to 0.9.
const CATEGORIES: [(&str, &[&str]); 13] = [
    ("harassment", &["idiot", "idiots", "moron", "morons", "loser", "losers"]),
    ("harassment/threatening", &["i will find you", "we will find you", "watch your back"]),
    ("hate", &["subhuman", "vermin"]),
    ("hate/threatening", &["exterminate"]),
    ("illicit", &["shoplift", "launder money", "counterfeit"]),
    ("illicit/violent", &["bomb", "bombs"]),
    ("self-harm", &["suicide", "self-harm"]),
    ("self-harm/instructions", &["how to cut yourself"]),
    ("self-harm/intent", &["kill myself", "end my life"]),
    ("sexual", &["porn", "nude", "nudes"]),
    ("sexual/minors", &["underage"]),
    ("violence", &["kill", "kills", "killed", "killing", "murder", "murders", "stab", "shoot"]),
    ("violence/graphic", &["gore", "behead", "beheading", "dismember"]),
];

/// Answers with one result per string, or one for a list of parts.
pub(crate) async fn create(Extension(Payload(body)): Extension<Payload>) -> Result<Json<Value>, Problem> {
    let Value::Object(request) = body else {
        return Err(Problem::invalid_type("body", "a JSON object"));
    };
    if let Some(unknown) = request.keys().find(|name| !["input", "model"].contains(&name.as_str())) {
        return Err(Problem::unknown_parameter(unknown));
    }
    let texts = texts(request.get("input").unwrap_or(&Value::Null))?;
    let results: Vec<Value> = texts.iter().map(|text| assess(text)).collect();
    let model = request.get("model").and_then(Value::as_str).unwrap_or(MODEL);
    Ok(Json(json!({ "id": super::id("modr"), "model": model, "results": results })))
}

/// The result that `/v1/responses` carries when asked to moderate as well.
pub(super) fn inline(text: &str) -> Value {
    let mut result = assess(text);
    result["type"] = json!("moderation_result");
    result["model"] = json!(MODEL);
    result
}

fn texts(input: &Value) -> Result<Vec<String>, Problem> {
    let wrong = || Problem::invalid_type("input", "a string, an array of strings or an array of parts");
    match input {
        Value::Null => Err(Problem::missing_parameter("input")),
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(items) if items.is_empty() => Err(wrong()),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            Ok(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        }
        Value::Array(items) if items.iter().all(|item| item["type"].is_string()) => {
            let parts: Vec<&str> = items.iter().filter_map(|item| item["text"].as_str()).collect();
            Ok(vec![parts.join("\n")])
        }
        Value::Array(_) | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Err(wrong()),
    }
}

fn assess(text: &str) -> Value {
    let letters = |letter: char| if letter.is_alphanumeric() || letter == '-' { letter } else { ' ' };
    let spaced: String = text.to_lowercase().chars().map(letters).collect();
    let words = format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" "));
    let (mut categories, mut scores, mut inputs) = (Map::new(), Map::new(), Map::new());
    for (category, triggers) in CATEGORIES {
        let hit = triggers.iter().any(|trigger| words.contains(&format!(" {trigger} ")));
        let score = if hit { HIT } else { background(category, text) };
        categories.insert(category.to_owned(), json!(hit));
        scores.insert(category.to_owned(), json!(score));
        inputs.insert(category.to_owned(), json!(["text"]));
    }
    let flagged = categories.values().any(|hit| *hit == json!(true));
    json!({
        "flagged": flagged,
        "categories": categories,
        "category_scores": scores,
        "category_applied_input_types": inputs,
    })
}

/// The small score that harmless texts have: between 0.0001 and 0.01.
fn background(category: &str, text: &str) -> f64 {
    let mut hasher = DefaultHasher::new();
    (category, text).hash(&mut hasher);
    let part = u32::try_from(hasher.finish() % 100 + 1).unwrap_or(1);
    f64::from(part) / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::assess;
    use serde_json::json;

    #[test]
    fn words_are_matched_whole() {
        assert_eq!(assess("Kill the lights!")["category_scores"]["violence"], json!(0.9));
        let harmless = assess("What a skill you have");
        assert_eq!(harmless["flagged"], json!(false));
        assert!(harmless["category_scores"]["violence"].as_f64().unwrap() > 0.0);
    }
}
