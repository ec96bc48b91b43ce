//! What this program cannot read: stored by a newer version, or damaged. Whatever needs it waits, and nothing else does.

use std::fmt;

/// Something stored that this program cannot read. Nothing in it quotes what people wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot read {what}: {reason}")]
pub struct Unreadable {
    /// What it is, in words.
    pub what: String,
    /// Why not.
    pub reason: String,
    /// Which event it is, if it is one.
    pub event: Option<EventPlace>,
}

/// Where an event is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPlace {
    /// Its stream, type and id: as text, because the type may be a newer version's.
    pub stream: String,
    /// Its number within the stream, from 1.
    pub sequence: u64,
    /// Its position in the log; `None` until it has one.
    pub position: Option<u64>,
}

impl fmt::Display for EventPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "event {} of {}", self.sequence, self.stream)?;
        self.position.map_or(Ok(()), |position| write!(f, " (position {position})"))
    }
}

impl Unreadable {
    /// What all messages of it begin with: jobs that wait for it are found by that.
    pub const BEGINNING: &'static str = "cannot read ";

    /// Something other than an event.
    pub fn new(what: impl fmt::Display, reason: impl fmt::Display) -> Box<Self> {
        Box::new(Self { what: what.to_string(), reason: reason.to_string(), event: None })
    }

    /// An event of a stream.
    pub fn event(place: EventPlace, reason: impl fmt::Display) -> Box<Self> {
        Box::new(Self { event: Some(place.clone()), ..*Self::new(place, reason) })
    }
}

#[cfg(test)]
mod tests {
    use super::{EventPlace, Unreadable};

    #[test]
    fn it_says_what_and_why() {
        let place = EventPlace { stream: "post/1".to_owned(), sequence: 3, position: Some(17) };
        let unreadable = Unreadable::event(place, "no reader for version 9.0").to_string();
        assert_eq!(unreadable, "cannot read event 3 of post/1 (position 17): no reader for version 9.0");
        assert!(unreadable.starts_with(Unreadable::BEGINNING));
    }
}
