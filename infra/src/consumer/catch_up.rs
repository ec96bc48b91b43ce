//! Bringing a consumer forward without a runner, as a rebuild does: to given positions, and no further.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::recorded::Recorded;
use sqlx::{PgConnection, PgPool};

use super::Consumer;
use super::batch::{Failure, Standing};
use super::source::Source;
use crate::log::LogReader;
use crate::store::codec::{OpenError, Opener};

/// The last position to apply per partition; -1: of the log as a whole.
pub(crate) type Limits = BTreeMap<i16, u64>;

/// Why a consumer could not be brought forward.
#[derive(Debug, thiserror::Error)]
pub enum NotCaughtUp {
    /// The database would not.
    #[error("the database did not take it")]
    Database(#[from] sqlx::Error),
    /// The log could not be read.
    #[error("could not read the event log")]
    Log(#[from] OpenError),
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
    pub(crate) fn new(pool: PgPool, (log, opener): (LogReader, Opener), batch: u32) -> Self {
        Self { pool, source: Source { log, opener }, batch }
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
        progress: &dyn Fn(u64),
    ) -> Result<(), NotCaughtUp> {
        let mut standing = Standing::load(&self.pool, consumer).await?;
        loop {
            let events = self.next(&standing, limits).await?;
            let Some(last) = events.last() else { return Ok(()) };
            match standing.apply(&self.pool, consumer, &events).await {
                Ok(()) => progress(last.position),
                Err(Failure::Moved) => standing = Standing::load(&self.pool, consumer).await?,
                Err(failure) => return Err(failure.into()),
            }
        }
    }

    /// The same within the caller's transaction, which holds the consumer's cursors.
    pub(crate) async fn within(
        &self,
        conn: &mut PgConnection,
        limits: &Limits,
        consumer: &dyn Consumer,
    ) -> Result<(), NotCaughtUp> {
        let mut standing = Standing::load(&self.pool, consumer).await?;
        loop {
            let events = self.next(&standing, limits).await?;
            if events.is_empty() {
                return Ok(());
            }
            standing.cursors = standing.apply_on(conn, consumer, &events).await?;
        }
    }

    /// The next events within the limits; none when the cursors have reached them.
    async fn next(&self, standing: &Standing, limits: &Limits) -> Result<Vec<Arc<Recorded>>, NotCaughtUp> {
        let Some(missing) = standing.cursors.short_of(&self.pool, limits).await? else {
            return Ok(Vec::new());
        };
        let page = self.source.page(missing.first - 1, self.batch, missing.partitions.as_deref()).await?;
        let (mut next, gap) = standing.cursors.select(&page.events);
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
