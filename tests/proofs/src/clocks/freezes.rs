//! Freezes: an instance stands still with its request on the wire, and the other one, with another clock, may not give the
//! attempt up before the request has ended.

use std::time::Duration;

use anyhow::{Context, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use rustix::process::{Pid, Signal, kill_process};
use sandbox::faults::{Fault, Service};
use tests::app::App;
use tokio::time::{Instant, sleep};

use super::{Planned, machine};
use crate::case::Case;
use crate::options::Options;
use crate::stage::due::{self, approved, on_x, queue};
use crate::stage::{PATIENCE, Stage, flow, until};

/// X holds the request for so long before it takes effect, by its own clock.
const HELD: Duration = Duration::from_secs(20);
/// With the limit of two seconds and the margin of three a little more than it is held. Long enough that the observer, which
/// is started meanwhile, sees the attempt well before the request has ended.
const SHORT: &[(&str, &str)] = &[("X_TIMEOUT", "18")];
const LEAD: TimeDelta = TimeDelta::seconds(8);
const PAUSE: Duration = Duration::from_millis(100);

pub(super) fn planned(options: &Options) -> Vec<Planned<'_>> {
    let plan = |(name, ahead, opener_is_wrong): (&str, i64, bool)| {
        let case = Case::new("freezes", name, options.seed)
            .with_fault("SIGSTOP with the request on the wire, SIGCONT after it was given up")
            .expecting("unknown not before the stand-in has seen the request end; on X once");
        (case, given_up_late(options, ahead, opener_is_wrong).boxed_local())
    };
    let all = [
        ("the opener is at -240 s", -240, true),
        ("the opener is at +240 s", 240, true),
        ("the observer is at -240 s", -240, false),
        ("the observer is at +240 s", 240, false),
    ];
    all.into_iter().map(plan).collect()
}

async fn given_up_late(options: &Options, ahead: i64, opener_is_wrong: bool) -> anyhow::Result<String> {
    let mut stage = Stage::set(options, SHORT).await?;
    let clock = machine(&stage)?;
    clock.set_ahead(ahead)?;
    let mut second = stage.app.start_second_with(&clock.environment()).await?;
    let suggestion = approved(&stage.outside, "sleet", 1).await?.remove(0);
    let delay = Fault::delay(HELD.as_millis().try_into()?).on("/2/tweets").with_method("POST").times(1);
    stage.outside.sandbox.inject(Service::X, delay);
    let post = queue(&stage.outside, &suggestion, Some(due::now() + LEAD)).await?;
    let (opener, observer) =
        if opener_is_wrong { (&mut second, &mut stage.app) } else { (&mut stage.app, &mut second) };
    observer.kill().await?;
    until("the request to X", || on_x(&stage.outside).contains_key(&post.text)).await?;
    signal(opener, Signal::STOP)?;
    if opener_is_wrong {
        observer.restart().await?;
    } else {
        observer.launch(&clock.environment())?;
        observer.ready().await?;
    }
    let unknown = outcome_unknown(&stage).await?;
    let end = on_x(&stage.outside)[&post.text][0] + HELD;
    let after = unknown - end;
    ensure!(after >= TimeDelta::zero(), "unknown {} ms before the request ended", -after.num_milliseconds());
    signal(if opener_is_wrong { &second } else { &stage.app }, Signal::CONT)?;
    let path = format!("/api/posts/{}", post.id);
    let ended = flow::ended(&stage.outside, &path, "sleet", flow::RECONCILED).await?;
    ensure!(ended["status"] == "published", "the post ended otherwise: {ended}");
    let sent = on_x(&stage.outside)[&post.text].len();
    ensure!(sent == 1, "{sent} requests to X");
    Ok(format!("unknown {} ms after the request's end, then found; one request", after.num_milliseconds()))
}

fn signal(app: &App, signal: Signal) -> anyhow::Result<()> {
    let id = app.id().context("memebot runs")?;
    Ok(kill_process(Pid::from_raw(id.cast_signed()).context("a process number")?, signal)?)
}

/// When the attempt was given up, by the database's clock, which is right.
async fn outcome_unknown(stage: &Stage) -> anyhow::Result<DateTime<Utc>> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        let query = "SELECT recorded_at FROM events WHERE event_type = 'OutcomeUnknown' ORDER BY ingest_seq";
        if let Some(at) = sqlx::query_scalar(query).fetch_optional(stage.pool()).await? {
            return Ok(at);
        }
        sleep(PAUSE).await;
    }
    anyhow::bail!("the attempt was never given up")
}
