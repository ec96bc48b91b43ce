//! The status of the whole system (lag, heartbeats, lease holders), from the database alone: it can be read from any
//! machine, also while nothing runs.
//!
//! The heartbeat of a part is the last renewal of its lease or share: a runner that hangs with nothing to do harms
//! nobody, and one that hangs with work before it shows by the age of its oldest event. All ages are by the
//! database's clock.

mod holders;
mod levels;
mod reader;
#[cfg(test)]
mod tests;

use std::time::Duration;

use projections::statements;
use serde::Serialize;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

pub use holders::Holder;
pub use levels::{Backlog, ConsumerLag, Levels};
pub use reader::{ReaderState, ReaderStatus};

use crate::clock::{self, ClockHolds, OpenHold};
use crate::jobs::{JobCount, counts};
use crate::log::queries;
use crate::reader_registry::ReaderRegistry;
use crate::unreadable::OpenEvents;
use holders::LeaseHolders;

statements! {
    EPOCH = "
        SELECT number, (SELECT array_agg(kind ORDER BY noticed_at) FROM epoch_doubts d WHERE d.epoch = number) AS doubts
          FROM epochs ORDER BY number DESC LIMIT 1";
}

/// Which database continues the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromRow)]
pub struct EpochStatus {
    /// Its number.
    pub number: i32,
    /// The kinds of divergence that were noticed: nothing is published then.
    #[sqlx(rename = "doubts")]
    #[serde(rename = "doubts")]
    pub divergences: Option<Vec<String>>,
}

impl EpochStatus {
    /// The epoch of now; `None` before the first instance has opened one.
    ///
    /// # Errors
    /// When the database does not answer, or is not migrated.
    pub async fn current(pool: &PgPool) -> Result<Option<Self>, sqlx::Error> {
        sqlx::query_as(EPOCH).fetch_optional(pool).await
    }
}

/// An instance that runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Instance {
    /// Its id, new at every start.
    pub instance: Uuid,
    /// Where its session comes from; none where that may not be seen.
    pub address: Option<String>,
    /// How long ago it last renewed its leases.
    pub heartbeat_seconds: f64,
    /// By how much its machine's clock was ahead of the database's then; none if it did not say.
    pub clock_ahead_seconds: Option<f64>,
}

impl Instance {
    /// That its machine's clock is wrong, if it is.
    fn problem(&self) -> Option<String> {
        let why = clock::fault_of(self.clock_ahead_seconds?)?;
        Some(format!("instance {}: {why}", self.instance))
    }
}

/// Everything, at one moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Status {
    /// Where the log ends.
    pub log_position: u64,
    /// The epoch; none before the first instance has opened it.
    pub epoch: Option<EpochStatus>,
    /// Committed events without a position.
    pub events_pending: Backlog,
    /// The sequencer, the relay, read models, process managers and the work of other leases.
    pub readers: Vec<ReaderStatus>,
    /// Jobs of process managers that are not done.
    pub jobs: Vec<JobCount>,
    /// Events that consumers wait for because they cannot be read.
    pub unreadable_events: OpenEvents,
    /// The instances that run.
    pub instances: Vec<Instance>,
    /// Why the database's clock is in doubt: nothing scheduled is published then. Nothing while it is trusted.
    pub clock_holds: Vec<OpenHold>,
}

impl Status {
    /// Reads it, of these readers. `relayed` is the position up to which the log is published, if that is known: only NATS and the
    /// relay itself can tell.
    ///
    /// # Errors
    /// When the database does not answer, or is not migrated.
    pub async fn read(
        pool: &PgPool,
        readers: &ReaderRegistry,
        relayed: Option<u64>,
    ) -> Result<Self, sqlx::Error> {
        let levels = Levels::read(pool, readers).await?;
        let holders = LeaseHolders::read(pool).await?;
        let relay = relay(pool, &levels, relayed).await?;
        Ok(Self {
            log_position: levels.head,
            epoch: EpochStatus::current(pool).await?,
            events_pending: levels.pending,
            jobs: counts(pool).await?,
            unreadable_events: OpenEvents::read(pool).await?,
            instances: holders.instances(),
            clock_holds: ClockHolds::new(pool.clone()).open().await?,
            readers: reader::all(&levels, &holders, relay, &readers.other_work),
        })
    }

    /// What keeps it from being healthy, in sentences; nothing if it is. `max_age` is how long an event, or a job
    /// that is due, may wait. Read models that are built or kept beside those that are shown may take their time.
    pub fn problems(&self, max_age: Duration) -> Vec<String> {
        let readers = self.readers.iter().filter_map(|reader| reader.problem(max_age));
        // Cursors may be current while jobs are not performed: both are asked.
        let due = |job: &&JobCount| job.overdue_seconds.is_some_and(|late| late > max_age.as_secs_f64());
        let late = self.jobs.iter().filter(due).map(|job| {
            format!("process:{}: work is overdue by {:.0} s", job.process, job.overdue_seconds.unwrap_or(0.0))
        });
        let held = self.epoch.iter().filter_map(|epoch| {
            let divergences = epoch.divergences.as_deref()?.join(", ");
            Some(format!(
                "publishing is held in epoch {}: {divergences}; see `memebot recover`",
                epoch.number
            ))
        });
        let clocks = self.instances.iter().filter_map(Instance::problem);
        let doubt = clock::why(&self.clock_holds).map(|why| format!("{why}; {}", clock::ADVICE));
        readers
            .chain(late)
            .chain(held)
            .chain(clocks)
            .chain(doubt)
            .chain(self.unreadable_events.problem())
            .collect()
    }
}

/// How far the relay is, and what waits for it.
async fn relay(
    pool: &PgPool,
    levels: &Levels,
    relayed: Option<u64>,
) -> Result<Option<(u64, Backlog)>, sqlx::Error> {
    let Some(position) = relayed else { return Ok(None) };
    // The first event beyond the relay is the one that has waited longest for it.
    let waits = queries::age(pool, position + 1).await?;
    let behind = Backlog::new(levels.head.saturating_sub(position), waits.unwrap_or(0.0));
    Ok(Some((position, behind)))
}
