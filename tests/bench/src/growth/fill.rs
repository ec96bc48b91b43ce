//! Ten million events in a few minutes: copies of a stored row under new ids, with the rows that belong to each in the
//! other tables, written by set-based statements with the triggers aside. When it ends, everything is as if commands had
//! made the events and the sequencer had numbered them: the queue is empty, the triggers are on.

use anyhow::Context;
use futures_util::future::try_join_all;
use sqlx::{Connection, PgConnection};

use crate::system::System;
use crate::workload::PER_AGGREGATE;

/// Aggregates in one statement.
const CHUNK: u64 = 20_000;
/// The fill need not wait for the disk at every statement, and its rows follow no predecessor that a trigger would check.
const SESSION: &str = "SET synchronous_commit = off; SET session_replication_role = replica; SET jit = off";
/// Nothing old is ever changed or read here, so cleaning it up has no part in what is measured.
const QUIET: &str = "
ALTER TABLE events SET (autovacuum_enabled = false);
ALTER TABLE event_log SET (autovacuum_enabled = false);
ALTER TABLE commands SET (autovacuum_enabled = false);
ALTER TABLE text_keys SET (autovacuum_enabled = false);
TRUNCATE event_pending";

/// Ids in the order of time, as version 7 has them, and all older than those of today.
const ROWS: &str = "
CREATE FUNCTION bench_rows(first bigint, last bigint, per_aggregate bigint)
RETURNS TABLE (n bigint, aggregate_id text, sequence bigint, event_id uuid, place bigint)
LANGUAGE sql AS $$
    SELECT a.n, (lpad(to_hex(a.n), 12, '0') || '70008000000000000000')::uuid::text,
           s.sequence, (lpad(to_hex(a.n), 12, '0') || '7' || lpad(to_hex(s.sequence), 3, '0') || '8000000000000001')::uuid,
           (a.n - 1) * per_aggregate + s.sequence
      FROM generate_series(first, last) AS a (n), generate_series(1, per_aggregate) AS s (sequence)
     ORDER BY 5
$$";

/// What a chunk adds to each table; the tables are filled beside each other. `{0}` to `{1}` are the chunk's rows.
const TABLES: [&str; 2] = [
    "
INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
                    event_id, project_id)
SELECT 'suggestion', r.aggregate_id, r.sequence, t.event_type, t.event_version, t.payload, t.metadata,
       r.event_id, t.project_id
  FROM {rows} r, (SELECT * FROM events WHERE event_type = 'VariantEdited' LIMIT 1) t
 ORDER BY r.place;
INSERT INTO text_keys (event_id, key_id, scope, wrapped)
SELECT r.event_id, r.event_id, t.scope, t.wrapped
  FROM {rows} r, (SELECT k.* FROM text_keys k JOIN events e USING (event_id)
                   WHERE e.aggregate_type = 'suggestion' LIMIT 1) t
 ORDER BY r.place",
    "
INSERT INTO event_log (position, event_id, ingest_seq, aggregate_type, aggregate_id, sequence, partition, previous,
                       leaf_hash, sequenced_at)
SELECT r.place, r.event_id, r.place, 'suggestion', r.aggregate_id, r.sequence, r.n % 16,
       greatest(r.place - 16, 0), sha256(r.event_id::text::bytea), now()
  FROM {rows} r ORDER BY r.place;
INSERT INTO commands (command_id, request_hash, outcome, aggregate_type, aggregate_id, first_sequence,
                      last_sequence, event_ids, refusal)
SELECT r.event_id, sha256(r.event_id::text::bytea), 'applied', 'suggestion', r.aggregate_id, r.sequence,
       r.sequence, ARRAY[r.event_id], NULL
  FROM {rows} r ORDER BY r.place",
];

/// Stores so many more events.
pub(super) async fn fill(system: &System, events: u64) -> anyhow::Result<()> {
    let pool = &system.database.pool;
    for statements in [QUIET, ROWS] {
        sqlx::raw_sql(statements).execute(pool).await.context("prepare the fill")?;
    }
    let aggregates = events / u64::from(PER_AGGREGATE);
    try_join_all(TABLES.map(|table| fill_tables(&system.database.url, table, aggregates))).await?;
    Ok(())
}

async fn fill_tables(url: &str, table: &str, aggregates: u64) -> anyhow::Result<()> {
    let mut conn = PgConnection::connect(url).await.context("connect to fill")?;
    sqlx::raw_sql(SESSION).execute(&mut conn).await.context("prepare the session that fills")?;
    let mut first = 1;
    while first <= aggregates {
        let last = (first + CHUNK - 1).min(aggregates);
        let rows = format!("bench_rows({first}, {last}, {PER_AGGREGATE})");
        sqlx::raw_sql(&table.replace("{rows}", &rows)).execute(&mut conn).await.context("fill a table")?;
        first = last + 1;
    }
    Ok(())
}
