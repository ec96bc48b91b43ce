//! Settling: the endings of effects, and what follows from them, stored together.
//!
//! A batch is what waits while the one before is on its way; nobody waits for a batch to fill. Each ending counts only
//! while its claim holds, and what follows is stored in the same statement.

mod statement;

use std::mem::take;
use std::sync::Arc;
use std::time::Duration;

use commands::port::clock::Clock;
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep;
use tracing::warn;
use uuid::Uuid;

use super::claim::ClaimedJob;
use super::notifier::Jobs;
use super::perform::Ending;
use crate::faults::crash::reached;
use crate::gather::gather;
use crate::postgres::Trouble;

/// Endings in one statement.
const BATCH: usize = 256;
/// How often an ending is tried to be stored; then its lease runs out and the effect is performed again.
const TRIES: u32 = 5;
/// The pause between.
const PAUSE: Duration = Duration::from_secs(1);

/// An effect that has ended and is to be stored.
struct Ended {
    claimed: ClaimedJob,
    ending: Ending,
    /// Dropped when the ending is stored, or cannot be.
    _waits: oneshot::Sender<()>,
}

/// Where endings are handed in.
#[derive(Clone)]
pub(super) struct Settler(mpsc::Sender<Ended>);

impl Settler {
    /// The way in, and the task behind it, which ends when every way in is gone.
    pub(super) fn new(pool: PgPool, instance: Uuid, clock: Arc<dyn Clock>, jobs: Jobs) -> (Self, Settling) {
        let (queue, endings) = mpsc::channel(BATCH);
        (Self(queue), Settling { endings, pool, instance, clock, jobs })
    }

    /// Returns when the ending is stored, or cannot be.
    pub(super) async fn settle(&self, claimed: ClaimedJob, ending: Ending) {
        let (waits, outcome) = oneshot::channel();
        if self.0.send(Ended { claimed, ending, _waits: waits }).await.is_ok() {
            outcome.await.ok();
        }
    }
}

/// The task that stores endings.
pub(super) struct Settling {
    endings: mpsc::Receiver<Ended>,
    pool: PgPool,
    instance: Uuid,
    clock: Arc<dyn Clock>,
    jobs: Jobs,
}

impl Settling {
    /// Stores what is handed in until nobody can hand in any more.
    pub(super) async fn run(mut self) {
        let mut batch = Vec::new();
        while gather(&mut self.endings, &mut batch, BATCH).await {
            self.store(take(&mut batch)).await;
        }
    }

    /// Stores a batch; one that the database refuses is split until the ending that is at fault stands alone.
    async fn store(&self, batch: Vec<Ended>) {
        let mut tries = vec![(batch, 1)];
        while let Some((mut batch, this)) = tries.pop() {
            let Err(error) = self.attempt(&batch).await else { continue };
            warn!(%error, effects = batch.len(), "verdicts could not be stored");
            match Trouble::of(&error) {
                Trouble::Rejected if batch.len() > 1 => {
                    let half = batch.split_off(batch.len() / 2);
                    tries.extend([(half, 1), (batch, 1)]);
                }
                Trouble::Away | Trouble::Contended if this < TRIES => {
                    sleep(PAUSE).await;
                    tries.push((batch, this + 1));
                }
                Trouble::Away | Trouble::Contended | Trouble::Rejected => {}
            }
        }
    }

    async fn attempt(&self, batch: &[Ended]) -> Result<(), sqlx::Error> {
        let endings: Vec<_> = batch.iter().map(|ended| (&ended.claimed, &ended.ending)).collect();
        reached("outcome.before");
        let changed = statement::settle(&self.pool, self.instance, &endings, self.clock.now()).await?;
        reached("outcome.after");
        self.jobs.changed(changed);
        Ok(())
    }
}
