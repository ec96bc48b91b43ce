//! On what it ran: the facts without which no figure means anything.

use anyhow::Context;
use serde::Serialize;

use crate::stage::Stage;

/// The machine and the servers.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    /// Threads that may run at once.
    pub(crate) cores: usize,
    /// What the processor calls itself.
    pub(crate) processor: String,
    /// Memory in MiB.
    pub(crate) memory_mb: u64,
    /// PostgreSQL's version.
    pub(crate) postgres: String,
    /// Settings of PostgreSQL that matter here.
    pub(crate) settings: Vec<String>,
    /// NATS's version.
    pub(crate) nats: String,
    /// Processes that wanted to run in the minute before the run: others' work spoils the figures.
    pub(crate) load: f64,
}

/// Reads the facts.
pub(crate) async fn describe(stage: &Stage) -> anyhow::Result<Machine> {
    let mut settings = Vec::new();
    for name in ["fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size"] {
        settings.push(format!("{name}={}", stage.shown(name).await?));
    }
    let nats = async_nats::connect(stage.servers.nats.url()).await.context("connect to NATS")?;
    Ok(Machine {
        cores: std::thread::available_parallelism()?.get(),
        processor: field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned()),
        memory_mb: field("/proc/meminfo", "MemTotal").and_then(|text| kibibytes(&text)).unwrap_or(0) / 1024,
        postgres: stage.shown("server_version").await?,
        settings,
        nats: nats.server_info().version.clone(),
        load: std::fs::read_to_string("/proc/loadavg")?.split(' ').next().unwrap_or_default().parse()?,
    })
}

/// The value of a line `name: value` in a file of the kernel.
pub(crate) fn field(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'))?;
    Some(value.trim().to_owned())
}

/// The number in `12345 kB`.
pub(crate) fn kibibytes(text: &str) -> Option<u64> {
    text.split_whitespace().next()?.parse().ok()
}
