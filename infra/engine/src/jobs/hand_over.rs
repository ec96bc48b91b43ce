//! The hand-over: jobs that were begun in the statement that stored them, or that ended the one before them, go straight to
//! the worker pool of their instance, without a claim.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use commands::process::ProcessManager;
use sqlx::PgPool;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tracing::warn;
use uuid::Uuid;

use super::claim::{ClaimedJob, release};
use super::notifier::JobNotifier;

/// Hands jobs over to the worker pool of an instance. Cheap to clone.
#[derive(Clone)]
pub(super) struct HandOver {
    /// Who holds what is handed over.
    pub(super) instance: Uuid,
    steps: Arc<[String]>,
    /// Unbounded: whoever sends has begun the jobs already, and each is held by a row.
    jobs: UnboundedSender<ClaimedJob>,
}

impl HandOver {
    /// To the instance with these process managers, and what the worker pool receives.
    pub(super) fn new(
        instance: Uuid,
        processes: &[Arc<dyn ProcessManager>],
    ) -> (Self, UnboundedReceiver<ClaimedJob>) {
        let (jobs, receiver) = unbounded_channel();
        let steps = processes
            .iter()
            .flat_map(|process| process.steps().iter().map(move |step| format!("{}/{step}", process.name())));
        (Self { instance, steps: steps.collect(), jobs }, receiver)
    }

    /// The steps whose jobs may be begun here, as `process/step`: none once the worker pool begins nothing new.
    pub(super) fn steps(&self) -> &[String] {
        if self.jobs.is_closed() { &[] } else { &self.steps }
    }

    /// Gives jobs to the worker pool; the ids of those that it does not take any more.
    fn give(&self, jobs: Vec<ClaimedJob>) -> Vec<Uuid> {
        jobs.into_iter()
            .filter_map(|job| self.jobs.send(job).err())
            .map(|refused| refused.0.job.id.0)
            .collect()
    }
}

/// Hands over jobs that are begun; those that the worker pool does not take any more are released for other instances.
pub(super) async fn hand_over(
    to: &HandOver,
    pool: &PgPool,
    begun: Vec<ClaimedJob>,
    now: DateTime<Utc>,
    notifier: &JobNotifier,
) {
    let refused = to.give(begun);
    if refused.is_empty() {
        return;
    }
    match release(pool, to.instance, &refused, now).await {
        Ok(released) => notifier.changed(released),
        Err(error) => warn!(%error, "jobs could not be released"),
    }
}
