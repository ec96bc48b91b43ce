//! The typed forms of the buttons under a suggestion: approve, reject, edit, ask for others.

use commands::suggestion::approve::ApproveSuggestion;
use commands::suggestion::edit::EditVariant;
use commands::suggestion::reject::RejectSuggestion;
use domain::id::SuggestionId;
use domain::role::Role;
use domain::suggestion::Suggestion;
use futures_util::FutureExt;
use projections::projection::Projection;
use projections::suggestions::{self, Suggestions};

use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::{ChatRequest, was_applied};
use super::html::capital;
use super::project::usage;
use super::project_selection::{SelectedProject, selected_project};
use super::render::short_id;
use super::render::variant::named;
use super::reply::Reply;
use super::request_failure::{HandlerResult, RequestFailure};
use super::suggestion::request_others;

/// The most suggestions that are looked at.
const MOST: u32 = 200;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[
    ChatCommand {
        name: "/approve",
        help: "approve a variant: <suggestion> [variant]",
        example: "1a2b3c4d 1",
        group: HelpGroup::Posts,
        roles: &[Role::Publisher],
        handler: |request, args| approve(request, args).boxed(),
    },
    ChatCommand {
        name: "/reject",
        help: "reject a suggestion: <suggestion> [reason]",
        example: "1a2b3c4d sounds like advice",
        group: HelpGroup::Posts,
        roles: &[Role::Editor, Role::Publisher],
        handler: |request, args| reject(request, args).boxed(),
    },
    ChatCommand {
        name: "/edit",
        help: "another text for a variant: <suggestion> <variant> <text>",
        example: "1a2b3c4d 1 gm frens",
        group: HelpGroup::Posts,
        roles: &[Role::Editor, Role::Publisher],
        handler: |request, args| edit(request, args).boxed(),
    },
    ChatCommand {
        name: "/regenerate",
        help: "other variants in place of a suggestion: <suggestion> [hint]",
        example: "1a2b3c4d shorter",
        group: HelpGroup::Posts,
        roles: &[Role::Editor, Role::Publisher],
        handler: |request, args| regenerate(request, args).boxed(),
    },
];

/// A suggestion that waits for a decision, and what follows its id.
struct PendingSuggestion<'a> {
    project: SelectedProject,
    id: SuggestionId,
    state: Suggestion,
    rest: &'a str,
}

async fn approve(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let form = || usage("/approve &lt;suggestion&gt; [variant]", "/approve 1a2b3c4d 1");
    let chosen = chosen(request, args).await?.ok_or_else(form)?;
    let variant = match (chosen.rest, chosen.state.variants.len()) {
        ("", 1) => 1,
        ("", several) => {
            return Err(RequestFailure::text(format!(
                "Which of the {several} variants? Write e.g. /approve {} 1",
                short_id(chosen.id.0)
            )));
        }
        (number, _) => number.parse().map_err(|_| form())?,
    };
    let revision = chosen.state.variant(variant).map_or(0, |variant| variant.revision);
    let command = ApproveSuggestion { suggestion: chosen.id, project: chosen.project.id, variant, revision };
    let applied = was_applied(&request.dispatch(0, command).await?.receipt);
    let said = if applied { "is approved. /publish publishes it." } else { "was approved by you before." };
    Ok(Reply::html(format!("Variant {variant} of {} {said}", named(chosen.id))))
}

async fn reject(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let form = || usage("/reject &lt;suggestion&gt; [reason]", "/reject 1a2b3c4d sounds like advice");
    let chosen = chosen(request, args).await?.ok_or_else(form)?;
    let reason = (!chosen.rest.is_empty()).then(|| chosen.rest.to_owned());
    let command = RejectSuggestion { suggestion: chosen.id, project: chosen.project.id, reason };
    let said = format!("{} is rejected.", capital(&named(chosen.id)));
    let already = format!("{} was rejected before.", capital(&named(chosen.id)));
    request.execute(command, &said, &already).await
}

async fn edit(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let form = || usage("/edit &lt;suggestion&gt; &lt;variant&gt; &lt;text&gt;", "/edit 1a2b3c4d 1 gm frens");
    let chosen = chosen(request, args).await?.ok_or_else(form)?;
    let (number, text) = chosen.rest.split_once(char::is_whitespace).ok_or_else(form)?;
    let variant: u8 = number.parse().map_err(|_| form())?;
    let revision = chosen.state.variant(variant).map_or(0, |variant| variant.revision);
    let command = EditVariant {
        suggestion: chosen.id,
        project: chosen.project.id,
        variant,
        revision,
        text: text.trim().to_owned(),
    };
    let said = format!("Variant {variant} of {} is changed and is being scored again.", named(chosen.id));
    let already = format!("Variant {variant} of {} reads so already.", named(chosen.id));
    request.execute(command, &said, &already).await
}

async fn regenerate(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let form = || usage("/regenerate &lt;suggestion&gt; [hint]", "/regenerate 1a2b3c4d shorter");
    let chosen = chosen(request, args).await?.ok_or_else(form)?;
    let hint = (!chosen.rest.is_empty()).then_some(chosen.rest);
    request_others(request, chosen.id, hint).await?;
    Ok(Reply::html(format!(
        "Writing others in place of {}. They come here with their scores.",
        named(chosen.id)
    )))
}

/// The suggestion of the current project that the first word names; none without a word.
async fn chosen<'a>(
    request: &ChatRequest<'_>,
    args: &'a str,
) -> HandlerResult<Option<PendingSuggestion<'a>>> {
    let project = selected_project(request).await?;
    let args = args.trim();
    let (word, rest) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
    let (word, rest) = (word.trim_start_matches('#'), rest.trim());
    if word.is_empty() {
        return Ok(None);
    }
    let not_found = || {
        RequestFailure::text(format!(
            "I find no suggestion {word} that waits for a decision. /pending shows what there is."
        ))
    };
    let id = if let Ok(id) = word.parse::<uuid::Uuid>() {
        SuggestionId(id)
    } else {
        request.caught_up(&[Suggestions::NAME]).await;
        let pending = suggestions::pending(&request.bot.pool, project.id, MOST).await?;
        let mut named = pending.iter().filter(|row| short_id(row.id.0).eq_ignore_ascii_case(word));
        match (named.next(), named.next()) {
            (Some(row), None) => row.id,
            (Some(_), Some(_)) => {
                let words =
                    format!("Several suggestions are called {word}. /pending shows them with their buttons.");
                return Err(RequestFailure::text(words));
            }
            (None, _) => return Err(not_found()),
        }
    };
    let state = request.bot.aggregates.suggestion(id).await?.state;
    // One of another project is not told apart from none.
    if state.project != Some(project.id) {
        return Err(not_found());
    }
    Ok(Some(PendingSuggestion { project, id, state, rest }))
}
