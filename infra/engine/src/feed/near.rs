//! The near way: from the relay to the consumers of the same process, without NATS in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{broadcast, mpsc};

use super::{Batch, open};
use crate::store::codec::EventDecoder;
use crate::store::envelope::StoredEnvelope;

/// Pages that may wait to be opened.
const WAITING: usize = 4;

/// The relay's end. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Near {
    pages: mpsc::Sender<Vec<StoredEnvelope>>,
    /// The last position that came this way.
    brought: Arc<AtomicU64>,
}

impl Near {
    /// A way, and where it ends.
    pub(super) fn new() -> (Self, mpsc::Receiver<Vec<StoredEnvelope>>) {
        let (pages, arriving) = mpsc::channel(WAITING);
        (Self { pages, brought: Arc::default() }, arriving)
    }

    /// One that nobody is at the end of.
    pub(super) fn nobody() -> Self {
        Self::new().0
    }

    /// Sends a page that is new, if there is room for it.
    pub(super) fn bring(&self, page: &[StoredEnvelope]) {
        let (Some(last), Ok(room)) = (page.last(), self.pages.try_reserve()) else { return };
        // first, so that NATS cannot be faster
        if self.brought.fetch_max(last.position, Ordering::Relaxed) < last.position {
            room.send(page.to_vec());
        }
    }

    /// Whether the event at this position came this way.
    pub(super) fn has_brought(&self, position: u64) -> bool {
        position <= self.brought.load(Ordering::Relaxed)
    }
}

/// Opens what is brought, for all consumers, until nobody can bring anything any more.
pub(super) async fn follow(
    mut pages: mpsc::Receiver<Vec<StoredEnvelope>>,
    decoder: &EventDecoder,
    batches: &broadcast::Sender<Batch>,
) {
    while let Some(page) = pages.recv().await {
        batches.send(open(decoder, page).await).ok();
    }
}
