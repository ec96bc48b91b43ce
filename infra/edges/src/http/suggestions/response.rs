//! Response body: a suggestion.

use chrono::{DateTime, Utc};
use domain::id::{ProjectId, SuggestionId};
use domain::suggestion::event::GenerationFault;
use projections::suggestions::{Suggestion, SuggestionStatus, Variant};
use serde::Serialize;

use crate::http::signal::{SignalResponse, signals};

#[derive(Serialize)]
pub(super) struct SuggestionResponse {
    id: SuggestionId,
    project: ProjectId,
    status: &'static str,
    context_version: u32,
    instruction: Option<String>,
    vibe: Option<String>,
    variants: Vec<VariantResponse>,
    requested_by: String,
    replaces: Option<SuggestionId>,
    approved_by: Option<String>,
    approved_variant: Option<u8>,
    reason: Option<String>,
    failure: Option<GenerationFailureResponse>,
    model: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct VariantResponse {
    variant: u8,
    /// Decisions name the revision that they are about.
    revision: u32,
    text: Option<String>,
    /// 0 to 100; absent until it is scored.
    score: Option<u8>,
    signals: Vec<SignalResponse>,
    complete: bool,
}

#[derive(Serialize)]
struct GenerationFailureResponse {
    code: &'static str,
    detail: Option<String>,
}

impl From<Suggestion> for SuggestionResponse {
    fn from(row: Suggestion) -> Self {
        let detail = row.detail;
        Self {
            id: row.id,
            project: row.project_id,
            status: status(row.status),
            context_version: row.context_version,
            instruction: row.instruction,
            vibe: row.vibe,
            variants: row.variants.into_iter().map(VariantResponse::from).collect(),
            requested_by: row.requested_by,
            replaces: row.replaces,
            approved_by: row.approved_by,
            approved_variant: row.approved_variant,
            reason: row.reason,
            failure: row.fault.map(|fault| GenerationFailureResponse { code: code(fault), detail }),
            model: row.model,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<Variant> for VariantResponse {
    fn from(row: Variant) -> Self {
        Self {
            variant: row.variant,
            revision: row.revision,
            text: row.text,
            score: row.score.map(u8::from),
            signals: signals(row.signals),
            complete: row.complete,
        }
    }
}

/// The status as the API names it.
pub(super) fn status(status: SuggestionStatus) -> &'static str {
    match status {
        SuggestionStatus::Requested => "requested",
        SuggestionStatus::Generated => "generated",
        SuggestionStatus::Failed => "failed",
        SuggestionStatus::Approved => "approved",
        SuggestionStatus::Rejected => "rejected",
        SuggestionStatus::Expired => "expired",
        SuggestionStatus::Queued => "queued",
    }
}

fn code(fault: GenerationFault) -> &'static str {
    match fault {
        GenerationFault::InputBlocked => "input_blocked",
        GenerationFault::ModelRefused => "model_refused",
        GenerationFault::UnusableAnswer => "unusable_answer",
        GenerationFault::Rejected => "rejected",
        GenerationFault::Unavailable => "unavailable",
        GenerationFault::QuotaSpent => "quota_spent",
    }
}
