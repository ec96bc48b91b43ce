//! The two forms in which a consumer takes events: opened, or as they are stored, which costs much less.

use std::sync::Arc;

use async_trait::async_trait;
use domain::event::Metadata;
use domain::recorded::{Recorded, Stored};
use domain::stream::{AggregateType, StreamId};
use domain::upcast::known;
use sqlx::PgConnection;

use super::{ApplyError, Consumer};
use crate::store::codec::{EventDecoder, EventReadError};
use crate::store::envelope::StoredEnvelope;

/// Where an event is in the log.
#[derive(Clone, Copy, Debug)]
pub(super) struct LogPosition {
    pub(super) position: u64,
    pub(super) previous: u64,
    pub(super) partition: u16,
}

/// A form of events.
#[async_trait]
pub(super) trait EventForm: Clone + Send + Sync + 'static {
    fn log_position(&self) -> LogPosition;

    /// The consumer's key of the event.
    fn key(&self, consumer: &dyn Consumer) -> String;

    /// Brings envelopes into this form, with a verdict for each.
    async fn read(
        decoder: &EventDecoder,
        envelopes: Vec<StoredEnvelope>,
    ) -> Result<Vec<Result<Self, EventReadError>>, EventReadError>;

    /// Has the consumer apply the events.
    async fn apply(
        consumer: &dyn Consumer,
        conn: &mut PgConnection,
        events: &[Self],
    ) -> Result<(), ApplyError>;
}

#[async_trait]
impl EventForm for Arc<Recorded> {
    fn log_position(&self) -> LogPosition {
        LogPosition { position: self.position, previous: self.previous, partition: self.partition }
    }

    fn key(&self, consumer: &dyn Consumer) -> String {
        consumer.key(&self.stream, self.metadata.project_id)
    }

    async fn read(
        decoder: &EventDecoder,
        envelopes: Vec<StoredEnvelope>,
    ) -> Result<Vec<Result<Self, EventReadError>>, EventReadError> {
        let opened = decoder.open_each(envelopes).await?;
        Ok(opened.into_iter().map(|event| event.map(Self::new)).collect())
    }

    async fn apply(
        consumer: &dyn Consumer,
        conn: &mut PgConnection,
        events: &[Self],
    ) -> Result<(), ApplyError> {
        consumer.apply(conn, events).await
    }
}

#[async_trait]
impl EventForm for Stored {
    fn log_position(&self) -> LogPosition {
        LogPosition { position: self.position, previous: self.previous, partition: self.partition }
    }

    /// Metadata that cannot be read belongs to no project.
    fn key(&self, consumer: &dyn Consumer) -> String {
        let metadata = serde_json::from_str::<Metadata>(&self.metadata).ok();
        consumer.key(&self.stream, metadata.and_then(|metadata| metadata.project_id))
    }

    async fn read(
        _decoder: &EventDecoder,
        envelopes: Vec<StoredEnvelope>,
    ) -> Result<Vec<Result<Self, EventReadError>>, EventReadError> {
        Ok(envelopes.into_iter().map(stored).collect())
    }

    async fn apply(
        consumer: &dyn Consumer,
        conn: &mut PgConnection,
        events: &[Self],
    ) -> Result<(), ApplyError> {
        consumer.apply_stored(conn, events).await
    }
}

fn stored(envelope: StoredEnvelope) -> Result<Stored, EventReadError> {
    let kind = AggregateType::named(&envelope.aggregate_type)
        .ok_or_else(|| EventReadError::UnknownAggregate(envelope.aggregate_type.clone()))?;
    Ok(Stored {
        position: envelope.position,
        previous: envelope.previous,
        partition: envelope.partition,
        event_id: envelope.event_id,
        stream: StreamId { kind, id: envelope.aggregate_id },
        sequence: envelope.sequence,
        name: known(kind, &envelope.event_type, &envelope.event_version)?,
        version: envelope.event_version,
        recorded_at: envelope.recorded_at,
        payload: Box::<str>::from(envelope.payload).into_string(),
        metadata: Box::<str>::from(envelope.metadata).into_string(),
    })
}
