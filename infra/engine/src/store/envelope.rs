//! The stored envelope: one event of the log with its stored bytes, texts still sealed. NATS carries it as it is.

use chrono::{DateTime, Utc};
use domain::id::{EventId, ProjectId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row};
use uuid::Uuid;

/// One event of the log as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredEnvelope {
    /// Dense position in the log, from 1.
    pub position: u64,
    /// Position of the event before it in the same partition; 0 for the first.
    pub previous: u64,
    /// Partition of the feed, 0 to 15.
    pub partition: u16,
    /// The event's id.
    pub event_id: EventId,
    /// Column `aggregate_type`; a name of tomorrow is carried along and stops only who decodes it.
    pub aggregate_type: String,
    /// Column `aggregate_id`.
    pub aggregate_id: String,
    /// Number within the aggregate, from 1.
    pub sequence: u64,
    /// Column `event_type`.
    pub event_type: String,
    /// Column `event_version`.
    pub event_version: String,
    /// Column `project_id`. NATS does not carry it: who cannot read an event reads this from Postgres.
    #[serde(skip)]
    pub project_id: Option<ProjectId>,
    /// When the database recorded it.
    pub recorded_at: DateTime<Utc>,
    /// The payload's stored bytes, texts sealed.
    pub payload: Box<RawValue>,
    /// The metadata's stored bytes.
    pub metadata: Box<RawValue>,
}

impl FromRow<'_, PgRow> for StoredEnvelope {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            position: row.try_get::<i64, _>("position")?.cast_unsigned(),
            previous: row.try_get::<i64, _>("previous")?.cast_unsigned(),
            partition: row.try_get::<i16, _>("partition")?.cast_unsigned(),
            event_id: EventId(row.try_get("event_id")?),
            aggregate_type: row.try_get("aggregate_type")?,
            aggregate_id: row.try_get("aggregate_id")?,
            sequence: row.try_get::<i64, _>("sequence")?.cast_unsigned(),
            event_type: row.try_get("event_type")?,
            event_version: row.try_get("event_version")?,
            project_id: row.try_get::<Option<Uuid>, _>("project_id")?.map(ProjectId),
            recorded_at: row.try_get("recorded_at")?,
            payload: raw(row, "payload")?,
            metadata: raw(row, "metadata")?,
        })
    }
}

/// The bytes as they are: `RawValue` keeps every space.
fn raw(row: &PgRow, column: &str) -> Result<Box<RawValue>, sqlx::Error> {
    RawValue::from_string(row.try_get(column)?).map_err(|error| sqlx::Error::Decode(error.into()))
}
