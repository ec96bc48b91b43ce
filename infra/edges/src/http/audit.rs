//! `/api/audit`: who did what. Looking is itself remembered.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use commands::access::note::{NoteAccess, Occurrence};
use domain::id::{CorrelationId, EventId, ProjectId};
use projections::audit_logs::{AuditEntry, Filter};
use projections::page::Page;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ApiState;
use super::after::{AfterReceipt, QueryHeaders};
use super::command_sender::CommandSender;
use super::extract::Query;
use super::pagination::{self, ListResponse};
use super::problem::Problem;
use crate::audit_list;

/// The read model that is shown.
const READER: &str = "audit_logs";

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new().route("/api/audit", get(list))
}

#[derive(Deserialize)]
struct AuditListParams {
    project: Option<ProjectId>,
    limit: Option<u32>,
    /// Only entries before this position.
    before: Option<u64>,
}

/// One event, told in a sentence.
#[derive(Serialize)]
struct AuditEntryResponse {
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

impl From<AuditEntry> for AuditEntryResponse {
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
async fn list(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    after: AfterReceipt,
    Query(params): Query<AuditListParams>,
) -> Result<(QueryHeaders, Json<ListResponse<AuditEntryResponse>>), Problem> {
    let (project, limit) = (params.project, pagination::limit(params.limit));
    match project {
        Some(project) => sender.caller().must_see(project, "project").await?,
        None => sender.caller().must_audit_everything().await?,
    }
    let waited = after.wait_for(READER).await?;
    let what = project.map_or_else(|| "audit_logs".to_owned(), |project| format!("audit_logs of {project}"));
    sender
        .execute_unscoped(NoteAccess { id: sender.new_id(), occurrence: Occurrence::Read { what } })
        .await?;
    let filter = Filter { project, ..Filter::default() };
    let rows = audit_list::list(&api.queries, &filter, Page { before: params.before, limit }).await?;
    let of = project.map(|project| format!("&project={project}")).unwrap_or_default();
    let next = |last: &AuditEntry| format!("/api/audit?limit={limit}{of}&before={}", last.position);
    Ok((waited.of(project), Json(ListResponse::new(rows, limit, next))))
}
