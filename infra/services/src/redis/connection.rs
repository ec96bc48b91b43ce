//! One shared connection with a circuit breaker: replaced after a failure, left alone for a second after that.
//!
//! The crate's own connection manager answers with the failure of its last attempt, however old, and keeps a
//! connection that only times out; both matter when nobody waits for Redis.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use commands::retry_policy::REDIS;
use prometheus_client::metrics::counter::Counter;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, RedisError, RedisResult};
use tokio::time::timeout;

const ANSWER_TIMEOUT: Duration = Duration::from_millis(300);
const CONNECT_TIMEOUT: Duration = Duration::from_millis(500);
/// For one call with everything in it.
const CALL_TIMEOUT: Duration = Duration::from_millis(800);

/// The code of Redis's answer to a command for another type of value.
const OF_ANOTHER_TYPE: &str = "WRONGTYPE";

/// The connection and the state of its circuit breaker.
pub(super) struct RedisConnection {
    client: Client,
    open: tokio::sync::Mutex<Option<MultiplexedConnection>>,
    circuit: Mutex<CircuitState>,
    foreign_keys: Counter,
}

#[derive(Default)]
struct CircuitState {
    open_until: Option<Instant>,
    is_down: bool,
    /// Keys that could not be deleted: they are, before anything else is asked.
    stale: BTreeSet<String>,
}

impl RedisConnection {
    pub(super) fn new(client: Client) -> Self {
        let (open, circuit) = (tokio::sync::Mutex::default(), Mutex::default());
        Self { client, open, circuit, foreign_keys: Counter::default() }
    }

    /// The answer to a command; `None` when Redis is away.
    pub(super) async fn query<T: FromRedisValue>(&self, command: &Cmd) -> Option<T> {
        // An open circuit answers without a look at the network: a dead Redis must not cost every request its
        // timeout.
        if self.is_open() {
            return None;
        }
        self.noted(self.attempt(command).await)
    }

    fn noted<T>(&self, outcome: RedisResult<T>) -> Option<T> {
        match outcome {
            Ok(value) => {
                self.note_success();
                Some(value)
            }
            Err(error) => {
                self.note_failure(&error);
                None
            }
        }
    }

    /// Something else than what is kept there stands under this key.
    pub(super) fn note_foreign_key(&self, key: &str) {
        self.foreign_keys.inc();
        tracing::warn!(alarm = true, key, "a key in Redis holds something that is not ours");
    }

    /// How often a key held something else than what is kept there.
    pub(super) fn foreign_keys(&self) -> Counter {
        self.foreign_keys.clone()
    }

    /// Deletes a key, if need be as soon as Redis is back: what somebody dropped must not come back with it.
    pub(super) async fn delete(&self, key: String) {
        // Remembered first, so that a failure between here and the deletion cannot lose it. The ping has the deletion
        // sent ahead of it.
        self.circuit().stale.insert(key);
        self.query::<String>(&redis::cmd("PING")).await;
    }

    /// The answer to a command that reads one key. What stands under it but is of another type is none of ours: it is deleted,
    /// and counts as nothing.
    pub(super) async fn read<T: FromRedisValue>(&self, command: &Cmd, key: &str) -> Option<T> {
        if self.is_open() {
            return None;
        }
        match self.attempt(command).await {
            Err(error) if error.code() == Some(OF_ANOTHER_TYPE) => {
                self.note_foreign_key(key);
                self.delete(key.to_owned()).await;
                None
            }
            outcome => self.noted(outcome),
        }
    }

    /// The answer to a command, however Redis has been.
    pub(super) async fn attempt<T: FromRedisValue>(&self, command: &Cmd) -> RedisResult<T> {
        let all = async {
            match self.once(command).await {
                // an idle connection may have died unseen
                Err(error) if error.is_connection_dropped() => self.once(command).await,
                outcome => outcome,
            }
        };
        if let Ok(outcome) = timeout(CALL_TIMEOUT, all).await {
            return outcome;
        }
        self.close().await;
        Err(io::Error::from(io::ErrorKind::TimedOut).into())
    }

    async fn once<T: FromRedisValue>(&self, command: &Cmd) -> RedisResult<T> {
        let outcome = self.ask(command).await;
        if outcome.as_ref().is_err_and(RedisError::is_io_error) {
            self.close().await;
        }
        outcome
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> RedisResult<T> {
        let mut connection = self.connection().await?;
        // Before anything else is read, so that nobody sees what was dropped while Redis was away.
        let stale = self.circuit().stale.clone();
        if !stale.is_empty() {
            redis::cmd("DEL").arg(&stale).exec_async(&mut connection).await?;
            self.circuit().stale.retain(|key| !stale.contains(key));
        }
        command.query_async(&mut connection).await
    }

    /// The open connection, or a new one; one caller connects while the others wait.
    async fn connection(&self) -> RedisResult<MultiplexedConnection> {
        // Held while connecting: a hundred callers after an outage make one connection, not a hundred.
        let mut open = self.open.lock().await;
        if let Some(connection) = &*open {
            return Ok(connection.clone());
        }
        let times = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(ANSWER_TIMEOUT));
        let connection = self.client.get_multiplexed_async_connection_with_config(&times).await?;
        Ok(open.insert(connection).clone())
    }

    async fn close(&self) {
        *self.open.lock().await = None;
    }

    fn is_open(&self) -> bool {
        self.circuit().open_until.is_some_and(|until| Instant::now() < until)
    }

    fn note_success(&self) {
        let mut circuit = self.circuit();
        circuit.open_until = None;
        if std::mem::take(&mut circuit.is_down) {
            tracing::info!("Redis is back");
        }
    }

    fn note_failure(&self, error: &RedisError) {
        let mut circuit = self.circuit();
        // The circuit stays open that long: Redis is left alone, and nobody waits for it.
        circuit.open_until = Some(Instant::now() + REDIS.first_pause);
        // Logged once per outage, not once per call.
        if !std::mem::replace(&mut circuit.is_down, true) {
            tracing::warn!(%error, "Redis is away: going on without caches and shared rate permits");
        }
    }

    fn circuit(&self) -> MutexGuard<'_, CircuitState> {
        self.circuit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
