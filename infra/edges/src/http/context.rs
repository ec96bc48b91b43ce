//! `/api/context`: propose, read and decide layers; roll the context back.

mod response;

use std::num::ParseIntError;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use commands::context::add::AddContext;
use commands::context::approve::ApproveContext;
use commands::context::reject::RejectContext;
use commands::context::roll_back::RollbackContext;
use commands::receipt::Receipt;
use domain::event::EventKind;
use domain::id::ProjectId;
use domain::text::Text;
use projections::context_layers::{self, ContextLayer};
use projections::page::Page;
use projections::statements;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use uuid::Uuid;

use super::ApiState;
use super::after::{AfterReceipt, QueryHeaders};
use super::body::{Body, OptionalBody};
use super::caller::Caller;
use super::command_sender::{
    CommandResponse, CommandSender, ReceiptResponse, command_response, created, receipt_header,
};
use super::extract::{Path, Query};
use super::pagination::{self, ListResponse};
use super::problem::{Problem, kind};
use super::read_retry::find_with_retry;
use engine::store::stored_events;
use response::LayerResponse;

const WHAT: &str = "context layer";
/// The read model that is shown.
const READER: &str = "context_layers";

statements! {
    LAYER_OF_ID = "SELECT project_id, version FROM context_layers WHERE id = $1";
}

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new()
        .route("/api/context", get(list).post(add))
        .route("/api/context/rollback", post(roll_back))
        .route("/api/context/{id}", get(show))
        .route("/api/context/{id}/approve", post(approve))
        .route("/api/context/{id}/reject", post(reject))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddLayerRequest {
    project: ProjectId,
    content: String,
}

#[derive(Serialize)]
struct AddLayerResponse {
    id: Uuid,
    project: ProjectId,
    layer: u32,
    receipt: ReceiptResponse,
}

/// A decision. Project and layer may be named beside the id: then no read model is asked what the id stands for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerDecisionRequest {
    project: Option<ProjectId>,
    layer: Option<u32>,
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RollbackRequest {
    project: ProjectId,
    to_version: u32,
}

#[derive(Deserialize)]
struct ContextListParams {
    project: ProjectId,
    limit: Option<u32>,
    /// Only layers before this one.
    before: Option<u32>,
}

async fn add(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Body(new): Body<AddLayerRequest>,
) -> Result<Response, Problem> {
    let project = new.project;
    let command = AddContext { project, content: Text::known(new.content) };
    let receipt = sender.execute(project, "project", command).await?;
    let layer = layer_of(&api.queries, &receipt).await?;
    let id = context_layers::id(project, layer);
    let body = AddLayerResponse { id, project, layer, receipt: ReceiptResponse::from(&receipt) };
    Ok(created(format!("/api/context/{id}"), (receipt_header(receipt.command_id), Json(body))))
}

/// The number that the layer got: in the event, whose numbers are stored readable.
async fn layer_of(db: &PgPool, receipt: &Receipt) -> Result<u32, Problem> {
    let ids: Vec<Uuid> = receipt.event_ids.iter().map(|id| id.0).collect();
    let layer = stored_events::field(db, &ids, EventKind::ContextAdded.name, "layer").await?;
    layer.parse().map_err(|error: ParseIntError| sqlx::Error::Decode(error.into()).into())
}

async fn list(
    State(api): State<Arc<ApiState>>,
    caller: Caller,
    after: AfterReceipt,
    Query(params): Query<ContextListParams>,
) -> Result<(QueryHeaders, Json<ListResponse<LayerResponse>>), Problem> {
    let (project, limit) = (params.project, pagination::limit(params.limit));
    caller.must_see(project, "project").await?;
    let waited = after.wait_for(READER).await?;
    let rows = context_layers::list(&api.queries, project, Page { before: params.before, limit }).await?;
    let next =
        |last: &ContextLayer| format!("/api/context?project={project}&limit={limit}&before={}", last.version);
    Ok((waited.of(Some(project)), Json(ListResponse::new(rows, limit, next))))
}

async fn show(
    State(api): State<Arc<ApiState>>,
    caller: Caller,
    after: AfterReceipt,
    Path(id): Path<Uuid>,
) -> Result<(QueryHeaders, Json<LayerResponse>), Problem> {
    let waited = after.wait_for(READER).await?;
    let layer = by_id(&api.queries, id).await?.ok_or_else(|| Problem::not_found(WHAT))?;
    caller.must_see(layer.project_id, WHAT).await?;
    Ok((waited.of(Some(layer.project_id)), Json(layer.into())))
}

async fn approve(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Path(id): Path<Uuid>,
    OptionalBody(decision): OptionalBody<LayerDecisionRequest>,
) -> Result<CommandResponse, Problem> {
    let (project, layer) = layer_decided(&api.queries, id, &decision).await?;
    if decision.reason.is_some() {
        return Err(Problem::new(&kind::INVALID, "an approval takes no reason").at("/reason", "is not taken"));
    }
    let receipt = sender.execute(project, WHAT, ApproveContext { project, layer }).await?;
    Ok(command_response(id, &receipt))
}

async fn reject(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Path(id): Path<Uuid>,
    OptionalBody(decision): OptionalBody<LayerDecisionRequest>,
) -> Result<CommandResponse, Problem> {
    let (project, layer) = layer_decided(&api.queries, id, &decision).await?;
    let reason = decision.reason.map(Text::known);
    let receipt = sender.execute(project, WHAT, RejectContext { project, layer, reason }).await?;
    Ok(command_response(id, &receipt))
}

async fn roll_back(
    sender: CommandSender,
    Body(body): Body<RollbackRequest>,
) -> Result<CommandResponse, Problem> {
    let (project, to_version) = (body.project, body.to_version);
    let receipt = sender.execute(project, "project", RollbackContext { project, to_version }).await?;
    Ok(command_response(project.0, &receipt))
}

/// The project and the layer that a decision is about.
async fn layer_decided(
    db: &PgPool,
    id: Uuid,
    decision: &LayerDecisionRequest,
) -> Result<(ProjectId, u32), Problem> {
    if let (Some(project), Some(layer)) = (decision.project, decision.layer) {
        // The id is derived from both, so this proves that they belong together without asking a read model that may
        // be late.
        if context_layers::id(project, layer) == id {
            return Ok((project, layer));
        }
        let problem = Problem::new(&kind::INVALID, "project and layer are not those of the id in the path");
        return Err(problem.at("/layer", "is another layer"));
    }
    let layer = by_id(db, id).await?.ok_or_else(|| Problem::not_found(WHAT))?;
    Ok((layer.project_id, layer.version))
}

/// The layer of an id. An id says nothing of where its layer's stream is, so here the read model is believed.
async fn by_id(db: &PgPool, id: Uuid) -> Result<Option<ContextLayer>, Problem> {
    let find = || sqlx::query_as(LAYER_OF_ID).bind(id).fetch_optional(db);
    let found: Option<(Uuid, i32)> = find_with_retry(find).await?;
    let Some((project, layer)) = found else { return Ok(None) };
    Ok(context_layers::by_version(db, ProjectId(project), layer.cast_unsigned()).await?)
}
