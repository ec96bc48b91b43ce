//! Creating and deleting tweets.

use axum::Json;
use axum::extract::{Extension, Path, State as Shelf};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::counting::{LONGEST, cashtags, weighted_length};
use super::problem::Problem;
use super::{State, X};
use crate::wire::Payload;

const DUPLICATE: &str = "You are not allowed to create a Tweet with duplicate content.";
const CASHTAGS: &str = "Posts are limited to a maximum of one cashtag";
const NOT_PERMITTED: &str = "You are not permitted to perform this action.";
const STRANGE_REPLY: &str = "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.";

/// Fields of the request that change nothing here.
const IGNORED: [&str; 7] = [
    "reply_settings",
    "made_with_ai",
    "paid_partnership",
    "community_id",
    "share_with_followers",
    "for_super_followers_only",
    "nullcast",
];
/// Fields that X knows and the sandbox refuses.
const UNSUPPORTED: [&str; 6] =
    ["media", "poll", "geo", "card_uri", "direct_message_deep_link", "edit_options"];

/// `POST /2/tweets`
pub(crate) async fn create(
    Shelf(x): Shelf<X>,
    Extension(Payload(body)): Extension<Payload>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let Value::Object(body) = body else {
        return Err(Problem::invalid("body", "the body is not a JSON object"));
    };
    let (text, reply_to) = understand(&body)?;
    let data = x.state.change(|state| state.publish(text, reply_to))?;
    Ok((StatusCode::CREATED, Json(json!({ "data": data }))))
}

/// `DELETE /2/tweets/{id}`
pub(crate) async fn delete(Shelf(x): Shelf<X>, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    x.state.change(|state| {
        let tweet = state.tweets.iter_mut().find(|tweet| !tweet.deleted && tweet.id.to_string() == id);
        tweet.ok_or_else(|| Problem::not_found("tweet", &id))?.deleted = true;
        Ok(Json(json!({ "data": { "deleted": true } })))
    })
}

/// The text and the tweet answered; anything that the schema does not allow is refused.
fn understand(body: &Map<String, Value>) -> Result<(String, Option<String>), Problem> {
    for field in body.keys().map(String::as_str) {
        match field {
            "text" | "reply" => (),
            "quote_tweet_id" => return Err(Problem::forbidden(NOT_PERMITTED)),
            known if IGNORED.contains(&known) => (),
            known if UNSUPPORTED.contains(&known) => {
                return Err(Problem::invalid(known, "the sandbox does not do this"));
            }
            unknown => {
                let reason = format!(
                    "$.{unknown}: is not defined in the schema and the schema does not allow additional properties"
                );
                return Err(Problem::invalid(unknown, &reason));
            }
        }
    }
    let text = body.get("text").and_then(Value::as_str).map(str::trim).unwrap_or_default();
    if text.is_empty() {
        return Err(Problem::invalid("text", "text: a non-empty string is required"));
    }
    let reply_to = body.get("reply").map(|reply| {
        let id = reply["in_reply_to_tweet_id"].as_str().map(str::to_owned);
        id.ok_or_else(|| Problem::invalid("reply", "reply.in_reply_to_tweet_id: a string is required"))
    });
    Ok((text.to_owned(), reply_to.transpose()?))
}

impl State {
    fn publish(&mut self, text: String, reply_to: Option<String>) -> Result<Value, Problem> {
        if weighted_length(&text) > LONGEST || text.contains(['\u{FFFE}', '\u{FEFF}', '\u{FFFF}']) {
            return Err(Problem::forbidden(NOT_PERMITTED));
        }
        if cashtags(&text) > 1 {
            return Err(Problem::forbidden(CASHTAGS));
        }
        if reply_to.as_ref().is_some_and(|id| self.tweet(id).is_none()) {
            return Err(Problem::forbidden(STRANGE_REPLY));
        }
        if self.tweets.iter().any(|tweet| tweet.text == text) {
            return Err(Problem::forbidden(DUPLICATE));
        }
        let tweet = self.store(text, reply_to);
        let id = tweet.id.to_string();
        Ok(json!({ "id": id, "text": tweet.shown().0, "edit_history_tweet_ids": [id] }))
    }
}
