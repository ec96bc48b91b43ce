//! Position assignment: positions, partitions, links and Merkle leaves. No I/O.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::id::ProjectId;
use domain::merkle::{Frontier, Leaf};
use domain::stream::{PARTITIONS, partition};
use uuid::Uuid;

use super::SequencerError;

/// The row of `sequencer_state`.
#[derive(Clone, Debug)]
pub(super) struct SequencerState {
    last: u64,
    frontier: Frontier,
    heads: Vec<i64>,
}

/// A committed event that has no position yet.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct PendingEvent {
    pub(super) ingest_seq: i64,
    pub(super) event_id: Uuid,
    pub(super) aggregate_type: String,
    pub(super) aggregate_id: String,
    pub(super) sequence: i64,
    pub(super) event_type: String,
    pub(super) event_version: String,
    pub(super) project_id: Option<Uuid>,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) payload_hash: [u8; 32],
    pub(super) metadata_hash: [u8; 32],
    /// Last sequence of the stream in the log.
    pub(super) logged: i64,
}

/// Where an event goes in the log.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NumberedEvent {
    pub(super) position: i64,
    pub(super) partition: i16,
    pub(super) previous: i64,
    pub(super) leaf: [u8; 32],
}

impl SequencerState {
    /// Reads the row's columns and checks that they agree.
    pub(super) fn read(last: i64, frontier: &[u8], heads: Vec<i64>) -> Result<Self, SequencerError> {
        let frontier =
            Frontier::from_bytes(frontier).map_err(|error| SequencerError::Damaged(error.to_string()))?;
        let last = last.cast_unsigned();
        // The tree counts its own leaves, so a row that somebody has edited contradicts itself.
        if frontier.size() != last || heads.len() != usize::from(PARTITIONS) {
            let what = format!("position {last}, a tree of {}, {} partitions", frontier.size(), heads.len());
            return Err(SequencerError::Damaged(what));
        }
        Ok(Self { last, frontier, heads })
    }

    pub(super) fn last(&self) -> u64 {
        self.last
    }

    pub(super) fn frontier(&self) -> Vec<u8> {
        self.frontier.to_bytes()
    }

    pub(super) fn heads(&self) -> &[i64] {
        &self.heads
    }

    /// Numbers the events, which come in ingest order.
    pub(super) fn number(&mut self, pending: &[PendingEvent]) -> Result<Vec<NumberedEvent>, SequencerError> {
        let mut last_of = HashMap::with_capacity(pending.len());
        let mut numbered = Vec::with_capacity(pending.len());
        for event in pending {
            let stream = (event.aggregate_type.as_str(), event.aggregate_id.as_str());
            // `logged` is of the snapshot that the batch was read in; within the batch it is counted on from
            // there.
            let last = last_of.entry(stream).or_insert(event.logged);
            if event.sequence != *last + 1 {
                return Err(SequencerError::OutOfOrder {
                    stream: format!("{}/{}", event.aggregate_type, event.aggregate_id),
                    expected: (*last + 1).cast_unsigned(),
                    found: event.sequence.cast_unsigned(),
                });
            }
            *last = event.sequence;
            numbered.push(self.next(event));
        }
        Ok(numbered)
    }

    fn next(&mut self, event: &PendingEvent) -> NumberedEvent {
        self.last += 1;
        let leaf = event.leaf(self.last).hash();
        self.frontier.append(leaf);
        let position = self.last.cast_signed();
        let partition = partition(event.project_id.map(ProjectId), &event.aggregate_id);
        // By this link a reader of one partition knows that it has missed nothing.
        let previous = std::mem::replace(&mut self.heads[usize::from(partition)], position);
        NumberedEvent { position, partition: partition.cast_signed(), previous, leaf: *leaf.as_bytes() }
    }
}

impl PendingEvent {
    fn leaf(&self, position: u64) -> Leaf<'_> {
        Leaf {
            position,
            event_id: self.event_id,
            aggregate_type: &self.aggregate_type,
            aggregate_id: &self.aggregate_id,
            sequence: self.sequence.cast_unsigned(),
            event_type: &self.event_type,
            event_version: &self.event_version,
            recorded_at_micros: self.recorded_at.timestamp_micros(),
            payload_hash: self.payload_hash,
            metadata_hash: self.metadata_hash,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::merkle::Frontier;
    use domain::stream::partition;
    use uuid::Uuid;

    use super::{PendingEvent, SequencerState};

    fn empty() -> SequencerState {
        SequencerState::read(0, &Frontier::new().to_bytes(), vec![0; 16]).unwrap()
    }

    fn event(aggregate_id: &str, sequence: i64, logged: i64) -> PendingEvent {
        PendingEvent {
            ingest_seq: 1,
            event_id: Uuid::nil(),
            aggregate_type: "post".into(),
            aggregate_id: aggregate_id.into(),
            sequence,
            event_type: "PostQueued".into(),
            event_version: "1.0".into(),
            project_id: None,
            recorded_at: DateTime::UNIX_EPOCH,
            payload_hash: [0; 32],
            metadata_hash: [0; 32],
            logged,
        }
    }

    #[test]
    fn links_each_event_to_the_one_before_it_in_its_partition() {
        let numbered = empty().number(&[event("a", 1, 0), event("a", 2, 0)]).unwrap();
        let links: Vec<_> = numbered.iter().map(|event| (event.position, event.previous)).collect();
        assert_eq!(links, [(1, 0), (2, 1)]);
        assert_eq!(numbered[0].partition, partition(None, "a").cast_signed());
    }

    #[test]
    fn stops_at_a_gap_in_a_stream() {
        let error = empty().number(&[event("a", 5, 4), event("a", 7, 4)]).unwrap_err();
        assert_eq!(error.to_string(), "post/a should go on with event 6 and goes on with 7");
        assert!(!error.is_passing());
    }

    #[test]
    fn stops_at_a_state_that_contradicts_itself() {
        assert!(SequencerState::read(1, &Frontier::new().to_bytes(), vec![0; 16]).is_err());
        assert!(SequencerState::read(0, &[], vec![0; 16]).is_err());
    }
}
