//! The pass over the log: every event is opened once and folded by all projections that contain it.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;

use domain::recorded::Recorded;
use projections::compare::Comparison;
use projections::projector::{ProjectionError, Projector};
use projections::target::Target;
use sqlx::{Acquire, PgConnection};

use super::snapshot::Standing;
use super::{Checked, Progress, ReplayError};
use crate::log::LogReader;

/// Events that are in memory at a time.
const PAGE: u32 = 1000;

/// One projection while it is replayed.
pub(super) struct Replaying<'a> {
    pub(super) projector: &'a dyn Projector,
    pub(super) broken: Option<String>,
    standing: Standing,
    events: u64,
}

impl<'a> Replaying<'a> {
    pub(super) fn new((projector, standing): (&'a Arc<dyn Projector>, Standing)) -> Self {
        Self { projector: &**projector, broken: None, standing, events: 0 }
    }

    /// The report, given where the rows differ.
    pub(super) fn checked(self, comparison: Comparison) -> Checked {
        let parked: BTreeSet<String> = self.standing.parked.into_values().collect();
        Checked {
            projection: self.projector.name(),
            version: self.projector.version(),
            events: self.events,
            rows: self.standing.rows,
            parked: parked.into_iter().collect(),
            broken: self.broken,
            comparison,
        }
    }

    async fn fold(
        &mut self,
        conn: &mut PgConnection,
        target: &Target,
        events: &[Arc<Recorded>],
    ) -> Result<(), ReplayError> {
        let events: Vec<Arc<Recorded>> =
            events.iter().filter(|event| self.standing.contains(event)).cloned().collect();
        if events.is_empty() || self.broken.is_some() {
            return Ok(());
        }
        let mut tx = conn.begin().await.map_err(ReplayError::database("begin a batch"))?;
        match self.projector.apply(&mut tx, target, &events).await {
            Ok(()) => {
                tx.commit().await.map_err(ReplayError::database("end a batch"))?;
                self.events += events.len() as u64;
            }
            Err(error) => self.broken = Some(chain(&error)),
        }
        Ok(())
    }
}

/// Replays everything that the live rows contain.
pub(super) async fn replay(
    conn: &mut PgConnection,
    log: &LogReader,
    (target, replaying): (&Target, &mut [Replaying<'_>]),
    progress: impl Fn(Progress),
) -> Result<(), ReplayError> {
    let end = replaying.iter().map(|one| one.standing.end()).max().unwrap_or_default();
    let mut position = 0;
    while position < end {
        let page = log.range(position, PAGE, None).await?;
        let Some(last) = page.last() else { break };
        position = last.position;
        let events: Vec<Arc<Recorded>> = page.into_iter().map(Arc::new).collect();
        for one in replaying.iter_mut() {
            one.fold(conn, target, &events).await?;
        }
        progress(Progress { position: position.min(end), end });
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
