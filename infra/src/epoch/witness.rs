//! Witnesses: who may know more of the history than the log does. Each can only raise a doubt, never dispel one.

use std::time::Duration;

use tokio::time::timeout;
use tracing::debug;

use super::{Doubt, Epoch, Epochs, Kind, doubt_of_identity};
use crate::log::LogReader;
use crate::nats::Nats;
use crate::nats::tail::TailError;
use crate::postgres::DatabaseIdentity;
use crate::store::codec::EventReadError;

/// How long NATS is asked; away, it is no witness this time.
const PATIENCE: Duration = Duration::from_secs(2);

/// A consumer that has applied what does not exist: the log and the cursors are of different moments.
const CURSORS: &str = "
SELECT c.consumer, c.position, s.last_position FROM consumer_cursors c, sequencer_state s
 WHERE c.position > s.last_position ORDER BY c.position DESC LIMIT 1";

/// Why the witnesses could not be heard.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// The database did not answer.
    #[error("could not read the epoch: {0}")]
    Database(#[from] sqlx::Error),
    /// The log could not be read.
    #[error("could not compare the log: {0}")]
    Log(#[from] EventReadError),
}

/// The witnesses: the database itself, the consumers' cursors, and JetStream.
#[derive(Clone)]
pub struct Witnesses {
    /// The epochs.
    pub epochs: Epochs,
    /// JetStream, in the current epoch.
    pub nats: Nats,
    /// The log.
    pub log: LogReader,
}

impl Witnesses {
    /// Hears all witnesses and keeps what is new of their doubts. Returns the epoch, and why it is held if it is.
    ///
    /// # Errors
    /// [`WitnessError`]; NATS being away is none.
    pub async fn hear(&self) -> Result<(Epoch, Option<String>), WitnessError> {
        let epoch = self.epochs.begin().await?;
        for doubt in self.doubts(&epoch).await? {
            self.epochs.note(epoch.number, &doubt).await?;
        }
        let held = self.epochs.why_held().await?;
        Ok((epoch, held))
    }

    /// What the witnesses doubt now.
    ///
    /// # Errors
    /// [`WitnessError`]; NATS being away is none.
    pub async fn doubts(&self, epoch: &Epoch) -> Result<Vec<Doubt>, WitnessError> {
        let identity = doubt_of_identity(epoch, &DatabaseIdentity::read(self.epochs.pool()).await?);
        let (cursors, stream) = (self.cursors().await?, self.stream(epoch).await?);
        Ok([identity, cursors, stream].into_iter().flatten().collect())
    }

    async fn cursors(&self) -> Result<Option<Doubt>, sqlx::Error> {
        let ahead: Option<(String, i64, i64)> =
            sqlx::query_as(CURSORS).fetch_optional(self.epochs.pool()).await?;
        Ok(ahead.map(|(consumer, position, head)| Doubt {
            kind: Kind::Cursors,
            detail: format!("{consumer} has applied position {position}, and the log ends at {head}"),
        }))
    }

    async fn stream(&self, epoch: &Epoch) -> Result<Option<Doubt>, WitnessError> {
        // an instance of another epoch than the database's is about to begin anew
        if self.nats.epoch != epoch.number {
            return Ok(None);
        }
        let Ok(known) = timeout(PATIENCE, self.known_to_nats(epoch.number)).await else { return Ok(None) };
        let Some(known) = known else { return Ok(None) };
        let (position, event) = match known {
            Known::Later(other) => {
                let detail = format!("JetStream carries epoch {other}, which the database does not know");
                return Ok(Some(Doubt { kind: Kind::Stream, detail }));
            }
            Known::Last { position, event } => (position, event),
        };
        if self.log.position_of(event).await? == Some(position) {
            return Ok(None);
        }
        let head = self.log.head().await?;
        let detail = format!(
            "JetStream ends with event {event} at position {position}; the log ends at {head} and does not have it"
        );
        Ok(Some(Doubt { kind: Kind::Stream, detail }))
    }

    /// How the history ends in JetStream; none when it does not say.
    async fn known_to_nats(&self, epoch: u32) -> Option<Known> {
        let epochs =
            self.nats.epochs().await.inspect_err(|error| debug!(%error, "NATS is no witness")).ok()?;
        if let Some(later) = epochs.iter().rev().find(|other| **other > epoch) {
            return Some(Known::Later(*later));
        }
        if !epochs.contains(&epoch) {
            return None;
        }
        let stream = self.nats.stream_of(epoch).await.ok()?;
        match self.nats.tail(&stream).await {
            Ok(last) => last.map(|last| Known::Last { position: last.position, event: last.event }),
            Err(error @ (TailError::Nats(_) | TailError::Foreign(_))) => {
                debug!(%error, "NATS is no witness");
                None
            }
        }
    }
}

/// What JetStream says.
enum Known {
    /// There is a stream of a later epoch.
    Later(u32),
    /// The epoch's stream ends so.
    Last { position: u64, event: domain::id::EventId },
}
