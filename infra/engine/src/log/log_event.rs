//! One position of the log as a consumer meets it: an event, or what stands in its place.

use std::sync::Arc;

use domain::recorded::Recorded;

use crate::store::codec::OpenedEvent;
use crate::store::{LogPosition, UnreadableEvent};

/// What stands at a position of the log.
#[derive(Clone, Debug)]
pub(crate) enum LogEvent {
    /// An event that this program can read.
    Readable(Arc<Recorded>),
    /// One that it cannot read.
    Unreadable(Arc<UnreadableEvent>),
    /// One that a person gave up: everybody skips it, also a program that could read it.
    Discarded(LogPosition),
    /// Nothing, although there was an event once: altered history.
    Gone(LogPosition),
}

impl LogEvent {
    /// Where it is.
    pub(crate) fn at(&self) -> LogPosition {
        match self {
            Self::Readable(event) => LogPosition::of(event),
            Self::Unreadable(event) => event.at,
            Self::Discarded(at) | Self::Gone(at) => *at,
        }
    }
}

impl From<OpenedEvent> for LogEvent {
    fn from(opened: OpenedEvent) -> Self {
        match opened {
            Ok(event) => Self::Readable(Arc::new(event)),
            Err(event) => Self::Unreadable(event.into()),
        }
    }
}
