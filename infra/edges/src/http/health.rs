//! `/healthz`, `/readyz`, `/metrics`: for supervisors, load balancers and Prometheus.
//!
//! Alive says that the process answers. Ready says that it is of use: without NATS and Redis it still is, and
//! says that it is degraded.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures_util::future::{BoxFuture, FutureExt, join_all};
use serde::Serialize;
use serde_json::{Map, Value, json};
use tokio::sync::watch;
use tokio::time::timeout;

use super::ApiState;
use super::connections::Connections;
use super::problem::Problem;
use engine::clock::{ADVICE as CLOCK_ADVICE, DatabaseClock};
use engine::epoch::ADVICE;
use engine::nats::Nats;
use engine::postgres::missing_migrations;
use engine::status::{ConsumerLag, Levels};
use engine::unreadable::UnreadableMonitor;
use engine::versions::live_numbers;

/// How long the database and each service may take to answer.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The result of a check that does not answer in time.
const NO_ANSWER: &str = "does not answer";

/// A named health check of what we can do without for a while, mostly a service: when it fails, we are degraded.
pub struct HealthCheck {
    name: &'static str,
    /// What is wrong, if anything.
    fault: Box<dyn Fn() -> BoxFuture<'static, Option<String>> + Send + Sync>,
}

impl HealthCheck {
    /// A service, and how to ask whether it answers.
    pub fn new<F>(name: &'static str, answers: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = bool> + Send + 'static,
    {
        let fault = move || answers().map(|up| (!up).then(|| NO_ANSWER.to_owned())).boxed();
        Self { name, fault: Box::new(fault) }
    }

    /// The history: publishing is held while it is in doubt.
    pub fn history(held: watch::Receiver<Option<String>>) -> Self {
        let fault = move || {
            let held = held.borrow().clone();
            std::future::ready(held.map(|why| format!("publishing is held: {why}; {ADVICE}"))).boxed()
        };
        Self { name: "history", fault: Box::new(fault) }
    }

    /// Connections: whether the oldest idle ones had to be ended for others in the last seconds.
    pub fn connections(connections: Arc<Connections>) -> Self {
        let fault = move || std::future::ready(connections.fault()).boxed();
        Self { name: "connections", fault: Box::new(fault) }
    }

    /// Events: whether any of them cannot be read, so that what needs it waits.
    pub fn events(unreadable: UnreadableMonitor) -> Self {
        let fault = move || std::future::ready(unreadable.problem()).boxed();
        Self { name: "events", fault: Box::new(fault) }
    }

    /// The clocks: whether the database's is in doubt, and whether the machine's differs from it.
    pub fn clock(clock: DatabaseClock) -> Self {
        let held = |clock: &DatabaseClock| clock.held().map(|why| format!("{why}; {CLOCK_ADVICE}"));
        let fault = move || std::future::ready(held(&clock).or_else(|| clock.fault())).boxed();
        Self { name: "clock", fault: Box::new(fault) }
    }

    /// NATS.
    pub fn nats(nats: Nats) -> Self {
        Self::new("nats", move || std::future::ready(nats.is_connected()))
    }
}

/// The answer of `/readyz`.
#[derive(Serialize)]
struct Readiness {
    /// `ready`, `degraded` (of use, without some service) or `unready`.
    status: &'static str,
    /// `ok`, or what is wrong, by what was looked at.
    checks: Map<String, Value>,
}

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

/// Apart from the others: it may be served at an address of its own.
pub(super) fn metrics_routes() -> Router<Arc<ApiState>> {
    Router::new().route("/metrics", get(metrics))
}

async fn alive() -> &'static str {
    "alive\n"
}

async fn ready(State(api): State<Arc<ApiState>>) -> Response {
    let (database, services) = tokio::join!(timeout(TIMEOUT, database(&api)), run_checks(&api));
    // A database that is silent is told like one that is away: a load balancer needs an answer within its own
    // timeout.
    let silent = || (Map::from_iter([("database".to_owned(), json!("does not answer"))]), false);
    let (mut checks, useful) = database.ok().and_then(Result::ok).unwrap_or_else(silent);
    let whole = services.iter().all(|(_, fault)| fault.is_none());
    checks.extend(services.into_iter().map(|(name, fault)| {
        let outcome = fault.unwrap_or_else(|| "ok".to_owned());
        (name.to_owned(), json!(outcome))
    }));
    let (code, status) = match (useful, whole) {
        (true, true) => (StatusCode::OK, "ready"),
        (true, false) => (StatusCode::OK, "degraded"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "unready"),
    };
    (code, Json(Readiness { status, checks })).into_response()
}

async fn metrics(State(api): State<Arc<ApiState>>) -> Result<Response, Problem> {
    let text = api.metrics.scrape().await.map_err(|error| Problem::internal(&error))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

async fn run_checks(api: &ApiState) -> Vec<(&'static str, Option<String>)> {
    // All at once, each with its own timeout: two dead services must not take twice as long to tell.
    let running = api.health_checks.iter().map(|service| async {
        let fault = timeout(TIMEOUT, (service.fault)()).await;
        (service.name, fault.unwrap_or_else(|_| Some(NO_ANSWER.to_owned())))
    });
    join_all(running).await
}

async fn database(api: &ApiState) -> Result<(Map<String, Value>, bool), sqlx::Error> {
    let migrated = missing_migrations(&api.queries).await? == 0;
    let mut checks = Map::new();
    checks.insert("database".into(), json!("ok"));
    checks.insert("migrations".into(), outcome(migrated, "the schema is older than this program"));
    // An older schema may lack the tables that the other checks read.
    if !migrated {
        return Ok((checks, false));
    }
    let (levels, limit) = (Levels::read(&api.queries, &api.readers).await?, api.limits.max_lag);
    let sequenced = levels.pending.waits <= limit;
    let late = late(&levels.consumers, &live_numbers(&api.queries, &api.readers).await?, limit);
    checks.insert("sequencer".into(), outcome(sequenced, "is behind"));
    checks.insert("consumers".into(), if late.is_empty() { json!("ok") } else { json!({ "behind": late }) });
    Ok((checks, sequenced && late.is_empty()))
}

fn outcome(fine: bool, fault: &str) -> Value {
    json!(if fine { "ok" } else { fault })
}

/// The consumers that are over the limit, of those versions that people are served from: one that is being
/// rebuilt beside them is late by design. One that never ran is nobody's fault: an operator may not want it.
fn late(consumers: &[ConsumerLag], live: &BTreeMap<&str, u32>, limit: Duration) -> Vec<String> {
    let serving = |lag: &&ConsumerLag| match live.get(lag.consumer.as_str()) {
        _ if lag.moved.is_none() => false,
        Some(version) => lag.version == *version,
        // A process manager has no live version in a table: its newest is the one that works.
        None => consumers.iter().all(|other| other.consumer != lag.consumer || other.version <= lag.version),
    };
    let late = consumers.iter().filter(serving).filter(|lag| lag.behind.waits > limit);
    late.map(|lag| lag.consumer.clone()).collect()
}
