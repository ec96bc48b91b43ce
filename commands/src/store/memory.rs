//! An event store in memory, for tests: it can be moved under a decision's feet, and keeps its log.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use domain::event::{DomainEvent, Metadata};
use domain::id::EventId;
use domain::state::State;
use domain::stream::StreamId;
use uuid::Uuid;

use super::{Append, Appended, EventStore, NewEvent, StoreError};
use crate::decision::AggregateState;
use crate::port::clock::Ids;
use crate::receipt::Receipt;
use crate::unreadable::{EventPlace, Unreadable};

/// Ids that count from 1000.
#[derive(Default)]
pub(crate) struct Counted(AtomicU64);

impl Ids for Counted {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1000)
    }
}

/// The store; clones share their contents.
#[derive(Clone, Default)]
pub(crate) struct Memory(pub(crate) Arc<Mutex<Contents>>);

/// What it holds.
#[derive(Default)]
pub(crate) struct Contents {
    /// Payloads by stream.
    pub(crate) streams: HashMap<StreamId, Vec<serde_json::Value>>,
    /// Every event in the order of its recording.
    pub(crate) log: Vec<(NewEvent, Metadata)>,
    /// Streams with an event that cannot be read.
    pub(crate) unreadable: HashSet<StreamId>,
    commands: HashMap<Uuid, (Receipt, [u8; 32])>,
    /// Appends answered with `VersionConflict` before one is taken.
    pub(crate) moves: u32,
}

impl Contents {
    fn version(&self, stream: &StreamId) -> u64 {
        self.streams.get(stream).map_or(0, Vec::len) as u64
    }

    fn record(&mut self, event: NewEvent, metadata: Metadata) {
        self.streams.entry(event.stream.clone()).or_default().push(event.payload.clone());
        self.log.push((event, metadata));
    }
}

impl Memory {
    /// Records that something happened before, without a command and without a place in the log.
    pub(crate) fn given<S: State>(&self, id: impl std::fmt::Display, events: &[S::Event]) {
        let mut contents = self.0.lock().unwrap();
        let stream = contents.streams.entry(StreamId::new(S::KIND, id)).or_default();
        stream.extend(events.iter().map(|event| serde_json::to_value(event).unwrap()));
    }

    /// Records an event of which no command tells, as the log's next.
    pub(crate) fn happens<S: State>(&self, id: impl std::fmt::Display, event: &S::Event, metadata: Metadata) {
        let mut contents = self.0.lock().unwrap();
        let stream = StreamId::new(S::KIND, id);
        let event = NewEvent {
            id: EventId(Uuid::from_u128(1 + contents.log.len() as u128)),
            sequence: contents.version(&stream) + 1,
            stream,
            kind: event.kind(),
            payload: serde_json::to_value(event).unwrap(),
        };
        contents.record(event, metadata);
    }

    fn may_be_read(&self, stream: &StreamId) -> Result<(), StoreError> {
        let is_unreadable = self.0.lock().unwrap().unreadable.contains(stream);
        let place = || EventPlace { stream: stream.to_string(), sequence: 1, position: None };
        if is_unreadable { Err(Unreadable::event(place(), "it is of tomorrow").into()) } else { Ok(()) }
    }
}

impl EventStore for Memory {
    async fn load<S: AggregateState>(
        &self,
        id: &str,
        after: u64,
    ) -> Result<Vec<Option<S::Event>>, StoreError> {
        self.may_be_read(&StreamId::new(S::KIND, id))?;
        let contents = self.0.lock().unwrap();
        let events = contents.streams.get(&StreamId::new(S::KIND, id));
        let after = usize::try_from(after).unwrap();
        Ok(events
            .into_iter()
            .flatten()
            .skip(after)
            .map(|payload| Some(serde_json::from_value(payload.clone()).unwrap()))
            .collect())
    }

    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        let mut contents = self.0.lock().unwrap();
        if let Some((receipt, hash)) = contents.commands.get(&append.receipt.command_id.0) {
            let same = *hash == append.request_hash;
            return Ok(if same { Appended::Repeated(receipt.clone()) } else { Appended::KeyReused });
        }
        if append
            .expected_versions
            .iter()
            .any(|expected| contents.version(&expected.stream) != expected.version)
        {
            return Ok(Appended::VersionConflict);
        }
        if contents.moves > 0 {
            contents.moves -= 1;
            return Ok(Appended::VersionConflict);
        }
        for event in append.events {
            contents.record(event, append.metadata.clone());
        }
        contents.commands.insert(append.receipt.command_id.0, (append.receipt, append.request_hash));
        Ok(Appended::Recorded)
    }
}
