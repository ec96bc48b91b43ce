//! Drills of pausing: at any moment, and timed.

use std::time::Duration;

use anyhow::{Context, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use commands::faults::Guard;
use futures_util::FutureExt;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sandbox::faults::{Fault, Service};
use serde_json::{Value, json};
use tests::surroundings::ALICE;
use tokio::time::sleep;

use super::Drill;
use super::publishing::{queue, requests};
use crate::options::Options;
use crate::stage::{PATIENCE, Stage, flow};

/// Pauses.
const ROUNDS: usize = 10;
/// After this long nothing may be sent any more, and nothing is within the time after it.
const LIMIT: TimeDelta = TimeDelta::seconds(5);
const LOOKED_AT: Duration = Duration::from_millis(6_500);
/// A post is sent about this many milliseconds after it was queued.
const MOMENTS: u64 = 500;
const STEP: Duration = Duration::from_millis(20);

pub(super) const DRILLS: &[Drill] = &[Drill {
    guard: Guard::PublishFacts,
    name: "posting is paused at ten random moments while a post is on its way",
    expected: "nothing is sent to X later than five seconds after a pause, and what was held goes out afterwards",
    variables: &[("X_TIMEOUT", "6")],
    play: |stage, options| at_any_moment(stage, options).boxed_local(),
}];

async fn at_any_moment(stage: &mut Stage, options: &Options) -> anyhow::Result<String> {
    let mut random = StdRng::seed_from_u64(options.seed);
    let (mut held, mut latest) = (0, TimeDelta::zero());
    for round in 0..ROUNDS {
        let suggestion =
            flow::approved(&stage.outside, &stage.outside.projects[0], &format!("gale {round}")).await?;
        let before = requests(&stage.outside.sandbox).len();
        if random.random_bool(0.5) {
            let look = Fault::delay(random.random_range(0..3_000)).on("/tweets").with_method("GET").times(1);
            stage.outside.sandbox.inject(Service::X, look);
        }
        let post = queue(&stage.outside, &suggestion).await?;
        sleep(Duration::from_millis(random.random_range(0..MOMENTS))).await;
        let paused = pause(stage, round).await?;
        sleep(LOOKED_AT).await;
        let sent = requests(&stage.outside.sandbox);
        for request in &sent[before..] {
            let late = *request - paused;
            ensure!(late < LIMIT, "round {round}: a request to X started {late} after the pause");
            latest = latest.max(late);
        }
        held += usize::from(sent.len() == before);
        resume(stage, (round, &post)).await.with_context(|| format!("round {round}"))?;
    }
    ensure!(held > 0, "every post was sent before the pause: nothing was shown");
    let latest = latest.num_milliseconds();
    Ok(format!("{ROUNDS} pauses held {held} posts; the latest request started {latest} ms after its pause"))
}

/// Pauses, over HTTP or in the chat; when the pause was recorded.
async fn pause(stage: &Stage, round: usize) -> anyhow::Result<DateTime<Utc>> {
    let outside = &stage.outside;
    let before = pauses(stage).await?.len();
    if round.is_multiple_of(2) {
        let path = format!("/api/projects/{}/pause", outside.projects[0]);
        outside.client.ask("POST", &path, &format!("pause {round}"), &json!({})).await?;
    } else {
        outside.sandbox.telegram().user_says(ALICE, "/pause", None)?;
    }
    let recorded = async {
        loop {
            if let Some(paused) = pauses(stage).await?.get(before) {
                return anyhow::Ok(*paused);
            }
            sleep(STEP).await;
        }
    };
    tokio::time::timeout(PATIENCE, recorded).await.context("the pause is never recorded")?
}

async fn pauses(stage: &Stage) -> sqlx::Result<Vec<DateTime<Utc>>> {
    let pauses = "SELECT recorded_at FROM events WHERE event_type = 'PostingPaused' ORDER BY ingest_seq";
    sqlx::query_scalar(pauses).fetch_all(stage.pool()).await
}

/// Resumes, and waits until the post is out.
async fn resume(stage: &Stage, (round, post): (usize, &str)) -> anyhow::Result<()> {
    let client = &stage.outside.client;
    let path = format!("/api/projects/{}/resume", stage.outside.projects[0]);
    client.ask("POST", &path, &format!("resume {round}"), &json!({})).await?;
    client.until(&format!("/api/posts/{post}"), |post: &Value| post["status"] == "published").await?;
    Ok(())
}
