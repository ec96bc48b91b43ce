//! The divergence detector: compares the log with what else may know more of the history. It can only find a divergence,
//! never dispel one.

use std::time::Duration;

use tokio::time::timeout;
use tracing::debug;

use super::{Divergence, DivergenceKind, Epoch, Epochs, identity_divergence};
use crate::consumer::cursors::positions;
use crate::log::LogReader;
use crate::nats::Nats;
use crate::postgres::DatabaseIdentity;
use crate::store::codec::EventReadError;

/// How long NATS is asked; without an answer it is left out this time.
const NATS_TIMEOUT: Duration = Duration::from_secs(2);

/// Why the log could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum DetectionError {
    /// The database did not answer.
    #[error("could not read the epoch: {0}")]
    Database(#[from] sqlx::Error),
    /// The log could not be read.
    #[error("could not compare the log: {0}")]
    Log(#[from] EventReadError),
}

/// The sources: the database itself, the consumers' cursors, and JetStream.
#[derive(Clone)]
pub struct DivergenceDetector {
    /// The epochs.
    pub epochs: Epochs,
    /// JetStream, in the current epoch.
    pub nats: Nats,
    /// The log.
    pub log: LogReader,
}

impl DivergenceDetector {
    /// Asks all sources and keeps what is new of their divergences. Returns the epoch, and why it is held if it is.
    ///
    /// # Errors
    /// [`DetectionError`]; NATS being away is none.
    pub async fn detect_and_record(&self) -> Result<(Epoch, Option<String>), DetectionError> {
        let epoch = self.epochs.begin().await?;
        for divergence in self.divergences(&epoch).await? {
            self.epochs.record_divergence(epoch.number, &divergence).await?;
        }
        let held = self.epochs.hold_reason().await?;
        Ok((epoch, held))
    }

    /// The divergences that can be seen now.
    ///
    /// # Errors
    /// [`DetectionError`]; NATS being away is none.
    pub async fn divergences(&self, epoch: &Epoch) -> Result<Vec<Divergence>, DetectionError> {
        let identity = identity_divergence(epoch, &DatabaseIdentity::read(self.epochs.pool()).await?);
        let (cursors, stream) = (self.cursors().await?, self.stream(epoch).await?);
        Ok([identity, cursors, stream].into_iter().flatten().collect())
    }

    async fn cursors(&self) -> Result<Option<Divergence>, sqlx::Error> {
        let ahead = positions::ahead(self.epochs.pool()).await?;
        Ok(ahead.map(|(consumer, position, head)| Divergence {
            kind: DivergenceKind::Cursors,
            detail: format!("{consumer} has applied position {position}, and the log ends at {head}"),
        }))
    }

    async fn stream(&self, epoch: &Epoch) -> Result<Option<Divergence>, DetectionError> {
        // An instance of another epoch than the database's is about to begin anew.
        if self.nats.epoch != epoch.number {
            return Ok(None);
        }
        // Without an answer NATS is left out this time: only a divergence may hold publishing, not a service
        // that is down.
        let Ok(end) = timeout(NATS_TIMEOUT, self.end_of_stream(epoch.number)).await else { return Ok(None) };
        let Some(end) = end else { return Ok(None) };
        let (position, event) = match end {
            PublishedHistory::LaterEpoch(other) => {
                let detail = format!("JetStream carries epoch {other}, which the database does not know");
                return Ok(Some(Divergence { kind: DivergenceKind::Stream, detail }));
            }
            PublishedHistory::LastEvent { position, event } => (position, event),
        };
        if self.log.position_of(event).await? == Some(position) {
            return Ok(None);
        }
        let head = self.log.head().await?;
        let detail = format!(
            "JetStream ends with event {event} at position {position}; the log ends at {head} and does not have it"
        );
        Ok(Some(Divergence { kind: DivergenceKind::Stream, detail }))
    }

    /// How the history ends in JetStream; none when it does not say.
    async fn end_of_stream(&self, epoch: u32) -> Option<PublishedHistory> {
        let epochs = self
            .nats
            .epochs()
            .await
            .inspect_err(|error| debug!(%error, "the history in NATS cannot be compared"))
            .ok()?;
        if let Some(later) = epochs.iter().rev().find(|other| **other > epoch) {
            return Some(PublishedHistory::LaterEpoch(*later));
        }
        if !epochs.contains(&epoch) {
            return None;
        }
        let stream = self.nats.stream_of(epoch).await.ok()?;
        let tail = self.nats.tail(&stream).await;
        let last =
            tail.inspect_err(|error| debug!(%error, "the history in NATS cannot be compared")).ok()?.last?;
        Some(PublishedHistory::LastEvent { position: last.position, event: last.event })
    }
}

/// What JetStream says.
enum PublishedHistory {
    /// There is a stream of a later epoch.
    LaterEpoch(u32),
    /// The epoch's stream ends so.
    LastEvent { position: u64, event: domain::id::EventId },
}
