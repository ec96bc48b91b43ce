//! Forgetting while the project waits: what was forgotten is gone from the read models at once.

use std::time::Duration;

use anyhow::Context;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::damage::{self, Damage, DamagedEvent};
use super::{HEALED, told, until_found};
use crate::stage::{Stage, flow};

/// How long it may take, as if nothing waited.
const SOON: Duration = Duration::from_secs(10);

/// Froglet has a suggestion; then an event of its context cannot be read, and the suggestion is forgotten.
pub(super) async fn overtakes(stage: &Stage, number: usize) -> anyhow::Result<String> {
    let (client, project) = (&stage.outside.client, &stage.outside.projects[0]);
    let suggestion = flow::approved(&stage.outside, project, "forgotten").await?;
    let shown = format!("/api/suggestions/{suggestion}");
    let (_, before) = client.once("GET", &shown, "", &Value::Null).await?;
    let words = before["variants"][0]["text"].as_str().context("a variant has a text")?.to_owned();
    // Of an unknown type: the read model of suggestions cannot know that it is none of its own.
    damage::arm(stage, project, Damage::UnknownType).await?;
    let layer = json!({ "project": project, "content": "We are kind." });
    client.ask("POST", "/api/context", &format!("layer {number}"), &layer).await?;
    let damaged = DamagedEvent::wait(stage, number).await?;
    let parked = "SELECT count(*) FROM parked_events WHERE position = $1 AND consumer = 'post_suggestions'";
    until_found("the project waits", super::TOLD, async || {
        let count: i64 = sqlx::query_scalar(parked).bind(damaged.position).fetch_one(stage.pool()).await?;
        Ok((count > 0).then_some(()))
    })
    .await?;
    let forget = json!({ "kind": "suggestion", "id": suggestion });
    client
        .ask("POST", &format!("/api/projects/{project}/forget"), &format!("forget {number}"), &forget)
        .await?;
    let gone = client.until(&shown, |found| !found.to_string().contains(&words));
    timeout(SOON, gone).await.context("the words are still shown")??;
    damaged.restore(stage).await?;
    told::over(stage, &damaged, HEALED).await?;
    let (_, after) = client.once("GET", &shown, "", &Value::Null).await?;
    anyhow::ensure!(
        !after.to_string().contains(&words),
        "what was taken up later shows the words again: {after}"
    );
    stage.is_well(&client.ledger.since(0)).await?;
    stage.is_sound().await?;
    Ok("the words were gone at once, and stayed so when the rest was taken up".to_owned())
}
