//! Limits of reads that X has told: until they are over, nobody asks again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Until when which path must not be read.
#[derive(Default)]
pub(super) struct ReadLimits(Mutex<HashMap<String, Instant>>);

impl ReadLimits {
    /// How long the path must not be read any more; none if it may be.
    pub(super) fn wait(&self, path: &str) -> Option<Duration> {
        let left = self.paths().get(path)?.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// The path must not be read for so long.
    pub(super) fn hold(&self, path: &str, time: Duration) {
        self.paths().insert(path.to_owned(), Instant::now() + time);
    }

    fn paths(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
