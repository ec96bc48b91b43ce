//! `ArchiveProject`: end the project; its history stays.

use domain::id::ProjectId;
use domain::project::Project;
use domain::project::event::ProjectEvent;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;

command! {
    /// End the project for good; its history stays.
    pub struct ArchiveProject for Project(project) in project by [Owner] {
        /// The project.
        pub project: ProjectId,
    }
}

impl Decision for ArchiveProject {
    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> DecisionResult<Project> {
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
    use crate::project::fixtures::created;
    use crate::testing::{as_role, given, project_id};
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
}
