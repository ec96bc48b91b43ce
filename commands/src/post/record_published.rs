//! `RecordPublished`: remember that a post is on X.

use domain::id::{PostId, ProjectId, TweetId};
use domain::post::event::PostEvent;
use domain::post::{Post, PostStatus};

use super::{decided, found};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;

command! {
    /// Record a success, whatever was believed before: what is on X is on X.
    ///
    /// It may come after the attempt was given up as unknown, or even after the post was queued again; recording it
    /// then is what keeps the post from being sent twice.
    pub struct RecordPublished for Post(post) in project by [process] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// The attempt that did it, from 1.
        pub attempt: u32,
        /// Its id on X.
        pub tweet_id: TweetId,
        /// The account's name now, without `@`.
        pub username: String,
    }
}

impl Decision for RecordPublished {
    fn decide(&self, state: &Post, _facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        match state.status {
            PostStatus::Published | PostStatus::Deleted
                if state.tweet_id.as_ref() == Some(&self.tweet_id) =>
            {
                Ok(Vec::new())
            }
            PostStatus::Published | PostStatus::Deleted | PostStatus::PostedManually => Err(decided(state)),
            PostStatus::Queued
            | PostStatus::Cleared
            | PostStatus::Blocked(_)
            | PostStatus::Failed
            | PostStatus::Unknown
            | PostStatus::Cancelled
            | PostStatus::Missed => Ok(vec![PostEvent::PostPublished {
                attempt: self.attempt,
                tweet_id: self.tweet_id.clone(),
                username: self.username.clone(),
            }]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RecordPublished;
    use crate::post::testing::{already, cleared, failed, post_id, published, queued, tweet, unknown};
    use crate::testing::{as_process, given, noon, project_id};
    use domain::id::TweetId;
    use domain::post::Post;
    use domain::post::event::PostEvent;

    fn record() -> RecordPublished {
        let (post, project, username) = (post_id(), project_id(), "froglet".into());
        RecordPublished { post, project, attempt: 1, tweet_id: tweet(), username }
    }

    #[test]
    fn remembers_a_success_once() {
        let before = [queued(20), cleared(20)];
        given::<Post>(before.clone()).when(as_process("publishing"), record()).then([published(1)]);
        given::<Post>(before.into_iter().chain([published(1)]))
            .when(as_process("publishing"), record())
            .then_nothing();
    }

    #[test]
    fn believes_a_success_that_comes_late() {
        let requeued = PostEvent::PostRequeued { publish_at: noon() };
        let cancelled = PostEvent::PostCancelled { reason: None };
        for late in [vec![unknown(1)], vec![failed(1), requeued], vec![cancelled]] {
            given::<Post>([queued(20), cleared(20)].into_iter().chain(late))
                .when(as_process("publishing"), record())
                .then([published(1)]);
        }
    }

    #[test]
    fn refuses_another_id_for_what_is_there_already() {
        given::<Post>([queued(20), cleared(20), published(1)])
            .when(as_process("publishing"), RecordPublished { tweet_id: TweetId("101".into()), ..record() })
            .then_refused(already("published"));
        given::<Post>([queued(20), PostEvent::PostedManually { tweet_id: None }])
            .when(as_process("publishing"), record())
            .then_refused(already("posted by hand"));
    }
}
