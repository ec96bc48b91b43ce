//! A crowd: thousands of events wait behind one that cannot be read, and are taken up while others are busy.

use std::time::{Duration, Instant};

use anyhow::ensure;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::json;

use super::damage::{self, Damage, DamagedEvent};
use super::load::{Latencies, Load};
use super::{HEALED, told, until_found, vibe};
use crate::stage::{PATIENCE, Stage};

/// How many wait.
pub(super) const EVENTS: i64 = 10_000;
/// How many commands are under way at a time.
const BESIDE: usize = 16;
/// The most posts a day that a quota may have.
const POSTS: i64 = 2_400;
/// How long the load is measured while they are taken up.
const MEASURED: Duration = Duration::from_mins(1);

const EMPTIED: &str = "SELECT NOT EXISTS (SELECT FROM parked_events)";

const WAITING: &str = "SELECT count(*) FROM parked_events WHERE consumer = 'projects'";

/// The project's next event cannot be read, a crowd follows, and then it can be read.
pub(super) async fn taken_up(
    stage: &Stage,
    number: usize,
    base: Option<&Latencies>,
) -> anyhow::Result<String> {
    let project = &stage.outside.projects[0];
    damage::arm(stage, project, Damage::UnknownType).await?;
    let path = format!("/api/projects/{project}/vibe");
    stage.outside.client.ask("POST", &path, &format!("vibe {number}"), &vibe(number)).await?;
    let damaged = DamagedEvent::wait(stage, number).await?;
    let waiting = gather(stage, project).await;
    // In any case: the next one begins with a system that is well.
    damaged.restore(stage).await?;
    let waiting = waiting?;
    let began = Instant::now();
    let load = Load::of(stage)?;
    let taken_up = until_found("all are taken up", HEALED, async || {
        let emptied: bool = sqlx::query_scalar(EMPTIED).fetch_one(stage.pool()).await?;
        Ok(emptied.then(|| began.elapsed()))
    });
    let (took, healing) = tokio::join!(taken_up, load.during(MEASURED));
    let (took, healing) = (took?, healing?.compared_with(base)?);
    ensure!(took < MEASURED, "they were taken up only after {took:.0?}, when the measurement had ended");
    // Only now: whoever looks starts programs, which must not be what is measured.
    told::over(stage, &damaged, HEALED).await?;
    stage.is_well(&stage.outside.client.ledger.since(0)).await?;
    stage.is_sound().await?;
    Ok(format!("{waiting} events waited, taken up after {took:.0?}; meanwhile {healing}"))
}

/// The instance that wrote the event has the state in memory, and goes on writing behind it. How many wait then.
async fn gather(stage: &Stage, project: &str) -> anyhow::Result<i64> {
    let path = format!("/api/projects/{project}/quota");
    let commands = (0..EVENTS).map(|number| {
        let quota =
            json!({ "suggestions_per_day": 900 + number / POSTS, "posts_per_day": 1 + number % POSTS });
        let (client, path, key) = (&stage.outside.client, &path, format!("quota {number}"));
        async move { client.ask("PUT", path, &key, &quota).await }
    });
    stream::iter(commands).buffer_unordered(BESIDE).try_for_each(async |_| Ok(())).await?;
    let waiting = until_found("they wait", PATIENCE, async || {
        let waiting: i64 = sqlx::query_scalar(WAITING).fetch_one(stage.pool()).await?;
        Ok((waiting > EVENTS).then_some(waiting))
    })
    .await?;
    ensure!(waiting == EVENTS + 1, "{waiting} events wait");
    Ok(waiting)
}
