//! `memebot rebuild`: makes the next version of a read model beside the one that is shown, and lets it take over.
//!
//! The next version has its own table and cursors. It catches up in bulk, with its rows in memory, and writes rows and
//! cursors together at checkpoints, so a rebuild that was killed goes on at its last one. When it has caught up, running
//! instances keep it up to date too. Then both versions are aligned at one position, compared row by row, and the view is
//! switched, in one transaction.
//! Whoever runs it must own the views.

mod alignment;
mod register;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use commands::retry_policy::REBUILD_SWITCH;
use projections::compare::{Comparison, compare};
use projections::projector::{ProjectionError, Projector};
use projections::target::{Target, switch_view};
use sqlx::{PgConnection, PgPool};

use crate::consumer::{CatchUp, NotCaughtUp, ProjectorConsumer};
use crate::log::LogReader;
use crate::postgres::begin;
use crate::replay::Progress;
use crate::versions::versioned;
use register::{Versions, set_state};

/// Rebuilds one read model.
pub struct Rebuild {
    pool: PgPool,
    projector: Arc<dyn Projector>,
    catch_up: CatchUp,
}

/// What a rebuild may do beyond the ordinary.
#[derive(Clone, Copy, Debug, Default)]
pub struct RebuildOptions {
    /// Give up a version that was begun before and not switched to.
    pub fresh: bool,
    /// Switch also when the rows differ from those that are shown now.
    pub accept_differences: bool,
}

/// The outcome of a rebuild.
#[derive(Clone, Debug, PartialEq)]
pub struct RebuildReport {
    /// The read model.
    pub projection: &'static str,
    /// The version that was shown.
    pub from: u32,
    /// The other version.
    pub to: u32,
    /// The position at which both were compared.
    pub position: u64,
    /// Keys whose events the other version could not apply.
    pub parked: Vec<String>,
    /// Where the rows that were shown (first) and those of the other version (second) differ.
    pub comparison: Comparison,
    /// Whether the view shows the other version now.
    pub switched: bool,
}

/// Why a read model could not be rebuilt, or not switched.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// A statement failed.
    #[error("could not {step}")]
    Database {
        /// What was attempted.
        step: &'static str,
        /// What the driver says.
        source: sqlx::Error,
    },
    /// The other version could not be caught up.
    #[error("could not apply the events")]
    Events(#[from] NotCaughtUp),
    /// Tables or views could not be made or compared.
    #[error("could not use the tables")]
    Tables(#[from] ProjectionError),
    /// No former version is kept.
    #[error("no former version of {0} is kept")]
    NoFormer(&'static str),
}

impl RebuildError {
    fn database(step: &'static str) -> impl Fn(sqlx::Error) -> Self {
        move |source| Self::Database { step, source }
    }

    /// A deadlock with a runner, or one that held its cursors for too long.
    fn is_transient(&self) -> bool {
        let (Self::Database { source, .. } | Self::Events(NotCaughtUp::Database(source))) = self else {
            return false;
        };
        let code = source.as_database_error().and_then(sqlx::error::DatabaseError::code);
        code.is_some_and(|code| code == "40P01" || code == "55P03")
    }
}

/// Both versions, in the order: shown now, other.
type VersionPair = [ProjectorConsumer; 2];

impl Rebuild {
    /// Of this read model, with so many events between two checkpoints. The pool must be the primary's.
    pub fn new(pool: PgPool, log: LogReader, projector: Arc<dyn Projector>, batch: u32) -> Self {
        Self { catch_up: CatchUp::new(pool.clone(), log, batch), pool, projector }
    }

    /// Makes the next version, or goes on with one that was begun, and switches to it if its rows are those that
    /// are shown, or if differences are accepted.
    ///
    /// # Errors
    /// [`RebuildError`]; it can be repeated.
    pub async fn run(
        &self,
        options: RebuildOptions,
        progress: impl Fn(Progress) + Send + Sync,
    ) -> Result<RebuildReport, RebuildError> {
        let versions = self.begin(options, &progress).await?;
        set_state(&self.pool, &self.projector, versions.other, "ready").await?;
        self.switch(versions, |comparison, parked| {
            options.accept_differences || (comparison.total == 0 && parked.is_empty())
        })
        .await
    }

    /// Makes the next version, or goes on with one that was begun, and brings it to the end of the log: a rebuild
    /// without comparing and switching, which [`Self::run`] does later. Returns the version's number.
    ///
    /// # Errors
    /// [`RebuildError`]; it can be repeated.
    pub async fn fill(
        &self,
        options: RebuildOptions,
        progress: impl Fn(Progress) + Send + Sync,
    ) -> Result<u32, RebuildError> {
        Ok(self.begin(options, &progress).await?.other)
    }

    async fn begin(
        &self,
        options: RebuildOptions,
        progress: &(impl Fn(Progress) + Send + Sync),
    ) -> Result<Versions, RebuildError> {
        let mut conn = self.pool.acquire().await.map_err(RebuildError::database("connect"))?;
        let versions = register::next(&mut conn, &self.projector, options.fresh).await?;
        drop(conn);
        let [_, next] = &self.pair(versions);
        self.catch_up(next, progress).await?;
        Ok(versions)
    }

    /// Shows the former version again, at once: it was kept up to date.
    ///
    /// # Errors
    /// [`RebuildError`]
    pub async fn switch_back(&self) -> Result<RebuildReport, RebuildError> {
        let versions = register::former(&self.pool, &self.projector).await?;
        self.switch(versions, |_, _| true).await
    }

    /// Applies what the log has, until it has nothing more.
    async fn catch_up(
        &self,
        next: &ProjectorConsumer,
        progress: &(impl Fn(Progress) + Send + Sync),
    ) -> Result<(), RebuildError> {
        self.catch_up.prepare(next).await.map_err(RebuildError::database("read the cursors"))?;
        loop {
            let limits = alignment::heads(&self.pool, next).await?;
            let end = limits.values().copied().max().unwrap_or_default();
            let applied = AtomicBool::new(false);
            let on_progress = |position| {
                applied.store(true, Ordering::Relaxed);
                progress(Progress { position, end });
            };
            self.catch_up.to(&limits, next, &on_progress).await?;
            if !applied.load(Ordering::Relaxed) {
                return Ok(());
            }
        }
    }

    fn pair(&self, versions: Versions) -> VersionPair {
        [versions.live, versions.other]
            .map(|version| ProjectorConsumer(versioned(Arc::clone(&self.projector), version)))
    }

    async fn switch(
        &self,
        versions: Versions,
        accepts: impl Fn(&Comparison, &[String]) -> bool,
    ) -> Result<RebuildReport, RebuildError> {
        let mut tries = 1;
        loop {
            match self.try_switch(versions, &accepts).await {
                Err(error) if error.is_transient() && tries < REBUILD_SWITCH.attempts => tries += 1,
                outcome => return outcome,
            }
        }
    }

    async fn try_switch(
        &self,
        versions: Versions,
        accepts: &impl Fn(&Comparison, &[String]) -> bool,
    ) -> Result<RebuildReport, RebuildError> {
        let pair = self.pair(versions);
        let mut tx = begin(&self.pool).await.map_err(RebuildError::database("begin to switch"))?;
        let position = alignment::align(&mut tx, &self.catch_up, &pair).await?;
        let (comparison, parked) = compare_versions(&mut tx, &pair).await?;
        let switched = accepts(&comparison, &parked);
        if switched {
            set_state(&mut *tx, &self.projector, versions.live, "former").await?;
            set_state(&mut *tx, &self.projector, versions.other, "live").await?;
            switch_view(&mut tx, &Target::live(), &*pair[1].0).await?;
        }
        tx.commit().await.map_err(RebuildError::database("end the switch"))?;
        let (projection, from, to) = (self.projector.name(), versions.live, versions.other);
        Ok(RebuildReport { projection, from, to, position, parked, comparison, switched })
    }
}

/// Where the rows differ, and what the other version has parked.
async fn compare_versions(
    conn: &mut PgConnection,
    [shown, other]: &VersionPair,
) -> Result<(Comparison, Vec<String>), RebuildError> {
    let of = |version: u32| Target::live().version(version);
    let (first, second) = (of(shown.0.version()), of(other.0.version()));
    let comparison = compare(conn, &first, &second, &*other.0).await?;
    let parked =
        sqlx::query_scalar("SELECT DISTINCT key FROM parked_events WHERE consumer = $1 AND version = $2")
            .bind(other.0.name())
            .bind(other.0.version().cast_signed())
            .fetch_all(conn)
            .await
            .map_err(RebuildError::database("read parked events"))?;
    Ok((comparison, parked))
}
