//! Drills of publishing: one request at a time, never late, never while an outcome is unknown or posting is paused.

use std::time::Duration;

use anyhow::{Context, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use commands::faults::{CrashPoint, Guard};
use futures_util::FutureExt;
use rustix::process::{Pid, Signal, kill_process};
use sandbox::Sandbox;
use sandbox::faults::{Breakage, Fault, Service};
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::Drill;
use crate::stage::{Outside, PATIENCE, Stage, flow, until};

const PATIENT: &[(&str, &str)] = &[("X_TIMEOUT", "6"), ("MEMEBOT_RECONCILE_AFTER", "60,60")];
const PAUSE: Duration = Duration::from_millis(20);

pub(super) const DRILLS: &[Drill] = &[
    Drill {
        guard: Guard::OpenAttempt,
        name: "two posts of two projects at once, and X is slow",
        expected: "the second request starts when the first has been answered",
        variables: PATIENT,
        play: |stage, _| one_at_a_time(stage).boxed_local(),
    },
    Drill {
        guard: Guard::SendDeadline,
        name: "the process freezes between the permission and the request",
        expected: "no request to X later than two seconds after its permission",
        variables: PATIENT,
        play: |stage, _| never_late(stage).boxed_local(),
    },
    Drill {
        guard: Guard::UnknownHolds,
        name: "an answer of X is lost, and another post is waiting",
        expected: "no request to X while the outcome is unknown",
        variables: PATIENT,
        play: |stage, _| held_while_unknown(stage).boxed_local(),
    },
    Drill {
        guard: Guard::PublishFacts,
        name: "posting is paused between the last look and the permission",
        expected: "no request to X after the pause was acknowledged",
        variables: PATIENT,
        play: |stage, _| paused_in_time(stage).boxed_local(),
    },
];

async fn one_at_a_time(stage: &mut Stage) -> anyhow::Result<String> {
    let (outside, slow) = (&stage.outside, 2_000);
    let (first, second) = tokio::try_join!(
        flow::approved(outside, &outside.projects[0], "puddles"),
        flow::approved(outside, &outside.projects[1], "rivers")
    )?;
    let delay = Fault::delay(slow).on("/2/tweets").with_method("POST");
    outside.sandbox.inject(Service::X, delay);
    queue(outside, &first).await?;
    queue(outside, &second).await?;
    until("two requests to X", || requests(&outside.sandbox).len() >= 2).await?;
    let at = requests(&outside.sandbox);
    let between = (at[1] - at[0]).num_milliseconds();
    ensure!(
        between >= slow.cast_signed(),
        "the second request started {between} ms after the first, which took {slow}"
    );
    Ok(format!("{between} ms between the two"))
}

async fn never_late(stage: &mut Stage) -> anyhow::Result<String> {
    stage.app.kill().await?;
    let freeze = format!("{}:1:freeze", CrashPoint::AttemptOpened.name());
    stage.app.launch(&[("MEMEBOT_CRASH".to_owned(), freeze)])?;
    stage.app.ready().await?;
    let outside = &stage.outside;
    let suggestion = flow::approved(outside, &outside.projects[0], "puddles").await?;
    queue(outside, &suggestion).await?;
    let id = stage.app.id().context("memebot runs")?;
    until("memebot to freeze", || is_frozen(id)).await?;
    sleep(Duration::from_secs(4)).await;
    let process = Pid::from_raw(id.cast_signed()).context("a process number")?;
    kill_process(process, Signal::CONT)?;
    until("a request to X", || !requests(&outside.sandbox).is_empty()).await?;
    let opened: Vec<DateTime<Utc>> = sqlx::query_scalar(
        "SELECT recorded_at FROM events WHERE event_type = 'AttemptOpened' ORDER BY ingest_seq",
    )
    .fetch_all(stage.pool())
    .await?;
    for request in requests(&stage.outside.sandbox) {
        let permitted = opened.iter().filter(|opened| **opened <= request).max();
        let late = request - *permitted.context("a request without a permission")?;
        ensure!(late < TimeDelta::milliseconds(2_500), "a request to X started {late} after its permission");
    }
    Ok(format!("{} permissions, the first let go", opened.len()))
}

async fn held_while_unknown(stage: &mut Stage) -> anyhow::Result<String> {
    let outside = &stage.outside;
    let (first, second) = tokio::try_join!(
        flow::approved(outside, &outside.projects[0], "puddles"),
        flow::approved(outside, &outside.projects[1], "rivers")
    )?;
    let lost = Fault::breakage(Breakage::DropBefore).on("/2/tweets").with_method("POST").times(1);
    outside.sandbox.inject(Service::X, lost);
    queue(outside, &first).await?;
    job(stage, "status = 'unknown'").await.context("an unknown outcome")?;
    queue(outside, &second).await?;
    let second =
        job(stage, "status = 'waiting' OR status = 'done'").await.context("the second post to wait")?;
    let sent = requests(&outside.sandbox).len();
    ensure!(
        sent == 1,
        "{sent} requests to X, the second while the outcome of the first is unknown ({second})"
    );
    Ok(second)
}

async fn paused_in_time(stage: &mut Stage) -> anyhow::Result<String> {
    let outside = &stage.outside;
    let project = &outside.projects[0];
    let suggestion = flow::approved(outside, project, "puddles").await?;
    outside.sandbox.inject(Service::X, Fault::delay(3_000).on("/tweets").with_method("GET").times(1));
    let looks = || {
        let requests = outside.sandbox.requests(Service::X);
        requests.iter().any(|request| request.method == "GET" && request.path.ends_with("/tweets"))
    };
    queue(outside, &suggestion).await?;
    until("a look at the timeline", looks).await?;
    outside.client.ask("POST", &format!("/api/projects/{project}/pause"), "pause", &json!({})).await?;
    let waits = job(stage, "status = 'waiting' OR status = 'done'").await.context("the post to wait")?;
    let sent = requests(&outside.sandbox).len();
    ensure!(sent == 0, "a request to X started after the pause was acknowledged ({waits})");
    Ok(waits)
}

/// Queues the post of a suggestion; its id.
pub(super) async fn queue(outside: &Outside, suggestion: &str) -> anyhow::Result<String> {
    let new = json!({ "suggestion": suggestion });
    let queued = outside.client.ask("POST", "/api/posts", &format!("post {suggestion}"), &new).await?;
    Ok(queued["id"].as_str().context("a post has an id")?.to_owned())
}

/// Moments at which requests to post arrived at X.
pub(super) fn requests(sandbox: &Sandbox) -> Vec<DateTime<Utc>> {
    let requests = sandbox.requests(Service::X);
    let posts =
        requests.into_iter().filter(|request| request.method == "POST" && request.path == "/2/tweets");
    posts.map(|request| request.at).collect()
}

/// What the latest job that sends says, as soon as there is one like this.
async fn job(stage: &Stage, like: &str) -> anyhow::Result<String> {
    let sql = format!(
        "SELECT status || coalesce(': ' || last_error, '') FROM effects
          WHERE process = 'publishing' AND step = 'send' AND ({like}) ORDER BY created_at DESC LIMIT 1"
    );
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        if let Some(found) = sqlx::query_scalar(&sql).fetch_optional(stage.pool()).await? {
            return Ok(found);
        }
        sleep(PAUSE).await;
    }
    anyhow::bail!("no job that sends is like this: {like}")
}

/// Whether the kernel shows the process as stopped.
fn is_frozen(id: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('T'))
}
