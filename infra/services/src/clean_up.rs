//! Clean-up: what is removed how, for how long it is kept, and the schedule that keeps the next run enqueued.

mod config;
mod schedule;
mod statements;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use commands::port::ServiceError;
use commands::port::pruner::{Pruner, Removed, RetentionTarget};
use domain::id::{JobId, ProjectId, SuggestionId};
use sqlx::{PgConnection, PgPool};
use tracing::{info, warn};
use uuid::Uuid;

pub use config::CleanUpConfig;
pub use schedule::keep_scheduled;
use statements::{COUNT, REPLAY, RETIRED, UNDECIDED};

use engine::postgres::begin;
use engine::versions::remove_build;
use projections::target::{Target, drop_schema};

/// Rows that one transaction removes.
const BATCH: u32 = 1000;

/// Cleans up the database.
#[derive(Clone, Debug)]
pub struct PgPruner {
    pool: PgPool,
    batch: u32,
}

impl PgPruner {
    /// Over a pool of the primary.
    pub fn new(pool: PgPool) -> Self {
        Self { pool, batch: BATCH }
    }

    async fn try_remove(
        &self,
        job: JobId,
        target: RetentionTarget,
        before: DateTime<Utc>,
    ) -> Result<Removed, sqlx::Error> {
        let mut tx = begin(&self.pool).await?;
        let (rows, full) = match target {
            RetentionTarget::ReadModels => (read_model(&mut tx, before).await?, 1),
            RetentionTarget::Replays => (replay(&mut tx, before).await?, 1),
            RetentionTarget::Suggestions => (0, 1),
            RetentionTarget::DoneJobs
            | RetentionTarget::FailedJobs
            | RetentionTarget::ParkedRequests
            | RetentionTarget::Sessions
            | RetentionTarget::Prompts
            | RetentionTarget::Notices
            | RetentionTarget::Leases => (self.rows(&mut tx, target, before).await?, u64::from(self.batch)),
        };
        // In the transaction of the removal: a job that is performed twice counts each batch once.
        count(&mut tx, job, rows).await?;
        tx.commit().await?;
        if rows > 0 {
            info!(waste = target.name(), rows, %before, "cleaned up");
        }
        Ok(Removed { rows, more: rows >= full })
    }

    async fn rows(
        &self,
        conn: &mut PgConnection,
        target: RetentionTarget,
        before: DateTime<Utc>,
    ) -> Result<u64, sqlx::Error> {
        let Some(sql) = statements::of(target) else { return Ok(0) };
        let removed = sqlx::query(sql).bind(before).bind(i64::from(self.batch));
        Ok(removed.execute(conn).await?.rows_affected())
    }
}

/// Takes away one retired build, table and all. Its row stays: a number is never given twice.
async fn read_model(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let retired: Option<(String, i32, Vec<String>)> =
        sqlx::query_as(RETIRED).bind(before).fetch_optional(&mut *conn).await?;
    let Some((name, version, tables)) = retired else { return Ok(0) };
    let tables: Vec<String> = tables.iter().map(|table| Target::live().named(table)).collect();
    remove_build(conn, &name, version, &tables).await?;
    Ok(1)
}

/// Drops one scratch schema.
async fn replay(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let schema: Option<String> = sqlx::query_scalar(REPLAY).bind(before).fetch_optional(&mut *conn).await?;
    let Some(schema) = schema else { return Ok(0) };
    drop_schema(conn, &schema).await?;
    Ok(1)
}

async fn count(conn: &mut PgConnection, job: JobId, rows: u64) -> Result<(), sqlx::Error> {
    sqlx::query(COUNT).bind(job.0).bind(rows.cast_signed()).execute(conn).await.map(drop)
}

#[async_trait]
impl Pruner for PgPruner {
    async fn remove(
        &self,
        job: JobId,
        target: RetentionTarget,
        before: DateTime<Utc>,
    ) -> Result<Removed, ServiceError> {
        self.try_remove(job, target, before).await.map_err(unavailable)
    }

    async fn count(&self, job: JobId, rows: u64) -> Result<(), ServiceError> {
        let mut conn = self.pool.acquire().await.map_err(unavailable)?;
        count(&mut conn, job, rows).await.map_err(unavailable)
    }

    async fn undecided(
        &self,
        before: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<(ProjectId, SuggestionId)>, ServiceError> {
        let found: Result<Vec<(Uuid, Uuid)>, _> =
            sqlx::query_as(UNDECIDED).bind(before).bind(i64::from(limit)).fetch_all(&self.pool).await;
        let found = found.map_err(unavailable)?;
        Ok(found.into_iter().map(|(project, id)| (ProjectId(project), SuggestionId(id))).collect())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form that `map_err` takes")]
fn unavailable(error: sqlx::Error) -> ServiceError {
    warn!(%error, "the database could not be cleaned up");
    ServiceError::Unavailable { service: "database", why: error.to_string(), retry_after: None }
}
