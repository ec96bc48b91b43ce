//! `memebot rebuild`: make a read model anew beside the one that is shown, compare, and switch.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use anyhow::Context;
use engine::rebuild::{Rebuild, RebuildOptions, RebuildReport};
use projections::registry;
use serde_json::json;

use super::differences::sentences;
use crate::core::Core;
use crate::progress::Progress;
use crate::settings::Settings;

/// What to rebuild, and how.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are the flags of a command line")]
pub(crate) struct RebuildArgs {
    /// The read model, e.g. `posts`.
    projection: String,
    /// Events between two checkpoints: one that is killed goes on at the last.
    #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    batch: u32,
    /// Give up a build that was begun before, e.g. by an older program, and begin again.
    #[arg(long, conflicts_with = "switch_back")]
    fresh: bool,
    /// Switch also when the rows differ from those that are shown now.
    #[arg(long, conflicts_with = "switch_back")]
    accept_differences: bool,
    /// Show the former build again.
    #[arg(long)]
    switch_back: bool,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Rebuilds and switches, or switches back; exit code 1 when the view was not switched.
pub(crate) async fn run(settings: &Settings, args: RebuildArgs) -> anyhow::Result<ExitCode> {
    let projector = registry::named(&args.projection).with_context(|| {
        let names: Vec<_> = registry::all().iter().map(|projector| projector.name()).collect();
        format!("there is no read model {}; there are {}", args.projection, names.join(", "))
    })?;
    let core = Core::open(settings).await?;
    let rebuild = Rebuild::new(core.consumers.clone(), core.log.clone(), projector, args.batch);
    let report = if args.switch_back { rebuild.switch_back().await? } else { make(&rebuild, &args).await? };
    print_rebuilt(&report, args.json);
    Ok(if report.switched { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn make(rebuild: &Rebuild, args: &RebuildArgs) -> anyhow::Result<RebuildReport> {
    let progress = Progress::new("events");
    let options = RebuildOptions { fresh: args.fresh, accept_differences: args.accept_differences };
    let report = rebuild.run(options, |now| progress.show(now.position, now.end)).await;
    progress.finish();
    Ok(report?)
}

fn print_rebuilt(report: &RebuildReport, as_json: bool) {
    let RebuildReport { projection, from, to, position, parked, comparison, switched, .. } = report;
    let parked = parked.iter().map(|start| format!("parked in build {to}: {start}"));
    let differences: Vec<String> = parked.chain(sentences(comparison)).collect();
    if as_json {
        let body = json!({
            "projection": projection, "from": from, "to": to, "position": position,
            "differences": differences, "switched": switched,
        });
        return println!("{body}");
    }
    differences.iter().for_each(|difference| println!("  {difference}"));
    if *switched {
        let former =
            if report.former_kept { "kept for --switch-back" } else { "of another shape and not kept" };
        println!("{projection} shows build {to} since position {position}; build {from} is {former}");
    } else if !report.parked_alike {
        println!(
            "{projection} still shows build {from}, which has not parked the same: build {to} is given up."
        );
        println!(
            "Repair or discard what is parked (memebot dead-letters), or switch with --accept-differences."
        );
    } else {
        println!("{projection} still shows build {from}: build {to} differs at position {position}.");
        println!("Switch anyway with --accept-differences, or begin again with --fresh.");
    }
}
