//! `RollbackContext`: make active again what was active at an earlier version.

use domain::context::Context;
use domain::context::event::ContextEvent;
use domain::id::ProjectId;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

command! {
    /// Make active again what was active at an earlier version; this makes a new version, history stays.
    pub struct RollbackContext for Context(project) in project by [Publisher] {
        /// The project.
        pub project: ProjectId,
        /// The context version to return to; 0 leaves nothing active.
        pub to_version: u32,
    }
}

impl Decision for RollbackContext {
    fn decide(&self, state: &Context, facts: &DecisionFacts) -> DecisionResult<Context> {
        rules::open(&facts.project)?;
        let Some(layers) = state.active_at(self.to_version) else {
            return Err(Refusal::not_found("context version"));
        };
        if layers == state.active() {
            return Ok(Vec::new());
        }
        let (to_version, context_version) = (self.to_version, state.version() + 1);
        Ok(vec![ContextEvent::ContextRolledBack { to_version, context_version }])
    }
}

#[cfg(test)]
mod tests {
    use super::RollbackContext;
    use crate::context::fixtures::{added, approved};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::context::Context;
    use domain::context::event::ContextEvent;
    use domain::role::Role;

    fn roll_back(to_version: u32) -> RollbackContext {
        RollbackContext { project: project_id(), to_version }
    }

    fn rolled_back(to_version: u32, context_version: u32) -> ContextEvent {
        ContextEvent::ContextRolledBack { to_version, context_version }
    }

    fn two_versions() -> [ContextEvent; 4] {
        [added(1), added(2), approved(1, 1), approved(2, 2)]
    }

    #[test]
    fn a_publisher_returns_to_an_earlier_version_or_to_nothing() {
        for to_version in [0, 1] {
            given::<Context>(two_versions())
                .when(as_role(Role::Publisher), roll_back(to_version))
                .then([rolled_back(to_version, 3)]);
        }
    }

    #[test]
    fn a_rollback_can_be_rolled_back() {
        given::<Context>(two_versions().into_iter().chain([rolled_back(1, 3)]))
            .when(as_role(Role::Publisher), roll_back(2))
            .then([rolled_back(2, 4)]);
    }

    #[test]
    fn to_the_layers_that_are_active_anyway_nothing_changes() {
        given::<Context>([]).when(as_role(Role::Publisher), roll_back(0)).then_nothing();
        given::<Context>(two_versions()).when(as_role(Role::Publisher), roll_back(2)).then_nothing();
        given::<Context>(two_versions().into_iter().chain([rolled_back(1, 3)]))
            .when(as_role(Role::Publisher), roll_back(1))
            .then_nothing();
    }

    #[test]
    fn refuses_a_version_that_never_was() {
        given::<Context>(two_versions())
            .when(as_role(Role::Publisher), roll_back(3))
            .then_refused(Refusal::not_found("context version"));
    }
}
