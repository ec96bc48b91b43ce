//! The verification of the log (`memebot audit verify`): compares every stored event with the log, and names each
//! discrepancy.
//!
//! Reads in pages, each with a short snapshot of its own, so that it may run beside the live system: it reads
//! the log up to the head that it found at the start. What it cannot find is a history that was rewritten whole,
//! state row included; only checkpoints kept outside the database show that.

mod log;
pub mod second_reader;
#[cfg(test)]
mod tests;
mod unlogged;

use domain::merkle::TreeHash;
use serde::Serialize;
use sqlx::PgPool;

/// More discrepancies than this are only counted.
const NAMED_DISCREPANCIES: usize = 1_000;

/// What an audit found.
#[derive(Clone, Debug, Serialize)]
pub struct VerificationReport {
    /// The position up to which the log was read.
    pub head: u64,
    /// How many positions are as they were logged.
    pub verified: u64,
    /// Root of the Merkle tree over the log's leaves.
    pub root: TreeHash,
    /// What is wrong, in the order of its being found; a thousand at most.
    #[serde(rename = "faults")]
    pub discrepancies: Vec<Discrepancy>,
    /// How many discrepancies there are beyond those.
    pub more: u64,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Discrepancy {
    /// Where in the log, if it is there.
    pub position: Option<u64>,
    /// `type/id` of the stream, if it is known.
    pub stream: Option<String>,
    /// The event's number in its stream, if it is known.
    pub sequence: Option<u64>,
    /// What is wrong.
    pub what: DiscrepancyKind,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum DiscrepancyKind {
    /// No row of the log has the position.
    #[error("the log has no such position")]
    PositionMissing,
    /// The event is gone.
    #[error("the event was deleted")]
    EventMissing,
    /// The event's bytes have another leaf hash.
    #[error("the event is not the one that was logged")]
    Altered,
    /// The log row says another stream, sequence or ingest number than the event.
    #[error("the log row does not fit its event")]
    Misfiled,
    /// The column `project_id` is not the project of the metadata.
    #[error("the event's project column was changed")]
    OtherProject,
    /// Partition or link to the partition's event before it.
    #[error("the log row has another partition or link than it must have")]
    WrongLink,
    /// The event before it in its stream does not come before it.
    #[error("the event before it in its stream does not come before it in the log")]
    OutOfOrder,
    /// The moment of sequencing is earlier than the one before.
    #[error("it was sequenced earlier than the position before it")]
    TimeWentBack,
    /// No command says that it made the event.
    #[error("the event was slipped in: its command's receipt does not name it")]
    NoReceipt,
    /// The event is neither in the log nor waiting for it.
    #[error("the event was slipped in past the log")]
    NotLogged,
    /// An event that waits for its position does not exist.
    #[error("an event was deleted before it was logged")]
    QueuedEventMissing,
    /// A receipt names an event that exists nowhere.
    #[error("a receipt names an event that is neither stored nor logged")]
    ReceiptWithoutEvent,
    /// The log goes on past its head.
    #[error("the log has a row past its head")]
    BeyondHead,
    /// Root, size or partition heads of the state row are not those of the log's rows.
    #[error("the sequencer's state does not fit the log's rows: rows of the log were changed")]
    StateDiffers,
}

/// The database did not answer.
#[derive(Debug, thiserror::Error)]
#[error("could not {step}")]
pub struct AuditError {
    step: &'static str,
    source: sqlx::Error,
}

/// Verifies everything up to the present head; `progress` is called with the position reached and the head.
///
/// # Errors
/// [`AuditError`] when the database does not answer; damage is no error but in the report.
#[tracing::instrument(name = "infra.audit.verify", skip_all)]
pub async fn verify(
    pool: &PgPool,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<VerificationReport, AuditError> {
    let mut discrepancies = Discrepancies::default();
    let (head, verified, root) = log::verify(pool, &mut discrepancies, progress).await?;
    unlogged::verify(pool, &mut discrepancies).await?;
    Ok(VerificationReport {
        head,
        verified,
        root,
        discrepancies: discrepancies.named,
        more: discrepancies.more,
    })
}

#[derive(Default)]
struct Discrepancies {
    named: Vec<Discrepancy>,
    more: u64,
}

impl Discrepancies {
    fn add(&mut self, discrepancy: Discrepancy) {
        // A log that was replaced as a whole must not fill the memory of who verifies it.
        if self.named.len() < NAMED_DISCREPANCIES {
            self.named.push(discrepancy);
        } else {
            self.more += 1;
        }
    }

    /// A gap may be as long as a forged number says: it is counted, not listed.
    fn missing(&mut self, positions: std::ops::Range<u64>) {
        let room = (NAMED_DISCREPANCIES - self.named.len()) as u64;
        let named = positions.start..positions.end.min(positions.start.saturating_add(room));
        self.more += positions.end.saturating_sub(named.end.max(positions.start));
        for position in named {
            self.add(Discrepancy {
                position: Some(position),
                ..Discrepancy::of(DiscrepancyKind::PositionMissing)
            });
        }
    }
}

impl Discrepancy {
    fn of(what: DiscrepancyKind) -> Self {
        Self { position: None, stream: None, sequence: None, what }
    }
}

fn during(step: &'static str) -> impl Fn(sqlx::Error) -> AuditError {
    move |source| AuditError { step, source }
}
