//! A plain webhook bot without history: it stores the update and says 200, then one INSERT and an outbox row, then the answer.

use std::sync::Arc;

use anyhow::{Context, ensure};
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use harness::TestDatabase;
use reqwest::Client;
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;
use serde_json::{Value, json};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::stage::Stage;

const TABLES: &str = "
CREATE TABLE updates (update_id bigint PRIMARY KEY, body jsonb NOT NULL, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, chat bigint NOT NULL, words text NOT NULL);
CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, chat bigint NOT NULL, words text NOT NULL)";
const STORE: &str = "INSERT INTO updates (update_id, body) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const NOTE: &str = "
WITH note AS (INSERT INTO notes (chat, words) VALUES ($1, $2))
INSERT INTO outbox (chat, words) VALUES ($1, $3)";
/// Connections to the database.
const CONNECTIONS: u32 = 16;

/// The bot, and its Telegram.
pub(crate) struct WebhookBot {
    /// Its Telegram.
    pub(crate) sandbox: Sandbox,
    _database: TestDatabase,
    _stop: DropGuard,
}

/// What a request needs.
#[derive(Clone)]
struct Bot {
    pool: PgPool,
    client: Client,
    send: Arc<str>,
}

impl WebhookBot {
    /// Makes its tables, listens, and tells Telegram where.
    pub(crate) async fn start(stage: &Stage) -> anyhow::Result<Self> {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.context("start the stand-ins")?;
        let database = stage.database().await?;
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect(&database.url).await?;
        sqlx::raw_sql(TABLES).execute(&pool).await.context("make the tables")?;
        let api = format!("{}/bot{}", sandbox.telegram_url(), sandbox.credentials().telegram_token);
        let bot = Bot { pool, client: Client::new(), send: format!("{api}/sendMessage").into() };
        let listener = TcpListener::bind("127.0.0.1:0").await.context("listen")?;
        let hook =
            json!({ "url": format!("http://{}/hook", listener.local_addr()?), "max_connections": 100 });
        let stop = CancellationToken::new();
        let (app, stopped) = (Router::new().route("/hook", post(take)).with_state(bot), stop.clone());
        tokio::spawn(async move {
            stopped.run_until_cancelled(async { axum::serve(listener, app).await }).await;
        });
        let set = Client::new().post(format!("{api}/setWebhook")).json(&hook).send().await?;
        ensure!(set.status().is_success(), "the webhook was not set: {}", set.text().await?);
        Ok(Self { sandbox, _database: database, _stop: stop.drop_guard() })
    }
}

async fn take(State(bot): State<Bot>, Json(update): Json<Value>) -> StatusCode {
    let stored = sqlx::query(STORE).bind(update["update_id"].as_i64()).bind(&update).execute(&bot.pool).await;
    if stored.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    tokio::spawn(async move { answer(&bot, &update).await });
    StatusCode::OK
}

async fn answer(bot: &Bot, update: &Value) -> Option<()> {
    let (chat, words) = (update["message"]["chat"]["id"].as_i64()?, update["message"]["text"].as_str()?);
    let answer = format!("Noted: {words}");
    let noted = sqlx::query(NOTE).bind(chat).bind(words).bind(&answer).execute(&bot.pool).await;
    noted.ok()?;
    let message = json!({ "chat_id": chat, "text": answer });
    bot.client.post(&*bot.send).json(&message).send().await.ok().map(drop)
}
