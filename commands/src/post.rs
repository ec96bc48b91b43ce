//! Commands of a post: queue it, check it a last time, record what became of it.

pub mod block;
pub mod cancel;
pub mod clear;
pub mod confirm_outcome;
pub mod delete;
pub mod mark_missed;
pub mod publish;
pub mod record_failure;
pub mod record_manual;
pub mod record_metrics;
pub mod record_published;
pub mod record_unknown;
pub mod retry;
#[cfg(test)]
pub(crate) mod testing;

use chrono::{DateTime, TimeDelta, Utc};
use domain::account::Account;
use domain::id::{AccountId, PostId, ProjectId, TweetId};
use domain::post::Post;
use domain::post::event::BlockReason;
use domain::risk::{Band, Limits, RiskScore};
use domain::role::Role;

use crate::decision::commands;
use crate::refusal::Refusal;

commands! {
    /// Any command of a post.
    PostCommand for Post {
        publish::PublishPost,
        clear::ClearPost,
        block::BlockPost,
        record_published::RecordPublished,
        record_failure::RecordFailure,
        record_unknown::RecordUnknownOutcome,
        confirm_outcome::ConfirmOutcome,
        retry::RetryPost,
        cancel::CancelPost,
        mark_missed::MarkMissed,
        record_manual::RecordManualPost,
        delete::DeletePost,
        record_metrics::RecordMetrics,
    }
}

/// The furthest that a post may be scheduled ahead.
const FURTHEST: TimeDelta = TimeDelta::days(365);

/// Refuses what was never queued, or belongs to another project.
pub(crate) fn found(state: &Post, project: ProjectId) -> Result<(), Refusal> {
    if state.belongs_to(project) { Ok(()) } else { Err(Refusal::not_found("post")) }
}

/// Says where the post stands.
pub(crate) fn decided(state: &Post) -> Refusal {
    let status = state.status.name().to_owned();
    Refusal::AlreadyDecided { what: "post".to_owned(), status, by: None }
}

/// Why a post may not go on whose allowance does not cover it: blocked, or a person must decide.
pub(crate) fn not_covered(reason: BlockReason, score: RiskScore, limits: Limits) -> Refusal {
    if reason == BlockReason::Score && limits.band(score) == Band::Blocked {
        return Refusal::Blocked { score: score.get(), limit: limits.block() };
    }
    Refusal::NotAllowed { needs: vec![Role::Publisher] }
}

/// When the post is due: the wanted instant, or now when that has passed or none was wanted.
fn due(wanted: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Refusal> {
    let due = wanted.map_or(now, |wanted| wanted.max(now));
    if due - now > FURTHEST {
        return Err(Refusal::invalid("publish_at", "is more than 365 days ahead"));
    }
    Ok(due)
}

/// Refuses while an attempt of the post is open, or ended and the post does not know yet how.
fn not_sending(state: &Post, post: PostId, account: &AccountId, known: &Account) -> Result<(), Refusal> {
    if state.account.as_ref() != Some(account) {
        return Err(Refusal::invalid("account", "is not that of the post"));
    }
    if known.may_have_sent(post, state.attempts) { Err(Refusal::AttemptOpen) } else { Ok(()) }
}

/// Refuses what cannot be an id on X.
fn real_tweet(tweet: &TweetId) -> Result<(), Refusal> {
    if tweet.is_well_formed() {
        Ok(())
    } else {
        Err(Refusal::invalid("tweet_id", "must be the number at the end of the post's address on X"))
    }
}
