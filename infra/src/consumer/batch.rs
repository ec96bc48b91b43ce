//! One batch, one transaction: cursors, rows, and what has to stand behind a parked key.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use domain::recorded::Recorded;
use futures_util::FutureExt;
use sqlx::{PgConnection, PgPool};
use tokio::time::sleep;
use tracing::{error, warn};

use super::cursors::{Cursors, Moved, lines};
use super::form::Form;
use super::parking::Parked;
use super::{ApplyError, Consumer};
use crate::faults::crash::reached;
use crate::postgres::begin;

/// How often an event is tried before it is parked, and the pause between.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(50);

/// Why a batch was rolled back.
#[derive(Debug)]
pub(super) enum Failure {
    /// Somebody else moved a cursor: read them again.
    Moved,
    /// An event is at fault.
    Poison(String),
    /// The database would not.
    Database(sqlx::Error),
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<ApplyError> for Failure {
    fn from(error: ApplyError) -> Self {
        match error {
            ApplyError::Poison(why) => Self::Poison(why),
            ApplyError::Database(source) => Self::Database(source),
        }
    }
}

/// Where a consumer stands: its cursors, and its parked keys.
pub(super) struct Standing {
    pub(super) cursors: Cursors,
    pub(super) parked: Parked,
}

impl Standing {
    /// Of the whole consumer.
    pub(super) async fn load(pool: &PgPool, consumer: &dyn Consumer) -> Result<Self, sqlx::Error> {
        Self::load_lines(pool, consumer, &lines(consumer)).await
    }

    /// Of these lines, and with the keys that are parked on them.
    pub(super) async fn load_lines(
        pool: &PgPool,
        consumer: &dyn Consumer,
        lines: &[i16],
    ) -> Result<Self, sqlx::Error> {
        let cursors = Cursors::load(pool, consumer, lines).await?;
        Ok(Self { cursors, parked: Parked::load(pool, consumer, lines).await? })
    }

    /// Applies the events, each of which must be the next on its line; poisonous ones are parked. A batch that fails
    /// is halved until the events that are at fault stand alone.
    pub(super) async fn apply(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        events: &[impl Form],
    ) -> Result<(), Failure> {
        let mut parts = vec![events];
        while let Some(part) = parts.pop() {
            if let [event] = part {
                self.apply_one(pool, consumer, event).await?;
                continue;
            }
            match self.commit(pool, consumer, part).await {
                Err(Failure::Poison(why)) => {
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

    /// Passes over events, each of which must be the next on its line, if none of them concerns the consumer.
    pub(super) fn pass_over(&mut self, consumer: &dyn Consumer, events: &[Arc<Recorded>]) -> bool {
        // what panics is told when it is applied
        let concerns = |event: &Arc<Recorded>| {
            catch_unwind(AssertUnwindSafe(|| consumer.concerns(event))).unwrap_or(true)
        };
        let free = self.parked.len() == 0 && !events.iter().any(concerns);
        if free {
            self.cursors.skip(events);
        }
        free
    }

    /// Tells the database where the cursors are.
    pub(super) async fn save(&mut self, pool: &PgPool) -> Result<(), Failure> {
        if self.cursors.is_unsaved() {
            let mut conn = pool.acquire().await?;
            let saved = self.cursors.move_to(&mut conn, self.cursors.clone()).await?;
            self.cursors = saved.map_err(|Moved| Failure::Moved)?;
        }
        Ok(())
    }

    async fn apply_one(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        event: &impl Form,
    ) -> Result<(), Failure> {
        let mut why = String::new();
        for _ in 0..TRIES {
            match self.commit(pool, consumer, std::slice::from_ref(event)).await {
                Err(Failure::Poison(poison)) => why = poison,
                outcome => return outcome,
            }
            sleep(PAUSE).await;
        }
        let (key, position) = (event.key(consumer), event.spot().position);
        error!(
            alarm = true,
            consumer = consumer.name(),
            key,
            position,
            why,
            "an event could not be applied; it is parked, and what follows on its key waits behind it"
        );
        let mut tx = begin(pool).await?;
        let then = advance(&self.cursors, &mut tx, std::slice::from_ref(event)).await?;
        self.parked.add(&mut tx, (&key, position), (&why, TRIES.cast_signed())).await?;
        tx.commit().await?;
        self.parked.close(key);
        self.cursors = then;
        Ok(())
    }

    /// All or nothing.
    async fn commit(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        events: &[impl Form],
    ) -> Result<(), Failure> {
        reached("apply.before");
        let mut tx = begin(pool).await?;
        let then = self.apply_on(&mut tx, consumer, events).await?;
        reached("apply.inside");
        tx.commit().await?;
        reached("apply.after");
        consumer.committed();
        self.cursors = then;
        Ok(())
    }

    /// Applies the events in the caller's transaction; where the cursors are once it is committed.
    pub(super) async fn apply_on(
        &self,
        conn: &mut PgConnection,
        consumer: &dyn Consumer,
        events: &[impl Form],
    ) -> Result<Cursors, Failure> {
        // First the cursors: a second runner of this consumer waits here, and then finds them moved.
        let then = advance(&self.cursors, conn, events).await?;
        if self.parked.len() == 0 {
            guarded(consumer, conn, events).await?;
            return Ok(then);
        }
        let (waiting, free): (Vec<_>, Vec<_>) =
            events.iter().cloned().partition(|event| self.parked.has(&event.key(consumer)));
        for event in waiting {
            let behind = "stands behind a parked event of its key";
            self.parked.add(conn, (&event.key(consumer), event.spot().position), (behind, 0)).await?;
        }
        guarded(consumer, conn, &free).await?;
        Ok(then)
    }
}

async fn advance(
    cursors: &Cursors,
    conn: &mut PgConnection,
    events: &[impl Form],
) -> Result<Cursors, Failure> {
    cursors.advance(conn, events).await?.map_err(|Moved| Failure::Moved)
}

/// Applies events; a panic is the events' fault, not the end of the runner.
pub(super) async fn guarded<E: Form>(
    consumer: &dyn Consumer,
    conn: &mut PgConnection,
    events: &[E],
) -> Result<(), Failure> {
    if events.is_empty() {
        return Ok(());
    }
    match AssertUnwindSafe(E::apply(consumer, conn, events)).catch_unwind().await {
        Ok(outcome) => Ok(outcome?),
        Err(panic) => Err(Failure::Poison(format!("panicked: {}", message(&*panic)))),
    }
}

/// What a panic said.
pub(crate) fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words")
}
