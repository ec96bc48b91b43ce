//! The feed: one per instance, from NATS to all consumers of the instance.
//!
//! It is only the fast path. It may lose, repeat, reorder or end: consumers see by the log's head and by every
//! event's `previous` what they missed, and read it from Postgres.

mod head;
mod subscription;

use std::sync::Arc;
use std::time::Duration;

use domain::recorded::Recorded;
use tokio::sync::{broadcast, watch};

use crate::lifecycle::Lifecycle;
use crate::nats::Nats;
use crate::store::codec::Opener;

pub use head::watch_head;

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
}

impl Feed {
    /// Follows the stream for the rest of the process's life; `head` as [`watch_head`] makes it.
    pub fn start(nats: Nats, opener: Opener, head: watch::Receiver<u64>, lifecycle: &Lifecycle) -> Self {
        let (attach, attached) = watch::channel(false);
        let feed = Self { attached, ..Self::without_nats(head) };
        let (batches, stop) = (feed.batches.clone(), lifecycle.soft());
        lifecycle.spawn("feed", async move {
            let following = subscription::follow(&nats, &opener, &batches, &attach);
            stop.run_until_cancelled(following).await;
        });
        feed
    }

    /// A feed that only knows the log's head: everything is read from Postgres.
    pub fn without_nats(head: watch::Receiver<u64>) -> Self {
        let (_, attached) = watch::channel(false);
        Self { batches: broadcast::Sender::new(BACKLOG), attached, head }
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
