//! `memebot doctor`'s questions about the history: whose it is, and what a restore or a cut-over may have forgotten.

use projections::statements;
use sqlx::PgPool;

use super::{ADVICE, Epochs};
use crate::postgres::{Budget, PostgresConfig, pool};
use crate::store::stored_events;

statements! {
    PREPARED = "SELECT gid FROM pg_prepared_xacts WHERE database = current_database() ORDER BY prepared";

    LACKING = "
        SELECT privilege || ' on ' || name FROM unnest($1::text[], $2::text[]) AS needed (name, privilege)
         WHERE NOT has_table_privilege(name, privilege)
         UNION ALL
        SELECT 'SELECT on events_ingest_seq_seq' WHERE NOT has_sequence_privilege('events_ingest_seq_seq', 'SELECT')
         UNION ALL
        SELECT 'EXECUTE on pg_control_system()' WHERE NOT has_function_privilege('pg_control_system()', 'EXECUTE')";

    MAY_UPDATE = "SELECT has_table_privilege('events', 'UPDATE')";
}

/// What the engine does to tables that cannot be changed any other way, as pairs of table and privilege.
const PRIVILEGES: [(&str, &str); 15] = [
    ("events", "SELECT"),
    ("events", "INSERT"),
    ("commands", "INSERT"),
    ("event_pending", "DELETE"),
    ("event_log", "INSERT"),
    ("sequencer_state", "UPDATE"),
    ("text_keys", "DELETE"),
    ("text_key_tombstones", "INSERT"),
    ("project_keys", "INSERT"),
    ("consumer_cursors", "UPDATE"),
    ("effects", "UPDATE"),
    ("leases", "UPDATE"),
    ("epochs", "INSERT"),
    ("epoch_doubts", "INSERT"),
    ("clock_holds", "UPDATE"),
];

/// Whether the history is whole and may be continued by this user: one sentence either way. `further` are the privileges
/// that other parts of the program need, as pairs of table and privilege.
pub async fn check(config: &PostgresConfig, further: &[(&str, &str)]) -> Result<String, String> {
    let pool = pool(config, Budget::Log);
    let finding = look(&pool, further).await;
    pool.close().await;
    finding.map_err(|error| format!("the history cannot be looked at: {error}"))?
}

async fn look(pool: &PgPool, further: &[(&str, &str)]) -> Result<Result<String, String>, sqlx::Error> {
    // First, as the questions below need some of them and would fail with words that say less.
    let (tables, privileges): (Vec<&str>, Vec<&str>) = PRIVILEGES.iter().chain(further).copied().unzip();
    let lacking = sqlx::query_scalar(LACKING).bind(tables).bind(privileges);
    let lacking: Vec<String> = lacking.fetch_all(pool).await?;
    if !lacking.is_empty() {
        let lacking = lacking.join(", ");
        return Ok(Err(format!("this user lacks {lacking}: run `memebot migrate --roles` as the owner")));
    }
    let (used, drawn) = stored_events::ingest_numbers(pool).await?;
    if drawn < used {
        return Ok(Err(format!(
            "the sequence of ingest numbers stands at {drawn} and {used} is used: before anything is recorded, \
             run SELECT setval('events_ingest_seq_seq', {used})"
        )));
    }
    // A prepared transaction outlives every session. Until somebody ends it, it keeps its locks, and the low watermark, which
    // waits for every older transaction, where it is.
    let prepared: Vec<String> = sqlx::query_scalar(PREPARED).fetch_all(pool).await?;
    if let Some(first) = prepared.first() {
        let count = prepared.len();
        return Ok(Err(format!(
            "{count} prepared transactions hold locks, the first is {first}: COMMIT or ROLLBACK PREPARED"
        )));
    }
    let epochs = Epochs::new(pool.clone());
    if let Some(why) = epochs.hold_reason().await? {
        return Ok(Err(format!("publishing is held: {why}; {ADVICE}")));
    }
    let epoch = epochs.current().await?.map_or(0, |epoch| epoch.number);
    let owner: bool = sqlx::query_scalar(MAY_UPDATE).fetch_one(pool).await?;
    let rights = if owner { "; this user may switch the guards of the history off" } else { "" };
    Ok(Ok(match epoch {
        0 => format!("whole; the first epoch begins with the first start{rights}"),
        epoch => format!("whole, in epoch {epoch}{rights}"),
    }))
}
