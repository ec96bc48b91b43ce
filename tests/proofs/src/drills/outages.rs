//! Drills of outages: what is away degrades one thing.

use std::time::Duration;

use anyhow::Context;
use commands::faults::Guard;
use futures_util::FutureExt;
use futures_util::future::try_join_all;
use sandbox::faults::{Fault, Service};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::Drill;
use crate::stage::{Stage, flow, until};

/// As long as a reader may take that reads from Postgres alone.
const SOON: Duration = Duration::from_secs(20);

pub(super) const DRILLS: &[Drill] = &[
    Drill {
        guard: Guard::CatchUp,
        name: "NATS is killed, wiped and does not come back",
        expected: "read models go on",
        variables: &[],
        play: |stage, _| without_nats(stage).boxed_local(),
    },
    Drill {
        guard: Guard::WorkerShare,
        name: "the language model hangs, and more ask it than there are workers",
        expected: "a post that is approved goes out all the same",
        variables: &[("MEMEBOT_WORKERS", "8")],
        play: |stage, _| while_the_model_hangs(stage).boxed_local(),
    },
];

async fn without_nats(stage: &mut Stage) -> anyhow::Result<String> {
    stage.servers.nats.private()?.wipe().await?;
    let client = &mut stage.outside.client;
    let path = format!("/api/projects/{}", stage.outside.projects[0]);
    client.patience = SOON;
    // the relay may still hand over what it is about to publish, and then nothing any more
    for vibe in ["calm without a feed", "glad without a feed"] {
        client.ask("POST", &format!("{path}/vibe"), vibe, &json!({ "vibe": vibe })).await?;
        let shown = |project: &Value| project.to_string().contains(vibe);
        client.until(&path, shown).await.context("the read model")?;
    }
    Ok("shown without the feed".to_owned())
}

async fn while_the_model_hangs(stage: &mut Stage) -> anyhow::Result<String> {
    let outside = &mut stage.outside;
    let project = outside.projects[0].clone();
    let suggestion = flow::approved(outside, &project, "puddles").await?;
    outside.sandbox.inject(Service::Openai, Fault::delay(60_000).on("/responses"));
    let asks = (0..16).map(|number| {
        let request = json!({ "project": project, "instruction": "hail", "variants": 1 });
        let client = &outside.client;
        async move { client.ask("POST", "/api/suggestions", &format!("hail {number}"), &request).await }
    });
    try_join_all(asks).await?;
    let hanging =
        || outside.sandbox.requests(Service::Openai).iter().filter(|request| !request.settled).count();
    until("requests that hang", || hanging() >= 6).await?;
    // whoever else may take a worker has time to
    sleep(Duration::from_secs(2)).await;
    outside.client.patience = SOON;
    let queued =
        outside.client.ask("POST", "/api/posts", "post", &json!({ "suggestion": suggestion })).await?;
    let path = format!("/api/posts/{}", queued["id"].as_str().unwrap_or_default());
    outside.client.until(&path, |post| post["status"] == "published").await.context("the post")?;
    Ok("published while the model hangs".to_owned())
}
