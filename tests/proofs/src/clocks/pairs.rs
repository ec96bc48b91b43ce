//! Pairs: an instance whose machine's clock is wrong or stepped beside one whose clock is right, and posts that are due.

use std::time::Duration;

use anyhow::ensure;
use chrono::TimeDelta;
use futures_util::FutureExt;
use harness::FakeClock;
use serde_json::Value;
use tests::app::App;
use tokio::time::sleep;

use super::{Planned, machine};
use crate::case::Case;
use crate::options::Options;
use crate::stage::Stage;
use crate::stage::due::{self, Due, all_in_time, approved, queue};

/// The wrong clocks: seconds ahead of the right one, one after the other while it runs. The first notices a missing guard.
const CLOCKS: [(&str, &[i64]); 7] = [
    ("+240 s", &[240]),
    ("-240 s", &[-240]),
    ("+1 h", &[3_600]),
    ("-1 h", &[-3_600]),
    ("+5 s", &[5]),
    ("-5 s", &[-5]),
    ("stepped while it runs", &[0, 3_600, -3_600, 240, 0]),
];
/// Posts of a pair.
const POSTS: usize = 33;
/// Until the first is due, and between two.
const LEAD: TimeDelta = TimeDelta::seconds(15);
const BETWEEN: TimeDelta = TimeDelta::milliseconds(1_200);
const MOMENT: Duration = Duration::from_secs(4);

pub(super) fn planned(options: &Options) -> Vec<Planned<'_>> {
    let plan = |(name, steps): (&'static str, &'static [i64])| {
        let case = Case::new("pairs", format!("a machine at {name} beside a right one"), options.seed)
            .with_fault(format!("an instance's clock: {name}"))
            .expecting("33 scheduled posts on X once, none early, none late by more than two seconds; the figure told");
        (case, posts_in_time(options, steps).boxed_local())
    };
    CLOCKS.into_iter().map(plan).collect()
}

async fn posts_in_time(options: &Options, steps: &[i64]) -> anyhow::Result<String> {
    let stage = Stage::set(options, &[("X_TIMEOUT", "6")]).await?;
    let clock = machine(&stage)?;
    clock.set_ahead(steps[0])?;
    let wrong = stage.app.start_second_with(&clock.environment()).await?;
    let suggestions = approved(&stage.outside, "rain", POSTS).await?;
    let first = due::now() + LEAD;
    let mut posts = Vec::new();
    for (suggestion, number) in suggestions.iter().zip(0..) {
        posts.push(queue(&stage.outside, suggestion, Some(first + BETWEEN * number)).await?);
    }
    ensure!(due::now() < first, "the posts could not be queued before the first was due");
    play(&clock, steps, &posts).await?;
    let latest = all_in_time(&stage.outside, &posts)?;
    let told = told(&stage, &wrong, steps[steps.len() - 1]).await?;
    Ok(format!("{POSTS} posts once, at most {} ms late; {told}", latest.num_milliseconds()))
}

/// Sets the clock step by step, until all posts must have gone out.
async fn play(clock: &FakeClock, steps: &[i64], posts: &[Due]) -> anyhow::Result<()> {
    let end = posts.iter().map(|post| post.at).max().unwrap_or_else(due::now);
    let left = (end - due::now()).to_std().unwrap_or_default();
    let each = left / u32::try_from(steps.len())?;
    for step in steps {
        clock.set_ahead(*step)?;
        sleep(each).await;
    }
    sleep(MOMENT).await;
    Ok(())
}

/// The figure stands in the status, which any instance tells, and on `/readyz` of the wrong one.
async fn told(stage: &Stage, wrong: &App, ahead: i64) -> anyhow::Result<String> {
    if ahead == 0 {
        return Ok("nothing to tell at the end".to_owned());
    }
    let side = if ahead < 0 { "behind" } else { "ahead of" };
    let figure = ahead.abs();
    let says = |text: &str| {
        let seconds = [figure - 1, figure, figure + 1].map(|second| format!("{second}."));
        text.contains("the machine's clock is ")
            && text.contains(side)
            && seconds.iter().any(|second| text.contains(second))
    };
    let status = stage.app.command(&["status", "--json"]).await?;
    let status = String::from_utf8_lossy(&status.stdout).into_owned();
    ensure!(says(&status), "the status does not tell");
    let ready: Value = reqwest::get(format!("{}/readyz", wrong.url()?)).await?.json().await?;
    ensure!(
        ready["status"] == "degraded" && says(&ready.to_string()),
        "/readyz of the wrong instance does not tell: {ready}"
    );
    Ok(format!("told as {figure} s {side} the database's"))
}
