//! The sealed event: one event of the log as it is stored, checked to be one that this program knows.

use chrono::{DateTime, Utc};
use domain::event::EventKind;
use domain::id::EventId;
use domain::recorded::Recorded;
use domain::stream::{AggregateType, StreamId};
use domain::upcast::known;

use super::codec::EventReadError;
use super::envelope::StoredEnvelope;

/// Where an event is in the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogPosition {
    /// Dense position in the log, from 1.
    pub(crate) position: u64,
    /// Position of the event before it in the same partition; 0 for the first.
    pub(crate) previous: u64,
    /// Partition of the log.
    pub(crate) partition: u16,
}

/// One event of the log: texts sealed, payload neither upcast nor decoded.
#[derive(Clone, Debug)]
pub(crate) struct SealedEvent {
    /// Where it is in the log.
    pub(crate) at: LogPosition,
    /// Its id.
    pub(crate) event_id: EventId,
    /// The aggregate it belongs to.
    pub(crate) stream: StreamId,
    /// Its number within the aggregate, from 1.
    pub(crate) sequence: u64,
    /// Its kind.
    pub(crate) kind: EventKind,
    /// The version that it was written in.
    pub(crate) version: String,
    /// When the database recorded it.
    pub(crate) recorded_at: DateTime<Utc>,
    /// The payload's stored JSON.
    pub(crate) payload: String,
    /// The metadata's stored JSON.
    pub(crate) metadata: String,
}

impl LogPosition {
    pub(crate) fn of(event: &Recorded) -> Self {
        Self { position: event.position, previous: event.previous, partition: event.partition }
    }
}

impl TryFrom<StoredEnvelope> for SealedEvent {
    type Error = EventReadError;

    /// A name of a newer version stops the decoding and not the reading: who only carries envelopes need not know it.
    fn try_from(envelope: StoredEnvelope) -> Result<Self, EventReadError> {
        let StoredEnvelope { position, previous, partition, event_id, sequence, recorded_at, .. } = envelope;
        let kind = AggregateType::named(&envelope.aggregate_type)
            .ok_or_else(|| EventReadError::UnknownAggregate(envelope.aggregate_type.clone()))?;
        Ok(Self {
            at: LogPosition { position, previous, partition },
            event_id,
            stream: StreamId { kind, id: envelope.aggregate_id },
            sequence,
            kind: known(kind, &envelope.event_type, &envelope.event_version)?,
            version: envelope.event_version,
            recorded_at,
            payload: Box::<str>::from(envelope.payload).into_string(),
            metadata: Box::<str>::from(envelope.metadata).into_string(),
        })
    }
}
