//! `RetryPost`: try a post again that did not get to X.

use chrono::{DateTime, Utc};
use domain::id::{PostId, ProjectId};
use domain::post::event::PostEvent;
use domain::post::{Post, PostStatus};

use super::{decided, due, found};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;

command! {
    /// Queue a post again that failed, was blocked or missed its time; it goes through the final check again.
    ///
    /// A post of unknown outcome is not tried again before somebody confirmed that it is not on X.
    pub struct RetryPost for Post(post) in project by [Publisher or process] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// When it is due; now, if absent or past.
        pub publish_at: Option<DateTime<Utc>>,
    }
}

impl Decision for RetryPost {
    fn decide(&self, state: &Post, facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        match state.status {
            PostStatus::Failed | PostStatus::Blocked(_) | PostStatus::Missed => {}
            PostStatus::Queued
            | PostStatus::Cleared
            | PostStatus::Published
            | PostStatus::Unknown
            | PostStatus::Cancelled
            | PostStatus::PostedManually
            | PostStatus::Deleted => return Err(decided(state)),
        }
        rules::open(&facts.project)?;
        Ok(vec![PostEvent::PostRequeued { publish_at: due(self.publish_at, facts.at)? }])
    }
}

#[cfg(test)]
mod tests {
    use super::RetryPost;
    use crate::post::testing::{already, cleared, failed, post_id, published, queued, unknown};
    use crate::refusal::Refusal;
    use crate::testing::{as_process, as_role, given, noon, project_id};
    use chrono::TimeDelta;
    use domain::actor::Actor;
    use domain::post::Post;
    use domain::post::event::{BlockReason, Confirmation, PostEvent};
    use domain::role::Role;

    fn retry() -> RetryPost {
        RetryPost { post: post_id(), project: project_id(), publish_at: None }
    }

    fn requeued() -> PostEvent {
        PostEvent::PostRequeued { publish_at: noon() }
    }

    fn after(events: impl IntoIterator<Item = PostEvent>) -> Vec<PostEvent> {
        [queued(20), cleared(20)].into_iter().chain(events).collect()
    }

    #[test]
    fn tries_again_what_failed_was_blocked_or_missed_its_time() {
        let blocked = PostEvent::PostBlocked { reason: BlockReason::MissingSignal, assessment: None };
        for event in [failed(1), blocked, PostEvent::PostMissed { due: noon(), held: None }] {
            given::<Post>(after([event])).when(as_role(Role::Publisher), retry()).then([requeued()]);
        }
        let publish_at = Some(noon() + TimeDelta::hours(1));
        given::<Post>(after([failed(1)]))
            .when(as_process("publishing"), RetryPost { publish_at, ..retry() })
            .then([PostEvent::PostRequeued { publish_at: noon() + TimeDelta::hours(1) }]);
    }

    #[test]
    fn tries_an_unknown_outcome_again_only_after_somebody_looked() {
        given::<Post>(after([unknown(1)]))
            .when(as_role(Role::Owner), retry())
            .then_refused(already("of unknown outcome"));
        let denied = PostEvent::OutcomeConfirmed {
            attempt: 1,
            confirmation: Confirmation::NotPublished,
            username: None,
            confirmed_by: Actor::process("publishing"),
        };
        given::<Post>(after([unknown(1), denied])).when(as_role(Role::Owner), retry()).then([requeued()]);
    }

    #[test]
    fn refuses_what_waits_or_is_over() {
        let cancelled = PostEvent::PostCancelled { reason: None };
        let queued_again = requeued();
        for (event, status) in
            [(published(1), "published"), (cancelled, "cancelled"), (queued_again, "queued")]
        {
            given::<Post>(after([event]))
                .when(as_role(Role::Publisher), retry())
                .then_refused(already(status));
        }
    }

    #[test]
    fn refuses_times_too_far() {
        let publish_at = Some(noon() + TimeDelta::days(366));
        given::<Post>(after([failed(1)]))
            .when(as_role(Role::Publisher), RetryPost { publish_at, ..retry() })
            .then_refused(Refusal::invalid("publish_at", "is more than 365 days ahead"));
    }
}
