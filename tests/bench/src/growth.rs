//! `growth_10m`: does a command cost more when ten million events are stored?

mod fill;

use anyhow::Context;
use tokio::process::Command;

use crate::bench::{Bench, Group};
use crate::history::settle;
use crate::system::System;
use crate::workload::{PER_AGGREGATE, Workload};

/// Events that are stored in the small database before the rounds.
const SMALL: u64 = 10_000;
/// Events that are stored in the large one.
const LARGE: u64 = 10_000_000;
/// Bytes that an event takes in all tables, indexes and the WAL together, generously.
const EVENT_BYTES: u64 = 2_000;
const MIB: u64 = 1 << 20;
/// Seconds of every part of a round.
const PART: u64 = 4;
/// Callers.
const CALLERS: usize = 32;

/// The same commands over a small and a large history.
pub(crate) fn group() -> Group {
    Group { name: "growth", keys: &["growth_10m"], seconds: 320, run: |bench| Box::pin(run(bench)) }
}

async fn run(bench: &Bench) -> anyhow::Result<()> {
    let (wanted, free) = (bench.many(LARGE), free_bytes(bench).await?);
    if free < wanted * EVENT_BYTES {
        let (needed, free) = (wanted * EVENT_BYTES / MIB, free / MIB);
        bench.note(format!(
            "growth_10m was not measured: it needs {needed} MiB on the disk, {free} are free."
        ));
        return Ok(());
    }
    let [(small, on_small), (large, on_large)] = [field(bench).await?, field(bench).await?];
    bench.say(&format!("growth: storing {wanted} events"));
    fill::fill(&large, wanted).await?;
    settle(&large).await?;
    for _ in bench.rounds("growth") {
        let few = on_small.run(&small, CALLERS, bench.lasting(PART)).await?.rate();
        let many = on_large.run(&large, CALLERS, bench.lasting(PART)).await?.rate();
        bench.rate("growth_small_c32", few);
        bench.rate("growth_large_c32", many);
        bench.ratio("growth_10m", many / few);
    }
    let stored = large.number("SELECT pg_database_size(current_database()) / 1024 / 1024").await?;
    bench.note(format!(
        "The large database of growth_10m held {wanted} events before the rounds and {stored} MiB after."
    ));
    Ok(())
}

/// Room on the disk that holds the database.
async fn free_bytes(bench: &Bench) -> anyhow::Result<u64> {
    let folder = bench.stage.shown("data_directory").await?;
    let df = Command::new("df").args(["--output=avail", "--block-size=1", &folder]).output().await;
    let told = df.context("ask how much room the disk has")?.stdout;
    let told = String::from_utf8_lossy(&told).into_owned();
    told.split_whitespace()
        .last()
        .and_then(|bytes| bytes.parse().ok())
        .context("read how much room the disk has")
}

/// A system with as many events as the small one has.
async fn field(bench: &Bench) -> anyhow::Result<(System, Workload)> {
    let system = System::create(&bench.stage).await?;
    let work = Workload::prepare(&system).await?;
    work.suggestions(CALLERS as u64, SMALL / u64::from(PER_AGGREGATE), PER_AGGREGATE).await?;
    settle(&system).await?;
    Ok((system, work))
}
