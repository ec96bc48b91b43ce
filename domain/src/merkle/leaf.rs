//! The canonical envelope: the bytes of an event that its leaf hash covers.
//!
//! | bytes | what |
//! |---|---|
//! | 1 | format, now 1 |
//! | 8 | position in the log |
//! | 16 | event id |
//! | 4 + n | aggregate type |
//! | 4 + n | aggregate id |
//! | 8 | sequence within the aggregate |
//! | 4 + n | event type |
//! | 4 + n | event version |
//! | 8 | recorded at, microseconds since 1970 UTC, signed |
//! | 32 | SHA-256 of the payload as stored |
//! | 32 | SHA-256 of the metadata as stored |
//!
//! All integers are big endian; a text is its length in bytes (32 bits) and then its UTF-8. Every field has its own
//! place or its own length, so that no two different envelopes have the same bytes. Payload and metadata are covered
//! by hash only: destroying a text's key, or pruning a payload, leaves every proof valid.

use uuid::Uuid;

use super::{TreeHash, leaf_hash};

/// The format byte that [`Leaf::encode`] writes. Another layout needs another number.
pub const LEAF_FORMAT: u8 = 1;

/// What the log vouches for about one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf<'a> {
    /// Position in the log, from 1; the leaf's index in the tree is one less.
    pub position: u64,
    /// The event's id.
    pub event_id: Uuid,
    /// Kind of the aggregate.
    pub aggregate_type: &'a str,
    /// Which aggregate.
    pub aggregate_id: &'a str,
    /// The event's number within its aggregate, from 1.
    pub sequence: u64,
    /// Name of the event.
    pub event_type: &'a str,
    /// Version of the event's shape.
    pub event_version: &'a str,
    /// When it was recorded: microseconds since 1970 UTC.
    pub recorded_at_micros: i64,
    /// SHA-256 of the payload's stored bytes (ciphertext where texts are sealed).
    pub payload_hash: [u8; 32],
    /// SHA-256 of the metadata's stored bytes.
    pub metadata_hash: [u8; 32],
}

impl Leaf<'_> {
    /// The canonical bytes, laid out as this module's table says.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![LEAF_FORMAT];
        bytes.extend_from_slice(&self.position.to_be_bytes());
        bytes.extend_from_slice(self.event_id.as_bytes());
        push_text(&mut bytes, self.aggregate_type);
        push_text(&mut bytes, self.aggregate_id);
        bytes.extend_from_slice(&self.sequence.to_be_bytes());
        push_text(&mut bytes, self.event_type);
        push_text(&mut bytes, self.event_version);
        bytes.extend_from_slice(&self.recorded_at_micros.to_be_bytes());
        bytes.extend_from_slice(&self.payload_hash);
        bytes.extend_from_slice(&self.metadata_hash);
        bytes
    }

    /// The leaf hash over the canonical bytes.
    pub fn hash(&self) -> TreeHash {
        leaf_hash(&self.encode())
    }
}

fn push_text(bytes: &mut Vec<u8>, text: &str) {
    let length = u32::try_from(text.len()).expect("names and ids are shorter than four gigabytes");
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(text.as_bytes());
}
