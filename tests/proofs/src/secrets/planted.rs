//! The positive control: a canary that is put into every place on purpose, in every form, for the scanner to find.

use std::process::Stdio;

use anyhow::Context;
use async_nats::HeaderMap;
use async_nats::jetstream::{self, stream};
use sqlx::{Connection, PgConnection, PgPool};
use tokio::process::{Child, Command};

use super::canary::{Canaries, Form};
use super::servers::Addresses;

/// Whose value it is.
pub(super) const KIND: &str = "the planted canary";

/// A canary in every form, as one line of text.
pub(super) fn line(canaries: &mut Canaries) -> String {
    let text = canaries.token(KIND);
    Form::ALL.map(|form| form.written(text.as_bytes())).join(" ")
}

/// What must stay alive until everything was collected.
pub(super) struct Planted {
    _session: PgConnection,
    _process: Child,
}

/// Puts it into the database and the servers' logs, into NATS and Redis, and into a command line.
pub(super) async fn plant(line: &str, addresses: &Addresses, pool: &PgPool) -> anyhow::Result<Planted> {
    let session = into_database(line, pool).await.context("plant a canary in the database")?;
    into_nats(line, &addresses.nats).await.context("plant a canary in NATS")?;
    into_redis(line, &addresses.redis).await.context("plant a canary in Redis")?;
    let mut process = Command::new("sh");
    // which waits for a line that never comes
    process.args(["-c", "read nothing", line]).stdin(Stdio::piped()).kill_on_drop(true);
    let process = process.spawn().context("start a process with a canary")?;
    Ok(Planted { _session: session, _process: process })
}

async fn into_database(line: &str, pool: &PgPool) -> anyhow::Result<PgConnection> {
    sqlx::raw_sql("CREATE TABLE planted (words text, bytes bytea, fields jsonb)").execute(pool).await?;
    sqlx::query("INSERT INTO planted VALUES ($1, $2, jsonb_build_object('words', $1))")
        .bind(line)
        .bind(line.as_bytes())
        .execute(pool)
        .await?;
    // told to the server's log as the statement that failed
    sqlx::raw_sql(&format!("SELECT 1 / 0 -- {line}")).execute(pool).await.err();
    let mut session = PgConnection::connect_with(&pool.connect_options()).await?;
    sqlx::raw_sql(&format!("SELECT 1 -- {line}")).execute(&mut session).await?;
    Ok(session)
}

async fn into_nats(line: &str, url: &str) -> anyhow::Result<()> {
    let jetstream = jetstream::new(async_nats::connect(url).await?);
    let config = stream::Config {
        name: "PLANTED".into(),
        subjects: vec!["planted.>".into()],
        ..stream::Config::default()
    };
    jetstream.create_stream(config).await?;
    let mut headers = HeaderMap::new();
    headers.insert("Planted", line);
    jetstream.publish_with_headers("planted.header", headers, "".into()).await?.await?;
    jetstream.publish("planted.payload", line.to_owned().into()).await?.await?;
    Ok(())
}

async fn into_redis(line: &str, url: &str) -> anyhow::Result<()> {
    let mut connection = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    redis::cmd("HSET").arg("planted").arg("field").arg(line).exec_async(&mut connection).await?;
    Ok(())
}
