//! Metrics of the outbox: what waits, since when, and what does not arrive.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use async_trait::async_trait;
use commands::port::clock::Clock;
use commands::port::notice::OUTBOX;
use engine::metrics::MetricSource;
use projections::statements;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use sqlx::PgPool;

statements! {
    WAITING = "
        SELECT count(*), coalesce(extract(epoch FROM $2 - min(created_at)), 0)::float8 FROM effects
         WHERE process = $1 AND status IN ('queued', 'running', 'waiting')";

    NOT_ARRIVING = "
        SELECT (SELECT count(*) FROM telegram_chats WHERE unreachable_since IS NOT NULL),
               (SELECT count(*) FROM telegram_repeats)";
}

/// What is told of the outbox.
pub struct OutboxMetrics {
    clock: Arc<dyn Clock>,
    waiting: Gauge,
    oldest: Gauge<f64, AtomicU64>,
    unreachable: Gauge,
    repeated: Gauge,
}

impl OutboxMetrics {
    /// By this clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            waiting: Gauge::default(),
            oldest: Gauge::default(),
            unreachable: Gauge::default(),
            repeated: Gauge::default(),
        }
    }
}

#[async_trait]
impl MetricSource for OutboxMetrics {
    fn register(&self, registry: &mut Registry) {
        registry.register(
            "telegram_outbox_waiting",
            "Messages and edits that wait to be sent to Telegram",
            self.waiting.clone(),
        );
        registry.register(
            "telegram_outbox_oldest_seconds",
            "How long the oldest of them has waited; more than a few minutes: Telegram cannot be reached",
            self.oldest.clone(),
        );
        registry.register(
            "telegram_unreachable_chats",
            "Chats to which Telegram delivers nothing any more",
            self.unreachable.clone(),
        );
        registry.register(
            "telegram_repeated_messages",
            "Messages of unknown fate that were sent once more, as far back as done jobs are kept",
            self.repeated.clone(),
        );
    }

    async fn query(&self, pool: &PgPool) -> Result<(), sqlx::Error> {
        let waiting = sqlx::query_as(WAITING).bind(OUTBOX).bind(self.clock.now());
        let (waiting, oldest): (i64, f64) = waiting.fetch_one(pool).await?;
        let (unreachable, repeated) = sqlx::query_as(NOT_ARRIVING).fetch_one(pool).await?;
        self.waiting.set(waiting);
        self.oldest.set(oldest);
        self.unreachable.set(unreachable);
        self.repeated.set(repeated);
        Ok(())
    }
}
