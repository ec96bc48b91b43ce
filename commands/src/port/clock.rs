//! Time and ids, so that nothing else takes them from the machine.

use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The times that are told apart: business time, database time, and the machine's time since boot.
pub trait Clock: Send + Sync {
    /// Business time: what is due, slots, expiries. Steerable in drills and tests; the same on every instance.
    fn now(&self) -> DateTime<Utc>;

    /// Database time: what outside services compare with their own. Never steered.
    fn database_now(&self) -> DateTime<Utc>;

    /// Time since boot, suspension included and never steered: a machine that slept must notice that it did.
    fn since_boot(&self) -> Duration;

    /// Takes note of the time that an outside service's answer has told, to compare. For clocks that compare nothing there is
    /// nothing to do.
    fn note_service_time(&self, _service: &'static str, _date: DateTime<Utc>) {}
}

/// New ids.
pub trait Ids: Send + Sync {
    /// A new UUID of version 7: unique, growing with time.
    fn next(&self) -> Uuid;
}
