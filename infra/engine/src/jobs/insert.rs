//! Enqueueing: stores new jobs, each id once.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use commands::process::{Job, NewJob};
use domain::id::{CorrelationId, EventId, ProjectId};
use domain::recorded::Recorded;
use projections::statements;
use sqlx::PgConnection;
use tokio::time::Instant;
use uuid::Uuid;

use super::claim::{ClaimedJob, LEASE};
use super::hand_over::HandOver;
use super::job::{JobState, JobView};

/// What a job comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The process manager that asks for it.
    pub process: String,
    /// The event that caused it.
    pub event_id: EventId,
    /// That event's position.
    pub position: u64,
    /// Shared with the request it all came from.
    pub correlation_id: CorrelationId,
    /// The project concerned.
    pub project: Option<ProjectId>,
    /// The chat that the request came from.
    pub chat: Option<i64>,
    /// The topic of that chat, if it is a forum's.
    pub topic: Option<i32>,
}

impl Origin {
    /// A process manager's reaction to an event.
    pub fn of(process: &str, event: &Recorded) -> Self {
        Self {
            process: process.to_owned(),
            event_id: event.event_id,
            position: event.position,
            correlation_id: event.metadata.correlation_id,
            project: event.metadata.project_id,
            chat: event.metadata.chat,
            topic: event.metadata.topic,
        }
    }
}

/// A job to store: one row of the table.
#[derive(Clone, Debug)]
pub struct NewJobRow {
    /// What it comes from.
    pub origin: Origin,
    /// What is to be done.
    pub job: NewJob,
}

statements! {
    INSERT = concat!(include_str!("insert.sql"), include_str!("place.sql"), "SELECT effect_id, status, behind FROM stored");
}

/// What became of jobs that were stored.
#[derive(Default)]
pub(super) struct StoredJobs {
    /// They wait to be claimed, or for what is before them.
    pub(super) queued: Vec<JobView>,
    /// Whether any of those can be claimed.
    pub(super) claimable: bool,
    /// They are begun, and held by this instance.
    pub(super) begun: Vec<ClaimedJob>,
}

/// Stores the jobs that are not stored yet, and returns those. None of them is begun.
///
/// # Errors
/// What the database says.
pub async fn insert(
    conn: &mut PgConnection,
    rows: Vec<NewJobRow>,
    now: DateTime<Utc>,
) -> Result<Vec<JobView>, sqlx::Error> {
    Ok(insert_or_begin(conn, &rows, now, None).await?.queued)
}

/// Stores the jobs that are not stored yet. Those of keys that nothing is before are begun for the instance, if it performs
/// them.
///
/// # Errors
/// What the database says; [`is_begun_elsewhere`] tells that another job of a key was begun at this moment.
pub(super) async fn insert_or_begin(
    conn: &mut PgConnection,
    rows: &[NewJobRow],
    now: DateTime<Utc>,
    hand_over: Option<&HandOver>,
) -> Result<StoredJobs, sqlx::Error> {
    if rows.is_empty() {
        return Ok(StoredJobs::default());
    }
    let stored: Vec<(Uuid, String, bool)> = sqlx::query_as(INSERT)
        .bind(hand_over.map(|hand_over| hand_over.instance))
        .bind(now)
        .bind(hand_over.map_or(&[] as &[String], HandOver::steps))
        .bind(LEASE.as_secs_f64())
        .bind(column(rows, |row| row.job.id.0))
        .bind(column(rows, NewJobRow::performer))
        .bind(column(rows, |row| row.job.step))
        .bind(column(rows, |row| &row.job.request))
        .bind(column(rows, |row| row.job.priority as i16))
        .bind(column(rows, |row| row.job.due_at.unwrap_or(now)))
        .bind(column(rows, |row| row.origin.event_id.0))
        .bind(column(rows, |row| row.origin.position.cast_signed()))
        .bind(column(rows, |row| row.origin.correlation_id.0))
        .bind(column(rows, |row| row.origin.project.map(|project| project.0)))
        .bind(column(rows, |row| row.origin.chat))
        .bind(column(rows, |row| row.origin.topic))
        .bind(column(rows, |row| row.job.ordering_key.as_deref()))
        .bind(column(rows, |row| row.job.sealed.as_deref()))
        .fetch_all(conn)
        .await?;
    let claimable = stored.iter().any(|(_, status, behind)| status == JobState::Queued.name() && !behind);
    // Taken out as they are met: an id that comes twice in one batch was stored once and is reported once.
    let mut stored: HashMap<Uuid, String> = stored.into_iter().map(|(id, status, _)| (id, status)).collect();
    let (mut queued, mut begun) = (Vec::new(), Vec::new());
    for row in rows {
        match stored.remove(&row.job.id.0) {
            Some(status) if status == JobState::Running.name() => begun.push(row.begun(now)),
            Some(_) => queued.push(row.view(now)),
            None => {}
        }
    }
    Ok(StoredJobs { queued, claimable, begun })
}

/// Whether a statement failed because another job of the same key was begun at the same moment.
pub(super) fn is_begun_elsewhere(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.constraint()) == Some("effects_one_running")
}

fn column<'a, T, V>(rows: &'a [T], value: impl Fn(&'a T) -> V) -> Vec<V> {
    rows.iter().map(value).collect()
}

impl NewJobRow {
    fn performer(&self) -> &str {
        self.job.performer.unwrap_or(&self.origin.process)
    }

    /// The view of the job as it has just been stored.
    pub(super) fn view(&self, now: DateTime<Utc>) -> JobView {
        JobView {
            id: self.job.id,
            process: self.performer().to_owned(),
            step: self.job.step.to_owned(),
            status: JobState::Queued,
            attempts: 0,
            due_at: self.job.due_at.unwrap_or(now),
            last_error: None,
            created_at: now,
            updated_at: now,
            project_id: self.origin.project,
        }
    }

    /// The job as this instance holds it, if it was begun with its storing.
    pub(super) fn begun(&self, now: DateTime<Utc>) -> ClaimedJob {
        let view = JobView { status: JobState::Running, ..self.view(now) };
        let job = Job {
            id: view.id,
            process: view.process.clone(),
            step: view.step.clone(),
            request: self.job.request.clone(),
            sealed: self.job.sealed.clone(),
            attempt: 1,
            unknown_tries: 0,
            created_at: now,
            event_id: self.origin.event_id,
            correlation_id: self.origin.correlation_id,
            project: self.origin.project,
            chat: self.origin.chat,
            topic: self.origin.topic,
        };
        let ordering_key = self.job.ordering_key.clone();
        ClaimedJob { job, view, priority: self.job.priority, ordering_key, claimed_at: Instant::now() }
    }
}
