//! What the servers hold: every row, message and key, and what they wrote about themselves.

use std::path::Path;

use anyhow::Context;
use async_nats::jetstream::{self, stream};
use futures_util::TryStreamExt;
use sqlx::PgPool;
use sqlx::postgres::PgPoolCopyExt;

use super::scan::Piece;

/// Where the servers are, with all rights.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses {
    /// PostgreSQL.
    pub(super) postgres: String,
    /// NATS.
    pub(super) nats: String,
    /// Redis.
    pub(super) redis: String,
}

const TABLES: &str = "
SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'
 ORDER BY 1";

/// What the server shows of its sessions, roles and settings.
const VIEWS: [&str; 4] = ["pg_stat_activity", "pg_authid", "pg_settings", "pg_db_role_setting"];

/// Every table with all columns, as text and in the bytes that the server keeps.
pub(super) async fn tables(pool: &PgPool) -> anyhow::Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    let tables: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(pool).await?;
    for table in tables {
        pieces.push(copied(pool, &table, "").await?);
        pieces.push(copied(pool, &table, "(FORMAT binary)").await?);
    }
    for view in VIEWS {
        pieces.push(copied(pool, view, "").await?);
    }
    Ok(pieces)
}

async fn copied(pool: &PgPool, table: &str, how: &str) -> anyhow::Result<Piece> {
    let copy = format!("COPY (SELECT * FROM {table}) TO STDOUT {how}");
    let rows = pool.copy_out_raw(&copy).await.with_context(|| copy.clone())?;
    let all = rows.try_fold(Vec::new(), |mut bytes: Vec<u8>, more| async move {
        bytes.extend_from_slice(&more);
        Ok(bytes)
    });
    let bytes = all.await.with_context(|| copy.clone())?;
    Ok(Piece::new(format!("{table} {how}"), bytes))
}

/// Every message of every stream with its headers; buckets of keys and values are streams.
pub(super) async fn messages(url: &str) -> anyhow::Result<Vec<Piece>> {
    let jetstream = jetstream::new(async_nats::connect(url).await?);
    let infos: Vec<stream::Info> = jetstream.streams().try_collect().await?;
    let mut pieces = Vec::new();
    for info in infos {
        let name = &info.config.name;
        pieces.push(Piece::new(format!("stream {name}"), format!("{info:?}")));
        let stream = jetstream.get_stream(name).await?;
        for number in info.state.first_sequence.max(1)..=info.state.last_sequence {
            let Ok(message) = stream.get_raw_message(number).await else { continue };
            let about = format!("{} {:?}\n", message.subject, message.headers);
            let bytes = [about.as_bytes(), &message.payload].concat();
            pieces.push(Piece::new(format!("message {number} of {name}"), bytes));
        }
    }
    Ok(pieces)
}

/// Every key with its value, and what Redis tells of its clients, users, settings and slow commands.
pub(super) async fn keys(url: &str) -> anyhow::Result<Vec<Piece>> {
    let mut connection = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
    let keys: Vec<Vec<u8>> = redis::cmd("KEYS").arg("*").query_async(&mut connection).await?;
    let mut pieces = Vec::new();
    for key in keys {
        let kind: String = redis::cmd("TYPE").arg(&key).query_async(&mut connection).await?;
        let (command, rest): (_, &[&str]) = match kind.as_str() {
            "hash" => ("HGETALL", &[]),
            "list" => ("LRANGE", &["0", "-1"]),
            "set" => ("SMEMBERS", &[]),
            "zset" => ("ZRANGE", &["0", "-1", "WITHSCORES"]),
            "stream" => ("XRANGE", &["-", "+"]),
            _ => ("GET", &[]),
        };
        let value: redis::Value =
            redis::cmd(command).arg(&key).arg(rest).query_async(&mut connection).await?;
        let key = String::from_utf8_lossy(&key).into_owned();
        pieces.push(Piece::new(format!("key {key}"), format!("{key} {value:?}")));
    }
    for words in [
        &["CLIENT", "LIST"][..],
        &["ACL", "LIST"],
        &["ACL", "LOG"],
        &["SLOWLOG", "GET"],
        &["CONFIG", "GET", "*"],
    ] {
        let value: redis::Value = redis::cmd(words[0]).arg(&words[1..]).query_async(&mut connection).await?;
        pieces.push(Piece::new(words.join(" "), format!("{value:?}")));
    }
    Ok(pieces)
}

/// The servers' own logs, which lie beside PostgreSQL's data.
pub(super) async fn logs(pool: &PgPool) -> anyhow::Result<Vec<Piece>> {
    let data: String = sqlx::query_scalar("SHOW data_directory").fetch_one(pool).await?;
    let folder = Path::new(&data).parent().context("the data lie in a folder")?;
    ["postgres.log", "nats.log", "redis.log"]
        .map(|name| {
            let bytes = std::fs::read(folder.join(name)).with_context(|| format!("read {name} in {data}"))?;
            Ok(Piece::new(name, bytes))
        })
        .into_iter()
        .collect()
}
