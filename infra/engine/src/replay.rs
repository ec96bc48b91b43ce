//! `replay --check`: builds every read model once more from the events and compares the rows one by one.
//!
//! The live rows and the cursors they belong to are copied in one short snapshot; everything after that works on
//! the copy, so that no long transaction holds back the clean-up of the database.

pub(crate) mod model;
mod pass;
mod snapshot;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use commands::port::clock::Ids;
use projections::compare::{Comparison, compare};
use projections::projector::{ProjectionError, Projector};
use projections::statements;
use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};

use crate::consumer::ParkedStart;
use crate::log::LogReader;
use crate::store::codec::EventReadError;
use pass::ReplayedModel;
use snapshot::ScratchSchemas;

statements! {
    /// For the rest of the session.
    NO_TIME_LIMIT = "SET statement_timeout = 0";
}

/// How far the replay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The last position replayed.
    pub position: u64,
    /// The last position to replay.
    pub end: u64,
}

/// The check's report about one projection.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckReport {
    /// Its name.
    pub projection: &'static str,
    /// Its build.
    pub version: u32,
    /// How many events were replayed.
    pub events: u64,
    /// How many live rows there are.
    pub rows: u64,
    /// Keys whose events the live projection could not apply; they are left out here too.
    pub parked: Vec<ParkedStart>,
    /// Why its replay could not be finished, if so; nothing was compared then.
    pub broken: Option<String>,
    /// Where the live rows (first) and the replayed ones (second) differ.
    pub comparison: Comparison,
}

impl CheckReport {
    /// Whether the live rows are exactly what the events say.
    pub fn is_identical(&self) -> bool {
        self.broken.is_none() && self.parked.is_empty() && self.comparison.total == 0
    }
}

/// Why nothing could be checked.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// A statement failed.
    #[error("could not {step}")]
    Database {
        /// What was attempted.
        step: &'static str,
        /// What the driver says.
        source: sqlx::Error,
    },
    /// The log could not be read.
    #[error("could not read the event log")]
    Log(#[from] EventReadError),
    /// Scratch tables could not be made or read.
    #[error("could not use the scratch tables")]
    Projection(#[from] ProjectionError),
}

impl ReplayError {
    pub(crate) fn database(step: &'static str) -> impl Fn(sqlx::Error) -> Self {
        move |source| Self::Database { step, source }
    }
}

/// Replays all events into scratch tables and compares them with the live ones. Leaves nothing behind.
///
/// # Errors
/// [`ReplayError`]; differences are no error but the answer.
pub async fn check(
    pool: &PgPool,
    log: &LogReader,
    projectors: &[Arc<dyn Projector>],
    ids: &dyn Ids,
    progress: impl Fn(Progress),
) -> Result<Vec<CheckReport>, ReplayError> {
    let mut conn = connection(pool).await?;
    let scratch = ScratchSchemas::new(ids.next());
    let outcome = compare_all(&mut conn, &scratch, log, projectors, progress).await;
    let dropped = scratch.drop(&mut conn).await;
    let report = outcome?;
    dropped?;
    Ok(report)
}

/// A connection without a time limit that is not used by others afterwards.
pub(crate) async fn connection(pool: &PgPool) -> Result<PgConnection, ReplayError> {
    let conn: PoolConnection<Postgres> = pool.acquire().await.map_err(ReplayError::database("connect"))?;
    let mut conn = conn.detach();
    let unlimited = sqlx::query(NO_TIME_LIMIT).execute(&mut conn).await;
    unlimited.map_err(ReplayError::database("lift the time limit"))?;
    Ok(conn)
}

async fn compare_all(
    conn: &mut PgConnection,
    scratch: &ScratchSchemas,
    log: &LogReader,
    projectors: &[Arc<dyn Projector>],
    progress: impl Fn(Progress),
) -> Result<Vec<CheckReport>, ReplayError> {
    let snapshots = scratch.take_snapshot(conn, projectors).await?;
    let mut models: Vec<ReplayedModel> = Vec::new();
    for (projector, snapshot) in projectors.iter().zip(snapshots) {
        models.push(ReplayedModel::new(projector, snapshot, &scratch.replayed));
    }
    pass::replay(conn, log, &mut models, progress).await?;
    let mut report = Vec::new();
    for replayed in models {
        let comparison = match replayed.broken {
            None => compare(conn, &scratch.live, &scratch.replayed, replayed.projector()).await?,
            Some(_) => Comparison::default(),
        };
        report.push(replayed.report(comparison));
    }
    Ok(report)
}
