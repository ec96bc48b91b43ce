//! The system under measurement: one database with the core that `memebot` builds over it, from the same parts.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context;
use commands::bus::Bus;
use commands::port::clock::{Clock, Ids};
use engine::clock::{DatabaseClock, SystemIds};
use engine::config::{Section, SettingsReader};
use engine::log::LogReader;
use engine::postgres::{self, Budget, PostgresConfig};
use engine::store::codec::EventDecoder;
use engine::store::keys::Keyring;
use engine::store::{AppendSignal, PgEventStore, StoreConfig};
use harness::TestDatabase;
use sqlx::PgPool;

use crate::stage::Stage;

/// States of each aggregate type that the bus keeps in memory, as in `memebot`.
const CACHED_STATES: u64 = 20_000;
/// Opens what the benchmark seals.
pub(crate) const MASTER_KEY: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// The core of one instance, with `memebot`'s own defaults.
pub(crate) struct System {
    pub(crate) config: PostgresConfig,
    pub(crate) store_config: StoreConfig,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) append_signal: AppendSignal,
    pub(crate) keyring: Keyring,
    pub(crate) decoder: EventDecoder,
    pub(crate) log: LogReader,
    pub(crate) bus: Arc<Bus<PgEventStore>>,
    pub(crate) commands: PgPool,
    pub(crate) log_pool: PgPool,
    pub(crate) consumers: PgPool,
    /// The database, with a pool for the benchmark's own questions.
    pub(crate) database: TestDatabase,
}

impl System {
    /// A core over a new database.
    pub(crate) async fn create(stage: &Stage) -> anyhow::Result<Self> {
        let database = stage.migrated().await?;
        let (config, store_config) = config(&database.url)?;
        let pool = |budget| postgres::pool(&config, budget);
        let (commands, log_pool, consumers) =
            (pool(Budget::Commands), pool(Budget::Log), pool(Budget::Consumers));
        let keyring =
            Keyring::open(commands.clone(), &store_config.master_key).await.context("open the keys")?;
        let (append_signal, decoder) = (AppendSignal::new(), EventDecoder::new(keyring.clone()));
        let store = PgEventStore::start(
            &commands,
            keyring.clone(),
            store_config.append_limits(config.guard.clone()),
            &append_signal,
        );
        let ids: Arc<dyn Ids> = Arc::new(SystemIds);
        Ok(Self {
            bus: Arc::new(Bus::new(store, Arc::clone(&ids), CACHED_STATES)),
            clock: Arc::new(DatabaseClock::default()),
            log: LogReader::new(log_pool.clone(), decoder.clone()),
            ids,
            append_signal,
            keyring,
            decoder,
            commands,
            log_pool,
            consumers,
            config,
            store_config,
            database,
        })
    }

    /// Another bus over the same database that keeps no states in memory.
    pub(crate) fn cold_bus(&self) -> Arc<Bus<PgEventStore>> {
        let (pool, keyring) = (self.commands.clone(), self.keyring.clone());
        let store = PgEventStore::start(
            &pool,
            keyring,
            self.store_config.append_limits(self.config.guard.clone()),
            &self.append_signal,
        );
        Arc::new(Bus::new(store, Arc::clone(&self.ids), 0))
    }

    /// One number that the database is asked for.
    pub(crate) async fn number(&self, query: &str) -> anyhow::Result<i64> {
        let number = sqlx::query_scalar(query).fetch_one(&self.database.pool).await;
        number.with_context(|| query.to_owned())
    }

    /// The last ingest number, to count from.
    pub(crate) async fn last_ingest(&self) -> anyhow::Result<i64> {
        self.number("SELECT coalesce(max(ingest_seq), 0) FROM events").await
    }

    /// Events that were stored after this ingest number.
    pub(crate) async fn stored_after(&self, ingest: i64) -> anyhow::Result<u64> {
        let count = self.number(&format!("SELECT count(*) FROM events WHERE ingest_seq > {ingest}")).await?;
        Ok(count.unsigned_abs())
    }
}

/// The settings as `memebot` reads them when only what it must be told is told.
fn config(url: &str) -> anyhow::Result<(PostgresConfig, StoreConfig)> {
    let given = HashMap::from([("DATABASE_URL", url), ("MEMEBOT_MASTER_KEY", MASTER_KEY)]);
    let look_up = |name: &str| given.get(name).map(|value| (*value).to_owned());
    let mut reader = SettingsReader::new(&look_up);
    let postgres = PostgresConfig::read(&mut reader).context("read the settings of PostgreSQL")?;
    let store = StoreConfig::read(&mut reader).context("read the settings of the event store")?;
    Ok((postgres, store))
}
