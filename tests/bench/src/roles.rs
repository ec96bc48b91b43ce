//! The roles of an instance, started over a system as `memebot serve` starts them, in this process.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use engine::config::{Section, SettingsReader};
use engine::consumer::{Dependencies, follow_versions};
use engine::feed::{Feed, watch_head};
use engine::lease::Leases;
use engine::lifecycle::Lifecycle;
use engine::nats::{Nats, NatsConfig};
use engine::reader_registry::ReaderRegistry;
use engine::relay::Relay;
use engine::sequencer::Sequencer;
use projections::registry;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use crate::stage::Stage;
use crate::system::System;

/// The only epoch of a history that was never restored.
const EPOCH: u32 = 1;
/// How long tasks may take to end.
const GRACE: Duration = Duration::from_secs(20);
/// How long read models may take to catch up before a measurement gives up.
const PATIENCE: Duration = Duration::from_mins(10);

/// Events that are committed and that at least one read model does not show: how many of the slowest, how old the
/// oldest of all is.
const BEHIND: &str = "
WITH cursors AS (
    SELECT consumer, partition, position FROM consumer_cursors WHERE consumer = ANY ($1)
), missing AS (
    SELECT c.consumer, l.event_id
      FROM cursors c JOIN event_log l ON l.partition = c.partition AND l.position > c.position
    UNION ALL
    SELECT c.consumer, l.event_id FROM cursors c JOIN event_log l ON c.partition < 0 AND l.position > c.position
), slowest AS (
    SELECT coalesce(max(events), 0) AS events FROM (SELECT count(*) AS events FROM missing GROUP BY consumer) m
), waiting AS (
    SELECT event_id FROM missing UNION SELECT event_id FROM event_pending
)
SELECT (SELECT events FROM slowest) + (SELECT count(*) FROM event_pending),
       coalesce(extract(epoch FROM now() - min(e.recorded_at))::float8, 0)
  FROM waiting w JOIN events e USING (event_id)";

/// How far the read models are behind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lag {
    /// Events that the slowest read model does not show.
    pub(crate) events: u64,
    /// Age in seconds of the oldest event that any read model does not show; 0 for none.
    pub(crate) seconds: f64,
}

/// What consumers need, started.
pub(crate) struct Running {
    /// Ends everything.
    pub(crate) lifecycle: Lifecycle,
    /// For consumers of the benchmark's own.
    pub(crate) dependencies: Dependencies,
    /// Keeps a head alive that does not move.
    _head: Option<watch::Sender<u64>>,
}

/// A connection to NATS with a stream of its own.
pub(crate) async fn nats(stage: &Stage, prefix: &str) -> anyhow::Result<Nats> {
    let given = HashMap::from([("NATS_URL", stage.servers.nats.url()), ("NATS_PREFIX", prefix)]);
    let look_up = |name: &str| given.get(name).map(|value| (*value).to_owned());
    let config = NatsConfig::read(&mut SettingsReader::new(&look_up)).context("read the settings of NATS")?;
    Nats::connect(config, EPOCH).await.context("connect to NATS")
}

/// Sequencer, relay, feed and every projector.
pub(crate) async fn every_role(stage: &Stage, system: &System) -> anyhow::Result<Running> {
    let lifecycle = Lifecycle::new();
    let leases = Leases::start(system.log_pool.clone(), system.ids.next(), &lifecycle);
    let sequencer = start_sequencer(system, &leases, &lifecycle);
    let head = watch_head(system.log.clone(), Some(sequencer.head()), &lifecycle);
    let nats = nats(stage, &harness::nats_namespace()).await?;
    let feed = Feed::start(nats.clone(), system.decoder.clone(), head.clone(), &lifecycle);
    let relay = Relay::new(nats, system.log.clone(), system.log_pool.clone(), head);
    relay.start(leases.clone(), &lifecycle);
    let dependencies = dependencies(system, feed, leases, &lifecycle);
    let read_models = registry::all();
    let readers = ReaderRegistry { read_models, processes: Vec::new(), other_work: Vec::new() };
    follow_versions(&dependencies, Arc::new(readers));
    let running = Running { lifecycle, dependencies, _head: None };
    running.caught_up(system).await?;
    Ok(running)
}

/// Leases and a feed that knows a head which does not move: for consumers of what is in the log already.
pub(crate) fn only_consumers(system: &System, head: u64) -> Running {
    let lifecycle = Lifecycle::new();
    let leases = Leases::start(system.log_pool.clone(), system.ids.next(), &lifecycle);
    let (tell, head) = watch::channel(head);
    let dependencies = dependencies(system, Feed::without_nats(head), leases, &lifecycle);
    Running { lifecycle, dependencies, _head: Some(tell) }
}

fn dependencies(system: &System, feed: Feed, leases: Leases, lifecycle: &Lifecycle) -> Dependencies {
    Dependencies {
        pool: system.consumers.clone(),
        log: system.log.clone(),
        feed,
        leases,
        lifecycle: lifecycle.clone(),
    }
}

fn start_sequencer(system: &System, leases: &Leases, lifecycle: &Lifecycle) -> Arc<Sequencer> {
    let sequencer = Arc::new(Sequencer::new(system.log_pool.clone(), system.append_signal.clone()));
    let (run, leases, stop) = (Arc::clone(&sequencer), leases.clone(), lifecycle.soft());
    lifecycle.spawn("sequencer", async move {
        let work = |held| async {
            if run.run(held).await.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        leases.run_exclusively("sequencer", &stop, work).await;
    });
    sequencer
}

impl Running {
    /// How far the read models are behind at this moment.
    pub(crate) async fn lag(&self, system: &System) -> anyhow::Result<Lag> {
        let names: Vec<_> = registry::all().iter().map(|projector| projector.name()).collect();
        let (events, seconds): (i64, f64) = sqlx::query_as(BEHIND)
            .bind(names)
            .fetch_one(&system.database.pool)
            .await
            .context("read the lag")?;
        Ok(Lag { events: events.unsigned_abs(), seconds })
    }

    /// Waits until every read model runs and shows everything.
    pub(crate) async fn caught_up(&self, system: &System) -> anyhow::Result<()> {
        let (begun, wanted) = (Instant::now(), registry::all().len());
        loop {
            let names =
                "SELECT count(DISTINCT consumer) FROM consumer_cursors WHERE consumer NOT LIKE 'process:%'";
            let running = usize::try_from(system.number(names).await?)?;
            if running >= wanted && self.lag(system).await?.events == 0 {
                return Ok(());
            }
            ensure!(begun.elapsed() < PATIENCE, "the read models did not catch up within {PATIENCE:?}");
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Ends everything.
    pub(crate) async fn stop(self) {
        self.lifecycle.stop(GRACE).await;
    }
}
