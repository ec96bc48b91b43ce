//! Settling (acknowledging) jobs: their outcomes, and the jobs that follow from them, stored together.
//!
//! A batch is what waits while the one before is on its way; nobody waits for a batch to fill. Each outcome counts only
//! while its claim holds, and what follows is stored in the same statement.

mod statement;

use std::mem::take;
use std::sync::Arc;

use commands::faults::CrashPoint;
use commands::port::clock::Clock;
use commands::retry_policy::OUTCOME;
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;
use tracing::warn;

use self::statement::settle;
use super::claim::ClaimedJob;
use super::hand_over::{HandOver, hand_over};
use super::insert::is_begun_elsewhere;
use super::notifier::JobNotifier;
use super::ordering::unmark_heads;
use super::perform::JobOutcome;
use crate::micro_batch::receive_batch;
use crate::postgres::DatabaseErrorClass;

/// Outcomes in one statement.
const BATCH: usize = 256;

/// A job that was performed, to be settled.
struct FinishedJob {
    claimed: ClaimedJob,
    outcome: JobOutcome,
    /// Dropped when the outcome is stored, or cannot be: the sender waits for that.
    _settled: oneshot::Sender<()>,
}

/// Sends outcomes to the task that stores them.
#[derive(Clone)]
pub(super) struct OutcomeSender(mpsc::Sender<FinishedJob>);

impl OutcomeSender {
    /// A sender, and the task that it sends to, which ends when every sender is gone.
    pub(super) fn new(
        pool: PgPool,
        hand_over: HandOver,
        clock: Arc<dyn Clock>,
        notifier: JobNotifier,
    ) -> (Self, OutcomeWriter) {
        let (sender, finished) = mpsc::channel(BATCH);
        (Self(sender), OutcomeWriter { finished, pool, hand_over, clock, notifier })
    }

    /// Returns when the outcome is stored, or cannot be.
    pub(super) async fn settle(&self, claimed: ClaimedJob, outcome: JobOutcome) {
        // The worker stays taken until then, so there are never more unstored outcomes than workers.
        let (sender, settled) = oneshot::channel();
        if self.0.send(FinishedJob { claimed, outcome, _settled: sender }).await.is_ok() {
            settled.await.ok();
        }
    }
}

/// The task that stores outcomes.
pub(super) struct OutcomeWriter {
    finished: mpsc::Receiver<FinishedJob>,
    pool: PgPool,
    hand_over: HandOver,
    clock: Arc<dyn Clock>,
    notifier: JobNotifier,
}

impl OutcomeWriter {
    /// Stores what is sent until every sender is gone.
    pub(super) async fn run(mut self) {
        let mut batch = Vec::new();
        while receive_batch(&mut self.finished, &mut batch, BATCH).await {
            self.store(take(&mut batch)).await;
        }
    }

    /// Stores a batch; one that the database refuses is split until the outcome that is at fault stands alone.
    async fn store(&self, batch: Vec<FinishedJob>) {
        let (mut tries, mut begins) = (vec![(batch, 1)], true);
        while let Some((mut batch, this)) = tries.pop() {
            let error = match self.attempt(&batch, begins).await {
                Ok(at_their_end) => {
                    drop(batch);
                    self.look_again(&at_their_end).await;
                    continue;
                }
                Err(error) => error,
            };
            if begins && is_begun_elsewhere(&error) {
                // Another instance was quicker, and nothing is wrong: what follows waits behind that.
                begins = false;
                tries.push((batch, this));
                continue;
            }
            warn!(%error, jobs = batch.len(), "outcomes of jobs could not be stored");
            match DatabaseErrorClass::of(&error) {
                DatabaseErrorClass::Rejected if batch.len() > 1 => {
                    let half = batch.split_off(batch.len() / 2);
                    tries.extend([(half, 1), (batch, 1)]);
                }
                DatabaseErrorClass::Unavailable | DatabaseErrorClass::Contended
                    if this < OUTCOME.attempts =>
                {
                    sleep(OUTCOME.pause(this - 1)).await;
                    tries.push((batch, this + 1));
                }
                // Dropped here: without a stored outcome the lease expires and the job is performed again, which
                // its process manager must bear anyway.
                DatabaseErrorClass::Unavailable
                | DatabaseErrorClass::Contended
                | DatabaseErrorClass::Rejected => {}
            }
        }
    }

    /// Stores the outcomes, and hands over what is begun by that; the keys of which no next job was seen.
    async fn attempt(&self, batch: &[FinishedJob], begins: bool) -> Result<Vec<String>, sqlx::Error> {
        CrashPoint::OutcomeBefore.reached();
        let settled = settle(&self.pool, &self.hand_over, batch, self.clock.now(), begins).await?;
        CrashPoint::OutcomeAfter.reached();
        self.notifier.stored(settled.changed, settled.claimable);
        hand_over(&self.hand_over, &self.pool, settled.begun, self.clock.now(), &self.notifier).await;
        Ok(settled.at_their_end)
    }

    /// What was stored while the statement ran may wait behind a job that has ended.
    async fn look_again(&self, keys: &[String]) {
        if keys.is_empty() {
            return;
        }
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        match unmark_heads(&self.pool, &keys).await {
            Ok(true) => self.notifier.wake(),
            Ok(false) => {}
            Err(error) => warn!(%error, "what waits behind ended jobs is looked for in a second"),
        }
    }
}
