//! Response body: a context layer.

use chrono::{DateTime, Utc};
use domain::id::ProjectId;
use projections::context_layers::{ContextLayer, LayerStatus, VersionRange};
use serde::Serialize;
use uuid::Uuid;

use crate::http::signal::{SignalResponse, signals};

#[derive(Serialize)]
pub(super) struct LayerResponse {
    id: Uuid,
    project: ProjectId,
    layer: u32,
    content: Option<String>,
    status: &'static str,
    active: bool,
    /// The context versions in which it counted.
    active_versions: Vec<VersionRangeResponse>,
    score: Option<u8>,
    signals: Vec<SignalResponse>,
    complete: bool,
    added_by: String,
    decided_by: Option<String>,
    reason: Option<String>,
    created_at: DateTime<Utc>,
    decided_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct VersionRangeResponse {
    from: u32,
    until: Option<u32>,
}

impl From<VersionRange> for VersionRangeResponse {
    fn from(range: VersionRange) -> Self {
        Self { from: range.from, until: range.until }
    }
}

impl From<ContextLayer> for LayerResponse {
    fn from(row: ContextLayer) -> Self {
        Self {
            id: row.id,
            project: row.project_id,
            layer: row.version,
            content: row.content,
            status: status(row.status),
            active: row.active,
            active_versions: row.active_versions.into_iter().map(VersionRangeResponse::from).collect(),
            score: row.score.map(u8::from),
            signals: signals(row.signals),
            complete: row.complete,
            added_by: row.added_by,
            decided_by: row.decided_by,
            reason: row.reason,
            created_at: row.created_at,
            decided_at: row.decided_at,
        }
    }
}

fn status(status: LayerStatus) -> &'static str {
    match status {
        LayerStatus::Pending => "pending",
        LayerStatus::Approved => "approved",
        LayerStatus::Rejected => "rejected",
        LayerStatus::RolledBack => "rolled_back",
    }
}
