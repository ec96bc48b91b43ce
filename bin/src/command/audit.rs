//! `memebot audit verify`: prove the log, and name every event that was touched.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use infra::audit::{Fault, Report, verify};
use infra::postgres::{self, Budget};
use serde_json::json;

use crate::progress::Progress;
use crate::settings::Settings;

/// Verifies everything; exit code 1 when anything was altered.
pub(crate) async fn run(settings: &Settings, as_json: bool) -> anyhow::Result<ExitCode> {
    let pool = postgres::pool(&settings.postgres, Budget::Log);
    let progress = Progress::new("verified");
    let report = verify(&pool, &|position, head| progress.show(position, head)).await?;
    progress.finish();
    if as_json {
        let Report { head, verified, root, faults, more } = &report;
        let told: Vec<String> = faults.iter().map(sentence).collect();
        let body = json!({ "head": head, "verified": verified, "root": root, "faults": told, "more": more });
        println!("{body}");
    } else {
        print_report(&report);
    }
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_report(report: &Report) {
    println!("{} of {} events verified, Merkle root {}", report.verified, report.head, report.root);
    for fault in &report.faults {
        println!("  {}", sentence(fault));
    }
    if report.more > 0 {
        println!("  and {} more", report.more);
    }
}

fn sentence(fault: &Fault) -> String {
    let place = fault.position.map_or_else(|| "no position".to_owned(), |at| format!("position {at}"));
    let event = match (&fault.stream, fault.sequence) {
        (Some(stream), Some(sequence)) => format!(" ({stream} event {sequence})"),
        (Some(stream), None) => format!(" ({stream})"),
        (None, _) => String::new(),
    };
    format!("{place}{event}: {}", fault.what)
}
