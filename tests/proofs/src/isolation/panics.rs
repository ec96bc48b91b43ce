//! Panics: a consumer whose fold or reaction panics for the events of one project, on order.

use std::path::Path;
use std::time::Duration;

use anyhow::ensure;
use tokio::time::sleep;

use super::load::{Latencies, Load};
use super::{HEALED, until_found, vibe};
use crate::stage::Stage;

/// Every consumer of a running system.
pub(super) const CONSUMERS: &[&str] = &[
    "admins",
    "audit_logs",
    "context_layers",
    "daily_activity",
    "post_suggestions",
    "posts",
    "projects",
    "process:announcing",
    "process:autopilot",
    "process:caching",
    "process:context-assessment",
    "process:forgetting",
    "process:generation",
    "process:onboarding",
    "process:publishing",
];
/// How long the load is measured while the consumer panics.
const MEASURED: Duration = Duration::from_secs(8);

/// Until the program has read its orders.
const ORDERS_READ: Duration = Duration::from_millis(200);

const PARKED: &str = "SELECT count(*) FROM parked_events WHERE consumer = $1 AND error LIKE 'panicked%'";

/// The consumer panics for one event of Froglet.
pub(super) async fn isolated(
    stage: &Stage,
    orders: &Path,
    consumer: &str,
    base: Option<&Latencies>,
) -> anyhow::Result<String> {
    let (own, pool) = (&stage.outside.projects[0], stage.pool());
    std::fs::write(orders, format!("{consumer} {own}"))?;
    let waiting = while_it_panics(stage, consumer, base).await;
    // In any case: the next one begins with a system that is well.
    std::fs::remove_file(orders)?;
    let first = "SELECT min(position)::text FROM parked_events WHERE consumer = $1";
    let first: Option<String> = sqlx::query_scalar(first).bind(consumer).fetch_one(pool).await?;
    if let Some(first) = first.filter(|_| consumer != CONSUMERS[0]) {
        // The first one heals by itself; for the others an operator does not wait.
        sleep(ORDERS_READ).await;
        stage.app.command(&["dead-letters", "retry", &first]).await?;
    }
    until_found("it is applied", HEALED, async || {
        let parked: i64 = sqlx::query_scalar(PARKED).bind(consumer).fetch_one(pool).await?;
        Ok((parked == 0).then_some(()))
    })
    .await?;
    waiting
}

async fn while_it_panics(stage: &Stage, consumer: &str, base: Option<&Latencies>) -> anyhow::Result<String> {
    let (own, pool) = (&stage.outside.projects[0], stage.pool());
    sleep(ORDERS_READ).await;
    let (path, key) = (format!("/api/projects/{own}/vibe"), format!("panic of {consumer}"));
    stage.outside.client.ask("POST", &path, &key, &vibe(consumer.len())).await?;
    until_found("the event is parked", super::TOLD, async || {
        let parked: i64 = sqlx::query_scalar(PARKED).bind(consumer).fetch_one(pool).await?;
        Ok((parked > 0).then_some(()))
    })
    .await?;
    let others: i64 = sqlx::query_scalar("SELECT count(*) FROM parked_events WHERE consumer <> $1")
        .bind(consumer)
        .fetch_one(pool)
        .await?;
    ensure!(others == 0, "{others} events are parked by others");
    Load::of(stage)?.as_before(MEASURED, base).await
}
