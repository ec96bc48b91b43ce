//! Enqueueing: stores new jobs, each id once.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use commands::process::NewJob;
use domain::id::{CorrelationId, EventId, ProjectId};
use domain::recorded::Recorded;
use projections::statements;
use sqlx::PgConnection;
use uuid::Uuid;

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
    /// One array per column: the statement is the same however many there are.
    INSERT = "
        INSERT INTO effects (effect_id, process, step, request, priority, due_at, event_id, position, correlation_id,
                             project_id, chat, topic, created_at, updated_at)
        SELECT e.*, $13, $13
          FROM unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::smallint[], $6::timestamptz[], $7::uuid[],
                      $8::bigint[], $9::uuid[], $10::uuid[], $11::bigint[], $12::int[]) AS e
        ON CONFLICT (effect_id) DO NOTHING RETURNING effect_id";
}

/// Stores the jobs that are not stored yet, and returns those.
///
/// # Errors
/// What the database says.
pub async fn insert(
    conn: &mut PgConnection,
    rows: Vec<NewJobRow>,
    now: DateTime<Utc>,
) -> Result<Vec<JobView>, sqlx::Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let origins: Vec<_> = rows.iter().map(|row| &row.origin).collect();
    let jobs: Vec<_> = rows.iter().map(|row| &row.job).collect();
    let stored: Vec<Uuid> = sqlx::query_scalar(INSERT)
        .bind(column(&jobs, |job| job.id.0))
        .bind(column(&origins, |origin| origin.process.as_str()))
        .bind(column(&jobs, |job| job.step))
        .bind(column(&jobs, |job| &job.request))
        .bind(column(&jobs, |job| job.priority as i16))
        .bind(column(&jobs, |job| job.due_at.unwrap_or(now)))
        .bind(column(&origins, |origin| origin.event_id.0))
        .bind(column(&origins, |origin| origin.position.cast_signed()))
        .bind(column(&origins, |origin| origin.correlation_id.0))
        .bind(column(&origins, |origin| origin.project.map(|project| project.0)))
        .bind(column(&origins, |origin| origin.chat))
        .bind(column(&origins, |origin| origin.topic))
        .bind(now)
        .fetch_all(conn)
        .await?;
    // Taken out as they are met: an id that comes twice in one batch was stored once and is reported once.
    let mut stored: HashSet<Uuid> = stored.into_iter().collect();
    let views = rows.iter().filter(|row| stored.remove(&row.job.id.0));
    Ok(views.map(|row| queued(&row.origin.process, row.origin.project, &row.job, now)).collect())
}

fn column<'a, T, V>(rows: &[&'a T], value: impl Fn(&'a T) -> V) -> Vec<V> {
    rows.iter().map(|row| value(row)).collect()
}

/// The view of a job that has just been stored.
pub(super) fn queued(
    process: &str,
    project_id: Option<ProjectId>,
    job: &NewJob,
    now: DateTime<Utc>,
) -> JobView {
    JobView {
        id: job.id,
        process: process.to_owned(),
        step: job.step.to_owned(),
        status: JobState::Queued,
        attempts: 0,
        due_at: job.due_at.unwrap_or(now),
        last_error: None,
        created_at: now,
        updated_at: now,
        project_id,
    }
}
