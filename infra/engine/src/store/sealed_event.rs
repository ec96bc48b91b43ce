//! The sealed event: one event of the log as it is stored, checked to be one that this program knows; and the event that
//! it cannot read, as its columns tell.

use chrono::{DateTime, Utc};
use commands::unreadable::{EventPlace, Unreadable};
use domain::event::EventKind;
use domain::id::{EventId, ProjectId};
use domain::recorded::Recorded;
use domain::stream::{AggregateType, StreamId};
use domain::upcast::{kind_named, known};

use super::envelope::StoredEnvelope;

/// Where an event is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogPosition {
    /// Dense position in the log, from 1.
    pub position: u64,
    /// Position of the event before it in the same partition; 0 for the first.
    pub previous: u64,
    /// Partition of the log.
    pub partition: u16,
}

/// One event of the log as its columns have it.
pub(crate) struct EventColumns<'a> {
    pub(crate) at: LogPosition,
    pub(crate) event_id: EventId,
    pub(crate) aggregate_type: &'a str,
    pub(crate) aggregate_id: &'a str,
    pub(crate) sequence: u64,
    pub(crate) event_type: &'a str,
    pub(crate) event_version: &'a str,
    pub(crate) project: Option<ProjectId>,
    pub(crate) recorded_at: DateTime<Utc>,
    pub(crate) payload: &'a str,
    pub(crate) metadata: &'a str,
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
    /// The project concerned, if any.
    pub(crate) project: Option<ProjectId>,
    /// When the database recorded it.
    pub(crate) recorded_at: DateTime<Utc>,
    /// The payload's stored JSON.
    pub(crate) payload: String,
    /// The metadata's stored JSON.
    pub(crate) metadata: String,
}

/// An event that this program cannot read: of an unknown type or version, of another shape, or damaged. All of it but the
/// reason comes from columns, never from the payload or the metadata, which may be what cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {sequence} of {stream} ({event_type} {event_version}) at position {} cannot be read: {reason}", at.position)]
pub struct UnreadableEvent {
    /// Where it is in the log.
    pub at: LogPosition,
    /// Its id.
    pub event_id: EventId,
    /// The aggregate it belongs to, `<type>/<id>`; the type may be one of a newer program.
    pub stream: String,
    /// Its number within the aggregate, from 1.
    pub sequence: u64,
    /// Its name.
    pub event_type: String,
    /// The version that it was written in.
    pub event_version: String,
    /// Its kind, if the program knows the name: whoever does not take that kind need not read the event.
    pub kind: Option<EventKind>,
    /// The project concerned, if any.
    pub project: Option<ProjectId>,
    /// Why it cannot be read, in our words.
    pub reason: String,
}

impl From<UnreadableEvent> for Box<Unreadable> {
    fn from(event: UnreadableEvent) -> Self {
        let UnreadableEvent { at, stream, sequence, reason, .. } = event;
        // 0 where the event was read from its stream and not from the log.
        let position = Some(at.position).filter(|position| *position > 0);
        Unreadable::event(EventPlace { stream, sequence, position }, reason)
    }
}

impl LogPosition {
    pub(crate) fn of(event: &Recorded) -> Self {
        Self { position: event.position, previous: event.previous, partition: event.partition }
    }
}

impl SealedEvent {
    /// The event that it turns out to be when it is opened, with the reason.
    pub(crate) fn unreadable(self, reason: String) -> Box<UnreadableEvent> {
        Box::new(UnreadableEvent {
            at: self.at,
            event_id: self.event_id,
            stream: self.stream.to_string(),
            sequence: self.sequence,
            event_type: self.kind.name.to_owned(),
            event_version: self.version,
            kind: Some(self.kind),
            project: self.project,
            reason,
        })
    }
}

impl TryFrom<StoredEnvelope> for SealedEvent {
    type Error = Box<UnreadableEvent>;

    /// A name of a newer version stops the decoding and not the reading: who only carries envelopes need not know it.
    fn try_from(envelope: StoredEnvelope) -> Result<Self, Self::Error> {
        let StoredEnvelope { position, previous, partition, event_id, sequence, recorded_at, .. } = envelope;
        let columns = EventColumns {
            at: LogPosition { position, previous, partition },
            event_id,
            aggregate_type: &envelope.aggregate_type,
            aggregate_id: &envelope.aggregate_id,
            sequence,
            event_type: &envelope.event_type,
            event_version: &envelope.event_version,
            project: envelope.project_id,
            recorded_at,
            payload: envelope.payload.get(),
            metadata: envelope.metadata.get(),
        };
        columns.sealed()
    }
}

impl EventColumns<'_> {
    /// The event, if the program knows its type and version.
    pub(crate) fn sealed(self) -> Result<SealedEvent, Box<UnreadableEvent>> {
        let Some(aggregate) = AggregateType::named(self.aggregate_type) else {
            let name = self.aggregate_type;
            let reason =
                format!("there is no aggregate type {name}: a newer version of the program wrote it");
            return Err(self.unreadable(None, reason));
        };
        match known(aggregate, self.event_type, self.event_version) {
            Ok(kind) => Ok(SealedEvent {
                at: self.at,
                event_id: self.event_id,
                stream: StreamId { kind: aggregate, id: self.aggregate_id.to_owned() },
                sequence: self.sequence,
                kind,
                version: self.event_version.to_owned(),
                project: self.project,
                recorded_at: self.recorded_at,
                payload: self.payload.to_owned(),
                metadata: self.metadata.to_owned(),
            }),
            Err(unknown) => Err(self.unreadable(kind_named(aggregate, self.event_type), unknown.to_string())),
        }
    }

    fn unreadable(&self, kind: Option<EventKind>, reason: String) -> Box<UnreadableEvent> {
        Box::new(UnreadableEvent {
            at: self.at,
            event_id: self.event_id,
            stream: format!("{}/{}", self.aggregate_type, self.aggregate_id),
            sequence: self.sequence,
            event_type: self.event_type.to_owned(),
            event_version: self.event_version.to_owned(),
            kind,
            project: self.project,
            reason,
        })
    }
}
