//! The log row by row: each against its event, its neighbours, its stream and its command's receipt.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use commands::faults::Guard;
use domain::event::Metadata;
use domain::id::ProjectId;
use domain::merkle::{Frontier, Leaf, TreeHash};
use domain::stream::{PARTITIONS, partition};
use projections::statements;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use uuid::Uuid;

use super::{AuditError, Discrepancies, Discrepancy, DiscrepancyKind, during};
use crate::sequencer::state;

const PAGE: i64 = 1_000;

statements! {
    /// The lateral joins keep to one index look-up per row, whatever the planner thinks of the tables.
    READ = "
        SELECT l.position, l.event_id, l.ingest_seq, l.aggregate_type, l.aggregate_id, l.sequence, l.partition,
               l.previous, l.leaf_hash, l.sequenced_at,
               l.sequence = 1 OR before.position IS NOT NULL AS in_order,
               e.aggregate_type AS own_type, e.aggregate_id AS own_id, e.sequence AS own_sequence,
               e.ingest_seq AS own_ingest, e.event_type, e.event_version, e.project_id, e.recorded_at,
               sha256(convert_to(e.payload::text, 'UTF8')) AS payload_hash, e.metadata::text AS metadata
          FROM (SELECT * FROM event_log WHERE position > $1 AND position <= $2 ORDER BY position LIMIT $3) l
          LEFT JOIN LATERAL (SELECT * FROM events e WHERE e.event_id = l.event_id LIMIT 1) e ON true
          LEFT JOIN LATERAL (SELECT b.position FROM event_log b
                              WHERE b.aggregate_type = l.aggregate_type AND b.aggregate_id = l.aggregate_id
                                AND b.sequence = l.sequence - 1 AND b.position < l.position LIMIT 1) before ON true
         ORDER BY l.position";

    RECEIPTS = "SELECT command_id, event_ids FROM commands WHERE command_id = ANY ($1)";
}

#[derive(sqlx::FromRow)]
struct LogRow {
    position: i64,
    event_id: Uuid,
    ingest_seq: i64,
    aggregate_type: String,
    aggregate_id: String,
    sequence: i64,
    partition: i16,
    previous: i64,
    leaf_hash: [u8; 32],
    sequenced_at: DateTime<Utc>,
    in_order: bool,
    own_type: Option<String>,
    own_id: Option<String>,
    own_sequence: Option<i64>,
    own_ingest: Option<i64>,
    event_type: Option<String>,
    event_version: Option<String>,
    project_id: Option<Uuid>,
    recorded_at: Option<DateTime<Utc>>,
    payload_hash: Option<[u8; 32]>,
    metadata: Option<String>,
}

/// What the rows read so far add up to.
struct LogVerifier {
    position: i64,
    frontier: Frontier,
    heads: Vec<i64>,
    sequenced_at: DateTime<Utc>,
    verified: u64,
}

/// The head found at the start, how many positions are sound, and the root over the log's leaves.
pub(super) async fn verify(
    pool: &PgPool,
    discrepancies: &mut Discrepancies,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<(u64, u64, TreeHash), AuditError> {
    let state = state::read(pool).await.map_err(during("read the sequencer's state"))?;
    let head = state.last_position;
    // The head is read once: what is sequenced meanwhile is left to the next run.
    let mut verifier = LogVerifier::start();
    loop {
        let rows: Vec<LogRow> = sqlx::query_as(READ)
            .bind(verifier.position)
            .bind(head)
            .bind(PAGE)
            .fetch_all(pool)
            .await
            .map_err(during("read the event log"))?;
        if rows.is_empty() {
            break;
        }
        let named = receipts(pool, &rows).await?;
        rows.iter().for_each(|row| verifier.verify_row(row, &named, discrepancies));
        progress(verifier.position.cast_unsigned(), head.cast_unsigned());
    }
    discrepancies.missing((verifier.position + 1).cast_unsigned()..head.saturating_add(1).cast_unsigned());
    if verifier.frontier.to_bytes() != state.frontier || verifier.heads != state.partition_heads {
        discrepancies.add(Discrepancy::of(DiscrepancyKind::StateDiffers));
    }
    Ok((head.cast_unsigned(), verifier.verified, verifier.frontier.root()))
}

/// The events that the receipts of the page's commands name.
async fn receipts(pool: &PgPool, rows: &[LogRow]) -> Result<HashMap<Uuid, HashSet<Uuid>>, AuditError> {
    let ids: HashSet<Uuid> =
        rows.iter().filter_map(LogRow::metadata).map(|known| known.command_id.0).collect();
    let found: Vec<(Uuid, Vec<Uuid>)> = sqlx::query_as(RECEIPTS)
        .bind(ids.into_iter().collect::<Vec<_>>())
        .fetch_all(pool)
        .await
        .map_err(during("read the receipts"))?;
    Ok(found.into_iter().map(|(id, events)| (id, events.into_iter().collect())).collect())
}

impl LogVerifier {
    fn start() -> Self {
        Self {
            position: 0,
            frontier: Frontier::new(),
            heads: vec![0; usize::from(PARTITIONS)],
            sequenced_at: DateTime::<Utc>::MIN_UTC,
            verified: 0,
        }
    }

    fn verify_row(
        &mut self,
        row: &LogRow,
        receipts: &HashMap<Uuid, HashSet<Uuid>>,
        discrepancies: &mut Discrepancies,
    ) {
        discrepancies.missing((self.position + 1).cast_unsigned()..row.position.cast_unsigned());
        let kinds = self.kinds(row, receipts);
        if kinds.is_empty() {
            self.verified += 1;
        }
        for what in kinds {
            discrepancies.add(row.discrepancy(what));
        }
        // The leaf as it is logged, also where the event differs: the root proves the rows, each leaf its event.
        self.position = row.position;
        self.frontier.append(TreeHash::from_bytes(row.leaf_hash));
        self.sequenced_at = row.sequenced_at;
    }

    fn kinds(&mut self, row: &LogRow, receipts: &HashMap<Uuid, HashSet<Uuid>>) -> Vec<DiscrepancyKind> {
        let metadata = row.metadata();
        let project = metadata.as_ref().and_then(|known| known.project_id);
        let named = metadata.as_ref().and_then(|known| receipts.get(&known.command_id.0));
        // All of them are evaluated, whatever the first ones find: the check of links advances the partition's
        // head.
        let checks = [
            (row.own_sequence.is_none(), DiscrepancyKind::EventMissing),
            (
                Guard::LeafCheck.holds() && row.own_sequence.is_some() && row.leaf() != Some(row.leaf_hash),
                DiscrepancyKind::Altered,
            ),
            (row.own_sequence.is_some() && !row.fits_its_event(), DiscrepancyKind::Misfiled),
            (metadata.is_some() && project.map(|id| id.0) != row.project_id, DiscrepancyKind::OtherProject),
            (!self.link_is_right(row, project, metadata.is_some()), DiscrepancyKind::WrongLink),
            (!row.in_order, DiscrepancyKind::OutOfOrder),
            (row.sequenced_at < self.sequenced_at, DiscrepancyKind::TimeWentBack),
            (
                metadata.is_some() && !named.is_some_and(|ids| ids.contains(&row.event_id)),
                DiscrepancyKind::NoReceipt,
            ),
        ];
        checks.into_iter().filter(|(wrong, _)| *wrong).map(|(_, kind)| kind).collect()
    }

    /// Follows the partition that the row names; which one it must be is known while the event is readable.
    fn link_is_right(&mut self, row: &LogRow, project: Option<ProjectId>, readable: bool) -> bool {
        let head = usize::try_from(row.partition).ok().and_then(|index| self.heads.get_mut(index));
        let previous = head.map(|head| std::mem::replace(head, row.position));
        let right = partition(project, &row.aggregate_id).cast_signed() == row.partition || !readable;
        right && previous == Some(row.previous)
    }
}

impl LogRow {
    /// `None` when the event is gone or its metadata was made unreadable.
    fn metadata(&self) -> Option<Metadata> {
        serde_json::from_str(self.metadata.as_deref()?).ok()
    }

    fn fits_its_event(&self) -> bool {
        self.own_type.as_ref() == Some(&self.aggregate_type)
            && self.own_id.as_ref() == Some(&self.aggregate_id)
            && self.own_sequence == Some(self.sequence)
            && self.own_ingest == Some(self.ingest_seq)
    }

    /// The leaf hash of the event as it is stored now.
    fn leaf(&self) -> Option<[u8; 32]> {
        let leaf = Leaf {
            position: self.position.cast_unsigned(),
            event_id: self.event_id,
            aggregate_type: self.own_type.as_deref()?,
            aggregate_id: self.own_id.as_deref()?,
            sequence: self.own_sequence?.cast_unsigned(),
            event_type: self.event_type.as_deref()?,
            event_version: self.event_version.as_deref()?,
            recorded_at_micros: self.recorded_at?.timestamp_micros(),
            payload_hash: self.payload_hash?,
            metadata_hash: Sha256::digest(self.metadata.as_deref()?).into(),
        };
        Some(*leaf.hash().as_bytes())
    }

    fn discrepancy(&self, what: DiscrepancyKind) -> Discrepancy {
        Discrepancy {
            position: Some(self.position.cast_unsigned()),
            stream: Some(format!("{}/{}", self.aggregate_type, self.aggregate_id)),
            sequence: Some(self.sequence.cast_unsigned()),
            what,
        }
    }
}
