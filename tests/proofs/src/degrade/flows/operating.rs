//! The sequencer, the relay, and what operators look at.

use std::process::Output;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};

use super::super::plan::Service;
use super::super::scene::Scene;
use crate::stage::PATIENCE;

const PAUSE: Duration = Duration::from_millis(100);
/// A dead connection is noticed by its unanswered pings.
const NOTICED: Duration = Duration::from_secs(38);

/// How long a subcommand may take.
const ENDS: Duration = Duration::from_secs(45);

const POSITION: &str =
    "SELECT max(l.position) FROM commands c JOIN event_log l ON l.event_id = ANY (c.event_ids)
 WHERE c.command_id = $1::uuid";

/// An event gets its position and comes to JetStream.
pub(super) async fn relay(scene: &Scene<'_>) -> anyhow::Result<String> {
    let path = format!("/api/projects/{}/vibe", scene.busy());
    let vibe = |number: u32| json!({ "vibe": format!("for the relay, {} {number}", scene.word) });
    let done = scene.asks(("POST", &path), "relayed", &vibe(0)).await?;
    let sequenced =
        async { Ok(format!("position {} while nothing is published", position(scene, &done).await?)) };
    let end = async {
        let position = position(scene, &done).await?;
        for number in 1.. {
            // what everybody has taken in already is not published into a stream that was wiped: news are
            if scene.round.service == Service::Nats {
                let key = format!("{} relayed {number}", scene.word);
                scene.outside().client.ask("POST", &path, &key, &vibe(number)).await?;
            }
            let (_, status) = status(scene).await?;
            let relay = status["readers"].as_array().into_iter().flatten().find(|r| r["reader"] == "relay");
            if relay.is_some_and(|relay| relay["reader_position"].as_i64() >= Some(position)) {
                break;
            }
            sleep(PAUSE).await;
        }
        Ok(position)
    };
    let end = async { timeout(PATIENCE, end).await.context("the stream never caught up")? };
    let (told, position) = scene.through(sequenced, end).await?;
    Ok(format!("{told}; the stream is past position {position}"))
}

async fn position(scene: &Scene<'_>, done: &Value) -> anyhow::Result<i64> {
    let command = done["receipt"]["command_id"].as_str().context("a receipt has a command id")?;
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        let found = sqlx::query_scalar(POSITION).bind(command).fetch_one(scene.theatre.stage.pool()).await;
        if let Ok(Some(position)) = found {
            return Ok(position);
        }
        sleep(PAUSE).await;
    }
    bail!("the event of {command} got no position")
}

/// A subcommand, which must come to its end whoever is away.
async fn run(scene: &Scene<'_>, arguments: &[&str]) -> anyhow::Result<Output> {
    let ended = timeout(ENDS, scene.theatre.stage.app.command(arguments)).await;
    ended.with_context(|| format!("memebot {} did not end within {ENDS:?}", arguments.join(" ")))?
}

/// `memebot status --json` and its exit code.
async fn status(scene: &Scene<'_>) -> anyhow::Result<(Option<i32>, Value)> {
    let output = run(scene, &["status", "--json"]).await?;
    let told = serde_json::from_slice(&output.stdout);
    Ok((output.status.code(), told.with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?))
}

/// Whether `memebot status` says that all three servers are there and all is well.
async fn is_healthy(scene: &Scene<'_>) -> anyhow::Result<bool> {
    let (code, told) = status(scene).await?;
    let up = told["services"].as_array().into_iter().flatten().all(|service| service["up"] == true);
    Ok(code == Some(0) && up)
}

/// What an operator runs, from another machine if need be.
pub(super) async fn command_line(scene: &Scene<'_>) -> anyhow::Result<String> {
    scene.falls().await?;
    let service = scene.round.service;
    let told = match service {
        Service::Postgres | Service::Nats | Service::Redis => by_status(scene).await?,
        Service::Telegram | Service::OpenAi | Service::X => by_doctor(scene).await?,
    };
    replay(scene).await?;
    scene.rises().await?;
    let deadline = Instant::now() + PATIENCE;
    while !is_healthy(scene).await? {
        ensure!(
            Instant::now() < deadline,
            "status never said that all is well again: {:?}",
            status(scene).await?
        );
        sleep(PAUSE).await;
    }
    Ok(format!("{told}; all well afterwards"))
}

/// `memebot replay --check`: without the database it says so, without anything else it works.
async fn replay(scene: &Scene<'_>) -> anyhow::Result<()> {
    let replay = run(scene, &["replay", "--check"]).await?;
    let works = scene.round.service != Service::Postgres;
    let printed = String::from_utf8_lossy(&[replay.stdout, replay.stderr].concat()).into_owned();
    ensure!(replay.status.success() == works, "replay --check ended with {}: {printed}", replay.status);
    Ok(())
}

async fn by_status(scene: &Scene<'_>) -> anyhow::Result<String> {
    let (code, told) = status(scene).await?;
    let name = scene.round.service.name().to_lowercase();
    let mut services = told["services"].as_array().into_iter().flatten();
    let named = services.find(|service| service["service"] == name).cloned().unwrap_or_default();
    ensure!(named["up"] == false, "status does not say that {name} is away: {told}");
    let expected = if scene.round.service == Service::Postgres { Some(69) } else { Some(0) };
    ensure!(code == expected || code == Some(1), "status ended with {code:?}: {told}");
    Ok(format!("{name}: {}", named["detail"].as_str().unwrap_or_default()))
}

async fn by_doctor(scene: &Scene<'_>) -> anyhow::Result<String> {
    let output = run(scene, &["doctor"]).await?;
    let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let name = scene.round.service.name();
    let line = told.lines().find(|line| line.contains(name)).map(str::to_owned).unwrap_or_default();
    ensure!(!output.status.success() && !line.is_empty(), "doctor finds nothing wrong with {name}: {told}");
    Ok(line)
}

/// What a load balancer looks at.
pub(super) async fn readiness(scene: &Scene<'_>) -> anyhow::Result<String> {
    scene.falls().await?;
    let key = match scene.round.service {
        Service::Postgres => Some("database"),
        Service::Nats => Some("nats"),
        Service::Redis => Some("redis"),
        Service::Telegram | Service::OpenAi | Service::X => None,
    };
    let deadline = Instant::now() + NOTICED;
    let told = loop {
        let (code, ready) = ready(scene).await?;
        let check = key.map_or("ok", |key| ready["checks"][key].as_str().unwrap_or_default());
        let (expected, status) = match key {
            Some("database") => (503, "unready"),
            Some(_) => (200, "degraded"),
            None => (200, "ready"),
        };
        if (code, &ready["status"]) == (expected, &json!(status)) && (check == "ok") == key.is_none() {
            break format!("{code} {status}");
        }
        ensure!(Instant::now() < deadline && key.is_some(), "/readyz says {code} {ready}");
        sleep(PAUSE).await;
    };
    scene.rises().await?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match ready(scene).await {
            Ok((200, ready)) if ready["status"] == "ready" => return Ok(format!("{told}, ready afterwards")),
            other => ensure!(Instant::now() < deadline, "never ready again: {other:?}"),
        }
        sleep(PAUSE).await;
    }
}

async fn ready(scene: &Scene<'_>) -> anyhow::Result<(u16, Value)> {
    scene.outside().client.once("GET", "/readyz", "", &Value::Null).await
}
