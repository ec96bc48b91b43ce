//! Commands, queries, and the readers of the log behind them.

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use super::super::scene::Scene;
use super::nothing;
use crate::stage::flow;

/// A command and its repeat.
pub(super) async fn command(scene: &Scene<'_>) -> anyhow::Result<String> {
    let path = format!("/api/projects/{}/description", scene.quiet());
    let body = json!({ "description": format!("A friendly animal that loves {}", scene.word) });
    let first = scene.asks(("PUT", &path), "describe", &body).await?;
    let key = format!("{} describe", scene.word);
    let (told, again) =
        scene.through(nothing(), scene.outside().client.ask("PUT", &path, &key, &body)).await?;
    ensure!(first["receipt"] == again["receipt"], "a repeat got another receipt: {first} {again}");
    Ok(format!("{told}; the same receipt again"))
}

/// A command, and a query that wants to see what it did.
pub(super) async fn after(scene: &Scene<'_>) -> anyhow::Result<String> {
    let path = format!("/api/projects/{}", scene.quiet());
    let vibe = json!({ "vibe": format!("calm {}", scene.word) });
    let done = scene.asks(("POST", &format!("{path}/vibe")), "vibe", &vibe).await?;
    let end = sees(scene, &path, &done);
    let (told, seen) = scene.through(nothing(), end).await?;
    ensure!(seen.to_string().contains(&scene.word), "it does not show what was written: {seen}");
    Ok(told)
}

/// The query's answer once it has taken the command in.
async fn sees(scene: &Scene<'_>, path: &str, done: &Value) -> anyhow::Result<Value> {
    let token = done["receipt"]["token"].as_str().with_context(|| format!("no token: {done}"))?;
    let with = if path.contains('?') { '&' } else { '?' };
    scene.outside().client.until(&format!("{path}{with}after={token}"), |_| true).await
}

/// Many commands beside each other, each in the audit log at the end.
pub(super) async fn catch_up(scene: &Scene<'_>) -> anyhow::Result<String> {
    let repeats = scene.first(flow::beside(scene.outside(), scene.busy(), &scene.word)).await?;
    let end = async {
        let (client, path) = (&scene.outside().client, format!("/api/projects/{}/vibe", scene.busy()));
        let vibe = json!({ "vibe": "as at the end" });
        let last = client.ask("POST", &path, &format!("{} last", scene.word), &vibe).await?;
        sees(scene, &format!("/api/audit?project={}&limit=1", scene.busy()), &last).await
    };
    let (told, _) = scene.through(nothing(), end).await?;
    Ok(format!("{told}; all in the audit log, {repeats} repeats alike"))
}
