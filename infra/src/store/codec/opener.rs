//! The opener: batches of stored envelopes become recorded events, with one query for all their keys.

use domain::event::{Event, Metadata};
use domain::recorded::Recorded;
use domain::stream::{AggregateType, StreamId};
use domain::upcast::upcast;
use serde_json::Value;

use super::{OpenError, key_ids, open};
use crate::log::StoredEnvelope;
use crate::store::keys::Keyring;

/// Opens, upcasts and decodes what is stored. Cheap to clone.
#[derive(Clone)]
pub struct Opener {
    keyring: Keyring,
}

impl Opener {
    /// An opener with the keys of this keyring.
    pub fn new(keyring: Keyring) -> Self {
        Self { keyring }
    }

    /// The events of the envelopes, in the same order.
    ///
    /// # Errors
    /// The first [`OpenError`] of any of them.
    pub async fn open_envelopes(&self, envelopes: Vec<StoredEnvelope>) -> Result<Vec<Recorded>, OpenError> {
        self.open_each(envelopes).await?.into_iter().collect()
    }

    /// The same, with a verdict per envelope, so that one that cannot be read does not hide the others.
    ///
    /// # Errors
    /// [`OpenError::Unavailable`] and [`OpenError::WrongMasterKey`]: nothing can be said about any of them.
    pub async fn open_each(
        &self,
        envelopes: Vec<StoredEnvelope>,
    ) -> Result<Vec<Result<Recorded, OpenError>>, OpenError> {
        let payloads = envelopes.iter().map(|envelope| {
            serde_json::from_str(envelope.payload.get()).map_err(|error| format!("payload: {error}"))
        });
        let payloads = self.open_values(payloads.collect()).await?;
        Ok(envelopes
            .into_iter()
            .zip(payloads)
            .map(|(envelope, payload)| recorded(envelope, payload))
            .collect())
    }

    /// Opens the payloads with one query; an inner error says what is wrong with that one.
    pub(crate) async fn open_values(
        &self,
        mut values: Vec<Result<Value, String>>,
    ) -> Result<Vec<Result<Value, String>>, OpenError> {
        let mut ids = Vec::new();
        for value in &mut values {
            let damage = value.as_ref().ok().and_then(|payload| key_ids(payload, &mut ids).err());
            if let Some(damage) = damage {
                *value = Err(damage);
            }
        }
        let keys = self.keyring.text_keys(&ids).await?;
        let opened = values.into_iter().map(|value| {
            let mut payload = value?;
            open(&mut payload, &keys)?;
            Ok(payload)
        });
        Ok(opened.collect())
    }
}

fn recorded(envelope: StoredEnvelope, payload: Result<Value, String>) -> Result<Recorded, OpenError> {
    let damaged = |what| OpenError::Damaged { at: format!("position {}", envelope.position), what };
    let kind = AggregateType::named(&envelope.aggregate_type)
        .ok_or_else(|| OpenError::UnknownAggregate(envelope.aggregate_type.clone()))?;
    let payload = upcast(kind, &envelope.event_type, &envelope.event_version, payload.map_err(damaged)?)?;
    let event = Event::decode(kind, payload).map_err(|error| damaged(error.to_string()))?;
    let metadata: Metadata = serde_json::from_str(envelope.metadata.get())
        .map_err(|error| damaged(format!("metadata: {error}")))?;
    Ok(Recorded {
        position: envelope.position,
        previous: envelope.previous,
        partition: envelope.partition,
        event_id: envelope.event_id,
        stream: StreamId { kind, id: envelope.aggregate_id },
        sequence: envelope.sequence,
        recorded_at: envelope.recorded_at,
        metadata,
        event,
    })
}
