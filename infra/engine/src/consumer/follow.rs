//! Following the read models' builds: an instance runs a consumer for each that the database lists as maintained.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use projections::projector::Projector;
use sqlx::PgPool;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::projector::ProjectorConsumer;
use super::runtime::{Dependencies, start};
use crate::reader_registry::ReaderRegistry;
use crate::versions;

/// How often it is looked at whether the versions have changed.
const POLL: Duration = Duration::from_secs(1);

/// Runs a consumer for every maintained version of every read model, and follows changes of the list: a version that
/// was rebuilt is started, one that was retired is stopped.
pub fn follow_versions(dependencies: &Dependencies, readers: Arc<ReaderRegistry>) {
    let (stop, lifecycle) = (dependencies.lifecycle.soft(), dependencies.lifecycle.clone());
    let mut running = RunningVersions { dependencies: dependencies.clone(), readers, stops: BTreeMap::new() };
    let following = async move {
        let mut ticks = interval(POLL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            running.poll().await;
        }
    };
    lifecycle.spawn("read models", async move {
        stop.run_until_cancelled(following).await;
    });
}

/// The versions that run, by name and version. One that was stopped stays here, so that it never starts again.
struct RunningVersions {
    dependencies: Dependencies,
    readers: Arc<ReaderRegistry>,
    stops: BTreeMap<(&'static str, u32), CancellationToken>,
}

impl RunningVersions {
    async fn poll(&mut self) {
        let pool: &PgPool = &self.dependencies.pool;
        match versions::maintained(pool, &self.readers).await {
            Ok(maintained) => self.reconcile(maintained),
            Err(error) => warn!(%error, "the versions of the read models are not known"),
        }
    }

    fn reconcile(&mut self, maintained: Vec<Arc<dyn Projector>>) {
        let wanted: Vec<_> = maintained.iter().map(|one| (one.name(), one.build())).collect();
        for (version, stop) in &self.stops {
            if !wanted.contains(version) && !stop.is_cancelled() {
                info!(projection = version.0, version = version.1, "the version is retired");
                stop.cancel();
            }
        }
        for (projector, version) in maintained.into_iter().zip(wanted) {
            let dependencies = &self.dependencies;
            self.stops.entry(version).or_insert_with(|| {
                let stop = dependencies.lifecycle.soft().child_token();
                let consumer = Arc::new(ProjectorConsumer(projector));
                start(consumer, stop.clone(), dependencies.clone());
                stop
            });
        }
    }
}
