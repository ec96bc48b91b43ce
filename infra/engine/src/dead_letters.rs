//! Dead letters: events that consumers could not apply, for operators to look at, to try again and to give up.
//!
//! A consumer that runs holds its parked keys in memory. So whatever is done here ends with a retry request, which
//! the runner finds within a second or two and serves by trying the key again.

#[cfg(test)]
mod tests;

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::id::EventId;
use projections::statements;
use serde::Serialize;
use serde_json::Value;
use sqlx::{FromRow, PgConnection, PgPool};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::consumer::retry_requests;
use crate::log::log_event::LogEvent;
use crate::log::{LogReader, queries};
use crate::postgres::begin;
use crate::store::codec::EventReadError;
use crate::store::envelope::StoredEnvelope;
use crate::unreadable;

/// Events that [`DeadLetters::list`] names.
pub const LIST_LIMIT: i64 = 100;
/// Between two looks whether a request was served.
const PAUSE: Duration = Duration::from_millis(100);

/// An event that consumers could not apply, without its payload: that may hold texts of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeadLetter {
    /// Its position in the log.
    pub position: i64,
    /// Its id.
    pub event_id: EventId,
    /// The aggregate that it belongs to: type and id.
    pub stream: String,
    /// Its number within the aggregate.
    pub sequence: u64,
    /// Its type.
    pub event_type: String,
    /// Its type's version.
    pub event_version: String,
    /// When the database recorded it.
    pub recorded_at: DateTime<Utc>,
    /// The project concerned, if any.
    pub project: Option<Uuid>,
    /// Who, why, for which project.
    pub metadata: Value,
    /// Whether no consumer can read it, as opposed to one that cannot apply it.
    pub unreadable: bool,
    /// Which consumers it waits in, with their versions, such as `posts/1`.
    pub consumers: Vec<String>,
    /// Why it could not be applied.
    pub reason: String,
    /// How often it was tried, by the consumer that tried most; 0 when it only stands behind another.
    pub attempts: i32,
    /// How many events wait behind it, in all these consumers.
    pub waiting: i64,
    /// Since when it waits.
    pub parked_at: DateTime<Utc>,
    /// How long that is, in seconds.
    pub age_seconds: i64,
}

/// What became of a request to try an event again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryOutcome {
    /// No consumer waits for it any more.
    Free,
    /// It was tried and failed again.
    StillParked,
    /// Not every running consumer has looked yet; the next one that runs will.
    Waiting,
}

#[derive(FromRow)]
struct ParkedRow {
    position: i64,
    consumers: Vec<String>,
    reason: String,
    attempts: i32,
    waiting: i64,
    parked_at: DateTime<Utc>,
    age_seconds: i64,
}

statements! {
    /// The first event of a key tells why, those behind it only that they are.
    LIST = "
        SELECT position, array_agg(consumer || '/' || version ORDER BY consumer, version) AS consumers,
               (array_agg(error ORDER BY consumer, version))[1] AS reason, max(attempts) AS attempts,
               sum(events - 1)::bigint AS waiting, min(parked_at) AS parked_at,
               extract(epoch FROM clock_timestamp() - min(parked_at))::bigint AS age_seconds
          FROM (SELECT DISTINCT ON (consumer, version, key) *, count(*) OVER (PARTITION BY consumer, version, key) AS events
                  FROM parked_events ORDER BY consumer, version, key, position) AS first
         GROUP BY position ORDER BY position LIMIT $1";

    COUNT = "SELECT count(DISTINCT (consumer, version, key)) FROM parked_events";

    FIND = "
        SELECT p.position, array_agg(consumer || '/' || version ORDER BY consumer, version) AS consumers,
               (array_agg(error ORDER BY consumer, version))[1] AS reason, max(attempts) AS attempts,
               sum(behind)::bigint AS waiting, min(parked_at) AS parked_at,
               extract(epoch FROM clock_timestamp() - min(parked_at))::bigint AS age_seconds
          FROM parked_events p,
               LATERAL (SELECT count(*) AS behind FROM parked_events b
                         WHERE (b.consumer, b.version, b.key) = (p.consumer, p.version, p.key)
                           AND b.position > p.position) AS b
         WHERE p.position = $1 GROUP BY p.position";

    KEYS = "SELECT DISTINCT consumer, key FROM parked_events WHERE position = $1";

    DISCARD = "DELETE FROM parked_events WHERE position = $1 RETURNING consumer, key";

    IS_PARKED = "SELECT EXISTS (SELECT FROM parked_events WHERE position = $1)";

    IS_REQUESTED = "
        SELECT EXISTS (SELECT FROM parked_requests r JOIN parked_events p USING (consumer, version, key)
                        WHERE p.position = $1)";
}

impl ParkedRow {
    fn with(self, event: StoredEnvelope, unreadable: bool) -> DeadLetter {
        let metadata: Value = serde_json::from_str(event.metadata.get()).unwrap_or_default();
        DeadLetter {
            position: self.position,
            event_id: event.event_id,
            stream: format!("{}/{}", event.aggregate_type, event.aggregate_id),
            sequence: event.sequence,
            event_type: event.event_type,
            event_version: event.event_version,
            recorded_at: event.recorded_at,
            project: event.project_id.map(|project| project.0),
            metadata,
            unreadable,
            consumers: self.consumers,
            reason: self.reason,
            attempts: self.attempts,
            waiting: self.waiting,
            parked_at: self.parked_at,
            age_seconds: self.age_seconds,
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

    /// The events that could not be applied, in the order of the log: the first [`LIST_LIMIT`] of them. One event that several
    /// consumers wait for is one.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self) -> Result<Vec<DeadLetter>, sqlx::Error> {
        self.letters(sqlx::query_as(LIST).bind(LIST_LIMIT).fetch_all(&self.pool).await?).await
    }

    /// How many keys wait, in all consumers.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keys(&self) -> Result<u64, sqlx::Error> {
        Ok(sqlx::query_scalar::<_, i64>(COUNT).fetch_one(&self.pool).await?.unsigned_abs())
    }

    /// The event there, if a consumer waits for it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find(&self, position: i64) -> Result<Option<DeadLetter>, sqlx::Error> {
        let rows = sqlx::query_as(FIND).bind(position).fetch_all(&self.pool).await?;
        Ok(self.letters(rows).await?.pop())
    }

    /// The event there that no consumer waits for, if it cannot be read: all had applied it before it was damaged, or a newer
    /// program had. Who loads its stream meets it, and it is known from now on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_unread(
        &self,
        log: &LogReader,
        position: i64,
    ) -> Result<Option<DeadLetter>, EventReadError> {
        let found = log.at(&[position], true).await?.pop();
        let Some(LogEvent::Unreadable(event)) = found else { return Ok(None) };
        let reading = EventReadError::reading("note an event that cannot be read");
        let mut tx = begin(&self.pool).await.map_err(&reading)?;
        unreadable::record(&mut tx, &[&event]).await.map_err(&reading)?;
        tx.commit().await.map_err(&reading)?;
        let stored = queries::at(&self.pool, &[position]).await.map_err(&reading)?.pop();
        let now = stored.as_ref().map_or_else(DateTime::default, |stored| stored.recorded_at);
        let row = ParkedRow {
            position,
            consumers: Vec::new(),
            reason: event.reason.clone(),
            attempts: 0,
            waiting: 0,
            parked_at: now,
            age_seconds: 0,
        };
        Ok(stored.map(|stored| row.with(stored, true)))
    }

    /// Requests that the running consumers try the event again, and waits for the outcome for so long.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn retry(&self, position: i64, patience: Duration) -> Result<RetryOutcome, sqlx::Error> {
        let mut conn = self.pool.acquire().await?;
        let keys = sqlx::query_as(KEYS).bind(position).fetch_all(&mut *conn).await?;
        request(&mut conn, &keys).await?;
        drop(conn);
        self.outcome(position, patience).await
    }

    /// Gives the event up: no consumer will apply it, and all go on with what follows. `recorded` is the event that says who and
    /// why. Returns how many keys waited for it.
    ///
    /// # Errors
    /// When the database does not answer; nothing was discarded then.
    pub async fn discard(&self, position: i64, recorded: EventId) -> Result<usize, sqlx::Error> {
        let mut tx = begin(&self.pool).await?;
        // In the order in which consumers that heal take the two tables.
        let keys = sqlx::query_as(DISCARD).bind(position).fetch_all(&mut *tx).await?;
        unreadable::discard(&mut tx, position, recorded).await?;
        request(&mut tx, &keys).await?;
        tx.commit().await?;
        Ok(keys.len())
    }

    async fn letters(&self, rows: Vec<ParkedRow>) -> Result<Vec<DeadLetter>, sqlx::Error> {
        let positions: Vec<i64> = rows.iter().map(|row| row.position).collect();
        let mut events = queries::at(&self.pool, &positions).await?;
        let unreadable = unreadable::among(&self.pool, &positions).await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let at = events.iter().position(|event| event.position == row.position.cast_unsigned())?;
                let unreadable = unreadable.contains(&row.position);
                Some(row.with(events.swap_remove(at), unreadable))
            })
            .collect())
    }

    async fn outcome(&self, position: i64, patience: Duration) -> Result<RetryOutcome, sqlx::Error> {
        let requested = Instant::now();
        loop {
            if !self.is(IS_PARKED, position).await? {
                return Ok(RetryOutcome::Free);
            }
            if !self.is(IS_REQUESTED, position).await? {
                // Looked at again: it may have become free between the two looks.
                let parked = self.is(IS_PARKED, position).await?;
                return Ok(if parked { RetryOutcome::StillParked } else { RetryOutcome::Free });
            }
            if requested.elapsed() > patience {
                return Ok(RetryOutcome::Waiting);
            }
            sleep(PAUSE).await;
        }
    }

    async fn is(&self, question: &'static str, position: i64) -> Result<bool, sqlx::Error> {
        sqlx::query_scalar(question).bind(position).fetch_one(&self.pool).await
    }
}

/// Requests that these keys of these consumers are tried again.
async fn request(conn: &mut PgConnection, keys: &[(String, String)]) -> Result<(), sqlx::Error> {
    for (consumer, key) in keys {
        retry_requests::request(&mut *conn, consumer, key).await?;
    }
    Ok(())
}
