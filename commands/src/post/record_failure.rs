//! `RecordFailure`: remember that a post is certainly not on X.

use domain::id::{PostId, ProjectId};
use domain::post::event::{PostEvent, PublishFault};
use domain::post::{Post, PostStatus};

use super::{decided, found};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;

command! {
    /// Record a certain failure.
    ///
    /// "The same words were posted before" proves nothing once an earlier outcome was unknown: the earlier attempt
    /// may be what X means. That answer is recorded as one more unknown outcome.
    pub struct RecordFailure for Post(post) in project by [process] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// The attempt that failed; the post's last one (0: none) when it failed before the next was sent.
        pub attempt: u32,
        /// Why.
        pub fault: PublishFault,
        /// What X said, shortened.
        pub detail: String,
    }
}

impl Decision for RecordFailure {
    fn decide(&self, state: &Post, _facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        match state.status {
            PostStatus::Published | PostStatus::PostedManually | PostStatus::Deleted => Err(decided(state)),
            PostStatus::Cancelled => Ok(Vec::new()),
            PostStatus::Queued
            | PostStatus::Cleared
            | PostStatus::Blocked(_)
            | PostStatus::Failed
            | PostStatus::Unknown
            | PostStatus::Missed => Ok(self.news(state).into_iter().collect()),
        }
    }
}

impl RecordFailure {
    fn news(&self, state: &Post) -> Option<PostEvent> {
        let (attempt, detail) = (self.attempt, self.detail.clone());
        let is_new = attempt > state.attempts;
        if self.fault == PublishFault::Duplicate && state.ever_unknown {
            return is_new.then_some(PostEvent::OutcomeUnknown { attempt, detail });
        }
        let is_open = state.is_waiting() || state.status == PostStatus::Unknown;
        let failed = is_new || (is_open && attempt == state.attempts);
        failed.then_some(PostEvent::PostFailed { attempt, fault: self.fault, detail })
    }
}

#[cfg(test)]
mod tests {
    use super::RecordFailure;
    use crate::post::testing::{already, cleared, failed, post_id, published, queued, unknown};
    use crate::testing::{as_process, given, noon, project_id};
    use domain::actor::Actor;
    use domain::post::Post;
    use domain::post::event::{Confirmation, PostEvent, PublishFault};

    fn record(attempt: u32) -> RecordFailure {
        RecordFailure {
            post: post_id(),
            project: project_id(),
            attempt,
            fault: PublishFault::Refused,
            detail: "not permitted".into(),
        }
    }

    fn duplicate(attempt: u32) -> RecordFailure {
        RecordFailure { fault: PublishFault::Duplicate, detail: "duplicate".into(), ..record(attempt) }
    }

    fn after(events: impl IntoIterator<Item = PostEvent>) -> Vec<PostEvent> {
        [queued(20), cleared(20)].into_iter().chain(events).collect()
    }

    fn requeued() -> PostEvent {
        PostEvent::PostRequeued { publish_at: noon() }
    }

    #[test]
    fn remembers_the_failure_of_an_attempt_once() {
        given::<Post>(after([])).when(as_process("publishing"), record(1)).then([failed(1)]);
        given::<Post>(after([failed(1)])).when(as_process("publishing"), record(1)).then_nothing();
        given::<Post>(after([failed(1), requeued(), cleared(20)]))
            .when(as_process("publishing"), record(2))
            .then([failed(2)]);
    }

    #[test]
    fn remembers_a_failure_before_the_next_attempt_was_sent() {
        given::<Post>([queued(20)]).when(as_process("publishing"), record(0)).then([failed(0)]);
        given::<Post>(after([failed(1), requeued()]))
            .when(as_process("publishing"), record(1))
            .then([failed(1)]);
        given::<Post>([queued(20), failed(0)]).when(as_process("publishing"), record(0)).then_nothing();
    }

    #[test]
    fn a_late_certain_answer_ends_the_uncertainty() {
        given::<Post>(after([unknown(1)])).when(as_process("publishing"), record(1)).then([failed(1)]);
    }

    #[test]
    fn a_duplicate_is_a_certain_failure_only_if_no_outcome_was_ever_unknown() {
        given::<Post>(after([])).when(as_process("publishing"), duplicate(1)).then([PostEvent::PostFailed {
            attempt: 1,
            fault: PublishFault::Duplicate,
            detail: "duplicate".into(),
        }]);
        let denied = PostEvent::OutcomeConfirmed {
            attempt: 1,
            confirmation: Confirmation::NotPublished,
            username: None,
            confirmed_by: Actor::process("publishing"),
        };
        given::<Post>(after([unknown(1), denied, requeued(), cleared(20)]))
            .when(as_process("publishing"), duplicate(2))
            .then([PostEvent::OutcomeUnknown { attempt: 2, detail: "duplicate".into() }]);
        given::<Post>(after([unknown(1)])).when(as_process("publishing"), duplicate(1)).then_nothing();
    }

    #[test]
    fn leaves_a_cancelled_post_alone() {
        let cancelled = PostEvent::PostCancelled { reason: None };
        given::<Post>(after([cancelled])).when(as_process("publishing"), record(1)).then_nothing();
    }

    #[test]
    fn refuses_what_is_on_x() {
        given::<Post>(after([published(1)]))
            .when(as_process("publishing"), record(1))
            .then_refused(already("published"));
    }
}
