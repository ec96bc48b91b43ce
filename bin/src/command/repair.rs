//! `memebot repair`: mend an event's damaged row from a copy that the log vouches for.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use anyhow::Context;
use engine::epoch::Epochs;
use engine::nats::Nats;
use engine::redaction;
use engine::store::repair::{CopySource, DamagedEvent, EventCopy, RepairError};
use serde_json::json;
use sqlx::{Connection, PgConnection};

use crate::core::Core;
use crate::settings::Settings;

/// What to repair, and from what.
#[derive(Debug, clap::Args)]
pub(crate) struct RepairArgs {
    /// The event's position in the log.
    position: u64,
    /// Take the copy from a restored backup: the address of its database (its password may stand in
    /// PGPASSWORD). Without this, from JetStream.
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Mends the row, if it is damaged and the copy gives the log's leaf.
pub(crate) async fn run(settings: &Settings, args: RepairArgs) -> anyhow::Result<ExitCode> {
    let core = Core::open(settings).await?;
    let position = args.position;
    let damaged = match DamagedEvent::find(&core.log_pool, position).await {
        Err(sound @ RepairError::Sound { .. }) => {
            println!(
                "{}",
                if args.json { json!({ "repaired": null }).to_string() } else { sound.to_string() }
            );
            return Ok(ExitCode::SUCCESS);
        }
        found => found?,
    };
    let (copy, source) = match &args.from {
        Some(address) => (from_backup(address, &damaged).await?, CopySource::Backup),
        None => (from_jetstream(settings, &core, position).await?, CopySource::JetStream),
    };
    let copy = copy.with_context(|| {
        format!("there is no copy of the event at position {position}; name a restored backup with --from")
    })?;
    let operator = std::env::var("USER").unwrap_or_else(|_| "unknown".to_owned());
    damaged.mend(&core.log_pool, &copy, source, &operator).await?;
    let (stream, sequence) = (damaged.stream(), damaged.sequence());
    if args.json {
        let repaired =
            json!({ "position": position, "stream": stream, "sequence": sequence, "source": source.name() });
        println!("{}", json!({ "repaired": repaired }));
    } else {
        println!(
            "event {sequence} of {stream} (position {position}) is again as it was written: the copy of {} gives the \
             log's leaf. Recorded in event_repairs. What waits for the event goes on by itself.",
            source.name()
        );
    }
    Ok(ExitCode::SUCCESS)
}

async fn from_backup(address: &str, damaged: &DamagedEvent) -> anyhow::Result<Option<EventCopy>> {
    // An error may quote the address.
    redaction::register(address, true);
    let mut backup = PgConnection::connect(address).await.context("connect to the restored backup")?;
    EventCopy::read(&mut backup, damaged.event_id()).await.context("read the event in the restored backup")
}

async fn from_jetstream(
    settings: &Settings,
    core: &Core,
    position: u64,
) -> anyhow::Result<Option<EventCopy>> {
    let epoch = Epochs::new(core.log_pool.clone()).begin().await.context("read the epoch")?;
    let nats = Nats::connect(settings.nats.clone(), epoch.number).await;
    let nats = nats.context("read the credentials for NATS")?;
    let found = nats.event_at(position).await;
    let found = found.map_err(|error| anyhow::anyhow!("could not read the copy in JetStream: {error}"))?;
    Ok(found.map(EventCopy::from))
}
