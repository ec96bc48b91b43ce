//! Commands and buttons about posts: publish, queue, cancel, retry, and what became of an unknown one.

use chrono::{DateTime, Utc};
use commands::post::cancel::CancelPost;
use commands::post::confirm_outcome::ConfirmOutcome;
use commands::post::publish::PublishPost;
use commands::post::record_manual::RecordManualPost;
use commands::post::retry::RetryPost;
use commands::refusal::Refusal;
use commands::suggestion::approve::ApproveSuggestion;
use domain::id::{PostId, ProjectId, SuggestionId, TweetId};
use domain::post::event::Confirmation;
use domain::post::{Post, PostStatus, post_of};
use domain::project::Project;
use domain::suggestion::SuggestionStatus;
use projections::page::Page;
use projections::posts;

use super::callback_reply::CallbackReply;
use super::callback_subjects::{AttemptRef, VariantRef};
use super::chat_request::{ChatRequest, was_applied};
use super::prompts::Purpose;
use super::reply::Reply;
use super::request_failure::{HandlerResult, RequestFailure};
use super::suggestion::project_of_suggestion;
use super::times;

/// The most posts looked at for slots that are taken.
const LATEST: u32 = 100;

/// The button that publishes now: approves first if nobody has.
pub(super) async fn publish_pressed(
    request: &ChatRequest<'_>,
    at: VariantRef,
) -> HandlerResult<CallbackReply> {
    let project = project_of_suggestion(request, at.suggestion).await?;
    let VariantRef { suggestion, variant, revision } = at;
    // The stream is asked, not the button: another admin may have approved the same revision since, and then the
    // approval of this request would be refused although its wish is fulfilled.
    if publishable(request, suggestion).await? != Some(at) {
        request.dispatch(0, ApproveSuggestion { suggestion, project, variant, revision }).await?;
    }
    queue_post(request, project, suggestion, variant, None).await?;
    let paused = request.bot.aggregates.project(project).await?.state.paused;
    let said = if paused { "Queued. Posting is paused: it waits until /resume." } else { "On its way to X." };
    Ok(CallbackReply::notice(said))
}

/// The button that queues for the next free slot.
pub(super) async fn queue_pressed(request: &ChatRequest<'_>, at: VariantRef) -> HandlerResult<CallbackReply> {
    let project = project_of_suggestion(request, at.suggestion).await?;
    let state = request.bot.aggregates.project(project).await?.state;
    let Some(slot) = free_slot(request, project, &state).await? else {
        return Err(RequestFailure::text("There is no free posting time. Set some with /schedule."));
    };
    // `PublishPost` names a variant and no revision, so a button of before an edit has to be refused here.
    if let Some(approved) = publishable(request, at.suggestion).await?.filter(|approved| *approved != at) {
        return Err(RequestFailure::refused(Refusal::Stale { current: approved.revision }));
    }
    queue_post(request, project, at.suggestion, at.variant, Some(slot)).await?;
    Ok(CallbackReply::notice(format!("Queued for {}.", times::moment(slot, state.schedule.time_zone))))
}

/// A post's state; there must be such a post.
pub(super) async fn load_post(request: &ChatRequest<'_>, post: PostId) -> HandlerResult<(ProjectId, Post)> {
    let state = request.bot.aggregates.post(post).await?.state;
    let project = state.project.ok_or_else(|| RequestFailure::refused(Refusal::not_found("post")))?;
    Ok((project, state))
}

/// Makes a suggestion's approved text a post.
pub(super) async fn queue_post(
    request: &ChatRequest<'_>,
    project: ProjectId,
    suggestion: SuggestionId,
    variant: u8,
    publish_at: Option<DateTime<Utc>>,
) -> HandlerResult<()> {
    let command = PublishPost { project, suggestion, variant: Some(variant), publish_at };
    // Ordinal 0 belongs to the approval that may precede it: a redelivered update must find both ids again.
    request.dispatch(1, command).await?;
    Ok(())
}

/// The project's next slot that no waiting post has.
pub(super) async fn free_slot(
    request: &ChatRequest<'_>,
    id: ProjectId,
    project: &Project,
) -> HandlerResult<Option<DateTime<Utc>>> {
    // The read model may be late; the worst that follows is two posts in one slot.
    let posts = posts::list(&request.bot.pool, id, Page::first(LATEST)).await?;
    let waiting = posts
        .iter()
        .filter(|post| matches!(post.status, posts::PostStatus::Queued | posts::PostStatus::Cleared));
    let taken: Vec<DateTime<Utc>> = waiting.map(|post| post.publish_at).collect();
    let mut slot = project.schedule.next_after(request.bot.clock.now());
    while let Some(at) = slot.filter(|at| taken.contains(at)) {
        slot = project.schedule.next_after(at);
    }
    Ok(slot)
}

/// The button that takes a post back.
pub(super) async fn cancel_pressed(request: &ChatRequest<'_>, id: PostId) -> HandlerResult<CallbackReply> {
    cancel_post(request, id).await?;
    Ok(CallbackReply::notice("Taken back. It will not be posted."))
}

/// Takes a post back.
pub(super) async fn cancel_post(request: &ChatRequest<'_>, id: PostId) -> HandlerResult<()> {
    let (project, post) = load_post(request, id).await?;
    let Some(account) = post.account else { return Err(RequestFailure::refused(Refusal::NoAccount)) };
    request.dispatch(0, CancelPost { post: id, project, account, reason: None }).await?;
    Ok(())
}

/// The button that tries a post again.
pub(super) async fn retry_pressed(request: &ChatRequest<'_>, id: PostId) -> HandlerResult<CallbackReply> {
    retry_post(request, id).await?;
    Ok(CallbackReply::notice("It is checked and sent again."))
}

/// Tries a post again.
pub(super) async fn retry_post(request: &ChatRequest<'_>, id: PostId) -> HandlerResult<()> {
    let (project, _) = load_post(request, id).await?;
    request.dispatch(0, RetryPost { post: id, project, publish_at: None }).await?;
    Ok(())
}

/// The button that says that somebody posted it by hand.
pub(super) async fn by_hand_pressed(request: &ChatRequest<'_>, id: PostId) -> HandlerResult<CallbackReply> {
    let (project, _) = load_post(request, id).await?;
    request.require_access(project).await?;
    Ok(CallbackReply::send(link_question(
        "Answer this message with the post's link on X, or with “none”.",
        Purpose::ByHand { post: id },
    )))
}

/// The answer with the link of a post made by hand.
pub(super) async fn by_hand_answered(request: &ChatRequest<'_>, id: PostId, words: &str) -> HandlerResult {
    let (project, post) = load_post(request, id).await?;
    let tweet_id = if words.trim().eq_ignore_ascii_case("none") { None } else { Some(tweet_in(words)?) };
    let Some(account) = post.account else { return Err(RequestFailure::refused(Refusal::NoAccount)) };
    request.dispatch(0, RecordManualPost { post: id, project, account, tweet_id }).await?;
    Ok(Reply::text("Noted: it was posted by hand and will not be sent again."))
}

/// The button that says that a post of unknown outcome is on X.
pub(super) async fn live_pressed(request: &ChatRequest<'_>, at: AttemptRef) -> HandlerResult<CallbackReply> {
    let (project, post) = load_post(request, at.post).await?;
    request.require_access(project).await?;
    // A question that can no longer be answered is not asked.
    still_unknown(at, &post)?;
    Ok(CallbackReply::send(link_question(
        "Answer this message with the post's link on X.",
        Purpose::from(at),
    )))
}

/// The answer with the link of a post of unknown outcome.
pub(super) async fn live_answered(request: &ChatRequest<'_>, at: AttemptRef, words: &str) -> HandlerResult {
    let confirmation = Confirmation::Published(tweet_in(words)?);
    confirm_outcome(request, at, confirmation).await?;
    Ok(Reply::text("Noted: it is live. Posting goes on."))
}

/// The button that says that a post of unknown outcome is not on X, and publishes it again.
pub(super) async fn publish_again_pressed(
    request: &ChatRequest<'_>,
    at: AttemptRef,
) -> HandlerResult<CallbackReply> {
    confirm_outcome(request, at, Confirmation::NotPublished).await?;
    let (project, _) = load_post(request, at.post).await?;
    request.dispatch(1, RetryPost { post: at.post, project, publish_at: None }).await?;
    Ok(CallbackReply::notice("Noted: it is not live. It is checked and sent again."))
}

/// The button that says that a post of unknown outcome is not on X, and leaves it.
pub(super) async fn drop_pressed(request: &ChatRequest<'_>, at: AttemptRef) -> HandlerResult<CallbackReply> {
    let changed = confirm_outcome(request, at, Confirmation::NotPublished).await?;
    Ok(CallbackReply::notice(if changed {
        "Noted: it is not live, and it is left so."
    } else {
        "That was noted before."
    }))
}

async fn confirm_outcome(
    request: &ChatRequest<'_>,
    at: AttemptRef,
    confirmation: Confirmation,
) -> HandlerResult<bool> {
    let (project, post) = load_post(request, at.post).await?;
    let username = match (&confirmation, &post.account) {
        (Confirmation::Published(_), Some(account)) => {
            Some(request.bot.aggregates.account(account).await?.state.username)
        }
        (Confirmation::Published(_), None) | (Confirmation::NotPublished, _) => None,
    };
    let command = ConfirmOutcome { post: at.post, project, attempt: at.attempt, confirmation, username };
    Ok(was_applied(&request.dispatch(0, command).await?.receipt))
}

/// What of the suggestion is approved and no post yet.
pub(super) async fn publishable(
    request: &ChatRequest<'_>,
    suggestion: SuggestionId,
) -> HandlerResult<Option<VariantRef>> {
    let state = request.bot.aggregates.suggestion(suggestion).await?.state;
    let SuggestionStatus::Approved { variant, revision, .. } = state.status else { return Ok(None) };
    let post = request.bot.aggregates.post(post_of(suggestion)).await?.state;
    Ok((!post.exists()).then_some(VariantRef { suggestion, variant, revision }))
}

/// Says what the post is, if its outcome is known by now.
fn still_unknown(at: AttemptRef, post: &Post) -> HandlerResult<()> {
    if post.status == PostStatus::Unknown && post.attempts == at.attempt {
        return Ok(());
    }
    let (what, status) = ("post".to_owned(), post.status.name().to_owned());
    Err(RequestFailure::refused(Refusal::AlreadyDecided { what, status, by: None }))
}

fn link_question(words: &str, purpose: Purpose) -> Reply {
    Reply::text(words).asking(purpose)
}

/// The id in a post's link, or an id alone.
fn tweet_in(words: &str) -> HandlerResult<TweetId> {
    let words = words.trim();
    let after = words.split_once("/status/").map_or(words, |(_, after)| after);
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    let whole = after.len() == digits.len()
        || after.starts_with(&format!("{digits}?"))
        || after.starts_with(&format!("{digits}/"));
    if digits.is_empty() || !whole {
        return Err(RequestFailure::text(
            "I find no link in that. Answer my question again with a link such as https://x.com/name/status/1234567890.",
        ));
    }
    Ok(TweetId(digits))
}

#[cfg(test)]
mod tests {
    use super::tweet_in;

    #[test]
    fn links_and_bare_ids_are_read() {
        let read = |words: &str| tweet_in(words).ok().map(|tweet| tweet.0);
        assert_eq!(read("https://x.com/frog/status/1234567890?s=20").as_deref(), Some("1234567890"));
        assert_eq!(read(" https://twitter.com/frog/status/12/photo/1 ").as_deref(), Some("12"));
        assert_eq!(read("1234567890").as_deref(), Some("1234567890"));
        for words in ["", "yes", "https://x.com/frog", "12 frogs", "https://x.com/frog/status/x"] {
            assert_eq!(read(words), None, "{words}");
        }
    }
}
