//! Suspension: the machine sleeps and wakes up, so that for the process no time has passed but all clocks are later.

use std::time::Duration;

use anyhow::{Context, ensure};
use chrono::TimeDelta;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::time::sleep;

use super::database::World;
use crate::options::Options;
use crate::stage::due::{self, approved, on_x, queue};
use crate::stage::until;

/// How long it sleeps, in seconds.
const ASLEEP: i64 = 1_200;
/// Due while it sleeps, and long after.
const DUE: [i64; 2] = [600, 3_600];
const MOMENT: Duration = Duration::from_secs(12);

pub(super) async fn suspended(options: &Options) -> anyhow::Result<String> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("suspended");
    let world = World::set(options, &[("MEMEBOT_SUSPENDED", &file.to_string_lossy())]).await?;
    let outside = &world.stage.outside;
    let mut posts = Vec::new();
    for (suggestion, seconds) in approved(outside, "night", 2).await?.iter().zip(DUE) {
        posts.push(queue(outside, suggestion, Some(due::now() + TimeDelta::seconds(seconds))).await?);
    }
    let id = world.stage.app.id().context("memebot runs")?;
    let process = Pid::from_raw(id.cast_signed()).context("a process number")?;
    kill_process(process, Signal::STOP)?;
    world.set_outside(ASLEEP);
    world.set_database(ASLEEP)?;
    std::fs::write(&file, ASLEEP.to_string())?;
    kill_process(process, Signal::CONT)?;
    until("what was due meanwhile", || on_x(outside).contains_key(&posts[0].text)).await?;
    sleep(MOMENT).await;
    let later: Value = outside.client.until(&format!("/api/posts/{}", posts[1].id), Value::is_object).await?;
    ensure!(later["status"] == "queued", "what is due later was not left alone: {later}");
    ensure!(on_x(outside).len() == 1, "more went out than was due: {:?}", on_x(outside));
    let holds: i64 =
        sqlx::query_scalar("SELECT count(*) FROM clock_holds").fetch_one(world.stage.pool()).await?;
    ensure!(holds == 0, "a suspension is no jump, but {holds} were noticed");
    Ok("what was due meanwhile went out, what is due later waits, nothing was held".to_owned())
}
