//! What people would use instead, measured in the same rounds on the same servers.

pub(crate) mod jetstream;
pub(crate) mod notify;
pub(crate) mod pgbench;
pub(crate) mod sql;
pub(crate) mod stock;
pub(crate) mod webhook_bot;

use harness::TestDatabase;

use crate::stage::Stage;
use crate::system::System;

/// The table of postgres-es, as its own `init.sql` has it.
pub(crate) const EVENTS: &str = "
CREATE TABLE events
(
    aggregate_type text                         NOT NULL,
    aggregate_id   text                         NOT NULL,
    sequence       bigint CHECK (sequence >= 0) NOT NULL,
    event_type     text                         NOT NULL,
    event_version  text                         NOT NULL,
    payload        json                         NOT NULL,
    metadata       json                         NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
)";

/// How long the stored row is: the average of ours, sealed text included, so that rivals store as much.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowSize {
    /// Bytes of the payload.
    pub(crate) payload: usize,
    /// Bytes of the metadata.
    pub(crate) metadata: usize,
}

impl RowSize {
    /// Of the suggestions' events that are stored already.
    pub(crate) async fn of(system: &System) -> anyhow::Result<Self> {
        let average = async |column: &str| {
            let query = format!(
                "SELECT avg(octet_length({column}::text))::bigint FROM events WHERE aggregate_type = 'suggestion'"
            );
            anyhow::Ok(usize::try_from(system.number(&query).await?)?)
        };
        Ok(Self { payload: average("payload").await?, metadata: average("metadata").await? })
    }
}

/// A JSON object of exactly this many bytes; at least 11.
fn json_of(bytes: usize) -> String {
    format!(r#"{{"text":"{}"}}"#, "x".repeat(bytes.saturating_sub(11)))
}

/// A database of its own with the table of postgres-es.
async fn database(stage: &Stage) -> anyhow::Result<TestDatabase> {
    let database = stage.database().await?;
    sqlx::raw_sql(EVENTS).execute(&database.pool).await?;
    Ok(database)
}

#[cfg(test)]
mod tests {
    use super::json_of;

    #[test]
    fn makes_json_of_the_wanted_length() {
        assert_eq!(json_of(40).len(), 40);
        assert!(json_of(40).starts_with(r#"{"text":"xx"#));
    }
}
