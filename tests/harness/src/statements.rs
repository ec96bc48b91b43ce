//! Statements against the schema: the server prepares them, and runs none.

use std::path::Path;

use sqlx::{Connection, Executor, PgConnection};
use tokio::sync::OnceCell;

use crate::TestDatabase;
use crate::names::{RUN_VARIABLE, set};

const MIGRATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");

/// One for all tests of a process, which write nothing; what a run has made is dropped at its end.
static SHARED: OnceCell<TestDatabase> = OnceCell::const_new();

/// Lets the server prepare each of these named statements in a database that is migrated.
///
/// # Panics
/// When it refuses any, with what it says of each; or when there is no database.
pub async fn prepare(statements: &[(&str, &str)]) {
    let migrated = || TestDatabase::create_migrated(Path::new(MIGRATIONS));
    let own = if set(RUN_VARIABLE).is_none() { Some(migrated().await) } else { None };
    let database = if let Some(own) = &own { own } else { SHARED.get_or_init(migrated).await };
    let mut connection = PgConnection::connect(&database.url).await.expect("the database answers");
    let mut refused = Vec::new();
    for (name, sql) in statements {
        if let Err(error) = connection.prepare(sql).await {
            refused.push(format!("{name}: {error}"));
        }
    }
    assert!(refused.is_empty(), "the schema does not fit:\n{}", refused.join("\n"));
}
