//! How the consumers are doing, for metrics, `/readyz` and those who wait for one of them.

use std::time::Duration;

use domain::stream::PARTITIONS;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::lease::PartitionSet;

/// What a consumer does at this moment, in this instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsumerState {
    /// Other instances run it, or it is about to start.
    Standby,
    /// It applies events.
    Running,
    /// The database would not take something; it tries again.
    Retrying {
        /// What the database said.
        error: String,
    },
    /// It met something that it must not skip. A person has to look; it starts again with the process.
    Stopped {
        /// What it met.
        reason: String,
    },
}

/// How one consumer is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerStatus {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// What it does.
    pub state: ConsumerState,
    /// Which of the log's partitions are here; one that needs the whole log has all or none.
    pub partitions: PartitionSet,
    /// Everything up to this position is applied (or parked) in the partitions that are here.
    pub position: u64,
    /// How many events of the log are beyond it; `None` while other instances run it.
    pub lag: Option<u64>,
    /// How many keys are parked.
    pub parked: usize,
    /// When it last showed that it is alive; a second or two while it runs.
    pub heartbeat: Duration,
}

/// What a runner shows.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) state: ConsumerState,
    pub(super) partitions: PartitionSet,
    pub(super) position: u64,
    pub(super) parked: usize,
    pub(super) beat: Instant,
}

impl Shown {
    /// Whether all partitions are here.
    pub(super) fn is_whole(&self) -> bool {
        self.partitions.len() == usize::from(PARTITIONS)
    }

    /// Whether it is known here that everything up to the position is applied.
    pub(super) fn has_reached(&self, position: u64) -> bool {
        self.is_whole() && self.position >= position
    }
}

/// Where a runner shows it.
#[derive(Clone, Debug)]
pub(super) struct Display(watch::Sender<Shown>);

impl Display {
    pub(super) fn new() -> Self {
        let (state, partitions) = (ConsumerState::Standby, PartitionSet::new());
        Self(watch::Sender::new(Shown { state, partitions, position: 0, parked: 0, beat: Instant::now() }))
    }

    pub(super) fn watch(&self) -> watch::Receiver<Shown> {
        self.0.subscribe()
    }

    pub(super) fn now(&self) -> Shown {
        self.0.borrow().clone()
    }

    pub(super) fn state(&self, state: ConsumerState) {
        self.0.send_modify(|shown| shown.state = state);
    }

    /// Begins with these partitions; how far they are is not known yet.
    pub(super) fn begin(&self, partitions: PartitionSet) {
        self.0.send_modify(|shown| (shown.partitions, shown.position) = (partitions, 0));
    }

    /// Has none of them any more.
    pub(super) fn end(&self) {
        self.0.send_modify(|shown| shown.partitions = PartitionSet::new());
    }

    pub(super) fn progress(&self, position: u64, parked: usize) {
        self.0.send_modify(|shown| {
            (shown.state, shown.beat) = (ConsumerState::Running, Instant::now());
            (shown.position, shown.parked) = (position.max(shown.position), parked);
        });
    }
}
