//! Consumers: apply the event log to read models and process managers, exactly once and in order per partition.
//!
//! The instances of one consumer are a consumer group: they share its partitions by lease. A cursor (the group's
//! committed offset) and what the consumer writes change in one transaction, and an event is applied only when it
//! directly follows the cursor. So nothing is lost, repeated or reordered, whatever carries the events, and even if two
//! instances run the same partition: sharing only avoids double work.

mod batch;
mod catch_up;
pub mod cursors;
mod follow;
mod healing;
mod pages;
mod parked_starts;
mod parking;
mod projector;
pub(crate) mod retry_requests;
mod runner;
mod runtime;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::fmt::Display;
use std::sync::Arc;

use async_trait::async_trait;
use domain::event::EventKind;
use domain::id::ProjectId;
use domain::recorded::Recorded;
use projections::projector::Projector;
use sqlx::PgConnection;

pub(crate) use batch::panic_message;
pub use catch_up::NotCaughtUp;
pub(crate) use catch_up::{CatchUp, PositionLimits};
pub use follow::follow_versions;
pub use parked_starts::ParkedStart;
pub use projector::ProjectorConsumer;
#[cfg(any(test, feature = "manual-runner"))]
pub use runner::ManualRunner;
pub use runtime::{Dependencies, start_consumers};

use crate::postgres::DatabaseErrorClass;

/// Something that applies the log's events, in order, to its own tables.
#[async_trait]
pub trait Consumer: Send + Sync + 'static {
    /// Its name: cursors are kept under it.
    fn name(&self) -> &str;

    /// Another version has its own cursors and begins at the start of the log. A read model's is its build.
    fn version(&self) -> u32;

    /// Whether it needs order only within partitions of the log.
    fn partitioned(&self) -> bool;

    /// What an event belongs to: when one cannot be applied or read, later ones of its key wait behind it. Made of columns,
    /// so that it can be told of an event that cannot be read.
    ///
    /// All events of a key must be in one partition, because another instance may run the next one. So the project
    /// is part of it: some streams have events of several projects.
    fn key(&self, _position: u64, stream: &dyn Display, project: Option<ProjectId>) -> String {
        match project {
            Some(project) => format!("project/{project}/{stream}"),
            None => stream.to_string(),
        }
    }

    /// Whether [`Self::apply`] may do anything for events of this kind: of others it does not matter whether they can be read.
    fn takes(&self, _kind: EventKind) -> bool {
        true
    }

    /// Whether events of this kind are applied at once although their key has to wait, and once more in their place.
    fn overtakes(&self, _kind: EventKind) -> bool {
        false
    }

    /// Whether it reads texts of people; if not, it may be given events whose texts look forgotten, and takes those whose
    /// texts are damaged.
    fn reads_texts(&self) -> bool {
        true
    }

    /// Whether [`Self::apply`] may do anything for the event. Others only move the cursors, and that can wait.
    fn concerns(&self, _event: &Recorded) -> bool {
        true
    }

    /// Applies events, in order, on the connection of the runtime's transaction.
    ///
    /// # Errors
    /// [`ApplyError`]; nothing of the batch counts then.
    async fn apply(&self, conn: &mut PgConnection, events: &[Arc<Recorded>]) -> Result<(), ApplyError>;

    /// Its projector, if it is one: far behind, it catches up in bulk, with its rows in memory.
    fn projector(&self) -> Option<Arc<dyn Projector>> {
        None
    }

    /// Called after what [`Self::apply`] did last was committed.
    fn committed(&self) {}
}

/// Why events could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// As it is, the consumer will never be able to apply at least one of them.
    #[error("{0}")]
    Poison(String),
    /// The database failed; the events are not at fault.
    #[error("the database did not take it")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for ApplyError {
    fn from(error: sqlx::Error) -> Self {
        if is_poison(&error) { Self::Poison(error.to_string()) } else { Self::Database(error) }
    }
}

/// Whether the values are at fault (SQLSTATE classes of cardinality, data, constraints, limits and `RAISE`), not
/// the connection, a conflict, or a table that is not there yet. A duplicate is no conflict here: two runners of
/// one consumer meet at their cursors.
fn is_poison(error: &sqlx::Error) -> bool {
    match error.as_database_error().and_then(sqlx::error::DatabaseError::code) {
        Some(code) => ["21", "22", "23", "54", "P0"].iter().any(|class| code.starts_with(class)),
        None => DatabaseErrorClass::of(error) == DatabaseErrorClass::Rejected,
    }
}
