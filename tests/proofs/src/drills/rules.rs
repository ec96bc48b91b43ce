//! Drills of rules: refusals are kept, missing signals count as risk, secrets are not shown.

use anyhow::ensure;
use commands::faults::Guard;
use futures_util::FutureExt;
use sandbox::faults::{Fault, Service};
use sandbox::telegram::ChatMessage;
use serde_json::{Value, json};
use tests::surroundings::{ALICE, BOB};

use super::Drill;
use crate::stage::client::Client;
use crate::stage::ledger::Ledger;
use crate::stage::{PATIENCE, Stage};

pub(super) const DRILLS: &[Drill] = &[
    Drill {
        guard: Guard::RefusalsRecorded,
        name: "an analyst pauses posting",
        expected: "it is refused, and the attempt is history",
        variables: &[],
        play: |stage, _| kept(stage).boxed_local(),
    },
    Drill {
        guard: Guard::ModerationRequired,
        name: "the moderation service is down while a text is scored",
        expected: "the score says that a signal is missing",
        variables: &[],
        play: |stage, _| incomplete(stage).boxed_local(),
    },
    Drill {
        guard: Guard::Redaction,
        name: "an operator looks at the settings",
        expected: "no secret is shown",
        variables: &[],
        play: |stage, _| hidden(stage).boxed_local(),
    },
];

async fn kept(stage: &mut Stage) -> anyhow::Result<String> {
    let said = stage.outside.sandbox.telegram().user_says(ALICE, "/grant 1002 analyst", None)?;
    let granted = |message: &ChatMessage| message.from_bot && message.id > said;
    let answer = stage.outside.sandbox.telegram().wait_for_message(ALICE, PATIENCE, granted).await;
    ensure!(answer.is_ok(), "/grant was not answered");
    let bob = Client::connect(&stage.app, &format!("telegram:{BOB}"), Ledger::default()).await?;
    let path = format!("/api/projects/{}/pause", stage.outside.projects[0]);
    let (status, answer) = bob.try_ask("POST", &path, "pause", &json!({})).await?;
    ensure!(status == 403 || status == 404, "it was not refused: {status} {answer}");
    let count = "SELECT count(*) FROM events WHERE event_type = 'CommandRefused'";
    let refusals: i64 = sqlx::query_scalar(count).fetch_one(stage.pool()).await?;
    ensure!(refusals == 1, "{refusals} refusals are in the history");
    Ok(format!("{status}, and one refusal in the history"))
}

async fn incomplete(stage: &mut Stage) -> anyhow::Result<String> {
    let down = json!({ "error": { "message": "down", "type": "server_error", "param": null, "code": null } });
    stage.outside.sandbox.inject(Service::Openai, Fault::answer(503, down).on("/moderations"));
    let client = &stage.outside.client;
    let new =
        json!({ "project": stage.outside.projects[0], "content": "We plant a tree for every rainy day." });
    let added = client.ask("POST", "/api/context", "layer", &new).await?;
    let path = format!("/api/context/{}", added["id"].as_str().unwrap_or_default());
    let layer = client.until(&path, |layer: &Value| layer["score"].is_u64()).await?;
    ensure!(layer["complete"] == false, "the score counts as complete: {layer}");
    Ok(format!("score {}, incomplete", layer["score"]))
}

async fn hidden(stage: &mut Stage) -> anyhow::Result<String> {
    let output = stage.app.command(&["config"]).await?;
    let told = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let keys = stage.outside.sandbox.credentials();
    let secrets = [&keys.telegram_token, &keys.openai_key, &keys.x_consumer_secret, &keys.x_access_secret];
    let shown = secrets.iter().filter(|secret| told.contains(secret.as_str())).count();
    ensure!(told.contains("OPENAI_API_KEY"), "the settings are not shown: {told}");
    ensure!(shown == 0, "{shown} secrets are shown");
    Ok(format!("{} settings, no secret", told.lines().count()))
}
