//! The usual way to tell others at once: INSERT and NOTIFY in one transaction, somebody listens.

use std::time::{Duration, Instant};

use anyhow::Context;
use harness::TestDatabase;

use super::{RowSize, database, json_of};
use crate::heard;
use crate::stage::Stage;

const INSERT: &str = "
WITH row AS (
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
    VALUES ('suggestion', $1, 1, 'VariantEdited', '1.0', $2::text::json, $3::text::json) RETURNING aggregate_id)
SELECT pg_notify($4, aggregate_id) FROM row";

/// A table and what goes into it.
pub(crate) struct Notify {
    database: TestDatabase,
    payload: String,
    metadata: String,
}

impl Notify {
    /// Makes the table.
    pub(crate) async fn prepare(stage: &Stage, row: RowSize) -> anyhow::Result<Self> {
        let database = database(stage).await?;
        Ok(Self { database, payload: json_of(row.payload), metadata: json_of(row.metadata) })
    }

    /// From the begin of each INSERT to the listener, ascending, at a steady rate.
    pub(crate) async fn latencies(&self, lasting: Duration) -> anyhow::Result<Vec<Duration>> {
        let insert = |_| {
            let (pool, payload, metadata) =
                (self.database.pool.clone(), self.payload.clone(), self.metadata.clone());
            async move {
                let (id, begun) = (harness::random_name(), Instant::now());
                let row = sqlx::query(INSERT).bind(&id).bind(payload).bind(metadata).bind(heard::CHANNEL);
                row.execute(&pool).await.context("insert and notify")?;
                Ok((id, begun))
            }
        };
        heard::latencies(&self.database.url, lasting, insert).await
    }
}
