//! The stock path: cqrs-es with postgres-es as their documentation shows it, on its own table and default pool.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, DomainEvent};
use futures_util::future::try_join_all;
use harness::TestDatabase;
use postgres_es::{PostgresCqrs, default_postgress_pool, postgres_cqrs};
use serde::{Deserialize, Serialize};

use super::{RowSize, database};
use crate::stage::Stage;
use crate::workload::{PER_AGGREGATE, Run};

/// A text with revisions.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Note {
    revision: u32,
    text: String,
}

/// A text is replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum NoteEvent {
    Edited { revision: u32, text: String },
}

impl DomainEvent for NoteEvent {
    fn event_type(&self) -> String {
        "Edited".to_owned()
    }

    fn event_version(&self) -> String {
        "1.0".to_owned()
    }
}

impl Aggregate for Note {
    const TYPE: &'static str = "note";
    type Command = String;
    type Event = NoteEvent;
    type Error = Infallible;
    type Services = ();

    async fn handle(&mut self, text: String, (): &(), sink: &EventSink<Self>) -> Result<(), Infallible> {
        let revision = self.revision + 1;
        sink.write(NoteEvent::Edited { revision, text }, self).await;
        Ok(())
    }

    fn apply(&mut self, event: NoteEvent) {
        let NoteEvent::Edited { revision, text } = event;
        *self = Self { revision, text };
    }
}

/// The framework on a database of its own.
pub(crate) struct Stock {
    framework: Arc<PostgresCqrs<Note>>,
    database: TestDatabase,
    row: RowSize,
}

impl Stock {
    /// Makes the table and the framework.
    pub(crate) async fn prepare(stage: &Stage, row: RowSize) -> anyhow::Result<Self> {
        let database = database(stage).await?;
        let framework = postgres_cqrs(default_postgress_pool(&database.url).await, Vec::new(), ());
        Ok(Self { framework: Arc::new(framework), database, row })
    }

    /// Lets so many callers work for this long.
    pub(crate) async fn run(&self, callers: usize, lasting: Duration) -> anyhow::Result<Run> {
        let before = self.stored().await?;
        let begun = Instant::now();
        let end = begun + lasting;
        let callers = (0..callers).map(|_| {
            let caller = Caller { framework: Arc::clone(&self.framework), row: self.row };
            tokio::spawn(async move { caller.work(end).await })
        });
        let done = try_join_all(callers).await.context("a caller panicked")?;
        let took = begun.elapsed();
        let mut latencies = Vec::new();
        for one in done {
            latencies.extend(one?);
        }
        latencies.sort_unstable();
        let (commands, stored) = (latencies.len() as u64, self.stored().await? - before);
        ensure!(stored == commands, "{commands} commands made {stored} events");
        Ok(Run { commands, took, latencies })
    }

    async fn stored(&self) -> anyhow::Result<u64> {
        let count =
            sqlx::query_scalar::<_, i64>("SELECT count(*) FROM events").fetch_one(&self.database.pool);
        Ok(count.await?.unsigned_abs())
    }
}

struct Caller {
    framework: Arc<PostgresCqrs<Note>>,
    row: RowSize,
}

impl Caller {
    async fn work(&self, end: Instant) -> anyhow::Result<Vec<Duration>> {
        // as long as ours when the rest of the JSON is added
        let text =
            "x".repeat(self.row.payload.saturating_sub(r#"{"Edited":{"revision":1,"text":""}}"#.len()));
        let note = "x".repeat(self.row.metadata.saturating_sub(r#"{"actor":""}"#.len()));
        let metadata = HashMap::from([("actor".to_owned(), note)]);
        let mut latencies = Vec::new();
        loop {
            let id = harness::random_name();
            for _ in 0..PER_AGGREGATE {
                let begun = Instant::now();
                if begun >= end {
                    return Ok(latencies);
                }
                self.framework.execute_with_metadata(&id, text.clone(), metadata.clone()).await?;
                latencies.push(begun.elapsed());
            }
        }
    }
}
