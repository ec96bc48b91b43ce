//! Retry policies stand in one table: the document shows it as it is, and no other file has numbers of its own.

use std::fs;
use std::time::Duration;

use commands::retry_policy::{ALL, FOR_EVER, RetryPolicy};

use crate::assert_none;
use crate::sources::{Source, root, sources};

const DOCUMENT: &str = "docs/ARCHITECTURE.md";
const ROOMS: [&str; 3] = ["commands", "infra", "bin"];
/// The table, and what hands its numbers to `backon`.
const TABLE: [&str; 2] = ["commands/src/retry_policy.rs", "infra/engine/src/backoff.rs"];
const NUMBERS: [&str; 7] = [
    "with_max_times(",
    "with_min_delay(",
    "with_max_delay(",
    "const TRIES:",
    "const ATTEMPTS:",
    "const RETRY:",
    "const BACKOFF:",
];

/// The table as the document shows it.
fn table(policies: &[RetryPolicy]) -> String {
    let rows: Vec<String> = policies.iter().map(row).collect();
    format!(
        "| what is tried again | tries | pauses | what ends it |\n|---|---|---|---|\n{}\n",
        rows.join("\n")
    )
}

fn row(policy: &RetryPolicy) -> String {
    let tries = match policy.attempts {
        FOR_EVER => "no limit".to_owned(),
        attempts => attempts.to_string(),
    };
    let (first, longest) = (shown(policy.first_pause), shown(policy.longest_pause));
    let pauses = match policy.longest_pause {
        Duration::ZERO => "none".to_owned(),
        same if same == policy.first_pause => first,
        _ => format!("{first}, doubled up to {longest}"),
    };
    format!("| {} | {tries} | {pauses} | {} |", policy.what, policy.end)
}

fn shown(time: Duration) -> String {
    match time.as_millis() {
        minutes if minutes % 60_000 == 0 => format!("{} min", minutes / 60_000),
        seconds if seconds % 1000 == 0 => format!("{} s", seconds / 1000),
        milliseconds => format!("{milliseconds} ms"),
    }
}

/// Lines with numbers of a retry outside the table. A backoff of its own is for polling alone.
fn numbers_elsewhere(source: &Source) -> Vec<String> {
    if TABLE.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let is_number = |line: &str| {
        NUMBERS.iter().any(|number| line.contains(number))
            || (line.contains("Backoff::new(") && !line.contains("const POLLING:"))
    };
    let lines = source.production_lines().filter(|line| is_number(line));
    lines.map(|line| format!("{}: belongs into {}: {}", source.path, TABLE[0], line.trim())).collect()
}

#[test]
fn the_document_shows_the_table_of_retry_policies() {
    let text = fs::read_to_string(root().join(DOCUMENT)).expect("the document is there");
    let table = table(ALL);
    assert!(text.contains(&table), "{DOCUMENT} should show\n{table}");
}

#[test]
fn no_other_file_has_numbers_of_a_retry() {
    assert_none(&sources(&ROOMS, "rs").iter().flat_map(numbers_elsewhere).collect::<Vec<_>>());
}

#[test]
fn a_row_reads_like_this() {
    let policy = RetryPolicy {
        what: "a call",
        attempts: 3,
        first_pause: Duration::from_millis(50),
        longest_pause: Duration::from_mins(5),
        end: "an alarm",
    };
    assert_eq!(row(&policy), "| a call | 3 | 50 ms, doubled up to 5 min | an alarm |");
    let steady = RetryPolicy { attempts: FOR_EVER, longest_pause: policy.first_pause, ..policy };
    assert_eq!(row(&steady), "| a call | no limit | 50 ms | an alarm |");
    let once =
        RetryPolicy { attempts: 1, first_pause: Duration::ZERO, longest_pause: Duration::ZERO, ..policy };
    assert_eq!(row(&once), "| a call | 1 | none | an alarm |");
}

#[test]
fn a_number_elsewhere_is_named() {
    let found = |line: &str| numbers_elsewhere(&Source::new("infra/engine/src/a.rs", line));
    for line in ["const TRIES: u32 = 5;", "const B: Backoff = Backoff::new(A, B);", "x.with_max_times(4)"] {
        let named = format!("infra/engine/src/a.rs: belongs into commands/src/retry_policy.rs: {line}");
        assert_eq!(found(line), [named]);
    }
    assert_eq!(found("const POLLING: Backoff = Backoff::new(A, B);"), Vec::<String>::new());
    assert_eq!(found("Backoff::of(RELAY)"), Vec::<String>::new());
}
