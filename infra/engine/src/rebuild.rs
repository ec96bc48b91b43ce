//! `memebot rebuild`: makes the next build of a read model beside the one that is shown, and lets it take over.
//!
//! The next build has its own table and cursors. It catches up in bulk, with its rows in memory, and writes rows and
//! cursors together at checkpoints, so a rebuild that was killed goes on at its last one. When it has caught up, running
//! instances keep it up to date too. Then both builds are aligned at one position, compared row by row, and the view is
//! switched, in one transaction. Where a release has raised the shape, the build that is shown has other columns: then
//! the new one takes over without a comparison, and the old one is retired.
//! An event that cannot be read is parked as the live version parks it, and the rest goes on; a build that would show less
//! than the live one is removed.
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

use crate::consumer::cursors::positions;
use crate::consumer::{CatchUp, NotCaughtUp, ParkedStart, ProjectorConsumer};
use crate::log::LogReader;
use crate::postgres::begin;
use crate::replay::Progress;
use crate::store::codec::EventReadError;
use register::{Builds, retire_former_shapes, set_state};

/// Rebuilds one read model.
pub struct Rebuild {
    pool: PgPool,
    projector: Arc<dyn Projector>,
    catch_up: CatchUp,
}

/// What a rebuild may do beyond the ordinary.
#[derive(Clone, Copy, Debug, Default)]
pub struct RebuildOptions {
    /// Give up a build that was begun before and not switched to.
    pub fresh: bool,
    /// Switch also when the rows differ from those that are shown now.
    pub accept_differences: bool,
}

/// The outcome of a rebuild.
#[derive(Clone, Debug, PartialEq)]
pub struct RebuildReport {
    /// The read model.
    pub projection: &'static str,
    /// The build that was shown.
    pub from: u32,
    /// The other build.
    pub to: u32,
    /// The position at which both were compared.
    pub position: u64,
    /// Keys whose events the other build could not apply.
    pub parked: Vec<ParkedStart>,
    /// Whether the build that was shown has the same keys parked from the same positions; if not, nobody is shown the other
    /// one, which is removed.
    pub parked_alike: bool,
    /// Where the rows that were shown (first) and those of the other build (second) differ; nowhere if their shapes do.
    pub comparison: Comparison,
    /// Whether the view shows the other build now.
    pub switched: bool,
    /// Whether the build that was shown is kept up to date, so that one can switch back.
    pub former_kept: bool,
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
    /// The other build could not be caught up.
    #[error("could not apply the events")]
    Events(#[from] NotCaughtUp),
    /// Tables or views could not be made or compared.
    #[error("could not use the tables")]
    Tables(#[from] ProjectionError),
    /// No former build is kept.
    #[error("no former build of {0} is kept")]
    NoFormer(&'static str),
    /// The program has raised the shape, and no migration has registered it.
    #[error("no migration has made a table of {0} in shape {1}")]
    UnknownShape(&'static str, u32),
}

impl RebuildError {
    fn database(step: &'static str) -> impl Fn(sqlx::Error) -> Self {
        move |source| Self::Database { step, source }
    }

    /// Whether a repetition would meet the same.
    fn is_lasting(&self) -> bool {
        match self {
            Self::Events(NotCaughtUp::Log(error)) => !matches!(error, EventReadError::Unavailable { .. }),
            Self::Events(NotCaughtUp::Fault(_)) => true,
            Self::Events(NotCaughtUp::Database(_))
            | Self::Database { .. }
            | Self::Tables(_)
            | Self::NoFormer(_)
            | Self::UnknownShape(..) => false,
        }
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

/// The builds as consumers.
struct BuildPair {
    /// The one that is shown; none if this program cannot write its shape.
    shown: Option<ProjectorConsumer>,
    /// The one that is to be shown.
    other: ProjectorConsumer,
}

impl BuildPair {
    fn iter(&self) -> impl Iterator<Item = &ProjectorConsumer> {
        self.shown.iter().chain([&self.other])
    }
}

impl Rebuild {
    /// Of this read model, with so many events between two checkpoints. The pool must be the primary's.
    pub fn new(pool: PgPool, log: LogReader, projector: Arc<dyn Projector>, batch: u32) -> Self {
        Self { catch_up: CatchUp::new(pool.clone(), log, batch), pool, projector }
    }

    /// Makes the next build, or goes on with one that was begun, and switches to it if its rows are those that are shown,
    /// if its shape is another, or if differences are accepted.
    ///
    /// # Errors
    /// [`RebuildError`]; it can be repeated.
    pub async fn run(
        &self,
        options: RebuildOptions,
        progress: impl Fn(Progress) + Send + Sync,
    ) -> Result<RebuildReport, RebuildError> {
        let builds = self.begin(options, &progress).await?;
        set_state(&self.pool, &builds.other, "ready").await?;
        let accepts = |comparison: &Comparison, parked_alike| {
            options.accept_differences || (comparison.total == 0 && parked_alike)
        };
        let report = self.switch(&builds, accepts).await?;
        if !report.switched && !report.parked_alike {
            self.remove(&builds).await?;
        }
        Ok(report)
    }

    /// Makes the next build, or goes on with one that was begun, and brings it to the end of the log: a rebuild
    /// without comparing and switching, which [`Self::run`] does later. Returns the build's number.
    ///
    /// # Errors
    /// [`RebuildError`]; it can be repeated.
    pub async fn fill(
        &self,
        options: RebuildOptions,
        progress: impl Fn(Progress) + Send + Sync,
    ) -> Result<u32, RebuildError> {
        Ok(self.begin(options, &progress).await?.other.build)
    }

    async fn begin(
        &self,
        options: RebuildOptions,
        progress: &(impl Fn(Progress) + Send + Sync),
    ) -> Result<Builds, RebuildError> {
        let mut conn = self.pool.acquire().await.map_err(RebuildError::database("connect"))?;
        let builds = register::next(&mut conn, &self.projector, options.fresh).await?;
        drop(conn);
        match self.catch_up(&self.pair(&builds).other, progress).await {
            Err(error) if error.is_lasting() => {
                self.remove(&builds).await?;
                Err(error)
            }
            outcome => outcome.map(|()| builds),
        }
    }

    /// Takes a build away that came to nothing. The first one of a shape is a migration's and stays: it goes on where it was.
    async fn remove(&self, builds: &Builds) -> Result<(), RebuildError> {
        if builds.have_one_shape() {
            let mut conn = self.pool.acquire().await.map_err(RebuildError::database("connect"))?;
            register::remove(&mut conn, &self.projector, &builds.other).await?;
        }
        Ok(())
    }

    /// Shows the former build again, at once: it was kept up to date.
    ///
    /// # Errors
    /// [`RebuildError`]
    pub async fn switch_back(&self) -> Result<RebuildReport, RebuildError> {
        let builds = register::former(&self.pool, &self.projector).await?;
        self.switch(&builds, |_, _| true).await
    }

    /// Applies what the log has, until it has nothing more.
    async fn catch_up(
        &self,
        next: &ProjectorConsumer,
        progress: &(impl Fn(Progress) + Send + Sync),
    ) -> Result<(), RebuildError> {
        self.catch_up.prepare(next).await.map_err(RebuildError::database("read the cursors"))?;
        loop {
            let limits = positions::heads(&self.pool, next).await;
            let limits = limits.map_err(RebuildError::database("read the head of the log"))?;
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

    fn pair(&self, builds: &Builds) -> BuildPair {
        let [live, other] =
            [&builds.live, &builds.other].map(|build| ProjectorConsumer(build.projector(&self.projector)));
        BuildPair { shown: builds.have_one_shape().then_some(live), other }
    }

    async fn switch(
        &self,
        builds: &Builds,
        accepts: impl Fn(&Comparison, bool) -> bool,
    ) -> Result<RebuildReport, RebuildError> {
        let mut tries = 1;
        loop {
            match self.try_switch(builds, &accepts).await {
                Err(error) if error.is_transient() && tries < REBUILD_SWITCH.attempts => tries += 1,
                outcome => return outcome,
            }
        }
    }

    async fn try_switch(
        &self,
        builds: &Builds,
        accepts: &impl Fn(&Comparison, bool) -> bool,
    ) -> Result<RebuildReport, RebuildError> {
        let pair = self.pair(builds);
        let mut tx = begin(&self.pool).await.map_err(RebuildError::database("begin to switch"))?;
        let position = alignment::align(&mut tx, &self.catch_up, &pair).await?;
        let comparison = compare_builds(&mut tx, &pair).await?;
        let (parked, parked_alike) = compare_parked(&mut tx, builds).await?;
        let switched = accepts(&comparison, parked_alike);
        let former_kept = pair.shown.is_some();
        if switched {
            set_state(&mut *tx, &builds.live, "former").await?;
            retire_former_shapes(&mut *tx, &builds.other).await?;
            set_state(&mut *tx, &builds.other, "live").await?;
            switch_view(&mut tx, &Target::live(), &*pair.other.0).await?;
        }
        tx.commit().await.map_err(RebuildError::database("end the switch"))?;
        let (projection, from, to) = (self.projector.name(), builds.live.build, builds.other.build);
        Ok(RebuildReport {
            projection,
            from,
            to,
            position,
            parked,
            parked_alike,
            comparison,
            switched,
            former_kept,
        })
    }
}

/// Where the rows differ.
async fn compare_builds(
    conn: &mut PgConnection,
    BuildPair { shown, other }: &BuildPair,
) -> Result<Comparison, RebuildError> {
    let Some(shown) = shown else { return Ok(Comparison::default()) };
    let [first, second] = [shown, other].map(|build| Target::live().with_table(build.0.table()));
    Ok(compare(conn, &first, &second, &*other.0).await?)
}

/// What the other build has parked, and whether the one that is shown lacks the same.
async fn compare_parked(
    conn: &mut PgConnection,
    builds: &Builds,
) -> Result<(Vec<ParkedStart>, bool), RebuildError> {
    let failed = RebuildError::database("read parked events");
    let Builds { live, other } = builds;
    let shown = ParkedStart::of(conn, &live.name, live.build).await.map_err(&failed)?;
    let parked = ParkedStart::of(conn, &other.name, other.build).await.map_err(&failed)?;
    // A build of another shape is another program's, which may be able to read less.
    let alike = parked.iter().all(|start| shown.iter().any(|shown| shown.is_like(start)))
        && (parked.len() == shown.len() || !builds.have_one_shape());
    Ok((parked, alike))
}
