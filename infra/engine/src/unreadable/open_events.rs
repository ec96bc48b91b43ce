//! Open events: those that consumers wait for because they cannot read them, as people are told of them.

use chrono::{DateTime, Utc};
use projections::statements;
use serde::Serialize;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

use crate::log::queries;
use crate::postgres::{Budget, PostgresConfig, pool};

/// Events of one project that are named one by one.
pub(super) const EACH: i64 = 5;
/// Events that are named in all.
const NAMED: i64 = 20;
/// Characters of a reason within a sentence.
const REASON: usize = 300;

statements! {
    OPEN = "
        SELECT position, event_id, stream, sequence, event_type, event_version, project_id, reason, first_seen
          FROM (SELECT *, row_number() OVER (PARTITION BY project_id ORDER BY position) AS nth
                  FROM unreadable_events WHERE healed_at IS NULL AND discarded_at IS NULL) AS open
         WHERE nth <= $1 ORDER BY nth, position LIMIT $2";

    COUNT = "SELECT count(*) FROM unreadable_events WHERE healed_at IS NULL AND discarded_at IS NULL";

    /// By the build that is shown: another one may heal at another time.
    WAITING = "
        SELECT position, event_id, stream, sequence, event_type, event_version, project_id, reason, first_seen
          FROM unreadable_events u
         WHERE EXISTS (SELECT FROM parked_events p
                         LEFT JOIN projection_versions v ON (v.name, v.version) = (p.consumer, p.version)
                        WHERE p.position = u.position AND p.consumer = $1 AND coalesce(v.state, 'live') = 'live')
           AND ($2::uuid IS NULL OR project_id = $2) AND position > $3 AND ($4::bigint IS NULL OR position < $4)
         ORDER BY position DESC LIMIT $5";
}

/// An event that consumers wait for, because they cannot read it.
#[derive(Clone, Debug, PartialEq, Serialize, FromRow)]
pub struct OpenEvent {
    /// Its position in the log.
    pub position: i64,
    /// Its id.
    pub event_id: Uuid,
    /// The aggregate that it belongs to: type and id.
    pub stream: String,
    /// Its number within the aggregate.
    pub sequence: i64,
    /// Its type.
    pub event_type: String,
    /// The version that it was written in.
    pub event_version: String,
    /// The project concerned, if any.
    #[sqlx(rename = "project_id")]
    pub project: Option<Uuid>,
    /// Why it cannot be read.
    pub reason: String,
    /// When a consumer met it.
    pub first_seen: DateTime<Utc>,
}

impl OpenEvent {
    /// It and its reason, within a sentence.
    pub fn described(&self) -> String {
        let Self { position, stream, sequence, event_type, event_version, reason, .. } = self;
        let reason: String = reason.chars().take(REASON).collect();
        format!("{event_type} {event_version} at position {position}, event {sequence} of {stream}: {reason}")
    }
}

/// The events that consumers wait for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OpenEvents {
    /// How many there are.
    pub count: u64,
    /// The first of them; of one project no more than five.
    pub named: Vec<OpenEvent>,
}

impl OpenEvents {
    /// Reads them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(pool: &PgPool) -> Result<Self, sqlx::Error> {
        let named: Vec<OpenEvent> = sqlx::query_as(OPEN).bind(EACH).bind(NAMED).fetch_all(pool).await?;
        if named.is_empty() {
            return Ok(Self::default());
        }
        let count: i64 = sqlx::query_scalar(COUNT).fetch_one(pool).await?;
        Ok(Self { count: count.unsigned_abs(), named })
    }

    /// What is wrong, in a sentence with what to do; none if all can be read.
    pub fn problem(&self) -> Option<String> {
        let first = self.named.first()?.described();
        let number = match self.count {
            0 | 1 => "an event cannot be read".to_owned(),
            more => format!("{more} events cannot be read, the first is"),
        };
        let colon = if self.count > 1 { "" } else { ":" };
        Some(format!("{number}{colon} {first}; see `memebot dead-letters list`"))
    }
}

/// Whether all events can be read by the consumers that take them: one sentence either way.
pub async fn check(config: &PostgresConfig) -> Result<String, String> {
    let pool = pool(config, Budget::Log);
    let open = OpenEvents::read(&pool).await;
    pool.close().await;
    let open = open.map_err(|error| format!("it cannot be looked at whether events can be read: {error}"))?;
    open.problem().map_or_else(|| Ok("no consumer waits for one that it cannot read".to_owned()), Err)
}

/// Which of a consumer's positions are looked at.
#[derive(Clone, Copy, Debug)]
pub struct PositionRange {
    /// Those after it.
    pub after: u64,
    /// Those before it, if it is named.
    pub before: Option<u64>,
    /// So many, the newest first.
    pub limit: u32,
}

/// An event that a consumer waits for.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingEvent {
    /// It, and why it cannot be read.
    pub event: OpenEvent,
    /// When the database recorded it.
    pub recorded_at: DateTime<Utc>,
}

/// The events of a project, or of all, that this consumer could not read, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting_in(
    pool: &PgPool,
    consumer: &str,
    project: Option<Uuid>,
    range: PositionRange,
) -> Result<Vec<WaitingEvent>, sqlx::Error> {
    let events: Vec<OpenEvent> = sqlx::query_as(WAITING)
        .bind(consumer)
        .bind(project)
        .bind(range.after.cast_signed())
        .bind(range.before.map(u64::cast_signed))
        .bind(i64::from(range.limit))
        .fetch_all(pool)
        .await?;
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let positions: Vec<i64> = events.iter().map(|event| event.position).collect();
    let stored = queries::at(pool, &positions).await?;
    let recorded_at = |event: &OpenEvent| {
        let found = stored.iter().find(|one| one.position == event.position.unsigned_abs());
        found.map_or(event.first_seen, |found| found.recorded_at)
    };
    Ok(events.into_iter().map(|event| WaitingEvent { recorded_at: recorded_at(&event), event }).collect())
}
