//! Metrics that are read from this process on a scrape: connections, the relay.

use std::time::Duration;

use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sqlx::PgPool;
use tokio::sync::watch;
use tokio::time::timeout;

use super::Labels;
use crate::nats::Nats;
use crate::relay::{RelayState, RelayStatus, published};

/// How long the stream may take to tell where it ends.
const TIMEOUT: Duration = Duration::from_secs(1);

/// The sources that were added, and where they are shown.
pub(super) struct Sources {
    /// Pools whose connections are counted.
    pub(super) pools: Vec<(&'static str, PgPool)>,
    /// The relay of this instance.
    pub(super) relay: Option<watch::Receiver<RelayStatus>>,
    /// The stream that some relay fills.
    pub(super) stream: Option<Nats>,
    connections: Family<Labels, Gauge>,
    head: Gauge,
    relayed: Gauge,
    running: Gauge,
    foreign: Gauge,
}

impl Sources {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let sources = Self {
            pools: Vec::new(),
            relay: None,
            stream: None,
            connections: Family::default(),
            head: Gauge::default(),
            relayed: Gauge::default(),
            running: Gauge::default(),
            foreign: Gauge::default(),
        };
        let connections = sources.connections.clone();
        registry.register(
            "database_connections",
            "Connections of this process, by pool and use",
            connections,
        );
        registry.register("log_position", "Last position of the event log", sources.head.clone());
        registry.register(
            "relay_position",
            "Last position that this relay published",
            sources.relayed.clone(),
        );
        registry.register(
            "relay_running",
            "1 while this instance's relay publishes",
            sources.running.clone(),
        );
        registry.register(
            "relay_foreign_messages",
            "Messages of others that this relay found behind its own",
            sources.foreign.clone(),
        );
        sources
    }

    /// Notes where the log ends.
    pub(super) fn head(&self, position: u64) {
        self.head.set(position.cast_signed());
    }

    /// Up to where the log is published, if that can be told: by the relay of this instance, else by the stream.
    pub(super) async fn relayed(&self) -> Option<u64> {
        // A relay of this instance that only stands by knows nothing of the position.
        if let Some(status) = self.relay.as_ref().map(|relay| relay.borrow().clone())
            && status.state == RelayState::Running
        {
            return Some(status.position);
        }
        let nats = self.stream.as_ref().filter(|nats| nats.is_connected())?;
        timeout(TIMEOUT, published(nats)).await.ok()?.ok()?
    }

    /// Looks at everything.
    pub(super) fn read(&self) {
        for (name, pool) in &self.pools {
            let idle = i64::try_from(pool.num_idle()).unwrap_or(i64::MAX);
            self.connections_of(name, "idle", idle);
            self.connections_of(name, "busy", i64::from(pool.size()).saturating_sub(idle));
        }
        if let Some(relay) = &self.relay {
            let status = relay.borrow();
            self.relayed.set(status.position.cast_signed());
            self.running.set(i64::from(status.state == RelayState::Running));
            self.foreign.set(status.foreign.cast_signed());
        }
    }

    fn connections_of(&self, pool: &str, usage: &str, count: i64) {
        let labels = vec![("pool", pool.to_owned()), ("use", usage.to_owned())];
        self.connections.get_or_create(&labels).set(count);
    }
}
