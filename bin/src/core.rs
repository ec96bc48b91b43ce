//! The core that every subcommand shares: the database, the keys, the log and the bus.

use std::sync::Arc;

use anyhow::Context;
use commands::bus::Bus;
use commands::command::Command;
use commands::envelope::Envelope;
use commands::port::clock::{Clock, Ids};
use commands::port::dispatch::Dispatch;
use commands::processes;
use commands::receipt::Receipt;
use domain::actor::Actor;
use engine::clock::{DatabaseClock, SystemIds};
use engine::lease::LivingReaders;
use engine::log::LogReader;
use engine::postgres::{self, Budget};
use engine::reader_registry::ReaderRegistry;
use engine::store::codec::EventDecoder;
use engine::store::keys::Keyring;
use engine::store::{AppendLimits, AppendSignal, PgEventStore};
use projections::registry;
use sqlx::PgPool;

use crate::settings::Settings;

/// States of each aggregate type that the bus keeps in memory.
const CACHED_STATES: u64 = 20_000;

/// The readers of the log that the engine is handed: every read model, every process manager, and the bot.
pub(crate) fn readers() -> ReaderRegistry {
    let (read_models, processes) = (registry::all(), processes::NAMES.to_vec());
    ReaderRegistry { read_models, processes, other_work: vec!["bot"] }
}

/// The database, the keys, the log and the bus.
pub(crate) struct Core {
    /// The clock of the database, and business time over it.
    pub(crate) database_clock: DatabaseClock,
    /// The same, as a port.
    pub(crate) clock: Arc<dyn Clock>,
    /// New ids.
    pub(crate) ids: Arc<dyn Ids>,
    /// Calls the sequencer after commits.
    pub(crate) append_signal: AppendSignal,
    /// The keys of sealed texts.
    pub(crate) keyring: Keyring,
    /// Opens what the log holds.
    pub(crate) decoder: EventDecoder,
    /// What the instances that run can read.
    pub(crate) living_readers: LivingReaders,
    /// Every reader of the log.
    pub(crate) readers: Arc<ReaderRegistry>,
    /// Reads the log.
    pub(crate) log: LogReader,
    /// The command bus.
    pub(crate) bus: Arc<Bus<PgEventStore>>,
    /// Read models for people.
    pub(crate) queries: PgPool,
    /// Sequencer, relay and audits.
    pub(crate) log_pool: PgPool,
    /// Projectors and process managers.
    pub(crate) consumers: PgPool,
}

impl Core {
    /// Connects to the database and opens the keys.
    pub(crate) async fn open(settings: &Settings) -> anyhow::Result<Self> {
        // Pools apart: a report over the read models must not take the connections that commands need.
        let pool = |budget| postgres::pool(&settings.postgres, budget);
        let commands = pool(Budget::Commands);
        let keyring = Keyring::open(commands.clone(), &settings.store.master_key).await;
        let keyring = keyring.context("open the keys in the database (is it migrated? `memebot migrate`)")?;
        let (append_signal, decoder) = (AppendSignal::new(), EventDecoder::new(keyring.clone()));
        let log_pool = pool(Budget::Log);
        // Before anything is written: an older instance may run that cannot read it.
        let living_readers = LivingReaders::default();
        living_readers.look(&log_pool).await.context("read what the instances that run can read")?;
        let limits = settings.store.append_limits(settings.postgres.guard.clone());
        let limits = AppendLimits { readers: living_readers.clone(), ..limits };
        let store = PgEventStore::start(&commands, keyring.clone(), limits, &append_signal);
        let ids: Arc<dyn Ids> = Arc::new(SystemIds);
        // Before anything has a time: a command of the machine's own time could be an hour off.
        let database_clock = DatabaseClock::new(&settings.clock);
        database_clock.synchronise(&log_pool).await.context("read the database's clock")?;
        Ok(Self {
            clock: Arc::new(database_clock.clone()),
            database_clock,
            bus: Arc::new(Bus::new(store, Arc::clone(&ids), CACHED_STATES)),
            log: LogReader::new(log_pool.clone(), decoder.clone()),
            queries: pool(Budget::Queries),
            consumers: pool(Budget::Consumers),
            living_readers,
            readers: Arc::new(readers()),
            ids,
            append_signal,
            keyring,
            decoder,
            log_pool,
        })
    }

    /// Carries a command out for whoever sits at this command line.
    pub(crate) async fn dispatch(&self, command: impl Into<Command>) -> anyhow::Result<Receipt> {
        let user = std::env::var("USER").unwrap_or_else(|_| "unknown".to_owned());
        let envelope = Envelope::first(self.ids.next(), Actor::Operator(user), self.clock.now(), command);
        let dispatched = self.bus.dispatch(envelope).await.context("the command was not carried out")?;
        Ok(dispatched.receipt)
    }
}
