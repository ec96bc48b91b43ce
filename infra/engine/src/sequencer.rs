//! The sequencer: gives committed events their dense positions (offsets), in the order in which they were decided.
//!
//! Only committed events are numbered, so nothing can turn up below a number that was given. An event's ingest
//! number is drawn before its commit, so whoever saw an event before deciding has the larger one. The fence is
//! the condition on the one row of `sequencer_state`; a lease only saves idle work. Runs on the primary only.

mod low_watermark;
mod number;
mod pending_queue;
pub(crate) mod state;
#[cfg(test)]
mod tests;

use std::time::Duration;

use commands::retry_policy::SEQUENCER;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sqlx::PgPool;
use tokio::sync::{Mutex, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::store::AppendSignal;
use pending_queue::PendingQueue;

/// How many events one statement numbers.
const BATCH: u32 = 1000;
/// How long events of other processes wait at most.
const POLL: Duration = Duration::from_millis(500);
/// The least time between two steps, for every event of the first beyond one, up to [`PACES`] of them: under load steps
/// grow, and with them the batches of all consumers, instead of competing with the appends.
const PACE: Duration = Duration::from_millis(2);
const PACES: u64 = 8;

/// Why the sequencer could not go on.
#[derive(Debug, thiserror::Error)]
pub enum SequencerError {
    /// The database did not answer; it is tried again.
    #[error("could not {step}")]
    Away {
        /// What was attempted.
        step: &'static str,
        /// What the driver says.
        source: sqlx::Error,
    },
    /// The database refuses what can only be refused if somebody changed the log: a person must look.
    #[error("the event log refuses the next events")]
    Refused(#[source] sqlx::Error),
    /// A stream does not continue where the log left it: a person must look.
    #[error("{stream} should go on with event {expected} and goes on with {found}")]
    OutOfOrder {
        /// The stream.
        stream: String,
        /// The sequence that must come next.
        expected: u64,
        /// The sequence that came.
        found: u64,
    },
    /// A queued event does not exist: a person must look.
    #[error("event {0} waits for its position and does not exist")]
    Missing(Uuid),
    /// The state row contradicts itself: a person must look.
    #[error("the sequencer's state is damaged: {0}")]
    Damaged(String),
}

impl SequencerError {
    /// Whether it may pass by itself.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Away { .. })
    }
}

/// What one step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The last position after it.
    pub head: u64,
    /// How many events it numbered.
    pub numbered: u64,
}

/// The sequencer.
pub struct Sequencer {
    queue: Mutex<PendingQueue>,
    signal: AppendSignal,
    head: watch::Sender<u64>,
    position: Gauge,
    stopped: Gauge,
}

impl Sequencer {
    /// A sequencer over the primary's pool that is woken by the signal.
    pub fn new(pool: PgPool, signal: AppendSignal) -> Self {
        let head = watch::Sender::new(0);
        let queue = Mutex::new(PendingQueue::new(pool));
        Self { queue, signal, head, position: Gauge::default(), stopped: Gauge::default() }
    }

    /// The last position that this sequencer gave or found.
    pub fn head(&self) -> watch::Receiver<u64> {
        self.head.subscribe()
    }

    /// Adds its metrics.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("event_log_head", "Last position of the event log", self.position.clone());
        registry.register(
            "sequencer_stopped",
            "1 when the sequencer stopped because the log is damaged",
            self.stopped.clone(),
        );
    }

    /// Numbers events until cancelled.
    ///
    /// # Errors
    /// Only those that a person must look at; the alarm was raised then.
    pub async fn run(&self, token: CancellationToken) -> Result<(), SequencerError> {
        self.stopped.set(0);
        while !token.is_cancelled() {
            let pause = match self.step().await {
                // A full batch: more is waiting, and the pace is only there to make small steps larger.
                Ok(step) if step.numbered == u64::from(BATCH) => continue,
                Ok(step) => PACE * step.numbered.saturating_sub(1).min(PACES) as u32,
                Err(error) if error.is_passing() => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "the sequencer tries again");
                    SEQUENCER.first_pause
                }
                Err(error) => return Err(self.alarm(error)),
            };
            tokio::select! {
                () = token.cancelled() => {}
                () = self.wait(pause) => {}
            }
        }
        Ok(())
    }

    /// Numbers what is waiting, up to a thousand events, in one statement.
    ///
    /// # Errors
    /// [`SequencerError`]
    pub async fn step(&self) -> Result<Step, SequencerError> {
        let step = self.queue.lock().await.step(BATCH).await?;
        self.position.set(step.head.cast_signed());
        self.head.send_if_modified(|head| std::mem::replace(head, step.head) != step.head);
        Ok(step)
    }

    async fn wait(&self, pause: Duration) {
        // First the pace, then the signal: what is committed during the pace is numbered in the same step.
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        tokio::time::timeout(POLL, self.signal.notified()).await.ok();
    }

    fn alarm(&self, error: SequencerError) -> SequencerError {
        self.stopped.set(1);
        tracing::error!(alarm = true, error = &error as &dyn std::error::Error, "the sequencer stopped");
        error
    }
}
