//! How the consumers are doing, for metrics, `/readyz` and those who wait for one of them.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// What a consumer does at this moment, in this instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsumerState {
    /// Another instance runs it, or it is about to start.
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
    /// Everything up to this position is applied (or parked), as this instance knows.
    pub position: u64,
    /// How many events of the log are beyond it; `None` while another instance runs it.
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
    pub(super) position: u64,
    pub(super) parked: usize,
    pub(super) beat: Instant,
}

/// Where a runner shows it.
#[derive(Clone, Debug)]
pub(super) struct Display(watch::Sender<Shown>);

impl Display {
    pub(super) fn new() -> Self {
        let shown = Shown { state: ConsumerState::Standby, position: 0, parked: 0, beat: Instant::now() };
        Self(watch::Sender::new(shown))
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

    pub(super) fn progress(&self, position: u64, parked: usize) {
        self.0.send_modify(|shown| {
            (shown.state, shown.beat) = (ConsumerState::Running, Instant::now());
            (shown.position, shown.parked) = (position.max(shown.position), parked);
        });
    }
}
