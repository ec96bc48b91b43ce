//! Events as a projection takes them: opened, or as they are stored.

use std::sync::Arc;

use domain::recorded::{Recorded, Stored};
use domain::stream::AggregateType;

/// Events in order.
#[derive(Clone, Copy, Debug)]
pub enum Events<'a> {
    /// Opened, upcast and decoded.
    Opened(&'a [Arc<Recorded>]),
    /// As they are stored, their texts sealed.
    Stored(&'a [Stored]),
}

/// A form of events that a projection can be made of: [`Recorded`] or [`Stored`].
pub trait Readable: Send + Sync + Sized + 'static {
    /// Whether it is the stored form.
    const STORED: bool;

    /// The event's position in the log.
    fn position(&self) -> u64;

    /// The aggregate type and the event's name in the catalogue.
    fn kind(&self) -> (AggregateType, &'static str);

    /// The events, if they have this form.
    fn among(events: Events<'_>) -> Option<Vec<&Self>>;
}

impl Readable for Recorded {
    const STORED: bool = false;

    fn position(&self) -> u64 {
        self.position
    }

    fn kind(&self) -> (AggregateType, &'static str) {
        (self.stream.kind, self.event.name())
    }

    fn among(events: Events<'_>) -> Option<Vec<&Self>> {
        match events {
            Events::Opened(events) => Some(events.iter().map(AsRef::as_ref).collect()),
            Events::Stored(_) => None,
        }
    }
}

impl Readable for Stored {
    const STORED: bool = true;

    fn position(&self) -> u64 {
        self.position
    }

    fn kind(&self) -> (AggregateType, &'static str) {
        (self.stream.kind, self.name)
    }

    fn among(events: Events<'_>) -> Option<Vec<&Self>> {
        match events {
            Events::Opened(_) => None,
            Events::Stored(events) => Some(events.iter().collect()),
        }
    }
}
