//! A job's status, as people and operators see it: queries over the table.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use domain::id::{JobId, ProjectId};
use projections::statements;
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};
use uuid::Uuid;

/// A statement that ends with the columns of a [`JobView`], and what follows them.
macro_rules! with_view {
    ($sql:literal $(, $end:literal)?) => {
        concat!(
            $sql,
            " effect_id, process, step, status, attempts, due_at, last_error, created_at, updated_at, project_id"
            $(, $end)?
        )
    };
}
pub(super) use with_view;

statements! {
    FIND = with_view!("SELECT", " FROM effects WHERE effect_id = $1");

    COUNTS = "
        SELECT process, status, count, due,
               CASE WHEN due IS NOT NULL
                    THEN greatest(extract(epoch FROM clock_timestamp() - due), 0)::float8 END AS overdue
          FROM (SELECT process, status, count(*), min(due_at) AS due
                  FROM effects WHERE status IN ('queued', 'waiting') GROUP BY 1, 2
                UNION ALL SELECT process, status, count(*), NULL
                  FROM effects WHERE status = 'running' GROUP BY 1, 2
                UNION ALL SELECT process, status, count(*), NULL
                  FROM effects WHERE status IN ('failed', 'unknown') GROUP BY 1, 2) counted
         ORDER BY 1, 2";
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// It is to be done as soon as it is due.
    Queued,
    /// A worker performs it.
    Running,
    /// It waits for a moment or a person.
    Waiting,
    /// It is done.
    Done,
    /// It was given up.
    Failed,
    /// It may or may not have happened.
    Unknown,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Running, Self::Waiting, Self::Done, Self::Failed, Self::Unknown];

    /// Whether nothing becomes of it any more: it is never performed again.
    pub const fn has_ended(self) -> bool {
        match self {
            Self::Done | Self::Failed | Self::Unknown => true,
            Self::Queued | Self::Running | Self::Waiting => false,
        }
    }

    /// The name in the `status` column.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for JobState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A job state that there is not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no job state `{0}`")]
pub struct UnknownState(String);

impl FromStr for JobState {
    type Err = UnknownState;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let named = Self::ALL.into_iter().find(|state| state.name() == name);
        named.ok_or_else(|| UnknownState(name.to_owned()))
    }
}

/// One job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobView {
    /// Its id.
    pub id: JobId,
    /// The process manager's name.
    pub process: String,
    /// The kind of job.
    pub step: String,
    /// Where it stands.
    pub status: JobState,
    /// Tries that did not succeed.
    pub attempts: u32,
    /// Not before this instant (business time).
    pub due_at: DateTime<Utc>,
    /// What went wrong last, or what it waits for.
    pub last_error: Option<String>,
    /// When it was enqueued (business time).
    pub created_at: DateTime<Utc>,
    /// When its status last changed (business time).
    pub updated_at: DateTime<Utc>,
    /// The project concerned.
    pub project_id: Option<ProjectId>,
}

impl FromRow<'_, PgRow> for JobView {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let status: &str = row.try_get("status")?;
        Ok(Self {
            id: JobId(row.try_get("effect_id")?),
            process: row.try_get("process")?,
            step: row.try_get("step")?,
            status: status.parse().map_err(|error: UnknownState| sqlx::Error::Decode(error.into()))?,
            attempts: row.try_get::<i32, _>("attempts")?.cast_unsigned(),
            due_at: row.try_get("due_at")?,
            last_error: row.try_get("last_error")?,
            created_at: row.try_get("created_at")?,
            updated_at: row.try_get("updated_at")?,
            project_id: row.try_get::<Option<Uuid>, _>("project_id")?.map(ProjectId),
        })
    }
}

/// The job of an id.
///
/// # Errors
/// When the database does not answer.
pub async fn find(pool: &PgPool, id: JobId) -> Result<Option<JobView>, sqlx::Error> {
    sqlx::query_as(FIND).bind(id.0).fetch_optional(pool).await
}

/// Jobs of one process in one state.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobCount {
    /// The process manager.
    pub process: String,
    /// The state.
    pub status: JobState,
    /// How many there are.
    pub count: u64,
    /// When the first of those is due that wait to be performed; business time.
    pub oldest_due: Option<DateTime<Utc>>,
    /// For how many seconds it has been due, 0 if it is not; by the database's clock.
    pub overdue_seconds: Option<f64>,
}

/// How many jobs there are of each process and state, for operators: everything that is not done.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(pool: &PgPool) -> Result<Vec<JobCount>, sqlx::Error> {
    // Three questions, each of which an index answers: the many that are done are never looked at.
    let rows: Vec<CountRow> = sqlx::query_as(COUNTS).fetch_all(pool).await?;
    let counted = rows.into_iter().map(|(process, status, count, oldest_due, overdue_seconds)| {
        let status = status.parse().map_err(|error: UnknownState| sqlx::Error::Decode(error.into()))?;
        Ok(JobCount { process, status, count: count.unsigned_abs(), oldest_due, overdue_seconds })
    });
    counted.collect()
}

type CountRow = (String, String, i64, Option<DateTime<Utc>>, Option<f64>);
