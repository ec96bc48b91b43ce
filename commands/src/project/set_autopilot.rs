//! `SetAutopilot`: set how much the project does by itself.

use domain::id::ProjectId;
use domain::policy::Autopilot;
use domain::project::Project;
use domain::project::event::ProjectEvent;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

command! {
    /// Set how much the project does by itself.
    pub struct SetAutopilot for Project(project) in project by [Owner] {
        /// The project.
        pub project: ProjectId,
        /// The new mode; any but `off` needs an X account.
        pub mode: Autopilot,
    }
}

impl Decision for SetAutopilot {
    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        if self.mode != Autopilot::Off && state.account.is_none() {
            return Err(Refusal::NoAccount);
        }
        if state.autopilot == self.mode {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::AutopilotSet { mode: self.mode }])
    }
}

#[cfg(test)]
mod tests {
    use super::SetAutopilot;
    use crate::project::fixtures::created;
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::id::AccountId;
    use domain::policy::Autopilot;
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;

    fn set(mode: Autopilot) -> SetAutopilot {
        SetAutopilot { project: project_id(), mode }
    }

    fn assigned() -> ProjectEvent {
        ProjectEvent::AccountAssigned { account: AccountId("42".into()), username: "froglet".into() }
    }

    #[test]
    fn an_owner_sets_the_mode_once_there_is_an_account() {
        given::<Project>([created(), assigned()])
            .when(as_role(Role::Owner), set(Autopilot::Full))
            .then([ProjectEvent::AutopilotSet { mode: Autopilot::Full }]);
    }

    #[test]
    fn refuses_any_mode_but_off_without_an_account() {
        for mode in [Autopilot::Approved, Autopilot::Full] {
            given::<Project>([created()])
                .when(as_role(Role::Owner), set(mode))
                .then_refused(Refusal::NoAccount);
        }
    }

    #[test]
    fn the_same_mode_changes_nothing() {
        given::<Project>([created()]).when(as_role(Role::Owner), set(Autopilot::Off)).then_nothing();
    }
}
