//! `PausePosting`: stop everything that would be sent to X.

use chrono::{DateTime, Utc};
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
        /// When it was asked for, if that is known. Not part of what is asked.
        #[serde(skip)]
        pub asked_at: Option<DateTime<Utc>>,
    }
}

impl Decision for PausePosting {
    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        let reason = rules::optional_text("reason", self.reason.as_ref(), rules::SHORT_TEXT)?;
        // A later pause is recorded too: a resume from between the two must not end it.
        let is_later = self.asked_at.is_some() && self.asked_at > state.pause_asked_at;
        if state.paused && !is_later {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::PostingPaused { reason, asked_at: self.asked_at }])
    }
}

#[cfg(test)]
mod tests {
    use super::PausePosting;
    use crate::project::fixtures::created;
    use crate::refusal::Refusal;
    use crate::testing::{as_process, as_role, given, noon, project_id};
    use chrono::TimeDelta;
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;
    use domain::text::Text;

    fn pause() -> PausePosting {
        PausePosting { project: project_id(), reason: Some(Text::known("holiday")), asked_at: None }
    }

    fn paused() -> ProjectEvent {
        ProjectEvent::PostingPaused { reason: Some(Text::known("holiday")), asked_at: None }
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
    fn a_pause_that_was_asked_for_later_counts_from_then() {
        let asked =
            |minutes| PausePosting { asked_at: Some(noon() + TimeDelta::minutes(minutes)), ..pause() };
        let first = given::<Project>([created()]).when(as_role(Role::Publisher), asked(0));
        let recorded = |minutes| ProjectEvent::PostingPaused {
            reason: Some(Text::known("holiday")),
            asked_at: Some(noon() + TimeDelta::minutes(minutes)),
        };
        first.then([recorded(0)]);
        let paused = || given::<Project>([created(), recorded(0)]);
        paused().when(as_role(Role::Publisher), asked(1)).then([recorded(1)]);
        paused().when(as_role(Role::Publisher), asked(0)).then_nothing();
        paused().when(as_role(Role::Publisher), asked(-1)).then_nothing();
        paused().when(as_process("publishing"), pause()).then_nothing();
    }

    #[test]
    fn refuses_an_overlong_reason() {
        let pause = PausePosting { reason: Some(Text::known("x".repeat(501))), ..pause() };
        given::<Project>([created()])
            .when(as_role(Role::Publisher), pause)
            .then_refused(Refusal::invalid("reason", "is longer than 500 characters"));
    }
}
