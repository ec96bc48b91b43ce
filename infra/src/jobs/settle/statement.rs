//! The one statement of settling: one round trip for a whole batch.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use commands::process::NewJob;
use sqlx::PgPool;
use uuid::Uuid;

use crate::jobs::claim::ClaimedJob;
use crate::jobs::insert::queued;
use crate::jobs::job::{JobState, JobView};
use crate::jobs::perform::Ending;

const SETTLE: &str = include_str!("settle.sql");
/// Bytes of an error that are kept.
const ERROR: usize = 1000;

/// What an ending changes.
struct Change<'a> {
    /// Who ended.
    claimed: &'a ClaimedJob,
    status: JobState,
    /// Whether it was a try in vain.
    vain: bool,
    due_at: Option<DateTime<Utc>>,
    error: Option<String>,
    follow: &'a [NewJob],
}

impl<'a> Change<'a> {
    fn of((claimed, ending): (&'a ClaimedJob, &'a Ending)) -> Self {
        let of = |status, why: Option<&str>| {
            let error = why.map(storable);
            Self { claimed, status, vain: false, due_at: None, error, follow: &[] }
        };
        match ending {
            Ending::Done(follow) => Self { follow, ..of(JobState::Done, None) },
            Ending::Again { why, at, counts } => {
                Self { vain: *counts, due_at: Some(*at), ..of(JobState::Queued, Some(why)) }
            }
            Ending::Waiting { why, until } => {
                Self { due_at: Some(*until), ..of(JobState::Waiting, Some(why)) }
            }
            Ending::Failed { why } => Self { vain: true, ..of(JobState::Failed, Some(why)) },
            Ending::Unknown { why } => Self { vain: true, ..of(JobState::Unknown, Some(why)) },
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
            attempts: before.attempts + u32::from(self.vain),
            due_at: self.due_at.unwrap_or(before.due_at),
            last_error: self.error.clone(),
            updated_at: now,
            ..before
        }
    }
}

/// Stores the endings and what follows. Returns every job that changed; an ending whose claim was lost meanwhile
/// changes none.
pub(super) async fn settle(
    pool: &PgPool,
    instance: Uuid,
    endings: &[(&ClaimedJob, &Ending)],
    now: DateTime<Utc>,
) -> Result<Vec<JobView>, sqlx::Error> {
    let ended: Vec<_> = endings.iter().map(|ending| Change::of(*ending)).collect();
    let follow: Vec<(&ClaimedJob, &NewJob)> = ended.iter().flat_map(Change::following).collect();
    let stored: Vec<Uuid> = sqlx::query_scalar(SETTLE)
        .bind(instance)
        .bind(now)
        .bind(column(&ended, |change| change.claimed.job.id.0))
        .bind(column(&ended, |change| change.claimed.view.attempts.cast_signed()))
        .bind(column(&ended, |change| change.status.name()))
        .bind(column(&ended, |change| i32::from(change.vain)))
        .bind(column(&ended, |change| change.due_at))
        .bind(column(&ended, |change| change.error.as_deref()))
        .bind(column(&follow, |(cause, _)| cause.job.id.0))
        .bind(column(&follow, |(_, new_job)| new_job.id.0))
        .bind(column(&follow, |(_, new_job)| new_job.step))
        .bind(column(&follow, |(_, new_job)| &new_job.request))
        .bind(column(&follow, |(_, new_job)| new_job.priority as i16))
        .bind(column(&follow, |(_, new_job)| new_job.due_at.unwrap_or(now)))
        .fetch_all(pool)
        .await?;
    let mut stored: HashSet<Uuid> = stored.into_iter().collect();
    let mut changed = Vec::with_capacity(stored.len());
    let followed = follow.iter().filter(|(_, new_job)| stored.remove(&new_job.id.0));
    changed
        .extend(followed.map(|(cause, new_job)| queued(&cause.job.process, cause.job.project, new_job, now)));
    let settled = ended.iter().filter(|change| stored.remove(&change.claimed.job.id.0));
    changed.extend(settled.map(|change| change.view(now)));
    Ok(changed)
}

fn column<'a, T, V>(rows: &'a [T], value: impl Fn(&'a T) -> V) -> Vec<V> {
    rows.iter().map(value).collect()
}

/// PostgreSQL text cannot hold a NUL, and nobody reads a page.
fn storable(error: &str) -> String {
    let end = error.floor_char_boundary(ERROR);
    error[..end].replace('\0', "\u{fffd}")
}
