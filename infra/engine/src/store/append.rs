//! A prepared append: an outcome made ready for the statement, checked against the caps, its texts encrypted.
//!
//! All of it happens in the caller's task, so that an append worker does nothing but talk to the database.

mod columns;
mod statement;

use commands::faults::Guard;
use commands::receipt::{Outcome, Receipt};
use commands::store::{Append, ExpectedVersion, NewEvent, StoreError};
use domain::stream::StreamId;
use serde::Serialize;
use uuid::Uuid;

use super::AppendLimits;
use super::codec::{self, KeyRow};
use super::keys::{Keyring, NO_PROJECT};
pub(super) use statement::record;

/// One command's outcome, ready to be bound.
pub(super) struct PreparedAppend {
    pub(super) receipt: Receipt,
    request_hash: [u8; 32],
    refusal: Option<String>,
    metadata: String,
    project: Option<Uuid>,
    /// Of the streams that it only read.
    expected_versions: Vec<ExpectedVersion>,
    /// Of the streams that it writes to: if they are left out, a sequence that is taken, or one that does not follow its
    /// predecessor, fails the whole statement instead.
    implied_versions: Vec<ExpectedVersion>,
    events: Vec<SealedEvent>,
}

struct SealedEvent {
    id: Uuid,
    stream: StreamId,
    sequence: u64,
    name: &'static str,
    version: &'static str,
    payload: String,
    keys: Vec<KeyRow>,
}

impl PreparedAppend {
    /// Checks the caps and seals the texts with their project's key.
    pub(super) async fn prepare(
        append: Append,
        keyring: &Keyring,
        limits: &AppendLimits,
    ) -> Result<Self, StoreError> {
        let project = append.metadata.project_id.map(|project| project.0);
        let mut events = Vec::with_capacity(append.events.len());
        // Here and not in the worker: encryption costs processor time, and the worker's connection must not
        // wait for it.
        for event in append.events {
            events.push(sealed(event, project.unwrap_or(NO_PROJECT), keyring, limits).await?);
        }
        let expected = if Guard::MovedFacts.holds() { append.expected_versions } else { Vec::new() };
        // The primary key refuses a sequence that is taken, and a trigger one that skips its predecessor. For a
        // stream that is written to, that is the same check, and it costs nothing.
        let (implied_versions, expected_versions) = expected.into_iter().partition(|expected| {
            events.iter().any(|event: &SealedEvent| {
                event.stream == expected.stream && event.sequence == expected.version + 1
            })
        });
        let refusal = match &append.receipt.outcome {
            Outcome::Refused(refusal) => Some(json(refusal)?),
            Outcome::Applied | Outcome::Nothing => None,
        };
        Ok(Self {
            refusal,
            metadata: json(&append.metadata)?,
            project,
            events,
            receipt: append.receipt,
            request_hash: append.request_hash,
            expected_versions,
            implied_versions,
        })
    }

    /// The streams that it writes to.
    pub(super) fn streams(&self) -> impl Iterator<Item = &StreamId> {
        self.events.iter().map(|event| &event.stream)
    }
}

async fn sealed(
    mut event: NewEvent,
    scope: Uuid,
    keyring: &Keyring,
    limits: &AppendLimits,
) -> Result<SealedEvent, StoreError> {
    // No rule of ours makes so many: a process that runs wild must not make its stream too long to load.
    if event.sequence > limits.stream {
        return Err(StoreError::Corrupt(format!(
            "stream {} is full: no stream may have more than {} events",
            event.stream, limits.stream
        )));
    }
    let mut keys = Vec::new();
    if codec::has_text(&event.payload) {
        keys = codec::seal(&mut event.payload, &*keyring.scope_key(scope).await?);
    }
    let payload = json(&event.payload)?;
    if payload.len() > limits.payload {
        return Err(StoreError::TooLarge { limit: limits.payload });
    }
    Ok(SealedEvent {
        id: event.id.0,
        stream: event.stream,
        sequence: event.sequence,
        name: event.name,
        version: event.version,
        payload,
        keys,
    })
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}
