//! The feed: the instance's subscription to the event stream in NATS JetStream, fanned out to all its consumers.
//!
//! Delivery is at most once, and unordered if need be: consumers see by the log's head and by every event's `previous` what
//! they missed, and read it from Postgres. How many events came either way is counted.

mod head;
mod subscription;

use std::sync::Arc;
use std::time::Duration;

use domain::recorded::Recorded;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;
use tokio::sync::{broadcast, watch};
use tracing::debug;

use crate::lifecycle::Lifecycle;
use crate::nats::Nats;
use crate::store::codec::EventDecoder;
use crate::store::envelope::StoredEnvelope;

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
    /// Events that consumers took, by the way they came.
    events: Family<[(&'static str, &'static str); 1], Counter>,
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
        let feed = Self { attached, ..Self::without_nats(head) };
        let (batches, stop) = (feed.batches.clone(), lifecycle.soft());
        lifecycle.spawn("feed", async move {
            stop.run_until_cancelled(subscription::follow(&nats, &decoder, &batches, &attach)).await;
        });
        feed
    }

    /// A feed that only knows the log's head: everything is read from Postgres.
    pub fn without_nats(head: watch::Receiver<u64>) -> Self {
        let (_, attached) = watch::channel(false);
        Self { batches: broadcast::Sender::new(BACKLOG), attached, head, events: Family::default() }
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

    /// Adds the metric that counts events by the way they came.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "feed_events",
            "Events that consumers took, by the way they came",
            self.events.clone(),
        );
    }

    /// Counts events that a consumer took from its subscription (`nats`) or read itself (`postgres`).
    pub(crate) fn count(&self, way: Way, events: u64) {
        self.events.get_or_create_owned(&[("way", way.name())]).inc_by(events);
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

/// The way by which events come to a consumer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    /// Delivered by the subscription.
    Nats,
    /// Read from the log: what was there at the start, and what was not delivered in time.
    Postgres,
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Self::Nats => "nats",
            Self::Postgres => "postgres",
        }
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
