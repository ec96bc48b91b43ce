//! Applying a batch: cursors, rows and parked events (dead letters) change in one transaction.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use commands::faults::CrashPoint;
use commands::retry_policy::EVENT;
use domain::recorded::Recorded;
use futures_util::FutureExt;
use sqlx::{PgConnection, PgPool};
use tokio::time::sleep;
use tracing::{error, warn};

use super::cursors::{Cursors, CursorsMoved, partitions_of};
use super::parking::ParkedKeys;
use super::{ApplyError, Consumer};
use crate::postgres::begin;

/// Why a batch was rolled back.
#[derive(Debug)]
pub(super) enum BatchError {
    /// Somebody else moved a cursor: read them again.
    CursorsMoved,
    /// An event is at fault.
    Poison(String),
    /// The database failed; the events are not at fault.
    Database(sqlx::Error),
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
        events: &[Arc<Recorded>],
    ) -> Result<(), BatchError> {
        // Halving finds the poisonous events in a logarithmic number of transactions, and everything else of the
        // batch is still applied in large ones. The stack keeps the halves in their order.
        let mut parts = vec![events];
        while let Some(part) = parts.pop() {
            if let [event] = part {
                self.apply_one(pool, consumer, event).await?;
                continue;
            }
            match self.commit(pool, consumer, part).await {
                Err(BatchError::Poison(why)) => {
                    warn!(
                        consumer = consumer.name(),
                        events = part.len(),
                        why,
                        "a batch failed; it is halved"
                    );
                    let (first, second) = part.split_at(part.len() / 2);
                    parts.extend([second, first]);
                }
                outcome => outcome?,
            }
        }
        Ok(())
    }

    /// Moves the cursors past events, each of which must be the next of its partition, without a transaction if
    /// none of them concerns the consumer; whether it did.
    pub(super) fn skip_unconcerned(&mut self, consumer: &dyn Consumer, events: &[Arc<Recorded>]) -> bool {
        // A panic counts as concern: `apply` will meet it again, and parks the event with the reason.
        let concerns = |event: &Arc<Recorded>| {
            catch_unwind(AssertUnwindSafe(|| consumer.concerns(event))).unwrap_or(true)
        };
        // With parked keys every event has to be looked at: one of a parked key must be parked behind it.
        let skipped = self.parked.len() == 0 && !events.iter().any(concerns);
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

    async fn apply_one(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        event: &Arc<Recorded>,
    ) -> Result<(), BatchError> {
        let mut why = String::new();
        for tried in 0..EVENT.attempts {
            match self.commit(pool, consumer, std::slice::from_ref(event)).await {
                Err(BatchError::Poison(poison)) => why = poison,
                outcome => return outcome,
            }
            sleep(EVENT.pause(tried)).await;
        }
        let (key, position) = (consumer.key(&event.stream, event.metadata.project_id), event.position);
        error!(
            alarm = true,
            consumer = consumer.name(),
            key,
            position,
            why,
            "an event could not be applied; it is parked, and what follows on its key waits behind it"
        );
        // One transaction: an event that is parked while its cursor stays, or passed while it is not parked, would be applied
        // twice or never.
        let mut tx = begin(pool).await?;
        let advanced = advance(&self.cursors, &mut tx, std::slice::from_ref(event)).await?;
        self.parked.insert(&mut tx, &key, position, &why, EVENT.attempts.cast_signed()).await?;
        tx.commit().await?;
        self.parked.add_key(key);
        self.cursors = advanced;
        Ok(())
    }

    /// Applies the events in a transaction of their own.
    async fn commit(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        events: &[Arc<Recorded>],
    ) -> Result<(), BatchError> {
        CrashPoint::ApplyBefore.reached();
        let mut tx = begin(pool).await?;
        let advanced = self.apply_on(&mut tx, consumer, events).await?;
        CrashPoint::ApplyInside.reached();
        tx.commit().await?;
        CrashPoint::ApplyAfter.reached();
        consumer.committed();
        self.cursors = advanced;
        Ok(())
    }

    /// Applies the events in the caller's transaction; where the cursors are once it is committed.
    pub(super) async fn apply_on(
        &self,
        conn: &mut PgConnection,
        consumer: &dyn Consumer,
        events: &[Arc<Recorded>],
    ) -> Result<Cursors, BatchError> {
        // First the cursors: a second runner of this consumer waits here, and then finds them moved.
        let advanced = advance(&self.cursors, conn, events).await?;
        if self.parked.len() == 0 {
            apply_guarded(consumer, conn, events).await?;
            return Ok(advanced);
        }
        let (waiting, free): (Vec<_>, Vec<_>) = events
            .iter()
            .cloned()
            .partition(|event| self.parked.has(&consumer.key(&event.stream, event.metadata.project_id)));
        // Applied now, they would overtake the event that their key waits for.
        for event in waiting {
            let behind = "stands behind a parked event of its key";
            self.parked
                .insert(
                    conn,
                    &consumer.key(&event.stream, event.metadata.project_id),
                    event.position,
                    behind,
                    0,
                )
                .await?;
        }
        apply_guarded(consumer, conn, &free).await?;
        Ok(advanced)
    }
}

async fn advance(
    cursors: &Cursors,
    conn: &mut PgConnection,
    events: &[Arc<Recorded>],
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
    match AssertUnwindSafe(consumer.apply(conn, events)).catch_unwind().await {
        Ok(outcome) => Ok(outcome?),
        Err(panic) => Err(BatchError::Poison(format!("panicked: {}", panic_message(&*panic)))),
    }
}

/// The message of a caught panic.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words")
}
