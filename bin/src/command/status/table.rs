//! The status as people read it: fits into 80 columns unless names grow.

use std::fmt::Write as _;

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use engine::jobs::JobCount;
use engine::status::{Holder, Instance, ReaderState, ReaderStatus, Status};
use uuid::Uuid;

use super::{ServiceStatus, StatusReport};
use crate::command::dead_letters::age;

const PROCESS: &str = "process:";
const UNKNOWN: &str = "-";

/// All of it.
pub(super) fn text(report: &StatusReport) -> String {
    let mut text = String::new();
    if let Some(status) = &report.status {
        text.push_str(&head(status));
        text.push_str(&tables(status));
    }
    text.push_str(&section("services", report.services.iter().map(service)));
    let verdict = if report.problems.is_empty() { "healthy" } else { "not healthy" };
    text.push_str(&section(verdict, report.problems.iter().cloned()));
    text
}

fn head(status: &Status) -> String {
    let mut line = format!("log at position {}", status.log_position);
    if let Some(epoch) = &status.epoch {
        write!(line, ", epoch {}", epoch.number).ok();
    }
    let pending = status.events_pending;
    match pending.events {
        0 => line.push_str(", no event waits for its position"),
        events => {
            let waits = span(pending.waits.as_secs_f64());
            write!(line, ", {events} events wait for their position, the oldest for {waits}").ok();
        }
    }
    line + "\n\n"
}

fn tables(status: &Status) -> String {
    let (processes, others): (Vec<_>, Vec<_>) =
        status.readers.iter().partition(|reader| reader.reader.starts_with(PROCESS));
    let mut table = plain(["", "state", "position", "lag", "oldest", "beat", "by", "parked"]);
    table.add_rows(others.into_iter().map(row));
    table.add_row(["process managers"]).add_rows(processes.into_iter().map(row));
    let mut text = aligned(table, &[2, 3, 4, 5, 7]);
    if !status.jobs.is_empty() {
        let mut jobs = plain(["effects of", "status", "count", "oldest due"]);
        jobs.add_rows(status.jobs.iter().map(job));
        text.push_str(&aligned(jobs, &[2]));
    }
    text + &section("instances", status.instances.iter().map(instance))
}

fn row(reader: &ReaderStatus) -> [String; 8] {
    let name = reader.reader.strip_prefix(PROCESS).map_or(reader.reader.clone(), |name| format!("  {name}"));
    let state = match reader.state {
        ReaderState::Running => "running",
        ReaderState::Partly => "partly",
        ReaderState::Stopped => "STOPPED",
        ReaderState::Building => "building",
    };
    let kept = reader.version_state.as_deref().filter(|state| !["live", "building"].contains(state));
    let lag =
        reader.lag_events.map(|events| format!("{events}{}", if reader.lag_is_at_least { "+" } else { "" }));
    let waits = reader.lag_seconds.filter(|_| reader.lag_events.is_some_and(|events| events > 0));
    [
        kept.map_or(name.clone(), |kept| format!("{name} {kept}")),
        state.to_owned(),
        reader.reader_position.map_or(UNKNOWN.to_owned(), |position| position.to_string()),
        lag.unwrap_or(UNKNOWN.to_owned()),
        waits.map_or(UNKNOWN.to_owned(), span),
        reader.heartbeat_seconds.map_or(UNKNOWN.to_owned(), span),
        by(&reader.holders),
        if reader.parked_keys > 0 { reader.parked_keys.to_string() } else { String::new() },
    ]
}

fn by(holders: &[Holder]) -> String {
    match holders {
        [] => "nobody".to_owned(),
        [one] => short(one.instance),
        [first, others @ ..] => format!("{} +{}", short(first.instance), others.len()),
    }
}

fn job(job: &JobCount) -> [String; 4] {
    let due = match (job.oldest_due, job.overdue_seconds) {
        (Some(_), Some(late)) if late > 0.0 => format!("since {}", span(late)),
        (Some(at), _) => at.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        (None, _) => String::new(),
    };
    [job.process.clone(), job.status.name().to_owned(), job.count.to_string(), due]
}

fn instance(instance: &Instance) -> String {
    let from = instance.address.as_deref().unwrap_or("an address that may not be seen");
    let beat = span(instance.heartbeat_seconds);
    format!("{}  {} from {from}, beat {beat} ago", short(instance.instance), instance.instance)
}

fn service(service: &ServiceStatus) -> String {
    format!("{} {}", if service.up { "up  " } else { "DOWN" }, service.detail)
}

/// Ids begin with the time of their making; what tells them apart is at their end.
fn short(instance: Uuid) -> String {
    instance.simple().to_string()[26..].to_owned()
}

#[expect(clippy::cast_possible_truncation, reason = "no age has 2^63 seconds")]
fn span(seconds: f64) -> String {
    if seconds < 10.0 { format!("{seconds:.1} s") } else { age(seconds as i64) }
}

fn section(title: &str, lines: impl Iterator<Item = String>) -> String {
    lines.fold(format!("{title}\n"), |text, line| text + "  " + &line + "\n")
}

fn plain<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(header);
    table
}

fn aligned(mut table: Table, numbers: &[usize]) -> String {
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    for number in numbers {
        if let Some(column) = table.column_mut(*number) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n") + "\n"
}

#[cfg(test)]
mod tests {
    use engine::jobs::{JobCount, JobState};
    use engine::status::{Backlog, EpochStatus, Holder, Instance, ReaderState, ReaderStatus, Status};
    use engine::unreadable::OpenEvents;
    use uuid::Uuid;

    use super::text;
    use crate::command::status::{ServiceStatus, StatusReport};

    fn reader(name: &str, state: ReaderState, lag: u64) -> ReaderStatus {
        ReaderStatus {
            reader: name.to_owned(),
            state,
            version_state: None,
            reader_position: Some(1_234_567 - lag),
            lag_events: Some(lag),
            lag_is_at_least: lag > 1000,
            lag_seconds: Some(if lag > 0 { 7500.0 } else { 0.0 }),
            heartbeat_seconds: Some(0.84),
            holders: vec![Holder { instance: Uuid::from_u128(0x00ab_cdef), partitions: None }],
            parked_keys: 0,
            parked_events: 0,
        }
    }

    fn report() -> StatusReport {
        let relay = ReaderStatus {
            reader_position: None,
            lag_events: None,
            ..reader("relay", ReaderState::Running, 0)
        };
        let stopped = ReaderStatus {
            holders: Vec::new(),
            heartbeat_seconds: None,
            parked_keys: 12,
            ..reader("process:context-assessment/1", ReaderState::Stopped, 16_000)
        };
        let status = Status {
            log_position: 1_234_567,
            epoch: Some(EpochStatus { number: 1, divergences: None }),
            events_pending: Backlog::default(),
            readers: vec![relay, reader("daily_activity/1", ReaderState::Running, 3), stopped],
            jobs: vec![JobCount {
                process: "publishing".to_owned(),
                status: JobState::Waiting,
                count: 2,
                oldest_due: None,
                overdue_seconds: None,
            }],
            instances: vec![Instance {
                instance: Uuid::from_u128(0x00ab_cdef),
                address: Some("10.0.0.7".to_owned()),
                heartbeat_seconds: 0.8,
                clock_ahead_seconds: Some(0.0),
            }],
            clock_holds: Vec::new(),
            unreadable_events: OpenEvents::default(),
        };
        let services =
            vec![ServiceStatus { name: "nats", up: false, detail: "NATS does not answer".to_owned() }];
        StatusReport { services, status: Some(status), problems: vec!["something is stopped".to_owned()] }
    }

    #[test]
    fn fits_into_eighty_columns_and_shows_what_is_not_as_it_should_be() {
        let text = text(&report());
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        for words in ["STOPPED", "16000+", "  12\n", "nobody", "2 h", "DOWN NATS", "something is stopped"] {
            assert!(text.contains(words), "{words} is missing in\n{text}");
        }
    }

    #[test]
    fn json_has_the_names_of_the_metrics() {
        let json = report().json();
        assert_eq!((&json["healthy"], &json["log_position"]), (&false.into(), &1_234_567.into()));
        let reader = &json["readers"][1];
        assert_eq!((&reader["reader"], &reader["state"]), (&"daily_activity/1".into(), &"running".into()));
        assert_eq!((&reader["lag_events"], &reader["lag_seconds"]), (&3.into(), &7500.0.into()));
        assert_eq!(json["services"][0]["up"], false);
    }
}
