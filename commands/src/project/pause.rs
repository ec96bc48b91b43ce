//! `PausePosting`: stop everything that would be sent to X.

use domain::id::ProjectId;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::text::Text;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;

command! {
    /// Stop everything that would be sent to X. A process may too, when something looks wrong.
    pub struct PausePosting for Project(project) in project by [Publisher or process] {
        /// The project.
        pub project: ProjectId,
        /// Why, in at most 500 characters.
        pub reason: Option<Text>,
    }
}

impl Decision for PausePosting {
    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        let reason = rules::optional_text("reason", self.reason.as_ref(), rules::SHORT_TEXT)?;
        if state.paused {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::PostingPaused { reason }])
    }
}

#[cfg(test)]
mod tests {
    use super::PausePosting;
    use crate::project::fixtures::created;
    use crate::refusal::Refusal;
    use crate::testing::{as_process, as_role, given, project_id};
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;
    use domain::text::Text;

    fn pause() -> PausePosting {
        PausePosting { project: project_id(), reason: Some(Text::known("holiday")) }
    }

    fn paused() -> ProjectEvent {
        ProjectEvent::PostingPaused { reason: Some(Text::known("holiday")) }
    }

    #[test]
    fn a_publisher_and_a_process_may_pause() {
        given::<Project>([created()]).when(as_role(Role::Publisher), pause()).then([paused()]);
        given::<Project>([created()]).when(as_process("publishing"), pause()).then([paused()]);
    }

    #[test]
    fn a_second_pause_changes_nothing() {
        given::<Project>([created(), paused()]).when(as_role(Role::Publisher), pause()).then_nothing();
    }

    #[test]
    fn refuses_an_overlong_reason() {
        let pause = PausePosting { reason: Some(Text::known("x".repeat(501))), ..pause() };
        given::<Project>([created()])
            .when(as_role(Role::Publisher), pause)
            .then_refused(Refusal::invalid("reason", "is longer than 500 characters"));
    }
}
