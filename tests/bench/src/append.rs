//! `append_*`: commands through the bus, beside single-row inserts and the stock framework.

use std::sync::Arc;
use std::time::Duration;

use commands::bus::Bus;
use engine::store::PgEventStore;

use crate::bench::{Bench, Group};
use crate::rivals::RowSize;
use crate::rivals::pgbench::Pgbench;
use crate::rivals::stock::Stock;
use crate::system::System;
use crate::workload::{Run, Workload};

/// Seconds of every part of a round.
const PART: u64 = 4;

/// Commands with 1, 8, 32 and 256 callers, without a cache, and against the stock framework.
pub(crate) fn group() -> Group {
    Group {
        name: "append",
        keys: &[
            "append_c1",
            "append_c8",
            "append_c32",
            "append_c256",
            "append_cold_c32",
            "append_vs_stock_c32",
            "append_vs_stock_p99_c32",
        ],
        seconds: 200,
        run: |bench| Box::pin(run(bench)),
    }
}

async fn run(bench: &Bench) -> anyhow::Result<()> {
    let field = Field::prepare(bench).await?;
    for _ in bench.rounds("append") {
        field.round().await?;
    }
    Ok(())
}

/// Everything that the rounds compare.
struct Field<'a> {
    bench: &'a Bench,
    system: System,
    work: Workload,
    cold: Arc<Bus<PgEventStore>>,
    pgbench: Pgbench,
    stock: Stock,
    part: Duration,
}

impl<'a> Field<'a> {
    async fn prepare(bench: &'a Bench) -> anyhow::Result<Self> {
        let system = System::create(&bench.stage).await?;
        let work = Workload::prepare(&system).await?;
        work.run(&system, 32, Duration::from_secs(2)).await?;
        let row = RowSize::of(&system).await?;
        bench.note(format!(
            "A stored row of ours has {} bytes of payload and {} of metadata; the rivals' rows are as long.",
            row.payload, row.metadata
        ));
        Ok(Self {
            cold: system.cold_bus(),
            pgbench: Pgbench::prepare(&bench.stage, row).await?,
            stock: Stock::prepare(&bench.stage, row).await?,
            part: bench.lasting(PART),
            bench,
            system,
            work,
        })
    }

    async fn round(&self) -> anyhow::Result<()> {
        for (key, callers) in [("append_c1", 1), ("append_c8", 8)] {
            if self.bench.wants(key) {
                let ours = self.ours(callers).await?;
                self.bench.ratio(key, ours.rate() / self.insert(callers).await?);
            }
        }
        let with_32 = ["append_c32", "append_cold_c32", "append_vs_stock_c32", "append_vs_stock_p99_c32"];
        if self.bench.options.wants(&with_32) || self.bench.wants("append_c256") {
            self.with_32_clients().await?;
        }
        Ok(())
    }

    /// All that is compared with 32 clients of pgbench, or with the commands of 32 callers.
    async fn with_32_clients(&self) -> anyhow::Result<()> {
        let ours = self.ours(32).await?;
        let insert = self.insert(32).await?;
        self.bench.ratio("append_c32", ours.rate() / insert);
        if self.bench.wants("append_c256") {
            self.bench.ratio("append_c256", self.ours(256).await?.rate() / insert);
        }
        if self.bench.wants("append_cold_c32") {
            self.bench.ratio("append_cold_c32", self.cold().await?.rate() / insert);
        }
        if self.bench.options.wants(&["append_vs_stock_c32", "append_vs_stock_p99_c32"]) {
            self.against_stock(&ours).await?;
        }
        Ok(())
    }

    async fn against_stock(&self, ours: &Run) -> anyhow::Result<()> {
        let stock = self.stock.run(32, self.part).await?;
        self.bench.rate("stock_c32", stock.rate());
        self.bench.rate("stock_c32_p99_ms", stock.percentile(99));
        self.bench.ratio("append_vs_stock_c32", ours.rate() / stock.rate());
        self.bench.ratio("append_vs_stock_p99_c32", ours.percentile(99) / stock.percentile(99));
        Ok(())
    }

    async fn ours(&self, callers: u32) -> anyhow::Result<Run> {
        let run = self.work.run(&self.system, callers as usize, self.part).await?;
        self.bench.rate(&format!("append_c{callers}"), run.rate());
        self.bench.rate(&format!("append_c{callers}_p99_ms"), run.percentile(99));
        Ok(run)
    }

    async fn cold(&self) -> anyhow::Result<Run> {
        let work = self.work.through(Arc::clone(&self.cold));
        let run = work.run(&self.system, 32, self.part).await?;
        self.bench.rate("append_cold_c32", run.rate());
        Ok(run)
    }

    async fn insert(&self, clients: u32) -> anyhow::Result<f64> {
        let rate = self.pgbench.rate(clients, self.part).await?;
        self.bench.rate(&format!("insert_c{clients}"), rate);
        Ok(rate)
    }
}
