//! Parked events: what a consumer could not apply, and what must not overtake it.

use std::collections::BTreeSet;

use sqlx::{PgConnection, PgPool};
use tracing::{info, warn};

use super::Consumer;
use super::batch::{Failure, guarded};
use super::source::Source;

/// How many events of a key are tried in one transaction.
const CHUNK: i64 = 512;

/// The parked keys of one consumer.
#[derive(Debug)]
pub(super) struct Parked {
    consumer: String,
    version: i32,
    keys: BTreeSet<String>,
}

impl Parked {
    pub(super) async fn load(pool: &PgPool, consumer: &dyn Consumer) -> Result<Self, sqlx::Error> {
        let (name, version) = (consumer.name().to_owned(), consumer.version().cast_signed());
        let keys: Vec<String> =
            sqlx::query_scalar("SELECT DISTINCT key FROM parked_events WHERE consumer = $1 AND version = $2")
                .bind(&name)
                .bind(version)
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
    pub(super) fn close(&mut self, key: String) {
        self.keys.insert(key);
    }

    /// Stores that the event of this key and position waits, why, and after how many tries.
    pub(super) async fn add(
        &self,
        conn: &mut PgConnection,
        (key, position): (&str, u64),
        (error, attempts): (&str, i32),
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO parked_events (consumer, version, key, position, error, attempts)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&self.consumer)
        .bind(self.version)
        .bind(key)
        .bind(position.cast_signed())
        // PostgreSQL text cannot hold a NUL, and what is wrong with an event may quote one
        .bind(error.replace('\0', "\u{fffd}"))
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
        source: &Source,
    ) -> Result<(), sqlx::Error> {
        for key in self.keys.clone() {
            loop {
                match self.retry_some(pool, consumer, (source, &key)).await {
                    Ok(true) => {}
                    Ok(false) => {
                        info!(consumer = consumer.name(), key, "a parked key was applied");
                        self.keys.remove(&key);
                        break;
                    }
                    Err(Failure::Poison(why)) => {
                        warn!(consumer = consumer.name(), key, why, "a parked key still cannot be applied");
                        break;
                    }
                    Err(Failure::Database(error)) => return Err(error),
                    Err(Failure::Moved) => break,
                }
            }
        }
        Ok(())
    }

    /// Applies the key's first events; whether there were any.
    async fn retry_some(
        &self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        (source, key): (&Source, &str),
    ) -> Result<bool, Failure> {
        let mut tx = pool.begin().await?;
        let positions: Vec<i64> = sqlx::query_scalar(
            "DELETE FROM parked_events WHERE consumer = $1 AND version = $2 AND position IN
                 (SELECT position FROM parked_events WHERE consumer = $1 AND version = $2 AND key = $3
                   ORDER BY position LIMIT $4)
             RETURNING position",
        )
        .bind(&self.consumer)
        .bind(self.version)
        .bind(key)
        .bind(CHUNK)
        .fetch_all(&mut *tx)
        .await?;
        let mut events = Vec::new();
        for position in BTreeSet::from_iter(positions) {
            let event = source.event(position.cast_unsigned()).await;
            events.push(event.map_err(|error| Failure::Poison(error.to_string()))?);
        }
        guarded(consumer, &mut tx, &events).await?;
        tx.commit().await?;
        consumer.committed();
        Ok(!events.is_empty())
    }
}
