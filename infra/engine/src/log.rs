//! The event log as its readers see it: stored envelopes by position (offset), and the events in them.
//!
//! Decrypting, upcasting and decoding happen at the reader, in [`EventDecoder`], whether the envelope comes from here or
//! from NATS.

pub(crate) mod log_event;
pub mod queries;
pub(crate) mod range_copy;
pub(crate) mod read_ahead;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::id::EventId;
use domain::recorded::Recorded;
use domain::stream::StreamId;
use log_event::LogEvent;
use projections::projector::Projector;
use projections::statements;
use read_ahead::{LogPages, LogRange, pages};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};

use crate::sequencer::state;
use crate::store::LogPosition;
use crate::store::codec::{EventDecoder, EventReadError};
use crate::store::envelope::StoredEnvelope;

/// Reads the log from Postgres. The pool must be that of the primary: on a replica that lags, a text's key
/// may be missing although nobody forgot it.
#[derive(Clone)]
pub struct LogReader {
    pool: PgPool,
    decoder: EventDecoder,
}

statements! {
    /// A log row whose event is gone must be seen, hence the outer join; it is lateral to keep to one index look-up
    /// per row, whatever the planner thinks of the tables. What a person gave up, nobody reads.
    ENVELOPES = "
        SELECT l.position, l.previous, l.partition, l.event_id, e.aggregate_type, e.aggregate_id, e.sequence,
               e.event_type, e.event_version, e.project_id, e.recorded_at, e.payload::text AS payload,
               e.metadata::text AS metadata,
               EXISTS (SELECT FROM unreadable_events u WHERE u.position = l.position AND u.discarded_at IS NOT NULL)
                   AS discarded
          FROM (SELECT position, previous, partition, event_id FROM event_log
                 WHERE position > $1 AND ($3::smallint[] IS NULL OR partition = ANY ($3))
                 ORDER BY position LIMIT $2) l
          LEFT JOIN LATERAL (SELECT * FROM events e WHERE e.event_id = l.event_id LIMIT 1) e ON true
         ORDER BY l.position";

    AT_POSITIONS = "
        SELECT l.position, l.previous, l.partition, event_id, e.aggregate_type, e.aggregate_id, e.sequence,
               e.event_type, e.event_version, e.project_id, e.recorded_at, e.payload::text AS payload,
               e.metadata::text AS metadata,
               EXISTS (SELECT FROM unreadable_events u WHERE u.position = l.position AND u.discarded_at IS NOT NULL)
                   AS discarded
          FROM event_log l LEFT JOIN events e USING (event_id) WHERE l.position = ANY ($1) ORDER BY l.position";

    /// Without a limit (null) the whole stream; what was discarded only where that is asked for.
    STREAM = "
        SELECT l.position, l.previous, l.partition, l.event_id, e.aggregate_type, e.aggregate_id, e.sequence,
               e.event_type, e.event_version, e.project_id, e.recorded_at, e.payload::text AS payload,
               e.metadata::text AS metadata
          FROM events e JOIN event_log l USING (event_id)
         WHERE e.aggregate_type = $1 AND e.aggregate_id = $2 AND l.position <= $3 AND e.sequence > $4
           AND ($6 OR NOT EXISTS (SELECT FROM unreadable_events u
                                   WHERE u.position = l.position AND u.discarded_at IS NOT NULL))
         ORDER BY e.sequence LIMIT $5";

    POSITION = "SELECT position FROM event_log WHERE event_id = $1";

    SEQUENCED_AT = "SELECT sequenced_at FROM event_log WHERE position = $1";
}

impl LogReader {
    /// A reader over the primary's pool.
    pub fn new(pool: PgPool, decoder: EventDecoder) -> Self {
        Self { pool, decoder }
    }

    /// Up to `limit` events after the position, in order; of the given partitions only, if any are given.
    ///
    /// # Errors
    /// [`EventReadError`], also when one single event cannot be read: nothing is skipped.
    pub async fn range(
        &self,
        after: u64,
        limit: u32,
        partitions: Option<&[u16]>,
    ) -> Result<Vec<Recorded>, EventReadError> {
        let envelopes = self.envelopes_of(after, limit, partitions).await?;
        self.decoder.open_envelopes(envelopes).await
    }

    /// The same with whatever stands at each position, so that what cannot be read hides nothing else. Without texts no key
    /// is read, and every text is given as if it was forgotten.
    ///
    /// # Errors
    /// [`EventReadError`]; nothing can be said about any of them.
    pub(crate) async fn each(
        &self,
        after: u64,
        limit: u32,
        partitions: Option<&[u16]>,
        with_texts: bool,
    ) -> Result<Vec<LogEvent>, EventReadError> {
        self.open_rows(&self.rows(after, limit, partitions).await?, with_texts).await
    }

    /// What stands at these positions, in order; nothing where the log has no such position.
    ///
    /// # Errors
    /// [`EventReadError`]; nothing can be said about any of them.
    pub(crate) async fn at(
        &self,
        positions: &[i64],
        with_texts: bool,
    ) -> Result<Vec<LogEvent>, EventReadError> {
        let rows = sqlx::query(AT_POSITIONS).bind(positions).fetch_all(&self.pool).await;
        self.open_rows(&rows.map_err(EventReadError::reading("read the event log"))?, with_texts).await
    }

    async fn open_rows(&self, rows: &[PgRow], with_texts: bool) -> Result<Vec<LogEvent>, EventReadError> {
        let (mut events, mut envelopes) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for row in rows {
            let at = log_position(row)?;
            if is_gone(row) {
                events.push(LogEvent::Gone(at));
            } else if row.try_get("discarded").map_err(EventReadError::reading("read the event log"))? {
                events.push(LogEvent::Discarded(at));
            } else {
                envelopes.push(envelope(row)?);
            }
        }
        let opened = self.decoder.open_some(envelopes, with_texts).await?;
        events.extend(opened.into_iter().map(LogEvent::from));
        events.sort_by_key(|event| event.at().position);
        Ok(events)
    }

    /// Up to `limit` envelopes after the position, in order.
    ///
    /// # Errors
    /// [`EventReadError`]
    pub async fn envelopes(&self, after: u64, limit: u32) -> Result<Vec<StoredEnvelope>, EventReadError> {
        self.envelopes_of(after, limit, None).await
    }

    /// The same, of the given partitions only, if any are given.
    ///
    /// # Errors
    /// [`EventReadError`]
    pub async fn envelopes_of(
        &self,
        after: u64,
        limit: u32,
        partitions: Option<&[u16]>,
    ) -> Result<Vec<StoredEnvelope>, EventReadError> {
        self.rows(after, limit, partitions).await?.iter().map(envelope).collect()
    }

    async fn rows(
        &self,
        after: u64,
        limit: u32,
        partitions: Option<&[u16]>,
    ) -> Result<Vec<PgRow>, EventReadError> {
        let partitions: Option<Vec<i16>> =
            partitions.map(|list| list.iter().map(|partition| partition.cast_signed()).collect());
        sqlx::query(ENVELOPES)
            .bind(after.cast_signed())
            .bind(i64::from(limit))
            .bind(partitions)
            .fetch_all(&self.pool)
            .await
            .map_err(EventReadError::reading("read the event log"))
    }

    /// Everything up to the position, opened for these projectors, read ahead of whoever folds it.
    pub(crate) fn pages(&self, projectors: &[Arc<dyn Projector>], until: u64) -> LogPages {
        let range = LogRange { after: 0, until, partitions: None, page: u64::MAX };
        pages(self.clone(), projectors.to_vec(), range)
    }

    /// A stream's events up to the position, in order, without those that were discarded.
    ///
    /// # Errors
    /// [`EventReadError`], also when one single event cannot be read: nothing else is skipped.
    pub async fn stream(&self, stream: &StreamId, until: u64) -> Result<Vec<Recorded>, EventReadError> {
        let envelopes = StreamPage { until, after: 0, limit: None, with_discarded: false }
            .read(&self.pool, stream)
            .await?;
        self.decoder.open_envelopes(envelopes).await
    }

    /// The last position; 0 while the log is empty.
    ///
    /// # Errors
    /// [`EventReadError::Unavailable`]
    pub async fn head(&self) -> Result<u64, EventReadError> {
        let head = state::head(&self.pool).await;
        head.map_err(EventReadError::reading("read the head of the event log"))
    }

    /// The position of an event; `None` while it is not sequenced (or does not exist).
    ///
    /// # Errors
    /// [`EventReadError::Unavailable`]
    pub async fn position_of(&self, event: EventId) -> Result<Option<u64>, EventReadError> {
        let position: Option<i64> = sqlx::query_scalar(POSITION)
            .bind(event.0)
            .fetch_optional(&self.pool)
            .await
            .map_err(EventReadError::reading("look up an event's position"))?;
        Ok(position.map(i64::cast_unsigned))
    }

    /// The last position that was sequenced at or before the moment; 0 for none.
    ///
    /// A binary search over the primary key: `sequenced_at` never goes back, so it needs no index.
    ///
    /// # Errors
    /// [`EventReadError::Unavailable`]
    pub async fn position_at(&self, moment: DateTime<Utc>) -> Result<u64, EventReadError> {
        // The head itself may be at or before the moment, so the search ends one position past it.
        let (mut at_or_before, mut after) = (0, self.head().await? + 1);
        while after - at_or_before > 1 {
            let middle = at_or_before + (after - at_or_before) / 2;
            if self.sequenced_at(middle).await?.is_some_and(|sequenced| sequenced <= moment) {
                at_or_before = middle;
            } else {
                after = middle;
            }
        }
        Ok(at_or_before)
    }

    async fn sequenced_at(&self, position: u64) -> Result<Option<DateTime<Utc>>, EventReadError> {
        sqlx::query_scalar(SEQUENCED_AT)
            .bind(position.cast_signed())
            .fetch_optional(&self.pool)
            .await
            .map_err(EventReadError::reading("look up when a position was sequenced"))
    }
}

/// A stream's events after a sequence that are in the log up to a position, as they are stored, in order; no more than
/// the limit, if there is one. Needs no key.
pub(crate) async fn stream_page(
    pool: &PgPool,
    stream: &StreamId,
    until: u64,
    after: u64,
    limit: Option<u32>,
) -> Result<Vec<StoredEnvelope>, EventReadError> {
    let page = StreamPage { until, after, limit, with_discarded: true };
    page.read(pool, stream).await
}

/// Which events of a stream are read.
struct StreamPage {
    until: u64,
    after: u64,
    limit: Option<u32>,
    with_discarded: bool,
}

impl StreamPage {
    async fn read(&self, pool: &PgPool, stream: &StreamId) -> Result<Vec<StoredEnvelope>, EventReadError> {
        let rows = sqlx::query(STREAM)
            .bind(stream.kind.name())
            .bind(&stream.id)
            .bind(self.until.cast_signed())
            .bind(self.after.cast_signed())
            .bind(self.limit.map(i64::from))
            .bind(self.with_discarded)
            .fetch_all(pool)
            .await
            .map_err(EventReadError::reading("read a stream"))?;
        rows.iter().map(envelope).collect()
    }
}

/// A row as an envelope; a log row without its event is a damage, never a gap.
fn envelope(row: &PgRow) -> Result<StoredEnvelope, EventReadError> {
    let LogPosition { position, .. } = log_position(row)?;
    let damaged = |what: String| EventReadError::Damaged { at: format!("position {position}"), what };
    if is_gone(row) {
        return Err(damaged("its event is missing".to_owned()));
    }
    StoredEnvelope::from_row(row).map_err(|error| damaged(error.to_string()))
}

/// Whether the log row has no event any more.
fn is_gone(row: &PgRow) -> bool {
    row.try_get::<Option<i64>, _>("sequence").ok().flatten().is_none()
}

fn log_position(row: &PgRow) -> Result<LogPosition, EventReadError> {
    let at = || -> Result<_, sqlx::Error> {
        Ok(LogPosition {
            position: row.try_get::<i64, _>("position")?.cast_unsigned(),
            previous: row.try_get::<i64, _>("previous")?.cast_unsigned(),
            partition: row.try_get::<i16, _>("partition")?.cast_unsigned(),
        })
    };
    at().map_err(EventReadError::reading("read a position"))
}
