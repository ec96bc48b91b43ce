//! Who did what, when, and why? One row per event; no words of people in any of them.

mod queries;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::audit_line::AuditLine;
use domain::event::Event;
use domain::id::{CorrelationId, EventId, ProjectId};
use domain::recorded::Recorded;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::projection::{AffectedRows, Projection, RowSelector};
use crate::projector::Reach;

pub use queries::{Filter, list, of_aggregate};

/// The read model `audit_logs`.
pub struct AuditLogs;

/// One event, told in a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// The event's id.
    pub id: EventId,
    /// Its position in the log.
    pub position: u64,
    /// The Telegram user who acted; absent for services, processes and operators.
    pub admin_id: Option<i64>,
    /// Who acted: `telegram:…`, `service:…`, `process:…` or `operator:…`.
    pub actor: String,
    /// The event's name.
    pub action_type: String,
    /// The project concerned.
    pub project_id: Option<ProjectId>,
    /// The aggregate's type.
    pub aggregate_type: String,
    /// The aggregate's id.
    pub aggregate_id: String,
    /// The event's number within the aggregate.
    pub sequence: u64,
    /// What happened, in one sentence of ours.
    pub summary: String,
    /// Numbers, ids and codes of the event.
    pub details: Value,
    /// Shared by everything that followed from one request.
    pub correlation_id: CorrelationId,
    /// When the event was recorded.
    pub recorded_at: DateTime<Utc>,
}

impl Projection for AuditLogs {
    const NAME: &'static str = "audit_logs";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const READS_TEXTS: bool = false;
    const REACH: Reach = Reach::Event;
    const KEY: &'static [&'static str] = &["id"];
    type Row = AuditEntry;
    type Key = EventId;
    type Input<'a> = &'a Event;

    fn key_of(row: &AuditEntry) -> EventId {
        row.id
    }

    fn affected_rows(_event: &Event, recorded: &Recorded) -> AffectedRows<EventId> {
        Ok(vec![RowSelector::Key(recorded.event_id)])
    }

    fn fold(key: &EventId, row: &mut Option<AuditEntry>, event: &Event, recorded: &Recorded) {
        let AuditLine { summary, details } = event.audit_line();
        let actor = &recorded.metadata.actor;
        *row = Some(AuditEntry {
            id: *key,
            position: recorded.position,
            admin_id: actor.member().and_then(domain::id::MemberId::telegram_user),
            actor: actor.to_string(),
            action_type: event.kind().name.to_owned(),
            project_id: recorded.metadata.project_id,
            aggregate_type: recorded.stream.kind.name().to_owned(),
            aggregate_id: recorded.stream.id.clone(),
            sequence: recorded.sequence,
            summary,
            details,
            correlation_id: recorded.metadata.correlation_id,
            recorded_at: recorded.recorded_at,
        });
    }
}
