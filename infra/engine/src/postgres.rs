//! PostgreSQL: connection pools with a budget per role, session settings, migrations, and error classes.
//!
//! Sessions set their own timeouts, so no transaction of ours can hold back the others for long. Behind
//! PgBouncer only session mode works: statements stay prepared.

mod config;
mod connection_guard;
mod error_class;

use projections::statements;
use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, Executor, PgConnection, PgExecutor, PgPool, Postgres, Transaction};

pub use config::{Budget, PostgresConfig};
pub use connection_guard::{ConnectionGuard, DatabaseIdentity, DatabaseMismatch};
pub use error_class::DatabaseErrorClass;

statements! {
    /// For the rest of the transaction.
    pub(crate) NO_TIME_LIMIT = "SET LOCAL statement_timeout = 0";

    APPLIED_MIGRATIONS = "SELECT version FROM _sqlx_migrations WHERE success";
}

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");
/// What the server says when a table is not there.
const UNDEFINED_TABLE: &str = "42P01";

/// For a connection of one's own that looks rows up: plans are made once, and must not depend on how small the tables
/// were then.
pub(crate) const INDEX_LOOKUP_PLANS: &str = "; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
                                   SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off";

/// Sets up a session: timeouts in milliseconds, and UTC so that printed times compare.
pub(crate) fn session_settings(statement_timeout: u64) -> String {
    format!(
        "SET statement_timeout = {statement_timeout}; SET lock_timeout = 5000; \
         SET idle_in_transaction_session_timeout = 15000; SET timezone = 'UTC'; SET jit = off"
    )
}

/// A pool for one role. It connects when it is first used.
pub fn pool(config: &PostgresConfig, budget: Budget) -> PgPool {
    let (session, guard) =
        (session_settings(budget.statement_timeout()) + budget.plans(), config.guard.clone());
    PgPoolOptions::new()
        .max_connections(config.connections(budget))
        .acquire_timeout(std::time::Duration::from_secs(5))
        // a ping before every use would double the round trips; a dead connection shows itself at its next use
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            let (session, guard) = (session.clone(), guard.clone());
            Box::pin(async move {
                connection.execute(session.as_str()).await?;
                guard.check(connection).await
            })
        })
        .connect_lazy_with(config.options(budget.name()))
}

/// A text as a column can hold it: PostgreSQL takes no NUL, and what is wrong with an event may quote one.
pub(crate) fn printable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// Begins a transaction. Whoever waits for it may go away at any time.
///
/// sqlx 0.8 knows of a transaction once BEGIN is answered: one that is given up before stays open on a connection
/// that goes back to the pool, and what is written there next is lost. So a task sees it through.
///
/// # Errors
/// When there is no connection in time, or the database is away.
#[expect(clippy::disallowed_methods, reason = "this is where it is seen through")]
pub async fn begin(pool: &PgPool) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    let pool = pool.clone();
    tokio::spawn(async move { pool.begin().await }).await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

/// Brings the schema up to date, on a connection of its own without a time limit; several instances may try at once.
///
/// # Errors
/// When the database is away, a migration fails, or the database is newer than this program.
pub async fn migrate(options: &PgConnectOptions) -> Result<(), MigrateError> {
    let mut connection = PgConnection::connect_with(options).await?;
    MIGRATIONS.run(&mut connection).await?;
    connection.close().await.map_err(MigrateError::Execute)
}

/// How many migrations are not applied yet; all of them when there is no table of them.
///
/// # Errors
/// When the database is away.
pub async fn missing_migrations(database: impl PgExecutor<'_>) -> Result<usize, sqlx::Error> {
    let applied: Result<Vec<i64>, _> = sqlx::query_scalar(APPLIED_MIGRATIONS).fetch_all(database).await;
    let applied = match applied {
        // Without the table of migrations nothing was migrated: that is an answer, not an error.
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(UNDEFINED_TABLE) => Vec::new(),
        other => other?,
    };
    Ok(MIGRATIONS.iter().filter(|migration| !applied.contains(&migration.version)).count())
}

/// Makes the group roles `memebot_app` and `memebot_auditor` and gives them no more than they need. Not part of
/// the migrations: managed databases forbid it, and a dump must restore where the roles do not exist.
///
/// # Errors
/// When the user may not make roles.
pub async fn grant_roles(options: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect_with(options).await?;
    connection.execute(include_str!("postgres/roles.sql")).await?;
    connection.close().await
}

#[cfg(test)]
mod tests;
