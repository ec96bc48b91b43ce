//! Starting the consumers of an instance. How they are doing is in the database: cursors, leases, parked events.

use std::sync::Arc;

use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use super::Consumer;
use super::cursors::partitions_of;
use super::runner::Runner;
use crate::feed::Feed;
use crate::lease::{Leases, PartitionSet};
use crate::lifecycle::Lifecycle;
use crate::log::LogReader;

/// What a consumer's runner needs.
#[derive(Clone)]
pub struct Dependencies {
    /// Their own share of connections.
    pub pool: PgPool,
    /// The log.
    pub log: LogReader,
    /// The instance's feed.
    pub feed: Feed,
    /// The instance's leases.
    pub leases: Leases,
    /// Starts and stops the process's tasks.
    pub lifecycle: Lifecycle,
}

/// Starts consumers for the rest of the process's life: a partitioned one in its share of the group, another under its
/// lease.
pub fn start_consumers(consumers: Vec<Arc<dyn Consumer>>, dependencies: &Dependencies) {
    for consumer in consumers {
        start(consumer, dependencies.lifecycle.soft(), dependencies.clone());
    }
}

/// Starts a consumer until `stop`.
pub(super) fn start(consumer: Arc<dyn Consumer>, stop: CancellationToken, dependencies: Dependencies) {
    let name = format!("consumer:{}:v{}", consumer.name(), consumer.version());
    let lifecycle = dependencies.lifecycle.clone();
    lifecycle.spawn("consumer", async move {
        let Dependencies { pool, log, feed, leases, .. } = dependencies;
        let runner = Runner { consumer, pool, log, feed };
        if runner.consumer.partitioned() {
            let partitions = |parts: PartitionSet| parts.into_iter().map(u16::cast_signed).collect();
            let run = |parts, lease| runner.run(partitions(parts), lease);
            leases.run_share(&name, &stop, run).await;
        } else {
            let run = |lease| runner.run(partitions_of(&*runner.consumer), lease);
            leases.run_exclusively(&name, &stop, run).await;
        }
    });
}
