//! The load of the undisturbed project: commands, and reads of what they wrote, timed.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use futures_util::future::try_join_all;
use serde_json::{Value, json};
use tokio::time::sleep;
use uuid::Uuid;

use crate::stage::Stage;
use crate::stage::client::Client;

/// Clients beside each other, and the pause of each between two requests.
const BESIDE: usize = 2;
const PAUSE: Duration = Duration::from_millis(50);
/// Below this nobody notices a difference: requests this quick count as this slow.
const UNNOTICED: Duration = Duration::from_millis(20);
/// By how much requests may be slower than before, in percent.
const SLOWER: u32 = 150;

/// Who asks, and about what.
pub(super) struct Load {
    client: Client,
    project: String,
}

/// How long commands, and the reads after them, took.
pub(super) struct Latencies {
    time: Duration,
    commands: Vec<Latency>,
    reads: Vec<Latency>,
}

/// When a request began, from the beginning of all, and how long it took.
#[derive(Clone, Copy)]
struct Latency {
    began: Duration,
    took: Duration,
}

impl Load {
    /// That of the stage's second project.
    pub(super) fn of(stage: &Stage) -> anyhow::Result<Self> {
        let project = stage.outside.projects.get(1).context("there is a second project")?.clone();
        Ok(Self { client: stage.outside.client.clone(), project })
    }

    /// Asks for so long.
    pub(super) async fn during(&self, time: Duration) -> anyhow::Result<Latencies> {
        // After a start the first command reads the whole stream, which is not what is measured.
        let path = format!("/api/projects/{}/vibe", self.project);
        let first = json!({ "vibe": "before the measurement" });
        self.client.ask("POST", &path, &Uuid::new_v4().to_string(), &first).await?;
        let beginning = Instant::now();
        let clients = (0..BESIDE).map(|_| self.ask_until(beginning, time));
        let mut all = Latencies { time, commands: Vec::new(), reads: Vec::new() };
        for one in try_join_all(clients).await? {
            all.commands.extend(one.commands);
            all.reads.extend(one.reads);
        }
        ensure!(all.commands.len() >= 100, "only {} commands", all.commands.len());
        Ok(all)
    }

    /// Asks for so long, and compares. What is slow is slow twice; a pause of the machine is not.
    pub(super) async fn as_before(&self, time: Duration, base: Option<&Latencies>) -> anyhow::Result<String> {
        match self.during(time).await?.compared_with(base) {
            Ok(compared) => Ok(compared),
            Err(first) => {
                let again = self.during(time).await?.compared_with(base);
                again.with_context(|| format!("measured twice; at first {first:#}"))
            }
        }
    }

    async fn ask_until(&self, beginning: Instant, time: Duration) -> anyhow::Result<Latencies> {
        let mut all = Latencies { time, commands: Vec::new(), reads: Vec::new() };
        let path = format!("/api/projects/{}", self.project);
        let since = |began: Instant| Latency { began: began - beginning, took: began.elapsed() };
        while beginning.elapsed() < time {
            let mood = Uuid::new_v4().simple().to_string();
            let began = Instant::now();
            let vibe = json!({ "vibe": mood });
            let (status, answer) = self.client.once("POST", &format!("{path}/vibe"), &mood, &vibe).await?;
            all.commands.push(since(began));
            ensure!(status == 200, "a command of the other project: {status} {answer}");
            let receipt = answer["receipt"]["token"].as_str().context("a receipt has a token")?;
            let began = Instant::now();
            let read = self.client.once("GET", &format!("{path}?after={receipt}"), "", &Value::Null).await?;
            all.reads.push(since(began));
            ensure!(read.0 == 200, "a read of the other project: {} {}", read.0, read.1);
            sleep(PAUSE).await;
        }
        Ok(all)
    }
}

impl Latencies {
    /// An error when 99 of 100 took longer than half as long again as they took before, in the slowest of as long a time:
    /// a short time has few requests, and its slowest ones say less than those of a long one.
    pub(super) fn compared_with(&self, base: Option<&Self>) -> anyhow::Result<String> {
        let Some(base) = base else { return Ok("not compared".to_owned()) };
        let compared = |what: &str, now: &[Latency], of_base: &[Latency]| {
            let (now, before) = (p99(now.iter()), slowest(of_base, base.time, self.time));
            let limit = before.max(UNNOTICED) * SLOWER / 100;
            ensure!(now <= limit, "p99 of the other project's {what} is {now:.1?}, before {before:.1?}");
            Ok(format!("p99 of {what} {now:.1?} (before {before:.1?})"))
        };
        let commands = compared("commands", &self.commands, &base.commands)?;
        let reads = compared("reads", &self.reads, &base.reads)?;
        Ok(format!("{} commands, {commands}, {reads}", self.commands.len()))
    }
}

/// The 99th percentile of each whole stretch of this length, of so long a time; the greatest.
fn slowest(latencies: &[Latency], time: Duration, length: Duration) -> Duration {
    let stretches = (time.as_nanos() / length.as_nanos()).max(1);
    let of =
        |stretch| p99(latencies.iter().filter(move |it| it.began.as_nanos() / length.as_nanos() == stretch));
    (0..stretches).map(of).max().unwrap_or_default()
}

fn p99<'a>(latencies: impl Iterator<Item = &'a Latency>) -> Duration {
    let mut all: Vec<Duration> = latencies.map(|latency| latency.took).collect();
    all.sort();
    all.get(all.len() * 99 / 100).copied().unwrap_or_default()
}
