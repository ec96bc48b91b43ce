//! `RecordManualPost`: remember that a person published a post by hand.

use domain::id::{AccountId, PostId, ProjectId, TweetId};
use domain::post::event::PostEvent;
use domain::post::{Post, PostStatus};

use super::{decided, found, not_sending, real_tweet};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;

command! {
    /// Record that a person put the text on X by hand, so that it is not sent once more.
    ///
    /// It may be said again to add the id. An unknown outcome is settled by `ConfirmOutcome` instead.
    pub struct RecordManualPost for Post(post) in project reads [Account(account)] by [Publisher] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// The X account it was queued for.
        pub account: AccountId,
        /// Its id on X, if known.
        pub tweet_id: Option<TweetId>,
    }
}

impl Decision for RecordManualPost {
    fn decide(&self, state: &Post, facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        match state.status {
            PostStatus::PostedManually if self.adds_nothing(state) => return Ok(Vec::new()),
            PostStatus::PostedManually if state.tweet_id.is_none() => {}
            PostStatus::Published
            | PostStatus::Unknown
            | PostStatus::PostedManually
            | PostStatus::Deleted => return Err(decided(state)),
            PostStatus::Queued
            | PostStatus::Cleared
            | PostStatus::Blocked(_)
            | PostStatus::Failed
            | PostStatus::Cancelled
            | PostStatus::Missed => {}
        }
        not_sending(state, self.post, &self.account, &facts.account)?;
        self.tweet_id.as_ref().map_or(Ok(()), real_tweet)?;
        Ok(vec![PostEvent::PostedManually { tweet_id: self.tweet_id.clone() }])
    }
}

impl RecordManualPost {
    fn adds_nothing(&self, state: &Post) -> bool {
        self.tweet_id.is_none() || self.tweet_id == state.tweet_id
    }
}

#[cfg(test)]
mod tests {
    use super::RecordManualPost;
    use crate::account::testing::{account_id, opened};
    use crate::facts::DecisionFacts;
    use crate::post::testing::{already, cleared, failed, post_id, published, queued, tweet, unknown};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::account::Account;
    use domain::id::{AccountId, TweetId};
    use domain::post::Post;
    use domain::post::event::PostEvent;
    use domain::role::Role;
    use domain::state::State;

    fn record(tweet_id: Option<TweetId>) -> RecordManualPost {
        RecordManualPost { post: post_id(), project: project_id(), account: account_id(), tweet_id }
    }

    fn by_hand(tweet_id: Option<TweetId>) -> PostEvent {
        PostEvent::PostedManually { tweet_id }
    }

    #[test]
    fn remembers_what_was_published_by_hand() {
        for event in [cleared(20), failed(1), PostEvent::PostCancelled { reason: None }] {
            given::<Post>([queued(20), event])
                .when(as_role(Role::Publisher), record(Some(tweet())))
                .then([by_hand(Some(tweet()))]);
        }
    }

    #[test]
    fn the_id_may_be_added_later_and_a_repeat_does_nothing() {
        given::<Post>([queued(20), by_hand(None)])
            .when(as_role(Role::Publisher), record(Some(tweet())))
            .then([by_hand(Some(tweet()))]);
        for again in [None, Some(tweet())] {
            given::<Post>([queued(20), by_hand(Some(tweet()))])
                .when(as_role(Role::Publisher), record(again))
                .then_nothing();
        }
        given::<Post>([queued(20), by_hand(Some(tweet()))])
            .when(as_role(Role::Publisher), record(Some(TweetId("101".into()))))
            .then_refused(already("posted by hand"));
    }

    #[test]
    fn refuses_while_our_own_request_may_be_on_its_way_or_its_outcome_is_unknown() {
        let facts = DecisionFacts { account: Account::fold(&[opened(1)]), ..as_role(Role::Publisher) };
        given::<Post>([queued(20), cleared(20)]).when(facts, record(None)).then_refused(Refusal::AttemptOpen);
        for (event, status) in [(unknown(1), "of unknown outcome"), (published(1), "published")] {
            given::<Post>([queued(20), event])
                .when(as_role(Role::Publisher), record(None))
                .then_refused(already(status));
        }
    }

    #[test]
    fn refuses_ids_that_are_none_and_other_accounts() {
        let reason = "must be the number at the end of the post's address on X";
        given::<Post>([queued(20)])
            .when(as_role(Role::Publisher), record(Some(TweetId("frog".into()))))
            .then_refused(Refusal::invalid("tweet_id", reason));
        given::<Post>([queued(20)])
            .when(
                as_role(Role::Publisher),
                RecordManualPost { account: AccountId("1".into()), ..record(None) },
            )
            .then_refused(Refusal::invalid("account", "is not that of the post"));
    }
}
