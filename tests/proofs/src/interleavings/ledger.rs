//! A read model that shows every event which is lost, doubled or out of order: per stream the number of events, the last
//! position, and a chain of hashes over the positions.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use domain::recorded::Recorded;
use engine::consumer::{ApplyError, Consumer};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, PgPool};

/// The rows' table.
const TABLE: &str = "CREATE TABLE ledger (
    stream text PRIMARY KEY, count bigint NOT NULL, position bigint NOT NULL, chain bytea NOT NULL)";

const LOAD: &str = "SELECT stream, count, position, chain FROM ledger WHERE stream = ANY ($1)";

const WRITE: &str = "
INSERT INTO ledger (stream, count, position, chain)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bytea[])
    ON CONFLICT (stream) DO UPDATE
   SET count = excluded.count, position = excluded.position, chain = excluded.chain";

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// How many events.
    pub(super) count: i64,
    /// The last of them.
    pub(super) position: i64,
    /// The hash over all of them, in order.
    pub(super) chain: Vec<u8>,
}

impl Row {
    fn fold(&mut self, position: u64) {
        self.count += 1;
        self.position = position.cast_signed();
        let chain = Sha256::new().chain_update(&self.chain).chain_update(position.to_be_bytes());
        self.chain = chain.finalize().to_vec();
    }
}

/// Rows by stream.
pub(super) type Rows = BTreeMap<String, Row>;

/// The read model; in one order, or with a cursor per partition.
pub(super) struct Ledger {
    /// Whether it has a cursor per partition.
    pub(super) partitioned: bool,
}

impl Ledger {
    /// Its name.
    pub(super) const NAME: &str = "proof-ledger";

    /// Makes its table.
    pub(super) async fn create(pool: &PgPool) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(TABLE).execute(pool).await.map(drop)
    }

    /// The rows of these streams.
    pub(super) async fn load(conn: &mut PgConnection, streams: &[String]) -> Result<Rows, sqlx::Error> {
        let rows: Vec<(String, i64, i64, Vec<u8>)> =
            sqlx::query_as(LOAD).bind(streams).fetch_all(conn).await?;
        let rows = rows.into_iter();
        Ok(rows.map(|(stream, count, position, chain)| (stream, Row { count, position, chain })).collect())
    }

    /// Takes events into rows: the pure fold.
    pub(super) fn fold<'a>(mut rows: Rows, events: impl IntoIterator<Item = &'a Recorded>) -> Rows {
        for event in events {
            rows.entry(event.stream.to_string()).or_default().fold(event.position);
        }
        rows
    }
}

#[async_trait]
impl Consumer for Ledger {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn version(&self) -> u32 {
        1
    }

    fn partitioned(&self) -> bool {
        self.partitioned
    }

    async fn apply(&self, conn: &mut PgConnection, events: &[Arc<Recorded>]) -> Result<(), ApplyError> {
        let streams: Vec<String> = events.iter().map(|event| event.stream.to_string()).collect();
        let rows = Self::load(conn, &streams).await?;
        let rows = Self::fold(rows, events.iter().map(AsRef::as_ref));
        sqlx::query(WRITE)
            .bind(rows.keys().cloned().collect::<Vec<_>>())
            .bind(rows.values().map(|row| row.count).collect::<Vec<_>>())
            .bind(rows.values().map(|row| row.position).collect::<Vec<_>>())
            .bind(rows.values().map(|row| row.chain.clone()).collect::<Vec<_>>())
            .execute(conn)
            .await?;
        Ok(())
    }
}
