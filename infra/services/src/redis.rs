//! Redis: caches, the shared rate limiter and the status of jobs. A convenience: without it everything goes on.
//!
//! Every call fails open and has a timeout. After a failure a circuit breaker leaves Redis alone for a second, so
//! that a dead one costs next to nothing.

mod cache;
mod connection;
mod job_status;
mod lookups;
mod rate_limiter;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use commands::port::clock::Clock;
use prometheus_client::registry::Registry;
use redis::{Client, ConnectionInfo};

use self::connection::RedisConnection;
use self::lookups::Lookups;
use engine::config::{Section, Setting, SettingsReader};

const URL: Setting = Setting::new(
    "REDIS_URL",
    Some("redis://127.0.0.1:6379"),
    "Redis, for caches, rate limits and job status; rediss:// encrypts. Everything works without it, slower",
);
const PREFIX: Setting = Setting::new(
    "REDIS_PREFIX",
    None,
    "begins every key in Redis; nothing by default, needed when several installations share one Redis",
);

/// Where Redis is. Not printable: the address may hold a password.
#[derive(Clone)]
pub struct RedisConfig {
    /// `REDIS_URL`: the server.
    pub address: ConnectionInfo,
    /// `REDIS_PREFIX`: begins every key; empty by default.
    pub prefix: String,
}

impl Section for RedisConfig {
    const SETTINGS: &'static [Setting] = &[URL, PREFIX];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let address = reader.required(&URL);
        let prefix = reader.optional(&PREFIX).unwrap_or_default();
        Some(Self { address: address?, prefix })
    }
}

/// All that is kept in Redis. Connects when it is first used.
pub struct Redis {
    connection: RedisConnection,
    prefix: String,
    clock: Arc<dyn Clock>,
    lookups: Lookups,
}

impl Redis {
    /// Redis at the configured address; the clock tells when a vibe expires.
    pub fn new(config: &RedisConfig, clock: Arc<dyn Clock>) -> Self {
        let client = Client::open(config.address.clone()).expect("a parsed address stays an address");
        let (connection, lookups) = (RedisConnection::new(client), Lookups::new());
        Self { connection, prefix: config.prefix.clone(), clock, lookups }
    }

    /// Whether Redis answers now: one sentence either way.
    pub async fn check(&self) -> Result<String, String> {
        match self.connection.attempt::<String>(&redis::cmd("PING")).await {
            Ok(_) => Ok("Redis answers".to_owned()),
            Err(error) => Err(format!("Redis does not answer: {error}")),
        }
    }

    /// Adds the hits and misses of each cache, and what stood under our keys and was not ours, to the metrics.
    pub fn register(&self, registry: &mut Registry) {
        self.lookups.register(registry);
        let help = "How often a key in Redis held something else than what is kept there";
        registry.register("redis_foreign_keys", help, self.connection.foreign_keys());
    }

    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}
