//! Commands and buttons about context layers.

use commands::context::add::AddContext;
use commands::context::approve::ApproveContext;
use commands::context::reject::RejectContext;
use commands::context::roll_back::RollbackContext;
use commands::port::notice::NoticeSubject;
use domain::context::event::ContextEvent;
use domain::context::{Context, Layer, LayerStatus};
use domain::event::Event;
use domain::id::ProjectId;
use domain::role::Role;
use domain::stream::{AggregateType, StreamId};
use domain::text::Text;
use futures_util::FutureExt;

use super::callback_reply::CallbackReply;
use super::callback_subjects::LayerRef;
use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::{ChatRequest, was_applied};
use super::html::quote;
use super::project::usage;
use super::project_selection::selected_project;
use super::render::words;
use super::reply::Reply;
use super::request_failure::HandlerResult;

/// The longest quote of a layer in the list, in UTF-16 units.
const QUOTE: usize = 700;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[
    ChatCommand {
        name: "/context_add",
        help: "propose a context layer: <text>",
        example: "The frog never talks about prices",
        group: HelpGroup::Context,
        roles: &[Role::Editor, Role::Publisher],
        handler: |request, args| context_add(request, args).boxed(),
    },
    ChatCommand {
        name: "/context_list",
        help: "the project's context layers",
        example: "",
        group: HelpGroup::Context,
        roles: &Role::ALL,
        handler: |request, _| context_list(request).boxed(),
    },
    ChatCommand {
        name: "/context_approve",
        help: "make a layer active: <layer>",
        example: "3",
        group: HelpGroup::Context,
        roles: &[Role::Publisher],
        handler: |request, args| context_approve(request, args).boxed(),
    },
    ChatCommand {
        name: "/context_reject",
        help: "refuse a layer: <layer> [reason]",
        example: "3 sounds like advice",
        group: HelpGroup::Context,
        roles: &[Role::Publisher],
        handler: |request, args| context_reject(request, args).boxed(),
    },
    ChatCommand {
        name: "/context_rollback",
        help: "return to an earlier context: <version>",
        example: "2",
        group: HelpGroup::Context,
        roles: &[Role::Publisher],
        handler: |request, args| context_rollback(request, args).boxed(),
    },
];

async fn context_add(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    if args.trim().is_empty() {
        return Err(usage("/context_add &lt;text&gt;", "/context_add The frog never talks about prices"));
    }
    let receipt =
        request.dispatch(0, AddContext { project: project.id, content: Text::known(args) }).await?.receipt;
    let stream = StreamId::new(AggregateType::Context, project.id);
    // The receipt says where the event stands. The newest layer of the state would be another one if two people
    // proposed at the same moment.
    let added = request.bot.history.at(&stream, receipt.first_sequence).await?;
    let layer = match added.map(|added| added.event) {
        Some(Event::Context(ContextEvent::ContextAdded { layer, .. })) => format!("Layer {layer}"),
        Some(_) | None => "The layer".to_owned(),
    };
    Ok(Reply::html(format!(
        "{layer} of {} waits for approval. It is being scored; the buttons come with the score.",
        project.title()
    )))
}

async fn context_list(request: &ChatRequest<'_>) -> HandlerResult {
    let project = selected_project(request).await?;
    let context = request.bot.aggregates.context(project.id).await?.state;
    if context.layers.is_empty() {
        return Ok(Reply::html(format!(
            "{} has no context yet. Propose some with /context_add.",
            project.title()
        )));
    }
    let title = format!("{}: context version {}", project.title(), context.version());
    let active = context.active();
    let line = |(number, layer): (&u32, &Layer)| {
        let score = layer.assessment.as_ref().map(|assessment| format!(" · risk {}", assessment.score));
        let standing = standing(layer, active.contains(number));
        let quote = quote(words(&layer.content), QUOTE);
        format!("Layer {number} · {standing}{}\n{quote}", score.unwrap_or_default())
    };
    let layers: Vec<String> = context.layers.iter().rev().map(line).collect();
    let mut reply = Reply::html(title);
    reply.blocks.extend(layers);
    Ok(reply)
}

async fn context_approve(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let Some((layer, "")) = numbered(args) else {
        return Err(usage("/context_approve &lt;layer&gt;", "/context_approve 3"));
    };
    let approved = request.dispatch(0, ApproveContext { project: project.id, layer }).await?;
    let version = approved.state::<Context>()?.state.version();
    let said = format!("Layer {layer} of {} is approved: context version {version}.", project.title());
    Ok(Reply::html(said))
}

async fn context_reject(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let Some((layer, reason)) = numbered(args) else {
        return Err(usage("/context_reject &lt;layer&gt; [reason]", "/context_reject 3 sounds like advice"));
    };
    let reason = (!reason.is_empty()).then(|| Text::known(reason));
    request.dispatch(0, RejectContext { project: project.id, layer, reason }).await?;
    Ok(Reply::html(format!("Layer {layer} of {} is rejected.", project.title())))
}

async fn context_rollback(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    let Some((to_version, "")) = numbered(args) else {
        let said = "/context_rollback &lt;version&gt; (0 for no context at all; /context_list tells the current version)";
        return Err(usage(said, "/context_rollback 2"));
    };
    let rolled_back = request.dispatch(0, RollbackContext { project: project.id, to_version }).await?;
    if !was_applied(&rolled_back.receipt) {
        return Ok(Reply::html(format!("What was active at version {to_version} is active already.")));
    }
    let context = rolled_back.state::<Context>()?;
    Ok(Reply::html(format!(
        "What was active at version {to_version} is active again: context version {} with {}.",
        context.state.version(),
        layers_in_words(&context.state)
    )))
}

/// The button that approves a layer.
pub(super) async fn approve_layer_pressed(
    request: &ChatRequest<'_>,
    at: LayerRef,
) -> HandlerResult<CallbackReply> {
    let approved = request.dispatch(0, ApproveContext { project: at.project, layer: at.layer }).await?;
    let version = approved.state::<Context>()?.state.version();
    Ok(CallbackReply::notice(format!("Approved: context version {version}.")))
}

/// The button that rejects a layer.
pub(super) async fn reject_layer_pressed(
    request: &ChatRequest<'_>,
    at: LayerRef,
) -> HandlerResult<CallbackReply> {
    request.dispatch(0, RejectContext { project: at.project, layer: at.layer, reason: None }).await?;
    Ok(CallbackReply::notice("Rejected."))
}

/// The button that shows a layer again.
pub(super) async fn show_layer_pressed(
    request: &ChatRequest<'_>,
    at: LayerRef,
) -> HandlerResult<CallbackReply> {
    request.require_access(at.project).await?;
    let subject = NoticeSubject::Layer { project: at.project, layer: at.layer };
    Ok(CallbackReply::show(vec![subject]))
}

/// A project's context.
pub(super) async fn load_context(request: &ChatRequest<'_>, project: ProjectId) -> HandlerResult<Context> {
    Ok(request.bot.aggregates.context(project).await?.state)
}

/// Where a layer stands, in words.
pub(super) fn standing(layer: &Layer, active: bool) -> &'static str {
    match layer.status {
        LayerStatus::Pending => "waits for approval",
        LayerStatus::Approved if active => "active",
        LayerStatus::Approved => "rolled back",
        LayerStatus::Rejected => "rejected",
    }
}

fn layers_in_words(context: &Context) -> String {
    match context.active().as_slice() {
        [] => "no layer".to_owned(),
        [layer] => format!("layer {layer}"),
        layers => {
            let layers: Vec<String> = layers.iter().map(ToString::to_string).collect();
            format!("layers {}", layers.join(", "))
        }
    }
}

/// A number such as `3`, `v3` or `#3`, and what follows it.
pub(super) fn numbered(words: &str) -> Option<(u32, &str)> {
    let words = words.trim();
    let (number, rest) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    Some((number.trim_start_matches(['v', 'V', '#']).parse().ok()?, rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn layer_numbers_are_read_with_what_follows() {
        assert_eq!(numbered(" 3 "), Some((3, "")));
        assert_eq!(numbered("v3 too loud\nreally"), Some((3, "too loud\nreally")));
        assert_eq!(numbered("#12"), Some((12, "")));
        for words in ["", "three", "-1", "99999999999"] {
            assert_eq!(numbered(words), None, "{words}");
        }
    }
}
