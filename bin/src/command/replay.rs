//! `memebot replay --check`: are the read models exactly what the events say?
#![expect(clippy::print_stdout, reason = "printing is what this subcommand is for")]

use std::process::ExitCode;

use infra::replay::{Checked, check};
use projections::compare::{Difference, Found};
use serde_json::{Value, json};

use crate::core::Core;
use crate::progress::Progress;
use crate::settings::Settings;

/// Rebuilds every read model beside the live one and compares; exit code 1 when anything differs.
pub(crate) async fn run(settings: &Settings, as_json: bool) -> anyhow::Result<ExitCode> {
    let core = Core::open(settings).await?;
    let progress = Progress::new("events replayed");
    let projectors = projections::registry::all();
    let checked = check(&core.consumers, &core.log, (&projectors, &*core.ids), |now| {
        progress.show(now.position, now.end);
    })
    .await?;
    progress.finish();
    if as_json {
        println!("{}", checked.iter().map(summary).collect::<Value>());
    } else {
        checked.iter().for_each(tell);
    }
    let identical = checked.iter().all(Checked::is_identical);
    Ok(if identical { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(checked: &Checked) {
    let verdict = if checked.is_identical() { "identical" } else { "DIFFERENT" };
    let Checked { projection, version, events, rows, .. } = checked;
    println!("{projection:<18} v{version}  {events:>8} events  {rows:>7} rows  {verdict}");
    faults(checked).iter().for_each(|fault| println!("  {fault}"));
}

fn summary(checked: &Checked) -> Value {
    json!({
        "projection": checked.projection,
        "version": checked.version,
        "events": checked.events,
        "rows": checked.rows,
        "identical": checked.is_identical(),
        "faults": faults(checked),
    })
}

fn faults(checked: &Checked) -> Vec<String> {
    let broken = checked.broken.iter().map(|why| format!("could not be replayed: {why}"));
    let parked = checked.parked.iter().map(|key| format!("parked, so not compared: {key}"));
    let different = checked.comparison.differences.iter().map(difference);
    let listed = checked.comparison.differences.len() as u64;
    let more = checked.comparison.total.saturating_sub(listed);
    let rest = (more > 0).then(|| format!("and {more} more rows"));
    broken.chain(parked).chain(different).chain(rest).collect()
}

fn difference(difference: &Difference) -> String {
    let Difference { table, key, found } = difference;
    let key = Value::Object(key.clone());
    match found {
        Found::OnlyInFirst => format!("{table} {key}: the live row follows from no event"),
        Found::OnlyInSecond => format!("{table} {key}: the live row is missing"),
        Found::Changed(columns) => format!("{table} {key}: {} differ", columns.join(", ")),
    }
}
