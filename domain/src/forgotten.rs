//! A fault on order, for proofs: an event type that this program forgets. It then reads and announces that type no more
//! than a build from before the type would. Only with the feature `faults`, which no release build has.

use std::sync::OnceLock;

use crate::event::{Event, EventKind};

static FORGOTTEN: OnceLock<EventKind> = OnceLock::new();

/// Forgets the event type of this name for the rest of this process; only the first call counts. Whether there is one.
pub fn forget(name: &str) -> bool {
    let kind = Event::catalogue().find(|kind| kind.name == name);
    kind.is_some_and(|kind| {
        FORGOTTEN.set(kind).ok();
        true
    })
}

pub(crate) fn is_forgotten(kind: EventKind) -> bool {
    FORGOTTEN.get() == Some(&kind)
}

#[cfg(test)]
mod tests {
    use super::forget;

    #[test]
    fn there_is_nothing_to_forget_of_an_unknown_type() {
        assert!(!forget("NeverHeardOf"));
    }
}
