//! Starting the consumers of an instance: a partitioned one in its share of the group, another under its lease.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::Consumer;
use super::cursors::{Cursors, partitions_of};
use super::runner::Runner;
use super::source::EventSource;
use super::status::{ConsumerState, ConsumerStatus, Display};
use crate::feed::Feed;
use crate::lease::{Leases, PartitionSet};
use crate::lifecycle::Lifecycle;
use crate::log::LogReader;
use crate::store::codec::EventDecoder;

/// How often the database is asked how far a consumer is that other instances run too.
const ASK: Duration = Duration::from_millis(100);

/// What a consumer's runner needs.
#[derive(Clone)]
pub struct Dependencies {
    /// Their own share of connections.
    pub pool: PgPool,
    /// The log.
    pub log: LogReader,
    /// What opens its envelopes.
    pub decoder: EventDecoder,
    /// The instance's feed.
    pub feed: Feed,
    /// The instance's leases.
    pub leases: Leases,
    /// Starts and stops the process's tasks.
    pub lifecycle: Lifecycle,
}

/// The consumers of this instance. A partitioned one is shared by all instances that have it; another runs where its
/// lease is. Cheap to clone.
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
    /// Starts them, each under a lease or in a share of its own.
    pub fn start(consumers: Vec<Arc<dyn Consumer>>, dependencies: &Dependencies) -> Self {
        let known = consumers.into_iter().map(|consumer| {
            let display = Display::new();
            start(
                Arc::clone(&consumer),
                display.clone(),
                dependencies.lifecycle.soft(),
                dependencies.clone(),
            );
            ((consumer.name().to_owned(), consumer.version()), Known { consumer, display })
        });
        Self {
            pool: dependencies.pool.clone(),
            feed: dependencies.feed.clone(),
            known: Arc::new(known.collect()),
        }
    }

    /// How each of them is doing.
    pub fn statuses(&self) -> Vec<ConsumerStatus> {
        let head = *self.feed.head().borrow();
        let status = |((name, version), known): (&(String, u32), &Known)| {
            let shown = known.display.now();
            ConsumerStatus {
                name: name.clone(),
                version: *version,
                partitions: shown.partitions,
                lag: (shown.state != ConsumerState::Standby).then(|| head.saturating_sub(shown.position)),
                position: shown.position,
                parked: shown.parked,
                heartbeat: shown.beat.elapsed(),
                state: shown.state,
            }
        };
        self.known.iter().map(status).collect()
    }

    /// Waits until the consumer (its newest version) has applied everything up to the position, here and in other
    /// instances. The database is asked about what is not here.
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
                    reached = shown.wait_for(|shown| shown.has_reached(position)) => return drop(reached),
                    () = sleep(ASK) => {}
                }
                let partly_elsewhere = !shown.borrow().is_whole();
                if partly_elsewhere && self.has_reached(&*known.consumer, position).await.unwrap_or(false) {
                    return;
                }
            }
        };
        timeout(limit, waiting).await.map_err(|_| late())
    }

    async fn has_reached(&self, consumer: &dyn Consumer, position: u64) -> Result<bool, sqlx::Error> {
        let cursors = Cursors::load(&self.pool, consumer, &partitions_of(consumer)).await?;
        let missing = cursors.missing(&self.pool, position).await?;
        Ok(missing.is_none_or(|missing| missing.first > position))
    }
}

/// Starts a consumer until `stop`: its share if it has partitions, else under its lease.
pub(super) fn start(
    consumer: Arc<dyn Consumer>,
    display: Display,
    stop: CancellationToken,
    dependencies: Dependencies,
) {
    let name = format!("consumer:{}:v{}", consumer.name(), consumer.version());
    let lifecycle = dependencies.lifecycle.clone();
    lifecycle.spawn("consumer", async move {
        let source = EventSource { log: dependencies.log, decoder: dependencies.decoder };
        let runner = Runner { consumer, pool: dependencies.pool, source, feed: dependencies.feed, display };
        if runner.consumer.partitioned() {
            let partitions = |parts: PartitionSet| parts.into_iter().map(u16::cast_signed).collect();
            let run = |parts, lease| runner.run(partitions(parts), lease);
            dependencies.leases.run_share(&name, &stop, run).await;
        } else {
            let run = |lease| runner.run(partitions_of(&*runner.consumer), lease);
            dependencies.leases.run_exclusively(&name, &stop, run).await;
        }
    });
}
