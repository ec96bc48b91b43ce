//! Stream locks: commands for one aggregate are decided one after the other within an instance.
//!
//! They only save conflicts; instances are kept apart by the expected versions of the append.

use std::hash::{DefaultHasher, Hash, Hasher};

use domain::stream::StreamId;
use tokio::sync::{Mutex, MutexGuard};

const STRIPES: usize = 4096;

/// One lock per stripe of streams.
pub(super) struct StreamLocks(Vec<Mutex<()>>);

impl Default for StreamLocks {
    fn default() -> Self {
        Self((0..STRIPES).map(|_| Mutex::new(())).collect())
    }
}

impl StreamLocks {
    /// Waits for the stream to be free; it is again when the guard is dropped.
    pub(super) async fn take(&self, stream: &StreamId) -> MutexGuard<'_, ()> {
        let mut hasher = DefaultHasher::new();
        stream.hash(&mut hasher);
        let stripe = usize::try_from(hasher.finish() % STRIPES as u64).unwrap_or(0);
        self.0[stripe].lock().await
    }
}
