//! Append workers: bounded queues in front of dedicated connections, group commit.
//!
//! A batch is what waits while the one before is on its way; nobody waits for a batch to fill. A stream always
//! goes through the same worker, so at most one batch in flight touches it. When a connection breaks the outcome
//! of its batch is unknown: the same batch is sent again, and the command ids tell what had been recorded.

mod worker;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use commands::store::{Appended, StoreError};
use sqlx::postgres::PgConnectOptions;
use tokio::sync::{mpsc, oneshot};

use super::append::PreparedAppend;
use super::append_signal::AppendSignal;
use super::dedicated_connection::DedicatedConnection;
use super::{AppendLimits, unavailable};
use worker::AppendWorker;

/// A prepared append and where its outcome is awaited.
struct AppendRequest {
    append: PreparedAppend,
    reply: oneshot::Sender<Result<Appended, StoreError>>,
}

/// The queues of all append workers.
pub(super) struct AppendWorkers {
    queues: Vec<mpsc::Sender<AppendRequest>>,
}

impl AppendWorkers {
    /// Starts the workers on connections with these options. They end when this is dropped; who waits for an
    /// outcome belongs to a task that is waited for at shutdown, so nothing accepted is lost before that.
    pub(super) fn start(options: &PgConnectOptions, limits: &AppendLimits, signal: &AppendSignal) -> Self {
        let start = |_| {
            let (queue, requests) = mpsc::channel(limits.queue);
            let connection =
                DedicatedConnection::new(options.clone(), "memebot-append", limits.guard.clone());
            tokio::spawn(AppendWorker::new(requests, connection, limits.batch, signal.clone()).run());
            queue
        };
        Self { queues: (0..limits.workers).map(start).collect() }
    }

    /// Queues the append and waits for its outcome, no longer than the timeout.
    pub(super) async fn record(
        &self,
        append: PreparedAppend,
        timeout: Duration,
    ) -> Result<Appended, StoreError> {
        let (reply, outcome) = oneshot::channel();
        let queue = self.queue_of(&append);
        queue.try_send(AppendRequest { append, reply }).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => unavailable("too many commands are waiting to be recorded"),
            mpsc::error::TrySendError::Closed(_) => unavailable("the append worker has ended"),
        })?;
        match tokio::time::timeout(timeout, outcome).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(unavailable("the event store ended before the command was recorded")),
            Err(_) => Err(unavailable("the database does not answer; a repeat with the same id is safe")),
        }
    }

    fn queue_of(&self, append: &PreparedAppend) -> &mpsc::Sender<AppendRequest> {
        let mut hash = DefaultHasher::new();
        append.receipt.stream.hash(&mut hash);
        let worker = hash.finish() % self.queues.len() as u64;
        &self.queues[usize::try_from(worker).expect("there are few workers")]
    }
}
