//! The event store on PostgreSQL: streams are loaded, and outcomes appended with expected versions, in batches of what
//! waits.

mod append;
mod append_workers;
mod check;
pub mod codec;
mod config;
mod dedicated_connection;
pub mod envelope;
pub mod keys;
mod load;
mod master_key;
mod payload;
pub mod repair;
pub(crate) mod sealed_event;
pub mod stored_events;
pub mod surviving_keys;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;

use std::time::Duration;

use commands::decision::AggregateState;
use commands::store::{Append, Appended, EventStore, StoreError};
use sqlx::PgPool;

use crate::lease::LivingReaders;
use crate::postgres::ConnectionGuard;
pub use append_workers::AppendSignal;
use append_workers::AppendWorkers;
pub use check::check;
use codec::{EventDecoder, EventReadError};
pub use config::StoreConfig;
use keys::Keyring;
use load::StreamLoader;
pub use master_key::{InvalidMasterKey, MasterKey};
pub use sealed_event::{LogPosition, UnreadableEvent};

/// Bounds of the append path.
#[derive(Clone)]
pub struct AppendLimits {
    /// Append workers, each with a connection of its own, and as many that load; a stream always goes through the same
    /// ones. Default 2.
    pub workers: usize,
    /// Commands that may wait in each worker's queue; more are told to come back, loads wait longer. Default 1024.
    pub queue: usize,
    /// Commands in one statement. Default 256.
    pub batch: usize,
    /// Bytes of one sealed payload. Default 64 KiB.
    pub payload: usize,
    /// Events of one stream. Default 1 000 000: decades of an event every quarter of an hour.
    pub stream: u64,
    /// How long a command waits for its outcome. Default 5 s.
    pub timeout: Duration,
    /// Checks every new connection of the workers.
    pub guard: ConnectionGuard,
    /// What they cannot read is not appended.
    pub readers: LivingReaders,
}

impl Default for AppendLimits {
    fn default() -> Self {
        Self {
            workers: 2,
            queue: 1024,
            batch: 256,
            payload: 64 * 1024,
            stream: 1_000_000,
            timeout: Duration::from_secs(5),
            guard: ConnectionGuard::default(),
            readers: LivingReaders::default(),
        }
    }
}

/// The event store.
pub struct PgEventStore {
    loader: StreamLoader,
    keyring: Keyring,
    decoder: EventDecoder,
    workers: AppendWorkers,
    limits: AppendLimits,
}

impl PgEventStore {
    /// Starts the workers that append and those that load, on connections of their own to the pool's server. `signal` is
    /// called after commits.
    pub fn start(pool: &PgPool, keyring: Keyring, limits: AppendLimits, signal: &AppendSignal) -> Self {
        // Not from the pool: it gives out whichever connection is free, and then two batches could touch one
        // stream at once.
        let options = pool.connect_options();
        let workers = AppendWorkers::start(&options, &limits, signal);
        let loader = StreamLoader::start(pool, &limits);
        let decoder = EventDecoder::new(keyring.clone());
        Self { loader, keyring, decoder, workers, limits }
    }
}

impl EventStore for PgEventStore {
    #[tracing::instrument(level = "debug", name = "infra.store.load", skip(self), fields(kind = %S::KIND))]
    async fn load<S: AggregateState>(
        &self,
        aggregate_id: &str,
        after: u64,
    ) -> Result<Vec<Option<S::Event>>, StoreError> {
        self.loader.load::<S>(&self.decoder, aggregate_id, after).await
    }

    #[tracing::instrument(level = "debug", name = "infra.store.append", skip_all, fields(command = %append.receipt.command_id))]
    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        self.limits.readers.permit(append.events.iter().map(|event| event.kind))?;
        let prepared = append::PreparedAppend::prepare(append, &self.keyring, &self.limits).await?;
        self.workers.record(prepared, self.limits.timeout).await
    }
}

impl From<EventReadError> for StoreError {
    fn from(error: EventReadError) -> Self {
        match error {
            EventReadError::Unavailable { step, source } => {
                unavailable(&format!("could not {step}: {source}"))
            }
            EventReadError::WrongMasterKey { .. } | EventReadError::Damaged { .. } => {
                Self::Corrupt(error.to_string())
            }
            EventReadError::Unreadable(event) => Self::Unreadable((*event).into()),
        }
    }
}

/// When to come back after a refusal for want of room or of a database.
const RETRY_AFTER: Duration = Duration::from_secs(1);

fn unavailable(why: &str) -> StoreError {
    StoreError::Unavailable { retry_after: RETRY_AFTER, why: why.to_owned() }
}
