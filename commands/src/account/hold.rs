//! `HoldAccount`: send nothing to an account until it is released.

use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::id::{AccountId, ProjectId};

use super::found;
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;

command! {
    /// Hold an account; the first reason stays until the release.
    pub struct HoldAccount for Account(account) in project by [Publisher or process] {
        /// The X user id.
        pub account: AccountId,
        /// The project that asks: a member's must post as this account. None when nobody's in particular.
        pub project: Option<ProjectId>,
        /// Why, in our words.
        pub reason: String,
    }
}

impl Decision for HoldAccount {
    fn decide(&self, state: &Account, facts: &DecisionFacts) -> DecisionResult<Account> {
        found(state, &self.account, self.project, facts)?;
        if state.held.is_some() {
            return Ok(Vec::new());
        }
        Ok(vec![AccountEvent::AccountHeld { reason: self.reason.clone() }])
    }
}

#[cfg(test)]
mod tests {
    use super::HoldAccount;
    use crate::account::testing::{account_id, assigned, connected};
    use crate::refusal::Refusal;
    use crate::testing::{as_process, as_role, given, project_id};
    use domain::account::Account;
    use domain::account::event::AccountEvent;
    use domain::role::Role;

    fn hold() -> HoldAccount {
        HoldAccount { account: account_id(), project: Some(project_id()), reason: "checking".into() }
    }

    fn held(reason: &str) -> AccountEvent {
        AccountEvent::AccountHeld { reason: reason.into() }
    }

    #[test]
    fn holds_the_account_of_the_project() {
        given::<Account>([connected()])
            .when(assigned(as_role(Role::Publisher)), hold())
            .then([held("checking")]);
        let anywhere = HoldAccount { project: None, ..hold() };
        given::<Account>([connected()]).when(as_process("recovery"), anywhere).then([held("checking")]);
    }

    #[test]
    fn the_first_reason_stays() {
        given::<Account>([connected(), held("earlier")])
            .when(assigned(as_role(Role::Publisher)), hold())
            .then_nothing();
    }

    #[test]
    fn refuses_accounts_of_others() {
        given::<Account>([connected()])
            .when(as_role(Role::Publisher), hold())
            .then_refused(Refusal::not_found("account"));
    }
}
