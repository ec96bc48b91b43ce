//! `AssignAccount`: let the project post as an X account.

use domain::id::{AccountId, ProjectId};
use domain::project::Project;
use domain::project::event::ProjectEvent;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

command! {
    /// Let the project post as a connected X account.
    pub struct AssignAccount for Project(project) in project reads [Account(account)] by [Owner or process] {
        /// The project.
        pub project: ProjectId,
        /// The X user id.
        pub account: AccountId,
    }
}

impl Decision for AssignAccount {
    fn decide(&self, state: &Project, facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        if !facts.account.connected {
            return Err(Refusal::not_found("connected X account"));
        }
        let (account, username) = (self.account.clone(), facts.account.username.clone());
        if state.account.as_ref() == Some(&(account.clone(), username.clone())) {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::AccountAssigned { account, username }])
    }
}

#[cfg(test)]
mod tests {
    use super::AssignAccount;
    use crate::decision::CommandHeader;
    use crate::facts::DecisionFacts;
    use crate::project::fixtures::created;
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::account::Account;
    use domain::account::event::AccountEvent;
    use domain::id::AccountId;
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;
    use domain::state::State;

    fn assign() -> AssignAccount {
        AssignAccount { project: project_id(), account: AccountId("42".into()) }
    }

    fn assigned(username: &str) -> ProjectEvent {
        ProjectEvent::AccountAssigned { account: AccountId("42".into()), username: username.into() }
    }

    fn connected() -> DecisionFacts {
        let account = Account::fold(&[AccountEvent::AccountConnected { username: "froglet".into() }]);
        DecisionFacts { account, ..as_role(Role::Owner) }
    }

    #[test]
    fn an_owner_assigns_a_connected_account_under_its_name() {
        given::<Project>([created()]).when(connected(), assign()).then([assigned("froglet")]);
        given::<Project>([created(), assigned("tadpole")])
            .when(connected(), assign())
            .then([assigned("froglet")]);
        assert_eq!(assign().reads()[0].to_string(), "account/42");
    }

    #[test]
    fn the_same_account_changes_nothing() {
        given::<Project>([created(), assigned("froglet")]).when(connected(), assign()).then_nothing();
    }

    #[test]
    fn refuses_an_account_that_is_not_connected() {
        given::<Project>([created()])
            .when(as_role(Role::Owner), assign())
            .then_refused(Refusal::not_found("connected X account"));
    }
}
