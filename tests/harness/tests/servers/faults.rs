//! Stop, kill, wipe and start.

use std::net::TcpStream;
use std::path::Path;

use harness::{Durability, Servers};
use sqlx::{Connection, PgConnection};

use crate::installed;
use crate::talk::{jetstream, redis};

async fn postgres(url: &str) -> PgConnection {
    PgConnection::connect(url).await.expect("PostgreSQL answers")
}

async fn value(url: &str) -> i32 {
    sqlx::query_scalar("SELECT value FROM kept")
        .fetch_one(&mut postgres(url).await)
        .await
        .expect("the row is there")
}

async fn keep_a_row(url: &str) {
    sqlx::raw_sql("CREATE TABLE kept AS SELECT 7 AS value")
        .execute(&mut postgres(url).await)
        .await
        .expect("the table is made");
}

#[tokio::test]
async fn committed_rows_survive_a_stop_and_a_kill_and_the_address_stays() {
    if !installed() {
        return;
    }
    for durability in [Durability::Fast, Durability::Durable] {
        let servers = Servers::private(durability).await.expect("the servers start");
        let server = servers.postgres.private().expect("it is a private one");
        keep_a_row(server.url()).await;

        server.kill().await.expect("it dies");
        assert!(!server.is_running());
        TcpStream::connect(("127.0.0.1", server.port())).expect_err("nobody listens");
        server.start().await.expect("it comes back");
        assert_eq!(value(server.url()).await, 7);

        server.stop().await.expect("it stops");
        server.stop().await.expect("a second stop changes nothing");
        server.start().await.expect("it comes back");
        server.start().await.expect("a second start changes nothing");
        assert_eq!(value(server.url()).await, 7);
    }
}

#[tokio::test]
async fn redis_keeps_its_keys_over_a_kill_and_loses_them_in_a_wipe() {
    if !installed() {
        return;
    }
    let servers = Servers::private(Durability::Fast).await.expect("the servers start");
    let server = servers.redis.private().expect("it is a private one");
    assert_eq!(redis(server.port(), "SET key value"), "+OK");
    server.kill().await.expect("it dies");
    server.start().await.expect("it comes back");
    assert_eq!(redis(server.port(), "GET key"), "value");
    server.wipe().await.expect("it is emptied");
    server.start().await.expect("it comes back");
    assert_eq!(redis(server.port(), "GET key"), "$-1");
}

#[tokio::test]
async fn nats_keeps_its_streams_over_a_kill_and_loses_them_in_a_wipe() {
    if !installed() {
        return;
    }
    let servers = Servers::private(Durability::Fast).await.expect("the servers start");
    let server = servers.nats.private().expect("it is a private one");
    jetstream(server.port(), "STREAM.CREATE.kept", r#"{"name":"kept","storage":"file"}"#);
    server.kill().await.expect("it dies");
    server.start().await.expect("it comes back");
    assert!(jetstream(server.port(), "STREAM.NAMES", "").contains(r#""kept""#));
    server.wipe().await.expect("it is emptied");
    server.start().await.expect("it comes back");
    assert!(jetstream(server.port(), "STREAM.NAMES", "").contains(r#""streams":null"#));
}

#[tokio::test]
async fn two_sets_run_beside_each_other_and_leave_nothing() {
    if !installed() {
        return;
    }
    let (one, other) = tokio::join!(Servers::private(Durability::Fast), Servers::private(Durability::Fast));
    let (one, other) = (one.expect("the servers start"), other.expect("the servers start"));
    keep_a_row(one.postgres.url()).await;
    keep_a_row(other.postgres.url()).await;
    let data: String = sqlx::query_scalar("SHOW data_directory")
        .fetch_one(&mut postgres(one.postgres.url()).await)
        .await
        .expect("the folder is known");
    let ports =
        [&one.postgres, &one.nats, &one.redis].map(|of| of.private().expect("it is a private one").port());
    drop(one);
    for port in ports {
        TcpStream::connect(("127.0.0.1", port)).expect_err("nobody listens");
    }
    assert!(!Path::new(&data).parent().expect("the run's folder").exists());
    assert_eq!(value(other.postgres.url()).await, 7);
}
