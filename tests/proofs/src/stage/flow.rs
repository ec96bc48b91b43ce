//! The load of a case: a layer, a post, commands beside each other with repeats, and a command in the chat.

use std::time::Duration;

use anyhow::{Context, anyhow, bail, ensure};
use futures_util::future::try_join_all;
use sandbox::telegram::ChatMessage;
use serde_json::{Value, json};
use tests::surroundings::ALICE;
use tokio::time::timeout;

use super::{Outside, PATIENCE};

/// After this the timeline has been looked at for the last time, if it could be read all the while.
pub const RECONCILED: Duration = Duration::from_secs(9);
/// Clients that ask beside each other, and how often each does.
const BESIDE: usize = 8;
const ROUNDS: usize = 3;

/// What a case leaves behind.
pub struct Story {
    /// The post's id on X.
    pub tweet: String,
    /// How many receipts were compared with those of a repeat.
    pub repeats: usize,
}

/// Plays the whole load under a word that nobody used before.
pub async fn play(outside: &Outside, project: &str, word: &str) -> anyhow::Result<Story> {
    let (tweet, (), repeats, ()) = tokio::try_join!(
        post(outside, project, word),
        layer(outside, project, word),
        beside(outside, project, word),
        chat(outside, word),
    )?;
    Ok(Story { tweet, repeats })
}

/// A layer is proposed, scored, and approved.
pub async fn layer(outside: &Outside, project: &str, word: &str) -> anyhow::Result<()> {
    let client = &outside.client;
    let new = json!({ "project": project, "content": format!("On days like {word} we plant a tree.") });
    let added = client.ask("POST", "/api/context", &format!("{word} layer"), &new).await?;
    let id = added["id"].as_str().context("a layer has an id")?;
    client.until(&format!("/api/context/{id}"), |layer| layer["score"].is_u64()).await?;
    let decision = json!({ "project": project, "layer": added["layer"] });
    client
        .ask("POST", &format!("/api/context/{id}/approve"), &format!("{word} layer yes"), &decision)
        .await?;
    Ok(())
}

/// A post is asked for, approved, queued, and published; its id on X.
pub async fn post(outside: &Outside, project: &str, word: &str) -> anyhow::Result<String> {
    let client = &outside.client;
    let suggestion = approved(outside, project, word).await?;
    let queue = json!({ "suggestion": suggestion });
    let queued = client.ask("POST", "/api/posts", &format!("{word} post"), &queue).await?;
    let id = queued["id"].as_str().context("a post has an id")?;
    let post = ended(outside, &format!("/api/posts/{id}"), word, RECONCILED).await?;
    ensure!(post["status"] == "published", "the post ended otherwise: {post}");
    Ok(post["tweet_id"].as_str().context("a published post has a tweet")?.to_owned())
}

/// The post when nothing more happens to it. Where only a person can know whether it is on X, one looks and says so:
/// where it was not found after this time.
pub async fn ended(outside: &Outside, path: &str, word: &str, reconciled: Duration) -> anyhow::Result<Value> {
    let is =
        |post: &Value, known: &[&str]| post["status"].as_str().is_some_and(|status| known.contains(&status));
    let until = |known: &'static [&'static str]| outside.client.until(path, move |post| is(post, known));
    for look in 0..5 {
        let post = until(&["published", "failed", "blocked", "missed", "unknown"]).await?;
        if post["status"] == "failed" && look > 0 {
            // what the person saw was that it is not there: it is sent again
            outside
                .client
                .try_ask("POST", &format!("{path}/retry"), &format!("{word} again {look}"), &json!({}))
                .await?;
            until(&["queued", "cleared", "published", "unknown"]).await?;
            continue;
        }
        if post["status"] != "unknown" {
            return Ok(post);
        }
        // most find themselves again on the timeline
        if let Ok(found) = timeout(reconciled, until(&["published", "cleared"])).await {
            found?;
            continue;
        }
        let timeline = outside.sandbox.x().timeline();
        let tweet = timeline.iter().find(|tweet| post["text"] == tweet.text);
        let (live, tweet) = (tweet.is_some(), tweet.map(|tweet| &tweet.id));
        let seen = json!({ "live": live, "tweet_id": tweet, "attempt": post["attempts"] });
        let key = format!("{word} look {look}");
        outside.client.try_ask("POST", &format!("{path}/confirm"), &key, &seen).await?;
        until(&["published", "failed", "cleared"]).await?;
    }
    bail!("{path}: nobody came to know whether it is on X")
}

/// An approved suggestion about the word.
pub async fn approved(outside: &Outside, project: &str, word: &str) -> anyhow::Result<String> {
    let client = &outside.client;
    let request = json!({ "project": project, "instruction": format!("rain and {word}"), "variants": 1 });
    let asked = client.ask("POST", "/api/suggestions", &format!("{word} ask"), &request).await?;
    let id = asked["id"].as_str().context("a suggestion has an id")?.to_owned();
    let path = format!("/api/suggestions/{id}");
    let scored =
        |suggestion: &Value| suggestion["variants"][0]["score"].is_u64() || suggestion["failure"].is_object();
    let made = client.until(&path, scored).await?;
    ensure!(made["variants"][0]["score"].is_u64(), "no variants came: {made}");
    let decision = json!({ "variant": 1, "revision": 0 });
    client.ask("POST", &format!("{path}/approve"), &format!("{word} yes"), &decision).await?;
    Ok(id)
}

/// Several clients change one project; every second request is sent twice at once, and both get one receipt. How many
/// were compared.
pub async fn beside(outside: &Outside, project: &str, word: &str) -> anyhow::Result<usize> {
    let clients = (0..BESIDE).map(|number| async move {
        let mut repeats = 0;
        for round in 0..ROUNDS {
            let (path, key) = (format!("/api/projects/{project}/vibe"), format!("{word} {number} {round}"));
            let vibe = json!({ "vibe": format!("calm {number}.{round}") });
            let first = outside.client.ask("POST", &path, &key, &vibe);
            if number % 2 == 0 {
                first.await?;
                continue;
            }
            let (first, second) = tokio::try_join!(first, outside.client.ask("POST", &path, &key, &vibe))?;
            ensure!(first["receipt"] == second["receipt"], "{key} has two receipts: {first} {second}");
            repeats += 1;
        }
        anyhow::Ok(repeats)
    });
    Ok(try_join_all(clients).await?.into_iter().sum())
}

/// Alice sets the vibe in the chat and reads it in the answer; if she is told to, she tries again.
pub async fn chat(outside: &Outside, word: &str) -> anyhow::Result<()> {
    let telegram = outside.sandbox.telegram();
    for _ in 0..5 {
        let said = telegram.user_says(ALICE, &format!("/vibe as calm as {word}"), None)?;
        let done = |message: &ChatMessage| message.text.contains(word);
        let fits = |message: &ChatMessage| {
            message.from_bot && message.id > said && (done(message) || message.text.contains("again"))
        };
        let answered = telegram.wait_for_message(ALICE, PATIENCE, fits).await;
        if done(&answered.map_err(|_| anyhow!("/vibe {word} was never answered in the chat"))?) {
            return Ok(());
        }
    }
    bail!("/vibe {word} could not be done in the chat")
}
