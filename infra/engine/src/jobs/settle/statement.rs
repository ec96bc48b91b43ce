//! The one statement of settling: one round trip for a whole batch.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use commands::process::NewJob;
use projections::statements;
use sqlx::PgPool;
use uuid::Uuid;

use super::FinishedJob;
use crate::jobs::claim::ClaimedJob;
use crate::jobs::insert::queued;
use crate::jobs::job::{JobState, JobView};
use crate::jobs::perform::JobOutcome;
use crate::postgres::printable;

statements! {
    SETTLE = include_str!("settle.sql");
}

/// Bytes of an error that are kept.
const MAX_ERROR: usize = 1000;

/// What an outcome changes in its row.
struct Change<'a> {
    claimed: &'a ClaimedJob,
    status: JobState,
    /// Whether it counts as a try that did not succeed.
    counts: bool,
    due_at: Option<DateTime<Utc>>,
    error: Option<String>,
    /// What whoever claims it next must have.
    needs: Option<&'a str>,
    follow: &'a [NewJob],
}

impl<'a> Change<'a> {
    fn of(FinishedJob { claimed, outcome, .. }: &'a FinishedJob) -> Self {
        let of = |status, why: Option<&str>| {
            let error = why.map(storable);
            Self { claimed, status, counts: false, due_at: None, error, needs: None, follow: &[] }
        };
        match outcome {
            JobOutcome::Done(follow) => Self { follow, ..of(JobState::Done, None) },
            JobOutcome::Retry { why, at, counts } => {
                Self { counts: *counts, due_at: Some(*at), ..of(JobState::Queued, Some(why)) }
            }
            JobOutcome::Waiting { why, until } => {
                Self { due_at: Some(*until), ..of(JobState::Waiting, Some(why)) }
            }
            JobOutcome::HandedBack { needs } => {
                let why = format!("left to an instance that has {needs}");
                Self { needs: Some(needs), ..of(JobState::Queued, Some(&why)) }
            }
            JobOutcome::Failed { why } => Self { counts: true, ..of(JobState::Failed, Some(why)) },
            JobOutcome::Unknown { why } => Self { counts: true, ..of(JobState::Unknown, Some(why)) },
        }
    }

    fn following(&self) -> impl Iterator<Item = (&'a ClaimedJob, &'a NewJob)> + use<'a> {
        let claimed = self.claimed;
        self.follow.iter().map(move |new_job| (claimed, new_job))
    }

    fn view(&self, now: DateTime<Utc>) -> JobView {
        let before = self.claimed.view.clone();
        JobView {
            status: self.status,
            attempts: before.attempts + u32::from(self.counts),
            due_at: self.due_at.unwrap_or(before.due_at),
            last_error: self.error.clone(),
            updated_at: now,
            ..before
        }
    }
}

/// Stores the outcomes and what follows. Returns every job that changed; an outcome whose claim was lost meanwhile
/// changes none.
pub(super) async fn settle(
    pool: &PgPool,
    instance: Uuid,
    finished: &[FinishedJob],
    now: DateTime<Utc>,
) -> Result<Vec<JobView>, sqlx::Error> {
    let changes: Vec<_> = finished.iter().map(Change::of).collect();
    let follow: Vec<(&ClaimedJob, &NewJob)> = changes.iter().flat_map(Change::following).collect();
    let stored: Vec<Uuid> = sqlx::query_scalar(SETTLE)
        .bind(instance)
        .bind(now)
        .bind(column(&changes, |change| change.claimed.job.id.0))
        .bind(column(&changes, |change| change.claimed.view.attempts.cast_signed()))
        .bind(column(&changes, |change| change.status.name()))
        .bind(column(&changes, |change| i32::from(change.counts)))
        .bind(column(&changes, |change| change.due_at))
        .bind(column(&changes, |change| change.error.as_deref()))
        .bind(column(&follow, |(cause, _)| cause.job.id.0))
        .bind(column(&follow, |(_, new_job)| new_job.id.0))
        .bind(column(&follow, |(_, new_job)| new_job.step))
        .bind(column(&follow, |(_, new_job)| &new_job.request))
        .bind(column(&follow, |(_, new_job)| new_job.priority as i16))
        .bind(column(&follow, |(_, new_job)| new_job.due_at.unwrap_or(now)))
        .bind(column(&changes, |change| change.needs))
        .fetch_all(pool)
        .await?;
    // Not among the stored ids: jobs whose claim was lost, and following jobs that were stored by an earlier try.
    let mut stored: HashSet<Uuid> = stored.into_iter().collect();
    let mut changed = Vec::with_capacity(stored.len());
    let followed = follow.iter().filter(|(_, new_job)| stored.remove(&new_job.id.0));
    changed
        .extend(followed.map(|(cause, new_job)| queued(&cause.job.process, cause.job.project, new_job, now)));
    let settled = changes.iter().filter(|change| stored.remove(&change.claimed.job.id.0));
    changed.extend(settled.map(|change| change.view(now)));
    Ok(changed)
}

fn column<'a, T, V>(rows: &'a [T], value: impl Fn(&'a T) -> V) -> Vec<V> {
    rows.iter().map(value).collect()
}

/// Nobody reads a page.
fn storable(error: &str) -> String {
    let end = error.floor_char_boundary(MAX_ERROR);
    printable(&error[..end])
}
