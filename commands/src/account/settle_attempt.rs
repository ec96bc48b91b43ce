//! `SettleAttempt`: say how the open request to X ended.

use domain::account::Account;
use domain::account::event::{AccountEvent, AttemptOutcome};
use domain::id::{AccountId, PostId, ProjectId};

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Settle an attempt. The first certain answer stands; one that comes after "unknown" ends the hold of it.
    pub struct SettleAttempt for Account(account) in project by [process] {
        /// The X user id.
        pub account: AccountId,
        /// The project of the post.
        pub project: ProjectId,
        /// The post.
        pub post: PostId,
        /// The attempt's number.
        pub attempt: u32,
        /// How it ended.
        pub outcome: AttemptOutcome,
    }
}

impl Decision for SettleAttempt {
    fn decide(&self, state: &Account, _facts: &DecisionFacts) -> DecisionResult<Account> {
        let (post, attempt) = (self.post, self.attempt);
        if !state.has_opened(post, attempt) {
            return Err(Refusal::not_found("attempt"));
        }
        let open = state.open_attempt.as_ref().map(|open| (open.post, open.attempt));
        let explains = state.unknown == Some((post, attempt)) && self.outcome != AttemptOutcome::Unknown;
        if open != Some((post, attempt)) && !explains {
            return Ok(Vec::new());
        }
        Ok(vec![AccountEvent::AttemptSettled { post, attempt, outcome: self.outcome.clone() }])
    }
}

#[cfg(test)]
mod tests {
    use super::SettleAttempt;
    use crate::account::testing::{account_id, connected, opened};
    use crate::refusal::Refusal;
    use crate::suggestion::testing::suggestion_id;
    use crate::testing::{as_process, given, project_id};
    use domain::account::Account;
    use domain::account::event::{AccountEvent, AttemptOutcome};
    use domain::id::TweetId;
    use domain::post::post_of;

    fn settle(attempt: u32, outcome: AttemptOutcome) -> SettleAttempt {
        let post = post_of(suggestion_id());
        SettleAttempt { account: account_id(), project: project_id(), post, attempt, outcome }
    }

    fn settled(attempt: u32, outcome: AttemptOutcome) -> AccountEvent {
        AccountEvent::AttemptSettled { post: post_of(suggestion_id()), attempt, outcome }
    }

    #[test]
    fn settles_the_open_attempt() {
        let published = AttemptOutcome::Published(TweetId("100".into()));
        for outcome in [published, AttemptOutcome::NotPublished, AttemptOutcome::Unknown] {
            given::<Account>([connected(), opened(1)])
                .when(as_process("publishing"), settle(1, outcome.clone()))
                .then([settled(1, outcome)]);
        }
    }

    #[test]
    fn a_certain_answer_that_comes_late_explains_the_unknown_one() {
        let before = || [connected(), opened(1), settled(1, AttemptOutcome::Unknown)];
        given::<Account>(before())
            .when(as_process("publishing"), settle(1, AttemptOutcome::NotPublished))
            .then([settled(1, AttemptOutcome::NotPublished)]);
        given::<Account>(before())
            .when(as_process("publishing"), settle(1, AttemptOutcome::Unknown))
            .then_nothing();
        let released = AccountEvent::AccountReleased { reason: "a person looked".into() };
        given::<Account>(before().into_iter().chain([released]))
            .when(as_process("publishing"), settle(1, AttemptOutcome::NotPublished))
            .then_nothing();
    }

    #[test]
    fn the_first_certain_answer_stands() {
        for later in [vec![], vec![opened(2)]] {
            let settled = settled(1, AttemptOutcome::NotPublished);
            given::<Account>([connected(), opened(1), settled].into_iter().chain(later))
                .when(as_process("publishing"), settle(1, AttemptOutcome::Unknown))
                .then_nothing();
        }
    }

    #[test]
    fn refuses_attempts_that_nobody_opened() {
        given::<Account>([connected(), opened(1)])
            .when(as_process("publishing"), settle(2, AttemptOutcome::NotPublished))
            .then_refused(Refusal::not_found("attempt"));
    }
}
