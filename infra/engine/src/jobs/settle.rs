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
use uuid::Uuid;

use super::claim::ClaimedJob;
use super::notifier::JobNotifier;
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
        instance: Uuid,
        clock: Arc<dyn Clock>,
        notifier: JobNotifier,
    ) -> (Self, OutcomeWriter) {
        let (sender, finished) = mpsc::channel(BATCH);
        (Self(sender), OutcomeWriter { finished, pool, instance, clock, notifier })
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
    instance: Uuid,
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
        let mut tries = vec![(batch, 1)];
        while let Some((mut batch, this)) = tries.pop() {
            let Err(error) = self.attempt(&batch).await else { continue };
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

    async fn attempt(&self, batch: &[FinishedJob]) -> Result<(), sqlx::Error> {
        CrashPoint::OutcomeBefore.reached();
        let changed = statement::settle(&self.pool, self.instance, batch, self.clock.now()).await?;
        CrashPoint::OutcomeAfter.reached();
        self.notifier.changed(changed);
        Ok(())
    }
}
