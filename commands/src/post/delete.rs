//! `DeletePost`: remember that a post was removed from X.

use domain::id::{PostId, ProjectId};
use domain::post::event::PostEvent;
use domain::post::{Post, PostStatus};

use super::found;
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Record that somebody removed the post from X by hand. It does not remove it: nothing is sent to X.
    pub struct DeletePost for Post(post) in project by [Publisher] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
    }
}

impl Decision for DeletePost {
    fn decide(&self, state: &Post, _facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        if state.status == PostStatus::Deleted {
            return Ok(Vec::new());
        }
        if !state.is_on_x() {
            return Err(Refusal::invalid("post", "is not on X"));
        }
        Ok(vec![PostEvent::PostDeleted {}])
    }
}

#[cfg(test)]
mod tests {
    use super::DeletePost;
    use crate::post::testing::{post_id, published, queued, unknown};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::post::Post;
    use domain::post::event::PostEvent;
    use domain::role::Role;

    fn delete() -> DeletePost {
        DeletePost { post: post_id(), project: project_id() }
    }

    #[test]
    fn remembers_once_that_it_was_removed() {
        let deleted = PostEvent::PostDeleted {};
        for there in [published(1), PostEvent::PostedManually { tweet_id: None }] {
            given::<Post>([queued(20), there])
                .when(as_role(Role::Publisher), delete())
                .then([deleted.clone()]);
        }
        given::<Post>([queued(20), published(1), deleted])
            .when(as_role(Role::Publisher), delete())
            .then_nothing();
    }

    #[test]
    fn refuses_what_is_not_on_x() {
        for before in [vec![queued(20)], vec![queued(20), unknown(1)]] {
            given::<Post>(before)
                .when(as_role(Role::Publisher), delete())
                .then_refused(Refusal::invalid("post", "is not on X"));
        }
    }
}
