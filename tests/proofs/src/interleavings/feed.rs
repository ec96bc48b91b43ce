//! The feed of a case: it knows the events that have positions, and loses, doubles, reorders and delays them as told.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use domain::recorded::Recorded;
use engine::log::LogReader;

use super::schedule::{Delivery, Mangle};

/// More events than a case has.
const MANY: u32 = 1000;

/// The events of the case that have positions.
pub(super) struct Feed {
    after: u64,
    known: Mutex<Vec<Arc<Recorded>>>,
}

impl Feed {
    /// Nothing is known of what comes after the position.
    pub(super) fn after(position: u64) -> Self {
        Self { after: position, known: Mutex::default() }
    }

    /// Reads what has a position by now.
    pub(super) async fn learn(&self, log: &LogReader) -> Result<()> {
        let after = self.known().last().map_or(self.after, |event| event.position);
        let events = log.range(after, MANY, None).await?;
        let mut known = self.known();
        for event in events {
            if known.last().is_none_or(|last| last.position < event.position) {
                known.push(Arc::new(event));
            }
        }
        Ok(())
    }

    /// What arrives.
    pub(super) fn delivers(&self, delivery: Delivery) -> Vec<Arc<Recorded>> {
        let known = self.known();
        if known.is_empty() {
            return Vec::new();
        }
        let first = usize::from(delivery.first) % known.len();
        let mut events: Vec<_> = known.iter().skip(first).take(delivery.count.into()).cloned().collect();
        drop(known);
        let index = |number: u8| usize::from(number) % events.len();
        match delivery.mangle {
            Mangle::Nothing => {}
            Mangle::Backwards => events.reverse(),
            Mangle::Doubled => {
                events = events.into_iter().flat_map(|event| [Arc::clone(&event), event]).collect();
            }
            Mangle::Without(number) => drop(events.remove(index(number))),
            Mangle::Swapped(one, other) => {
                let (one, other) = (index(one), index(other));
                events.swap(one, other);
            }
        }
        events
    }

    fn known(&self) -> MutexGuard<'_, Vec<Arc<Recorded>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
