//! Building one read model from the log, in a table of its own.

use std::sync::Arc;

use projections::projector::{ProjectionError, Projector, RowBuffer};
use projections::target::Target;
use sqlx::{Acquire, PgConnection};

use crate::log::read_ahead::LogPage;

/// How many bytes of rows each read model keeps in memory: all are built in the same pass.
const MEMORY: usize = 3 << 20;

/// A read model while it is built.
pub(crate) struct ModelBuilder {
    pub(crate) projector: Arc<dyn Projector>,
    table: String,
    rows: Box<dyn RowBuffer>,
}

impl ModelBuilder {
    /// Of this projector, in the target's table.
    pub(crate) fn new(projector: &Arc<dyn Projector>, target: &Target) -> Self {
        let (table, rows) = (target.table(&**projector), projector.row_buffer(target));
        Self { projector: Arc::clone(projector), table, rows }
    }

    /// Applies the page.
    pub(crate) async fn apply(
        &mut self,
        conn: &mut PgConnection,
        page: &LogPage,
    ) -> Result<(), ProjectionError> {
        if !self.rows.fold(conn, &page.events).await? {
            self.write(conn).await?;
            self.rows.clear();
            self.rows.fold(conn, &page.events).await?;
        }
        if self.rows.size() > MEMORY {
            self.write(conn).await?;
            self.rows.clear();
        }
        Ok(())
    }

    /// Writes what is not written yet.
    pub(crate) async fn write(&mut self, conn: &mut PgConnection) -> Result<(), ProjectionError> {
        let failed = |source| ProjectionError::Write { table: self.table.clone(), source };
        let mut tx = conn.begin().await.map_err(failed)?;
        self.rows.flush(&mut tx).await?;
        tx.commit().await.map_err(failed)
    }
}
