//! Whether everybody who looks is told of an event that cannot be read: status, doctor, readiness, metrics, and the owner
//! in the chat; and once more when it is over.

use std::time::Duration;

use anyhow::{bail, ensure};
use serde_json::Value;
use tests::surroundings::ALICE;
use tokio::time::{Instant, sleep};

use super::damage::DamagedEvent;
use crate::stage::Stage;

const PAUSE: Duration = Duration::from_millis(500);

/// Waits until all of them tell; how long that took.
pub(super) async fn within(stage: &Stage, event: &DamagedEvent, limit: Duration) -> anyhow::Result<String> {
    let began = Instant::now();
    loop {
        match told(stage, event).await {
            Ok(()) => return Ok(format!("told after {:.0} s", began.elapsed().as_secs_f64())),
            Err(error) if began.elapsed() > limit => return Err(error.context("within a minute")),
            Err(_) => sleep(PAUSE).await,
        }
    }
}

async fn told(stage: &Stage, event: &DamagedEvent) -> anyhow::Result<()> {
    let DamagedEvent { position, event_type, stream, .. } = event;
    let parts = [format!("position {position}"), event_type.clone(), stream.clone()];
    let names = |text: &str| parts.iter().all(|part| text.contains(part));
    let (status, ready) = stage.outside.client.once("GET", "/readyz", "", &Value::Null).await?;
    let events = ready["checks"]["events"].as_str().unwrap_or_default();
    ensure!(status == 200 && ready["status"] == "degraded" && names(events), "/readyz: {status} {ready}");
    let (_, metrics) = stage.outside.client.once("GET", "/metrics", "", &Value::Null).await?;
    let labels = format!("position=\"{position}\",stream=\"{stream}\",type=\"{event_type}\"");
    ensure!(metrics.as_str().is_some_and(|page| page.contains(&labels)), "/metrics do not name it");
    for subcommand in ["status", "doctor"] {
        let output = stage.app.command(&[subcommand]).await?;
        let text = String::from_utf8_lossy(&output.stdout);
        ensure!(!output.status.success() && names(&text), "{subcommand}, {}: {text}", output.status);
    }
    let heard = heard(stage, &parts[0]);
    ensure!(heard == 1, "the owner was told {heard} times");
    Ok(())
}

/// Waits until nobody waits for it and the owner was told so.
pub(super) async fn over(stage: &Stage, event: &DamagedEvent, limit: Duration) -> anyhow::Result<()> {
    let (began, place) = (Instant::now(), format!("position {}", event.position));
    while began.elapsed() < limit {
        let status = stage.app.command(&["status"]).await?;
        if status.status.success() && heard(stage, &place) == 2 {
            return Ok(());
        }
        sleep(PAUSE).await;
    }
    bail!(
        "the event at {place} does not heal within {limit:?}, or the owner was told {} times",
        heard(stage, &place)
    )
}

/// How many messages to the owner name the place.
fn heard(stage: &Stage, place: &str) -> usize {
    let messages = stage.outside.sandbox.telegram().messages(ALICE, 0);
    let tell = |text: &str| text.contains(&format!("{place},")) || text.contains(&format!("{place} "));
    messages
        .iter()
        .filter(|message| message.from_bot && message.text.contains("⚠️") && tell(&message.text))
        .count()
}
