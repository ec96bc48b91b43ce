//! Parked events (dead letters): what a consumer could not apply, and later events of its key, which wait behind it.

use std::collections::BTreeSet;

use projections::statements;
use sqlx::{PgConnection, PgPool};
use tracing::{info, warn};

use super::Consumer;
use super::batch::{BatchError, apply_guarded};
use super::pages::event_at;
use super::retry_requests;
use crate::log::LogReader;
use crate::postgres::begin;

/// How many events of a key are tried in one transaction.
const CHUNK: i64 = 512;

statements! {
    PARKED = "
        SELECT DISTINCT key FROM parked_events p
         WHERE consumer = $1 AND version = $2
           AND ($3 OR (SELECT partition FROM event_log l WHERE l.position = p.position) = ANY($4))";

    INSERT = "
        INSERT INTO parked_events (consumer, version, key, position, error, attempts)
        VALUES ($1, $2, $3, $4, $5, $6)";

    RECORD_ATTEMPT = "
        UPDATE parked_events SET attempts = attempts + 1, error = $4
         WHERE consumer = $1 AND version = $2 AND position =
               (SELECT min(position) FROM parked_events
                 WHERE consumer = $1 AND version = $2 AND key = $3)";

    TAKE_OUT = "
        DELETE FROM parked_events WHERE consumer = $1 AND version = $2 AND position IN
            (SELECT position FROM parked_events WHERE consumer = $1 AND version = $2 AND key = $3
              ORDER BY position LIMIT $4)
        RETURNING position";
}

/// The parked keys of one consumer, in the partitions that this instance runs.
#[derive(Debug)]
pub(super) struct ParkedKeys {
    consumer: String,
    version: i32,
    keys: BTreeSet<String>,
}

impl ParkedKeys {
    /// Keys of these partitions: all events of a key are in one.
    pub(super) async fn load(
        pool: &PgPool,
        consumer: &dyn Consumer,
        partitions: &[i16],
    ) -> Result<Self, sqlx::Error> {
        let (name, version) = (consumer.name().to_owned(), consumer.version().cast_signed());
        let keys: Vec<String> = sqlx::query_scalar(PARKED)
            .bind(&name)
            .bind(version)
            .bind(!consumer.partitioned())
            .bind(partitions)
            .fetch_all(pool)
            .await?;
        Ok(Self { consumer: name, version, keys: keys.into_iter().collect() })
    }

    /// Whether events of this key have to wait.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// How many keys wait.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// From now on events of this key wait.
    pub(super) fn add_key(&mut self, key: String) {
        self.keys.insert(key);
    }

    /// Stores that the event of this key and position waits, why, and after how many tries.
    pub(super) async fn insert(
        &self,
        conn: &mut PgConnection,
        key: &str,
        position: u64,
        error: &str,
        attempts: i32,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(INSERT)
            .bind(&self.consumer)
            .bind(self.version)
            .bind(key)
            .bind(position.cast_signed())
            .bind(printable(error))
            .bind(attempts)
            .execute(conn)
            .await
            .map(drop)
    }

    /// Tries every key once more, as a corrected program does at its start. What still fails stays.
    pub(super) async fn retry(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        log: &LogReader,
    ) -> Result<(), sqlx::Error> {
        for key in self.keys.clone() {
            self.retry_key(pool, consumer, log, &key).await?;
        }
        Ok(())
    }

    /// Tries those keys once more for which an operator requested it, or whose events he discarded. Keys in other
    /// instances' partitions are left to them.
    pub(super) async fn retry_requested(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        log: &LogReader,
    ) -> Result<(), sqlx::Error> {
        let requested = retry_requests::pending(pool, &self.consumer, self.version).await?;
        let ours: Vec<_> = requested.into_iter().filter(|request| self.has(&request.key)).collect();
        for request in ours {
            if let Some(why) = self.retry_key(pool, consumer, log, &request.key).await? {
                self.record_attempt(pool, &request.key, &why).await?;
            }
            retry_requests::complete(pool, &self.consumer, self.version, &request).await?;
        }
        Ok(())
    }

    /// Tries the key once more; why it still has to wait, if it has.
    async fn retry_key(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        log: &LogReader,
        key: &str,
    ) -> Result<Option<String>, sqlx::Error> {
        loop {
            match self.retry_some(pool, consumer, log, key).await {
                Ok(true) => {}
                Ok(false) => {
                    info!(consumer = consumer.name(), key, "a parked key is free again");
                    self.keys.remove(key);
                    return Ok(None);
                }
                Err(BatchError::Poison(why)) => {
                    warn!(consumer = consumer.name(), key, why, "a parked key still cannot be applied");
                    return Ok(Some(why));
                }
                Err(BatchError::Database(error)) => return Err(error),
                // Retrying moves no cursor; the variant is only there because the batch shares the error.
                Err(BatchError::CursorsMoved) => return Ok(None),
            }
        }
    }

    /// Records at the key's first event that it failed once more.
    async fn record_attempt(&self, pool: &PgPool, key: &str, why: &str) -> Result<(), sqlx::Error> {
        sqlx::query(RECORD_ATTEMPT)
            .bind(&self.consumer)
            .bind(self.version)
            .bind(key)
            .bind(printable(why))
            .execute(pool)
            .await
            .map(drop)
    }

    /// Applies the key's first events; whether there were any.
    async fn retry_some(
        &self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        log: &LogReader,
        key: &str,
    ) -> Result<bool, BatchError> {
        let mut tx = begin(pool).await?;
        // Rows are taken out first and the events applied in the same transaction: a failure puts them back. Another
        // runner of the key waits at the deleted rows and then finds them gone.
        let positions: Vec<i64> = sqlx::query_scalar(TAKE_OUT)
            .bind(&self.consumer)
            .bind(self.version)
            .bind(key)
            .bind(CHUNK)
            .fetch_all(&mut *tx)
            .await?;
        let mut events = Vec::new();
        for position in BTreeSet::from_iter(positions) {
            let event = event_at(log, position.cast_unsigned()).await;
            events.push(event.map_err(|error| BatchError::Poison(error.to_string()))?);
        }
        apply_guarded(consumer, &mut tx, &events).await?;
        tx.commit().await?;
        consumer.committed();
        Ok(!events.is_empty())
    }
}

/// PostgreSQL text cannot hold a NUL, and what is wrong with an event may quote one.
fn printable(error: &str) -> String {
    error.replace('\0', "\u{fffd}")
}
