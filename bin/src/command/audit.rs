//! `memebot audit verify`: prove the log, and name every event that was touched or that two readers see differently.
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use engine::audit::second_reader::{self, Comparison, Difference};
use engine::audit::{Discrepancy, VerificationReport, verify};
use engine::postgres::{self, Budget};
use serde_json::{Value, json};

use crate::progress::Progress;
use crate::settings::Settings;

/// How to verify.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    /// Read every stream once more through postgres-es, which shares no code with our own readers, and name each
    /// event and field in which the two differ.
    #[arg(long)]
    second_reader: bool,
}

/// Verifies everything; exit code 1 when anything was altered, or when the second reader reads anything else.
pub(crate) async fn run(settings: &Settings, args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let pool = postgres::pool(&settings.postgres, Budget::Log);
    let progress = Progress::new("verified");
    let report = verify(&pool, &|position, head| progress.show(position, head)).await?;
    progress.finish();
    let mut comparison = None;
    if args.second_reader {
        let progress = Progress::new("compared");
        let shown = |events, head| progress.show(events, head);
        comparison = Some(second_reader::verify(&pool, report.head, &shown).await?);
        progress.finish();
    }
    if args.json {
        println!("{}", as_json(&report, comparison.as_ref()));
    } else {
        print_report(&report);
        comparison.iter().for_each(|comparison| print_comparison(comparison, report.head));
    }
    let agreed = comparison.is_none_or(|comparison| comparison.differences.is_empty());
    Ok(if report.discrepancies.is_empty() && agreed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn as_json(report: &VerificationReport, comparison: Option<&Comparison>) -> Value {
    let VerificationReport { head, verified, root, discrepancies, more } = report;
    let sentences: Vec<String> = discrepancies.iter().map(sentence).collect();
    let mut body =
        json!({ "head": head, "verified": verified, "root": root, "faults": sentences, "more": more });
    if let Some(Comparison { streams, events, differences, more }) = comparison {
        let sentences: Vec<String> = differences.iter().map(difference).collect();
        body["second_reader"] =
            json!({ "streams": streams, "events": events, "differences": sentences, "more": more });
    }
    body
}

fn print_report(report: &VerificationReport) {
    println!("{} of {} events verified, Merkle root {}", report.verified, report.head, report.root);
    for discrepancy in &report.discrepancies {
        println!("  {}", sentence(discrepancy));
    }
    print_rest(report.more);
}

fn print_comparison(comparison: &Comparison, head: u64) {
    let Comparison { streams, events, differences, more } = comparison;
    let verdict = if differences.is_empty() { "agrees with our own" } else { "differs from our own" };
    println!("the second reader {verdict}: {events} of {head} events in {streams} streams compared");
    for one in differences {
        println!("  {}", difference(one));
    }
    print_rest(*more);
}

fn print_rest(more: u64) {
    if more > 0 {
        println!("  and {more} more");
    }
}

fn difference(difference: &Difference) -> String {
    format!("{} event {}: {}", difference.stream, difference.sequence, difference.what)
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
