//! The watch over jobs that no running instance may claim: the owners are told what is missing.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use commands::port::clock::Clock;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use projections::statements;
use sqlx::PgPool;
use tokio::time::sleep;
use tracing::warn;

use crate::lifecycle::Lifecycle;

/// How often it is looked for them.
const CHECK_INTERVAL: Duration = Duration::from_secs(20);
/// An instance that has what a job needs claims it within a second; past this none does.
const PATIENCE: TimeDelta = TimeDelta::seconds(30);

statements! {
    UNCLAIMED = "
        SELECT needs, count(*) FROM effects
         WHERE needs IS NOT NULL AND status IN ('queued', 'waiting') AND due_at < $1 GROUP BY needs ORDER BY needs";
}

/// Watches until the soft stop. Every instance does: who has been told is remembered by the alarm.
pub fn watch_unclaimed(
    pool: PgPool,
    clock: Arc<dyn Clock>,
    owner_alarm: Arc<dyn OwnerAlarm>,
    lifecycle: &Lifecycle,
) {
    let soft = lifecycle.soft();
    lifecycle.spawn("unclaimed jobs", async move {
        let watch = async {
            loop {
                sleep(CHECK_INTERVAL).await;
                if let Err(error) = tell(&pool, &*clock, &*owner_alarm).await {
                    warn!(%error, "it cannot be seen whether jobs lack an instance");
                }
            }
        };
        tokio::select! {
            () = soft.cancelled() => {}
            () = watch => {}
        }
    });
}

/// Raises the alarm for everything that due jobs have needed in vain for a while.
pub(super) async fn tell(
    pool: &PgPool,
    clock: &dyn Clock,
    owner_alarm: &dyn OwnerAlarm,
) -> Result<(), sqlx::Error> {
    let now = clock.now();
    let unclaimed: Vec<(String, i64)> =
        sqlx::query_as(UNCLAIMED).bind(now - PATIENCE).fetch_all(pool).await?;
    for (needs, jobs) in unclaimed {
        let text = format!(
            "No running instance has {needs}. Jobs that wait for that: {jobs}. They go on by themselves once an instance has it."
        );
        owner_alarm.raise(&Alarm::standing(&needs, now, None, text)).await;
    }
    Ok(())
}
