//! Commands about projects: begin, list, choose.

use commands::project::create::CreateProject;
use commands::refusal::Refusal;
use domain::id::ProjectId;
use domain::role::Role;
use domain::text::Text;
use futures_util::FutureExt;

use super::callback_reply::CallbackReply;
use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::html::{bold, escape};
use super::project_selection::{
    accessible_projects, choice, project_of_button, saved_project, select_project,
};
use super::reply::Reply;
use super::request_failure::{HandlerResult, RequestFailure};

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[
    ChatCommand {
        name: "/project_new",
        help: "begin a project: <name> | <description>",
        example: "Frog Coin | A community around one calm green frog",
        group: HelpGroup::Projects,
        roles: &[Role::Owner],
        handler: |request, args| project_new(request, args).boxed(),
    },
    ChatCommand {
        name: "/projects",
        help: "the projects you have a role in",
        example: "",
        group: HelpGroup::Projects,
        roles: &Role::ALL,
        handler: |request, _| projects(request).boxed(),
    },
    ChatCommand {
        name: "/use",
        help: "work on a project: <name or number>",
        example: "Frog Coin",
        group: HelpGroup::Projects,
        roles: &Role::ALL,
        handler: |request, args| use_project(request, args).boxed(),
    },
];

async fn project_new(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let Some((name, description)) = args.split_once('|') else {
        return Err(usage(
            "/project_new &lt;name&gt; | &lt;description&gt;",
            "/project_new Frog Coin | A calm green frog",
        ));
    };
    // Derived from the command's id, so that a redelivered update begins the same project again.
    let project = ProjectId::derived(request.command_id(0), "project");
    let (name, base_description) = (name.trim().to_owned(), Text::known(description.trim()));
    request.dispatch(0, CreateProject { project, name: name.clone(), base_description }).await?;
    select_project(request, project).await?;
    Ok(Reply::html(format!("Project {} is made, and you work on it here now.", bold(&escape(&name))))
        .and("Next: /context_add tells me what it is like, /grant brings in colleagues, /suggest_post asks for posts."))
}

async fn projects(request: &ChatRequest<'_>) -> HandlerResult {
    let projects = accessible_projects(request).await?;
    if projects.is_empty() {
        return Ok(Reply::text(
            "There is no project yet that you have a role in. A global owner begins one with /project_new.",
        ));
    }
    let current = saved_project(request).await?.map(|chosen| chosen.id);
    let line = |(number, (id, name)): (usize, &(ProjectId, String))| {
        let mark = if Some(*id) == current { " ← you work on this one" } else { "" };
        format!("{number}. {}{mark}", escape(name))
    };
    let lines: Vec<String> = (1..).zip(&projects).map(line).collect();
    let mut reply = choice("Projects:", &projects);
    reply.blocks.extend(lines);
    Ok(reply)
}

async fn use_project(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let wanted = args.trim();
    let projects = accessible_projects(request).await?;
    if wanted.is_empty() && !projects.is_empty() {
        return Ok(choice("Which project?", &projects));
    }
    match matching(&projects, wanted).as_slice() {
        [(id, name)] => {
            select_project(request, *id).await?;
            Ok(Reply::html(format!("You work on {} here now.", bold(&escape(name)))))
        }
        [] => Err(RequestFailure::text(format!(
            "I find no project “{wanted}”. /projects lists them with their numbers."
        ))),
        several => Ok(choice("Several projects fit. Which one?", several)),
    }
}

/// A project's button.
pub(super) async fn project_pressed(
    request: &ChatRequest<'_>,
    project: ProjectId,
) -> HandlerResult<CallbackReply> {
    let state = project_of_button(request, project).await?.state;
    if !state.open() {
        return Err(RequestFailure::refused(Refusal::Archived));
    }
    select_project(request, project).await?;
    Ok(CallbackReply::notice(format!("You work on {} here now.", state.name)))
}

/// The project of that number; else those of exactly that name; else those whose names begin so.
fn matching(projects: &[(ProjectId, String)], wanted: &str) -> Vec<(ProjectId, String)> {
    let by_number = wanted.parse::<usize>().ok().and_then(|number| projects.get(number.checked_sub(1)?));
    if let Some(found) = by_number {
        return vec![found.clone()];
    }
    let wanted = wanted.to_lowercase();
    let named = |fits: &dyn Fn(&str) -> bool| -> Vec<(ProjectId, String)> {
        projects.iter().filter(|(_, name)| fits(&name.to_lowercase())).cloned().collect()
    };
    let exactly = named(&|name| name == wanted);
    if exactly.is_empty() { named(&|name| name.starts_with(&wanted)) } else { exactly }
}

/// How a command is written, with an example; both are HTML.
pub(super) fn usage(form: &str, example: &str) -> RequestFailure {
    Reply::html(format!("Write it like this: {form}"))
        .and(format!("For example: <code>{example}</code>"))
        .into()
}

#[cfg(test)]
mod tests {
    use super::matching;
    use domain::id::ProjectId;
    use uuid::Uuid;

    #[test]
    fn projects_are_found_by_number_name_and_beginning() {
        let projects: Vec<_> = [(1, "Frog"), (2, "Frog Coin"), (3, "2")]
            .map(|(id, name)| (ProjectId(Uuid::from_u128(id)), name.to_owned()))
            .to_vec();
        let found = |wanted: &str| -> Vec<u128> {
            matching(&projects, wanted).iter().map(|(id, _)| id.0.as_u128()).collect()
        };
        assert_eq!(found("2"), [2], "a number counts before a name");
        assert_eq!(found("frog"), [1], "an exact name counts before a beginning");
        assert_eq!(found("fro"), [1, 2]);
        assert_eq!(found("0"), [0; 0]);
        assert_eq!(found("toad"), [0; 0]);
    }
}
