//! The append lanes: bounded queues in front of dedicated connections.
//!
//! A batch is what waits while the one before is on its way; nobody waits for a batch to fill. A stream always
//! goes through the same lane, so at most one batch in flight touches it. When a connection breaks the outcome
//! of its batch is unknown: the same batch is sent again, and the command ids tell what had been recorded.

mod lane;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use commands::store::{Appended, StoreError};
use sqlx::postgres::PgConnectOptions;
use tokio::sync::{mpsc, oneshot};

use super::append::Entry;
use super::dedicated::Dedicated;
use super::{AppendLimits, unavailable};
use crate::sequencer::Wake;
use lane::Lane;

/// An entry and where its outcome is awaited.
struct Job {
    entry: Entry,
    reply: oneshot::Sender<Result<Appended, StoreError>>,
}

/// The way into the lanes.
pub(super) struct Lanes {
    queues: Vec<mpsc::Sender<Job>>,
}

impl Lanes {
    /// Starts the lanes on connections with these options. They end when this is dropped; who waits for an
    /// outcome belongs to a task that is waited for at shutdown, so nothing accepted is lost before that.
    pub(super) fn start(options: &PgConnectOptions, limits: &AppendLimits, wake: &Wake) -> Self {
        let start = |_| {
            let (queue, jobs) = mpsc::channel(limits.queue);
            let connection = Dedicated::new(options.clone(), "memebot-append", limits.guard.clone());
            tokio::spawn(Lane::new(jobs, connection, limits.batch, wake.clone()).run());
            queue
        };
        Self { queues: (0..limits.lanes).map(start).collect() }
    }

    /// Waits for the entry's outcome, for as long as patience lasts.
    pub(super) async fn record(&self, entry: Entry, patience: Duration) -> Result<Appended, StoreError> {
        let (reply, outcome) = oneshot::channel();
        let queue = self.queue_of(&entry);
        queue.try_send(Job { entry, reply }).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => unavailable("too many commands are waiting to be recorded"),
            mpsc::error::TrySendError::Closed(_) => unavailable("the append lane has ended"),
        })?;
        match tokio::time::timeout(patience, outcome).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(unavailable("the event store ended before the command was recorded")),
            Err(_) => Err(unavailable("the database does not answer; a repeat with the same id is safe")),
        }
    }

    fn queue_of(&self, entry: &Entry) -> &mpsc::Sender<Job> {
        let mut hash = DefaultHasher::new();
        entry.receipt.stream.hash(&mut hash);
        let lane = hash.finish() % self.queues.len() as u64;
        &self.queues[usize::try_from(lane).expect("there are few lanes")]
    }
}
