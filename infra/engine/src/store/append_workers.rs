//! Append workers: bounded queues in front of dedicated connections, group commit.
//!
//! A batch is what waits while the one before is on its way; nobody waits for a batch to fill. A stream always
//! goes through the same worker, so at most one batch in flight touches it. When a connection breaks the outcome
//! of its batch is unknown: the same batch is sent again, and the command ids tell what had been recorded. What fails for
//! another reason is tried again, then split.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff};
use commands::faults::CrashPoint;
use commands::receipt::Receipt;
use commands::retry_policy::{CONTENDED_APPEND, LOST_APPEND};
use commands::store::{Appended, StoreError};
use futures_util::FutureExt;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::{Notify, mpsc, oneshot};

use super::append::{self, PreparedAppend};
use super::dedicated_connection::{DedicatedConnection, STATEMENT_TIMEOUT};
use super::{AppendLimits, unavailable};
use crate::backoff::exponential;
use crate::micro_batch::receive_batch;
use crate::postgres::DatabaseErrorClass;

/// After that much silence the connection counts as dead, whatever the operating system says.
const RESPONSE_TIMEOUT: Duration = Duration::from_millis(STATEMENT_TIMEOUT + 2_000);

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
        // Nobody waits for room: a full queue means that the database is behind, and a caller who is told at once comes back
        // later, while one who waits only makes the queue longer.
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

/// The task behind one queue.
struct AppendWorker {
    requests: mpsc::Receiver<AppendRequest>,
    /// Taken from the queue, not yet in a batch.
    waiting: Vec<AppendRequest>,
    connection: DedicatedConnection,
    batch: usize,
    signal: AppendSignal,
}

/// A batch and its tries so far.
struct BatchAttempt {
    requests: Vec<AppendRequest>,
    /// Whether the expected versions are checked that the tables' own constraints imply: not before something has failed.
    checks_implied: bool,
    contended_tries: u32,
    delays: ExponentialBackoff,
}

impl BatchAttempt {
    fn new(requests: Vec<AppendRequest>, checks_implied: bool) -> Self {
        let delays = exponential(LOST_APPEND).build();
        Self { requests, checks_implied, contended_tries: 0, delays }
    }

    async fn pause(&mut self) {
        tokio::time::sleep(self.delays.next().unwrap_or_default()).await;
    }

    fn split(mut self) -> Vec<Self> {
        let half = self.requests.split_off(self.requests.len() / 2);
        vec![Self::new(half, self.checks_implied), Self::new(self.requests, self.checks_implied)]
    }
}

impl AppendWorker {
    fn new(
        requests: mpsc::Receiver<AppendRequest>,
        connection: DedicatedConnection,
        batch: usize,
        signal: AppendSignal,
    ) -> Self {
        Self { requests, waiting: Vec::new(), connection, batch, signal }
    }

    /// Runs until nobody can send any more. A panic costs the batch, not the worker.
    async fn run(mut self) {
        while let Err(panic) = AssertUnwindSafe(self.work()).catch_unwind().await {
            tracing::error!(alarm = true, ?panic, "an append worker panicked");
            self.connection.reset();
        }
        self.connection.close().await;
    }

    async fn work(&mut self) {
        while let Some(batch) = self.next_batch().await {
            self.record(batch).await;
        }
    }

    async fn next_batch(&mut self) -> Option<Vec<AppendRequest>> {
        if !receive_batch(&mut self.requests, &mut self.waiting, self.batch).await {
            return None;
        }
        // One statement sees one snapshot: what builds on another of these commands must see its events first.
        let mut free = independent(&self.waiting).into_iter();
        let (batch, later) = self.waiting.drain(..).partition(|_| free.next().unwrap_or_default());
        self.waiting = later;
        Some(batch)
    }

    async fn record(&mut self, batch: Vec<AppendRequest>) {
        let mut attempts = vec![BatchAttempt::new(batch, false)];
        while let Some(mut attempt) = attempts.pop() {
            // Whoever has stopped waiting was told to repeat the command.
            attempt.requests.retain(|request| !request.reply.is_closed());
            if attempt.requests.is_empty() {
                continue;
            }
            // One order of row locks for all workers of all instances: batches wait for each other, and never in a ring.
            attempt.requests.sort_unstable_by_key(|request| request.append.receipt.command_id);
            match self.execute(&attempt).await {
                Ok(exceptions) => self.reply(attempt.requests, exceptions),
                Err(error) => attempts.extend(self.next_attempts(attempt, error).await),
            }
        }
    }

    async fn execute(&mut self, attempt: &BatchAttempt) -> Result<Vec<(usize, Appended)>, sqlx::Error> {
        let appends: Vec<_> = attempt.requests.iter().map(|request| &request.append).collect();
        CrashPoint::AppendBefore.reached();
        let recorded =
            async { append::record(self.connection.get().await?, &appends, attempt.checks_implied).await };
        let outcome = tokio::time::timeout(RESPONSE_TIMEOUT, recorded).await;
        CrashPoint::AppendAfter.reached();
        outcome.unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))
    }

    fn reply(&self, requests: Vec<AppendRequest>, exceptions: Vec<(usize, Appended)>) {
        let mut outcomes = vec![Appended::Recorded; requests.len()];
        for (index, outcome) in exceptions {
            outcomes[index] = outcome;
        }
        // Before the callers: the log should move while they go on.
        if outcomes.contains(&Appended::Recorded) {
            self.signal.notify();
        }
        for (request, outcome) in requests.into_iter().zip(outcomes) {
            request.reply.send(Ok(own_outcome(&request.append.receipt, outcome))).ok();
        }
    }

    /// What to try next after a failure; nothing when the callers were told.
    async fn next_attempts(&mut self, mut failed: BatchAttempt, error: sqlx::Error) -> Vec<BatchAttempt> {
        match DatabaseErrorClass::of(&error) {
            // Nobody knows whether it was committed: the same batch again, and the command ids tell.
            DatabaseErrorClass::Unavailable => {
                tracing::warn!(%error, commands = failed.requests.len(), "the append's connection broke; trying again");
                self.connection.reset();
                failed.pause().await;
                vec![failed]
            }
            // A taken sequence looks the same for the whole batch: with all versions checked, the one that is stale is named.
            DatabaseErrorClass::Contended | DatabaseErrorClass::Rejected if !failed.checks_implied => {
                failed.checks_implied = true;
                vec![failed]
            }
            DatabaseErrorClass::Contended if failed.contended_tries + 1 < CONTENDED_APPEND.attempts => {
                failed.contended_tries += 1;
                failed.pause().await;
                vec![failed]
            }
            // By halves: a bad command is found in few statements and fails alone.
            DatabaseErrorClass::Contended | DatabaseErrorClass::Rejected if failed.requests.len() > 1 => {
                failed.split()
            }
            DatabaseErrorClass::Contended | DatabaseErrorClass::Rejected => {
                failed.requests.into_iter().for_each(|request| drop(request.reply.send(outcome_of(&error))));
                Vec::new()
            }
        }
    }
}

/// Sent by append workers after a commit, awaited by the sequencer of this process, so that it need not poll. Clones belong
/// together. The sequencers of other processes find the events when they poll.
#[derive(Clone, Default)]
pub struct AppendSignal(Arc<Notify>);

impl AppendSignal {
    /// Nothing was appended yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that there are new events.
    pub fn notify(&self) {
        self.0.notify_one();
    }

    /// Returns when there were new events since the last call.
    pub(crate) async fn notified(&self) {
        self.0.notified().await;
    }
}

/// The receipt that is found after a connection broke is the one that was being written.
fn own_outcome(receipt: &Receipt, outcome: Appended) -> Appended {
    match outcome {
        Appended::Repeated(first) if first == *receipt => Appended::Recorded,
        Appended::Repeated(_) | Appended::Recorded | Appended::KeyReused | Appended::VersionConflict => {
            outcome
        }
    }
}

/// The outcome of a command that fails alone.
fn outcome_of(error: &sqlx::Error) -> Result<Appended, StoreError> {
    let constraint = error.as_database_error().and_then(sqlx::error::DatabaseError::constraint);
    match (constraint, DatabaseErrorClass::of(error)) {
        (Some("events_pkey"), _) => Ok(Appended::VersionConflict),
        (Some("commands_pkey"), _)
        | (None, DatabaseErrorClass::Contended | DatabaseErrorClass::Unavailable) => {
            Err(unavailable(&format!("could not append: {error}")))
        }
        (
            _,
            DatabaseErrorClass::Rejected | DatabaseErrorClass::Contended | DatabaseErrorClass::Unavailable,
        ) => Err(StoreError::Corrupt(format!("the append is refused: {error}"))),
    }
}

/// Which requests may go into one batch: of two with the same id or stream the second waits, and so does what follows it.
fn independent(requests: &[AppendRequest]) -> Vec<bool> {
    let (mut ids, mut streams) = (HashSet::new(), HashSet::new());
    let free = requests.iter().map(|request| {
        let free = request.append.streams().all(|stream| !streams.contains(stream));
        streams.extend(request.append.streams());
        ids.insert(request.append.receipt.command_id) && free
    });
    free.collect()
}
