//! `docs/benchmarks.md`: how it is measured, and the last complete run.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::Context;

use super::{Line, figure};
use crate::machine::Machine;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/benchmarks.md");
/// What stands above the figures; written by hand.
const ABOVE: &str = include_str!("page.md");

/// Writes the page.
pub(super) fn write(
    lines: &[Line],
    rates: &BTreeMap<String, f64>,
    notes: &[String],
    run: (&Machine, u64),
) -> anyhow::Result<()> {
    let text = page(lines, rates, notes, run).context("put the page together")?;
    std::fs::write(PAGE, text).context("write docs/benchmarks.md")
}

fn page(
    lines: &[Line],
    rates: &BTreeMap<String, f64>,
    notes: &[String],
    (machine, seconds): (&Machine, u64),
) -> Result<String, std::fmt::Error> {
    let mut page = ABOVE.to_owned();
    writeln!(page, "\n## The last complete run\n")?;
    writeln!(
        page,
        "{} cores ({}), {} MiB of memory, PostgreSQL {} ({}), NATS {}; load {} before the \
         run; {} minutes.\n",
        machine.cores,
        machine.processor,
        machine.memory_mb,
        machine.postgres,
        machine.settings.join(", "),
        machine.nats,
        machine.load,
        seconds.div_ceil(60)
    )?;
    writeln!(page, "| key | what | median | min … max | goal | reached |\n|---|---|---:|---:|---|---|")?;
    for line in lines {
        let (key, what, goal) = (line.key.0, line.key.1, line.key.2);
        let (median, spread, verdict) = (figure(line.median), line.spread(), line.verdict());
        writeln!(page, "| `{key}` | {what} | {median} | {spread} | {goal} | {verdict} |")?;
    }
    writeln!(page, "\nThe figures behind them, medians, per second if nothing else is said:\n")?;
    writeln!(page, "| name | figure |\n|---|---:|")?;
    for (name, rate) in rates {
        writeln!(page, "| `{name}` | {} |", figure(*rate))?;
    }
    writeln!(page)?;
    notes.iter().try_for_each(|note| writeln!(page, "- {note}"))?;
    Ok(page)
}
