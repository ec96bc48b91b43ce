//! The pass over the log: every event is opened once and applied to all projections whose snapshot contains it.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;

use projections::compare::Comparison;
use projections::projector::{ProjectionError, Projector};
use projections::target::Target;
use sqlx::PgConnection;

use super::model::ModelBuilder;
use super::snapshot::ModelSnapshot;
use super::{CheckReport, Progress, ReplayError};
use crate::log::LogReader;
use crate::log::read_ahead::LogPage;

/// One projection while it is replayed.
pub(super) struct ReplayedModel {
    pub(super) broken: Option<String>,
    builder: ModelBuilder,
    snapshot: ModelSnapshot,
    events: u64,
}

impl ReplayedModel {
    pub(super) fn new(projector: &Arc<dyn Projector>, snapshot: ModelSnapshot, target: &Target) -> Self {
        Self { builder: ModelBuilder::new(projector, target), broken: None, snapshot, events: 0 }
    }

    pub(super) fn projector(&self) -> &dyn Projector {
        &*self.builder.projector
    }

    /// The report, given where the rows differ.
    pub(super) fn report(self, comparison: Comparison) -> CheckReport {
        let parked: BTreeSet<String> = self.snapshot.parked.into_values().collect();
        CheckReport {
            projection: self.builder.projector.name(),
            version: self.builder.projector.build(),
            events: self.events,
            rows: self.snapshot.rows,
            parked: parked.into_iter().collect(),
            broken: self.broken,
            comparison,
        }
    }

    async fn apply(&mut self, conn: &mut PgConnection, page: &LogPage) {
        if self.broken.is_some() {
            return;
        }
        let part = page.only(|at| self.snapshot.contains(at));
        let page = part.as_ref().unwrap_or(page);
        match self.builder.apply(conn, page).await {
            Ok(()) => self.events += page.positions.len() as u64,
            Err(error) => self.broken = Some(chain(&error)),
        }
    }

    async fn finish(&mut self, conn: &mut PgConnection) {
        if self.broken.is_none() {
            self.broken = self.builder.write(conn).await.err().map(|error| chain(&error));
        }
    }
}

/// Replays everything that the live rows contain.
pub(super) async fn replay(
    conn: &mut PgConnection,
    log: &LogReader,
    models: &mut [ReplayedModel],
    progress: impl Fn(Progress),
) -> Result<(), ReplayError> {
    let end = models.iter().map(|model| model.snapshot.end()).max().unwrap_or_default();
    let projectors: Vec<_> = models.iter().map(|model| Arc::clone(&model.builder.projector)).collect();
    let mut pages = log.pages(&projectors, end);
    while let Some(page) = pages.next().await? {
        for model in models.iter_mut() {
            model.apply(conn, &page).await;
        }
        if let Some(unreadable) = page.unreadable {
            return Err(unreadable.into());
        }
        if let Some(last) = page.positions.last() {
            progress(Progress { position: last.position, end });
        }
    }
    for model in models {
        model.finish(conn).await;
    }
    Ok(())
}

fn chain(error: &ProjectionError) -> String {
    let (mut text, mut cause) = (error.to_string(), error.source());
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    text
}
