//! Disaster recovery: what a restore or a failover lost, what has to be set right, and the next epoch.
//!
//! Nothing is published meanwhile: the divergence stands until the next epoch is opened, which is the last step but one.
//! Every step may be repeated, so a recovery that was cut off is simply run again.

mod accounts;
mod lost_tail;
mod repair;
#[cfg(test)]
mod tests;
mod tweet_matching;

use std::sync::Arc;

use commands::error::CommandError;
use commands::port::ServiceError;
use commands::port::account::XAccounts;
use commands::port::aggregates::Aggregates;
use commands::port::cache::ProjectCache;
use commands::port::clock::{Clock, Ids};
use commands::port::dispatch::Dispatch;
use commands::port::vault::Vault;
use commands::store::StoreError;
use domain::event::EventKind;
use serde::Serialize;

use engine::epoch::{DetectionError, Divergence, DivergenceDetector, Epoch};
use engine::nats::NatsError;
use engine::postgres::DatabaseIdentity;
use engine::store::codec::EventReadError;
use engine::store::surviving_keys;

pub use accounts::AccountReview;
pub use lost_tail::{LostEvent, LostTail};
pub use tweet_matching::{TweetFinding, TweetOrigin};

/// The event that forgets texts: it tells which of their keys a restore brought back.
const FORGETTING: &str = EventKind::TextsForgotten.name;

/// Why a recovery could not go on. Everything done so far stays done.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    /// The database did not answer.
    #[error("the database did not answer: {0}")]
    Database(#[from] sqlx::Error),
    /// Divergences could not be looked for.
    #[error(transparent)]
    Detection(#[from] DetectionError),
    /// The log could not be read.
    #[error(transparent)]
    Log(#[from] EventReadError),
    /// A stream could not be loaded.
    #[error("a stream could not be loaded: {0}")]
    Load(#[from] StoreError),
    /// A command was not carried out.
    #[error("a command was not carried out: {0}")]
    Command(#[from] CommandError),
    /// A service did not answer.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// NATS did not answer in the middle of it.
    #[error("NATS did not answer: {0}")]
    Nats(#[source] NatsError),
    /// Something must be there for a recovery and is not.
    #[error("{0}")]
    Needs(String),
}

/// What a recovery works with.
pub struct Recovery {
    /// Epochs, log and JetStream.
    pub detector: DivergenceDetector,
    /// Current states.
    pub aggregates: Arc<dyn Aggregates>,
    /// Records what was found.
    pub dispatch: Arc<dyn Dispatch>,
    /// Business time.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
    /// The accounts' timelines.
    pub x: Arc<dyn XAccounts>,
    /// The keys of texts.
    pub vault: Arc<dyn Vault>,
    /// What may be cached of events that are lost.
    pub cache: Arc<dyn ProjectCache>,
    /// Who recovers.
    pub operator: String,
}

/// What was found, and what there is to do.
#[derive(Debug, Serialize)]
pub struct Diagnosis {
    /// The epoch that ends.
    pub epoch: u32,
    /// The epoch that will be opened.
    pub next: u32,
    /// The database that continued the history.
    pub was: String,
    /// The database that continues it now.
    pub is: String,
    /// Where the log ends.
    pub head: u64,
    /// What was noticed; empty when the history is whole.
    #[serde(rename = "doubts")]
    pub divergences: Vec<Divergence>,
    /// What JetStream has and the log does not.
    pub lost: LostTail,
    /// Why JetStream could not tell, if so.
    pub nats_away: Option<String>,
    /// The accounts, and what their timelines show that the log does not know.
    pub accounts: Vec<AccountReview>,
    /// Texts whose keys are there again although they were forgotten.
    pub unforgotten: u64,
    /// Streams of earlier epochs that a recovery left in JetStream.
    pub leftovers: Vec<u32>,
}

impl Diagnosis {
    /// Whether nothing has to be done.
    pub fn is_whole(&self) -> bool {
        self.divergences.is_empty() && self.leftovers.is_empty()
    }
}

impl Recovery {
    /// Finds out. What is new of the divergences is kept, so that publishing is held from now on; else nothing is changed.
    ///
    /// # Errors
    /// [`RecoveryError`]; NATS and X being away is part of the answer.
    pub async fn diagnose(&self) -> Result<Diagnosis, RecoveryError> {
        let DivergenceDetector { epochs, nats, log } = &self.detector;
        let asked = nats.epochs().await;
        let (epoch, _) = self.detector.detect_and_record().await?;
        let divergences = epochs.divergences(epoch.number).await?;
        let (streams, nats_away) = match asked {
            Ok(streams) => (streams, None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        // A stream of a later epoch means that an older backup was restored: the next epoch must come after
        // both.
        let last = streams.iter().copied().max().unwrap_or_default().max(epoch.number);
        let mut diagnosis = self.begun(&epoch, last + 1).await?;
        diagnosis.leftovers = streams.iter().copied().filter(|other| *other < epoch.number).collect();
        diagnosis.nats_away = nats_away;
        if divergences.is_empty() {
            return Ok(diagnosis);
        }
        if streams.contains(&last) {
            diagnosis.lost = LostTail::read(nats, log, last).await?;
        }
        diagnosis.divergences = divergences;
        diagnosis.unforgotten = surviving_keys::count(epochs.pool(), FORGETTING).await?;
        diagnosis.accounts = self.review(&diagnosis.lost).await?;
        Ok(diagnosis)
    }

    async fn begun(&self, epoch: &Epoch, next: u32) -> Result<Diagnosis, RecoveryError> {
        let is = DatabaseIdentity::read(self.detector.epochs.pool()).await?;
        Ok(Diagnosis {
            epoch: epoch.number,
            next,
            was: epoch.identity.to_string(),
            is: is.to_string(),
            head: self.detector.log.head().await?,
            divergences: Vec::new(),
            lost: LostTail::default(),
            nats_away: None,
            accounts: Vec::new(),
            unforgotten: 0,
            leftovers: Vec::new(),
        })
    }
}
