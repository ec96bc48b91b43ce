//! The event store on PostgreSQL: streams are loaded and outcomes appended in batches of what waits.

mod append;
pub mod codec;
mod dedicated;
pub mod keys;
mod lanes;
mod load;
mod master_key;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::time::Duration;

use commands::decision::Commanded;
use commands::store::{Append, Appended, EventStore, StoreError};
use sqlx::PgPool;

use crate::postgres::ConnectionGuard;
use crate::sequencer::Wake;
use codec::{OpenError, Opener};
use keys::Keyring;
use lanes::Lanes;
use load::Loads;
pub use master_key::{InvalidMasterKey, MasterKey};

/// Bounds of the append path.
#[derive(Clone, Debug)]
pub struct AppendLimits {
    /// Connections that append, and as many that load; a stream always goes through the same ones. Default 2.
    pub lanes: usize,
    /// Commands that may wait in each lane; more are told to come back, loads wait longer. Default 1024.
    pub queue: usize,
    /// Commands in one statement. Default 256.
    pub batch: usize,
    /// Bytes of one sealed payload. Default 64 KiB.
    pub payload: usize,
    /// Events of one stream. Default 1 000 000: an account that posts hourly for decades.
    pub stream: u64,
    /// How long a command waits for its outcome. Default 5 s.
    pub patience: Duration,
    /// Checks every new connection of the lanes.
    pub guard: ConnectionGuard,
}

impl Default for AppendLimits {
    fn default() -> Self {
        Self {
            lanes: 2,
            queue: 1024,
            batch: 256,
            payload: 64 * 1024,
            stream: 1_000_000,
            patience: Duration::from_secs(5),
            guard: ConnectionGuard::default(),
        }
    }
}

/// The event store.
pub struct PgEventStore {
    loads: Loads,
    keyring: Keyring,
    opener: Opener,
    lanes: Lanes,
    limits: AppendLimits,
}

impl PgEventStore {
    /// Starts the lanes that append and those that load, on connections of their own to the pool's server. `wake` is called after commits.
    pub fn start(pool: &PgPool, keyring: Keyring, limits: AppendLimits, wake: &Wake) -> Self {
        let options = pool.connect_options();
        let (lanes, loads) = (Lanes::start(&options, &limits, wake), Loads::start(&options, &limits));
        let opener = Opener::new(keyring.clone());
        Self { loads, keyring, opener, lanes, limits }
    }
}

impl EventStore for PgEventStore {
    #[tracing::instrument(level = "debug", name = "infra.store.load", skip(self), fields(kind = %S::KIND))]
    async fn load<S: Commanded>(&self, aggregate_id: &str, after: u64) -> Result<Vec<S::Event>, StoreError> {
        self.loads.load::<S>(&self.opener, aggregate_id, after).await
    }

    #[tracing::instrument(level = "debug", name = "infra.store.append", skip_all, fields(command = %append.receipt.command_id))]
    async fn append(&self, append: Append) -> Result<Appended, StoreError> {
        let entry = append::Entry::prepare(append, &self.keyring, &self.limits).await?;
        self.lanes.record(entry, self.limits.patience).await
    }
}

impl From<OpenError> for StoreError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Unavailable { step, source } => unavailable(&format!("could not {step}: {source}")),
            OpenError::WrongMasterKey { .. }
            | OpenError::Damaged { .. }
            | OpenError::UnknownVersion(_)
            | OpenError::UnknownAggregate(_) => Self::Corrupt(error.to_string()),
        }
    }
}

/// When to come back after a refusal for want of room or of a database.
const RETRY_AFTER: Duration = Duration::from_secs(1);

fn unavailable(why: &str) -> StoreError {
    StoreError::Unavailable { retry_after: RETRY_AFTER, why: why.to_owned() }
}
