//! Freshness: how far the read models lag behind what is committed, so that people read their own writes.

mod command_events;

use std::time::Duration;

use async_trait::async_trait;
use sqlx::PgPool;
use tokio::time::{Instant, sleep};
use tracing::warn;

pub use command_events::{CommandEvents, EventLag, Stage};

use crate::consumer::cursors::lag;
use crate::reader_registry::ReaderRegistry;

/// The longest that an answer waits; under load it may then be a moment late.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two polls.
const PAUSE: Duration = Duration::from_millis(25);

/// How far the read models are behind what is committed.
#[async_trait]
pub trait Lag: Send + Sync {
    /// Events that the slowest read model has still to take in; `None` when it cannot be told.
    async fn events_behind(&self) -> Option<u64>;

    /// Returns once the read models have taken in everything, or after a moment: people read their own writes.
    async fn caught_up(&self);
}

/// Compares the cursors of the live read models, whichever instance runs them, with the log.
pub struct Freshness {
    pool: PgPool,
    names: Vec<&'static str>,
    shapes: Vec<i32>,
}

impl Freshness {
    /// Of these readers' read models, over a pool of the primary.
    pub fn new(pool: PgPool, readers: &ReaderRegistry) -> Self {
        let (names, shapes) = readers.read_models();
        Self { pool, names, shapes }
    }

    async fn lag(&self) -> Result<u64, sqlx::Error> {
        lag::behind(&self.pool, &self.names, &self.shapes).await
    }
}

#[async_trait]
impl Lag for Freshness {
    async fn events_behind(&self) -> Option<u64> {
        self.lag().await.ok()
    }

    async fn caught_up(&self) {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            match self.lag().await {
                Ok(0) => return,
                Ok(_) => sleep(PAUSE).await,
                Err(error) => return warn!(%error, "the read models' lag is not known"),
            }
        }
    }
}
