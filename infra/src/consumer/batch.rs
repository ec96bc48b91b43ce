//! One batch, one transaction: cursors, rows, and what has to stand behind a parked key.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use domain::recorded::Recorded;
use futures_util::FutureExt;
use sqlx::{PgConnection, PgPool};
use tokio::time::sleep;
use tracing::{error, warn};

use super::cursors::{Cursors, Moved};
use super::parking::Parked;
use super::{ApplyError, Consumer};

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
    pub(super) async fn load(pool: &PgPool, consumer: &dyn Consumer) -> Result<Self, sqlx::Error> {
        let cursors = Cursors::load(pool, consumer).await?;
        Ok(Self { cursors, parked: Parked::load(pool, consumer).await? })
    }

    /// Applies the events, each of which must be the next on its line; poisonous ones are parked.
    pub(super) async fn apply(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        events: &[Arc<Recorded>],
    ) -> Result<(), Failure> {
        match self.commit(pool, consumer, events).await {
            Err(Failure::Poison(why)) => {
                warn!(consumer = consumer.name(), why, "a batch failed; its events are tried one by one");
            }
            outcome => return outcome,
        }
        for event in events {
            self.apply_one(pool, consumer, event).await?;
        }
        Ok(())
    }

    async fn apply_one(
        &mut self,
        pool: &PgPool,
        consumer: &dyn Consumer,
        event: &Arc<Recorded>,
    ) -> Result<(), Failure> {
        let mut why = String::new();
        for _ in 0..TRIES {
            match self.commit(pool, consumer, std::slice::from_ref(event)).await {
                Err(Failure::Poison(poison)) => why = poison,
                outcome => return outcome,
            }
            sleep(PAUSE).await;
        }
        let key = consumer.key(event);
        error!(
            alarm = true,
            consumer = consumer.name(),
            key,
            position = event.position,
            why,
            "an event could not be applied; it is parked, and what follows on its key waits behind it"
        );
        let mut tx = pool.begin().await?;
        let then = advance(&self.cursors, &mut tx, std::slice::from_ref(event)).await?;
        self.parked.add(&mut tx, (&key, event.position), (&why, TRIES.cast_signed())).await?;
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
        events: &[Arc<Recorded>],
    ) -> Result<(), Failure> {
        let mut tx = pool.begin().await?;
        let then = self.apply_on(&mut tx, consumer, events).await?;
        tx.commit().await?;
        consumer.committed();
        self.cursors = then;
        Ok(())
    }

    /// Applies the events in the caller's transaction; where the cursors are once it is committed.
    pub(super) async fn apply_on(
        &self,
        conn: &mut PgConnection,
        consumer: &dyn Consumer,
        events: &[Arc<Recorded>],
    ) -> Result<Cursors, Failure> {
        // First the cursors: a second runner of this consumer waits here, and then finds them moved.
        let then = advance(&self.cursors, conn, events).await?;
        let (waiting, free): (Vec<_>, Vec<_>) =
            events.iter().cloned().partition(|event| self.parked.has(&consumer.key(event)));
        for event in waiting {
            let behind = "stands behind a parked event of its key";
            self.parked.add(conn, (&consumer.key(&event), event.position), (behind, 0)).await?;
        }
        guarded(consumer, conn, &free).await?;
        Ok(then)
    }
}

async fn advance(
    cursors: &Cursors,
    conn: &mut PgConnection,
    events: &[Arc<Recorded>],
) -> Result<Cursors, Failure> {
    cursors.advance(conn, events).await?.map_err(|Moved| Failure::Moved)
}

/// Applies events; a panic is the events' fault, not the end of the runner.
pub(super) async fn guarded(
    consumer: &dyn Consumer,
    conn: &mut PgConnection,
    events: &[Arc<Recorded>],
) -> Result<(), Failure> {
    if events.is_empty() {
        return Ok(());
    }
    match AssertUnwindSafe(consumer.apply(conn, events)).catch_unwind().await {
        Ok(outcome) => Ok(outcome?),
        Err(panic) => Err(Failure::Poison(format!("panicked: {}", message(&*panic)))),
    }
}

/// What a panic said.
pub(crate) fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words")
}
