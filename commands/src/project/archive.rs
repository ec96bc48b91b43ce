//! `ArchiveProject`: end the project; its history stays.

use domain::id::ProjectId;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use serde::Serialize;

use crate::authority::Authority;
use crate::decision::{Decision, EventsOf};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

/// End the project for good; its history stays.
#[derive(Clone, Debug, Serialize)]
pub struct ArchiveProject {
    /// The project.
    pub project: ProjectId,
}

impl Decision for ArchiveProject {
    type State = Project;

    fn aggregate_id(&self) -> String {
        self.project.to_string()
    }

    fn project(&self) -> Option<ProjectId> {
        Some(self.project)
    }

    fn authority(&self) -> Authority {
        rules::OWNER
    }

    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> Result<EventsOf<Project>, Refusal> {
        if state.archived {
            return Ok(Vec::new());
        }
        rules::open(state)?;
        Ok(vec![ProjectEvent::ProjectArchived {}])
    }
}

#[cfg(test)]
mod tests {
    use super::ArchiveProject;
    use crate::project::fixtures::{created, not_allowed};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, as_stranger, given, project_id};
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;

    fn archive() -> ArchiveProject {
        ArchiveProject { project: project_id() }
    }

    #[test]
    fn an_owner_ends_the_project_once() {
        given::<Project>([created()])
            .when(as_role(Role::Owner), archive())
            .then([ProjectEvent::ProjectArchived {}]);
        given::<Project>([created(), ProjectEvent::ProjectArchived {}])
            .when(as_role(Role::Owner), archive())
            .then_nothing();
    }

    #[test]
    fn is_refused_to_others_and_for_a_project_that_does_not_exist() {
        given::<Project>([created()])
            .when(as_stranger(), archive())
            .then_refused(not_allowed(&[Role::Owner]));
        given::<Project>([])
            .when(as_role(Role::Owner), archive())
            .then_refused(Refusal::not_found("project"));
    }
}
