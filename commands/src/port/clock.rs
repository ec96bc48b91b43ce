//! Time and ids, so that nothing else takes them from the machine.

use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Business time. Steerable in drills and tests.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<Utc>;

    /// Time since boot, suspension included and never steered: a machine that slept must notice that it did.
    fn since_boot(&self) -> Duration;
}

/// New ids.
pub trait Ids: Send + Sync {
    /// A new UUID of version 7: unique, growing with time.
    fn next(&self) -> Uuid;
}
