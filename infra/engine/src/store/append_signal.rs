//! The append signal: wakes the sequencer of this process after a commit, so that it need not poll.

use std::sync::Arc;

use tokio::sync::Notify;

/// Sent by append workers, awaited by the sequencer. Clones belong together. The sequencers of other processes find the
/// events when they poll.
#[derive(Clone, Default)]
pub struct AppendSignal(Arc<Notify>);

impl AppendSignal {
    /// Nothing was appended yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that there are new events.
    pub fn notify(&self) {
        self.0.notify_one();
    }

    /// Returns when there were new events since the last call.
    pub(crate) async fn notified(&self) {
        self.0.notified().await;
    }
}
