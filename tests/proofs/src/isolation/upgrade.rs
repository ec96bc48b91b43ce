//! Two versions of the program: the older one has forgotten an event type.

use anyhow::ensure;
use serde_json::json;

use super::damage::DamagedEvent;
use super::{HEALED, TOLD, told, until_found};
use crate::stage::Stage;

/// The type that the older program forgets: a mood that ends before its time.
const FORGOTTEN: &str = "VibeCleared";

/// Beside an older instance the type is not written; once that has stopped, it is.
pub(super) async fn refused_beside_an_older(stage: &Stage) -> anyhow::Result<String> {
    let (client, project) = (&stage.outside.client, &stage.outside.projects[1]);
    let path = format!("/api/projects/{project}/vibe");
    client.ask("POST", &path, "a mood", &json!({ "vibe": "about to end" })).await?;
    let mut older =
        stage.app.start_second_with(&[("MEMEBOT_FORGET".to_owned(), FORGOTTEN.to_owned())]).await?;
    until_found("the type is refused", TOLD, async || {
        let key = format!("end {}", uuid::Uuid::new_v4());
        let (status, answer) = client.once("POST", &path, &key, &json!({})).await?;
        Ok((status == 503 && answer["type"] == "/problems/upgrade").then_some(()))
    })
    .await?;
    let others = client.once("POST", &path, "another mood", &json!({ "vibe": "still here" })).await?;
    ensure!(others.0 == 200, "what both can read is written: {} {}", others.0, others.1);
    older.stop().await?;
    client.ask("POST", &path, "the end", &json!({})).await?;
    Ok("refused with 503 beside the older, written after it had stopped".to_owned())
}

/// An older program meets the type, and the newer one comes back.
pub(super) async fn healed_by_the_newer(stage: &mut Stage) -> anyhow::Result<String> {
    let project = stage.outside.projects[0].clone();
    let path = format!("/api/projects/{project}/vibe");
    let client = stage.outside.client.clone();
    client.ask("POST", &path, "mood", &json!({ "vibe": "before the older one" })).await?;
    stage.rests().await?;
    stage.app.stop().await?;
    stage.app.restart_as("api,sequencer").await?;
    client.ask("POST", &path, "end of mood", &json!({})).await?;
    let find = "SELECT l.position, e.event_type, e.aggregate_type || '/' || e.aggregate_id AS stream
                  FROM event_log l JOIN events e USING (event_id) WHERE e.event_type = $1 AND e.aggregate_id = $2";
    let event: DamagedEvent = until_found("it has its position", TOLD, async || {
        Ok(sqlx::query_as(find).bind(FORGOTTEN).bind(&project).fetch_optional(stage.pool()).await?)
    })
    .await?;
    stage.app.stop().await?;
    stage.app.launch(&[("MEMEBOT_FORGET".to_owned(), FORGOTTEN.to_owned())])?;
    stage.app.ready().await?;
    let told = told::within(stage, &event, TOLD).await?;
    stage.app.stop().await?;
    stage.app.restart().await?;
    told::over(stage, &event, HEALED).await?;
    stage.is_well(&client.ledger.since(0)).await?;
    stage.is_sound().await?;
    Ok(format!("{told} by the older; healed by the newer, in order"))
}
