//! `ResumePosting`: allow sending to X again.

use chrono::{DateTime, Utc};
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
        /// When it was asked for, if that is known: a pause that was asked for later stands. Not part of what is asked.
        #[serde(skip)]
        pub asked_at: Option<DateTime<Utc>>,
    }
}

impl Decision for ResumePosting {
    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        let is_overtaken = self.asked_at.is_some() && self.asked_at < state.pause_asked_at;
        if !state.paused || is_overtaken {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::PostingResumed {}])
    }
}

#[cfg(test)]
mod tests {
    use super::ResumePosting;
    use crate::project::fixtures::created;
    use crate::testing::{as_role, given, noon, project_id};
    use chrono::TimeDelta;
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;

    fn resume() -> ResumePosting {
        ResumePosting { project: project_id(), asked_at: None }
    }

    fn paused() -> ProjectEvent {
        ProjectEvent::PostingPaused { reason: None, asked_at: Some(noon()) }
    }

    #[test]
    fn a_publisher_resumes() {
        given::<Project>([created(), paused()])
            .when(as_role(Role::Publisher), resume())
            .then([ProjectEvent::PostingResumed {}]);
    }

    #[test]
    fn a_resume_from_before_the_pause_does_not_end_it() {
        for (minutes, ends) in [(-1, false), (0, true), (1, true)] {
            let resume = ResumePosting { asked_at: Some(noon() + TimeDelta::minutes(minutes)), ..resume() };
            let decided = given::<Project>([created(), paused()]).when(as_role(Role::Publisher), resume);
            if ends { decided.then([ProjectEvent::PostingResumed {}]) } else { decided.then_nothing() }
        }
    }

    #[test]
    fn without_a_pause_nothing_changes() {
        given::<Project>([created()]).when(as_role(Role::Publisher), resume()).then_nothing();
    }
}
