//! A projector that is far behind takes long stretches of the log: rows stay in memory between the pages, and are
//! written with the cursors at checkpoints.
//!
//! Only what is plain goes this way. Parked keys, poison, an event that cannot be read, a gap: the stretch ends at its
//! last checkpoint, and what is left goes event by event, where all this has its rules.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use domain::stream::PARTITIONS;
use futures_util::FutureExt;
use projections::projector::{Projector, RowBuffer};
use projections::target::Target;
use sqlx::{Acquire, PgConnection, PgPool};
use tracing::warn;

use crate::consumer::batch::{Failure, Standing, message};
use crate::consumer::cursors::{Cursors, Missing, Moved};
use crate::consumer::source::Source;
use crate::consumer::{ApplyError, Consumer};
use crate::faults::crash::reached;
use crate::log::read_ahead::{LogPage, LogRange, pages};

/// How long a stretch is, and what it may use.
#[derive(Clone, Copy, Debug)]
pub(in crate::consumer) struct Size {
    /// The last position.
    pub(in crate::consumer) until: u64,
    /// After how many events rows and cursors are written.
    pub(in crate::consumer) checkpoint: u64,
    /// How many bytes of rows may stay in memory.
    pub(in crate::consumer) memory: usize,
}

/// What a stretch is made with.
pub(in crate::consumer) struct Stretch<'a> {
    pub(in crate::consumer) pool: &'a PgPool,
    pub(in crate::consumer) source: &'a Source,
    pub(in crate::consumer) consumer: &'a dyn Consumer,
    pub(in crate::consumer) size: Size,
}

/// Hears after every checkpoint how far the cursors are, and says whether to go on.
pub(in crate::consumer) type Told<'a> = dyn Fn(u64) -> bool + Send + Sync + 'a;

/// Rows and cursors since the last checkpoint.
struct Ahead {
    rows: Box<dyn RowBuffer>,
    cursors: Cursors,
    events: u64,
    /// The last event's position.
    position: u64,
}

impl Stretch<'_> {
    /// Applies what is missing as far as it is plain.
    pub(in crate::consumer) async fn run(
        &self,
        standing: &mut Standing,
        missing: &Missing,
        told: &Told<'_>,
    ) -> Result<(), Failure> {
        let Some(projector) = self.consumer.projector().filter(|_| standing.parked.len() == 0) else {
            return Ok(());
        };
        match self.take(standing, (missing, &projector), told).await {
            Err(Failure::Poison(why)) => {
                warn!(consumer = self.consumer.name(), why, "a stretch failed; its events go one by one");
                Ok(())
            }
            outcome => outcome,
        }
    }

    async fn take(
        &self,
        standing: &mut Standing,
        (missing, projector): (&Missing, &Arc<dyn Projector>),
        told: &Told<'_>,
    ) -> Result<(), Failure> {
        let mut conn = self.pool.acquire().await?;
        // whoever gives a stretch up may do so within a transaction
        conn.close_on_drop();
        let rows = projector.row_buffer(&Target::live());
        let mut ahead = Ahead { rows, cursors: standing.cursors.clone(), events: 0, position: 0 };
        let mut pages = pages(self.source.log.clone(), vec![Arc::clone(projector)], self.range(missing));
        while let Ok(Some(mut page)) = pages.next().await {
            let Some(then) = ahead.cursors.passed(&page.stored) else { break };
            page.retain(|event| ahead.cursors.is_ahead_of(event));
            self.fold(&mut conn, standing, (&mut ahead, &page, &**projector)).await?;
            ahead.cursors = then;
            ahead.events += page.stored.len() as u64;
            ahead.position = page.stored.last().map_or(ahead.position, |event| event.position);
            let due = ahead.events >= self.size.checkpoint || ahead.rows.size() > self.size.memory;
            if due && !self.checkpoint(&mut conn, standing, (&mut ahead, told)).await? {
                return Ok(());
            }
        }
        self.checkpoint(&mut conn, standing, (&mut ahead, told)).await.map(drop)
    }

    fn range(&self, missing: &Missing) -> LogRange {
        LogRange {
            after: missing.first - 1,
            until: self.size.until,
            partitions: missing.partitions.clone().filter(|list| list.len() < usize::from(PARTITIONS)),
            page: self.size.checkpoint,
        }
    }

    async fn fold(
        &self,
        conn: &mut PgConnection,
        standing: &mut Standing,
        (ahead, page, projector): (&mut Ahead, &LogPage, &dyn Projector),
    ) -> Result<(), Failure> {
        let events = page.events(projector);
        if !guarded(ahead.rows.fold(conn, events)).await? {
            self.checkpoint(conn, standing, (ahead, &|_| true)).await?;
            ahead.rows.clear();
            guarded(ahead.rows.fold(conn, events)).await?;
        }
        Ok(())
    }

    /// Rows and cursors in one transaction; whether to go on.
    async fn checkpoint(
        &self,
        conn: &mut PgConnection,
        standing: &mut Standing,
        (ahead, told): (&mut Ahead, &Told<'_>),
    ) -> Result<bool, Failure> {
        if ahead.events == 0 {
            return Ok(true);
        }
        reached("apply.before");
        let mut tx = conn.begin().await?;
        sqlx::query("SET LOCAL statement_timeout = 0").execute(&mut *tx).await?;
        // First the cursors: a second runner of this consumer waits here, and then finds them moved.
        let moved = standing.cursors.move_to(&mut tx, ahead.cursors.clone()).await?;
        let then = moved.map_err(|Moved| Failure::Moved)?;
        ahead.rows.flush(&mut tx).await.map_err(ApplyError::from)?;
        reached("apply.inside");
        tx.commit().await?;
        reached("apply.after");
        self.consumer.committed();
        standing.cursors = then;
        ahead.events = 0;
        if ahead.rows.size() > self.size.memory {
            ahead.rows.clear();
        }
        Ok(told(ahead.position))
    }
}

/// Folds; a panic is the events' fault.
async fn guarded<T, E: Into<ApplyError>>(folding: impl Future<Output = Result<T, E>>) -> Result<T, Failure> {
    match AssertUnwindSafe(folding).catch_unwind().await {
        Ok(outcome) => Ok(outcome.map_err(Into::into)?),
        Err(panic) => Err(Failure::Poison(format!("panicked: {}", message(&*panic)))),
    }
}
