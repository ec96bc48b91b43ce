//! `/api/projects`: begin, read, pause, resume, autopilot, vibe; settings and what is for good in files of their own.

mod ending;
mod settings;
mod view;

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

use super::Api;
use super::after::{After, Applied};
use super::body::{Body, OptionalBody};
use super::caller::Caller;
use super::page::{self, Listed};
use super::problem::Problem;
use super::reading::{Asked, At, settled};
use super::writing::{Done, Writer, created, done};
use view::ProjectView;

const WHAT: &str = "project";
/// The read model that is shown.
const READER: &str = "projects";

pub(super) fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route("/api/projects", get(list).post(create))
        .route("/api/projects/{id}", get(show))
        .route("/api/projects/{id}/pause", post(pause))
        .route("/api/projects/{id}/resume", post(resume))
        .route("/api/projects/{id}/autopilot", post(set_autopilot))
        .route("/api/projects/{id}/vibe", post(set_vibe))
        .merge(settings::routes())
        .merge(ending::routes())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewProject {
    name: String,
    description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pause {
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mode {
    mode: Autopilot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vibe {
    /// `null` ends the mood.
    vibe: Option<String>,
    seconds: Option<u64>,
}

#[derive(Deserialize)]
struct Wanted {
    limit: Option<u32>,
    /// The last project of the page before.
    cursor: Option<ProjectId>,
}

async fn create(writer: Writer, Body(new): Body<NewProject>) -> Result<Response, Problem> {
    let project = ProjectId(writer.new_id());
    let base_description = Text::known(new.description);
    let receipt = writer.ask(CreateProject { project, name: new.name, base_description }).await?;
    Ok(created(format!("/api/projects/{project}"), done(project.0, &receipt)))
}

/// By name. There are few enough of them to count pages in memory.
async fn list(
    State(api): State<Arc<Api>>,
    caller: Caller,
    after: After,
    Asked(wanted): Asked<Wanted>,
) -> Result<(Applied, Json<Listed<ProjectView>>), Problem> {
    let applied = after.seen_by(READER).await?;
    let mut rows = match caller.projects() {
        None => projects::list(&api.queries).await?,
        Some(own) => projects::by_ids(&api.queries, &own).await?,
    };
    rows.retain(|project| !project.archived);
    if let Some(last) = wanted.cursor {
        let seen = rows.iter().position(|project| project.id == last).map_or(0, |index| index + 1);
        rows.drain(..seen);
    }
    let limit = page::limit(wanted.limit);
    rows.truncate(limit as usize);
    let next = |last: &projects::Project| format!("/api/projects?limit={limit}&cursor={}", last.id);
    Ok((applied, Json(Listed::new(rows, limit, next))))
}

async fn show(
    State(api): State<Arc<Api>>,
    caller: Caller,
    after: After,
    At(id): At<ProjectId>,
) -> Result<(Applied, Json<ProjectView>), Problem> {
    caller.must_see(id, WHAT).await?;
    let applied = after.seen_by(READER).await?;
    let exists = async { Ok(api.aggregates.project(id).await?.state.exists()) };
    let row = settled(|| projects::by_id(&api.queries, id), exists).await?;
    row.map(|row| (applied, Json(row.into()))).ok_or_else(|| Problem::not_found(WHAT))
}

async fn pause(
    writer: Writer,
    At(project): At<ProjectId>,
    OptionalBody(body): OptionalBody<Pause>,
) -> Result<Done, Problem> {
    set(&writer, project, PausePosting { project, reason: body.reason.map(Text::known) }).await
}

async fn resume(
    writer: Writer,
    At(project): At<ProjectId>,
    OptionalBody(Nothing {}): OptionalBody<Nothing>,
) -> Result<Done, Problem> {
    set(&writer, project, ResumePosting { project }).await
}

async fn set_autopilot(
    writer: Writer,
    At(project): At<ProjectId>,
    Body(Mode { mode }): Body<Mode>,
) -> Result<Done, Problem> {
    set(&writer, project, SetAutopilot { project, mode }).await
}

async fn set_vibe(
    writer: Writer,
    At(project): At<ProjectId>,
    Body(body): Body<Vibe>,
) -> Result<Done, Problem> {
    let command = match body.vibe {
        Some(vibe) => {
            let lasts = body.seconds.map(Duration::from_secs);
            Command::from(SetVibe { project, vibe: Text::known(vibe), lasts })
        }
        None => ClearVibe { project }.into(),
    };
    set(&writer, project, command).await
}

/// Has a command on the project carried out.
async fn set(writer: &Writer, project: ProjectId, command: impl Into<Command>) -> Result<Done, Problem> {
    let receipt = writer.ask_in(project, WHAT, command).await?;
    Ok(done(project.0, &receipt))
}
