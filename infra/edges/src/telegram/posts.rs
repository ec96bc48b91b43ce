//! Commands about posts that exist: what waits for its time, and the typed forms of a post's buttons.

use commands::refusal::Refusal;
use domain::id::PostId;
use domain::role::Role;
use futures_util::FutureExt;
use projections::page::Page;
use projections::posts::{self, Post, PostStatus, Posts};
use projections::projection::Projection;

use super::buttons::Action;
use super::chat_command::{ChatCommand, HelpGroup};
use super::chat_request::ChatRequest;
use super::html::{bold, escape, snippet};
use super::project::usage;
use super::project_selection::{SelectedProject, selected_project};
use super::publishing::{by_hand_answered, cancel_post, retry_post};
use super::render::short_id;
use super::reply::{Button, Reply};
use super::request_failure::{HandlerResult, RequestFailure};
use super::times;

/// The most posts that are looked at, the newest first.
const MOST: u32 = 500;
/// The most that one message lists; the earliest come first.
const LISTED: usize = 10;
/// The longest quote, in UTF-16 units.
const SNIPPET: usize = 80;

/// The commands of this file.
pub(super) const COMMANDS: &[ChatCommand] = &[
    ChatCommand {
        name: "/queue",
        help: "what waits for its time, with buttons that take it back",
        example: "",
        group: HelpGroup::Posts,
        roles: &Role::ALL,
        handler: |request, _| queue(request).boxed(),
    },
    ChatCommand {
        name: "/cancel",
        help: "take a queued post back: <post>",
        example: "1a2b3c4d",
        group: HelpGroup::Posts,
        roles: &[Role::Publisher],
        handler: |request, args| cancel(request, args).boxed(),
    },
    ChatCommand {
        name: "/retry",
        help: "send a post again that failed or missed its time: <post>",
        example: "1a2b3c4d",
        group: HelpGroup::Posts,
        roles: &[Role::Publisher],
        handler: |request, args| retry(request, args).boxed(),
    },
    ChatCommand {
        name: "/posted",
        help: "somebody posted it by hand: <post> <link or none>",
        example: "1a2b3c4d https://x.com/name/status/1234567890",
        group: HelpGroup::Posts,
        roles: &[Role::Publisher],
        handler: |request, args| posted(request, args).boxed(),
    },
];

async fn queue(request: &ChatRequest<'_>) -> HandlerResult {
    let project = selected_project(request).await?;
    let stale = request.caught_up_of(&[Posts::NAME], project.id).await;
    let mut waiting = posts::list(&request.bot.pool, project.id, Page::first(MOST)).await?;
    waiting.retain(|post| matches!(post.status, PostStatus::Queued | PostStatus::Cleared));
    waiting.sort_by_key(|post| post.publish_at);
    if waiting.is_empty() {
        let said =
            format!("Nothing of {} waits for its time. /publish queues what is approved.", project.title());
        return Ok(Reply::html(said).and_if_any(stale));
    }
    let paused = if project.state.paused { " Posting is paused: they wait until /resume." } else { "" };
    let mut reply =
        Reply::html(format!("Waiting for their time in {}: {}.{paused}", project.title(), waiting.len()));
    for post in waiting.iter().take(LISTED) {
        let id = short_id(post.id.0);
        reply = reply
            .and(line(post, &project))
            .row([Button::press(format!("Cancel {id}"), Action::CancelPost(post.id))]);
    }
    let more = waiting.len().checked_sub(LISTED).filter(|more| *more > 0);
    let more =
        more.map(|more| format!("… and {more} later ones. /cancel &lt;post&gt; takes any of them back."));
    Ok(reply.and_if_any(more).and_if_any(stale))
}

/// When, which, and how it begins.
fn line(post: &Post, project: &SelectedProject) -> String {
    let text = post.content.as_deref().unwrap_or("[forgotten]");
    format!(
        "{} · post <code>{}</code> · “{}”",
        bold(&times::moment(post.publish_at, project.zone())),
        short_id(post.id.0),
        escape(&snippet(text, SNIPPET))
    )
}

async fn cancel(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let (post, _) = chosen(request, args, "/cancel &lt;post&gt;", "/cancel 1a2b3c4d").await?;
    cancel_post(request, post).await?;
    Ok(Reply::html(format!("Post <code>{}</code> is taken back. It will not be posted.", short_id(post.0))))
}

async fn retry(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let (post, _) = chosen(request, args, "/retry &lt;post&gt;", "/retry 1a2b3c4d").await?;
    retry_post(request, post).await?;
    Ok(Reply::html(format!("Post <code>{}</code> is checked and sent again.", short_id(post.0))))
}

async fn posted(request: &ChatRequest<'_>, args: &str) -> HandlerResult {
    let form = "/posted &lt;post&gt; &lt;link or none&gt;";
    let example = "/posted 1a2b3c4d https://x.com/name/status/1234567890";
    let (post, link) = chosen(request, args, form, example).await?;
    if link.is_empty() {
        return Err(usage(form, example));
    }
    by_hand_answered(request, post, link).await
}

/// The post of the current project that the first word names, and the rest.
async fn chosen<'a>(
    request: &ChatRequest<'_>,
    args: &'a str,
    form: &str,
    example: &str,
) -> HandlerResult<(PostId, &'a str)> {
    let project = selected_project(request).await?;
    let args = args.trim();
    let (word, rest) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
    let word = word.trim_start_matches('#');
    if word.is_empty() {
        return Err(usage(form, example));
    }
    if let Ok(id) = word.parse::<uuid::Uuid>() {
        // One of another project is not told apart from none.
        let post = request.bot.aggregates.post(PostId(id)).await?.state;
        let is_here = post.project == Some(project.id);
        return if is_here { Ok((PostId(id), rest.trim())) } else { Err(not_found(word)) };
    }
    request.caught_up_of(&[Posts::NAME], project.id).await;
    let posts = posts::list(&request.bot.pool, project.id, Page::first(MOST)).await?;
    let named = |post: &&Post| short_id(post.id.0).eq_ignore_ascii_case(word);
    match posts.iter().filter(named).collect::<Vec<_>>().as_slice() {
        [post] => Ok((post.id, rest.trim())),
        [] => Err(not_found(word)),
        several => Err(RequestFailure::text(format!(
            "{} posts are called {word}. Name one of them in full: {}",
            several.len(),
            several.iter().map(|post| post.id.to_string()).collect::<Vec<_>>().join(", ")
        ))),
    }
}

fn not_found(word: &str) -> RequestFailure {
    let words = format!(
        "{}. /queue lists what waits for its time; a notice names its post.",
        Refusal::not_found("post")
    );
    RequestFailure::text(format!("“{word}”: {words}"))
}
