//! Storing intents, once each.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use commands::process::Effect;
use domain::id::{CorrelationId, EventId, ProjectId};
use domain::recorded::Recorded;
use sqlx::PgConnection;
use uuid::Uuid;

use super::job::{JobState, JobView};

/// What an effect comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The process manager that intends it.
    pub process: String,
    /// The event that caused it.
    pub event_id: EventId,
    /// That event's position.
    pub position: u64,
    /// Shared with the request it all came from.
    pub correlation_id: CorrelationId,
    /// The project concerned.
    pub project: Option<ProjectId>,
    /// The Telegram chat that the request came from.
    pub chat: Option<i64>,
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
        }
    }
}

/// An effect to store.
#[derive(Clone, Debug)]
pub struct NewEffect {
    /// What it comes from.
    pub origin: Origin,
    /// What is intended.
    pub effect: Effect,
}

/// One array per column: the statement is the same however many there are.
const INSERT: &str = "
INSERT INTO effects (effect_id, process, step, request, priority, due_at, event_id, position, correlation_id,
                     project_id, chat, created_at, updated_at)
SELECT e.*, $12, $12
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::smallint[], $6::timestamptz[], $7::uuid[],
              $8::bigint[], $9::uuid[], $10::uuid[], $11::bigint[]) AS e
ON CONFLICT (effect_id) DO NOTHING RETURNING effect_id";

/// Stores the effects that are not stored yet, and returns those.
///
/// # Errors
/// What the database says.
pub async fn insert(
    conn: &mut PgConnection,
    effects: Vec<NewEffect>,
    now: DateTime<Utc>,
) -> Result<Vec<JobView>, sqlx::Error> {
    if effects.is_empty() {
        return Ok(Vec::new());
    }
    let origins: Vec<_> = effects.iter().map(|new| &new.origin).collect();
    let intents: Vec<_> = effects.iter().map(|new| &new.effect).collect();
    let stored: Vec<Uuid> = sqlx::query_scalar(INSERT)
        .bind(column(&intents, |effect| effect.id.0))
        .bind(column(&origins, |origin| origin.process.as_str()))
        .bind(column(&intents, |effect| effect.step))
        .bind(column(&intents, |effect| &effect.request))
        .bind(column(&intents, |effect| effect.priority as i16))
        .bind(column(&intents, |effect| effect.due_at.unwrap_or(now)))
        .bind(column(&origins, |origin| origin.event_id.0))
        .bind(column(&origins, |origin| origin.position.cast_signed()))
        .bind(column(&origins, |origin| origin.correlation_id.0))
        .bind(column(&origins, |origin| origin.project.map(|project| project.0)))
        .bind(column(&origins, |origin| origin.chat))
        .bind(now)
        .fetch_all(conn)
        .await?;
    let mut stored: HashSet<Uuid> = stored.into_iter().collect();
    let views = effects.iter().filter(|new| stored.remove(&new.effect.id.0));
    Ok(views.map(|new| queued(&new.origin.process, new.origin.project, &new.effect, now)).collect())
}

fn column<'a, T, V>(rows: &[&'a T], value: impl Fn(&'a T) -> V) -> Vec<V> {
    rows.iter().map(|row| value(row)).collect()
}

/// The job of an effect that has just been stored.
pub(super) fn queued(
    process: &str,
    project_id: Option<ProjectId>,
    effect: &Effect,
    now: DateTime<Utc>,
) -> JobView {
    JobView {
        id: effect.id,
        process: process.to_owned(),
        step: effect.step.to_owned(),
        status: JobState::Queued,
        attempts: 0,
        due_at: effect.due_at.unwrap_or(now),
        last_error: None,
        created_at: now,
        updated_at: now,
        project_id,
    }
}
