//! `RecordUnknownOutcome`: remember that nobody knows whether a post is on X.

use domain::id::{PostId, ProjectId};
use domain::post::event::PostEvent;
use domain::post::{Post, PostStatus};

use super::{decided, found};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;

command! {
    /// Record that an attempt may or may not have put the post on X. It is never sent again until somebody knows.
    pub struct RecordUnknownOutcome for Post(post) in project by [process] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// The attempt, from 1.
        pub attempt: u32,
        /// What was seen.
        pub detail: String,
    }
}

impl Decision for RecordUnknownOutcome {
    fn decide(&self, state: &Post, _facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        if self.attempt <= state.attempts {
            return Ok(Vec::new());
        }
        if state.is_on_x() || state.status == PostStatus::Deleted {
            return Err(decided(state));
        }
        Ok(vec![PostEvent::OutcomeUnknown { attempt: self.attempt, detail: self.detail.clone() }])
    }
}

#[cfg(test)]
mod tests {
    use super::RecordUnknownOutcome;
    use crate::post::testing::{already, cleared, failed, post_id, published, queued, unknown};
    use crate::testing::{as_process, given, project_id};
    use domain::post::Post;
    use domain::post::event::PostEvent;

    fn record(attempt: u32) -> RecordUnknownOutcome {
        let (post, project, detail) = (post_id(), project_id(), "timeout".into());
        RecordUnknownOutcome { post, project, attempt, detail }
    }

    #[test]
    fn remembers_the_uncertainty() {
        given::<Post>([queued(20), cleared(20)]).when(as_process("publishing"), record(1)).then([unknown(1)]);
    }

    #[test]
    fn does_not_forget_a_cancelled_post_that_was_sent_at_that_moment() {
        given::<Post>([queued(20), cleared(20), PostEvent::PostCancelled { reason: None }])
            .when(as_process("publishing"), record(1))
            .then([unknown(1)]);
    }

    #[test]
    fn what_is_known_of_the_attempt_stays_known() {
        for known in [published(1), failed(1), unknown(1)] {
            given::<Post>([queued(20), cleared(20), known])
                .when(as_process("publishing"), record(1))
                .then_nothing();
        }
    }

    #[test]
    fn refuses_what_is_on_x() {
        given::<Post>([queued(20), published(1)])
            .when(as_process("publishing"), record(2))
            .then_refused(already("published"));
    }
}
