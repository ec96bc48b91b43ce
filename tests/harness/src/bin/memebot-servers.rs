//! `memebot-servers run -- COMMAND`: runs a command beside private servers and cleans up after it.
//! `memebot-servers up`: the same servers in the foreground, until Ctrl-C.

use std::ffi::OsString;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitCode, ExitStatus, Stdio};

use anyhow::{Context, Result};
use clap::Parser;
use harness::{
    Durability, Interrupts, Leftovers, RUN_VARIABLE, Servers, drop_databases_of, names_of, random_name,
};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::{Child, Command};

/// Private PostgreSQL, NATS and Redis servers; one that DATABASE_URL, NATS_URL or REDIS_URL names is used instead.
#[derive(Parser)]
enum Arguments {
    /// Start the servers, run a command that finds them in its environment, stop them, return its exit code.
    Run {
        /// The command and its arguments.
        #[arg(required = true, last = true)]
        command: Vec<OsString>,
    },
    /// Start the servers, print their addresses, stop them at Ctrl-C.
    Up {
        /// Lose nothing that was acknowledged even when the machine fails (slower).
        #[arg(long)]
        durable: bool,
    },
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let mut interrupts = Interrupts::listen()?;
    let durable = matches!(arguments, Arguments::Up { durable: true });
    let durability = if durable { Durability::Durable } else { Durability::Fast };
    let servers = tokio::select! {
        servers = Servers::given_or_private(durability) => servers?,
        signal = interrupts.next() => return Ok(ended_by(signal.as_raw())),
    };
    match arguments {
        Arguments::Run { command } => run(&servers, &command, &mut interrupts).await,
        Arguments::Up { .. } => up(&servers, &mut interrupts).await,
    }
}

async fn run(servers: &Servers, command: &[OsString], interrupts: &mut Interrupts) -> Result<ExitCode> {
    let run = random_name();
    let child = Command::new(&command[0])
        .args(&command[1..])
        .envs(servers.environment())
        .env(RUN_VARIABLE, &run)
        .stdin(Stdio::null())
        // a group of its own: signals are passed on to the command and to whatever it started, while the servers live
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("start {}", command[0].display()))?;
    let status = supervise(child, interrupts).await?;
    drop_databases_of(&run, servers.postgres.url()).await?;
    let (nats, redis) = (servers.nats.url().to_owned(), servers.redis.url().to_owned());
    Leftovers { nats, redis, prefix: names_of(&run) }.remove().await?;
    Ok(exit_code(status))
}

/// Waits for the command; passes the first signal on and answers the second with SIGKILL.
async fn supervise(mut child: Child, interrupts: &mut Interrupts) -> Result<ExitStatus> {
    let group =
        child.id().and_then(|id| Pid::from_raw(id.cast_signed())).context("the command has a process id")?;
    let mut kill = false;
    loop {
        tokio::select! {
            status = child.wait() => return status.context("wait for the command"),
            signal = interrupts.next() => {
                kill_process_group(group, if kill { Signal::KILL } else { signal }).ok();
                kill = true;
            }
        }
    }
}

async fn up(servers: &Servers, interrupts: &mut Interrupts) -> Result<ExitCode> {
    let mut out = std::io::stdout();
    for (variable, url) in servers.environment() {
        writeln!(out, "export {variable}='{url}'")?;
    }
    out.flush()?;
    Ok(ended_by(interrupts.next().await.as_raw()))
}

fn exit_code(status: ExitStatus) -> ExitCode {
    match (status.code(), status.signal()) {
        (Some(code), _) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        (None, Some(signal)) => ended_by(signal),
        (None, None) => ExitCode::FAILURE,
    }
}

/// The shell's convention.
fn ended_by(signal: i32) -> ExitCode {
    ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))
}
