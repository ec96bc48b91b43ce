//! What the binary tells of its doors, and how many descriptors it really has open.

use std::time::Duration;

use anyhow::{Context, ensure};
use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::DESCRIPTORS;
use crate::stage::Stage;

/// Of the 128 that are kept for other things at least so many must always be free.
const FREE: usize = 64;
const PAUSE: Duration = Duration::from_millis(200);
/// How long after an attack it may be told.
const CALM: Duration = Duration::from_mins(1);
/// Our own connections, of the stage and of a last look.
const FEW: u64 = 20;

/// Looks at the binary from outside.
pub(super) struct Watch<'a> {
    stage: &'a Stage,
    process: u32,
}

impl<'a> Watch<'a> {
    pub(super) fn of(stage: &'a Stage) -> anyhow::Result<Self> {
        Ok(Self { stage, process: stage.app.id().context("memebot runs")? })
    }

    /// During an attack: descriptors stay below the bound, and it is told in the middle of it.
    pub(super) async fn during(&self, time: Duration) -> anyhow::Result<String> {
        let (began, mut most, mut told) = (Instant::now(), 0, None);
        while began.elapsed() < time {
            most = most.max(self.descriptors()?);
            if told.is_none() && began.elapsed() > time / 2 {
                told = Some(self.told().await?);
            }
            sleep(PAUSE).await;
        }
        let bound = DESCRIPTORS as usize - FREE;
        ensure!(most <= bound, "{most} descriptors were open, more than {bound}");
        let log = std::fs::read_to_string(self.stage.app.log_file())?;
        ensure!(log.contains("a bound of connections is reached"), "the log does not tell of the bound");
        ensure!(!log.contains("Too many open files"), "there were too few descriptors");
        Ok(format!("{most} descriptors at most; {}", told.unwrap_or_default()))
    }

    /// After an attack: how many connections are open as soon as they are few and nothing is degraded any more.
    pub(super) async fn calm(&self) -> anyhow::Result<u64> {
        let began = Instant::now();
        loop {
            let ((status, ready), open) =
                (self.get("/readyz").await?, self.metric("http_connections").await?);
            if status == 200 && ready["status"] == "ready" && open <= FEW {
                return Ok(open);
            }
            ensure!(began.elapsed() < CALM, "{open} connections are open after {CALM:?}: {status} {ready}");
            sleep(PAUSE).await;
        }
    }

    async fn told(&self) -> anyhow::Result<String> {
        let (open, limit) =
            (self.metric("http_connections").await?, self.metric("http_connections_limit").await?);
        ensure!(open <= limit, "{open} connections are open, more than {limit}");
        let evicted = self.metric("http_connections_ended_total{why=\"full\"}").await?;
        ensure!(evicted > 0, "the metrics tell of no connection that was ended for others");
        let (status, ready) = self.get("/readyz").await?;
        let connections = ready["checks"]["connections"].as_str().unwrap_or_default();
        ensure!(
            status == 200 && ready["status"] == "degraded" && connections.contains("is nearly reached"),
            "/readyz does not tell: {status} {ready}"
        );
        Ok(format!("{open} of {limit} connections open, {evicted} ended for others, degraded"))
    }

    /// `memebot doctor` tells how many connections there may be.
    pub(super) async fn doctor_tells(&self) -> anyhow::Result<()> {
        let limit = self.metric("http_connections_limit").await?;
        let doctor = self.stage.app.command(&["doctor"]).await?;
        let doctor = String::from_utf8(doctor.stdout)?;
        let line = doctor.lines().find(|line| line.contains("Descriptors")).unwrap_or_default();
        ensure!(line.contains(&format!("{limit} HTTP connections")), "doctor does not tell: {line}");
        Ok(())
    }

    async fn metric(&self, name: &str) -> anyhow::Result<u64> {
        let (_, page) = self.get("/metrics").await?;
        let page = page.as_str().unwrap_or_default();
        let value = page.lines().find_map(|line| line.strip_prefix(&format!("memebot_{name} ")));
        Ok(value.unwrap_or("0").parse()?)
    }

    /// Our own connection too may be the oldest idle one at the moment in which it is used.
    async fn get(&self, path: &str) -> anyhow::Result<(u16, Value)> {
        let once = || self.stage.outside.client.once("GET", path, "", &Value::Null);
        if let Ok(answer) = once().await { Ok(answer) } else { once().await }
    }

    fn descriptors(&self) -> anyhow::Result<usize> {
        Ok(std::fs::read_dir(format!("/proc/{}/fd", self.process))?.count())
    }
}
