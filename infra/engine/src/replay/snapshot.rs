//! The scratch schemas: one with a copy of the live rows, one for the replay.

use std::collections::BTreeMap;
use std::sync::Arc;

use projections::projector::Projector;
use projections::statements;
use projections::target::{Target, create};
use sqlx::{Acquire, PgConnection};
use uuid::Uuid;

use super::ReplayError;
use crate::store::sealed_event::LogPosition;

statements! {
    CURSORS = "SELECT partition, position FROM consumer_cursors WHERE consumer = $1 AND version = $2";
    PARKED = "SELECT position, key FROM parked_events WHERE consumer = $1 AND version = $2";
}

/// Two schemas with a random name.
pub(super) struct ScratchSchemas {
    /// The live rows at the moment of the snapshot.
    pub(super) live: Target,
    /// The replayed rows.
    pub(super) replayed: Target,
    schemas: [String; 2],
}

/// How far a projection's live rows are at the snapshot.
pub(super) struct ModelSnapshot {
    /// Last position applied by partition; -1 for a projection that is not partitioned.
    cursors: BTreeMap<i16, u64>,
    /// Position and key of every parked event.
    pub(super) parked: BTreeMap<u64, String>,
    /// How many live rows there are.
    pub(super) rows: u64,
}

impl ModelSnapshot {
    /// Whether the live rows contain the event.
    pub(super) fn contains(&self, at: LogPosition) -> bool {
        let cursor = self.cursors.get(&-1).or_else(|| self.cursors.get(&at.partition.cast_signed()));
        cursor.is_some_and(|cursor| at.position <= *cursor) && !self.parked.contains_key(&at.position)
    }

    /// The last position that the live rows contain.
    pub(super) fn end(&self) -> u64 {
        self.cursors.values().copied().max().unwrap_or_default()
    }
}

impl ScratchSchemas {
    pub(super) fn new(id: Uuid) -> Self {
        let schemas = [format!("replay_{}_live", id.simple()), format!("replay_{}", id.simple())];
        let [live, replayed] = schemas.clone().map(Target::schema);
        Self { live, replayed, schemas }
    }

    /// Copies cursors and live rows in one snapshot, and makes empty tables of the same shape.
    pub(super) async fn take_snapshot(
        &self,
        conn: &mut PgConnection,
        projectors: &[Arc<dyn Projector>],
    ) -> Result<Vec<ModelSnapshot>, ReplayError> {
        let mut tx = conn.begin().await.map_err(ReplayError::database("begin a snapshot"))?;
        // Rows and cursors must belong together, and runners go on meanwhile.
        execute(&mut tx, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").await?;
        execute(&mut tx, &format!("CREATE SCHEMA {}", self.schemas[0])).await?;
        let mut snapshots = Vec::new();
        for projector in projectors {
            snapshots.push(self.copy(&mut tx, &**projector).await?);
        }
        tx.commit().await.map_err(ReplayError::database("end the snapshot"))?;
        let projectors: Vec<&dyn Projector> = projectors.iter().map(|projector| &**projector).collect();
        create(conn, &self.replayed, &projectors).await?;
        Ok(snapshots)
    }

    /// Drops both schemas.
    pub(super) async fn drop(&self, conn: &mut PgConnection) -> Result<(), ReplayError> {
        for schema in &self.schemas {
            execute(conn, &format!("DROP SCHEMA IF EXISTS {schema} CASCADE")).await?;
        }
        Ok(())
    }

    async fn copy(
        &self,
        conn: &mut PgConnection,
        projector: &dyn Projector,
    ) -> Result<ModelSnapshot, ReplayError> {
        let (copy, live) = (self.live.table(projector), Target::live().table(projector));
        let rows = execute(conn, &format!("CREATE UNLOGGED TABLE {copy} AS SELECT * FROM {live}")).await?;
        let cursors: Vec<(i16, i64)> = sqlx::query_as(CURSORS)
            .bind(projector.name())
            .bind(projector.build().cast_signed())
            .fetch_all(&mut *conn)
            .await
            .map_err(ReplayError::database("read cursors"))?;
        let parked: Vec<(i64, String)> = sqlx::query_as(PARKED)
            .bind(projector.name())
            .bind(projector.build().cast_signed())
            .fetch_all(conn)
            .await
            .map_err(ReplayError::database("read parked events"))?;
        let cursors = cursors.into_iter().map(|(partition, position)| (partition, position.cast_unsigned()));
        let parked = parked.into_iter().map(|(position, key)| (position.cast_unsigned(), key));
        Ok(ModelSnapshot { cursors: cursors.collect(), parked: parked.collect(), rows })
    }
}

/// Returns how many rows the statement concerned.
async fn execute(conn: &mut PgConnection, sql: &str) -> Result<u64, ReplayError> {
    let result = sqlx::query(sql).execute(conn).await;
    result.map(|result| result.rows_affected()).map_err(ReplayError::database("use the scratch schemas"))
}
