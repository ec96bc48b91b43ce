//! The status of readers: the parts of the system that make the log or follow it, one row each.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::stream::PARTITIONS;
use serde::Serialize;

use super::holders::{Holder, LeaseHolders};
use super::levels::{Backlog, ConsumerLag, Levels};

/// Whether a part does its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReaderState {
    /// Somebody does it.
    Running,
    /// Some of the partitions are nobody's at this moment: they are being handed over, or somebody stopped.
    Partly,
    /// No instance holds its lease: none runs, or it met something that a person must look at.
    Stopped,
    /// `memebot rebuild` makes it; instances do not run it.
    Building,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReaderStatus {
    /// Its name as in the metrics: `sequencer`, `relay`, `<read model>/1`, `process:<name>/1`.
    pub reader: String,
    /// What it does.
    pub state: ReaderState,
    /// What a version of a read model is for, once there were several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_state: Option<String>,
    /// Everything up to this position is taken in; none where that is not known or does not apply.
    pub reader_position: Option<u64>,
    /// Events that it has still to take in.
    pub lag_events: Option<u64>,
    /// Whether there are more: of each partition a thousand are counted.
    pub lag_is_at_least: bool,
    /// Age of the oldest of them in seconds, 0 without any.
    pub lag_seconds: Option<f64>,
    /// Seconds since it last showed that it is alive; none if it never did.
    pub heartbeat_seconds: Option<f64>,
    /// Who does it.
    pub holders: Vec<Holder>,
    /// Keys whose events are parked.
    pub parked_keys: u64,
    /// Events that are parked.
    pub parked_events: u64,
}

/// All of them, in the order in which events pass them.
pub(super) fn all(
    levels: &Levels,
    holders: &LeaseHolders,
    relay: Option<(u64, Backlog)>,
    other_work: &[&str],
) -> Vec<ReaderStatus> {
    let mut readers = vec![
        ReaderStatus::new("sequencer", "sequencer", holders).at(levels.head, levels.pending),
        match relay {
            Some((position, behind)) => ReaderStatus::new("relay", "relay", holders).at(position, behind),
            None => ReaderStatus::new("relay", "relay", holders),
        },
    ];
    let (processes, models): (Vec<_>, Vec<_>) =
        levels.consumers.iter().partition(|one| one.consumer.starts_with("process:"));
    readers.extend(models.into_iter().chain(processes).map(|lag| ReaderStatus::consumer(lag, holders)));
    let others = other_work.iter().filter(|work| holders.is_known(work));
    readers.extend(others.map(|work| ReaderStatus::new(work, work, holders)));
    readers
}

impl ReaderStatus {
    fn new(reader: &str, work: &str, holders: &LeaseHolders) -> Self {
        let doers = holders.of(work);
        Self {
            reader: reader.to_owned(),
            state: state(&doers),
            version_state: None,
            reader_position: None,
            lag_events: None,
            lag_is_at_least: false,
            lag_seconds: None,
            heartbeat_seconds: holders.heartbeat(work).map(|beat| beat.as_secs_f64()),
            holders: doers,
            parked_keys: 0,
            parked_events: 0,
        }
    }

    fn at(self, position: u64, behind: Backlog) -> Self {
        Self {
            reader_position: Some(position),
            lag_events: Some(behind.events),
            lag_seconds: Some(behind.waits.as_secs_f64()),
            ..self
        }
    }

    /// A cursor that moves is a sign of life too, and the only one that stays of an instance that has gone.
    fn consumer(lag: &ConsumerLag, holders: &LeaseHolders) -> Self {
        let ConsumerLag { consumer, version, position, behind, .. } = lag;
        let reader =
            Self::new(&format!("{consumer}/{version}"), &format!("consumer:{consumer}:v{version}"), holders);
        let moved = lag.moved.map(|moved| moved.as_secs_f64());
        let beat = [reader.heartbeat_seconds, moved].into_iter().flatten().min_by(f64::total_cmp);
        let builds = lag.state.as_deref() == Some("building");
        Self {
            state: if builds { ReaderState::Building } else { reader.state },
            version_state: lag.state.clone(),
            lag_is_at_least: lag.more,
            heartbeat_seconds: beat,
            parked_keys: lag.parked_keys,
            parked_events: lag.parked_events,
            ..reader.at(*position, *behind)
        }
    }

    /// What is wrong with it, if anything is.
    pub(super) fn problem(&self, max_age: Duration) -> Option<String> {
        let name = &self.reader;
        match self.state {
            ReaderState::Stopped => return Some(format!("{name}: stopped, no instance holds the lease")),
            ReaderState::Partly => return Some(format!("{name}: some partitions are held by no instance")),
            ReaderState::Running | ReaderState::Building => {}
        }
        let counts = self.version_state.as_deref().is_none_or(|state| state == "live");
        let waits = self.lag_seconds.filter(|waits| counts && *waits > max_age.as_secs_f64())?;
        Some(format!("{name}: the oldest event has waited for {waits:.0} s"))
    }
}

fn state(holders: &[Holder]) -> ReaderState {
    // A lease of its own covers every partition; shares have to add up.
    let whole = holders.iter().any(|holder| holder.partitions.is_none());
    let held: BTreeSet<u16> =
        holders.iter().flat_map(|holder| holder.partitions.iter().flatten().copied()).collect();
    match held.len() {
        _ if whole => ReaderState::Running,
        0 => ReaderState::Stopped,
        some if some < usize::from(PARTITIONS) => ReaderState::Partly,
        _ => ReaderState::Running,
    }
}
