//! Dead letters: what consumers could not apply, for operators to look at, to try again and to give up.
//!
//! A consumer that runs holds its parked keys in memory. So whatever is done here ends with a retry request, which
//! the runner finds within a second or two and serves by trying the key again.

#[cfg(test)]
mod tests;

use std::time::Duration;

use chrono::{DateTime, Utc};
use projections::statements;
use serde::Serialize;
use serde_json::Value;
use sqlx::{FromRow, PgPool};
use tokio::time::{Instant, sleep};

use crate::consumer::retry_requests;
use crate::log::queries;
use crate::postgres::begin;
use crate::store::envelope::StoredEnvelope;

/// Events of one key that [`DeadLetters::show`] lists.
const SHOW_LIMIT: i64 = 100;
/// Between two looks whether a request was served.
const PAUSE: Duration = Duration::from_millis(100);

/// One parked key of one consumer.
#[derive(Clone, Debug, PartialEq, Serialize, FromRow)]
pub struct ParkedKey {
    /// The consumer's name.
    pub consumer: String,
    /// Its version.
    pub version: i32,
    /// The key.
    pub key: String,
    /// Position of the first event that waits.
    pub first: i64,
    /// How many events wait.
    pub events: i64,
    /// How often the first was tried.
    pub attempts: i32,
    /// Why the first could not be applied.
    pub error: String,
    /// When it was parked.
    pub parked_at: DateTime<Utc>,
    /// How long that is ago, in seconds.
    pub age_seconds: i64,
}

#[derive(FromRow)]
struct ParkedRow {
    version: i32,
    position: i64,
    attempts: i32,
    error: String,
}

/// A parked event, without its payload: that may hold texts of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParkedEvent {
    /// The version of the consumer that parked it.
    pub version: i32,
    /// Its position in the log.
    pub position: i64,
    /// The aggregate that it belongs to: type and id.
    pub stream: String,
    /// Its number within the aggregate.
    pub sequence: i64,
    /// Its type.
    pub event_type: String,
    /// Its type's version.
    pub event_version: String,
    /// When the database recorded it.
    pub recorded_at: DateTime<Utc>,
    /// Who, why, for which project.
    pub metadata: Value,
    /// How often it was tried; 0 when it only stands behind another.
    pub attempts: i32,
    /// Why it could not be applied.
    pub error: String,
}

/// What became of a request to try a key again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryOutcome {
    /// Nothing of the key is parked any more.
    Free,
    /// It was tried and failed again.
    StillParked,
    /// No running consumer has looked yet; the next one that runs will.
    Waiting,
}

statements! {
    /// The first event of a key tells why, those behind it only that they are.
    LIST = "
        SELECT DISTINCT ON (consumer, version, key) consumer, version, key, position AS first,
               count(*) OVER (PARTITION BY consumer, version, key) AS events, attempts, error, parked_at,
               extract(epoch FROM clock_timestamp() - parked_at)::bigint AS age_seconds
          FROM parked_events ORDER BY consumer, version, key, position";

    OF_KEY = "
        SELECT version, position, attempts, error FROM parked_events
         WHERE consumer = $1 AND key = $2 ORDER BY version, position LIMIT $3";

    COUNT = "SELECT count(*) FROM parked_events WHERE consumer = $1 AND key = $2";

    DISCARD = "DELETE FROM parked_events WHERE consumer = $1 AND key = $2";

    IS_REQUESTED = "
        SELECT EXISTS (SELECT FROM parked_requests r JOIN parked_events p USING (consumer, version, key)
                        WHERE consumer = $1 AND key = $2)";
}

impl ParkedRow {
    fn with(&self, event: &StoredEnvelope) -> ParkedEvent {
        ParkedEvent {
            version: self.version,
            position: self.position,
            stream: format!("{}/{}", event.aggregate_type, event.aggregate_id),
            sequence: event.sequence.cast_signed(),
            event_type: event.event_type.clone(),
            event_version: event.event_version.clone(),
            recorded_at: event.recorded_at,
            metadata: serde_json::from_str(event.metadata.get()).unwrap_or_default(),
            attempts: self.attempts,
            error: self.error.clone(),
        }
    }
}

/// The parked events of all consumers.
pub struct DeadLetters {
    pool: PgPool,
}

impl DeadLetters {
    /// Over a pool of the primary.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Every parked key.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self) -> Result<Vec<ParkedKey>, sqlx::Error> {
        sqlx::query_as(LIST).fetch_all(&self.pool).await
    }

    /// The first hundred events of a key; none if it is not parked.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn show(&self, consumer: &str, key: &str) -> Result<Vec<ParkedEvent>, sqlx::Error> {
        let query = sqlx::query_as(OF_KEY).bind(consumer).bind(key).bind(SHOW_LIMIT);
        let rows: Vec<ParkedRow> = query.fetch_all(&self.pool).await?;
        let positions: Vec<i64> = rows.iter().map(|row| row.position).collect();
        let events = queries::at(&self.pool, &positions).await?;
        // Versions of one consumer may have parked the same event.
        let of = |row: &ParkedRow| events.iter().find(|event| event.position == row.position.cast_unsigned());
        Ok(rows.iter().filter_map(|row| Some(row.with(of(row)?))).collect())
    }

    /// How many events of the key are parked, in all versions of the consumer.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count(&self, consumer: &str, key: &str) -> Result<u64, sqlx::Error> {
        let query = sqlx::query_scalar::<_, i64>(COUNT).bind(consumer).bind(key);
        Ok(query.fetch_one(&self.pool).await?.unsigned_abs())
    }

    /// Requests that the running consumer tries the key again, and waits for the outcome for so long.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn retry(
        &self,
        consumer: &str,
        key: &str,
        patience: Duration,
    ) -> Result<RetryOutcome, sqlx::Error> {
        retry_requests::request(&mut *self.pool.acquire().await?, consumer, key).await?;
        self.outcome(consumer, key, patience).await
    }

    /// Gives the key's parked events up: the consumer will never apply them, and goes on with what follows.
    /// Returns how many there were.
    ///
    /// # Errors
    /// When the database does not answer; nothing was discarded then.
    pub async fn discard(&self, consumer: &str, key: &str) -> Result<u64, sqlx::Error> {
        let mut tx = begin(&self.pool).await?;
        let discarded = sqlx::query(DISCARD).bind(consumer).bind(key).execute(&mut *tx).await?;
        retry_requests::request(&mut tx, consumer, key).await?;
        tx.commit().await?;
        Ok(discarded.rows_affected())
    }

    async fn outcome(
        &self,
        consumer: &str,
        key: &str,
        patience: Duration,
    ) -> Result<RetryOutcome, sqlx::Error> {
        let requested = Instant::now();
        loop {
            if self.count(consumer, key).await? == 0 {
                return Ok(RetryOutcome::Free);
            }
            if !self.is_requested(consumer, key).await? {
                // Counted again: the key may have become free between the two looks.
                let left = self.count(consumer, key).await?;
                return Ok(if left == 0 { RetryOutcome::Free } else { RetryOutcome::StillParked });
            }
            if requested.elapsed() > patience {
                return Ok(RetryOutcome::Waiting);
            }
            sleep(PAUSE).await;
        }
    }

    /// Whether a version that has this key parked has still to serve a request for it.
    async fn is_requested(&self, consumer: &str, key: &str) -> Result<bool, sqlx::Error> {
        sqlx::query_scalar(IS_REQUESTED).bind(consumer).bind(key).fetch_one(&self.pool).await
    }
}
