//! The pass over the log: every event is opened once and folded by all projections that contain it.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;

use projections::compare::Comparison;
use projections::projector::{ProjectionError, Projector};
use projections::target::Target;
use sqlx::PgConnection;

use super::building::Building;
use super::snapshot::Standing;
use super::{Checked, Progress, ReplayError};
use crate::log::LogReader;
use crate::log::read_ahead::LogPage;

/// One projection while it is replayed.
pub(super) struct Replaying {
    pub(super) broken: Option<String>,
    building: Building,
    standing: Standing,
    events: u64,
}

impl Replaying {
    pub(super) fn new((projector, standing): (&Arc<dyn Projector>, Standing), target: &Target) -> Self {
        Self { building: Building::new(projector, target), broken: None, standing, events: 0 }
    }

    pub(super) fn projector(&self) -> &dyn Projector {
        &*self.building.projector
    }

    /// The report, given where the rows differ.
    pub(super) fn checked(self, comparison: Comparison) -> Checked {
        let parked: BTreeSet<String> = self.standing.parked.into_values().collect();
        Checked {
            projection: self.building.projector.name(),
            version: self.building.projector.version(),
            events: self.events,
            rows: self.standing.rows,
            parked: parked.into_iter().collect(),
            broken: self.broken,
            comparison,
        }
    }

    async fn fold(&mut self, conn: &mut PgConnection, page: &LogPage) {
        if self.broken.is_some() {
            return;
        }
        let (events, part) = page.only(|event| self.standing.contains(event));
        match self.building.take(conn, part.as_ref().unwrap_or(page)).await {
            Ok(()) => self.events += events,
            Err(error) => self.broken = Some(chain(&error)),
        }
    }

    async fn finish(&mut self, conn: &mut PgConnection) {
        if self.broken.is_none() {
            self.broken = self.building.write(conn).await.err().map(|error| chain(&error));
        }
    }
}

/// Replays everything that the live rows contain.
pub(super) async fn replay(
    conn: &mut PgConnection,
    log: &LogReader,
    replaying: &mut [Replaying],
    progress: impl Fn(Progress),
) -> Result<(), ReplayError> {
    let end = replaying.iter().map(|one| one.standing.end()).max().unwrap_or_default();
    let projectors: Vec<_> = replaying.iter().map(|one| Arc::clone(&one.building.projector)).collect();
    let mut pages = log.pages(&projectors, end);
    while let Some(page) = pages.next().await? {
        for one in replaying.iter_mut() {
            one.fold(conn, &page).await;
        }
        if let Some(unreadable) = page.unreadable {
            return Err(unreadable.into());
        }
        if let Some(last) = page.stored.last() {
            progress(Progress { position: last.position, end });
        }
    }
    for one in replaying {
        one.finish(conn).await;
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
