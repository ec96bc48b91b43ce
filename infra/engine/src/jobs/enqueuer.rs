//! Enqueueing from outside of the log: what came from somebody is stored before its coming is confirmed, and begun at once
//! if nothing is before it.

use std::sync::Arc;

use commands::port::clock::Clock;
use sqlx::PgPool;

use super::hand_over::{HandOver, hand_over};
use super::insert::{NewJobRow, StoredJobs, insert_or_begin, is_begun_elsewhere};
use super::notifier::JobNotifier;
use super::workers::connections;

/// Connections for storing.
const CONNECTIONS: u32 = 2;

/// Stores jobs that no event and no other job asks for. Cheap to clone.
#[derive(Clone)]
pub struct Enqueuer {
    pool: PgPool,
    clock: Arc<dyn Clock>,
    notifier: JobNotifier,
}

impl Enqueuer {
    /// Over the primary; a few connections of its own are opened to it. What the workers of this notifier's instance perform
    /// is begun there.
    pub fn new(pool: &PgPool, clock: Arc<dyn Clock>, notifier: JobNotifier) -> Self {
        Self { pool: connections(pool, CONNECTIONS), clock, notifier }
    }

    /// Stores those that are not stored yet, in their order. Once it returns, none of them can be lost.
    ///
    /// # Errors
    /// What the database says: all of them are stored or none, and nobody knows which if the connection broke.
    pub async fn enqueue(&self, rows: &[NewJobRow]) -> Result<(), sqlx::Error> {
        let begins_at = self.notifier.hand_over();
        let stored = match self.insert(rows, begins_at).await {
            // Another instance was quicker, and nothing is wrong: these wait behind that.
            Err(error) if is_begun_elsewhere(&error) => self.insert(rows, None).await?,
            stored => stored?,
        };
        self.notifier.stored(stored.queued, stored.claimable);
        if let Some(begins_at) = begins_at {
            hand_over(begins_at, &self.pool, stored.begun, self.clock.now(), &self.notifier).await;
        }
        Ok(())
    }

    async fn insert(
        &self,
        rows: &[NewJobRow],
        begins_at: Option<&HandOver>,
    ) -> Result<StoredJobs, sqlx::Error> {
        insert_or_begin(&mut *self.pool.acquire().await?, rows, self.clock.now(), begins_at).await
    }
}
