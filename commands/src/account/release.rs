//! `ReleaseAccount`: let sending to a held account go on.

use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::id::{AccountId, ProjectId};

use super::found;
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;

command! {
    /// Release an account. A post of unknown outcome stays unknown; only other posts go on.
    pub struct ReleaseAccount for Account(account) in project by [Publisher or process] {
        /// The X user id.
        pub account: AccountId,
        /// The project that asks: a member's must post as this account. None when nobody's in particular.
        pub project: Option<ProjectId>,
        /// Why, in our words.
        pub reason: String,
    }
}

impl Decision for ReleaseAccount {
    fn decide(&self, state: &Account, facts: &DecisionFacts) -> DecisionResult<Account> {
        found(state, &self.account, self.project, facts)?;
        if state.held.is_none() {
            return Ok(Vec::new());
        }
        Ok(vec![AccountEvent::AccountReleased { reason: self.reason.clone() }])
    }
}

#[cfg(test)]
mod tests {
    use super::ReleaseAccount;
    use crate::account::testing::{account_id, assigned, connected, opened};
    use crate::refusal::Refusal;
    use crate::suggestion::testing::suggestion_id;
    use crate::testing::{as_process, as_role, given, project_id};
    use domain::account::Account;
    use domain::account::event::{AccountEvent, AttemptOutcome};
    use domain::post::post_of;
    use domain::role::Role;

    fn release() -> ReleaseAccount {
        ReleaseAccount { account: account_id(), project: Some(project_id()), reason: "found".into() }
    }

    fn released() -> AccountEvent {
        AccountEvent::AccountReleased { reason: "found".into() }
    }

    #[test]
    fn lifts_a_hold_and_the_one_that_an_unknown_outcome_brought() {
        let (post, outcome) = (post_of(suggestion_id()), AttemptOutcome::Unknown);
        let unknown = vec![opened(1), AccountEvent::AttemptSettled { post, attempt: 1, outcome }];
        for held in [vec![AccountEvent::AccountHeld { reason: "checking".into() }], unknown] {
            given::<Account>([connected()].into_iter().chain(held))
                .when(assigned(as_role(Role::Publisher)), release())
                .then([released()]);
        }
    }

    #[test]
    fn an_account_that_is_not_held_needs_no_release() {
        let anywhere = ReleaseAccount { project: None, ..release() };
        given::<Account>([connected()]).when(as_process("recovery"), anywhere).then_nothing();
    }

    #[test]
    fn refuses_accounts_of_others() {
        given::<Account>([connected()])
            .when(as_role(Role::Publisher), release())
            .then_refused(Refusal::not_found("account"));
    }
}
