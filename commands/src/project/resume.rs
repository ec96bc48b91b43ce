//! `ResumePosting`: allow sending to X again.

use domain::id::ProjectId;
use domain::project::Project;
use domain::project::event::ProjectEvent;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;

command! {
    /// Allow sending to X again.
    pub struct ResumePosting for Project(project) in project by [Publisher] {
        /// The project.
        pub project: ProjectId,
    }
}

impl Decision for ResumePosting {
    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        if !state.paused {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::PostingResumed {}])
    }
}

#[cfg(test)]
mod tests {
    use super::ResumePosting;
    use crate::project::fixtures::created;
    use crate::testing::{as_role, given, project_id};
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;

    fn resume() -> ResumePosting {
        ResumePosting { project: project_id() }
    }

    fn paused() -> ProjectEvent {
        ProjectEvent::PostingPaused { reason: None }
    }

    #[test]
    fn a_publisher_resumes() {
        given::<Project>([created(), paused()])
            .when(as_role(Role::Publisher), resume())
            .then([ProjectEvent::PostingResumed {}]);
    }

    #[test]
    fn without_a_pause_nothing_changes() {
        given::<Project>([created()]).when(as_role(Role::Publisher), resume()).then_nothing();
    }
}
