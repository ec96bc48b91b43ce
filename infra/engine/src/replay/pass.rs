//! The pass over the log: every event is opened once and applied to all projections whose snapshot contains it.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;

use domain::recorded::Recorded;
use projections::compare::Comparison;
use projections::projector::{ProjectionError, Projector};
use projections::target::Target;
use sqlx::PgConnection;

use super::model::ModelBuilder;
use super::snapshot::ModelSnapshot;
use super::{CheckReport, Progress, ReplayError};
use crate::log::LogReader;
use crate::log::log_event::LogEvent;
use crate::log::read_ahead::LogPage;
use crate::store::{LogPosition, UnreadableEvent};

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
        CheckReport {
            projection: self.builder.projector.name(),
            version: self.builder.projector.build(),
            events: self.events,
            rows: self.snapshot.rows,
            parked: self.snapshot.starts,
            broken: self.broken,
            comparison,
        }
    }

    async fn apply(
        &mut self,
        conn: &mut PgConnection,
        log: &LogReader,
        page: &LogPage,
    ) -> Result<(), ReplayError> {
        if self.broken.is_some() {
            return Ok(());
        }
        let projector = Arc::clone(&self.builder.projector);
        let overtaking = page.events.iter().filter(|event| projector.overtakes(event.event.kind()));
        let overtaking: BTreeSet<u64> = overtaking.map(|event| event.position).collect();
        let keeps = |at: LogPosition| {
            self.snapshot.contains(at) || overtaking.contains(&at.position) && self.snapshot.is_overtaken(at)
        };
        let mut part = page.only(keeps);
        let unreadable: Vec<&UnreadableEvent> = page
            .unreadable
            .iter()
            .filter(|event| keeps(event.at) && event.kind.is_none_or(|kind| projector.handles(kind)))
            .collect();
        if !unreadable.is_empty() {
            let events = part.get_or_insert_with(|| page.whole());
            match readable_without_texts(log, &*projector, &unreadable).await? {
                Ok(more) => events.add(more),
                // The live rows were made while it could be read.
                Err(event) => self.broken = Some(event.to_string()),
            }
        }
        let page = part.as_ref().unwrap_or(page);
        match self.builder.apply(conn, page).await {
            Ok(()) => self.events += page.positions.len() as u64,
            Err(error) => self.broken = Some(chain(&error)),
        }
        Ok(())
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
            model.apply(conn, log, &page).await?;
        }
        if let Some(damage) = page.damage {
            return Err(damage.into());
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

/// These events for a read model that reads no texts, if only their texts are damaged; else the first that it cannot take.
async fn readable_without_texts(
    log: &LogReader,
    projector: &dyn Projector,
    unreadable: &[&UnreadableEvent],
) -> Result<Result<Vec<Arc<Recorded>>, UnreadableEvent>, ReplayError> {
    if projector.reads_texts() {
        return Ok(Err(unreadable[0].clone()));
    }
    let positions: Vec<i64> = unreadable.iter().map(|event| event.at.position.cast_signed()).collect();
    let mut readable = Vec::new();
    for event in log.at(&positions, false).await? {
        match event {
            LogEvent::Readable(event) => readable.push(event),
            LogEvent::Unreadable(event) => return Ok(Err((*event).clone())),
            LogEvent::Discarded(_) | LogEvent::Gone(_) => {}
        }
    }
    Ok(Ok(readable))
}

fn chain(error: &ProjectionError) -> String {
    let (mut text, mut cause) = (error.to_string(), error.source());
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    text
}
