//! The benchmark's read model: how many events has each aggregate, and what did the last one say?

use anyhow::Context;
use domain::recorded::Stored;
use projections::projection::{AffectedRows, Projection, RowSelector};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

/// Table and view, as a migration would make them. The payload is text, because nobody looks into it.
const TABLES: &str = "
CREATE TABLE last_events_v1 (
    aggregate_type text   NOT NULL,
    aggregate_id   text   NOT NULL,
    events         bigint NOT NULL,
    payload        text   NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id)
);
CREATE VIEW last_events AS SELECT * FROM last_events_v1";

/// The read model `last_events`.
pub(crate) struct LastEvents;

/// One aggregate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct LastEvent {
    aggregate_type: String,
    aggregate_id: String,
    events: u64,
    payload: String,
}

impl Projection for LastEvents {
    const NAME: &'static str = "last_events";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["aggregate_type", "aggregate_id"];
    type Event = Stored;
    type Row = LastEvent;
    type Key = (String, String);

    fn key_of(row: &LastEvent) -> Self::Key {
        (row.aggregate_type.clone(), row.aggregate_id.clone())
    }

    fn affected_rows(event: &Stored) -> AffectedRows<Self::Key> {
        Ok(vec![RowSelector::Key((event.stream.kind.name().to_owned(), event.stream.id.clone()))])
    }

    fn fold((kind, id): &Self::Key, row: &mut Option<LastEvent>, event: &Stored) {
        let row = row.get_or_insert_with(|| LastEvent {
            aggregate_type: kind.clone(),
            aggregate_id: id.clone(),
            events: 0,
            payload: String::new(),
        });
        row.events += 1;
        row.payload.clone_from(&event.payload);
    }
}

/// Makes its table and view.
pub(crate) async fn create(pool: &PgPool) -> anyhow::Result<()> {
    sqlx::raw_sql(TABLES).execute(pool).await.map(drop).context("make the benchmark's read model")
}
