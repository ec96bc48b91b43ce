//! `memebot audit verify --second-reader`: every stream once more through postgres-es, compared event by event with
//! what the service itself reads.
//!
//! The audit proves that our readers see what was logged. A fault of our own statements or of an index that they use
//! would be in both. postgres-es is somebody else's program on the same table: other statements, another way to it.

mod compare;
mod foreign;
#[cfg(test)]
mod tests;

use domain::stream::{AggregateType, StreamId};
use futures_util::{StreamExt, TryStreamExt, stream};
use projections::statements;
use serde::Serialize;
use sqlx::PgPool;

use super::{AuditError, during};
use crate::log::stream_page;
use crate::store::codec::EventReadError;
use compare::compare;

/// More differences than this are only counted.
const NAMED: usize = 1_000;
/// Positions of the log that are searched for beginnings of streams at a time.
const WINDOW: u64 = 10_000;
/// Events of one stream that are compared at a time, so that a long stream needs no more memory than a short one.
const PAGE: u32 = 1_000;
/// Streams that are compared at a time.
const STREAMS: usize = 4;

statements! {
    BEGINNINGS = "
        SELECT aggregate_type, aggregate_id FROM event_log
         WHERE position > $1 AND position <= $2 AND sequence = 1 ORDER BY position";
}

/// What the two readers said.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Comparison {
    /// Streams that were read.
    pub streams: u64,
    /// Events that our own reader found in them.
    pub events: u64,
    /// Where they differ; a thousand at most.
    pub differences: Vec<Difference>,
    /// How many differences there are beyond those.
    pub more: u64,
}

/// One thing that the two readers do not agree on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `type/id` of the stream.
    pub stream: String,
    /// The event's number in its stream; of a page that could not be read, the number before it.
    pub sequence: u64,
    /// What differs.
    pub what: Disagreement,
}

/// What two readers can differ in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Disagreement {
    /// Only our own reader has an event of this sequence.
    #[error("sequence: the second reader has no such event")]
    Missing,
    /// Only the second reader has an event of this sequence.
    #[error("sequence: only the second reader has such an event")]
    Extra,
    /// Both have the event, with another value in this field.
    #[error("{0}: the second reader read something else")]
    Field(Field),
    /// The second reader gave up on the page.
    #[error("the second reader failed after it: {0}")]
    Failed(String),
    /// The second reader panicked on the page, as it does where a column cannot be decoded.
    #[error("the second reader panicked after it: {0}")]
    Panicked(String),
    /// Our own reader gave up on the page.
    #[error("our own reader failed after it: {0}")]
    OwnFailed(String),
    /// A newer program wrote the stream.
    #[error("there is no such aggregate type in this program")]
    UnknownAggregate,
}

/// A field of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Column `aggregate_type`.
    #[error("aggregate_type")]
    AggregateType,
    /// Column `aggregate_id`.
    #[error("aggregate_id")]
    AggregateId,
    /// Column `event_type`.
    #[error("event_type")]
    EventType,
    /// Column `event_version`.
    #[error("event_version")]
    EventVersion,
    /// Column `payload`, as JSON.
    #[error("payload")]
    Payload,
    /// Column `metadata`, as JSON.
    #[error("metadata")]
    Metadata,
}

/// Compares all streams that began up to the position, and of each what is in the log up to it; `progress` hears how
/// many events were compared, and the position. What the second reader cannot do is a difference, never an error.
///
/// # Errors
/// [`AuditError`] when the database does not answer our own reader.
#[tracing::instrument(name = "infra.audit.second_reader", skip_all)]
pub async fn verify(
    pool: &PgPool,
    head: u64,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Comparison, AuditError> {
    verify_with(pool, pool, head, progress).await
}

/// The same with a pool for each reader.
async fn verify_with(
    own: &PgPool,
    second: &PgPool,
    head: u64,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Comparison, AuditError> {
    let mut comparison = Comparison::default();
    let mut after = 0;
    while after < head {
        let until = (after + WINDOW).min(head);
        let beginnings: Vec<(String, String)> = sqlx::query_as(BEGINNINGS)
            .bind(after.cast_signed())
            .bind(until.cast_signed())
            .fetch_all(own)
            .await
            .map_err(during("look for beginnings of streams"))?;
        let compared = beginnings.into_iter().map(|(kind, id)| one_stream(own, second, kind, id, head));
        let mut compared = stream::iter(compared).buffered(STREAMS);
        while let Some(of_stream) = compared.try_next().await? {
            comparison.add(of_stream);
            progress(comparison.events, head);
        }
        after = until;
    }
    Ok(comparison)
}

/// Page by page, both readers over the same sequences.
async fn one_stream(
    own: &PgPool,
    second: &PgPool,
    kind: String,
    id: String,
    head: u64,
) -> Result<Comparison, AuditError> {
    let mut comparison = Comparison { streams: 1, ..Comparison::default() };
    let name = format!("{kind}/{id}");
    let Some(kind) = AggregateType::named(&kind) else {
        comparison.differ(&name, 0, Disagreement::UnknownAggregate);
        return Ok(comparison);
    };
    let stream = StreamId { kind, id };
    let mut after = 0;
    loop {
        let ours = match stream_page(own, &stream, head, after, Some(PAGE)).await {
            Ok(page) => page,
            Err(EventReadError::Unavailable { step, source }) => return Err(AuditError { step, source }),
            Err(error) => {
                comparison.differ(&name, after, Disagreement::OwnFailed(error.to_string()));
                return Ok(comparison);
            }
        };
        let last_page = ours.len() < PAGE as usize;
        // a window that does not depend on the stream's length keeps the second reader's statement the same for all
        // streams, and so prepared; it is wider only where our own reader jumped over a gap
        let last = ours.last().map_or(after, |event| event.sequence);
        let until = last.max(after + u64::from(PAGE));
        comparison.events += ours.len() as u64;
        match foreign::page(second, &stream, after, until).await {
            Ok(theirs) => compare(&ours, &theirs, after, |sequence, what| {
                comparison.differ(&name, sequence, what);
            }),
            Err(what) => comparison.differ(&name, after, what),
        }
        if last_page {
            return Ok(comparison);
        }
        after = last;
    }
}

impl Comparison {
    fn differ(&mut self, stream: &str, sequence: u64, what: Disagreement) {
        self.push(Difference { stream: stream.to_owned(), sequence, what });
    }

    fn add(&mut self, other: Self) {
        self.streams += other.streams;
        self.events += other.events;
        self.more += other.more;
        other.differences.into_iter().for_each(|difference| self.push(difference));
    }

    fn push(&mut self, difference: Difference) {
        if self.differences.len() < NAMED {
            self.differences.push(difference);
        } else {
            self.more += 1;
        }
    }
}
