//! The stored envelope: one event of the log with its stored bytes, texts still sealed. NATS carries it as it is.

use chrono::{DateTime, Utc};
use domain::id::EventId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One event of the log as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredEnvelope {
    /// Dense position in the log, from 1.
    pub position: u64,
    /// Position of the event before it in the same partition; 0 for the first.
    pub previous: u64,
    /// Partition of the feed, 0 to 15.
    pub partition: u16,
    /// The event's id.
    pub event_id: EventId,
    /// Column `aggregate_type`; a name of tomorrow is carried along and stops only who decodes it.
    pub aggregate_type: String,
    /// Column `aggregate_id`.
    pub aggregate_id: String,
    /// Number within the aggregate, from 1.
    pub sequence: u64,
    /// Column `event_type`.
    pub event_type: String,
    /// Column `event_version`.
    pub event_version: String,
    /// When the database recorded it.
    pub recorded_at: DateTime<Utc>,
    /// The payload's stored bytes, texts sealed.
    pub payload: Box<RawValue>,
    /// The metadata's stored bytes.
    pub metadata: Box<RawValue>,
}
