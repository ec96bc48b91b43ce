//! Statements against the schema: the server prepares them, and runs none.

use std::path::Path;

use sqlx::Executor;

use crate::TestDatabase;

const MIGRATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations");

/// Lets the server prepare each of these named statements in a database that is migrated.
///
/// # Panics
/// When it refuses any, with what it says of each; or when there is no database.
pub async fn prepare(statements: &[(&str, &str)]) {
    let database = TestDatabase::create_migrated(Path::new(MIGRATIONS)).await;
    let mut refused = Vec::new();
    for (name, sql) in statements {
        if let Err(error) = database.pool.prepare(sql).await {
            refused.push(format!("{name}: {error}"));
        }
    }
    assert!(refused.is_empty(), "the schema does not fit:\n{}", refused.join("\n"));
}
