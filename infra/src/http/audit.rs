//! `/api/audit`: who did what. Looking is itself remembered.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use commands::access::note::{NoteAccess, Occurrence};
use domain::id::{CorrelationId, EventId, ProjectId};
use projections::audit_log::{self, AuditEntry, Filter};
use projections::page::Page;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Api;
use super::after::{After, Applied};
use super::page::{self, Listed};
use super::problem::Problem;
use super::reading::Asked;
use super::writing::Writer;

/// The read model that is shown.
const READER: &str = "audit_logs";

#[derive(Deserialize)]
pub(super) struct Wanted {
    project: Option<ProjectId>,
    limit: Option<u32>,
    /// Only entries before this position.
    before: Option<u64>,
}

/// One event, told in a sentence.
#[derive(Serialize)]
pub(super) struct EntryView {
    id: EventId,
    position: u64,
    actor: String,
    action: String,
    project: Option<ProjectId>,
    stream: String,
    sequence: u64,
    summary: String,
    details: Value,
    correlation_id: CorrelationId,
    recorded_at: DateTime<Utc>,
}

impl From<AuditEntry> for EntryView {
    fn from(row: AuditEntry) -> Self {
        Self {
            id: row.id,
            position: row.position,
            actor: row.actor,
            action: row.action_type,
            project: row.project_id,
            stream: format!("{}/{}", row.aggregate_type, row.aggregate_id),
            sequence: row.sequence,
            summary: row.summary,
            details: row.details,
            correlation_id: row.correlation_id,
            recorded_at: row.recorded_at,
        }
    }
}

/// The entries of one project for everybody with a role in it; those of all for global auditors and owners.
pub(super) async fn list(
    State(api): State<Arc<Api>>,
    writer: Writer,
    after: After,
    Asked(wanted): Asked<Wanted>,
) -> Result<(Applied, Json<Listed<EntryView>>), Problem> {
    let (project, limit) = (wanted.project, page::limit(wanted.limit));
    match project {
        Some(project) => writer.caller().must_see(project, "project").await?,
        None => writer.caller().must_audit_everything().await?,
    }
    let applied = after.seen_by(READER).await?;
    let what = project.map_or_else(|| "audit_logs".to_owned(), |project| format!("audit_logs of {project}"));
    writer.ask(NoteAccess { id: writer.new_id(), occurrence: Occurrence::Read { what } }).await?;
    let filter = Filter { project, ..Filter::default() };
    let rows = audit_log::list(&api.queries, &filter, Page { before: wanted.before, limit }).await?;
    let of = project.map(|project| format!("&project={project}")).unwrap_or_default();
    let next = |last: &AuditEntry| format!("/api/audit?limit={limit}{of}&before={}", last.position);
    Ok((applied, Json(Listed::new(rows, limit, next))))
}
