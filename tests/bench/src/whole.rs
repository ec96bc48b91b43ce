//! `system_c32`: commands while everything else runs too, and keeps up.

use crate::bench::{Bench, Group};
use crate::rivals::RowSize;
use crate::rivals::pgbench::Pgbench;
use crate::roles;
use crate::system::System;
use crate::workload::{Workload, per_second};

/// Seconds of the system in one round; five rounds make a minute.
const CHUNK: u64 = 12;
/// Seconds of the rival.
const PART: u64 = 4;
/// How old the oldest event that a read model does not show may be at the end of a chunk, in seconds.
const LATE: f64 = 1.0;

/// Commands of 32 callers beside sequencer, relay and every projector.
pub(crate) fn group() -> Group {
    Group { name: "system", keys: &["system_c32"], seconds: 100, run: |bench| Box::pin(run(bench)) }
}

async fn run(bench: &Bench) -> anyhow::Result<()> {
    let system = System::create(&bench.stage).await?;
    let work = Workload::prepare(&system).await?;
    work.run(&system, 32, bench.lasting(2)).await?;
    let pgbench = Pgbench::prepare(&bench.stage, RowSize::of(&system).await?).await?;
    let running = roles::every_role(&bench.stage, &system).await?;
    for _ in bench.rounds("system") {
        let insert = pgbench.rate(32, bench.lasting(PART)).await?;
        bench.rate("system_insert_c32", insert);
        let run = work.timed(32, bench.lasting(CHUNK)).await?;
        let lag = running.lag(&system).await?;
        let shown = run.commands.saturating_sub(lag.events);
        let counted = if lag.seconds < LATE { run.commands } else { shown };
        bench.rate("system_c32", run.rate());
        bench.rate("system_c32_shown", per_second(shown, run.took));
        bench.rate("system_c32_lag_s", lag.seconds);
        bench.ratio("system_c32", per_second(counted, run.took) / insert);
        running.caught_up(&system).await?;
    }
    running.stop().await;
    Ok(())
}
