//! `memebot`: parse the command line, run the subcommand, turn its end into an exit code.

mod bootstrap;
mod cli;
mod command;
mod core;
mod exit;
#[cfg(feature = "faults")]
mod faults;
mod progress;
mod service;
mod settings;
mod telemetry;
mod wiring;

use std::process::ExitCode;

use clap::Parser as _;
use mimalloc::MiMalloc;

use cli::Cli;

/// Many small, short-lived values: the system's allocator would take a fifth of the time under load.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    services::http_client::install_crypto();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return cli::print_usage(&error),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(cli.run()));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            telemetry::print_error(&error);
            settings::exit_code_of(&error)
        }
    }
}
