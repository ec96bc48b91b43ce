//! `/api/suggestions`: ask for variants, read them, decide.

mod list;
mod response;
mod wait;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use commands::command::Command;
use commands::process::NewJob;
use commands::processes::generation;
use commands::receipt::Receipt;
use commands::suggestion::approve::ApproveSuggestion;
use commands::suggestion::edit::EditVariant;
use commands::suggestion::reject::RejectSuggestion;
use commands::suggestion::request::RequestSuggestion;
use domain::id::{JobId, ProjectId, SuggestionId};
use projections::suggestions::{self, SuggestionStatus};
use serde::{Deserialize, Serialize};

use super::after::{AfterReceipt, QueryHeaders};
use super::body::{Body, OptionalBody};
use super::caller::Caller;
use super::command_sender::{
    CommandResponse, CommandSender, ReceiptResponse, command_response, receipt_header,
};
use super::extract::{Path, Query};
use super::pagination::{self, ListResponse};
use super::problem::Problem;
use super::read_retry::find_existing;
use super::{ApiState, prefer};
use response::SuggestionResponse;

const WHAT: &str = "suggestion";
/// The read model that is shown.
const READER: &str = "post_suggestions";
/// How many variants are written unless said otherwise.
const VARIANTS: u8 = 3;

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new()
        .route("/api/suggestions", get(list).post(request))
        .route("/api/suggestions/{id}", get(show))
        .route("/api/suggestions/{id}/approve", post(approve))
        .route("/api/suggestions/{id}/reject", post(reject))
        .route("/api/suggestions/{id}/edit", post(edit))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuggestionRequest {
    project: ProjectId,
    instruction: Option<String>,
    variants: Option<u8>,
    replaces: Option<SuggestionId>,
}

#[derive(Serialize)]
struct AcceptedResponse {
    id: SuggestionId,
    job: JobId,
    receipt: ReceiptResponse,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApprovalRequest {
    variant: u8,
    revision: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RejectionRequest {
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditRequest {
    variant: u8,
    revision: u32,
    text: String,
}

#[derive(Deserialize)]
struct SuggestionListParams {
    project: ProjectId,
    status: Option<SuggestionStatus>,
    limit: Option<u32>,
    /// Where the page before ended.
    before: Option<String>,
}

async fn request(
    State(api): State<Arc<ApiState>>,
    headers: HeaderMap,
    sender: CommandSender,
    Body(new): Body<SuggestionRequest>,
) -> Result<Response, Problem> {
    let suggestion = SuggestionId(sender.new_id());
    let command = RequestSuggestion {
        suggestion,
        project: new.project,
        instruction: new.instruction,
        variants: new.variants.unwrap_or(VARIANTS),
        replaces: new.replaces,
    };
    let receipt = sender.execute(new.project, "project", command).await?;
    if let Some(wait) = prefer::wait(&headers)
        && let Some(row) = wait::scored(&api, suggestion, wait).await?
    {
        let applied = [(prefer::APPLIED, prefer::applied(wait))];
        return Ok((applied, receipt_header(receipt.command_id), Json(SuggestionResponse::from(row)))
            .into_response());
    }
    Ok(accepted(suggestion, &receipt))
}

/// 202: the job is the work that the request's event asks the generation for.
fn accepted(id: SuggestionId, receipt: &Receipt) -> Response {
    // A command without an effect has no event; the suggestion's own id then leads to the same not-found as any
    // other.
    let cause = receipt.event_ids.first().map_or(id.0, |event| event.0);
    let job = NewJob::id_of(generation::NAME, cause, generation::GENERATE);
    let location = [(header::LOCATION, format!("/api/jobs/{job}"))];
    let body = Json(AcceptedResponse { id, job, receipt: receipt.into() });
    (StatusCode::ACCEPTED, location, receipt_header(receipt.command_id), body).into_response()
}

async fn list(
    State(api): State<Arc<ApiState>>,
    caller: Caller,
    after: AfterReceipt,
    Query(params): Query<SuggestionListParams>,
) -> Result<(QueryHeaders, Json<ListResponse<SuggestionResponse>>), Problem> {
    let (project, limit) = (params.project, pagination::limit(params.limit));
    caller.must_see(project, "project").await?;
    let waited = after.wait_for(READER).await?;
    let page = pagination::before(params.before.as_deref(), limit)?;
    let (rows, last) = list::list(&api.queries, project, params.status, page).await?;
    let status =
        params.status.map(|status| format!("&status={}", response::status(status))).unwrap_or_default();
    let next = last.map(|last| {
        format!(
            "/api/suggestions?project={project}{status}&limit={limit}&before={}",
            pagination::cursor(last)
        )
    });
    Ok((
        waited.of(Some(project)),
        Json(ListResponse { items: rows.into_iter().map(SuggestionResponse::from).collect(), next }),
    ))
}

async fn show(
    State(api): State<Arc<ApiState>>,
    caller: Caller,
    after: AfterReceipt,
    Path(id): Path<SuggestionId>,
) -> Result<(QueryHeaders, Json<SuggestionResponse>), Problem> {
    let waited = after.wait_for(READER).await?;
    let exists = async { Ok(api.aggregates.suggestion(id).await?.state.exists()) };
    let row = find_existing(|| suggestions::by_id(&api.queries, id), exists).await?;
    let row = row.ok_or_else(|| Problem::not_found(WHAT))?;
    caller.must_see(row.project_id, WHAT).await?;
    Ok((waited.of(Some(row.project_id)), Json(row.into())))
}

async fn approve(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Path(suggestion): Path<SuggestionId>,
    Body(ApprovalRequest { variant, revision }): Body<ApprovalRequest>,
) -> Result<CommandResponse, Problem> {
    let project = project_of(&api, suggestion).await?;
    decide(&sender, project, suggestion, ApproveSuggestion { suggestion, project, variant, revision }).await
}

async fn reject(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Path(suggestion): Path<SuggestionId>,
    OptionalBody(RejectionRequest { reason }): OptionalBody<RejectionRequest>,
) -> Result<CommandResponse, Problem> {
    let project = project_of(&api, suggestion).await?;
    decide(&sender, project, suggestion, RejectSuggestion { suggestion, project, reason }).await
}

async fn edit(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Path(suggestion): Path<SuggestionId>,
    Body(EditRequest { variant, revision, text }): Body<EditRequest>,
) -> Result<CommandResponse, Problem> {
    let project = project_of(&api, suggestion).await?;
    decide(&sender, project, suggestion, EditVariant { suggestion, project, variant, revision, text }).await
}

async fn decide(
    sender: &CommandSender,
    project: ProjectId,
    suggestion: SuggestionId,
    command: impl Into<Command>,
) -> Result<CommandResponse, Problem> {
    let receipt = sender.execute(project, WHAT, command).await?;
    Ok(command_response(suggestion.0, &receipt))
}

/// The project of a suggestion, from its stream.
pub(super) async fn project_of(api: &ApiState, suggestion: SuggestionId) -> Result<ProjectId, Problem> {
    let state = api.aggregates.suggestion(suggestion).await?.state;
    state.project.ok_or_else(|| Problem::not_found(WHAT))
}
