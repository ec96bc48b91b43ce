//! Bringing a consumer forward without a runner, as a rebuild does: to given positions, and no further.

mod stretch;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::recorded::{Recorded, Stored};
use sqlx::{PgConnection, PgPool};

use super::Consumer;
use super::batch::{Failure, Standing};
use super::form::Form;
use super::source::Source;
use crate::log::LogReader;
use crate::store::codec::{EventDecoder, EventReadError};
pub(super) use stretch::{Size, Stretch};

/// The last position to apply per partition; -1: of the log as a whole.
pub(crate) type Limits = BTreeMap<i16, u64>;

/// How many events go at once where they do not go in stretches.
const PAGE: u32 = 2048;
/// How many bytes of rows a rebuild keeps in memory.
const MEMORY: usize = 128 << 20;

/// Why a consumer could not be brought forward.
#[derive(Debug, thiserror::Error)]
pub enum NotCaughtUp {
    /// The database would not.
    #[error("the database did not take it")]
    Database(#[from] sqlx::Error),
    /// The log could not be read.
    #[error("could not read the event log")]
    Log(#[from] EventReadError),
    /// The consumer, or the log, is at fault.
    #[error("{0}")]
    Fault(String),
}

impl From<Failure> for NotCaughtUp {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Moved => Self::Fault("somebody else moved the cursors".to_owned()),
            Failure::Poison(why) => Self::Fault(why),
            Failure::Database(error) => Self::Database(error),
        }
    }
}

/// Brings consumers forward, so many events in a transaction.
pub(crate) struct CatchUp {
    pool: PgPool,
    source: Source,
    batch: u32,
}

impl CatchUp {
    pub(crate) fn new(pool: PgPool, (log, decoder): (LogReader, EventDecoder), batch: u32) -> Self {
        Self { pool, source: Source { log, decoder }, batch }
    }

    /// Makes the consumer's cursors if there are none.
    pub(crate) async fn prepare(&self, consumer: &dyn Consumer) -> Result<(), sqlx::Error> {
        Standing::load(&self.pool, consumer).await.map(drop)
    }

    /// Applies everything up to the limits, from wherever the cursors are; a runner of the same consumer may help.
    pub(crate) async fn to(
        &self,
        limits: &Limits,
        consumer: &dyn Consumer,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<(), NotCaughtUp> {
        loop {
            let mut standing = Standing::load(&self.pool, consumer).await?;
            let outcome = if consumer.reads_stored() {
                self.bring::<Stored>(&mut standing, (limits, consumer), progress).await
            } else {
                self.bring::<Arc<Recorded>>(&mut standing, (limits, consumer), progress).await
            };
            match outcome {
                Ok(outcome) => return outcome,
                Err(Failure::Moved) => {}
                Err(failure) => return Err(failure.into()),
            }
        }
    }

    /// In a stretch as far as that goes, then page by page.
    async fn bring<E: Form>(
        &self,
        standing: &mut Standing,
        (limits, consumer): (&Limits, &dyn Consumer),
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Result<(), NotCaughtUp>, Failure> {
        if let Some(missing) = standing.cursors.short_of(&self.pool, limits).await? {
            let until = limits.values().copied().max().unwrap_or_default();
            let size = Size { until, checkpoint: u64::from(self.batch), memory: MEMORY };
            let stretch = Stretch { pool: &self.pool, source: &self.source, consumer, size };
            let told = |position| {
                progress(position);
                true
            };
            stretch.run(standing, &missing, &told).await?;
        }
        loop {
            let events = match self.next::<E>(standing, limits).await {
                Ok(events) => events,
                Err(error) => return Ok(Err(error)),
            };
            let Some(last) = events.last().map(|event| event.spot().position) else { return Ok(Ok(())) };
            standing.apply(&self.pool, consumer, &events).await?;
            progress(last);
        }
    }

    /// The same within the caller's transaction, which holds the consumer's cursors.
    pub(crate) async fn within(
        &self,
        conn: &mut PgConnection,
        limits: &Limits,
        consumer: &dyn Consumer,
    ) -> Result<(), NotCaughtUp> {
        if consumer.reads_stored() {
            self.bring_within::<Stored>(conn, limits, consumer).await
        } else {
            self.bring_within::<Arc<Recorded>>(conn, limits, consumer).await
        }
    }

    async fn bring_within<E: Form>(
        &self,
        conn: &mut PgConnection,
        limits: &Limits,
        consumer: &dyn Consumer,
    ) -> Result<(), NotCaughtUp> {
        let mut standing = Standing::load(&self.pool, consumer).await?;
        loop {
            let events = self.next::<E>(&standing, limits).await?;
            if events.is_empty() {
                return Ok(());
            }
            standing.cursors = standing.apply_on(conn, consumer, &events).await?;
        }
    }

    /// The next events within the limits; none when the cursors have reached them.
    async fn next<E: Form>(&self, standing: &Standing, limits: &Limits) -> Result<Vec<E>, NotCaughtUp> {
        let Some(missing) = standing.cursors.short_of(&self.pool, limits).await? else {
            return Ok(Vec::new());
        };
        let limit = self.batch.min(PAGE);
        let page = self.source.page(missing.first - 1, limit, missing.partitions.as_deref()).await?;
        let (mut next, gap) = standing.cursors.select_of(page.events);
        next.retain(|event| standing.cursors.is_within(event, limits));
        match (next.is_empty(), page.unreadable) {
            (false, _) if !gap => Ok(next),
            (true, Some(unreadable)) => Err(unreadable.into()),
            (true | false, _) => {
                let place = missing.first;
                Err(NotCaughtUp::Fault(format!("the log does not continue at position {place}")))
            }
        }
    }
}
