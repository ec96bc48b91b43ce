//! `/api/projects`: begin, read, pause, resume, autopilot, vibe; settings and what is for good in files of their own.

mod archive;
mod response;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use commands::command::Command;
use commands::project::clear_vibe::ClearVibe;
use commands::project::create::CreateProject;
use commands::project::pause::PausePosting;
use commands::project::resume::ResumePosting;
use commands::project::set_autopilot::SetAutopilot;
use commands::project::set_vibe::SetVibe;
use domain::id::ProjectId;
use domain::policy::Autopilot;
use domain::text::Text;
use projections::projects;
use serde::Deserialize;

use super::ApiState;
use super::after::{AfterReceipt, QueryHeaders};
use super::body::{Body, OptionalBody};
use super::caller::Caller;
use super::command_sender::{CommandResponse, CommandSender, command_response, created};
use super::extract::{Path, Query};
use super::pagination::{self, ListResponse};
use super::problem::Problem;
use super::read_retry::find_existing;
use response::ProjectResponse;

const WHAT: &str = "project";
/// The read model that is shown.
const READER: &str = "projects";

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new()
        .route("/api/projects", get(list).post(create))
        .route("/api/projects/{id}", get(show))
        .route("/api/projects/{id}/pause", post(pause))
        .route("/api/projects/{id}/resume", post(resume))
        .route("/api/projects/{id}/autopilot", post(set_autopilot))
        .route("/api/projects/{id}/vibe", post(set_vibe))
        .merge(settings::routes())
        .merge(archive::routes())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreateProjectRequest {
    name: String,
    description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PauseRequest {
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EmptyRequest {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AutopilotRequest {
    mode: Autopilot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VibeRequest {
    /// `null` ends the mood.
    vibe: Option<String>,
    seconds: Option<u64>,
}

#[derive(Deserialize)]
struct ProjectListParams {
    limit: Option<u32>,
    /// The last project of the page before.
    cursor: Option<ProjectId>,
}

async fn create(sender: CommandSender, Body(new): Body<CreateProjectRequest>) -> Result<Response, Problem> {
    let project = ProjectId(sender.new_id());
    let base_description = Text::known(new.description);
    let receipt =
        sender.execute_unscoped(CreateProject { project, name: new.name, base_description }).await?;
    Ok(created(format!("/api/projects/{project}"), command_response(project.0, &receipt)))
}

/// By name. There are few enough of them to count pages in memory.
async fn list(
    State(api): State<Arc<ApiState>>,
    caller: Caller,
    after: AfterReceipt,
    Query(params): Query<ProjectListParams>,
) -> Result<(QueryHeaders, Json<ListResponse<ProjectResponse>>), Problem> {
    let waited = after.wait_for(READER).await?;
    let mut rows = match caller.projects() {
        None => projects::list(&api.queries).await?,
        Some(own) => projects::by_ids(&api.queries, &own).await?,
    };
    rows.retain(|project| !project.archived);
    if let Some(last) = params.cursor {
        let seen = rows.iter().position(|project| project.id == last).map_or(0, |index| index + 1);
        rows.drain(..seen);
    }
    let limit = pagination::limit(params.limit);
    rows.truncate(limit as usize);
    let next = |last: &projects::Project| format!("/api/projects?limit={limit}&cursor={}", last.id);
    Ok((waited.of(None), Json(ListResponse::new(rows, limit, next))))
}

async fn show(
    State(api): State<Arc<ApiState>>,
    caller: Caller,
    after: AfterReceipt,
    Path(id): Path<ProjectId>,
) -> Result<(QueryHeaders, Json<ProjectResponse>), Problem> {
    caller.must_see(id, WHAT).await?;
    let waited = after.wait_for(READER).await?;
    let exists = async { Ok(api.aggregates.project(id).await?.state.exists()) };
    let row = find_existing(|| projects::by_id(&api.queries, id), exists).await?;
    row.map(|row| (waited.of(Some(id)), Json(row.into()))).ok_or_else(|| Problem::not_found(WHAT))
}

async fn pause(
    sender: CommandSender,
    Path(project): Path<ProjectId>,
    OptionalBody(body): OptionalBody<PauseRequest>,
) -> Result<CommandResponse, Problem> {
    set(
        &sender,
        project,
        PausePosting { project, reason: body.reason.map(Text::known), asked_at: Some(sender.asked_at()) },
    )
    .await
}

async fn resume(
    sender: CommandSender,
    Path(project): Path<ProjectId>,
    OptionalBody(EmptyRequest {}): OptionalBody<EmptyRequest>,
) -> Result<CommandResponse, Problem> {
    set(&sender, project, ResumePosting { project, asked_at: Some(sender.asked_at()) }).await
}

async fn set_autopilot(
    sender: CommandSender,
    Path(project): Path<ProjectId>,
    Body(AutopilotRequest { mode }): Body<AutopilotRequest>,
) -> Result<CommandResponse, Problem> {
    set(&sender, project, SetAutopilot { project, mode }).await
}

async fn set_vibe(
    sender: CommandSender,
    Path(project): Path<ProjectId>,
    Body(body): Body<VibeRequest>,
) -> Result<CommandResponse, Problem> {
    let command = match body.vibe {
        Some(vibe) => {
            let lasts = body.seconds.map(Duration::from_secs);
            Command::from(SetVibe { project, vibe: Text::known(vibe), lasts })
        }
        None => ClearVibe { project }.into(),
    };
    set(&sender, project, command).await
}

/// Has a command on the project carried out.
async fn set(
    sender: &CommandSender,
    project: ProjectId,
    command: impl Into<Command>,
) -> Result<CommandResponse, Problem> {
    let receipt = sender.execute(project, WHAT, command).await?;
    Ok(command_response(project.0, &receipt))
}
