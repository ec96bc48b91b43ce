//! `BlockPost`: stop a post before it is sent.

use domain::id::{PostId, ProjectId};
use domain::post::event::{BlockReason, PostEvent};
use domain::post::{Post, PostStatus};
use domain::risk::Assessment;

use super::{decided, found};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;

command! {
    /// Block a post for a reason that shows only when it should be sent, or when it could not be scored at all.
    pub struct BlockPost for Post(post) in project by [process] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// Why.
        pub reason: BlockReason,
        /// Score and signals, when it got that far.
        pub assessment: Option<Assessment>,
    }
}

impl Decision for BlockPost {
    fn decide(&self, state: &Post, _facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        if matches!(state.status, PostStatus::Blocked(_)) {
            return Ok(Vec::new());
        }
        if !state.is_waiting() {
            return Err(decided(state));
        }
        Ok(vec![PostEvent::PostBlocked { reason: self.reason, assessment: self.assessment.clone() }])
    }
}

#[cfg(test)]
mod tests {
    use super::BlockPost;
    use crate::post::testing::{already, cleared, post_id, published, queued};
    use crate::testing::{as_process, given, project_id};
    use domain::post::Post;
    use domain::post::event::{BlockReason, PostEvent};

    fn block() -> BlockPost {
        let reason = BlockReason::NoLongerAllowed;
        BlockPost { post: post_id(), project: project_id(), reason, assessment: None }
    }

    fn blocked() -> PostEvent {
        PostEvent::PostBlocked { reason: BlockReason::NoLongerAllowed, assessment: None }
    }

    #[test]
    fn stops_a_waiting_post_once() {
        for before in [vec![queued(20)], vec![queued(20), cleared(20)]] {
            given::<Post>(before).when(as_process("publishing"), block()).then([blocked()]);
        }
        given::<Post>([queued(20), blocked()]).when(as_process("publishing"), block()).then_nothing();
    }

    #[test]
    fn refuses_posts_that_wait_no_more() {
        given::<Post>([queued(20), published(1)])
            .when(as_process("publishing"), block())
            .then_refused(already("published"));
    }
}
