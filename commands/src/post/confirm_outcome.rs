//! `ConfirmOutcome`: settle an unknown outcome.

use domain::id::{PostId, ProjectId};
use domain::post::event::{Confirmation, PostEvent};
use domain::post::{Post, PostStatus};

use super::{decided, found, real_tweet};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Say whether the post is on X after all: the reconciliation found out, or a person looked.
    pub struct ConfirmOutcome for Post(post) in project by [Publisher or process] {
        /// The post.
        pub post: PostId,
        /// Its project.
        pub project: ProjectId,
        /// The attempt in question.
        pub attempt: u32,
        /// What it was.
        pub confirmation: Confirmation,
        /// The account's name for the link, without `@`, when it is on X.
        pub username: Option<String>,
    }
}

impl Decision for ConfirmOutcome {
    fn decide(&self, state: &Post, facts: &DecisionFacts) -> DecisionResult<Post> {
        found(state, self.project)?;
        if self.is_known(state) {
            return Ok(Vec::new());
        }
        if state.status != PostStatus::Unknown {
            return Err(decided(state));
        }
        if self.attempt != state.attempts {
            return Err(Refusal::invalid("attempt", "is not the one in question"));
        }
        if let Confirmation::Published(tweet) = &self.confirmation {
            real_tweet(tweet)?;
        }
        Ok(vec![PostEvent::OutcomeConfirmed {
            attempt: self.attempt,
            confirmation: self.confirmation.clone(),
            username: self.username.clone(),
            confirmed_by: facts.actor.clone(),
        }])
    }
}

impl ConfirmOutcome {
    fn is_known(&self, state: &Post) -> bool {
        match &self.confirmation {
            Confirmation::Published(tweet) => {
                state.status == PostStatus::Published && state.tweet_id.as_ref() == Some(tweet)
            }
            Confirmation::NotPublished => {
                state.status == PostStatus::Failed && state.attempts == self.attempt
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ConfirmOutcome;
    use crate::post::testing::{already, cleared, failed, post_id, published, queued, tweet, unknown};
    use crate::refusal::Refusal;
    use crate::testing::{as_process, as_role, given, member, project_id};
    use domain::actor::Actor;
    use domain::id::TweetId;
    use domain::post::Post;
    use domain::post::event::{Confirmation, PostEvent};
    use domain::role::Role;

    fn confirm(confirmation: Confirmation) -> ConfirmOutcome {
        let (post, project, username) = (post_id(), project_id(), Some("froglet".into()));
        ConfirmOutcome { post, project, attempt: 1, confirmation, username }
    }

    fn confirmed(confirmation: Confirmation, confirmed_by: Actor) -> PostEvent {
        let username = Some("froglet".into());
        PostEvent::OutcomeConfirmed { attempt: 1, confirmation, username, confirmed_by }
    }

    fn after(event: PostEvent) -> [PostEvent; 3] {
        [queued(20), cleared(20), event]
    }

    #[test]
    fn a_person_or_the_reconciliation_settles_it() {
        for confirmation in [Confirmation::Published(tweet()), Confirmation::NotPublished] {
            given::<Post>(after(unknown(1)))
                .when(as_role(Role::Publisher), confirm(confirmation.clone()))
                .then([confirmed(confirmation.clone(), member(1))]);
            given::<Post>(after(unknown(1)))
                .when(as_process("publishing"), confirm(confirmation.clone()))
                .then([confirmed(confirmation, Actor::process("publishing"))]);
        }
    }

    #[test]
    fn what_is_known_already_needs_no_second_word() {
        given::<Post>(after(published(1)))
            .when(as_process("publishing"), confirm(Confirmation::Published(tweet())))
            .then_nothing();
        given::<Post>(after(failed(1)))
            .when(as_process("publishing"), confirm(Confirmation::NotPublished))
            .then_nothing();
    }

    #[test]
    fn refuses_where_nothing_is_unknown() {
        given::<Post>(after(published(1)))
            .when(as_role(Role::Publisher), confirm(Confirmation::NotPublished))
            .then_refused(already("published"));
        given::<Post>([queued(20)])
            .when(as_role(Role::Publisher), confirm(Confirmation::Published(tweet())))
            .then_refused(already("queued"));
    }

    #[test]
    fn refuses_another_attempt_and_ids_that_are_none() {
        given::<Post>(after(unknown(2)))
            .when(as_role(Role::Publisher), confirm(Confirmation::NotPublished))
            .then_refused(Refusal::invalid("attempt", "is not the one in question"));
        let reason = "must be the number at the end of the post's address on X";
        given::<Post>(after(unknown(1)))
            .when(as_role(Role::Publisher), confirm(Confirmation::Published(TweetId("https".into()))))
            .then_refused(Refusal::invalid("tweet_id", reason));
    }
}
