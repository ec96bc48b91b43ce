//! `/status`: how the project stands.

use domain::audit_line::counted;
use domain::context::LayerStatus;
use domain::role::Role;
use futures_util::FutureExt;
use projections::page::Page;
use projections::posts::{self, PostStatus, Posts};
use projections::projection::Projection;
use projections::suggestions::{self, Suggestions};

use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::context::load_context;
use super::html::{bold, escape, snippet};
use super::project_selection::{SelectedProject, selected_project};
use super::render::short_id;
use super::reply::Reply;
use super::request_failure::HandlerResult;
use super::times;

/// The most rows that are counted.
const MOST: u32 = 200;
/// The most queued posts that are listed.
const LISTED: usize = 5;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[ChatCommand {
    name: "/status",
    help: "how the project stands",
    example: "",
    group: HelpGroup::Projects,
    roles: &Role::ALL,
    handler: |request, _| status(request).boxed(),
}];

async fn status(request: &ChatRequest<'_>) -> HandlerResult {
    let project = selected_project(request).await?;
    let stale = request.caught_up_of(&[Posts::NAME, Suggestions::NAME], project.id).await;
    let mut reply = Reply::html(project.title()).and(posting(&project)).and(mood_line(request, &project));
    reply = reply.and(waiting_line(request, &project).await?).and(schedule_line(request, &project));
    for line in queued_lines(request, &project).await? {
        reply = reply.and(line);
    }
    Ok(reply.and_if_any(stale).and(lag_line(request).await))
}

fn mood_line(request: &ChatRequest<'_>, project: &SelectedProject) -> String {
    let now = request.bot.clock.now();
    match (project.state.vibe_at(now), &project.state.vibe) {
        (Some(vibe), Some((_, until))) => {
            let words = escape(&snippet(&vibe.to_string(), 200));
            format!("Mood: “{words}” until {}", times::short(*until, project.zone()))
        }
        (Some(_) | None, _) => "Mood: none".to_owned(),
    }
}

async fn waiting_line(request: &ChatRequest<'_>, project: &SelectedProject) -> HandlerResult<String> {
    let pool = &request.bot.pool;
    let context = load_context(request, project.id).await?;
    let layers = context.layers.values().filter(|layer| layer.status == LayerStatus::Pending).count();
    let pending = suggestions::pending(pool, project.id, MOST).await?.len();
    let approved = suggestions::approved_unpublished(pool, project.id, MOST).await?.len();
    Ok(format!(
        "Context: version {} with {}\nWaiting for a decision: {}, {}\nApproved and not queued: {approved}",
        context.version(),
        counted(context.active().len(), "active layer"),
        counted(layers, "layer"),
        counted(pending, "suggestion")
    ))
}

fn schedule_line(request: &ChatRequest<'_>, project: &SelectedProject) -> String {
    let schedule = &project.state.schedule;
    let next = schedule.next_after(request.bot.clock.now());
    let next = next.map(|next| format!("\nNext: {}", times::moment(next, schedule.time_zone)));
    format!("Posting times: {}{}", times::schedule(schedule), next.unwrap_or_default())
}

async fn queued_lines(request: &ChatRequest<'_>, project: &SelectedProject) -> HandlerResult<Vec<String>> {
    let posts = posts::list(&request.bot.pool, project.id, Page::first(MOST)).await?;
    let mut waiting: Vec<_> =
        posts.iter().filter(|post| matches!(post.status, PostStatus::Queued | PostStatus::Cleared)).collect();
    waiting.sort_by_key(|post| post.publish_at);
    let line = |post: &&posts::Post| {
        let words = escape(&snippet(post.content.as_deref().unwrap_or("[forgotten]"), 60));
        let at = times::short(post.publish_at, project.zone());
        format!("• {at} · post <code>{}</code> “{words}”", short_id(post.id.0))
    };
    let mut lines = vec![format!("Queued posts: {}", waiting.len())];
    lines.extend(waiting.iter().take(LISTED).map(line));
    let unknown = posts.iter().filter(|post| post.status == PostStatus::Unknown).count();
    if unknown > 0 {
        lines.push(format!(
            "Posts of unknown outcome: {unknown}. Say under their notices whether they are live."
        ));
    }
    Ok(lines)
}

async fn lag_line(request: &ChatRequest<'_>) -> String {
    let Some(lag) = &request.lag else { return String::new() };
    match lag.events_behind().await {
        Some(0) => "System: up to date".to_owned(),
        Some(events) => {
            let events = usize::try_from(events).unwrap_or(usize::MAX);
            format!("System: lists are {} behind", counted(events, "event"))
        }
        None => "System: how far lists are behind is not known".to_owned(),
    }
}

fn posting(project: &SelectedProject) -> String {
    let on = if project.state.paused { "paused, /resume lifts it" } else { "on" };
    let account = match &project.state.account {
        Some((_, username)) => format!("@{}", escape(username)),
        None => "none yet".to_owned(),
    };
    format!(
        "Posting: {}\nAutopilot: {}\nX account: {account}",
        bold(on),
        bold(project.state.autopilot.name())
    )
}
