//! The audit list: the entries of the read model, and in their place the events that it cannot read yet.

use std::cmp::Reverse;

use domain::id::{CorrelationId, EventId, ProjectId};
use engine::unreadable::{PositionRange, WaitingEvent, waiting_in};
use projections::audit_logs::{self, AuditEntry, Filter};
use projections::page::Page;
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

/// The newest entries before the page's position.
pub(crate) async fn list(
    pool: &PgPool,
    filter: &Filter,
    page: Page<u64>,
) -> Result<Vec<AuditEntry>, sqlx::Error> {
    let mut entries = audit_logs::list(pool, filter, page).await?;
    // A full page goes down to its last entry: what waits below that belongs to the next one.
    let full = entries.len() == page.limit as usize;
    let after = entries.last().filter(|_| full).map_or(0, |last| last.position);
    let range = PositionRange { after, before: page.before, limit: page.limit };
    let waiting = waiting_in(pool, "audit_logs", filter.project.map(|project| project.0), range).await?;
    if !waiting.is_empty() {
        entries.extend(waiting.iter().map(unread));
        entries.sort_by_key(|entry| Reverse(entry.position));
        entries.truncate(page.limit as usize);
    }
    Ok(entries)
}

/// What the columns tell of it.
fn unread(waiting: &WaitingEvent) -> AuditEntry {
    let event = &waiting.event;
    let (aggregate_type, aggregate_id) = event.stream.split_once('/').unwrap_or((&event.stream, ""));
    AuditEntry {
        id: EventId(event.event_id),
        position: event.position.unsigned_abs(),
        admin_id: None,
        actor: "unknown".to_owned(),
        action_type: event.event_type.clone(),
        project_id: event.project.map(ProjectId),
        aggregate_type: aggregate_type.to_owned(),
        aggregate_id: aggregate_id.to_owned(),
        sequence: event.sequence.unsigned_abs(),
        summary: format!("This event cannot be read yet: {}", event.reason),
        details: json!({ "unreadable": true, "event_version": event.event_version }),
        correlation_id: CorrelationId(Uuid::nil()),
        recorded_at: waiting.recorded_at,
    }
}
