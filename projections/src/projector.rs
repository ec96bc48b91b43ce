//! `Projector`: how any projection takes events into its table: a batch at a time, or in bulk.

mod batch;
pub(crate) mod buffer;
mod copy;
pub(crate) mod sql;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use domain::event::EventKind;
use domain::event_subset::EventSubset;
use domain::recorded::Recorded;
use sqlx::PgConnection;

use crate::projection::Projection;
use crate::target::Target;
use buffer::ProjectionBuffer;

/// The build of a read model that was never rebuilt.
pub const FIRST_BUILD: u32 = 1;

/// How far an event reaches that a read model cannot take: what has to wait until it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The events of its project, or of its stream if it has none: rows span the streams of a project.
    Project,
    /// Nothing else: the event has a row of its own, or is added to a sum.
    Event,
    /// Everything: rows span projects.
    Whole,
}

/// A projection as its runtime sees it. Every [`Projection`] is one.
#[async_trait]
pub trait Projector: Send + Sync {
    /// Its name, which is also the name of its view.
    fn name(&self) -> &'static str;

    /// Its shape: which columns its table has. Raised in code, together with a migration.
    fn shape(&self) -> u32;

    /// Its build: how often the read model was made, counted by rebuilds. Cursors are kept under it.
    fn build(&self) -> u32;

    /// Whether its partitions may run beside each other; if not, it needs all events in order.
    fn partitioned(&self) -> bool;

    /// The columns of its primary key.
    fn key_columns(&self) -> &'static [&'static str];

    /// Its table, without a schema.
    fn table(&self) -> String;

    /// Whether it reads texts of people; if not, it may be given events whose texts look forgotten.
    fn reads_texts(&self) -> bool;

    /// Whether events of this kind may concern any of its rows; others need not be opened.
    fn handles(&self, kind: EventKind) -> bool;

    /// What has to wait behind an event that it cannot take.
    fn reach(&self) -> Reach;

    /// Whether events of this kind are applied at once although they have to wait, and once more in their place. Folding
    /// such an event twice must change nothing.
    fn overtakes(&self, kind: EventKind) -> bool;

    /// The rows of the target's table in memory, none of them yet, to catch up in bulk.
    fn row_buffer(&self, target: &Target) -> Box<dyn RowBuffer>;

    /// Takes a batch of events, in order, into the target's table. The caller owns the transaction and the cursor.
    ///
    /// # Errors
    /// [`ProjectionError`]; the transaction is then of no use any more.
    async fn apply(
        &self,
        conn: &mut PgConnection,
        target: &Target,
        events: &[Arc<Recorded>],
    ) -> Result<(), ProjectionError>;
}

/// Rows in memory that events are folded into, and written when their owner says so. Nobody else may write the
/// table meanwhile; when something fails, the rows have to be dropped.
#[async_trait]
pub trait RowBuffer: Send {
    /// Folds the events, in order; rows that are in the table and not here are loaded. `false` if nothing was done
    /// because these events look for rows by a column: then what is here has to be written and forgotten first.
    ///
    /// # Errors
    /// [`ProjectionError`]
    async fn fold(
        &mut self,
        conn: &mut PgConnection,
        events: &[Arc<Recorded>],
    ) -> Result<bool, ProjectionError>;

    /// Writes what has changed since it was written last. The caller owns the transaction.
    ///
    /// # Errors
    /// [`ProjectionError`]; the transaction is then of no use any more.
    async fn flush(&mut self, conn: &mut PgConnection) -> Result<(), ProjectionError>;

    /// Forgets all rows; what was not written is lost.
    fn clear(&mut self);

    /// Roughly how much memory the rows take, in bytes.
    fn size(&self) -> usize;
}

#[async_trait]
impl<P: Projection> Projector for P {
    fn name(&self) -> &'static str {
        P::NAME
    }

    fn shape(&self) -> u32 {
        P::VERSION
    }

    fn build(&self) -> u32 {
        FIRST_BUILD
    }

    fn partitioned(&self) -> bool {
        P::PARTITIONED
    }

    fn key_columns(&self) -> &'static [&'static str] {
        P::KEY
    }

    fn table(&self) -> String {
        format!("{}_v{}", P::NAME, P::VERSION)
    }

    fn reads_texts(&self) -> bool {
        P::READS_TEXTS
    }

    fn handles(&self, kind: EventKind) -> bool {
        P::Input::includes(kind)
    }

    fn reach(&self) -> Reach {
        P::REACH
    }

    /// What people want forgotten is forgotten at once.
    fn overtakes(&self, kind: EventKind) -> bool {
        kind == EventKind::TextsForgotten
    }

    fn row_buffer(&self, target: &Target) -> Box<dyn RowBuffer> {
        Box::new(ProjectionBuffer::<P>::for_catch_up(target.table(self)))
    }

    async fn apply(
        &self,
        conn: &mut PgConnection,
        target: &Target,
        events: &[Arc<Recorded>],
    ) -> Result<(), ProjectionError> {
        let mut rows = ProjectionBuffer::<P>::for_batch(target.table(self));
        rows.fold(conn, events).await?;
        rows.flush(conn).await
    }
}

/// Why events could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum ProjectionError {
    /// An id in an event is no UUID.
    #[error("could not tell which rows the event at position {position} concerns")]
    AffectedRows {
        /// The event's position in the log.
        position: u64,
        /// What is wrong with the id.
        source: uuid::Error,
    },
    /// A row does not have the shape of the table.
    #[error("could not read or write a row as JSON")]
    Row(#[from] serde_json::Error),
    /// Tables or views could not be made.
    #[error("could not prepare {table}")]
    Prepare {
        /// The table, view or schema.
        table: String,
        /// What the database said.
        source: sqlx::Error,
    },
    /// Rows could not be loaded.
    #[error("could not load rows of {table}")]
    Load {
        /// The table.
        table: String,
        /// What the database said.
        source: sqlx::Error,
    },
    /// Rows could not be written.
    #[error("could not write rows of {table}")]
    Write {
        /// The table.
        table: String,
        /// What the database said.
        source: sqlx::Error,
    },
}
