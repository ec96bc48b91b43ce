//! What tests of posts and accounts start from.

use domain::id::{PostId, TweetId};
use domain::post::event::{Allowance, PostEvent, PublishFault, Source};
use domain::post::post_of;
use domain::post_text::text_hash;
use domain::risk::RiskScore;
use domain::role::Role;
use domain::text::Text;

use crate::account::testing::account_id;
use crate::refusal::Refusal;
use crate::suggestion::testing::{TEXT, assessment, suggestion_id};
use crate::testing::{member, noon, project_id};

/// The post of every test.
pub(crate) fn post_id() -> PostId {
    post_of(suggestion_id())
}

/// Queued for now with member 5's approval.
pub(crate) fn queued(score: u8) -> PostEvent {
    queued_as(Allowance::ApprovedBy(member(5)), score)
}

/// Queued for now with the allowance.
pub(crate) fn queued_as(allowance: Allowance, score: u8) -> PostEvent {
    PostEvent::PostQueued {
        project: project_id(),
        account: account_id(),
        source: Source { suggestion: suggestion_id(), variant: 1, revision: 0, context_version: 3 },
        text: Text::known(TEXT),
        text_hash: text_hash(TEXT),
        score: RiskScore::try_new(score).unwrap(),
        allowance,
        publish_at: noon(),
    }
}

/// The final check passed, with every signal.
pub(crate) fn cleared(score: u8) -> PostEvent {
    PostEvent::PostCleared { assessment: assessment(score) }
}

/// The attempt put it on X as tweet 100.
pub(crate) fn published(attempt: u32) -> PostEvent {
    PostEvent::PostPublished { attempt, tweet_id: tweet(), username: "froglet".into() }
}

/// The attempt certainly failed.
pub(crate) fn failed(attempt: u32) -> PostEvent {
    PostEvent::PostFailed { attempt, fault: PublishFault::Refused, detail: "not permitted".into() }
}

/// The attempt's outcome is unknown.
pub(crate) fn unknown(attempt: u32) -> PostEvent {
    PostEvent::OutcomeUnknown { attempt, detail: "timeout".into() }
}

/// Tweet 100.
pub(crate) fn tweet() -> TweetId {
    TweetId("100".into())
}

/// The refusal that names where the post stands.
pub(crate) fn already(status: &str) -> Refusal {
    Refusal::AlreadyDecided { what: "post".into(), status: status.into(), by: None }
}

/// The refusal of whoever may not at all.
pub(crate) fn publishers_only() -> Refusal {
    Refusal::NotAllowed { needs: vec![Role::Publisher] }
}
