//! A long history for those who read it: a million events of a hundred thousand aggregates, made by commands, numbered
//! by the sequencer. Made once per run and shared.

use anyhow::{Context, ensure};
use engine::sequencer::Sequencer;
use tokio_util::sync::CancellationToken;

use crate::bench::Bench;
use crate::system::System;
use crate::workload::{PER_AGGREGATE, Workload};

/// Events of the whole history.
pub(crate) const EVENTS: u64 = 1_000_000;
/// Callers that make it.
const CALLERS: u64 = 256;

/// The history, and the system over it.
pub(crate) struct History {
    /// The system.
    pub(crate) system: System,
    /// The last position.
    pub(crate) head: u64,
}

impl History {
    /// Makes it.
    pub(crate) async fn make(bench: &Bench) -> anyhow::Result<Self> {
        let system = System::create(&bench.stage).await?;
        let work = Workload::prepare(&system).await?;
        let sequencer = Sequencer::new(system.log_pool.clone(), system.append_signal.clone());
        let stop = CancellationToken::new();
        let numbering = async {
            let ran = sequencer.run(stop.clone()).await;
            ran.context("number the history")
        };
        let (made, numbered) = tokio::join!(make(bench, &work, &stop), numbering);
        made?;
        numbered?;
        while sequencer.step().await.context("number the rest")?.numbered > 0 {}
        let head = system.log.head().await?;
        let stored = system.number("SELECT count(*) FROM events").await?.unsigned_abs();
        ensure!(stored == head, "{stored} events got {head} positions");
        settle(&system).await?;
        Ok(Self { system, head })
    }
}

async fn make(bench: &Bench, work: &Workload, stop: &CancellationToken) -> anyhow::Result<()> {
    let _stop = stop.clone().drop_guard();
    let (wanted, stretch) = (bench.many(EVENTS), bench.many(EVENTS) / 10);
    for done in 0..10 {
        bench.say(&format!("history: {} of {wanted} events", done * stretch));
        work.suggestions(CALLERS, stretch / u64::from(PER_AGGREGATE), PER_AGGREGATE).await?;
    }
    Ok(())
}

/// Statistics, and nothing left to write: both outside of what is measured.
pub(crate) async fn settle(system: &System) -> anyhow::Result<()> {
    sqlx::raw_sql("ANALYZE").execute(&system.database.pool).await.context("analyze")?;
    sqlx::raw_sql("CHECKPOINT").execute(&system.database.pool).await.context("write a checkpoint")?;
    Ok(())
}
