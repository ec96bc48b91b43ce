//! All consumers of an instance.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::Consumer;
use super::cursors::Cursors;
use super::runner::Runner;
use super::source::Source;
use super::status::{ConsumerState, ConsumerStatus, Display};
use crate::feed::Feed;
use crate::lease::Leases;
use crate::lifecycle::Lifecycle;
use crate::log::LogReader;
use crate::store::codec::Opener;

/// How often the database is asked how far a consumer is that another instance runs.
const ASK: Duration = Duration::from_millis(100);

/// What consumers need around them.
#[derive(Clone)]
pub struct Surroundings {
    /// Their own share of connections.
    pub pool: PgPool,
    /// The log.
    pub log: LogReader,
    /// What opens its envelopes.
    pub opener: Opener,
    /// The instance's feed.
    pub feed: Feed,
    /// The instance's leases.
    pub leases: Leases,
    /// The process's life.
    pub lifecycle: Lifecycle,
}

/// The consumers of this instance. Each runs where its lease is. Cheap to clone.
#[derive(Clone)]
pub struct Consumers {
    pool: PgPool,
    feed: Feed,
    /// By name and version.
    known: Arc<BTreeMap<(String, u32), Known>>,
}

struct Known {
    consumer: Arc<dyn Consumer>,
    display: Display,
}

/// The consumer has not come as far in time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{consumer} has not reached position {position}")]
pub struct NotReached {
    /// The consumer.
    pub consumer: String,
    /// The position that was waited for.
    pub position: u64,
}

impl Consumers {
    /// Starts them, each under a lease of its own.
    pub fn start(consumers: Vec<Arc<dyn Consumer>>, around: &Surroundings) -> Self {
        let known = consumers.into_iter().map(|consumer| {
            let display = Display::new();
            let runs = (Arc::clone(&consumer), display.clone());
            start(runs, around.lifecycle.soft(), around.clone());
            ((consumer.name().to_owned(), consumer.version()), Known { consumer, display })
        });
        Self { pool: around.pool.clone(), feed: around.feed.clone(), known: Arc::new(known.collect()) }
    }

    /// How each of them is doing.
    pub fn statuses(&self) -> Vec<ConsumerStatus> {
        let head = *self.feed.head().borrow();
        let status = |((name, version), known): (&(String, u32), &Known)| {
            let shown = known.display.now();
            ConsumerStatus {
                name: name.clone(),
                version: *version,
                lag: (shown.state != ConsumerState::Standby).then(|| head.saturating_sub(shown.position)),
                position: shown.position,
                parked: shown.parked,
                heartbeat: shown.beat.elapsed(),
                state: shown.state,
            }
        };
        self.known.iter().map(status).collect()
    }

    /// Waits until the consumer (its newest version) has applied everything up to the position, here or in
    /// another instance.
    ///
    /// # Errors
    /// [`NotReached`] when the time is over, or when there is no such consumer.
    pub async fn wait_until(&self, consumer: &str, position: u64, limit: Duration) -> Result<(), NotReached> {
        let late = || NotReached { consumer: consumer.to_owned(), position };
        let versions = self.known.range((consumer.to_owned(), 0)..=(consumer.to_owned(), u32::MAX));
        let (_, known) = versions.last().ok_or_else(late)?;
        let mut shown = known.display.watch();
        let waiting = async {
            loop {
                tokio::select! {
                    reached = shown.wait_for(|shown| shown.position >= position) => return drop(reached),
                    () = sleep(ASK) => {}
                }
                let elsewhere = shown.borrow().state == ConsumerState::Standby;
                if elsewhere && self.has_reached(&*known.consumer, position).await.unwrap_or(false) {
                    return;
                }
            }
        };
        timeout(limit, waiting).await.map_err(|_| late())
    }

    async fn has_reached(&self, consumer: &dyn Consumer, position: u64) -> Result<bool, sqlx::Error> {
        let missing = Cursors::load(&self.pool, consumer).await?.missing(&self.pool, position).await?;
        Ok(missing.is_none_or(|missing| missing.first > position))
    }
}

/// Starts a consumer under its lease, until `stop`.
pub(super) fn start(
    (consumer, display): (Arc<dyn Consumer>, Display),
    stop: CancellationToken,
    around: Surroundings,
) {
    let lease = format!("consumer:{}:v{}", consumer.name(), consumer.version());
    let lifecycle = around.lifecycle.clone();
    lifecycle.spawn("consumer", async move {
        let source = Source { log: around.log, opener: around.opener };
        let runner = Runner { consumer, pool: around.pool, source, feed: around.feed, display };
        around.leases.hold(&lease, &stop, |held| runner.run(held)).await;
    });
}
