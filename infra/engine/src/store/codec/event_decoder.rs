//! The decoder: batches of stored envelopes become recorded events, with one query for all their keys.

use std::panic::resume_unwind;

use domain::event::{Event, Metadata};
use domain::recorded::Recorded;
use domain::upcast::upcast;
use serde_json::Value;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::{EventReadError, is_sealed, open};
use crate::store::envelope::StoredEnvelope;
use crate::store::keys::{Keyring, TextKeyRow, TextKeys};
use crate::store::sealed_event::{LogPosition, SealedEvent, UnreadableEvent};

/// One event, opened, upcast and decoded, unless it cannot be read.
pub type OpenedEvent = Result<Recorded, Box<UnreadableEvent>>;

/// Decrypts, upcasts and decodes what is stored. Cheap to clone.
#[derive(Clone)]
pub struct EventDecoder {
    keyring: Keyring,
}

impl EventDecoder {
    /// A decoder with the keys of this keyring.
    pub fn new(keyring: Keyring) -> Self {
        Self { keyring }
    }

    /// The events of the envelopes, in the same order.
    ///
    /// # Errors
    /// The first [`EventReadError`] of any of them.
    pub async fn open_envelopes(
        &self,
        envelopes: Vec<StoredEnvelope>,
    ) -> Result<Vec<Recorded>, EventReadError> {
        let opened = self.open_each(envelopes).await?.into_iter();
        opened.collect::<Result<_, _>>().map_err(EventReadError::from)
    }

    /// The same, with a verdict per envelope, so that one that cannot be read does not hide the others.
    ///
    /// # Errors
    /// [`EventReadError::Unavailable`]: nothing can be said about any of them.
    pub async fn open_each(
        &self,
        envelopes: Vec<StoredEnvelope>,
    ) -> Result<Vec<OpenedEvent>, EventReadError> {
        self.open_some(envelopes, true).await
    }

    /// The same; without their texts no key is read, and every text is given as if it was forgotten.
    pub(crate) async fn open_some(
        &self,
        envelopes: Vec<StoredEnvelope>,
        with_texts: bool,
    ) -> Result<Vec<OpenedEvent>, EventReadError> {
        let payloads: Vec<_> = envelopes.iter().map(|envelope| parsed(envelope.payload.get())).collect();
        let ids = envelopes.iter().map(|envelope| envelope.event_id.0);
        let keys = if with_texts {
            self.keyring.text_keys(&sealed_ids(ids, &payloads)).await?
        } else {
            TextKeys::default()
        };
        let open = |(envelope, payload)| recorded(SealedEvent::try_from(envelope)?, opened(payload, &keys));
        Ok(envelopes.into_iter().zip(payloads).map(open).collect())
    }

    /// The same of many events: parsing and decoding run on the blocking threads. Without their texts no key is read, and
    /// every text is given as if it was forgotten.
    ///
    /// # Errors
    /// [`EventReadError::Unavailable`]: nothing can be said about any of them.
    pub(crate) async fn open_sealed(
        &self,
        events: Vec<SealedEvent>,
        with_texts: bool,
    ) -> Result<Vec<OpenedEvent>, EventReadError> {
        let (events, payloads, ids) = off_the_runtime(move || {
            let payloads: Vec<_> = events.iter().map(|event| parsed(&event.payload)).collect();
            let ids = sealed_ids(events.iter().map(|event| event.event_id.0), &payloads);
            (events, payloads, ids)
        })
        .await;
        let keys = if with_texts { self.keyring.text_keys(&ids).await? } else { TextKeys::default() };
        let decode = move |(event, payload)| recorded(event, opened(payload, &keys));
        Ok(off_the_runtime(move || events.into_iter().zip(payloads).map(decode).collect()).await)
    }

    /// Opens one payload with the keys that were read with it; the error says what is wrong with it.
    pub(in crate::store) async fn open_with(
        &self,
        payload: &str,
        keys: &[TextKeyRow],
    ) -> Result<Value, String> {
        opened(parsed(payload), &self.keyring.unwrapped(keys).await)
    }
}

fn parsed(payload: &str) -> Result<Value, String> {
    serde_json::from_str(payload).map_err(|error| format!("payload: {error}"))
}

fn opened(payload: Result<Value, String>, keys: &TextKeys) -> Result<Value, String> {
    let mut payload = payload?;
    open(&mut payload, keys)?;
    Ok(payload)
}

/// The events that have sealed texts.
fn sealed_ids(events: impl Iterator<Item = Uuid>, payloads: &[Result<Value, String>]) -> Vec<Uuid> {
    let sealed =
        |(id, payload): (Uuid, &Result<Value, String>)| payload.as_ref().is_ok_and(is_sealed).then_some(id);
    events.zip(payloads).filter_map(sealed).collect()
}

fn recorded(sealed: SealedEvent, payload: Result<Value, String>) -> OpenedEvent {
    let (metadata, event) = match decoded(&sealed, payload) {
        Ok(decoded) => decoded,
        Err(reason) => return Err(sealed.unreadable(reason)),
    };
    let LogPosition { position, previous, partition } = sealed.at;
    Ok(Recorded {
        position,
        previous,
        partition,
        event_id: sealed.event_id,
        stream: sealed.stream,
        sequence: sealed.sequence,
        recorded_at: sealed.recorded_at,
        metadata,
        event,
    })
}

/// What happened, and who did it; or why that cannot be told.
fn decoded(sealed: &SealedEvent, payload: Result<Value, String>) -> Result<(Metadata, Event), String> {
    let aggregate = sealed.kind.aggregate;
    let payload = upcast(aggregate, sealed.kind.name, &sealed.version, payload?);
    let event = Event::decode(aggregate, payload.map_err(|unknown| unknown.to_string())?);
    let metadata = serde_json::from_str(&sealed.metadata).map_err(|error| format!("metadata: {error}"))?;
    Ok((metadata, event.map_err(|error| error.to_string())?))
}

/// Runs long computations on the blocking threads, where they hold up no other task.
async fn off_the_runtime<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => resume_unwind(error.into_panic()),
    }
}
