//! Which versions of the read models an instance runs: those that are kept, as the database says at each moment.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use projections::projector::Projector;
use sqlx::PgPool;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::projector::ProjectorConsumer;
use super::runtime::{Surroundings, start};
use super::status::Display;
use crate::versions;

/// How often it is looked at whether the versions have changed.
const POLL: Duration = Duration::from_secs(1);

/// Runs a consumer for every version of every read model that is kept, and follows when they change: a version
/// that was rebuilt is taken up, one that was retired is left alone.
pub fn follow_versions(around: &Surroundings) {
    let (stop, lifecycle) = (around.lifecycle.soft(), around.lifecycle.clone());
    let mut running = Running { around: around.clone(), stops: BTreeMap::new() };
    let following = async move {
        let mut ticks = interval(POLL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            running.follow().await;
        }
    };
    lifecycle.spawn("read models", async move {
        stop.run_until_cancelled(following).await;
    });
}

/// The versions that run, by name and version. One that was stopped stays here, so that it never starts again.
struct Running {
    around: Surroundings,
    stops: BTreeMap<(&'static str, u32), CancellationToken>,
}

impl Running {
    async fn follow(&mut self) {
        let pool: &PgPool = &self.around.pool;
        match versions::kept(pool).await {
            Ok(kept) => self.take(kept),
            Err(error) => warn!(%error, "the versions of the read models are not known"),
        }
    }

    fn take(&mut self, kept: Vec<Arc<dyn Projector>>) {
        let wanted: Vec<_> = kept.iter().map(|one| (one.name(), one.version())).collect();
        for (version, stop) in &self.stops {
            if !wanted.contains(version) && !stop.is_cancelled() {
                info!(projection = version.0, version = version.1, "the version is retired");
                stop.cancel();
            }
        }
        for (projector, version) in kept.into_iter().zip(wanted) {
            let around = &self.around;
            self.stops.entry(version).or_insert_with(|| {
                let stop = around.lifecycle.soft().child_token();
                let consumer = Arc::new(ProjectorConsumer(projector));
                start((consumer, Display::new()), stop.clone(), around.clone());
                stop
            });
        }
    }
}
