//! Posts that are due: queued for their times, and when they came to X.

use std::collections::HashMap;

use anyhow::{Context, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use commands::port::clock::Clock;
use engine::clock::DatabaseClock;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use sandbox::faults::Service;
use serde_json::{Value, json};

use super::{Outside, flow};

/// By how much a post may be late.
const LATE: TimeDelta = TimeDelta::seconds(2);
/// How many people ask for posts at a time.
const BESIDE: usize = 4;

/// A post and its time.
#[derive(Clone, Debug)]
pub struct Due {
    /// Its id.
    pub id: String,
    /// What goes to X.
    pub text: String,
    /// When it is due, by this machine's clock.
    pub at: DateTime<Utc>,
}

/// This machine's time, which is that of the stand-ins.
pub fn now() -> DateTime<Utc> {
    DatabaseClock::default().now()
}

/// Approved suggestions under words of their own.
pub async fn approved(outside: &Outside, word: &str, count: usize) -> anyhow::Result<Vec<String>> {
    let projects = &outside.projects;
    let all = stream::iter(0..count).map(|number| async move {
        flow::approved(outside, &projects[number % projects.len()], &format!("{word}{number}")).await
    });
    all.buffered(BESIDE).try_collect().await
}

/// Queues one for this time; none: now.
pub async fn queue(outside: &Outside, suggestion: &str, at: Option<DateTime<Utc>>) -> anyhow::Result<Due> {
    let post = json!({ "suggestion": suggestion, "publish_at": at });
    let queued = outside.client.ask("POST", "/api/posts", &format!("post {suggestion}"), &post).await?;
    let id = queued["id"].as_str().context("a post has an id")?.to_owned();
    let shown = |post: &Value| post["text"].is_string();
    let post = outside.client.until(&format!("/api/posts/{id}"), shown).await?;
    let text = post["text"].as_str().context("a post has a text")?.to_owned();
    Ok(Due { id, text, at: at.unwrap_or_else(now) })
}

/// When requests with each text came to X.
pub fn on_x(outside: &Outside) -> HashMap<String, Vec<DateTime<Utc>>> {
    let mut found: HashMap<String, Vec<DateTime<Utc>>> = HashMap::new();
    for request in outside.sandbox.requests(Service::X) {
        if let ("POST", "/2/tweets", Some(text)) =
            (request.method.as_str(), request.path.as_str(), request.body["text"].as_str())
        {
            found.entry(text.to_owned()).or_default().push(request.at);
        }
    }
    found
}

/// Checks that each went to X once, and at its time; by how much the latest was late.
pub fn all_in_time(outside: &Outside, posts: &[Due]) -> anyhow::Result<TimeDelta> {
    let (found, mut latest) = (on_x(outside), TimeDelta::zero());
    for post in posts {
        let times = found.get(&post.text).map(Vec::as_slice).unwrap_or_default();
        ensure!(times.len() == 1, "{} went to X {} times", post.id, times.len());
        let late = times[0] - post.at;
        ensure!(late >= TimeDelta::zero(), "{} went to X {} ms early", post.id, -late.num_milliseconds());
        ensure!(late <= LATE, "{} went to X {} ms late", post.id, late.num_milliseconds());
        latest = latest.max(late);
    }
    Ok(latest)
}
