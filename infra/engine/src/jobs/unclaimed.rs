//! The watch over jobs that wait for another program: no running instance may claim them, or none can read what they
//! need. The owners are told what is missing.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use commands::port::clock::Clock;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use commands::process::ProcessManager;
use commands::unreadable::Unreadable;
use domain::id::ProjectId;
use projections::statements;
use sqlx::PgPool;
use tokio::time::sleep;
use tracing::warn;
use uuid::Uuid;

use crate::lifecycle::Lifecycle;

/// How often it is looked for them.
const CHECK_INTERVAL: Duration = Duration::from_secs(20);
/// An instance that has what a job needs claims it within a second, unless it performs others that need the same.
const PATIENCE: TimeDelta = TimeDelta::seconds(30);

statements! {
    UNCLAIMED = "
        SELECT needs, count(*) FROM effects e
         WHERE needs IS NOT NULL AND status IN ('queued', 'waiting') AND greatest(due_at, updated_at) < $1
           AND NOT EXISTS (SELECT FROM effects r WHERE r.status = 'running' AND r.needs = e.needs)
         GROUP BY needs ORDER BY needs";

    /// Nobody who knows the step has claimed them, and no instance that runs announces it: their rows say so. They stay due,
    /// for whoever knows it.
    MARK_UNKNOWN_STEPS = "
        UPDATE effects e SET last_error = $3 || 'step ' || step || ' of ' || process || ': no running instance knows it'
          FROM unnest($1::text[], $2::text[]) AS k (name, steps)
         WHERE process = k.name AND step <> ALL(string_to_array(k.steps, ',')) AND status IN ('queued', 'waiting')
           AND due_at < $4 AND updated_at < $4 AND coalesce(last_error NOT LIKE $3 || '%', true)
           AND NOT EXISTS (SELECT FROM leases l
                            WHERE l.announces -> 'steps' ? (process || '/' || step) AND l.until > now() AND NOT orphaned(l))";

    UNREADABLE = "
        SELECT process, step, project_id, min(last_error) AS last_error, count(*) AS jobs FROM effects
         WHERE status IN ('queued', 'waiting') AND last_error LIKE 'cannot read %' AND last_error LIKE $1 || '%'
         GROUP BY process, step, project_id ORDER BY min(created_at) LIMIT 100";
}

/// What the watch needs.
pub struct UnclaimedWatch {
    /// The database.
    pub pool: PgPool,
    /// The process managers of this instance, which say which steps they know.
    pub processes: Vec<Arc<dyn ProcessManager>>,
    /// Business time.
    pub clock: Arc<dyn Clock>,
    /// Tells the owners.
    pub owner_alarm: Arc<dyn OwnerAlarm>,
}

/// Jobs of a kind and a project that wait for what cannot be read, with the reason of one of them.
#[derive(sqlx::FromRow)]
struct WaitingJobs {
    process: String,
    step: String,
    project_id: Option<Uuid>,
    last_error: String,
    jobs: i64,
}

/// Watches until the soft stop. Every instance does: who has been told is remembered by the alarm.
pub fn watch_unclaimed(watch: UnclaimedWatch, lifecycle: &Lifecycle) {
    let soft = lifecycle.soft();
    lifecycle.spawn("unclaimed jobs", async move {
        let watch = async {
            loop {
                sleep(CHECK_INTERVAL).await;
                if let Err(error) = watch.tell().await {
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

impl UnclaimedWatch {
    /// Raises the alarm for everything that due jobs have needed in vain for a while.
    pub(super) async fn tell(&self) -> Result<(), sqlx::Error> {
        let now = self.clock.now();
        let unclaimed: Vec<(String, i64)> =
            sqlx::query_as(UNCLAIMED).bind(now - PATIENCE).fetch_all(&self.pool).await?;
        for (needs, jobs) in unclaimed {
            let text = format!(
                "No running instance has {needs}. Jobs that wait for that: {jobs}. They go on by themselves once an instance has it, unless their time is over by then."
            );
            self.owner_alarm.raise(&Alarm::standing(&needs, now, None, text)).await;
        }
        self.mark_unknown_steps().await?;
        let waiting: Vec<WaitingJobs> =
            sqlx::query_as(UNREADABLE).bind(Unreadable::BEGINNING).fetch_all(&self.pool).await?;
        for WaitingJobs { process, step, project_id, last_error, jobs } in waiting {
            let text = format!(
                "Jobs of {process} (step {step}) wait, for example: {last_error}. How many: {jobs}. They go on by themselves once a program runs that can read it, unless their time is over by then."
            );
            let what = format!("unreadable {process} {step} {}", project_id.unwrap_or_default());
            let alarm = Alarm::standing(&what, now, project_id.map(ProjectId), text);
            self.owner_alarm.raise(&alarm).await;
        }
        Ok(())
    }

    async fn mark_unknown_steps(&self) -> Result<(), sqlx::Error> {
        sqlx::query(MARK_UNKNOWN_STEPS)
            .bind(self.processes.iter().map(|process| process.name()).collect::<Vec<_>>())
            .bind(self.processes.iter().map(|process| process.steps().join(",")).collect::<Vec<_>>())
            .bind(Unreadable::BEGINNING)
            .bind(self.clock.now() - PATIENCE)
            .execute(&self.pool)
            .await
            .map(drop)
    }
}
