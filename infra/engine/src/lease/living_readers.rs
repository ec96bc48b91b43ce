//! Living readers (rolling upgrade): what every instance that runs can read, as each announces it on its own lease row. What
//! one of them cannot read is not written.
//!
//! A renewal's answer has the announcements of the others, so that asking costs an append nothing. Between the start of an
//! instance and the next renewals of the others, these may write what it cannot read: it meets that as it meets what was
//! written before its start, and parks it.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use commands::store::StoreError;
use domain::event::{Event, EventKind};
use domain::unannounced;
use domain::upcast;
use projections::statements;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgPool;
use sqlx::types::Json;
use tracing::{info, warn};

statements! {
    LIVING = "
        SELECT announces FROM leases l WHERE shares IS NOT NULL AND until > now() AND NOT orphaned(l)";
}

/// What a program knows of what is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Announcement {
    /// Every stored version of an event that it reads.
    events: BTreeSet<String>,
    /// The kinds of jobs that it performs.
    steps: BTreeSet<String>,
}

/// A process manager and a kind of its jobs.
pub type KnownStep = (&'static str, &'static str);

/// What the instances that run can read, this one included. Cheap to clone; clones belong together.
#[derive(Clone)]
pub struct LivingReaders(Arc<ReadersState>);

struct ReadersState {
    own: BTreeSet<String>,
    others: RwLock<OtherReaders>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct OtherReaders {
    /// Today's events that one of all cannot read.
    unread: Vec<EventKind>,
    /// Instances that announce nothing.
    silent: usize,
}

impl Default for LivingReaders {
    /// Only this instance is known.
    fn default() -> Self {
        let readers = Self(Arc::new(ReadersState { own: own_events(), others: RwLock::default() }));
        readers.learn(&[]);
        readers
    }
}

impl LivingReaders {
    /// Looks who runs: to be called before anything is written.
    ///
    /// # Errors
    /// What the database says.
    pub async fn look(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        let found: Vec<Option<Json<Value>>> = sqlx::query_scalar(LIVING).fetch_all(pool).await?;
        self.learn(&found.into_iter().map(|found| found.map(|found| found.0)).collect::<Vec<_>>());
        Ok(())
    }

    /// What this instance announces.
    pub(super) fn announcement(&self, steps: &[KnownStep]) -> Announcement {
        let steps = steps.iter().map(|(process, step)| format!("{process}/{step}"));
        Announcement { events: self.0.own.clone(), steps: steps.collect() }
    }

    /// Takes in what all others that run announce.
    pub(super) fn learn(&self, announced: &[Option<Value>]) {
        let others: Vec<Option<Announcement>> = announced.iter().map(|it| parsed(it.as_ref())).collect();
        let all_read = |kind: EventKind| {
            let stored = stored_version(kind.aggregate, kind.name, kind.version);
            let reads = |reader: &Option<Announcement>| {
                reader.as_ref().map_or_else(|| unannounced::reads(kind), |it| it.events.contains(&stored))
            };
            self.0.own.contains(&stored) && others.iter().all(reads)
        };
        let learnt = OtherReaders {
            unread: Event::catalogue().filter(|kind| !all_read(*kind)).collect(),
            silent: others.iter().filter(|reader| reader.is_none()).count(),
        };
        let mut known = self.0.others.write().unwrap_or_else(PoisonError::into_inner);
        if *known != learnt {
            let unread: Vec<&str> = learnt.unread.iter().map(|kind| kind.name).collect();
            info!(?unread, silent = learnt.silent, "what the running instances can read has changed");
            *known = learnt;
        }
    }

    /// Refuses events that an instance that runs cannot read.
    pub(crate) fn permit(&self, kinds: impl Iterator<Item = EventKind>) -> Result<(), StoreError> {
        let known = self.known();
        let mut kinds = kinds.filter(|kind| known.unread.contains(kind));
        kinds.next().map_or(Ok(()), |kind| Err(StoreError::UpgradeUnderWay { event: kind.name }))
    }

    /// How many other instances run that announce nothing.
    pub(super) fn silent(&self) -> usize {
        self.known().silent
    }

    fn known(&self) -> RwLockReadGuard<'_, OtherReaders> {
        self.0.others.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn own_events() -> BTreeSet<String> {
    upcast::readable().map(|(kind, name, version)| stored_version(kind, name, version)).collect()
}

/// An announcement of another shape says no more than none.
fn parsed(announced: Option<&Value>) -> Option<Announcement> {
    let read = Announcement::deserialize(announced?);
    read.inspect_err(|error| warn!(%error, "an instance announces in another form")).ok()
}

fn stored_version(kind: impl Display, name: &str, version: &str) -> String {
    format!("{kind}/{name} {version}")
}

#[cfg(test)]
mod tests;
