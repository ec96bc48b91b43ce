//! The schedule of the clean-up: keeps the job of each kind's next run enqueued. A run enqueues the next one itself; this begins the chain,
//! and joins it again should it ever break.

use std::sync::Arc;
use std::time::Duration;

use commands::port::clock::Clock;
use commands::processes::clean_up::{CleanUp, NAME};
use commands::retry_policy::CLEAN_UP_SCHEDULE;
use domain::id::{CorrelationId, EventId};
use sqlx::PgPool;
use tokio::time::sleep;
use tracing::warn;
use uuid::Uuid;

use engine::jobs::{JobNotifier, NewJobRow, Origin, insert};
use engine::lifecycle::Lifecycle;

/// How often it is looked.
const PAUSE: Duration = Duration::from_mins(10);

/// Enqueues the next runs every ten minutes, until the soft stop. Many instances may do this: a day's run has one id.
pub fn keep_scheduled(
    clean_up: Arc<CleanUp>,
    pool: PgPool,
    clock: Arc<dyn Clock>,
    notifier: JobNotifier,
    lifecycle: &Lifecycle,
) {
    let stop = lifecycle.soft();
    let enqueueing = async move {
        loop {
            let enqueued = enqueue_next_runs(&clean_up, &pool, &*clock, &notifier).await;
            if let Err(error) = &enqueued {
                warn!(%error, "the next clean-up could not be enqueued");
            }
            sleep(if enqueued.is_ok() { PAUSE } else { CLEAN_UP_SCHEDULE.first_pause }).await;
        }
    };
    lifecycle.spawn("clean-up schedule", async move {
        stop.run_until_cancelled(enqueueing).await;
    });
}

/// Stores the next runs that are not stored yet.
pub(super) async fn enqueue_next_runs(
    clean_up: &CleanUp,
    pool: &PgPool,
    clock: &dyn Clock,
    notifier: &JobNotifier,
) -> Result<(), sqlx::Error> {
    let now = clock.now();
    let runs = clean_up.next_runs(now).into_iter();
    let runs = runs.map(|job| NewJobRow { origin: origin(), job }).collect();
    let stored = insert(&mut *pool.acquire().await?, runs, now).await?;
    notifier.changed(stored);
    Ok(())
}

/// Caused by no event.
fn origin() -> Origin {
    Origin {
        process: NAME.to_owned(),
        event_id: EventId(Uuid::nil()),
        position: 0,
        correlation_id: CorrelationId(Uuid::nil()),
        project: None,
        chat: None,
        topic: None,
    }
}
