//! The project that a request is about: chosen with `/use` and kept per person and chat, or the only one there is.

use chrono_tz::Tz;
use commands::refusal::Refusal;
use domain::id::ProjectId;
use domain::project::Project;
use domain::role::{Role, Scope};
use projections::projection::Projection;
use projections::projects::{self, Projects};
use projections::statements;
use uuid::Uuid;

use super::buttons::Action;
use super::chat_request::ChatRequest;
use super::reply::{Button, Reply};
use super::request_failure::{HandlerResult, RequestFailure};

/// The most projects offered as buttons.
const OFFERED: usize = 20;

statements! {
    SAVED_PROJECT = "SELECT project_id FROM chat_sessions WHERE chat_id = $1 AND user_id = $2";

    SAVE_PROJECT = "
        INSERT INTO chat_sessions (chat_id, user_id, project_id, updated_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (chat_id, user_id) DO UPDATE SET project_id = excluded.project_id, updated_at = excluded.updated_at";
}

/// The project that a request is about.
pub(super) struct SelectedProject {
    /// Its id.
    pub(super) id: ProjectId,
    /// Its state.
    pub(super) state: Project,
}

impl SelectedProject {
    /// Its time zone.
    pub(super) fn zone(&self) -> Tz {
        self.state.schedule.time_zone
    }

    /// Its name as HTML.
    pub(super) fn title(&self) -> String {
        super::html::bold(&super::html::escape(&self.state.name))
    }
}

/// The project that the person works on.
///
/// # Errors
/// The question which one, with buttons, or that there is none.
pub(super) async fn selected_project(request: &ChatRequest<'_>) -> HandlerResult<SelectedProject> {
    if let Some(chosen) = saved_project(request).await? {
        return Ok(chosen);
    }
    match accessible_projects(request).await?.as_slice() {
        [(only, _)] => {
            let state = request.bot.aggregates.project(*only).await?.state;
            Ok(SelectedProject { id: *only, state })
        }
        [] => Err(RequestFailure::text(
            "There is no project yet that you have a role in. A global owner begins one with /project_new.",
        )),
        several => Err(choice("Which project? Press one, then send the command again.", several).into()),
    }
}

/// The project of a button; the button may be made up.
///
/// # Errors
/// That there is no such project, also for whoever has no role in it.
pub(super) async fn project_of_button(
    request: &ChatRequest<'_>,
    id: ProjectId,
) -> HandlerResult<SelectedProject> {
    request.require_access(id).await?;
    let state = request.bot.aggregates.project(id).await?.state;
    if !state.exists() {
        return Err(RequestFailure::refused(Refusal::not_found("project")));
    }
    Ok(SelectedProject { id, state })
}

/// The project that the person chose, if it is still open to them.
pub(super) async fn saved_project(request: &ChatRequest<'_>) -> HandlerResult<Option<SelectedProject>> {
    let saved = sqlx::query_scalar(SAVED_PROJECT).bind(request.session.chat).bind(request.session.user);
    let id: Option<Uuid> = saved.fetch_optional(&request.bot.pool).await?;
    let Some(id) = id.map(ProjectId) else { return Ok(None) };
    if !request.has_access(id) {
        return Ok(None);
    }
    let state = request.bot.aggregates.project(id).await?.state;
    Ok(state.open().then_some(SelectedProject { id, state }))
}

/// The open projects that the person has a role in, by name.
pub(super) async fn accessible_projects(
    request: &ChatRequest<'_>,
) -> HandlerResult<Vec<(ProjectId, String)>> {
    // Whoever holds a role everywhere sees the list of all projects, which may be a moment late; others have few roles,
    // and their projects are read from the streams.
    let everywhere = Role::ALL.into_iter().any(|role| request.member.holds(role, None));
    if everywhere {
        request.caught_up(&[Projects::NAME]).await;
        let all = projects::list(&request.bot.pool).await?;
        return Ok(all.into_iter().map(|project| (project.id, project.name)).collect());
    }
    let mut found = Vec::new();
    let mut ids: Vec<ProjectId> = request.member.roles.iter().filter_map(|(_, scope)| one(*scope)).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let state = request.bot.aggregates.project(id).await?.state;
        if state.open() {
            found.push((id, state.name));
        }
    }
    found.sort_by_cached_key(|(id, name)| (name.to_lowercase(), *id));
    Ok(found)
}

/// Chooses a project for this person in this chat.
pub(super) async fn select_project(request: &ChatRequest<'_>, project: ProjectId) -> HandlerResult<()> {
    sqlx::query(SAVE_PROJECT)
        .bind(request.session.chat)
        .bind(request.session.user)
        .bind(project.0)
        .bind(request.bot.clock.now())
        .execute(&request.bot.pool)
        .await?;
    Ok(())
}

/// A question with a button per project.
pub(super) fn choice(question: &str, projects: &[(ProjectId, String)]) -> Reply {
    let mut reply = Reply::text(question);
    for (id, name) in projects.iter().take(OFFERED) {
        reply = reply.row([Button::press(name, Action::ChooseProject(*id))]);
    }
    reply
}

fn one(scope: Scope) -> Option<ProjectId> {
    match scope {
        Scope::Global => None,
        Scope::Project(project) => Some(project),
    }
}
