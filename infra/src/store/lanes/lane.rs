//! One lane: form a batch, record it, tell the callers; retry and split what fails.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use commands::store::{Appended, StoreError};
use futures_util::FutureExt;
use tokio::sync::mpsc;

use super::Job;
use crate::faults::crash::reached;
use crate::gather::gather;
use crate::postgres::DatabaseErrorClass;
use crate::sequencer::Wake;
use crate::store::dedicated::{Dedicated, STATEMENT_TIMEOUT};
use crate::store::{append, unavailable};

/// After that much silence the connection counts as dead, whatever the operating system says.
const SILENCE: Duration = Duration::from_millis(STATEMENT_TIMEOUT + 2_000);
/// How often a batch that others got in the way of is tried before it is split.
const CONTENDED_TRIES: u32 = 3;

/// The task behind one queue.
pub(super) struct Lane {
    jobs: mpsc::Receiver<Job>,
    /// Taken from the queue, not yet in a batch.
    waiting: Vec<Job>,
    connection: Dedicated,
    batch: usize,
    wake: Wake,
}

/// A batch and how it has fared.
struct Try {
    jobs: Vec<Job>,
    /// Whether the guards are asked that the tables imply: not before something has failed.
    asks: bool,
    contended: u32,
    delays: ExponentialBackoff,
}

impl Try {
    fn new(jobs: Vec<Job>, asks: bool) -> Self {
        let delays = ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(Duration::from_millis(2))
            .with_max_delay(Duration::from_millis(500))
            .without_max_times();
        Self { jobs, asks, contended: 0, delays: delays.build() }
    }

    async fn pause(&mut self) {
        tokio::time::sleep(self.delays.next().unwrap_or_default()).await;
    }

    fn split(mut self) -> Vec<Self> {
        let half = self.jobs.split_off(self.jobs.len() / 2);
        vec![Self::new(half, self.asks), Self::new(self.jobs, self.asks)]
    }
}

impl Lane {
    pub(super) fn new(jobs: mpsc::Receiver<Job>, connection: Dedicated, batch: usize, wake: Wake) -> Self {
        Self { jobs, waiting: Vec::new(), connection, batch, wake }
    }

    /// Runs until nobody can send any more. A panic costs the batch, not the lane.
    pub(super) async fn run(mut self) {
        while let Err(panic) = AssertUnwindSafe(self.work()).catch_unwind().await {
            tracing::error!(alarm = true, ?panic, "an append lane panicked");
            self.connection.lose();
        }
        self.connection.close().await;
    }

    async fn work(&mut self) {
        while let Some(batch) = self.next_batch().await {
            self.record(batch).await;
        }
    }

    async fn next_batch(&mut self) -> Option<Vec<Job>> {
        if !gather(&mut self.jobs, &mut self.waiting, self.batch).await {
            return None;
        }
        let mut free = independent(&self.waiting).into_iter();
        let (batch, later) = self.waiting.drain(..).partition(|_| free.next().unwrap_or_default());
        self.waiting = later;
        Some(batch)
    }

    async fn record(&mut self, batch: Vec<Job>) {
        let mut tries = vec![Try::new(batch, false)];
        while let Some(mut this) = tries.pop() {
            // whoever has stopped waiting was told to repeat the command
            this.jobs.retain(|job| !job.reply.is_closed());
            if this.jobs.is_empty() {
                continue;
            }
            this.jobs.sort_unstable_by_key(|job| job.entry.receipt.command_id);
            match self.attempt(&this).await {
                Ok(exceptions) => self.answer(this.jobs, exceptions),
                Err(error) => tries.extend(self.after(this, error).await),
            }
        }
    }

    async fn attempt(&mut self, this: &Try) -> Result<Vec<(usize, Appended)>, sqlx::Error> {
        let entries: Vec<_> = this.jobs.iter().map(|job| &job.entry).collect();
        reached("append.before");
        let recorded = async { append::record(self.connection.get().await?, &entries, this.asks).await };
        let outcome = tokio::time::timeout(SILENCE, recorded).await;
        reached("append.after");
        outcome.unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))
    }

    fn answer(&self, jobs: Vec<Job>, exceptions: Vec<(usize, Appended)>) {
        let mut outcomes = vec![Appended::Recorded; jobs.len()];
        for (index, outcome) in exceptions {
            outcomes[index] = outcome;
        }
        // before the callers: the log should move while they go on
        if outcomes.contains(&Appended::Recorded) {
            self.wake.wake();
        }
        for (job, outcome) in jobs.into_iter().zip(outcomes) {
            job.reply.send(Ok(own(&job.entry.receipt, outcome))).ok();
        }
    }

    /// What to try next after a failure; nothing when the callers were told.
    async fn after(&mut self, mut failed: Try, error: sqlx::Error) -> Vec<Try> {
        match DatabaseErrorClass::of(&error) {
            DatabaseErrorClass::Unavailable => {
                tracing::warn!(%error, commands = failed.jobs.len(), "the append's connection broke; trying again");
                self.connection.lose();
                failed.pause().await;
                vec![failed]
            }
            DatabaseErrorClass::Contended | DatabaseErrorClass::Rejected if !failed.asks => {
                failed.asks = true;
                vec![failed]
            }
            DatabaseErrorClass::Contended if failed.contended + 1 < CONTENDED_TRIES => {
                failed.contended += 1;
                failed.pause().await;
                vec![failed]
            }
            DatabaseErrorClass::Contended | DatabaseErrorClass::Rejected if failed.jobs.len() > 1 => {
                failed.split()
            }
            DatabaseErrorClass::Contended | DatabaseErrorClass::Rejected => {
                failed.jobs.into_iter().for_each(|job| drop(job.reply.send(verdict(&error))));
                Vec::new()
            }
        }
    }
}

/// The receipt that is found after a connection broke is the one that was being written.
fn own(receipt: &commands::receipt::Receipt, outcome: Appended) -> Appended {
    match outcome {
        Appended::Repeated(first) if first == *receipt => Appended::Recorded,
        Appended::Repeated(_) | Appended::Recorded | Appended::KeyReused | Appended::Moved => outcome,
    }
}

/// The outcome of a command that fails alone.
fn verdict(error: &sqlx::Error) -> Result<Appended, StoreError> {
    let constraint = error.as_database_error().and_then(sqlx::error::DatabaseError::constraint);
    match (constraint, DatabaseErrorClass::of(error)) {
        (Some("events_pkey"), _) => Ok(Appended::Moved),
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

/// Which jobs may travel together: of two with the same id or stream the second waits, and so does what follows it.
fn independent(jobs: &[Job]) -> Vec<bool> {
    let (mut ids, mut streams) = (HashSet::new(), HashSet::new());
    let verdicts = jobs.iter().map(|job| {
        let free = job.entry.streams().all(|stream| !streams.contains(stream));
        streams.extend(job.entry.streams());
        ids.insert(job.entry.receipt.command_id) && free
    });
    verdicts.collect()
}
