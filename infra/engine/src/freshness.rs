//! Freshness: how far the read models lag behind what is committed, so that people read their own writes.

mod command_events;
#[cfg(test)]
mod tests;

use std::time::Duration;

use async_trait::async_trait;
use domain::id::ProjectId;
use sqlx::PgPool;
use tokio::time::{sleep, timeout};
use tracing::{info, warn};

pub use command_events::{CommandEvents, EventLag, Stage};

use crate::consumer::cursors::lag;
use crate::reader_registry::ReaderRegistry;
use crate::unreadable::UnreadableMonitor;

/// The longest that an answer waits; it may then be a moment late.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two polls.
const PAUSE: Duration = Duration::from_millis(5);

/// How far the read models are behind what is committed.
#[async_trait]
pub trait Lag: Send + Sync {
    /// Events that the slowest read model has still to take in; `None` when it cannot be told.
    async fn events_behind(&self) -> Option<u64>;

    /// Returns once these read models have taken in what is committed when it is called, or after a moment: people read their
    /// own writes. What is committed meanwhile is not waited for, so a busy system holds nobody up.
    async fn caught_up(&self, read_models: &[&str]);

    /// The first position of a project's event that one of these read models could not read or apply; none if they have all.
    fn stale_since(&self, read_models: &[&str], project: ProjectId) -> Option<u64>;
}

/// Compares the cursors of the live read models, whichever instance runs them, with the log.
pub struct Freshness {
    pool: PgPool,
    names: Vec<&'static str>,
    shapes: Vec<i32>,
    unreadable: UnreadableMonitor,
}

impl Freshness {
    /// Of these readers' read models, over a pool of the primary.
    pub fn new(pool: PgPool, readers: &ReaderRegistry, unreadable: UnreadableMonitor) -> Self {
        let (names, shapes) = readers.read_models();
        Self { pool, names, shapes, unreadable }
    }

    async fn lag(&self) -> Result<u64, sqlx::Error> {
        lag::behind(&self.pool, &self.names, &self.shapes).await
    }

    /// Waits for what is committed now.
    async fn reach(&self, names: &[&str], shapes: &[i32]) -> Result<(), sqlx::Error> {
        let mut target = lag::Target::default();
        while !target.is_reached(&self.pool, names, shapes).await? {
            sleep(PAUSE).await;
        }
        Ok(())
    }
}

#[async_trait]
impl Lag for Freshness {
    async fn events_behind(&self) -> Option<u64> {
        self.lag().await.ok()
    }

    async fn caught_up(&self, read_models: &[&str]) {
        let named = self.names.iter().zip(&self.shapes).filter(|(name, _)| read_models.contains(name));
        let (names, shapes): (Vec<&str>, Vec<i32>) = named.map(|(name, shape)| (*name, *shape)).unzip();
        match timeout(PATIENCE, self.reach(&names, &shapes)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => warn!(%error, "the read models' lag is not known"),
            Err(_) => info!(?read_models, "read models are late; what is shown may be too"),
        }
    }

    fn stale_since(&self, read_models: &[&str], project: ProjectId) -> Option<u64> {
        let since = read_models.iter().filter_map(|name| self.unreadable.stale_since(name, Some(project.0)));
        since.min()
    }
}
