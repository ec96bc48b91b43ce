//! Events of a post.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::actor::Actor;
use crate::audit_line::{line, plain, risk, spoken};
use crate::event::events;
use crate::id::{AccountId, ProjectId, SuggestionId, TweetId};
use crate::risk::{Assessment, RiskScore};
use crate::text::Text;

/// What allows a post to be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowance {
    /// A person approved exactly this text.
    ApprovedBy(Actor),
    /// The project's autopilot was `full` and the text at or under the low limit.
    Autopilot,
}

impl fmt::Display for Allowance {
    /// Who allowed it, as one word: the actor, or `autopilot`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApprovedBy(actor) => actor.fmt(f),
            Self::Autopilot => f.write_str("autopilot"),
        }
    }
}

/// Where a post's text came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The suggestion.
    pub suggestion: SuggestionId,
    /// The variant's number.
    pub variant: u8,
    /// The revision.
    pub revision: u32,
    /// The context version that the suggestion was written with.
    pub context_version: u32,
}

/// Why a post was stopped by the final safety check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockReason {
    /// The score is over what its allowance covers.
    Score,
    /// A signal is missing and no person has looked at the text with that signal missing.
    MissingSignal,
    /// The text cannot be a post: too long, two cashtags, …
    Unpostable,
    /// The project's policy, roles or autopilot changed so that nobody allows it any more.
    NoLongerAllowed,
    /// The project's daily quota of posts is spent.
    QuotaSpent,
}

/// Why a post is certainly not on X.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishFault {
    /// X says that the account posted the same words before.
    Duplicate,
    /// X refuses the text or the request.
    Refused,
    /// Credentials or permissions are not accepted.
    Unauthorised,
    /// The paid credit or a usage cap is spent.
    CreditsDepleted,
    /// X's rate limit held for as long as it was tried.
    RateLimited,
    /// X stayed unreachable for as long as it was tried; nothing was sent.
    Unreachable,
}

/// How an unknown outcome was settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    /// It is on X.
    Published(TweetId),
    /// It is not.
    NotPublished,
}

/// Public counts of a post on X.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicMetrics {
    /// Likes.
    pub likes: u64,
    /// Reposts.
    pub reposts: u64,
    /// Replies.
    pub replies: u64,
    /// Quotes.
    pub quotes: u64,
    /// Impressions.
    pub impressions: u64,
}

events! {
    /// What can happen to a post.
    PostEvent of Post {
        /// A text waits for its time.
        PostQueued = "1.0" {
            /// The project.
            project: ProjectId,
            /// The X account it will appear on.
            account: AccountId,
            /// Where the text came from.
            source: Source,
            /// The text.
            text: Text,
            /// SHA-256 (hex) of its comparable form.
            text_hash: String,
            /// Its score when it was queued.
            score: RiskScore,
            /// What allows it.
            allowance: Allowance,
            /// When it is due.
            publish_at: DateTime<Utc>,
        } => line(
            format!("A post was queued at score {score}, allowed by {allowance}."),
            json!({
                "account": account, "source": source, "text_hash": text_hash, "score": score,
                "allowed_by": allowance.to_string(), "publish_at": publish_at,
            }),
        ),
        /// The final safety check passed.
        PostCleared = "1.0" {
            /// Score and signals.
            assessment: Assessment,
        } => line(
            format!("The post passed the final safety check at score {}.", assessment.score),
            json!({ "risk": risk(assessment) }),
        ),
        /// The final safety check stopped it.
        PostBlocked = "1.0" {
            /// Why.
            reason: BlockReason,
            /// Score and signals, when it got that far.
            assessment: Option<Assessment>,
        } => line(
            format!("The final safety check stopped the post: {}.", spoken(reason)),
            json!({ "reason": reason, "risk": assessment.as_ref().map(risk) }),
        ),
        /// It is on X.
        PostPublished = "1.0" {
            /// The attempt that did it, from 1.
            attempt: u32,
            /// Its id there.
            tweet_id: TweetId,
            /// The account's name at that time, without `@`, for the link.
            username: String,
        } => line(
            format!("The post was published as @{username}."),
            json!({ "attempt": attempt, "tweet_id": tweet_id, "username": username }),
        ),
        /// It is certainly not on X and will not be tried again by itself.
        PostFailed = "1.0" {
            /// The last attempt, 0 when none was opened.
            attempt: u32,
            /// Why.
            fault: PublishFault,
            /// What X said, shortened.
            detail: String,
        } => line(
            format!("The post failed: {}.", spoken(fault)),
            json!({ "attempt": attempt, "fault": fault }),
        ),
        /// Nobody knows yet whether it is on X.
        OutcomeUnknown = "1.0" {
            /// The attempt.
            attempt: u32,
            /// What was seen.
            detail: String,
        } => line("Nobody knows whether the post is on X.", json!({ "attempt": attempt })),
        /// The unknown outcome is known.
        OutcomeConfirmed = "1.0" {
            /// The attempt.
            attempt: u32,
            /// What it was.
            confirmation: Confirmation,
            /// The account's name for the link, when it is on X.
            username: Option<String>,
            /// Who found out: the reconciliation, or a person who looked.
            confirmed_by: Actor,
        } => line(
            match confirmation {
                Confirmation::Published(_) => "The post was found on X.",
                Confirmation::NotPublished => "The post was found not to be on X.",
            },
            json!({
                "attempt": attempt, "confirmation": confirmation, "confirmed_by": confirmed_by.to_string(),
            }),
        ),
        /// It will be tried again.
        PostRequeued = "1.0" {
            /// When it is due.
            publish_at: DateTime<Utc>,
        } => line("The post was queued again.", json!({ "publish_at": publish_at })),
        /// A person took it back before it was sent.
        PostCancelled = "1.0" {
            /// Why, if a reason was given.
            reason: Option<Text>,
        } => plain("The post was taken back."),
        /// Its time passed by more than the grace period; it was not sent late.
        PostMissed = "1.0" {
            /// When it had been due.
            due: DateTime<Utc>,
            /// Why nothing of the project could be published when its time was over, if that was so; in our words.
            held: Option<String>,
        } => line(
            "The post missed its time.",
            // Of an event from before the field the line stays what it was: read models are compared with a replay.
            held.as_ref().map_or_else(|| json!({ "due": due }), |held| json!({ "due": due, "held": held })),
        ),
        /// A person published it by hand.
        PostedManually = "1.0" {
            /// Its id on X, if given.
            tweet_id: Option<TweetId>,
        } => line("The post was published by hand.", json!({ "tweet_id": tweet_id })),
        /// It was removed from X.
        PostDeleted = "1.0" {} => plain("The post was removed from X."),
        /// Its public counts were read.
        MetricsObserved = "1.0" {
            /// The counts.
            metrics: PublicMetrics,
            /// When they were read.
            observed_at: DateTime<Utc>,
        } => line(
            "The post's public counts were read.",
            json!({ "metrics": metrics, "observed_at": observed_at }),
        ),
    }
}
