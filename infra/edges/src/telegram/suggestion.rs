//! Commands and buttons about suggestions: ask, edit, approve, reject.

use commands::port::notice::NoticeSubject;
use commands::suggestion::approve::ApproveSuggestion;
use commands::suggestion::edit::EditVariant;
use commands::suggestion::reject::RejectSuggestion;
use commands::suggestion::request::RequestSuggestion;
use domain::id::{ProjectId, SuggestionId};
use domain::post_text::weighted_length;
use domain::role::Role;
use domain::suggestion::SuggestionStatus;
use futures_util::FutureExt;

use super::callback_reply::CallbackReply;
use super::callback_subjects::VariantRef;
use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::{ChatRequest, was_applied};
use super::html::{escape, shortened};
use super::project_selection::selected_project;
use super::prompts::Purpose;
use super::render::variant::named;
use super::render::words;
use super::reply::Reply;
use super::request_failure::{HandlerResult, RequestFailure};

/// How many variants are asked for.
const VARIANTS: u8 = 3;
/// The longest text quoted in a question, in UTF-16 units.
const QUOTE: usize = 2000;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[ChatCommand {
    name: "/suggest_post",
    help: "ask for three variants of a post: [about what]",
    example: "good morning from the pond",
    group: HelpGroup::Posts,
    roles: &[Role::Editor, Role::Publisher],
    handler: |request, args| suggest_post(request, args).boxed(),
}];

async fn suggest_post(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let project = selected_project(request).await?;
    // Derived from the command's id, so that a redelivered update asks for the same suggestion again.
    let suggestion = SuggestionId::derived(request.command_id(0), "suggestion");
    let instruction = (!args.trim().is_empty()).then(|| args.to_owned());
    let command = RequestSuggestion {
        suggestion,
        project: project.id,
        instruction,
        variants: VARIANTS,
        replaces: None,
    };
    request.dispatch(0, command).await?;
    request.bot.client.typing(request.session.chat, request.session.topic).await;
    Ok(Reply::html(format!(
        "Writing {VARIANTS} variants for {}: {}. Each comes here with its score and buttons.",
        project.title(),
        named(suggestion)
    )))
}

/// The project of a suggestion. Made-up ids get the nil project, so that the bus refuses and records them.
pub(super) async fn project_of_suggestion(
    request: &ChatRequest<'_>,
    suggestion: SuggestionId,
) -> HandlerResult<ProjectId> {
    let state = request.bot.aggregates.suggestion(suggestion).await?.state;
    Ok(state.project.unwrap_or(ProjectId(uuid::Uuid::nil())))
}

/// The button that approves a variant.
pub(super) async fn approve_pressed(
    request: &ChatRequest<'_>,
    at: VariantRef,
) -> HandlerResult<CallbackReply> {
    let project = project_of_suggestion(request, at.suggestion).await?;
    let VariantRef { suggestion, variant, revision } = at;
    let receipt =
        request.dispatch(0, ApproveSuggestion { suggestion, project, variant, revision }).await?.receipt;
    let said = if was_applied(&receipt) { "Approved." } else { "You approved this before." };
    Ok(CallbackReply::notice(said))
}

/// The button that rejects a suggestion.
pub(super) async fn reject_pressed(
    request: &ChatRequest<'_>,
    suggestion: SuggestionId,
) -> HandlerResult<CallbackReply> {
    let project = project_of_suggestion(request, suggestion).await?;
    let receipt = request.dispatch(0, RejectSuggestion { suggestion, project, reason: None }).await?.receipt;
    let said =
        if was_applied(&receipt) { "Rejected, with all its variants." } else { "It was rejected before." };
    Ok(CallbackReply::notice(said))
}

/// The button that asks for other variants: with the same instruction, and today's context and mood.
pub(super) async fn regenerate_pressed(
    request: &ChatRequest<'_>,
    replaced: SuggestionId,
) -> HandlerResult<CallbackReply> {
    request_others(request, replaced, None).await?;
    Ok(CallbackReply::notice("Writing other variants. They come here with their scores."))
}

/// Asks for other variants, with what the person adds to the instruction.
pub(super) async fn request_others(
    request: &ChatRequest<'_>,
    replaced: SuggestionId,
    hint: Option<&str>,
) -> HandlerResult<()> {
    let project = project_of_suggestion(request, replaced).await?;
    let before = request.bot.aggregates.suggestion(replaced).await?.state;
    let instruction = before.instruction.as_ref().and_then(|text| text.as_str());
    let instruction: Vec<&str> = instruction.into_iter().chain(hint).collect();
    let command = RequestSuggestion {
        suggestion: SuggestionId::derived(request.command_id(0), "suggestion"),
        project,
        instruction: (!instruction.is_empty()).then(|| instruction.join("\n")),
        variants: VARIANTS,
        replaces: Some(replaced),
    };
    request.dispatch(0, command).await?;
    Ok(())
}

/// The button that asks for a new text.
pub(super) async fn edit_pressed(request: &ChatRequest<'_>, at: VariantRef) -> HandlerResult<CallbackReply> {
    let project = project_of_suggestion(request, at.suggestion).await?;
    request.require_access(project).await?;
    let state = request.bot.aggregates.suggestion(at.suggestion).await?.state;
    let current = match state.variant(at.variant) {
        Some(variant) if state.status == SuggestionStatus::Generated && variant.revision == at.revision => {
            variant
        }
        Some(_) | None => return Err(edit_refusal(request, at).await),
    };
    let text = words(&current.text);
    let question = format!(
        "Answer this message with the new text of variant {} of {}. Now it reads ({} characters; press to copy):",
        at.variant,
        named(at.suggestion),
        weighted_length(text)
    );
    let code = format!("<code>{}</code>", escape(&shortened(text, QUOTE)));
    Ok(CallbackReply::send(Reply::html(question).and(code).asking(Purpose::from(at))))
}

/// Says why a variant cannot be edited as it was seen: the bus knows, and records that it was tried.
async fn edit_refusal(request: &ChatRequest<'_>, at: VariantRef) -> RequestFailure {
    // An empty text is never accepted, so this records the attempt and changes nothing whatever the state is.
    match edit_variant(request, at, "").await {
        Err(failure) => failure,
        Ok(_) => RequestFailure::text("Look at the suggestion again and press its buttons."),
    }
}

/// The answer to the question for a new text.
pub(super) async fn edit_answered(request: &ChatRequest<'_>, at: VariantRef, text: &str) -> HandlerResult {
    let changed = edit_variant(request, at, text).await?;
    let said = if changed { "is changed and is being scored again" } else { "reads so already" };
    Ok(Reply::html(format!("Variant {} of {} {said}.", at.variant, named(at.suggestion))))
}

async fn edit_variant(request: &ChatRequest<'_>, at: VariantRef, text: &str) -> HandlerResult<bool> {
    let project = project_of_suggestion(request, at.suggestion).await?;
    let VariantRef { suggestion, variant, revision } = at;
    let command = EditVariant { suggestion, project, variant, revision, text: text.to_owned() };
    Ok(was_applied(&request.dispatch(0, command).await?.receipt))
}

/// The button that shows a suggestion's variants again.
pub(super) async fn show_pressed(
    request: &ChatRequest<'_>,
    suggestion: SuggestionId,
) -> HandlerResult<CallbackReply> {
    let project = project_of_suggestion(request, suggestion).await?;
    request.require_access(project).await?;
    let state = request.bot.aggregates.suggestion(suggestion).await?.state;
    // Variants are numbered from 1, as people count them.
    let numbers = (1..).zip(&state.variants).map(|(variant, _)| variant);
    let subject = |variant| NoticeSubject::Variant { project, suggestion, variant };
    Ok(CallbackReply::show(numbers.map(subject).collect()))
}
