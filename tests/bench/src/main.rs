//! `bench`: how fast the system is, beside what people would use instead, on the same machine in the same run.
//!
//! Every ratio is the median of interleaved rounds. Nothing here is a test: a goal that is missed is told, and the
//! exit code is 0 all the same.

mod append;
mod bench;
mod bot;
mod child;
mod effects;
mod footprint;
mod growth;
mod heard;
mod history;
mod machine;
mod options;
mod rebuild;
mod relay;
mod report;
mod rivals;
mod roles;
mod stage;
mod system;
mod visible;
mod whole;
mod workload;

use std::fs::File;

use anyhow::Context;
use clap::Parser;
use mimalloc::MiMalloc;
use tracing_subscriber::EnvFilter;

use crate::bench::{Bench, Group};
use crate::options::Options;
use crate::stage::Stage;

/// The same as `memebot`'s.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What is measured, in this order.
fn groups() -> Vec<Group> {
    vec![
        footprint::idle(),
        append::group(),
        whole::group(),
        visible::group(),
        relay::group(),
        rebuild::group(),
        effects::group(),
        bot::group(),
        footprint::replay(),
        growth::group(),
    ]
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    std::fs::create_dir_all(report::FOLDER).context("make the folder for the results")?;
    log_like_the_service()?;
    let work = async {
        let stage = Stage::set().await?;
        let machine = machine::describe(&stage).await?;
        let bench = Bench::new(options, stage, groups());
        bench.run().await;
        report::publish(bench, &machine)
    };
    harness::until_interrupted(work).await?.context("interrupted")?
}

/// Logs as `memebot serve` does by default, into a file: what logging costs is part of what is measured.
fn log_like_the_service() -> anyhow::Result<()> {
    let file = File::create(format!("{}/bench.log", report::FOLDER))?;
    let filter = EnvFilter::try_new("info,sqlx=warn,async_nats=warn,hyper=warn")?;
    let log = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter(filter).with_writer(file);
    log.try_init().map_err(|error| anyhow::anyhow!("start the log: {error}"))
}
