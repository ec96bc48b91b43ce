//! Bulk catch-up: a projector that is far behind folds long ranges of the log with its rows in memory, and writes rows and
//! cursors together at checkpoints.
//!
//! Only the plain case goes this way. Parked keys, poison, an event that cannot be read, a gap: bulk catch-up ends at its
//! last checkpoint, and the rest goes event by event, where all this has its rules.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use commands::faults::CrashPoint;
use domain::recorded::Recorded;
use domain::stream::PARTITIONS;
use futures_util::FutureExt;
use projections::projector::{Projector, RowBuffer};
use projections::target::Target;
use sqlx::{Acquire, PgConnection, PgPool};
use tracing::warn;

use crate::consumer::batch::{BatchError, ConsumerProgress, panic_message};
use crate::consumer::cursors::{Cursors, CursorsMoved, Missing};
use crate::consumer::{ApplyError, Consumer};
use crate::log::LogReader;
use crate::log::read_ahead::{LogRange, pages};
use crate::postgres::NO_TIME_LIMIT;

/// How far bulk catch-up goes, and what it may use.
#[derive(Clone, Copy, Debug)]
pub(in crate::consumer) struct BulkLimits {
    /// The last position.
    pub(in crate::consumer) until: u64,
    /// After how many events rows and cursors are written.
    pub(in crate::consumer) checkpoint: u64,
    /// How many bytes of rows may stay in memory.
    pub(in crate::consumer) memory: usize,
}

/// Catches a projector up in bulk.
pub(in crate::consumer) struct BulkCatchUp<'a> {
    pub(in crate::consumer) pool: &'a PgPool,
    pub(in crate::consumer) log: &'a LogReader,
    pub(in crate::consumer) consumer: &'a dyn Consumer,
    pub(in crate::consumer) limits: BulkLimits,
}

/// Called after every checkpoint with the cursors' position and the number of events since the one before; `false` ends
/// the catch-up.
pub(in crate::consumer) type OnCheckpoint<'a> = dyn Fn(u64, u64) -> bool + Send + Sync + 'a;

/// Rows and cursors since the last checkpoint.
struct Uncommitted {
    rows: Box<dyn RowBuffer>,
    cursors: Cursors,
    events: u64,
    /// The last event's position.
    position: u64,
}

impl BulkCatchUp<'_> {
    /// Applies what is missing, as far as it is the plain case.
    pub(in crate::consumer) async fn run(
        &self,
        progress: &mut ConsumerProgress,
        missing: &Missing,
        on_checkpoint: &OnCheckpoint<'_>,
    ) -> Result<(), BatchError> {
        // With parked keys every event has to be asked for its key, which is what going one by one does.
        let Some(projector) = self.consumer.projector().filter(|_| progress.parked.len() == 0) else {
            return Ok(());
        };
        match self.apply(progress, missing, &projector, on_checkpoint).await {
            // Nothing since the last checkpoint is committed, so whoever goes on from there meets the event at fault again.
            Err(BatchError::Poison(why)) => {
                warn!(consumer = self.consumer.name(), why, "a stretch failed; its events go one by one");
                Ok(())
            }
            outcome => outcome,
        }
    }

    async fn apply(
        &self,
        progress: &mut ConsumerProgress,
        missing: &Missing,
        projector: &Arc<dyn Projector>,
        on_checkpoint: &OnCheckpoint<'_>,
    ) -> Result<(), BatchError> {
        let mut conn = self.pool.acquire().await?;
        // A caller that drops this future may do so within a transaction: such a connection must not be reused.
        conn.close_on_drop();
        let rows = projector.row_buffer(&Target::live());
        let mut uncommitted = Uncommitted { rows, cursors: progress.cursors.clone(), events: 0, position: 0 };
        let mut pages = pages(self.log.clone(), vec![Arc::clone(projector)], self.range(missing));
        // An error ends this as a gap does: whoever goes on event by event meets it again, and says where it is.
        while let Ok(Some(mut page)) = pages.next().await {
            let unreadable = page.unreadable.first().map(|event| event.at.position);
            if let Some(end) = unreadable {
                page.retain(|at| at.position < end);
            }
            let Some(advanced) = uncommitted.cursors.advanced_past(&page.positions) else { break };
            page.retain(|at| uncommitted.cursors.lacks(at));
            self.fold(&mut conn, progress, &mut uncommitted, &page.events).await?;
            uncommitted.cursors = advanced;
            uncommitted.events += page.positions.len() as u64;
            uncommitted.position = page.positions.last().map_or(uncommitted.position, |at| at.position);
            let due =
                uncommitted.events >= self.limits.checkpoint || uncommitted.rows.size() > self.limits.memory;
            if due && !self.checkpoint(&mut conn, progress, &mut uncommitted, on_checkpoint).await? {
                return Ok(());
            }
            if unreadable.is_some() {
                break;
            }
        }
        self.checkpoint(&mut conn, progress, &mut uncommitted, on_checkpoint).await.map(drop)
    }

    fn range(&self, missing: &Missing) -> LogRange {
        LogRange {
            after: missing.first - 1,
            until: self.limits.until,
            partitions: missing.partitions.clone().filter(|list| list.len() < usize::from(PARTITIONS)),
            page: self.limits.checkpoint,
        }
    }

    async fn fold(
        &self,
        conn: &mut PgConnection,
        progress: &mut ConsumerProgress,
        uncommitted: &mut Uncommitted,
        events: &[Arc<Recorded>],
    ) -> Result<(), BatchError> {
        // Events that look for rows by a column see only what the table has: so rows in memory are written first.
        if !guarded(uncommitted.rows.fold(conn, events)).await? {
            self.checkpoint(conn, progress, uncommitted, &|_, _| true).await?;
            uncommitted.rows.clear();
            guarded(uncommitted.rows.fold(conn, events)).await?;
        }
        Ok(())
    }

    /// Rows and cursors in one transaction; whether to go on.
    async fn checkpoint(
        &self,
        conn: &mut PgConnection,
        progress: &mut ConsumerProgress,
        uncommitted: &mut Uncommitted,
        on_checkpoint: &OnCheckpoint<'_>,
    ) -> Result<bool, BatchError> {
        if uncommitted.events == 0 {
            return Ok(true);
        }
        CrashPoint::ApplyBefore.reached();
        let mut tx = conn.begin().await?;
        // A checkpoint writes as many rows as there is memory for: the limit of statements on the live path would end it.
        sqlx::query(NO_TIME_LIMIT).execute(&mut *tx).await?;
        // First the cursors: a second runner of this consumer waits here, and then finds them moved.
        let moved = progress.cursors.move_to(&mut tx, uncommitted.cursors.clone()).await?;
        let advanced = moved.map_err(|CursorsMoved| BatchError::CursorsMoved)?;
        uncommitted.rows.flush(&mut tx).await.map_err(ApplyError::from)?;
        CrashPoint::ApplyInside.reached();
        tx.commit().await?;
        CrashPoint::ApplyAfter.reached();
        self.consumer.committed();
        progress.cursors = advanced;
        let events = std::mem::take(&mut uncommitted.events);
        if uncommitted.rows.size() > self.limits.memory {
            uncommitted.rows.clear();
        }
        Ok(on_checkpoint(uncommitted.position, events))
    }
}

/// Folds; a panic is the events' fault.
async fn guarded<T, E: Into<ApplyError>>(
    folding: impl Future<Output = Result<T, E>>,
) -> Result<T, BatchError> {
    match AssertUnwindSafe(folding).catch_unwind().await {
        Ok(outcome) => Ok(outcome.map_err(Into::into)?),
        Err(panic) => Err(BatchError::Poison(format!("panicked: {}", panic_message(&*panic)))),
    }
}
