//! What the audit log says of posts.

use domain::post::event::{Allowance, Confirmation, PostEvent};
use serde_json::json;

use super::entry::{Entry, entry, plain, risk};
use crate::readable::code;

/// A sentence and details for an event of a post.
pub(super) fn entry_of(event: &PostEvent) -> Entry {
    match event {
        PostEvent::PostQueued { .. } => queued(event),
        PostEvent::PostCleared { assessment } => entry(
            format!("The post passed the final safety check at score {}.", assessment.score),
            json!({ "risk": risk(assessment) }),
        ),
        PostEvent::PostBlocked { reason, assessment } => entry(
            format!("The final safety check stopped the post: {}.", code(reason).replace('_', " ")),
            json!({ "reason": reason, "risk": assessment.as_ref().map(risk) }),
        ),
        PostEvent::PostPublished { attempt, tweet_id, username } => entry(
            format!("The post was published as @{username}."),
            json!({ "attempt": attempt, "tweet_id": tweet_id, "username": username }),
        ),
        PostEvent::PostFailed { attempt, fault, .. } => entry(
            format!("The post failed: {}.", code(fault).replace('_', " ")),
            json!({ "attempt": attempt, "fault": fault }),
        ),
        PostEvent::OutcomeUnknown { attempt, .. } => {
            entry("Nobody knows whether the post is on X.", json!({ "attempt": attempt }))
        }
        PostEvent::OutcomeConfirmed { attempt, confirmation, confirmed_by, .. } => entry(
            match confirmation {
                Confirmation::Published(_) => "The post was found on X.",
                Confirmation::NotPublished => "The post was found not to be on X.",
            },
            json!({
                "attempt": attempt,
                "confirmation": confirmation,
                "confirmed_by": confirmed_by.to_string(),
            }),
        ),
        PostEvent::PostRequeued { publish_at } => {
            entry("The post was queued again.", json!({ "publish_at": publish_at }))
        }
        PostEvent::PostCancelled { .. } => plain("The post was taken back."),
        PostEvent::PostMissed { due } => entry("The post missed its time.", json!({ "due": due })),
        PostEvent::PostedManually { tweet_id } => {
            entry("The post was published by hand.", json!({ "tweet_id": tweet_id }))
        }
        PostEvent::PostDeleted {} => plain("The post was removed from X."),
        PostEvent::MetricsObserved { metrics, observed_at } => entry(
            "The post's public counts were read.",
            json!({ "metrics": metrics, "observed_at": observed_at }),
        ),
    }
}

fn queued(event: &PostEvent) -> Entry {
    let PostEvent::PostQueued { account, source, text_hash, score, allowance, publish_at, .. } = event else {
        return plain("The post was queued.");
    };
    let allowed_by = match allowance {
        Allowance::ApprovedBy(actor) => actor.to_string(),
        Allowance::Autopilot => "autopilot".to_owned(),
    };
    entry(
        format!("A post was queued at score {score}, allowed by {allowed_by}."),
        json!({
            "account": account,
            "source": source,
            "text_hash": text_hash,
            "score": score,
            "allowed_by": allowed_by,
            "publish_at": publish_at,
        }),
    )
}
