//! `memebot audit verify`: prove the log, and name every event that was touched.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use infra::audit::{Discrepancy, VerificationReport, verify};
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
        let VerificationReport { head, verified, root, discrepancies, more } = &report;
        let told: Vec<String> = discrepancies.iter().map(sentence).collect();
        let body = json!({ "head": head, "verified": verified, "root": root, "faults": told, "more": more });
        println!("{body}");
    } else {
        print_report(&report);
    }
    Ok(if report.discrepancies.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_report(report: &VerificationReport) {
    println!("{} of {} events verified, Merkle root {}", report.verified, report.head, report.root);
    for discrepancy in &report.discrepancies {
        println!("  {}", sentence(discrepancy));
    }
    if report.more > 0 {
        println!("  and {} more", report.more);
    }
}

fn sentence(discrepancy: &Discrepancy) -> String {
    let place = discrepancy.position.map_or_else(|| "no position".to_owned(), |at| format!("position {at}"));
    let event = match (&discrepancy.stream, discrepancy.sequence) {
        (Some(stream), Some(sequence)) => format!(" ({stream} event {sequence})"),
        (Some(stream), None) => format!(" ({stream})"),
        (None, _) => String::new(),
    };
    format!("{place}{event}: {}", discrepancy.what)
}
