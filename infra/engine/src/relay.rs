//! The relay: publishes the event log to NATS JetStream, in order, once.
//!
//! The only fence is optimistic concurrency on the stream: every message names the last sequence that it expects, so one
//! that is late, repeated or from a second relay is refused, and whoever is refused reads again where the stream ends.

mod publish;
mod published;
mod resume;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use commands::retry_policy::RELAY;
use domain::id::EventId;
pub use published::published;
use sqlx::PgPool;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::backoff::Backoff;
use crate::lease::Leases;
use crate::lifecycle::Lifecycle;
use crate::log::LogReader;
use crate::nats::Nats;
use crate::store::codec::EventReadError;

/// What the relay does at this moment, in this instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelayState {
    /// Another instance publishes, or this one is about to.
    Standby,
    /// It publishes.
    Running,
    /// It could not, and tries again.
    Retrying {
        /// What happened.
        error: String,
    },
    /// It met something that a person must look at; it starts again with the process.
    Stopped {
        /// What it met.
        reason: String,
    },
}

/// How the relay is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayStatus {
    /// What it does.
    pub state: RelayState,
    /// The last position it published or found published.
    pub position: u64,
    /// How many messages of others it found behind its own, since its start.
    pub foreign: u64,
}

/// The relay.
#[derive(Clone)]
pub struct Relay {
    nats: Nats,
    log: LogReader,
    pool: PgPool,
    head: watch::Receiver<u64>,
    status: watch::Sender<RelayStatus>,
}

/// Where the stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct StreamEnd {
    /// The position of its last event.
    position: u64,
    /// Its last sequence.
    sequence: u64,
}

impl StreamEnd {
    /// Where it ends after one more event.
    fn next(self) -> Self {
        Self { position: self.position + 1, sequence: self.sequence + 1 }
    }
}

/// Why publishing ended.
#[derive(Debug, thiserror::Error)]
enum RelayError {
    /// NATS failed.
    #[error("could not {step}: {source}")]
    Nats { step: &'static str, source: async_nats::Error },
    /// The cursors could not be read.
    #[error("could not read the consumers' cursors: {0}")]
    Database(#[from] sqlx::Error),
    /// The log could not be read.
    #[error("could not read the log: {0}")]
    Log(#[from] EventReadError),
    /// Something else was published in between.
    #[error("an acknowledgement was out of sequence: {found} instead of {expected}")]
    OutOfSequence { expected: u64, found: u64 },
    /// The stream's last event is not in the log at its position: two histories.
    #[error("the stream ends with event {event} at position {position}, the log does not have it there")]
    Fork { event: EventId, position: u64 },
    /// The log skips a position.
    #[error("the log has no event at position {0}")]
    Hole(u64),
}

impl RelayError {
    fn nats<E: Into<async_nats::Error>>(step: &'static str) -> impl FnOnce(E) -> Self {
        move |source| Self::Nats { step, source: source.into() }
    }

    fn needs_a_person(&self) -> bool {
        match self {
            Self::Fork { .. } | Self::Hole(_) => true,
            Self::Log(error) => !matches!(error, EventReadError::Unavailable { .. }),
            Self::Nats { .. } | Self::Database(_) | Self::OutOfSequence { .. } => false,
        }
    }
}

impl Relay {
    /// A relay; the log's head says when there is something to publish.
    pub fn new(nats: Nats, log: LogReader, pool: PgPool, head: watch::Receiver<u64>) -> Self {
        let status = watch::Sender::new(RelayStatus { state: RelayState::Standby, position: 0, foreign: 0 });
        Self { nats, log, pool, head, status }
    }

    /// Publishes while this instance holds the lease; the answer shows how it is doing.
    pub fn start(self, leases: Leases, lifecycle: &Lifecycle) -> watch::Receiver<RelayStatus> {
        let (status, stop) = (self.status.subscribe(), lifecycle.soft());
        lifecycle.spawn("relay", async move {
            leases.run_exclusively("relay", &stop, |lease| self.run(lease)).await;
        });
        status
    }

    /// The status of a relay that does not run, with the reason.
    pub fn stopped(reason: &str) -> watch::Receiver<RelayStatus> {
        let state = RelayState::Stopped { reason: reason.to_owned() };
        watch::Sender::new(RelayStatus { state, position: 0, foreign: 0 }).subscribe()
    }

    /// Publishes until the lease ends; breaks off when a person must look.
    async fn run(&self, lease: CancellationToken) -> ControlFlow<()> {
        let mut backoff = Backoff::of(RELAY);
        loop {
            let began = Instant::now();
            // Cutting it off anywhere is safe: what was published is read from the stream.
            let Some(error) = lease.run_until_cancelled(self.publish()).await else {
                self.status.send_modify(|status| status.state = RelayState::Standby);
                return ControlFlow::Continue(());
            };
            if error.needs_a_person() {
                error!(alarm = true, %error, "the relay is stopped");
                self.set_state(RelayState::Stopped { reason: error.to_string() });
                return ControlFlow::Break(());
            }
            warn!(%error, "the relay reads again where the stream ends");
            self.set_state(RelayState::Retrying { error: error.to_string() });
            // Whoever ran longer than the longest pause was well: what ended it is a new fault, not the same again.
            if began.elapsed() > RELAY.longest_pause {
                backoff.reset();
            }
            lease.run_until_cancelled(sleep(backoff.next_pause())).await;
        }
    }

    async fn publish(&self) -> RelayError {
        let mut head = self.head.clone();
        let mut end = match self.resume().await {
            Ok(end) => end,
            Err(error) => return error,
        };
        info!(position = end.position, sequence = end.sequence, stream = self.nats.stream, "the relay runs");
        loop {
            self.set_running(end);
            if head.wait_for(|head| *head > end.position).await.is_err() {
                // Nobody tells of the head any more, so the process is stopping: the lease ends this.
                return std::future::pending().await;
            }
            end = match self.publish_after(end).await {
                Ok(end) => end,
                Err(error) => return error,
            };
        }
    }

    fn set_running(&self, end: StreamEnd) {
        self.status.send_modify(|status| {
            status.state = RelayState::Running;
            status.position = end.position;
        });
    }

    fn set_state(&self, state: RelayState) {
        self.status.send_modify(|status| status.state = state);
    }
}
