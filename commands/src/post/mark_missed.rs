//! `MarkMissed`: give up a post whose time has passed.

use domain::id::{PostId, ProjectId};
use domain::post::event::PostEvent;
use domain::post::{Post, PostStatus};

use super::{decided, found};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Give up a waiting post that is late by more than the grace period: it is not sent late by itself.
    ///
    /// The grace period belongs to whoever issues this.
    pub struct MarkMissed for Post(post) in project by [process] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// Why nothing of the project could be published, if that is so.
        pub held: Option<String>,
    }
}

impl Decision for MarkMissed {
    fn decide(&self, state: &Post, facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        if state.status == PostStatus::Missed {
            return Ok(Vec::new());
        }
        let due = state.publish_at.filter(|_| state.is_waiting()).ok_or_else(|| decided(state))?;
        if due > facts.at {
            return Err(Refusal::invalid("post", "is not due yet"));
        }
        Ok(vec![PostEvent::PostMissed { due, held: self.held.clone() }])
    }
}

#[cfg(test)]
mod tests {
    use super::MarkMissed;
    use crate::facts::DecisionFacts;
    use crate::post::testing::{already, cleared, post_id, published, queued};
    use crate::refusal::Refusal;
    use crate::testing::{as_process, given, noon, project_id};
    use chrono::TimeDelta;
    use domain::post::Post;
    use domain::post::event::PostEvent;

    fn mark() -> MarkMissed {
        MarkMissed { post: post_id(), project: project_id(), held: Some("unread".to_owned()) }
    }

    #[test]
    fn gives_up_a_late_post_once() {
        let missed = PostEvent::PostMissed { due: noon(), held: Some("unread".to_owned()) };
        for before in [vec![queued(20)], vec![queued(20), cleared(20)]] {
            given::<Post>(before).when(as_process("publishing"), mark()).then([missed.clone()]);
        }
        given::<Post>([queued(20), missed]).when(as_process("publishing"), mark()).then_nothing();
    }

    #[test]
    fn refuses_posts_that_are_not_due_or_wait_no_more() {
        let early = DecisionFacts { at: noon() - TimeDelta::seconds(1), ..as_process("publishing") };
        given::<Post>([queued(20)])
            .when(early, mark())
            .then_refused(Refusal::invalid("post", "is not due yet"));
        given::<Post>([queued(20), published(1)])
            .when(as_process("publishing"), mark())
            .then_refused(already("published"));
    }
}
