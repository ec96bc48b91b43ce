//! Catching a consumer up without a runner, as a rebuild does: to given positions, and no further.

mod bulk;

use std::collections::BTreeMap;

use sqlx::{PgConnection, PgPool};

use super::Consumer;
use super::batch::{BatchError, ConsumerProgress};
use super::pages::EventPage;
use crate::log::LogReader;
use crate::log::log_event::LogEvent;
use crate::store::codec::EventReadError;
pub(super) use bulk::{BulkCatchUp, BulkLimits};

/// The last position to apply by partition; -1 for a consumer that is not partitioned.
pub(crate) type PositionLimits = BTreeMap<i16, u64>;

/// How many events go at once where they do not go in bulk.
const PAGE: u32 = 2048;
/// How many bytes of rows a rebuild keeps in memory.
const MEMORY: usize = 128 << 20;

/// Why a consumer could not be caught up.
#[derive(Debug, thiserror::Error)]
pub enum NotCaughtUp {
    /// The database failed.
    #[error("the database did not take it")]
    Database(#[from] sqlx::Error),
    /// The log could not be read.
    #[error("could not read the event log")]
    Log(#[from] EventReadError),
    /// The consumer, or the log, is at fault.
    #[error("{0}")]
    Fault(String),
}

impl From<BatchError> for NotCaughtUp {
    fn from(failure: BatchError) -> Self {
        match failure {
            BatchError::CursorsMoved => Self::Fault("somebody else moved the cursors".to_owned()),
            BatchError::Poison(why) => Self::Fault(why),
            BatchError::Database(error) => Self::Database(error),
            BatchError::Log(error) => Self::Log(error),
        }
    }
}

/// Catches consumers up, so many events in a transaction.
pub(crate) struct CatchUp {
    pool: PgPool,
    log: LogReader,
    batch: u32,
}

impl CatchUp {
    pub(crate) fn new(pool: PgPool, log: LogReader, batch: u32) -> Self {
        Self { pool, log, batch }
    }

    /// Makes the consumer's cursors if there are none.
    pub(crate) async fn prepare(&self, consumer: &dyn Consumer) -> Result<(), sqlx::Error> {
        ConsumerProgress::load(&self.pool, consumer).await.map(drop)
    }

    /// Applies everything up to the limits, from wherever the cursors are; a runner of the same consumer may help.
    pub(crate) async fn to(
        &self,
        limits: &PositionLimits,
        consumer: &dyn Consumer,
        on_progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<(), NotCaughtUp> {
        loop {
            let mut progress = ConsumerProgress::load(&self.pool, consumer).await?;
            match self.apply_until(&mut progress, limits, consumer, on_progress).await {
                Ok(outcome) => return outcome,
                // A runner of the same consumer was faster. What it applied is not applied again: the cursors are read anew.
                Err(BatchError::CursorsMoved) => {}
                Err(failure) => return Err(failure.into()),
            }
        }
    }

    /// In bulk as far as that goes, then page by page.
    async fn apply_until(
        &self,
        progress: &mut ConsumerProgress,
        limits: &PositionLimits,
        consumer: &dyn Consumer,
        on_progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Result<(), NotCaughtUp>, BatchError> {
        if let Some(missing) = progress.cursors.missing_within(&self.pool, limits).await? {
            let until = limits.values().copied().max().unwrap_or_default();
            let limits = BulkLimits { until, checkpoint: u64::from(self.batch), memory: MEMORY };
            let bulk = BulkCatchUp { pool: &self.pool, log: &self.log, consumer, limits };
            let on_checkpoint = |position, _events| {
                on_progress(position);
                true
            };
            bulk.run(progress, &missing, &on_checkpoint).await?;
        }
        loop {
            let events = match self.next(progress, limits, consumer).await {
                Ok(events) => events,
                Err(error) => return Ok(Err(error)),
            };
            let Some(last) = events.last().map(|event| event.at().position) else {
                return Ok(Ok(()));
            };
            progress.apply(&self.pool, consumer, &events).await?;
            on_progress(last);
        }
    }

    /// The same within the caller's transaction, which holds the consumer's cursors.
    pub(crate) async fn within(
        &self,
        conn: &mut PgConnection,
        limits: &PositionLimits,
        consumer: &dyn Consumer,
    ) -> Result<(), NotCaughtUp> {
        let mut progress = ConsumerProgress::load(&self.pool, consumer).await?;
        loop {
            let events = self.next(&progress, limits, consumer).await?;
            if events.is_empty() {
                return Ok(());
            }
            let applied = progress.apply_on(conn, consumer, &events).await?;
            progress.take(applied);
        }
    }

    /// The next events within the limits; none when the cursors have reached them.
    async fn next(
        &self,
        progress: &ConsumerProgress,
        limits: &PositionLimits,
        consumer: &dyn Consumer,
    ) -> Result<Vec<LogEvent>, NotCaughtUp> {
        let Some(missing) = progress.cursors.missing_within(&self.pool, limits).await? else {
            return Ok(Vec::new());
        };
        let (after, limit) = (missing.first - 1, self.batch.min(PAGE));
        let partitions = missing.partitions.as_deref();
        let page = EventPage::read(&self.log, after, limit, partitions, consumer.reads_texts()).await?;
        let (mut next, gaps) = progress.cursors.select(page.events);
        next.retain(|event| progress.cursors.is_within(event.at(), limits));
        // Altered history: a build that leaves out what is gone would hide it.
        if next.is_empty() || !gaps.is_empty() {
            return Err(NotCaughtUp::Fault(format!("the log does not continue after position {after}")));
        }
        Ok(next)
    }
}
