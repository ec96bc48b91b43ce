//! `/api/suggestions`: ask for variants, read them, decide.

mod filtered;
mod view;
mod waiting;

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

use super::after::{After, Applied};
use super::body::{Body, OptionalBody};
use super::caller::Caller;
use super::page::{self, Listed};
use super::problem::Problem;
use super::reading::{Asked, At, settled};
use super::writing::{Done, ReceiptView, Writer, done, token};
use super::{Api, prefer};
use view::SuggestionView;

const WHAT: &str = "suggestion";
/// The read model that is shown.
const READER: &str = "post_suggestions";
/// How many variants are written unless said otherwise.
const VARIANTS: u8 = 3;

pub(super) fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route("/api/suggestions", get(list).post(request))
        .route("/api/suggestions/{id}", get(show))
        .route("/api/suggestions/{id}/approve", post(approve))
        .route("/api/suggestions/{id}/reject", post(reject))
        .route("/api/suggestions/{id}/edit", post(edit))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewSuggestion {
    project: ProjectId,
    instruction: Option<String>,
    variants: Option<u8>,
    replaces: Option<SuggestionId>,
}

#[derive(Serialize)]
struct Requested {
    id: SuggestionId,
    job: JobId,
    receipt: ReceiptView,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Approval {
    variant: u8,
    revision: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rejection {
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    variant: u8,
    revision: u32,
    text: String,
}

#[derive(Deserialize)]
struct Wanted {
    project: ProjectId,
    status: Option<SuggestionStatus>,
    limit: Option<u32>,
    /// Where the page before ended.
    before: Option<String>,
}

async fn request(
    State(api): State<Arc<Api>>,
    headers: HeaderMap,
    writer: Writer,
    Body(new): Body<NewSuggestion>,
) -> Result<Response, Problem> {
    let suggestion = SuggestionId(writer.new_id());
    let command = RequestSuggestion {
        suggestion,
        project: new.project,
        instruction: new.instruction,
        variants: new.variants.unwrap_or(VARIANTS),
        replaces: new.replaces,
    };
    let receipt = writer.ask_in(new.project, "project", command).await?;
    if let Some(wait) = prefer::wait(&headers)
        && let Some(row) = waiting::scored(&api, suggestion, wait).await?
    {
        let applied = [(prefer::APPLIED, prefer::applied(wait))];
        return Ok((applied, token(receipt.command_id), Json(SuggestionView::from(row))).into_response());
    }
    Ok(accepted(suggestion, &receipt))
}

/// 202: the job is the work that the request's event asks the generation for.
fn accepted(id: SuggestionId, receipt: &Receipt) -> Response {
    let cause = receipt.event_ids.first().map_or(id.0, |event| event.0);
    let job = NewJob::id_of(generation::NAME, cause, generation::GENERATE);
    let location = [(header::LOCATION, format!("/api/jobs/{job}"))];
    let body = Json(Requested { id, job, receipt: receipt.into() });
    (StatusCode::ACCEPTED, location, token(receipt.command_id), body).into_response()
}

async fn list(
    State(api): State<Arc<Api>>,
    caller: Caller,
    after: After,
    Asked(wanted): Asked<Wanted>,
) -> Result<(Applied, Json<Listed<SuggestionView>>), Problem> {
    let (project, limit) = (wanted.project, page::limit(wanted.limit));
    caller.must_see(project, "project").await?;
    let applied = after.seen_by(READER).await?;
    let page = page::before(wanted.before.as_deref(), limit)?;
    let (rows, last) = filtered::list(&api.queries, project, wanted.status, page).await?;
    let status = wanted.status.map(|status| format!("&status={}", view::status(status))).unwrap_or_default();
    let next = last.map(|last| {
        format!("/api/suggestions?project={project}{status}&limit={limit}&before={}", page::cursor(last))
    });
    Ok((applied, Json(Listed { items: rows.into_iter().map(SuggestionView::from).collect(), next })))
}

async fn show(
    State(api): State<Arc<Api>>,
    caller: Caller,
    after: After,
    At(id): At<SuggestionId>,
) -> Result<(Applied, Json<SuggestionView>), Problem> {
    let applied = after.seen_by(READER).await?;
    let exists = async { Ok(api.aggregates.suggestion(id).await?.state.exists()) };
    let row = settled(|| suggestions::by_id(&api.queries, id), exists).await?;
    let row = row.ok_or_else(|| Problem::not_found(WHAT))?;
    caller.must_see(row.project_id, WHAT).await?;
    Ok((applied, Json(row.into())))
}

async fn approve(
    State(api): State<Arc<Api>>,
    writer: Writer,
    At(suggestion): At<SuggestionId>,
    Body(Approval { variant, revision }): Body<Approval>,
) -> Result<Done, Problem> {
    let project = project_of(&api, suggestion).await?;
    decide(&writer, project, suggestion, ApproveSuggestion { suggestion, project, variant, revision }).await
}

async fn reject(
    State(api): State<Arc<Api>>,
    writer: Writer,
    At(suggestion): At<SuggestionId>,
    OptionalBody(Rejection { reason }): OptionalBody<Rejection>,
) -> Result<Done, Problem> {
    let project = project_of(&api, suggestion).await?;
    decide(&writer, project, suggestion, RejectSuggestion { suggestion, project, reason }).await
}

async fn edit(
    State(api): State<Arc<Api>>,
    writer: Writer,
    At(suggestion): At<SuggestionId>,
    Body(Edit { variant, revision, text }): Body<Edit>,
) -> Result<Done, Problem> {
    let project = project_of(&api, suggestion).await?;
    decide(&writer, project, suggestion, EditVariant { suggestion, project, variant, revision, text }).await
}

async fn decide(
    writer: &Writer,
    project: ProjectId,
    suggestion: SuggestionId,
    command: impl Into<Command>,
) -> Result<Done, Problem> {
    let receipt = writer.ask_in(project, WHAT, command).await?;
    Ok(done(suggestion.0, &receipt))
}

/// The project of a suggestion, from its stream.
pub(super) async fn project_of(api: &Api, suggestion: SuggestionId) -> Result<ProjectId, Problem> {
    let state = api.aggregates.suggestion(suggestion).await?.state;
    state.project.ok_or_else(|| Problem::not_found(WHAT))
}
