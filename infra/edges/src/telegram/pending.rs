//! `/pending`: what waits for a decision, page by page.

use domain::context::{Context, LayerStatus};
use domain::id::ProjectId;
use domain::role::Role;
use domain::suggestion::SuggestionStatus;
use futures_util::FutureExt;
use projections::projection::Projection;
use projections::suggestions::{self, Suggestion, Suggestions};

use super::buttons::Action;
use super::callback_reply::CallbackReply;
use super::callback_subjects::{LayerRef, PendingPageRef};
use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::context::load_context;
use super::html::{escape, snippet};
use super::project_selection::{SelectedProject, project_of_button, selected_project};
use super::render::variant::named;
use super::render::{short_id, words};
use super::reply::{Button, Reply};
use super::request_failure::HandlerResult;

/// Items of one page.
const PAGE: usize = 5;
/// The most suggestions that are looked at.
const MOST: u32 = 200;
/// The longest quote, in UTF-16 units.
const SNIPPET: usize = 80;

/// One thing that waits.
struct PendingItem {
    line: String,
    button: Button,
}

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[ChatCommand {
    name: "/pending",
    help: "what waits for a decision",
    example: "",
    group: HelpGroup::Posts,
    roles: &Role::ALL,
    handler: |request, _| pending(request).boxed(),
}];

async fn pending(request: &ChatRequest<'_>) -> HandlerResult {
    let project = selected_project(request).await?;
    pending_page(request, &project, 0).await
}

/// A page's button.
pub(super) async fn pending_page_pressed(
    request: &ChatRequest<'_>,
    at: PendingPageRef,
) -> HandlerResult<CallbackReply> {
    let project = project_of_button(request, at.project).await?;
    Ok(CallbackReply::edit(pending_page(request, &project, at.page).await?))
}

async fn pending_page(request: &ChatRequest<'_>, project: &SelectedProject, page: u32) -> HandlerResult {
    let stale = request.caught_up_of(&[Suggestions::NAME], project.id).await;
    let context = load_context(request, project.id).await?;
    let mut items = layers(project.id, &context);
    for row in suggestions::pending(&request.bot.pool, project.id, MOST).await? {
        // the read model may be late: what was decided a moment ago does not wait
        let state = request.bot.aggregates.suggestion(row.id).await?.state;
        if state.status == SuggestionStatus::Generated {
            items.push(suggestion(&row));
        }
    }
    let approved = suggestions::approved_unpublished(&request.bot.pool, project.id, MOST).await?.len();
    let reply = paged(project, &items, page).and_if_any(stale);
    let hint = format!("Approved and not queued: {approved}. /publish publishes them.");
    Ok(if approved == 0 { reply } else { reply.and(hint) })
}

fn layers(project: ProjectId, context: &Context) -> Vec<PendingItem> {
    let pending = context.layers.iter().filter(|(_, layer)| layer.status == LayerStatus::Pending);
    let item = |(number, layer): (&u32, &domain::context::Layer)| {
        let score = layer
            .assessment
            .as_ref()
            .map_or("being scored".to_owned(), |found| format!("risk {}", found.score));
        PendingItem {
            line: format!(
                "Layer {number} · {score} · “{}”",
                escape(&snippet(words(&layer.content), SNIPPET))
            ),
            button: Button::press(
                format!("Show layer {number}"),
                Action::ShowLayer(LayerRef { project, layer: *number }),
            ),
        }
    };
    pending.map(item).collect()
}

fn suggestion(row: &Suggestion) -> PendingItem {
    let score =
        |variant: &suggestions::Variant| variant.score.map_or("?".to_owned(), |score| score.to_string());
    let scores: Vec<String> = row.variants.iter().map(score).collect();
    let text = row.content.as_deref().unwrap_or("[forgotten]");
    PendingItem {
        line: format!(
            "{} · risks {} · “{}”",
            named(row.id),
            scores.join(", "),
            escape(&snippet(text, SNIPPET))
        ),
        button: Button::press(format!("Show {}", short_id(row.id.0)), Action::ShowSuggestion(row.id)),
    }
}

fn paged(project: &SelectedProject, items: &[PendingItem], page: u32) -> Reply {
    if items.is_empty() {
        return Reply::html(format!(
            "Nothing of {} waits for a decision. /suggest_post asks for posts.",
            project.title()
        ));
    }
    let pages = items.len().div_ceil(PAGE);
    let page = (page as usize).min(pages - 1);
    let place = if pages > 1 { format!(", page {} of {pages}", page + 1) } else { String::new() };
    let mut reply =
        Reply::html(format!("Waiting for a decision on {}: {}{place}", project.title(), items.len()));
    for item in items.iter().skip(page * PAGE).take(PAGE) {
        reply = reply.and(format!("• {}", item.line)).row([item.button.clone()]);
    }
    let turn = |label: &str, page: usize| {
        Button::press(
            label,
            Action::PendingPage(PendingPageRef {
                project: project.id,
                page: u32::try_from(page).unwrap_or(u32::MAX),
            }),
        )
    };
    let back = (page > 0).then(|| turn("‹ Back", page - 1));
    let more = (page + 1 < pages).then(|| turn("More ›", page + 1));
    reply.row(back.into_iter().chain(more))
}
