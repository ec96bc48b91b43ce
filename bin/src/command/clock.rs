//! `memebot clock`: whether the database's clock is in doubt, and a person's word that it is right.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use anyhow::Context;
use engine::clock::{ADVICE, ClockHolds, DatabaseClock};
use engine::postgres::{self, Budget};

use crate::settings::Settings;

/// What is to be told or said.
#[derive(Debug, clap::Args)]
pub(crate) struct ClockArgs {
    /// Say that the database's clock is right: what is scheduled goes out by it.
    #[arg(long, requires = "reason")]
    accept: bool,
    /// How that is known; it is recorded with your name.
    #[arg(long, value_name = "TEXT", requires = "accept")]
    reason: Option<String>,
}

/// Tells what holds; exit code 1 if something does.
pub(crate) async fn run(settings: &Settings, args: &ClockArgs) -> anyhow::Result<ExitCode> {
    let pool = postgres::pool(&settings.postgres, Budget::Log);
    let (holds, clock) = (ClockHolds::new(pool.clone()), DatabaseClock::new(&settings.clock));
    clock.synchronise(&pool).await.context("read the database's clock")?;
    println!("{}", clock.difference());
    let open = holds.open().await.context("read the holds (is the database migrated? `memebot migrate`)")?;
    for hold in &open {
        println!("held: {}", hold.detail);
    }
    if let (true, Some(reason)) = (args.accept, &args.reason) {
        let user = std::env::var("USER").unwrap_or_else(|_| "unknown".to_owned());
        let ended = holds.accept(&user, reason).await.context("record that the clock is right")?;
        println!("{ended} ended: what is scheduled goes out");
        return Ok(ExitCode::SUCCESS);
    }
    if open.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("nothing scheduled is published; {ADVICE}");
    Ok(ExitCode::FAILURE)
}
