//! Commands about a project's vibe, the mood for some days: set it, end it.

use commands::project::clear_vibe::ClearVibe;
use commands::project::set_vibe::SetVibe;
use domain::project::Project;
use domain::role::Role;
use domain::text::Text;
use futures_util::FutureExt;

use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::html::quote;
use super::project::usage;
use super::project_selection::selected_project;
use super::reply::Reply;
use super::request_failure::HandlerResult;
use super::times;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[
    ChatCommand {
        name: "/vibe",
        help: "set the mood for up to seven days: <mood>",
        example: "sleepy Sunday, soft jokes",
        group: HelpGroup::Context,
        roles: &[Role::Editor, Role::Publisher],
        handler: |request, args| vibe(request, args).boxed(),
    },
    ChatCommand {
        name: "/vibe_clear",
        help: "end the mood",
        example: "",
        group: HelpGroup::Context,
        roles: &[Role::Editor, Role::Publisher],
        handler: |request, _| vibe_clear(request).boxed(),
    },
];

async fn vibe(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    if args.trim().is_empty() {
        return Err(usage("/vibe &lt;mood&gt;", "/vibe sleepy Sunday, soft jokes"));
    }
    let set =
        request.dispatch(0, SetVibe { project: project.id, vibe: Text::known(args), lasts: None }).await?;
    let state = set.state::<Project>()?;
    let until = state
        .state
        .vibe
        .as_ref()
        .map(|(_, until)| format!(" until {}", times::moment(*until, project.zone())));
    Ok(Reply::html(format!("The mood of {} is set{}:", project.title(), until.unwrap_or_default()))
        .and(quote(args.trim(), 600)))
}

async fn vibe_clear(request: &ChatRequest<'_>) -> HandlerResult {
    let project = selected_project(request).await?;
    let (done, nothing) = ("The mood has ended.", "No mood was set.");
    request.execute(ClearVibe { project: project.id }, done, nothing).await
}
