//! The status as Prometheus gauges, under the names that `memebot status --json` uses too.

use std::sync::atomic::AtomicU64;

use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::Labels;
use crate::status::{ReaderState, ReaderStatus, Status};

type Counts = Family<Labels, Gauge>;
type Seconds = Family<Labels, Gauge<f64, AtomicU64>>;

/// The gauges.
#[derive(Default)]
pub(super) struct StatusGauges {
    pending: Gauge,
    epoch: Gauge,
    divergences: Gauge,
    clock_holds: Gauge,
    position: Counts,
    behind: Counts,
    waits: Seconds,
    heartbeat: Seconds,
    holders: Counts,
    parked_keys: Counts,
    parked_events: Counts,
    jobs: Counts,
    overdue: Seconds,
}

impl StatusGauges {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let gauges = Self::default();
        gauges.register_readers(registry);
        registry.register("events_pending", "Committed events without a position", gauges.pending.clone());
        registry.register("epoch", "Number of the epoch; 0 before the first", gauges.epoch.clone());
        let help = "Reasons to doubt that this is the history that it was: publishing is held";
        registry.register("epoch_doubts", help, gauges.divergences.clone());
        let help = "Reasons to doubt the database's clock: nothing scheduled is published";
        registry.register("clock_holds", help, gauges.clock_holds.clone());
        registry.register("jobs", "Work of process managers that is not done", gauges.jobs.clone());
        let help = "Since when the oldest work of a process manager is due, 0 if none is";
        registry.register("job_overdue_seconds", help, gauges.overdue.clone());
        gauges
    }

    fn register_readers(&self, registry: &mut Registry) {
        let mut count = |name: &str, help: &str, gauge: &Counts| registry.register(name, help, gauge.clone());
        count("reader_position", "Everything up to this position is taken in", &self.position);
        let help = "Events that the sequencer, the relay or a consumer has still to take in";
        count("lag_events", help, &self.behind);
        count("holders", "Instances that do the work of a reader", &self.holders);
        count("parked_keys", "Keys that a consumer could not apply an event of", &self.parked_keys);
        count("parked_events", "Events that a consumer could not apply", &self.parked_events);
        let mut age = |name: &str, help: &str, gauge: &Seconds| registry.register(name, help, gauge.clone());
        let help = "Age of the oldest event that waits for the sequencer, the relay or a consumer";
        age("lag_seconds", help, &self.waits);
        age("heartbeat_seconds", "Since a reader last showed that it is alive", &self.heartbeat);
    }

    /// Shows the status; what is not there any more disappears.
    pub(super) fn set(&self, status: &Status) {
        // A consumer or version that is gone would otherwise keep its last value for ever.
        self.clear();
        self.pending.set(status.events_pending.events.cast_signed());
        let epoch = status.epoch.as_ref();
        self.epoch.set(epoch.map_or(0, |epoch| epoch.number.into()));
        let divergences = epoch.and_then(|epoch| epoch.divergences.as_ref()).map_or(0, Vec::len);
        self.divergences.set(signed(divergences as u64));
        self.clock_holds.set(signed(status.clock_holds.len() as u64));
        // Nobody waits for a build that is being made, or was given up.
        let shown = status.readers.iter().filter(|reader| reader.state != ReaderState::Building);
        shown.for_each(|reader| self.set_reader(reader));
        for job in &status.jobs {
            let process = ("process", job.process.clone());
            let labels = vec![process.clone(), ("status", job.status.name().to_owned())];
            self.jobs.get_or_create(&labels).set(signed(job.count));
            if let Some(overdue) = job.overdue_seconds {
                self.overdue.get_or_create(&labels).set(overdue);
            }
        }
    }

    fn set_reader(&self, reader: &ReaderStatus) {
        let labels = vec![("reader", reader.reader.clone())];
        let count = |gauge: &Counts, value: u64| {
            gauge.get_or_create(&labels).set(signed(value));
        };
        count(&self.holders, reader.holders.len() as u64);
        count(&self.parked_keys, reader.parked_keys);
        count(&self.parked_events, reader.parked_events);
        if let (Some(position), Some(behind)) = (reader.reader_position, reader.lag_events) {
            count(&self.position, position);
            count(&self.behind, behind);
        }
        let age = |gauge: &Seconds, value: f64| {
            gauge.get_or_create(&labels).set(value);
        };
        if let Some(waits) = reader.lag_seconds {
            age(&self.waits, waits);
        }
        if let Some(heartbeat) = reader.heartbeat_seconds {
            age(&self.heartbeat, heartbeat);
        }
    }

    fn clear(&self) {
        let counts =
            [&self.position, &self.behind, &self.holders, &self.parked_keys, &self.parked_events, &self.jobs];
        counts.into_iter().for_each(Family::clear);
        [&self.waits, &self.heartbeat, &self.overdue].into_iter().for_each(Family::clear);
    }
}

fn signed(count: u64) -> i64 {
    count.cast_signed()
}
