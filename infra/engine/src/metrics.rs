//! Metrics in one registry: events are counted as they happen, everything else is read on a scrape.
//!
//! What needs the database is read at most every two seconds, however often somebody scrapes. With the
//! database away the rest is still told, and `memebot_database_up` says so.

mod process;
mod sources;
mod status_gauges;

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sqlx::PgPool;
use tokio::sync::Mutex;
use tracing::warn;

use process::ProcessCollector;
use sources::Sources;

use crate::reader_registry::ReaderRegistry;
use crate::status::Status;

/// How old figures from the database may be when they are shown again.
const MAX_AGE: Duration = Duration::from_secs(2);
/// Begins the names of our metrics.
const PREFIX: &str = "memebot";
/// Labels whose values are found at run time.
pub type Labels = Vec<(&'static str, String)>;

/// Metrics of a part that the engine does not know. They are registered once and brought up to date on a scrape.
#[async_trait]
pub trait MetricSource: Send + Sync {
    /// Adds its metrics to the registry.
    fn register(&self, registry: &mut Registry);

    /// Brings up to date what is read from the database, at most every two seconds.
    ///
    /// # Errors
    /// When the database does not answer.
    async fn query(&self, pool: &PgPool) -> Result<(), sqlx::Error>;
}

/// Everything that is measured.
pub struct Metrics {
    registry: Registry,
    pool: PgPool,
    readers: Arc<ReaderRegistry>,
    database_up: Gauge,
    status_gauges: status_gauges::StatusGauges,
    sources: Sources,
    others: Vec<Box<dyn MetricSource>>,
    queried_at: Mutex<Option<Instant>>,
}

impl Metrics {
    /// Measurements of these readers that ask this pool. Sources that are not in the database are added before it is shared.
    pub fn new(pool: PgPool, readers: Arc<ReaderRegistry>) -> Self {
        let mut all = Registry::default();
        all.register_collector(Box::new(ProcessCollector));
        let registry = all.sub_registry_with_prefix(PREFIX);
        let database_up = Gauge::default();
        registry.register("database_up", "1 when the database answered the last time", database_up.clone());
        let status_gauges = status_gauges::StatusGauges::register(registry);
        let sources = Sources::register(registry);
        Self {
            registry: all,
            pool,
            readers,
            database_up,
            status_gauges,
            sources,
            others: Vec::new(),
            queried_at: Mutex::default(),
        }
    }

    /// Lets a part of the system add metrics of its own.
    #[must_use]
    pub fn with(mut self, register: impl FnOnce(&mut Registry)) -> Self {
        register(self.registry.sub_registry_with_prefix(PREFIX));
        self
    }

    /// Also shows the metrics of a part that the engine does not know.
    #[must_use]
    pub fn with_source(mut self, source: impl MetricSource + 'static) -> Self {
        source.register(self.registry.sub_registry_with_prefix(PREFIX));
        self.others.push(Box::new(source));
        self
    }

    /// Also counts the connections of this pool.
    #[must_use]
    pub fn with_pool(mut self, name: &'static str, pool: PgPool) -> Self {
        self.sources.pools.push((name, pool));
        self
    }

    /// Also tells how far the relay of this instance is behind the log.
    #[must_use]
    pub fn with_relay(mut self, relay: tokio::sync::watch::Receiver<crate::relay::RelayStatus>) -> Self {
        self.sources.relay = Some(relay);
        self
    }

    /// Also tells how far the log is published when this instance does not publish it.
    #[must_use]
    pub fn with_stream(mut self, nats: crate::nats::Nats) -> Self {
        self.sources.stream = Some(nats);
        self
    }

    /// Everything, in the OpenMetrics text format.
    ///
    /// # Errors
    /// Never, as things stand: the writer is a string.
    pub async fn scrape(&self) -> Result<String, std::fmt::Error> {
        // Held while the database is asked: scrapes that come together wait for one query instead of each sending its
        // own.
        let mut queried_at = self.queried_at.lock().await;
        if queried_at.is_none_or(|at| at.elapsed() >= MAX_AGE) {
            let up =
                self.query().await.inspect_err(|error| warn!(%error, "the database could not be measured"));
            self.database_up.set(i64::from(up.is_ok()));
            *queried_at = Some(Instant::now());
        }
        self.sources.read();
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }

    async fn query(&self) -> Result<(), sqlx::Error> {
        let status = Status::read(&self.pool, &self.readers, self.sources.relayed().await).await?;
        self.status_gauges.set(&status);
        self.sources.head(status.log_position);
        for source in &self.others {
            source.query(&self.pool).await?;
        }
        Ok(())
    }
}
