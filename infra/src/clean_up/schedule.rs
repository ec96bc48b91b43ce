//! Seeing to it that the next run of each kind is intended. A run intends the next one itself; this begins the chain,
//! and joins it again should it ever break.

use std::sync::Arc;
use std::time::Duration;

use commands::port::clock::Clock;
use commands::processes::clean_up::{CleanUp, NAME};
use domain::id::{CorrelationId, EventId};
use sqlx::PgPool;
use tokio::time::sleep;
use tracing::warn;
use uuid::Uuid;

use crate::effects::{Jobs, NewEffect, Origin, insert};
use crate::lifecycle::Lifecycle;

/// How often it is looked.
const PAUSE: Duration = Duration::from_mins(10);
/// The pause after a failure.
const RETRY: Duration = Duration::from_secs(5);

/// Intends the next runs now and then, until the soft stop. Many instances may do this: a day's run has one id.
pub fn keep_intended(
    clean_up: Arc<CleanUp>,
    pool: PgPool,
    clock: Arc<dyn Clock>,
    jobs: Jobs,
    lifecycle: &Lifecycle,
) {
    let stop = lifecycle.soft();
    let intending = async move {
        loop {
            let intended = intend(&clean_up, &pool, &*clock, &jobs).await;
            if let Err(error) = &intended {
                warn!(%error, "the next clean-up could not be intended");
            }
            sleep(if intended.is_ok() { PAUSE } else { RETRY }).await;
        }
    };
    lifecycle.spawn("clean-up schedule", async move {
        stop.run_until_cancelled(intending).await;
    });
}

/// Stores the next runs that are not stored yet.
pub(super) async fn intend(
    clean_up: &CleanUp,
    pool: &PgPool,
    clock: &dyn Clock,
    jobs: &Jobs,
) -> Result<(), sqlx::Error> {
    let now = clock.now();
    let runs = clean_up.next_runs(now).into_iter();
    let runs = runs.map(|effect| NewEffect { origin: the_clock(), effect }).collect();
    let stored = insert(&mut *pool.acquire().await?, runs, now).await?;
    jobs.changed(stored);
    Ok(())
}

/// Caused by no event.
fn the_clock() -> Origin {
    Origin {
        process: NAME.to_owned(),
        event_id: EventId(Uuid::nil()),
        position: 0,
        correlation_id: CorrelationId(Uuid::nil()),
        project: None,
        chat: None,
    }
}
