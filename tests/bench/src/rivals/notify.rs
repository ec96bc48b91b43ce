//! The usual way to tell others at once: INSERT and NOTIFY in one transaction, somebody listens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use harness::TestDatabase;
use sqlx::postgres::PgListener;
use tokio::time::{MissedTickBehavior, interval};

use super::{RowSize, database, json_of};
use crate::stage::Stage;

const CHANNEL: &str = "bench";
const INSERT: &str = "
WITH row AS (
    INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata)
    VALUES ('suggestion', $1, 1, 'VariantEdited', '1.0', $2::text::json, $3::text::json) RETURNING aggregate_id)
SELECT pg_notify('bench', aggregate_id) FROM row";

/// A table and a listener.
pub(crate) struct Notify {
    database: TestDatabase,
    payload: String,
    metadata: String,
}

/// Rows on their way, by id, with the moment at which they set out.
type Underway = Arc<Mutex<HashMap<String, Instant>>>;

impl Notify {
    /// Makes the table.
    pub(crate) async fn prepare(stage: &Stage, row: RowSize) -> anyhow::Result<Self> {
        let database = database(stage).await?;
        Ok(Self { database, payload: json_of(row.payload), metadata: json_of(row.metadata) })
    }

    /// From the begin of each INSERT to the listener, ascending, at a steady rate.
    pub(crate) async fn latencies(&self, pace: Duration, lasting: Duration) -> anyhow::Result<Vec<Duration>> {
        let mut listener = PgListener::connect(&self.database.url).await.context("connect the listener")?;
        listener.listen(CHANNEL).await.context("listen")?;
        let underway = Underway::default();
        let inserting = tokio::spawn(self.insert_all(Arc::clone(&underway), (pace, lasting)));
        let expected = usize::try_from(lasting.as_micros() / pace.as_micros())?;
        let mut latencies = Vec::with_capacity(expected);
        while latencies.len() < expected {
            let heard = listener.recv().await.context("hear of an insert")?;
            let now = Instant::now();
            let begun = underway.lock().unwrap_or_else(PoisonError::into_inner).remove(heard.payload());
            latencies.extend(begun.map(|begun| now - begun));
        }
        inserting.await.context("the inserts panicked")??;
        latencies.sort_unstable();
        Ok(latencies)
    }

    fn insert_all(
        &self,
        underway: Underway,
        (pace, lasting): (Duration, Duration),
    ) -> impl Future<Output = anyhow::Result<()>> + Send + 'static {
        let (pool, payload, metadata) =
            (self.database.pool.clone(), self.payload.clone(), self.metadata.clone());
        async move {
            let mut ticks = interval(pace);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
            let mut inserts = tokio::task::JoinSet::new();
            for _ in 0..lasting.as_micros() / pace.as_micros() {
                ticks.tick().await;
                let (pool, payload, metadata) = (pool.clone(), payload.clone(), metadata.clone());
                let (underway, id) = (Arc::clone(&underway), harness::random_name());
                inserts.spawn(async move {
                    let begun = Instant::now();
                    underway.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), begun);
                    sqlx::query(INSERT).bind(id).bind(payload).bind(metadata).execute(&pool).await
                });
            }
            while let Some(inserted) = inserts.join_next().await {
                inserted.context("an insert panicked")?.context("insert and notify")?;
            }
            Ok(())
        }
    }
}
