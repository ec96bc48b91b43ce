//! A database per test; these tests bring their own server.

use std::fs;
use std::path::Path;

use harness::{Durability, Servers, TestDatabase, drop_databases_of};
use sqlx::{Connection, PgConnection};

use crate::installed;

fn migrations() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("0001_things.sql"), "-- Things.\nCREATE TABLE things (id int);")
        .expect("the file is written");
    folder
}

async fn databases(url: &str) -> Vec<String> {
    let mut connection = PgConnection::connect(url).await.expect("PostgreSQL answers");
    sqlx::query_scalar("SELECT datname FROM pg_database WHERE datname LIKE 'memebot%' ORDER BY datname")
        .fetch_all(&mut connection)
        .await
        .expect("the databases are listed")
}

async fn migrated(url: &str, migrations: &Path) -> TestDatabase {
    TestDatabase::create_migrated_on(url, migrations).await.expect("the database is made")
}

#[tokio::test]
async fn a_database_is_dropped_with_its_value_even_when_it_is_in_use() {
    if !installed() {
        return;
    }
    let servers = Servers::private(Durability::Fast).await.expect("the servers start");
    let database = TestDatabase::create_on(servers.postgres.url()).await.expect("the database is made");
    let mut stranger = PgConnection::connect(&database.url).await.expect("the address is complete");
    let one: i32 = sqlx::query_scalar("SELECT 1").fetch_one(&database.pool).await.expect("the pool works");
    assert_eq!(one, 1);
    assert_eq!(databases(servers.postgres.url()).await.len(), 1);
    drop(database);
    assert_eq!(databases(servers.postgres.url()).await, Vec::<String>::new());
    stranger.ping().await.expect_err("its connections are cut");
}

#[tokio::test]
async fn migrated_databases_have_the_schema_and_are_separate() {
    if !installed() {
        return;
    }
    let servers = Servers::private(Durability::Fast).await.expect("the servers start");
    let folder = migrations();
    let url = servers.postgres.url();
    let (one, other) = tokio::join!(migrated(url, folder.path()), migrated(url, folder.path()));
    sqlx::raw_sql("INSERT INTO things VALUES (1)").execute(&one.pool).await.expect("the table is there");
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM things")
        .fetch_one(&other.pool)
        .await
        .expect("the table is there");
    assert_eq!(count, 0);
}

#[tokio::test]
async fn what_a_run_left_is_dropped_and_what_others_made_is_not() {
    if !installed() {
        return;
    }
    let servers = Servers::private(Durability::Fast).await.expect("the servers start");
    let url = servers.postgres.url();
    let mut connection = PgConnection::connect(url).await.expect("PostgreSQL answers");
    for name in ["memebot_test_abc_left", "memebot_test_abcd_other", "memebot"] {
        sqlx::raw_sql(&format!("CREATE DATABASE {name}")).execute(&mut connection).await.expect("it is made");
    }
    drop_databases_of("abc", url).await.expect("they are dropped");
    assert_eq!(databases(url).await, ["memebot", "memebot_test_abcd_other"]);
}
