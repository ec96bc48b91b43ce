//! Posts: from the approval to X.

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use sandbox::faults::{Breakage, Fault, FaultKind, Service as Outsider};
use sandbox::telegram::ChatMessage;
use serde_json::{Value, json};
use tests::surroundings::ALICE;

use super::super::plan::{Moment, Service, Way};
use super::super::scene::Scene;
use super::writing::id;
use crate::stage::{PATIENCE, flow, until};

const SENDING: &str = "SELECT status, last_error FROM effects
 WHERE process = 'publishing' AND step <> 'clear' AND request ->> 'post' = $1 ORDER BY created_at DESC LIMIT 1";
/// A timeline that could not be read is read again after a minute.
const RECONCILED: Duration = Duration::from_secs(75);
/// X falls while it holds the request.
const ON_THE_WIRE: u64 = 500;

/// A post that is due at once.
pub(super) async fn now(scene: &Scene<'_>) -> anyhow::Result<String> {
    let suggestion = flow::approved(scene.outside(), scene.busy(), &scene.word).await?;
    let new = json!({ "suggestion": suggestion });
    if !scene.is_on_the_wire() {
        let queued = scene.asks(("POST", "/api/posts"), "post", &new).await?;
        return published(scene, id(&queued)?).await;
    }
    let (sandbox, client) = (&scene.outside().sandbox, &scene.outside().client);
    let fault = match scene.round.way {
        Way::Errs => Fault::answer(503, json!({ "title": "Service Unavailable" })),
        Way::Silent => Fault::always(FaultKind::Delay { delay_ms: ON_THE_WIRE, after_effect: true }),
        Way::Gone => Fault::breakage(Breakage::DropAfter),
    };
    let before = requests(scene);
    sandbox.inject(Outsider::X, fault.on("/2/tweets").with_method("POST").times(1));
    let first = async {
        let queued = client.ask("POST", "/api/posts", &format!("{} post", scene.word), &new).await?;
        until("a request to X", || requests(scene) > before).await?;
        Ok(queued)
    };
    let queued = scene.first(first).await?;
    published(scene, id(&queued)?).await
}

/// A post that is due in a moment, while the service is away.
pub(super) async fn at_a_time(scene: &Scene<'_>) -> anyhow::Result<String> {
    let suggestion = flow::approved(scene.outside(), scene.busy(), &scene.word).await?;
    let new = json!({ "suggestion": suggestion, "publish_at": soon() });
    let queued = scene.asks(("POST", "/api/posts"), "post", &new).await?;
    published(scene, id(&queued)?).await
}

#[expect(clippy::disallowed_methods, reason = "the binary under proof reads the machine's clock too")]
fn soon() -> DateTime<Utc> {
    Utc::now() + TimeDelta::seconds(2)
}

/// Requests to post that have reached X.
fn requests(scene: &Scene<'_>) -> usize {
    let requests = scene.outside().sandbox.requests(Outsider::X);
    requests.iter().filter(|request| request.method == "POST" && request.path == "/2/tweets").count()
}

async fn published(scene: &Scene<'_>, post: &str) -> anyhow::Result<String> {
    let path = format!("/api/posts/{post}");
    let end = async {
        let mut ended = flow::ended(scene.outside(), &path, &scene.word, RECONCILED).await?;
        let mut how = String::new();
        if scene.round.service == Service::OpenAi {
            (how, ended) = without_signal(scene, &path, ended).await?;
        }
        if ended["status"] == "published" && !scene.is_mute() {
            is_told(scene, &ended).await?;
        }
        Ok((how, ended))
    };
    let waits = async {
        let why = scene.job(SENDING, post).await?;
        let (_, seen) = scene.outside().client.once("GET", &path, "", &Value::Null).await?;
        if seen["status"] == "unknown" {
            is_told_of(scene, &seen, "Nobody knows whether it is on X").await?;
            return Ok(format!("{why}, and people are told"));
        }
        Ok(why)
    };
    let (told, (how, mut ended)) = scene.through(waits, end).await?;
    if ended["status"] == "blocked" {
        let client = &scene.outside().client;
        let key = format!("{} once more", scene.word);
        client.ask("POST", &format!("{path}/retry"), &key, &json!({})).await?;
        ended = client.until(&path, |post| post["status"] == "published").await?;
    }
    ensure!(ended["status"] == "published", "the post ended otherwise: {ended}");
    is_told(scene, &ended).await?;
    let timeline = scene.outside().sandbox.x().timeline();
    let shown = timeline.iter().filter(|tweet| ended["text"] == tweet.text).count();
    ensure!(shown == 1, "it is on X {shown} times");
    Ok(format!("{told}{how}; on X once"))
}

async fn is_told(scene: &Scene<'_>, post: &Value) -> anyhow::Result<()> {
    let tweet = post["tweet_id"].as_str().with_context(|| format!("it has no tweet: {post}"))?;
    scene.is_told(0, tweet).await?;
    let messages = scene.outside().sandbox.telegram().messages(ALICE, 0);
    // earlier messages about the post are brought up to date; that is no news
    let is_news = |message: &&ChatMessage| !message.edited && message.text.contains(tweet);
    let told = messages.iter().filter(is_news).count();
    // where nobody answers, nobody knows whether a message has arrived: it is sent again
    ensure!(told <= 1 || scene.is_mute(), "people are told {told} times that {tweet} is on X");
    Ok(())
}

/// A message to Alice about this post that says so.
async fn is_told_of(scene: &Scene<'_>, post: &Value, what: &str) -> anyhow::Result<()> {
    let text = post["text"].as_str().unwrap_or_default();
    let fits = |message: &ChatMessage| message.text.contains(what) && message.text.contains(text);
    let told = scene.outside().sandbox.telegram().wait_for_message(ALICE, PATIENCE, fits).await;
    ensure!(told.is_ok(), "nobody was told in Telegram: {what}");
    Ok(())
}

/// Without the moderation service nothing goes out that somebody approved when it was there.
async fn without_signal(scene: &Scene<'_>, path: &str, ended: Value) -> anyhow::Result<(String, Value)> {
    match ended["status"].as_str() {
        Some("published") if scene.round.moment == Moment::Before => {
            bail!("{path} went out without the final check")
        }
        Some("published") => Ok((", quicker than the fall".to_owned(), ended)),
        Some("blocked") => {
            is_told_of(scene, &ended, "A safety check could not look").await?;
            Ok((", blocked and told until a person tries again".to_owned(), ended))
        }
        _ => bail!("{path} ended otherwise: {ended}"),
    }
}
