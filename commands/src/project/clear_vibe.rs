//! `ClearVibe`: end the mood before its time.

use domain::id::ProjectId;
use domain::project::Project;
use domain::project::event::ProjectEvent;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;

command! {
    /// End the mood before its time.
    pub struct ClearVibe for Project(project) in project by [Editor, Publisher] {
        /// The project.
        pub project: ProjectId,
    }
}

impl Decision for ClearVibe {
    fn decide(&self, state: &Project, facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        if state.vibe_at(facts.at).is_none() {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::VibeCleared {}])
    }
}

#[cfg(test)]
mod tests {
    use super::ClearVibe;
    use crate::project::fixtures::created;
    use crate::testing::{as_role, given, noon, project_id};
    use chrono::TimeDelta;
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;
    use domain::text::Text;

    fn clear() -> ClearVibe {
        ClearVibe { project: project_id() }
    }

    fn vibe(lasts: TimeDelta) -> ProjectEvent {
        ProjectEvent::VibeSet { vibe: Text::known("sunny"), expires_at: noon() + lasts }
    }

    #[test]
    fn an_editor_ends_the_vibe() {
        given::<Project>([created(), vibe(TimeDelta::hours(1))])
            .when(as_role(Role::Editor), clear())
            .then([ProjectEvent::VibeCleared {}]);
    }

    #[test]
    fn without_a_vibe_that_counts_nothing_changes() {
        given::<Project>([created()]).when(as_role(Role::Editor), clear()).then_nothing();
        given::<Project>([created(), vibe(TimeDelta::zero())])
            .when(as_role(Role::Publisher), clear())
            .then_nothing();
    }
}
