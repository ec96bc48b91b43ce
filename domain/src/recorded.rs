//! Recorded events: what consumers see once the sequencer has numbered them.

use chrono::{DateTime, Utc};

use crate::event::{Event, Metadata};
use crate::id::EventId;
use crate::stream::StreamId;

/// One event of the log, opened, upcast and decoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// Dense position in the log, from 1.
    pub position: u64,
    /// Position of the event before it in the same partition; 0 for the first.
    pub previous: u64,
    /// Partition of the feed, 0 to 15.
    pub partition: u16,
    /// The event's id.
    pub event_id: EventId,
    /// The aggregate it belongs to.
    pub stream: StreamId,
    /// Its number within the aggregate, from 1.
    pub sequence: u64,
    /// When the database recorded it (not business time).
    pub recorded_at: DateTime<Utc>,
    /// Who, why, for which project.
    pub metadata: Metadata,
    /// What happened.
    pub event: Event,
}
