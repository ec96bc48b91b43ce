//! `memebot replay`: are the read models exactly what the events say (`--check`), and how were things (`--as-of`)?
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use domain::stream::StreamId;
use engine::replay::{CheckReport, check};
use serde_json::{Value, json};

use super::as_of::{self, AsOf};
use super::differences::sentences;
use crate::core::Core;
use crate::progress::Progress;
use crate::settings::Settings;

/// What to read the history again for.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["check", "aggregate", "to_schema"]))]
pub(crate) struct ReplayArgs {
    /// Rebuild every read model into scratch tables and compare it with the live one, row by row.
    #[arg(long, conflicts_with = "as_of")]
    check: bool,
    /// The moment to look back to: a position of the log, or a time like 2026-03-01T12:00:00Z.
    #[arg(long)]
    as_of: Option<AsOf>,
    /// Print the state of this aggregate at that moment, texts opened: `<type>/<id>`, e.g. `post/<uuid>`.
    #[arg(long, requires = "as_of", value_parser = as_of::stream)]
    aggregate: Option<StreamId>,
    /// Build all read models of that moment into this new schema, views included.
    #[arg(long, requires = "as_of", value_parser = as_of::schema)]
    to_schema: Option<String>,
    /// Print the result as JSON; a state is JSON always.
    #[arg(long)]
    json: bool,
}

/// Does what is asked.
pub(crate) async fn run(settings: &Settings, args: ReplayArgs) -> anyhow::Result<ExitCode> {
    let core = Core::open(settings).await?;
    match (args.as_of, args.aggregate, args.to_schema) {
        (Some(moment), Some(stream), _) => as_of::state(&core, moment, &stream).await,
        (Some(moment), None, Some(schema)) => as_of::build(&core, moment, &schema, args.json).await,
        (_, _, _) => check_all(&core, args.json).await,
    }
}

/// Rebuilds every read model beside the live one and compares; exit code 1 when anything differs.
async fn check_all(core: &Core, as_json: bool) -> anyhow::Result<ExitCode> {
    let progress = Progress::new("events replayed");
    let projectors = engine::versions::live(&core.consumers, &core.readers).await?;
    let checked = check(&core.consumers, &core.log, &projectors, &*core.ids, |now| {
        progress.show(now.position, now.end);
    })
    .await?;
    progress.finish();
    if as_json {
        println!("{}", checked.iter().map(summary).collect::<Value>());
    } else {
        checked.iter().for_each(print_checked);
    }
    let identical = checked.iter().all(CheckReport::is_identical);
    Ok(if identical { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_checked(checked: &CheckReport) {
    let is_equal = checked.broken.is_none() && checked.comparison.total == 0;
    let verdict = match (is_equal, checked.parked.is_empty()) {
        (true, true) => "identical",
        (true, false) => "identical but for what is parked",
        (false, _) => "DIFFERENT",
    };
    let CheckReport { projection, version, events, rows, .. } = checked;
    println!("{projection:<18} v{version}  {events:>8} events  {rows:>7} rows  {verdict}");
    faults(checked).iter().for_each(|fault| println!("  {fault}"));
}

fn summary(checked: &CheckReport) -> Value {
    json!({
        "projection": checked.projection,
        "version": checked.version,
        "events": checked.events,
        "rows": checked.rows,
        "identical": checked.is_identical(),
        "faults": faults(checked),
    })
}

fn faults(checked: &CheckReport) -> Vec<String> {
    let broken = checked.broken.iter().map(|why| format!("could not be replayed: {why}"));
    let parked = checked.parked.iter().map(|start| format!("parked, so not compared: {start}"));
    broken.chain(parked).chain(sentences(&checked.comparison)).collect()
}
