//! What the database holds of a case once it was played.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result};
use commands::refusal::Refusal;
use domain::id::ProjectId;
use domain::recorded::Recorded;
use projections::projects::{Project, by_ids};
use sqlx::PgPool;
use uuid::Uuid;

use super::house::House;
use super::ledger::{Ledger, Rows};
use super::world::World;

/// More events than a case has.
const MANY: u32 = 1000;

const RECEIPTS: &str = "
SELECT command_id, outcome, aggregate_type || '/' || aggregate_id AS stream, first_sequence, last_sequence,
       event_ids, refusal::text AS refusal
  FROM commands WHERE command_id = ANY ($1)";

/// Where the database was before a case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    head: u64,
    ingest: i64,
}

impl Before {
    /// Where it is now.
    pub(super) async fn read(house: &House) -> Result<Self> {
        let ingest = sqlx::query_scalar("SELECT coalesce(max(ingest_seq), 0) FROM events");
        Ok(Self { head: house.log.head().await?, ingest: ingest.fetch_one(&house.pool).await? })
    }
}

/// The receipt of one command.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Receipt {
    /// The command.
    pub(super) command_id: Uuid,
    /// `applied`, `nothing` or `refused`.
    pub(super) outcome: String,
    /// Its stream, as `kind/id`.
    pub(super) stream: String,
    /// Sequence of its first event.
    pub(super) first_sequence: i64,
    /// Sequence of its last event.
    pub(super) last_sequence: i64,
    /// All its events.
    pub(super) event_ids: Vec<Uuid>,
    refusal: Option<String>,
}

impl Receipt {
    /// Why it was refused.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        serde_json::from_str(self.refusal.as_deref()?).ok()
    }
}

/// Everything that is looked at.
pub(super) struct Seen {
    /// The head before.
    pub(super) head: u64,
    /// The log since then.
    pub(super) log: Vec<Recorded>,
    /// The events since then, by id, with their ingest numbers.
    pub(super) stored: HashMap<Uuid, i64>,
    /// How many events still wait for a position.
    pub(super) waiting: i64,
    /// The receipts of the commands asked about.
    pub(super) receipts: HashMap<Uuid, Receipt>,
    /// The rows of the ledger.
    pub(super) ledger: Rows,
    /// The rows of the read model.
    pub(super) projects: BTreeMap<ProjectId, Project>,
    /// Cursors by consumer and partition.
    pub(super) cursors: BTreeMap<(String, i16), u64>,
}

impl Seen {
    /// Looks.
    pub(super) async fn read(
        house: &House,
        world: &World,
        before: Before,
        commands: &[Uuid],
    ) -> Result<Self> {
        let log = house.log.range(before.head, MANY, None).await.context("read the log")?;
        let pool = &house.pool;
        let stored: Vec<(Uuid, i64)> =
            sqlx::query_as("SELECT event_id, ingest_seq FROM events WHERE ingest_seq > $1")
                .bind(before.ingest)
                .fetch_all(pool)
                .await?;
        let waiting = sqlx::query_scalar("SELECT count(*) FROM event_pending").fetch_one(pool).await?;
        let receipts: Vec<Receipt> = sqlx::query_as(RECEIPTS).bind(commands).fetch_all(pool).await?;
        let streams: Vec<String> = log.iter().map(|event| event.stream.to_string()).collect();
        let projects = by_ids(pool, &world.projects).await?;
        Ok(Self {
            head: before.head,
            stored: stored.into_iter().collect(),
            waiting,
            receipts: receipts.into_iter().map(|receipt| (receipt.command_id, receipt)).collect(),
            ledger: Ledger::load(&mut *pool.acquire().await?, &streams).await?,
            projects: projects.into_iter().map(|project| (project.id, project)).collect(),
            cursors: cursors(pool).await?,
            log,
        })
    }
}

async fn cursors(pool: &PgPool) -> Result<BTreeMap<(String, i16), u64>> {
    let rows: Vec<(String, i16, i64)> =
        sqlx::query_as("SELECT consumer, partition, position FROM consumer_cursors").fetch_all(pool).await?;
    let rows = rows.into_iter();
    Ok(rows.map(|(consumer, partition, at)| ((consumer, partition), at.cast_unsigned())).collect())
}
