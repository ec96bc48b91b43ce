//! What a run says at its end: a table, `results.json`, and the page that keeps the last complete run.
#![expect(clippy::print_stdout, reason = "the table is what people run this for")]

mod page;

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};
use serde_json::json;

use crate::bench::{Bench, Measured};
use crate::machine::Machine;
use crate::options::Options;

/// Where the results are written.
pub(crate) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/bench");

/// What a key should reach.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    /// This much or more.
    AtLeast(f64),
    /// This much or less.
    AtMost(f64),
}

impl Goal {
    fn is_reached(self, value: f64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
        }
    }
}

impl std::fmt::Display for Goal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "≥ {least}"),
            Self::AtMost(most) => write!(f, "≤ {most}"),
        }
    }
}

/// One key: its name, what is measured, and its goal.
pub(crate) struct Key(pub(crate) &'static str, pub(crate) &'static str, pub(crate) Goal);

/// Every key, in the order of the table.
pub(crate) const KEYS: &[Key] = &[
    Key("append_c1", "commands/s ÷ INSERT/s, one caller each", Goal::AtLeast(0.75)),
    Key("append_c8", "the same with 8", Goal::AtLeast(0.7)),
    Key("append_c32", "the same with 32", Goal::AtLeast(1.3)),
    Key("append_c256", "commands/s with 256 callers ÷ INSERT/s with 32 clients", Goal::AtLeast(1.8)),
    Key(
        "append_cold_c32",
        "commands/s of 32 callers, every state loaded from the database ÷ INSERT/s with 32",
        Goal::AtLeast(0.8),
    ),
    Key(
        "append_vs_stock_c32",
        "commands/s ÷ those of stock cqrs-es + postgres-es, 32 callers",
        Goal::AtLeast(4.0),
    ),
    Key(
        "append_vs_stock_p99_c32",
        "p99 latency of a command ÷ that of the stock path, 32 callers",
        Goal::AtMost(1.0),
    ),
    Key(
        "system_c32",
        "commands/s with sequencer, relay and projectors running and less than a second behind ÷ INSERT/s with 32",
        Goal::AtLeast(0.8),
    ),
    Key(
        "visible_p50",
        "acknowledged command → row in its read model at 200/s ÷ INSERT + NOTIFY → listener, p50",
        Goal::AtMost(3.0),
    ),
    Key("visible_p99", "the same, p99", Goal::AtMost(3.0)),
    Key(
        "relay",
        "events/s from the log into JetStream, acknowledged ÷ JetStream publish with 256 in flight",
        Goal::AtLeast(0.6),
    ),
    Key(
        "rebuild",
        "events/s rebuilding `daily_activity` ÷ one SQL INSERT … SELECT … GROUP BY with the same rows",
        Goal::AtLeast(0.3),
    ),
    Key("catch_up", "events/s of the live projector path, 200 000 behind ÷ the same SQL", Goal::AtLeast(0.1)),
    Key(
        "effects",
        "event → job → result command committed, per second from a full backlog ÷ INSERT/s with 8",
        Goal::AtLeast(0.5),
    ),
    Key(
        "bot_alone_ms",
        "a command that writes, from its update to its answer, alone, p50, ms",
        Goal::AtMost(12.0),
    ),
    Key("bot_after_write_ms", "the same right after another write", Goal::AtMost(15.0)),
    Key("bot_300_s", "300 of them in one chat until the last is answered, s", Goal::AtMost(3.0)),
    Key("bot_p99_ms", "200 updates per second over 200 chats, p99, ms", Goal::AtMost(300.0)),
    Key(
        "bot_alone",
        "`bot_alone_ms` ÷ a webhook bot that stores the update, does one INSERT and an outbox row",
        Goal::AtMost(3.0),
    ),
    Key("bot_after_write", "`bot_after_write_ms` ÷ that bot's", Goal::AtMost(3.0)),
    Key("bot_300", "`bot_300_s` ÷ that bot's", Goal::AtMost(3.0)),
    Key("bot_p99", "`bot_p99_ms` ÷ that bot's", Goal::AtMost(3.0)),
    Key("growth_10m", "append_c32 with 10 million events stored ÷ with 10 thousand", Goal::AtLeast(0.75)),
    Key(
        "replay_rss_mb",
        "peak resident memory of `memebot replay --check` over one million events, MiB",
        Goal::AtMost(150.0),
    ),
    Key("idle_rss_mb", "resident memory of `memebot serve` with nothing to do, MiB", Goal::AtMost(60.0)),
    Key(
        "idle_cpu_percent",
        "processor time of `memebot serve` with nothing to do, percent of one core",
        Goal::AtMost(1.0),
    ),
];

/// One line of the table.
struct Line {
    key: &'static Key,
    median: f64,
    least: f64,
    most: f64,
    rounds: usize,
}

impl Line {
    fn of(key: &'static Key, measured: &Measured) -> Option<Self> {
        let mut values = measured.ratios.get(key.0)?.clone();
        values.sort_by(f64::total_cmp);
        let (least, most) = (*values.first()?, *values.last()?);
        Some(Self { key, median: median(&values), least, most, rounds: values.len() })
    }

    fn verdict(&self) -> &'static str {
        if self.key.2.is_reached(self.median) { "yes" } else { "NO" }
    }

    fn spread(&self) -> String {
        format!("{} … {}", figure(self.least), figure(self.most))
    }
}

/// Prints the table, writes the results, and brings the page up to date when the run was a complete one.
///
/// # Errors
/// When something could not be written, or measured. Goals that were missed are no error.
pub(crate) fn publish(bench: Bench, machine: &Machine) -> anyhow::Result<()> {
    let (options, took) = (bench.options.clone(), bench.elapsed().as_secs());
    let measured = bench.into_measured();
    let lines: Vec<Line> = KEYS.iter().filter_map(|key| Line::of(key, &measured)).collect();
    let (rates, [missed, without]) = (medians(&measured), short_of(&lines, &options));
    println!("{}", table(&lines));
    measured.notes.iter().for_each(|note| println!("{note}"));
    println!("{} of {} goals reached", lines.len() - missed.len(), lines.len() + without.len());
    println!("missed: {missed:?}; not measured: {without:?}");
    let results = json!({
        "ratios": lines.iter().map(|line| (line.key.0, line.median)).collect::<BTreeMap<_, _>>(),
        "rates": rates,
        "rounds": { "ratios": measured.ratios, "rates": measured.rates },
        "goals": KEYS.iter().map(|key| (key.0, key.2.to_string())).collect::<BTreeMap<_, _>>(),
        "missed": missed,
        "not_measured": without,
        "notes": measured.notes,
        "machine": machine,
        "quick": options.quick,
        "seconds": took,
    });
    let text = serde_json::to_string_pretty(&results)?;
    std::fs::write(format!("{FOLDER}/results.json"), text).context("write results.json")?;
    if options.is_complete() && measured.broken.is_empty() && !options.no_docs {
        page::write(&lines, &rates, &measured.notes, (machine, took))?;
    }
    ensure!(measured.broken.is_empty(), "not measured to their end: {:?}", measured.broken);
    Ok(())
}

fn medians(measured: &Measured) -> BTreeMap<String, f64> {
    measured.rates.iter().map(|(name, values)| (name.clone(), median(&sorted(values)))).collect()
}

/// The keys that missed their goals, and those that were asked for and not measured.
fn short_of(lines: &[Line], options: &Options) -> [Vec<&'static str>; 2] {
    let missed = lines.iter().filter(|line| line.verdict() == "NO").map(|line| line.key.0);
    let is_there = |key: &str| lines.iter().any(|line| line.key.0 == key);
    let asked_for = KEYS.iter().map(|key| key.0).filter(|key| options.wants(&[key]));
    [missed.collect(), asked_for.filter(|key| !is_there(key)).collect()]
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header([
        "key",
        "median",
        "min … max",
        "rounds",
        "goal",
        "reached",
    ]);
    for line in lines {
        let (goal, rounds) = (line.key.2.to_string(), line.rounds.to_string());
        let (median, spread) = (figure(line.median), line.spread());
        table.add_row([line.key.0, &median, &spread, &rounds, &goal, line.verdict()]);
    }
    for column in table.column_iter_mut().skip(1).take(3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// Three digits that count.
fn figure(value: f64) -> String {
    match value {
        large if large >= 100.0 => format!("{large:.0}"),
        middle if middle >= 10.0 => format!("{middle:.1}"),
        small => format!("{small:.2}"),
    }
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

/// Of sorted values; the mean of both middle ones when their number is even.
fn median(sorted: &[f64]) -> f64 {
    match sorted {
        [] => f64::NAN,
        values if values.len() % 2 == 1 => values[values.len() / 2],
        values => f64::midpoint(values[values.len() / 2 - 1], values[values.len() / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Goal, median};

    #[test]
    fn the_median_is_in_the_middle() {
        assert!((median(&[1.0, 2.0, 9.0]) - 2.0).abs() < f64::EPSILON);
        assert!((median(&[1.0, 2.0, 4.0, 9.0]) - 3.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_goal_is_reached_from_its_own_side() {
        assert!(Goal::AtLeast(0.5).is_reached(0.5) && !Goal::AtLeast(0.5).is_reached(0.4));
        assert!(Goal::AtMost(0.5).is_reached(0.5) && !Goal::AtMost(0.5).is_reached(0.6));
    }
}
