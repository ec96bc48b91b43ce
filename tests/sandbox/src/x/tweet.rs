//! A stored tweet and the ways it is shown.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::counting::links;
use super::{PublicMetrics, State, TimelineTweet};
use crate::clock;

/// Milliseconds at which X's ids begin.
const SNOWFLAKE_EPOCH: i64 = 1_288_834_974_657;

/// A tweet; the text is as sent.
pub(crate) struct Tweet {
    pub(crate) id: u64,
    pub(crate) text: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) reply_to: Option<String>,
    pub(crate) deleted: bool,
    pub(crate) metrics: PublicMetrics,
}

impl State {
    /// Keeps a new tweet under the next id.
    pub(crate) fn store(&mut self, text: String, reply_to: Option<String>) -> &Tweet {
        let created_at = clock::now();
        let by_clock = (created_at.timestamp_millis() - SNOWFLAKE_EPOCH).unsigned_abs() << 22;
        let id = by_clock.max(self.newest + 1);
        self.newest = id;
        let metrics = PublicMetrics::default();
        self.tweets.push(Tweet { id, text, created_at, reply_to, deleted: false, metrics });
        &self.tweets[self.tweets.len() - 1]
    }

    /// A tweet that is still there.
    pub(crate) fn tweet(&self, id: &str) -> Option<&Tweet> {
        self.tweets.iter().find(|tweet| !tweet.deleted && tweet.id.to_string() == id)
    }
}

impl Tweet {
    /// For the control side.
    pub(crate) fn owned(&self) -> TimelineTweet {
        TimelineTweet {
            id: self.id.to_string(),
            text: self.text.clone(),
            created_at: self.created_at,
            in_reply_to: self.reply_to.clone(),
            deleted: self.deleted,
        }
    }

    /// The fields that always come, and those asked for.
    pub(crate) fn json(&self, fields: &BTreeSet<String>, author: &str) -> Value {
        let (text, urls) = self.shown();
        let id = self.id.to_string();
        let created_at = self.created_at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let mut json = json!({ "id": id, "text": text, "edit_history_tweet_ids": [id] });
        for field in fields {
            match field.as_str() {
                "created_at" => json[field] = json!(created_at),
                "author_id" => json[field] = json!(author),
                "conversation_id" => json[field] = json!(self.reply_to.as_ref().unwrap_or(&id)),
                "public_metrics" => json[field] = json!(self.metrics),
                "entities" if !urls.is_empty() => json[field] = json!({ "urls": urls }),
                _ => (),
            }
        }
        json
    }

    /// The text as X returns it, links shortened and `& < >` escaped, with the entities of the links.
    pub(crate) fn shown(&self) -> (String, Vec<Value>) {
        let mut shown = String::new();
        let mut entities = Vec::new();
        let mut at = 0;
        for (index, link) in links(&self.text).into_iter().enumerate() {
            shown.push_str(&escape(&self.text[at..link.start]));
            at = link.end;
            let start = shown.chars().count();
            let short =
                format!("https://t.co/{:010x}", (self.id >> 12).wrapping_add(index as u64) & 0xff_ffff_ffff);
            shown.push_str(&short);
            entities.push(entity(&self.text[link], &short, start));
        }
        shown.push_str(&escape(&self.text[at..]));
        (shown, entities)
    }
}

fn entity(sent: &str, short: &str, start: usize) -> Value {
    let bare = sent.split_once("://").map_or(sent, |(_, bare)| bare);
    let expanded = if bare == sent { format!("http://{sent}") } else { sent.to_owned() };
    json!({
        "start": start,
        "end": start + short.len(),
        "url": short,
        "expanded_url": expanded,
        "display_url": bare,
    })
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
