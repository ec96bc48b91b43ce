//! Storing intents, once each.

use chrono::{DateTime, Utc};
use commands::process::Effect;
use domain::id::{CorrelationId, EventId, ProjectId};
use domain::recorded::Recorded;
use sqlx::{PgConnection, QueryBuilder};

use super::job::{JobView, VIEW};

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

/// Rows of one statement: PostgreSQL takes 65 535 values, each row has 13.
const ROWS: usize = 4000;

/// Stores the effects that are not stored yet, and returns those.
///
/// # Errors
/// What the database says.
pub async fn insert(
    conn: &mut PgConnection,
    effects: Vec<NewEffect>,
    now: DateTime<Utc>,
) -> Result<Vec<JobView>, sqlx::Error> {
    let mut stored = Vec::new();
    for effects in effects.chunks(ROWS) {
        let mut sql = QueryBuilder::new(
            "INSERT INTO effects (effect_id, process, step, request, priority, due_at, event_id, position, \
             correlation_id, project_id, chat, created_at, updated_at) ",
        );
        sql.push_values(effects, |mut row, NewEffect { origin, effect }| {
            row.push_bind(effect.id.0).push_bind(&origin.process).push_bind(effect.step);
            row.push_bind(&effect.request).push_bind(effect.priority as i16);
            row.push_bind(effect.due_at.unwrap_or(now)).push_bind(origin.event_id.0);
            row.push_bind(origin.position.cast_signed()).push_bind(origin.correlation_id.0);
            row.push_bind(origin.project.map(|project| project.0)).push_bind(origin.chat);
            row.push_bind(now).push_bind(now);
        });
        sql.push(" ON CONFLICT (effect_id) DO NOTHING RETURNING ").push(VIEW);
        stored.extend(sql.build_query_as::<JobView>().fetch_all(&mut *conn).await?);
    }
    Ok(stored)
}
