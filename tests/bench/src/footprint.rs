//! `idle_*` and `replay_rss_mb`: what `memebot` itself takes, as a process of its own.

use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::time::{Instant, sleep};

use crate::bench::{Bench, Group};
use crate::child::{Child, Home};
use crate::roles;

/// How long `serve` is left alone before it is looked at.
const SETTLING: u64 = 10;
/// How long it is looked at.
const IDLE: u64 = 30;
/// Between two looks at a process that works.
const LOOK: Duration = Duration::from_millis(50);
/// How long a replay may take before a measurement gives up.
const PATIENCE: Duration = Duration::from_mins(20);

/// `serve` with nothing to do.
pub(crate) fn idle() -> Group {
    Group {
        name: "idle",
        keys: &["idle_rss_mb", "idle_cpu_percent"],
        seconds: 50,
        run: |bench| Box::pin(run_idle(bench)),
    }
}

/// `replay --check` over the long history.
pub(crate) fn replay() -> Group {
    Group { name: "replay", keys: &["replay_rss_mb"], seconds: 240, run: |bench| Box::pin(run_replay(bench)) }
}

async fn run_idle(bench: &Bench) -> anyhow::Result<()> {
    let database = bench.stage.database().await?;
    let home = Home::make(&bench.stage, &database.url).await?;
    home.run(&["migrate"]).await?;
    let serve = home.start(&["serve"])?;
    sleep(bench.lasting(SETTLING)).await;
    let (begun, before) = (Instant::now(), serve.cpu_seconds()?);
    sleep(bench.lasting(IDLE)).await;
    let used = serve.cpu_seconds()? - before;
    bench.ratio("idle_cpu_percent", 100.0 * used / begun.elapsed().as_secs_f64());
    bench.ratio("idle_rss_mb", serve.mebibytes("VmRSS")?);
    ensure!(home.is_ready(), "memebot serve did not come up:\n{}", home.log_tail());
    Ok(())
}

async fn run_replay(bench: &Bench) -> anyhow::Result<()> {
    let history = bench.history().await?;
    let begun = Instant::now();
    let running = roles::every_role(&bench.stage, &history.system).await?;
    running.stop().await;
    bench.rate("projectors_s", begun.elapsed().as_secs_f64());
    let home = Home::make(&bench.stage, &history.system.database.url).await?;
    let begun = Instant::now();
    let mut check = home.start(&["replay", "--check"])?;
    let peak = tokio::time::timeout(PATIENCE, peak_of(&mut check)).await.context("replay in time")??;
    bench.rate("replay_check_s", begun.elapsed().as_secs_f64());
    ensure!(check.succeeded().await?, "replay --check failed:\n{}", home.log_tail());
    bench.ratio("replay_rss_mb", peak);
    Ok(())
}

/// The most memory that the process had until it ended, in MiB.
async fn peak_of(process: &mut Child) -> anyhow::Result<f64> {
    let mut peak = 0.0;
    while process.lives()? {
        peak = process.mebibytes("VmHWM").unwrap_or(peak);
        sleep(LOOK).await;
    }
    Ok(peak)
}
