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
    use crate::project::fixtures::{created, not_allowed};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, as_stranger, given, noon, project_id};
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

    #[test]
    fn is_refused_to_strangers_and_for_missing_or_archived_projects() {
        given::<Project>([created()])
            .when(as_stranger(), clear())
            .then_refused(not_allowed(&[Role::Editor, Role::Publisher]));
        given::<Project>([]).when(as_role(Role::Editor), clear()).then_refused(Refusal::not_found("project"));
        given::<Project>([created(), ProjectEvent::ProjectArchived {}])
            .when(as_role(Role::Editor), clear())
            .then_refused(Refusal::Archived);
    }
}
