//! What the demo prints, and `target/demo.json`.
#![expect(clippy::print_stdout, reason = "printing is what the demo is for")]

use std::path::Path;

use anyhow::{Context, ensure};
use sandbox::x::TimelineTweet;
use serde_json::{Value, json};
use tests::api::Api;
use tests::app::App;
use tests::stage::Stage;
use tests::surroundings::ALICE;

/// One line on what happens now.
pub(crate) fn step(what: &str) {
    println!("\n== {what}");
}

/// The conversation.
pub(crate) fn transcript(lines: &str) {
    println!("\n{lines}");
}

/// The error with all its causes.
pub(crate) fn failed(error: &anyhow::Error) {
    println!("\nThe demo failed: {error:#}");
}

/// The post as X stored it, its history, and the verdict on the log.
pub(crate) async fn outcome(stage: &Stage, tweet: &TimelineTweet) -> anyhow::Result<()> {
    let app = &stage.app;
    step("the post as X stored it");
    let username = &stage.sandbox.credentials().x_username;
    println!("https://x.com/{username}/status/{}\n{}", tweet.id, tweet.text);
    let history = history_of(app, &tweet.id).await?;
    step("the history of that post");
    for entry in &history {
        println!(
            "{:>6}  {:<22} {}",
            entry["position"].as_u64().unwrap_or_default(),
            text(entry, "action"),
            text(entry, "actor")
        );
    }
    step("the verdict on the log");
    let verdict = verify(app).await?;
    println!("{} events verified, Merkle root {}", verdict["verified"], text(&verdict, "root"));
    write(tweet, &history, &verdict)
}

async fn history_of(app: &App, tweet_id: &str) -> anyhow::Result<Vec<Value>> {
    let api = Api::connect(app, &format!("telegram:{ALICE}")).await?;
    let projects = api.get("/api/projects").await?;
    let project = projects["items"][0]["id"].as_str().context("the project is listed")?.to_owned();
    let posts = api.get(&format!("/api/posts?project={project}")).await?;
    let post = posts["items"].as_array().into_iter().flatten().find(|post| post["tweet_id"] == *tweet_id);
    let post = post.and_then(|post| post["id"].as_str()).context("the read model knows the tweet")?;
    let audit = api.get(&format!("/api/audit?project={project}&limit=100")).await?;
    let mut entries: Vec<Value> = audit["items"].as_array().cloned().unwrap_or_default();
    entries.retain(|entry| entry["stream"] == format!("post/{post}"));
    entries.sort_by_key(|entry| entry["position"].as_u64());
    Ok(entries)
}

async fn verify(app: &App) -> anyhow::Result<Value> {
    let output = app.command(&["audit", "verify", "--second-reader", "--json"]).await?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(output.status.success(), "the log is not intact: {said}");
    serde_json::from_str(&said).with_context(|| format!("no verdict in: {said}"))
}

fn write(tweet: &TimelineTweet, history: &[Value], verdict: &Value) -> anyhow::Result<()> {
    let events: Vec<&Value> = history.iter().map(|entry| &entry["action"]).collect();
    let summary = json!({
        "tweet_id": tweet.id,
        "tweet_text": tweet.text,
        "events": events,
        "last_position": verdict["verified"],
        "log_verified": verdict["faults"].as_array().is_some_and(Vec::is_empty),
        "second_reader": verdict["second_reader"],
    });
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::fs::create_dir_all(&target)?;
    std::fs::write(target.join("demo.json"), serde_json::to_string_pretty(&summary)? + "\n")?;
    println!("\nThe same in target/demo.json");
    Ok(())
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}
