//! The one statement of settling: one round trip for a whole batch.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use commands::process::{Job, NewJob};
use projections::statements;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Row};
use uuid::Uuid;

use super::FinishedJob;
use crate::jobs::claim::{ClaimedJob, LEASE};
use crate::jobs::hand_over::HandOver;
use crate::jobs::insert::{NewJobRow, Origin};
use crate::jobs::job::{JobState, JobView};
use crate::jobs::perform::{CountedAs, JobOutcome};
use crate::postgres::printable;

statements! {
    /// What was begun, or may be claimed now, comes with all that its performing needs; of the rest the ids come.
    SETTLE = concat!(
        include_str!("settle.sql"),
        include_str!("../place.sql"),
        "
        SELECT NULL::uuid AS changed, status = 'running' AS begun, status <> 'running' AS claimable, request, sealed, unknown_tries,
               event_id, correlation_id, chat, topic, priority, ordering_key, effect_id, process, step, status, attempts,
               due_at, last_error, created_at, updated_at, project_id FROM advanced
         UNION ALL
        SELECT effect_id, status = 'running', status = 'queued' AND NOT behind, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM stored
         UNION ALL
        SELECT effect_id, false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
               NULL, NULL, NULL, NULL, NULL FROM settled"
    );
}

/// Bytes of an error that are kept.
const MAX_ERROR: usize = 1000;

/// What an outcome changes in its row.
struct Change<'a> {
    claimed: &'a ClaimedJob,
    status: JobState,
    /// What the try counts as.
    counts: CountedAs,
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
            Self {
                claimed,
                status,
                counts: CountedAs::Nothing,
                due_at: None,
                error,
                needs: None,
                follow: &[],
            }
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
            JobOutcome::Failed { why } => {
                Self { counts: CountedAs::Failed, ..of(JobState::Failed, Some(why)) }
            }
            JobOutcome::Unknown { why } => {
                Self { counts: CountedAs::Unknown, ..of(JobState::Unknown, Some(why)) }
            }
        }
    }

    /// The jobs that follow, with what they come from.
    fn following(&self) -> impl Iterator<Item = (Uuid, NewJobRow)> + use<'a> {
        let Job { id, process, event_id, correlation_id, project, chat, topic, .. } = &self.claimed.job;
        let (cause, position) = (id.0, 0);
        let origin = Origin {
            process: process.clone(),
            event_id: *event_id,
            // of the row: it is copied where it is
            position,
            correlation_id: *correlation_id,
            project: *project,
            chat: *chat,
            topic: *topic,
        };
        self.follow.iter().map(move |job| (cause, NewJobRow { origin: origin.clone(), job: job.clone() }))
    }

    /// The key whose next job may begin now.
    fn ended_key(&self) -> Option<&'a str> {
        self.claimed.ordering_key.as_deref().filter(|_| self.status.has_ended())
    }

    fn view(&self, now: DateTime<Utc>) -> JobView {
        let before = self.claimed.view.clone();
        JobView {
            status: self.status,
            attempts: before.attempts + u32::from(self.counts == CountedAs::Failed),
            due_at: self.due_at.unwrap_or(before.due_at),
            last_error: self.error.clone(),
            updated_at: now,
            ..before
        }
    }
}

/// What settling changed.
#[derive(Default)]
pub(super) struct SettledJobs {
    /// Every job that changed and is not begun; an outcome whose claim was lost meanwhile changes none.
    pub(super) changed: Vec<JobView>,
    /// Whether there is something new to claim.
    pub(super) claimable: bool,
    /// Jobs that this instance has begun with it: the next ones of keys, and those that follow where nothing is before them.
    pub(super) begun: Vec<ClaimedJob>,
    /// Keys whose job ended, and of which no next one was seen.
    pub(super) at_their_end: Vec<String>,
}

/// Stores the outcomes and what follows, and begins what may begin now, unless `begins` is false.
pub(super) async fn settle(
    pool: &PgPool,
    hand_over: &HandOver,
    finished: &[FinishedJob],
    now: DateTime<Utc>,
    begins: bool,
) -> Result<SettledJobs, sqlx::Error> {
    let changes: Vec<_> = finished.iter().map(Change::of).collect();
    let follow: Vec<(Uuid, NewJobRow)> = changes.iter().flat_map(Change::following).collect();
    let rows = sqlx::query(SETTLE)
        .bind(hand_over.instance)
        .bind(now)
        .bind(if begins { hand_over.steps() } else { &[] })
        .bind(LEASE.as_secs_f64())
        .bind(column(&changes, |change| change.claimed.job.id.0))
        .bind(column(&changes, |change| change.claimed.view.attempts.cast_signed()))
        .bind(column(&changes, |change| change.status.name()))
        .bind(column(&changes, |change| i32::from(change.counts == CountedAs::Failed)))
        .bind(column(&changes, |change| i32::from(change.counts == CountedAs::Unknown)))
        .bind(column(&changes, |change| change.due_at))
        .bind(column(&changes, |change| change.error.as_deref()))
        .bind(column(&changes, |change| change.needs))
        .bind(column(&follow, |(cause, _)| *cause))
        .bind(column(&follow, |(_, row)| row.job.id.0))
        .bind(column(&follow, |(_, row)| row.job.performer))
        .bind(column(&follow, |(_, row)| row.job.step))
        .bind(column(&follow, |(_, row)| &row.job.request))
        .bind(column(&follow, |(_, row)| row.job.priority as i16))
        .bind(column(&follow, |(_, row)| row.job.due_at.unwrap_or(now)))
        .bind(column(&follow, |(_, row)| row.job.ordering_key.as_deref()))
        .bind(column(&follow, |(_, row)| row.job.sealed.as_deref()))
        .fetch_all(pool)
        .await?;
    read(&rows, &changes, &follow, now)
}

/// What the rows that come back say.
fn read(
    rows: &[PgRow],
    changes: &[Change<'_>],
    follow: &[(Uuid, NewJobRow)],
    now: DateTime<Utc>,
) -> Result<SettledJobs, sqlx::Error> {
    let mut settled = SettledJobs::default();
    // Not among them: jobs whose claim was lost, and following jobs that were stored by an earlier try.
    let (mut stored, mut advanced) = (HashMap::with_capacity(rows.len()), HashSet::new());
    for row in rows {
        let begun = row.try_get("begun")?;
        settled.claimable |= row.try_get::<bool, _>("claimable")?;
        if let Some(id) = row.try_get::<Option<Uuid>, _>("changed")? {
            stored.insert(id, begun);
            continue;
        }
        advanced.insert(row.try_get::<String, _>("ordering_key")?);
        if begun {
            settled.begun.push(ClaimedJob::from_row(row)?);
        }
    }
    for (_, row) in follow {
        match stored.remove(&row.job.id.0) {
            Some(true) => settled.begun.push(row.begun(now)),
            Some(false) => settled.changed.push(row.view(now)),
            None => {}
        }
    }
    for change in changes.iter().filter(|change| stored.remove(&change.claimed.job.id.0).is_some()) {
        settled.changed.push(change.view(now));
        let key = change.ended_key().filter(|key| !advanced.contains(*key));
        settled.at_their_end.extend(key.map(str::to_owned));
    }
    Ok(settled)
}

fn column<'a, T, V>(rows: &'a [T], value: impl Fn(&'a T) -> V) -> Vec<V> {
    rows.iter().map(value).collect()
}

/// Nobody reads a page.
fn storable(error: &str) -> String {
    let end = error.floor_char_boundary(MAX_ERROR);
    printable(&error[..end])
}
