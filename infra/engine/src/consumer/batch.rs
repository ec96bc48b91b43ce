//! Applying a batch: cursors, rows and parked events (dead letters) change in one transaction.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use commands::faults::{CrashPoint, panic_on_order};
use domain::recorded::Recorded;
use futures_util::FutureExt;
use sqlx::{PgConnection, PgPool};
use tracing::{error, warn};

use super::cursors::{Cursors, CursorsMoved, partitions_of};
use super::parking::{NewlyParked, ParkedKeys, Sorted, concerns, key_of};
use super::{ApplyError, Consumer};
use crate::log::log_event::LogEvent;
use crate::postgres::begin;
use crate::store::codec::EventReadError;

/// Why a batch was rolled back.
#[derive(Debug)]
pub(super) enum BatchError {
    /// Somebody else moved a cursor: read them again.
    CursorsMoved,
    /// An event is at fault.
    Poison(String),
    /// The database failed; the events are not at fault.
    Database(sqlx::Error),
    /// The log could not be read.
    Log(EventReadError),
}

impl From<EventReadError> for BatchError {
    fn from(error: EventReadError) -> Self {
        Self::Log(error)
    }
}

impl From<sqlx::Error> for BatchError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<ApplyError> for BatchError {
    fn from(error: ApplyError) -> Self {
        match error {
            ApplyError::Poison(why) => Self::Poison(why),
            ApplyError::Database(source) => Self::Database(source),
        }
    }
}

/// How far a consumer is: its cursors, and its parked keys.
pub(super) struct ConsumerProgress {
    pub(super) cursors: Cursors,
    pub(super) parked: ParkedKeys,
}

impl ConsumerProgress {
    /// Of all its partitions.
    pub(super) async fn load(pool: &PgPool, consumer: &dyn Consumer) -> Result<Self, sqlx::Error> {
        Self::load_partitions(pool, consumer, &partitions_of(consumer)).await
    }

    /// Of these partitions, and with the keys that are parked in them.
    pub(super) async fn load_partitions(
        pool: &PgPool,
        consumer: &dyn Consumer,
        partitions: &[i16],
    ) -> Result<Self, sqlx::Error> {
        let cursors = Cursors::load(pool, consumer, partitions).await?;
        Ok(Self { cursors, parked: ParkedKeys::load(pool, consumer, partitions).await? })
    }

    /// Applies the events, each of which must be the next of its partition; poisonous ones are parked.
    pub(super) async fn apply(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        events: &[LogEvent],
    ) -> Result<(), BatchError> {
        // Halving finds the poisonous events in a logarithmic number of transactions, and everything else of the
        // batch is still applied in large ones. The stack keeps the halves in their order.
        let mut parts = vec![events];
        while let Some(part) = parts.pop() {
            match (self.commit(pool, consumer, part).await, part) {
                // At once: it would fail again, and the events of all other keys stand behind it. Healing tries it later.
                (Err(BatchError::Poison(why)), [LogEvent::Readable(event)]) => {
                    self.park(pool, consumer, event, why).await?;
                }
                (Err(BatchError::Poison(why)), [_, _, ..]) => {
                    warn!(
                        consumer = consumer.name(),
                        events = part.len(),
                        why,
                        "a batch failed; it is halved"
                    );
                    let (first, second) = part.split_at(part.len() / 2);
                    parts.extend([second, first]);
                }
                (outcome, _) => outcome?,
            }
        }
        Ok(())
    }

    /// Moves the cursors past events, each of which must be the next of its partition, without a transaction if
    /// none of them concerns the consumer; whether it did.
    pub(super) fn skip_unconcerned(&mut self, consumer: &dyn Consumer, events: &[LogEvent]) -> bool {
        let skipped = !events.iter().any(|event| concerns(consumer, event));
        if skipped {
            self.cursors.skip(events);
        }
        skipped
    }

    /// Writes the cursors to the database, if events were skipped since they were written last.
    pub(super) async fn save(&mut self, pool: &PgPool) -> Result<(), BatchError> {
        if self.cursors.is_unsaved() {
            let mut conn = pool.acquire().await?;
            let saved = self.cursors.move_to(&mut conn, self.cursors.clone()).await?;
            self.cursors = saved.map_err(|CursorsMoved| BatchError::CursorsMoved)?;
        }
        Ok(())
    }

    /// Parks an event that could not be applied.
    async fn park(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        event: &Arc<Recorded>,
        error: String,
    ) -> Result<(), BatchError> {
        let (key, position) =
            (key_of(consumer, event.position, &event.stream, event.metadata.project_id), event.position);
        error!(
            alarm = true,
            consumer = consumer.name(),
            key,
            position,
            why = error,
            "an event could not be applied; it is parked, and what follows on its key waits behind it"
        );
        let parked = [NewlyParked { key, position, error, attempts: 1, unreadable: None }];
        // One transaction: an event that is parked while its cursor stays, or passed while it is not parked, would be applied
        // twice or never.
        let mut tx = begin(pool).await?;
        let advanced = advance(&self.cursors, &mut tx, &[LogEvent::Readable(Arc::clone(event))]).await?;
        self.parked.insert(&mut tx, &parked).await?;
        tx.commit().await?;
        self.take(Applied { cursors: advanced, keys: parked.map(|event| event.key).into() });
        Ok(())
    }

    /// Applies the events in a transaction of their own.
    async fn commit(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        events: &[LogEvent],
    ) -> Result<(), BatchError> {
        CrashPoint::ApplyBefore.reached();
        let mut tx = begin(pool).await?;
        let applied = self.apply_on(&mut tx, consumer, events).await?;
        CrashPoint::ApplyInside.reached();
        tx.commit().await?;
        CrashPoint::ApplyAfter.reached();
        consumer.committed();
        self.take(applied);
        Ok(())
    }

    /// What was applied is committed.
    pub(super) fn take(&mut self, applied: Applied) {
        self.cursors = applied.cursors;
        self.parked.add(applied.keys);
    }

    /// Applies the events in the caller's transaction, and parks those that have to wait; what changes once it is committed.
    pub(super) async fn apply_on(
        &self,
        conn: &mut PgConnection,
        consumer: &dyn Consumer,
        events: &[LogEvent],
    ) -> Result<Applied, BatchError> {
        // First the cursors: a second runner of this consumer waits here, and then finds them moved.
        let cursors = advance(&self.cursors, conn, events).await?;
        let Sorted { free, parked } = self.parked.sort(events, consumer);
        apply_guarded(consumer, conn, &free).await?;
        self.parked.insert(conn, &parked).await?;
        if let Some(first) = parked.iter().find_map(|event| event.unreadable.as_ref()) {
            error!(alarm = true, consumer = consumer.name(), %first, "parked, with what follows on its key");
        }
        Ok(Applied { cursors, keys: parked.into_iter().map(|event| event.key).collect() })
    }
}

/// What applying a batch has changed.
pub(super) struct Applied {
    cursors: Cursors,
    /// Keys that have to wait from now on.
    keys: Vec<String>,
}

async fn advance(
    cursors: &Cursors,
    conn: &mut PgConnection,
    events: &[LogEvent],
) -> Result<Cursors, BatchError> {
    cursors.advance(conn, events).await?.map_err(|CursorsMoved| BatchError::CursorsMoved)
}

/// Applies events; a panic is the events' fault, not the end of the runner.
pub(super) async fn apply_guarded(
    consumer: &dyn Consumer,
    conn: &mut PgConnection,
    events: &[Arc<Recorded>],
) -> Result<(), BatchError> {
    if events.is_empty() {
        return Ok(());
    }
    let apply = async {
        events.iter().for_each(|event| panic_on_order(consumer.name(), event.metadata.project_id));
        consumer.apply(conn, events).await
    };
    match AssertUnwindSafe(apply).catch_unwind().await {
        Ok(outcome) => Ok(outcome?),
        Err(panic) => Err(BatchError::Poison(format!("panicked: {}", panic_message(&*panic)))),
    }
}

/// The message of a caught panic.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words")
}
