//! `memebot doctor`'s questions to the event store's database.

use std::time::Duration;

use projections::statements;
use sqlx::{Connection, PgConnection};
use tokio::time::timeout;

use super::StoreConfig;
use super::codec::EventReadError;
use super::keys::Keyring;
use crate::postgres::{Budget, PostgresConfig, missing_migrations, pool};

/// The oldest server that works, as `server_version_num` counts.
const OLDEST: i32 = 150_000;

/// How long all its answers together may take: a network that swallows everything refuses nothing.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);

statements! {
    SERVER = "
        SELECT current_setting('server_version_num')::int, current_setting('server_version'), pg_is_in_recovery()";
}

/// Whether PostgreSQL answers, is new enough, is migrated, not a replica, and knows the master key: one
/// sentence either way.
pub async fn check(config: &PostgresConfig, store: &StoreConfig) -> Result<String, String> {
    let silent = |_| {
        Err(format!("PostgreSQL does not answer at DATABASE_URL within {} s", RESPONSE_TIMEOUT.as_secs()))
    };
    timeout(RESPONSE_TIMEOUT, ask(config, store)).await.unwrap_or_else(silent)
}

async fn ask(config: &PostgresConfig, store: &StoreConfig) -> Result<String, String> {
    let mut connection = PgConnection::connect_with(&config.options("memebot-doctor"))
        .await
        .map_err(|error| format!("PostgreSQL does not answer at DATABASE_URL: {error}"))?;
    let (number, name, replica): (i32, String, bool) = sqlx::query_as(SERVER)
        .fetch_one(&mut connection)
        .await
        .map_err(|error| format!("PostgreSQL does not tell its version: {error}"))?;
    if number < OLDEST {
        return Err(format!("PostgreSQL {name} is too old, 15 or later is needed"));
    }
    if replica {
        return Err("DATABASE_URL leads to a replica; name the primary".into());
    }
    let missing = missing_migrations(&mut connection)
        .await
        .map_err(|error| format!("PostgreSQL does not tell its migrations: {error}"))?;
    if missing > 0 {
        return Err(format!("{missing} migrations are missing: run `memebot migrate`"));
    }
    match Keyring::open(pool(config, Budget::Commands), &store.master_key).await {
        Ok(_) => Ok(format!("PostgreSQL {name} answers, is up to date and knows the master key")),
        Err(error @ EventReadError::Unavailable { .. }) => Err(format!("the keys cannot be read: {error}")),
        Err(error) => Err(format!("MEMEBOT_MASTER_KEY does not open this database: {error}")),
    }
}
