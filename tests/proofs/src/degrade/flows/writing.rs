//! Context layers and suggestions: from the request to the decision.

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::super::plan::{Moment, Service};
use super::super::scene::Scene;
use super::nothing;

const WRITING: &str = "SELECT status, last_error FROM effects
 WHERE process = 'generation' AND step = 'generate' AND request ->> 'suggestion' = $1";

/// A layer is proposed, scored, and approved.
pub(super) async fn context(scene: &Scene<'_>) -> anyhow::Result<String> {
    let (client, project) = (&scene.outside().client, scene.busy());
    let new =
        json!({ "project": project, "content": format!("On days like {} we plant a tree.", scene.word) });
    let added = scene.asks(("POST", "/api/context"), "layer", &new).await?;
    let path = format!("/api/context/{}", id(&added)?);
    let end = async {
        let scored = client.until(&path, |layer| layer["score"].is_u64()).await?;
        marked_so(scene, &scored["complete"])?;
        let decision = json!({ "project": project, "layer": added["layer"] });
        client.ask("POST", &format!("{path}/approve"), &format!("{} yes", scene.word), &decision).await?;
        let active = client.until(&path, |layer| layer["active"] == true).await?;
        Ok(format!("layer {} with score {}", active["layer"], active["score"]))
    };
    let (told, done) = scene.through(nothing(), end).await?;
    let events = events(scene, "context", &format!("{} layer", scene.word)).await?;
    ensure!(events == 1, "the layer was added {events} times");
    Ok(format!("{told}; {done}"))
}

/// A text is asked for, written, scored, and shown to Alice.
pub(super) async fn suggestion(scene: &Scene<'_>) -> anyhow::Result<String> {
    let client = &scene.outside().client;
    let request =
        json!({ "project": scene.busy(), "instruction": format!("rain and {}", scene.word), "variants": 1 });
    let asked = scene.asks(("POST", "/api/suggestions"), "ask", &request).await?;
    let id = id(&asked)?;
    let end = async {
        let ready = |suggestion: &Value| {
            suggestion["variants"][0]["score"].is_u64() || suggestion["failure"].is_object()
        };
        let made = client.until(&format!("/api/suggestions/{id}"), ready).await?;
        let text = made["variants"][0]["text"].as_str().with_context(|| format!("nothing came: {made}"))?;
        if !scene.is_mute() {
            scene.is_told(0, text).await?;
        }
        Ok(text.to_owned())
    };
    let (told, text) = scene.through(scene.job(WRITING, id), end).await?;
    scene.is_told(0, &text).await?;
    let events = events(scene, "suggestion", &format!("{} ask", scene.word)).await?;
    ensure!(events == 1, "it was asked for {events} times");
    Ok(format!("{told}; shown in the chat"))
}

/// The path of a suggestion that has been written and scored while everything was there, and its text.
pub(super) async fn asked(scene: &Scene<'_>) -> anyhow::Result<(String, String)> {
    let client = &scene.outside().client;
    let request =
        json!({ "project": scene.busy(), "instruction": format!("rain and {}", scene.word), "variants": 1 });
    let asked = client.ask("POST", "/api/suggestions", &format!("{} ask", scene.word), &request).await?;
    let path = format!("/api/suggestions/{}", id(&asked)?);
    let made = client.until(&path, |suggestion| suggestion["variants"][0]["score"].is_u64()).await?;
    let text = made["variants"][0]["text"].as_str().context("a variant has a text")?.to_owned();
    Ok((path, text))
}

/// A written text is edited, scored again, and approved.
pub(super) async fn edit(scene: &Scene<'_>) -> anyhow::Result<String> {
    let client = &scene.outside().client;
    let (path, _) = asked(scene).await?;
    let edited = json!({ "variant": 1, "revision": 0, "text": format!("A calm day by the {}.", scene.word) });
    scene.asks(("POST", &format!("{path}/edit")), "edit", &edited).await?;
    let end = async {
        let again = |suggestion: &Value| {
            suggestion["variants"][0]["revision"] == 1 && suggestion["variants"][0]["score"].is_u64()
        };
        let scored = client.until(&path, again).await?;
        marked_so(scene, &scored["variants"][0]["complete"])?;
        let decision = json!({ "variant": 1, "revision": 1 });
        client.ask("POST", &format!("{path}/approve"), &format!("{} yes", scene.word), &decision).await?;
        client.until(&path, |suggestion| suggestion["status"] == "approved").await.map(drop)
    };
    let (told, ()) = scene.through(nothing(), end).await?;
    Ok(format!("{told}; approved as edited"))
}

/// What was scored without the moderation service says so.
fn marked_so(scene: &Scene<'_>, complete: &Value) -> anyhow::Result<()> {
    let without = scene.round.service == Service::OpenAi && scene.round.moment == Moment::Before;
    ensure!(!without || *complete == false, "scored without a signal, and counts as complete: {complete}");
    Ok(())
}

pub(super) fn id(answer: &Value) -> anyhow::Result<&str> {
    answer["id"].as_str().with_context(|| format!("it has no id: {answer}"))
}

/// How many events of this aggregate the command of this key has brought about.
async fn events(scene: &Scene<'_>, aggregate: &str, key: &str) -> anyhow::Result<i64> {
    let ledger = scene.outside().client.ledger.since(0);
    let receipts = ledger.iter().filter(|known| known.key == key);
    let commands: Vec<uuid::Uuid> =
        receipts.filter_map(|known| known.receipt["command_id"].as_str()?.parse().ok()).collect();
    let count = "SELECT count(*) FROM events e WHERE e.aggregate_type = $1 AND EXISTS (
                        SELECT FROM commands c WHERE c.command_id = ANY ($2) AND e.event_id = ANY (c.event_ids))";
    Ok(sqlx::query_scalar(count)
        .bind(aggregate)
        .bind(&commands)
        .fetch_one(scene.theatre.stage.pool())
        .await?)
}
