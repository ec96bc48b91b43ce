//! Words of a person that are forgotten: they were sent to services, and stay nowhere here.

use anyhow::Context;
use serde_json::{Value, json};

use super::run::Run;

/// The words.
pub(super) const KIND: &str = "forgotten words";

/// A project with the same words wherever a person can put some; then all of them are forgotten.
pub(super) async fn play(run: &mut Run) -> anyhow::Result<()> {
    let words = run.canaries.token(KIND);
    let client = &run.stage.outside.client;
    let new = json!({ "name": "Newt", "description": words });
    let project = id(&client.ask("POST", "/api/projects", "newt", &new).await?)?;
    let at = format!("/api/projects/{project}");
    client.ask("POST", &format!("{at}/vibe"), "newt vibe", &json!({ "vibe": words })).await?;
    let layer = json!({ "project": project, "content": words });
    let layer = id(&client.ask("POST", "/api/context", "newt layer", &layer).await?)?;
    let layer = format!("/api/context/{layer}");
    client.until(&layer, |layer| layer["score"].is_u64()).await?;
    client.ask("POST", &format!("{layer}/approve"), "newt layer yes", &json!({})).await?;
    let request = json!({ "project": project, "instruction": words, "variants": 1 });
    let suggestion = id(&client.ask("POST", "/api/suggestions", "newt ask", &request).await?)?;
    let asked = format!("/api/suggestions/{suggestion}");
    client.until(&asked, |suggestion| suggestion["variants"][0]["score"].is_u64()).await?;
    let edit = json!({ "variant": 1, "revision": 0, "text": words });
    client.ask("POST", &format!("{asked}/edit"), "newt edit", &edit).await?;
    let again = |suggestion: &Value| suggestion["variants"][0]["score"].is_u64() && shows(suggestion, &words);
    client.until(&asked, again).await.context("the edited variant")?;
    for (kind, id) in [("suggestion", &suggestion), ("context", &project), ("project", &project)] {
        let forget = json!({ "kind": kind, "id": id });
        client.ask("POST", &format!("{at}/forget"), &format!("newt forget {kind}"), &forget).await?;
    }
    for path in [&at, &layer, &asked] {
        client.until(path, |found| !shows(found, &words)).await.context("forgotten words")?;
    }
    run.stage.rests().await
}

fn shows(found: &Value, words: &str) -> bool {
    found.to_string().contains(words)
}

fn id(made: &Value) -> anyhow::Result<String> {
    Ok(made["id"].as_str().with_context(|| format!("no id in {made}"))?.to_owned())
}
