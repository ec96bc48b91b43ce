//! Configuration, roles and the schema on a real database.

use std::path::Path;
use std::time::Duration;

use futures_util::poll;
use harness::{TestDatabase, eventually};
use sqlx::Row;
use tokio::time::sleep;

use crate::config::{Section, SettingError, SettingsReader};

use super::{
    Budget, DatabaseErrorClass, MIGRATIONS, PostgresConfig, begin, grant_roles, migrate, missing_migrations,
    pool,
};

fn read(pairs: &[(&str, &str)]) -> Result<PostgresConfig, Vec<SettingError>> {
    let look_up =
        |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    let mut reader = SettingsReader::new(&look_up);
    PostgresConfig::read(&mut reader).ok_or_else(|| reader.finish().1)
}

#[test]
fn reports_every_fault_at_once_and_no_secret() {
    let faults = read(&[("DATABASE_URL", "hunter2"), ("MEMEBOT_DB_CONNECTIONS", "3")]);
    let faults = faults.err().unwrap();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(!format!("{faults:?}").contains("hunter2"), "{faults:?}");
}

#[test]
fn shares_the_connections_out() {
    let config = read(&[("DATABASE_URL", "postgres://u@h/d")]).unwrap();
    let shares = [Budget::Commands, Budget::Queries, Budget::Log, Budget::Consumers];
    assert_eq!(shares.map(|budget| config.connections(budget)), [7, 7, 2, 7]);
}

#[tokio::test]
async fn migrates_once_and_sets_the_sessions_timeouts() {
    let database = TestDatabase::create().await;
    let config = read(&[("DATABASE_URL", &database.url)]).unwrap();
    assert_eq!(missing_migrations(&database.pool).await.unwrap(), MIGRATIONS.iter().count());
    for _ in 0..2 {
        migrate(&config.options("memebot-migrate")).await.unwrap();
    }
    assert_eq!(missing_migrations(&database.pool).await.unwrap(), 0);
    let row = sqlx::query("SELECT current_setting('statement_timeout'), current_setting('application_name')")
        .fetch_one(&pool(&config, Budget::Queries))
        .await
        .unwrap();
    assert_eq!((row.get::<&str, _>(0), row.get::<&str, _>(1)), ("10s", "memebot-queries"));
}

#[tokio::test]
async fn the_applications_role_may_add_to_history_and_not_change_it() {
    let database = TestDatabase::create_migrated(Path::new("../../migrations")).await;
    let mut connection = database.pool.acquire().await.unwrap();
    for _ in 0..2 {
        grant_roles(&database.pool.connect_options()).await.unwrap();
    }
    sqlx::raw_sql("SET ROLE memebot_app").execute(&mut *connection).await.unwrap();
    for table in ["events", "commands", "event_log"] {
        let query = format!(
            "SELECT has_table_privilege('{table}', 'INSERT'), has_table_privilege('{table}', 'UPDATE, DELETE, TRUNCATE')"
        );
        let row = sqlx::query(&query).fetch_one(&mut *connection).await.unwrap();
        assert_eq!((row.get::<bool, _>(0), row.get::<bool, _>(1)), (true, false), "{table}");
    }
    sqlx::raw_sql("RESET ROLE").execute(&mut *connection).await.unwrap();
}

#[tokio::test]
async fn nobody_changes_history_while_the_triggers_stand() {
    let database = TestDatabase::create_migrated(Path::new("../../migrations")).await;
    for table in ["events", "commands", "event_log"] {
        for statement in [format!("DELETE FROM {table}"), format!("TRUNCATE {table}")] {
            let error = sqlx::raw_sql(&statement).execute(&database.pool).await.unwrap_err();
            assert!(error.to_string().contains("history is only added to"), "{statement}: {error}");
        }
    }
}

#[tokio::test]
async fn a_transaction_that_the_server_ended_is_not_the_statements_fault() {
    let database = TestDatabase::create().await;
    let mut connection = database.pool.acquire().await.unwrap().detach();
    let begin = "SET idle_in_transaction_session_timeout = 1; BEGIN; SELECT 1";
    sqlx::raw_sql(begin).execute(&mut connection).await.unwrap();
    let others =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                     AND state LIKE 'idle in transaction%'";
    while sqlx::query_scalar::<_, i64>(others).fetch_one(&database.pool).await.unwrap() > 0 {}
    let error = sqlx::query("SELECT 1").execute(&mut connection).await.unwrap_err();
    assert_eq!(DatabaseErrorClass::of(&error), DatabaseErrorClass::Unavailable, "{error}");
}

#[tokio::test]
async fn a_transaction_that_is_given_up_at_any_time_is_not_left_open() {
    let database = TestDatabase::create().await;
    let config = read(&[("DATABASE_URL", &database.url)]).unwrap();
    let pool = pool(&config, Budget::Queries);
    let open =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                    AND state LIKE 'idle in transaction%'";
    for looks in 0..12 {
        let mut beginning = Box::pin(begin(&pool));
        for _ in 0..looks {
            if poll!(&mut beginning).is_ready() {
                break;
            }
            // the answer comes, and nobody has looked at it yet: that is where giving up hurts
            sleep(Duration::from_millis(1)).await;
        }
        drop(beginning);
        eventually("the transaction to end", Duration::from_secs(10), async || {
            (sqlx::query_scalar::<_, i64>(open).fetch_one(&database.pool).await.unwrap() == 0).then_some(())
        })
        .await;
    }
}
