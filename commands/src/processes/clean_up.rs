//! `clean-up`: once a day, a job per kind removes what is of no use any more.
//!
//! Nothing but the clock causes it: each run enqueues the one of the next day, and every start of the program enqueues
//! the next run too, with the same id, so that it is stored once.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::id::JobId;
use domain::recorded::Recorded;
use domain::suggestion::SuggestionStatus;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::port::aggregates::Aggregates;
use crate::port::clock::Clock;
use crate::port::dispatch::Dispatch;
use crate::port::pruner::{Pruner, Removed, RetentionTarget};
use crate::process::{Job, NewJob, Priority, ProcessManager, Verdict};
use crate::retry_policy::{self, RetryPolicy};
use crate::store::StoreError;
use crate::suggestion::expire::ExpireSuggestion;

/// Its name.
pub const NAME: &str = "clean-up";
/// Batches that one performance removes before it lets others go first.
const BATCHES: u32 = 20;
/// Suggestions that one batch expires.
const SUGGESTIONS: u32 = 100;
/// Between the beginnings of two kinds on the same day.
const APART: TimeDelta = TimeDelta::minutes(2);
/// The kinds of its jobs: one for each kind of what is removed.
pub const STEPS: [&str; RetentionTarget::ALL.len()] = {
    let mut steps = [""; RetentionTarget::ALL.len()];
    let mut at = 0;
    while at < steps.len() {
        steps[at] = RetentionTarget::ALL[at].name();
        at += 1;
    }
    steps
};

/// When clean-up happens, and for how long each kind is kept.
#[derive(Clone, Debug, Default)]
pub struct Retention {
    /// The hour of the day (UTC) at which the first kind is cleaned up; the others follow.
    pub hour: u32,
    /// How long each kind is kept; a kind that is not here is kept for ever.
    pub keep: BTreeMap<RetentionTarget, TimeDelta>,
}

/// Cleans up.
pub struct CleanUp {
    pruner: Arc<dyn Pruner>,
    dispatch: Arc<dyn Dispatch>,
    aggregates: Arc<dyn Aggregates>,
    clock: Arc<dyn Clock>,
    retention: Retention,
}

#[derive(Serialize, Deserialize)]
struct Run {
    day: NaiveDate,
}

impl CleanUp {
    /// The process over what it needs.
    pub fn new(
        pruner: Arc<dyn Pruner>,
        dispatch: Arc<dyn Dispatch>,
        aggregates: Arc<dyn Aggregates>,
        clock: Arc<dyn Clock>,
        retention: Retention,
    ) -> Self {
        Self { pruner, dispatch, aggregates, clock, retention }
    }

    /// The next run of every kind that is not kept for ever.
    pub fn next_runs(&self, now: DateTime<Utc>) -> Vec<NewJob> {
        RetentionTarget::ALL.into_iter().filter_map(|target| self.next_run(target, now)).collect()
    }

    /// The next run: the same day and kind give the same job, whoever enqueues it.
    fn next_run(&self, target: RetentionTarget, now: DateTime<Utc>) -> Option<NewJob> {
        self.retention.keep.get(&target)?;
        let place = RetentionTarget::ALL
            .iter()
            .take_while(|other| **other != target)
            .map(|_| APART)
            .sum::<TimeDelta>();
        let offset = TimeDelta::hours(self.retention.hour.into()) + place;
        let today = (now - offset).date_naive();
        let day = today.succ_opt()?;
        let at = day.and_time(chrono::NaiveTime::MIN).and_utc() + offset;
        let cause = JobId::derived(Uuid::nil(), &day.to_string()).0;
        let new_job = NewJob::new(NAME, cause, target.name(), &Run { day });
        Some(new_job.due(at).with(Priority::Background))
    }

    async fn clean(&self, job: &Job, target: RetentionTarget, keep: TimeDelta) -> Result<Verdict, Verdict> {
        let before = self.clock.now() - keep;
        for _ in 0..BATCHES {
            let removed = match target {
                RetentionTarget::Suggestions => self.expire(job, before).await?,
                RetentionTarget::DoneJobs
                | RetentionTarget::FailedJobs
                | RetentionTarget::ParkedRequests
                | RetentionTarget::Sessions
                | RetentionTarget::Prompts
                | RetentionTarget::Notices
                | RetentionTarget::Leases
                | RetentionTarget::ReadModels
                | RetentionTarget::Replays => self.pruner.remove(job.id, target, before).await?,
            };
            if !removed.more {
                return Ok(Verdict::Done(self.next_run(target, self.clock.now()).into_iter().collect()));
            }
        }
        Ok(Verdict::Wait { why: "there is more; others go first".to_owned(), until: self.clock.now() })
    }

    /// Expires what the read model shows undecided and the streams confirm.
    async fn expire(&self, job: &Job, before: DateTime<Utc>) -> Result<Removed, Verdict> {
        let mut expired = 0;
        let undecided = self.pruner.undecided(before, SUGGESTIONS).await?;
        for (project, suggestion) in &undecided {
            let state = match self.aggregates.suggestion(*suggestion).await {
                Ok(found) => found.state,
                // It stays as it is; the others are none the worse.
                Err(StoreError::Unreadable(what)) => {
                    tracing::warn!(%what, "a suggestion cannot expire");
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            if matches!(state.status, SuggestionStatus::Requested | SuggestionStatus::Generated) {
                let command = ExpireSuggestion { suggestion: *suggestion, project: *project };
                let envelope = job.command(&suggestion.to_string(), self.clock.now(), command);
                self.dispatch.dispatch(envelope).await?;
                expired += 1;
            }
        }
        self.pruner.count(job.id, expired).await?;
        // The read model is late: what it still shows has expired by now, unless something new was found.
        Ok(Removed { rows: expired, more: expired > 0 && undecided.len() == SUGGESTIONS as usize })
    }
}

#[async_trait]
impl ProcessManager for CleanUp {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        &STEPS
    }

    /// No event asks for it.
    fn react(&self, _event: &Recorded) -> Vec<NewJob> {
        Vec::new()
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        let target = RetentionTarget::ALL.into_iter().find(|target| target.name() == job.step);
        let Some(target) = target else { return Ok(job.unknown_step()) };
        match self.retention.keep.get(&target) {
            Some(keep) => self.clean(job, target, *keep).await,
            // kept for ever since it was enqueued
            None => Ok(Verdict::DONE),
        }
    }

    /// One at a time: nobody waits for it.
    fn max_concurrency(&self) -> Option<usize> {
        Some(1)
    }

    fn retry_policy(&self) -> RetryPolicy {
        retry_policy::CLEAN_UP
    }
}
