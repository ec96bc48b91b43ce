//! The scratch schemas: one with a copy of the live rows, one for the replay.

use std::collections::BTreeMap;
use std::sync::Arc;

use projections::projector::Projector;
use projections::statements;
use projections::target::{Target, copy_rows, create, drop_schema};
use sqlx::{Acquire, PgConnection};
use uuid::Uuid;

use super::ReplayError;
use crate::consumer::ParkedStart;
use crate::consumer::cursors::positions;
use crate::store::sealed_event::LogPosition;

statements! {
    ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    PARKED = "SELECT position, attempts FROM parked_events WHERE consumer = $1 AND version = $2";
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
    /// Position of every parked event, and how often it was tried.
    parked: BTreeMap<u64, i32>,
    /// Where the parked keys begin.
    pub(super) starts: Vec<ParkedStart>,
    /// How many live rows there are.
    pub(super) rows: u64,
}

impl ModelSnapshot {
    /// Whether the live rows contain the event.
    pub(super) fn contains(&self, at: LogPosition) -> bool {
        self.has_passed(at) && !self.parked.contains_key(&at.position)
    }

    /// Whether the live rows contain the event because it was applied before its turn: it stands behind others.
    pub(super) fn is_overtaken(&self, at: LogPosition) -> bool {
        self.has_passed(at) && self.parked.get(&at.position) == Some(&0)
    }

    fn has_passed(&self, at: LogPosition) -> bool {
        let cursor = self.cursors.get(&-1).or_else(|| self.cursors.get(&at.partition.cast_signed()));
        cursor.is_some_and(|cursor| at.position <= *cursor)
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
        let isolated = sqlx::query(ONE_SNAPSHOT).execute(&mut *tx).await;
        isolated.map_err(ReplayError::database("begin a snapshot"))?;
        create(&mut tx, &self.live, &[]).await?;
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
            let dropped = drop_schema(conn, schema).await;
            dropped.map_err(ReplayError::database("drop the scratch schemas"))?;
        }
        Ok(())
    }

    async fn copy(
        &self,
        conn: &mut PgConnection,
        projector: &dyn Projector,
    ) -> Result<ModelSnapshot, ReplayError> {
        let rows = copy_rows(conn, &Target::live(), &self.live, projector).await;
        let rows = rows.map_err(ReplayError::database("copy the live rows"))?;
        let (name, build) = (projector.name(), projector.build());
        let cursors = positions::positions(&mut *conn, name, build, None).await;
        let cursors = cursors.map_err(ReplayError::database("read cursors"))?;
        let failed = ReplayError::database("read parked events");
        let parked: Vec<(i64, i32)> = sqlx::query_as(PARKED)
            .bind(name)
            .bind(build.cast_signed())
            .fetch_all(&mut *conn)
            .await
            .map_err(&failed)?;
        let starts = ParkedStart::of(conn, name, build).await.map_err(&failed)?;
        let parked = parked.into_iter().map(|(position, attempts)| (position.cast_unsigned(), attempts));
        Ok(ModelSnapshot { cursors, parked: parked.collect(), starts, rows })
    }
}
