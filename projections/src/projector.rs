//! `Projector`: how any projection takes a batch of events into its table, in at most three statements.

pub(crate) mod batch;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use domain::recorded::Recorded;
use sqlx::PgConnection;

use crate::projection::Projection;
use crate::target::Target;
use batch::Batch;
use table::Table;

/// A projection as its runtime sees it. Every [`Projection`] is one.
#[async_trait]
pub trait Projector: Send + Sync {
    /// Its name, which is also the name of its view.
    fn name(&self) -> &'static str;

    /// The version of its fold and columns.
    fn version(&self) -> u32;

    /// Whether its partitions may run beside each other; if not, it needs all events in order.
    fn partitioned(&self) -> bool;

    /// The columns of its primary key.
    fn key_columns(&self) -> &'static [&'static str];

    /// Its tables, without a schema.
    fn tables(&self) -> Vec<String>;

    /// Takes the events, in order, into the target's table. The caller owns the transaction and the cursor.
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

#[async_trait]
impl<P: Projection> Projector for P {
    fn name(&self) -> &'static str {
        P::NAME
    }

    fn version(&self) -> u32 {
        P::VERSION
    }

    fn partitioned(&self) -> bool {
        P::PARTITIONED
    }

    fn key_columns(&self) -> &'static [&'static str] {
        P::KEY
    }

    fn tables(&self) -> Vec<String> {
        vec![format!("{}_v{}", P::NAME, P::VERSION)]
    }

    async fn apply(
        &self,
        conn: &mut PgConnection,
        target: &Target,
        events: &[Arc<Recorded>],
    ) -> Result<(), ProjectionError> {
        let mut table = Table { name: target.table(self), key: P::KEY, conn };
        let batch = Batch::<P>::of(events)?;
        let mut before = table.load(P::KEY, batch.keys()?).await?;
        for (column, values) in batch.columns() {
            before.extend(table.load(&[column], values).await?);
        }
        let changes = batch.fold(before)?;
        table.upsert(&changes.written).await?;
        table.delete(&changes.deleted).await
    }
}

/// Why a batch could not be taken in.
#[derive(Debug, thiserror::Error)]
pub enum ProjectionError {
    /// An id in an event is no UUID.
    #[error("could not tell which rows the event at position {position} concerns")]
    Touches {
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
