//! `memebot-sandbox`: the stand-ins as a process. Prints one line of JSON with addresses and credentials, then
//! serves until it is interrupted or terminated.

use std::io::Write;

use anyhow::Context;
use clap::Parser;
use sandbox::Sandbox;
use sandbox::options::{Ports, SandboxCredentials, SandboxOptions};
use tokio::signal::unix::{SignalKind, signal};

/// Telegram, OpenAI and X for offline use; 0 takes any free port.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Port of the Telegram Bot API
    #[arg(long, default_value_t = 0)]
    telegram_port: u16,
    /// Port of the OpenAI API
    #[arg(long, default_value_t = 0)]
    openai_port: u16,
    /// Port of the X API
    #[arg(long, default_value_t = 0)]
    x_port: u16,
    /// Port of the control endpoints and the chat page
    #[arg(long, default_value_t = 0)]
    control_port: u16,
    /// Make up new credentials instead of the fixed test values
    #[arg(long)]
    random_credentials: bool,
    /// Address of MemeBot's HTTP interface, for a link on the page
    #[arg(long)]
    memebot_url: Option<String>,
}

impl From<Arguments> for SandboxOptions {
    fn from(arguments: Arguments) -> Self {
        let ports = Ports {
            telegram: arguments.telegram_port,
            openai: arguments.openai_port,
            x: arguments.x_port,
            control: arguments.control_port,
        };
        let credentials = if arguments.random_credentials {
            SandboxCredentials::random()
        } else {
            SandboxCredentials::default()
        };
        Self { ports, credentials, memebot_url: arguments.memebot_url, ..Self::lasting() }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut terminated = signal(SignalKind::terminate()).context("listen for SIGTERM")?;
    let sandbox = Sandbox::start(Arguments::parse().into()).await.context("bind a port")?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(sandbox.access())?)?;
    out.flush()?;
    drop(out);
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted.context("listen for SIGINT"),
        _ = terminated.recv() => Ok(()),
    }
}
