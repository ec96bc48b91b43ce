//! The feed: one per instance, from NATS to all consumers of the instance. What the relay of the same process reads
//! comes to them directly, and is passed over when NATS brings it back.
//!
//! It is only the fast path. It may lose, repeat, reorder or end: consumers see by the log's head and by every
//! event's `previous` what they missed, and read it from Postgres.

mod head;
mod near;
mod subscription;

use std::sync::Arc;
use std::time::Duration;

use domain::recorded::Recorded;
use tokio::sync::{broadcast, watch};
use tracing::debug;

use crate::lifecycle::Lifecycle;
use crate::nats::Nats;
use crate::store::codec::EventDecoder;
use crate::store::envelope::StoredEnvelope;

pub use head::watch_head;
use near::Near;

/// Some events in the order of their arrival, opened and decoded once for all consumers.
pub(crate) type Batch = Arc<[Arc<Recorded>]>;

/// How many batches a slow consumer may be behind; then it reads from Postgres.
const BACKLOG: usize = 64;
/// How long an event may be on its way through NATS before consumers fetch it themselves.
const GRACE: Duration = Duration::from_millis(150);

/// What reaches the consumers of this instance. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Feed {
    batches: broadcast::Sender<Batch>,
    attached: watch::Receiver<bool>,
    head: watch::Receiver<u64>,
    near: Near,
}

impl Feed {
    /// Follows the stream for the rest of the process's life; `head` as [`watch_head`] makes it.
    pub fn start(
        nats: Nats,
        decoder: EventDecoder,
        head: watch::Receiver<u64>,
        lifecycle: &Lifecycle,
    ) -> Self {
        let (attach, attached) = watch::channel(false);
        let (near, pages) = Near::new();
        let feed = Self { attached, near, ..Self::without_nats(head) };
        let (batches, stop, open) = (feed.batches.clone(), lifecycle.soft(), decoder.clone());
        lifecycle.spawn("near feed", async move {
            stop.run_until_cancelled(near::follow(pages, &open, &batches)).await;
        });
        let (following, stop) = (feed.clone(), lifecycle.soft());
        lifecycle.spawn("feed", async move {
            stop.run_until_cancelled(subscription::follow(&nats, &decoder, &following, &attach)).await;
        });
        feed
    }

    /// A feed that only knows the log's head: everything is read from Postgres.
    pub fn without_nats(head: watch::Receiver<u64>) -> Self {
        let (_, attached) = watch::channel(false);
        Self { batches: broadcast::Sender::new(BACKLOG), attached, head, near: Near::nobody() }
    }

    /// The log's last position as this instance knows it, at most about a second old.
    pub fn head(&self) -> watch::Receiver<u64> {
        self.head.clone()
    }

    /// Whether events arrive through NATS at this moment.
    pub fn is_attached(&self) -> bool {
        *self.attached.borrow()
    }

    /// Batches from now on.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Batch> {
        self.batches.subscribe()
    }

    /// Hands over what the relay of this process has read and is about to publish. It never waits: what there is no
    /// room for comes through NATS or, when a later page was faster, from Postgres.
    pub(crate) fn bring(&self, page: &[StoredEnvelope]) {
        if self.batches.receiver_count() > 0 {
            self.near.bring(page);
        }
    }

    /// How long to wait for an event that the head announced before reading it from Postgres.
    pub(crate) fn grace(&self) -> Duration {
        if self.is_attached() { GRACE } else { Duration::ZERO }
    }

    /// As if the events had come through NATS.
    #[cfg(test)]
    pub(crate) fn inject(&self, events: Vec<Arc<Recorded>>) {
        self.batches.send(events.into()).ok();
    }
}

/// What can be read of the envelopes. The rest is not skipped: consumers miss it and meet it in the log.
async fn open(decoder: &EventDecoder, envelopes: Vec<StoredEnvelope>) -> Batch {
    match decoder.open_each(envelopes).await {
        Ok(events) => events.into_iter().flatten().map(Arc::<Recorded>::new).collect(),
        Err(error) => {
            debug!(%error, "a batch of the feed could not be opened");
            Vec::new().into()
        }
    }
}
