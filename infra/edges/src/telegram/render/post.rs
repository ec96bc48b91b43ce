//! A post, from the queue to X.

use chrono::{DateTime, Utc};
use domain::id::{PostId, TweetId};
use domain::post::event::{BlockReason, PublishFault};
use domain::post::{Post, PostStatus};
use domain::project::Project;

use super::{DecisionLine, short_id, words};
use crate::telegram::buttons::Action;
use crate::telegram::callback_subjects::AttemptRef;
use crate::telegram::html::{bold, escape, quote, sentence, shortened};
use crate::telegram::reply::{Button, Reply};
use crate::telegram::times;

/// The longest quote, in UTF-16 units: a notice is one message.
const QUOTE: usize = 2200;
/// The longest detail, in UTF-16 units.
const DETAIL: usize = 500;

/// What is known about a post.
pub(in crate::telegram) struct PostNotice<'a> {
    pub(in crate::telegram) id: PostId,
    pub(in crate::telegram) project: &'a Project,
    pub(in crate::telegram) post: &'a Post,
    /// The X account's name, without `@`.
    pub(in crate::telegram) username: String,
    /// Why it failed last, and what X said.
    pub(in crate::telegram) failure: Option<(PublishFault, String)>,
    /// Why nothing could be published when its time was over.
    pub(in crate::telegram) held: Option<String>,
    /// The last thing that happened to it.
    pub(in crate::telegram) decision: Option<DecisionLine>,
    pub(in crate::telegram) now: DateTime<Utc>,
}

/// The notice.
pub(in crate::telegram) fn post(view: &PostNotice<'_>) -> Reply {
    let title = format!("{} · post <code>{}</code>", bold(&escape(&view.project.name)), short_id(view.id.0));
    let text = view.post.text.as_ref().map(|text| quote(words(text), QUOTE));
    let reply = Reply::html(title).and(text.unwrap_or_default()).and(status(view));
    with_buttons(reply, view)
}

fn status(view: &PostNotice<'_>) -> String {
    let decision = view.decision.as_ref().map(DecisionLine::html).unwrap_or_default();
    match view.post.status {
        PostStatus::Queued | PostStatus::Cleared => waiting(view),
        PostStatus::Published => published(view, "Published"),
        PostStatus::PostedManually => published(view, "Posted by hand"),
        PostStatus::Failed => failed(view),
        PostStatus::Blocked(reason) => format!("Stopped before it was sent. {}", blocked(reason)),
        PostStatus::Unknown => unknown(view),
        PostStatus::Cancelled => format!("Taken back{decision}"),
        PostStatus::Missed => missed(view),
        PostStatus::Deleted => format!("Removed from X, as noted{decision}"),
    }
}

fn missed(view: &PostNotice<'_>) -> String {
    let held = view.held.as_deref().map(|why| format!(" Until then it was held: {}", sentence(&escape(why))));
    let held = held.unwrap_or_default();
    format!("Its time has passed by too much, so it was not sent late.{held} Retry sends it now.")
}

fn waiting(view: &PostNotice<'_>) -> String {
    let zone = view.project.schedule.time_zone;
    let due = view.post.publish_at.unwrap_or(view.now);
    let when = if due <= view.now {
        "On its way to X.".to_owned()
    } else {
        format!("Queued for {}.", times::moment(due, zone))
    };
    if view.project.paused { format!("{when}\nPosting is paused: it waits until /resume.") } else { when }
}

fn published(view: &PostNotice<'_>, how: &str) -> String {
    match &view.post.tweet_id {
        Some(tweet) => format!("{how}: {}", link(&view.username, tweet)),
        None => format!("{how}."),
    }
}

/// Where a post can be read on X.
pub(in crate::telegram) fn link(username: &str, tweet: &TweetId) -> String {
    format!("https://x.com/{}/status/{}", escape(username), escape(tweet.as_str()))
}

fn failed(view: &PostNotice<'_>) -> String {
    let Some((fault, detail)) = &view.failure else {
        return "It is not on X. Retry publishes it again.".to_owned();
    };
    let said = if detail.is_empty() {
        String::new()
    } else {
        format!("\nX said: {}", escape(&sentence(&shortened(detail, DETAIL))))
    };
    format!("Failed, it is not on X. {}{said}", remedy(*fault))
}

fn remedy(fault: PublishFault) -> &'static str {
    match fault {
        PublishFault::Duplicate => "The account posted the same words before. Ask for another text.",
        PublishFault::Refused => "X does not accept this text. Ask for another one, or post it by hand.",
        PublishFault::Unauthorised => {
            "X does not accept our credentials. The operator has to renew them; then retry."
        }
        PublishFault::CreditsDepleted => "The paid usage of the X API is spent. Once there is credit, retry.",
        PublishFault::RateLimited => "X was asked too often for too long. Retry later, or post it by hand.",
        PublishFault::Unreachable => "X could not be reached, nothing was sent. Retry, or post it by hand.",
    }
}

fn blocked(reason: BlockReason) -> &'static str {
    match reason {
        BlockReason::Score => {
            "Its risk is higher now than what was allowed. Regenerate it, or retry if the rules changed."
        }
        BlockReason::MissingSignal => {
            "A safety check could not look, and nobody allowed it without. Retry later."
        }
        BlockReason::Unpostable => "X would not take this text. Ask for another one.",
        BlockReason::NoLongerAllowed => "What allowed it does not hold any more.",
        BlockReason::QuotaSpent => "The daily number of posts is used up. Retry tomorrow.",
    }
}

fn unknown(view: &PostNotice<'_>) -> String {
    format!(
        "Nobody knows whether it is on X: the answer to the request was lost, and the timeline does not show it yet. \
         Nothing else is posted until this is known. Look at https://x.com/{} and say what you see.",
        escape(&view.username)
    )
}

fn with_buttons(reply: Reply, view: &PostNotice<'_>) -> Reply {
    let id = view.id;
    let by_hand = || Button::press("Posted by hand", Action::PostedByHand(id));
    match view.post.status {
        PostStatus::Queued | PostStatus::Cleared => {
            reply.row([Button::press("Cancel", Action::CancelPost(id))])
        }
        PostStatus::Failed | PostStatus::Blocked(_) | PostStatus::Missed => {
            reply.row([Button::press("Retry", Action::RetryPost(id)), by_hand()])
        }
        PostStatus::Unknown => {
            let at = AttemptRef { post: id, attempt: view.post.attempts };
            reply.row([Button::press("It is live", Action::ConfirmLive(at))]).row([
                Button::press("It is not: publish again", Action::PublishAgain(at)),
                Button::press("It is not: drop it", Action::DropPost(at)),
            ])
        }
        PostStatus::Published | PostStatus::PostedManually => {
            let tweet = view.post.tweet_id.as_ref();
            reply.row(tweet.map(|tweet| Button::open("Open on X", link(&view.username, tweet))))
        }
        PostStatus::Cancelled | PostStatus::Deleted => reply,
    }
}
