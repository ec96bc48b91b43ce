//! `SetVibe`: give the project a short-lived mood.

use domain::id::ProjectId;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::text::Text;
use std::time::Duration;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

/// The longest time that a mood counts.
const LONGEST: Duration = Duration::from_hours(7 * 24);

command! {
    /// Give the project a short-lived mood.
    pub struct SetVibe for Project(project) in project by [Editor, Publisher] {
        /// The project.
        pub project: ProjectId,
        /// The mood: at most 500 characters.
        pub vibe: Text,
        /// How long it counts: at most seven days, which is also the default.
        pub lasts: Option<Duration>,
    }
}

impl Decision for SetVibe {
    fn decide(&self, state: &Project, facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        let vibe = rules::text("vibe", &self.vibe, rules::SHORT_TEXT)?;
        if self.lasts.is_some_and(|lasts| lasts.is_zero() || lasts > LONGEST) {
            return Err(Refusal::invalid("vibe", "counts for at most seven days"));
        }
        let expires_at = facts.at + self.lasts.unwrap_or(LONGEST);
        if state.vibe == Some((vibe.clone(), expires_at)) {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::VibeSet { vibe, expires_at }])
    }
}

#[cfg(test)]
mod tests {
    use super::SetVibe;
    use crate::project::fixtures::created;
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, noon, project_id};
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;
    use domain::text::Text;
    use std::time::Duration;

    const HOUR: Duration = Duration::from_hours(1);

    fn vibe(lasts: Option<Duration>) -> SetVibe {
        SetVibe { project: project_id(), vibe: Text::known(" sunny "), lasts }
    }

    fn set(lasts: Duration) -> ProjectEvent {
        ProjectEvent::VibeSet { vibe: Text::known("sunny"), expires_at: noon() + lasts }
    }

    #[test]
    fn an_editor_sets_a_vibe_for_a_week_or_less() {
        for (asked, given_time) in [(None, 7 * 24 * HOUR), (Some(HOUR), HOUR)] {
            given::<Project>([created()]).when(as_role(Role::Editor), vibe(asked)).then([set(given_time)]);
        }
    }

    #[test]
    fn the_same_vibe_for_as_long_changes_nothing() {
        given::<Project>([created(), set(HOUR)])
            .when(as_role(Role::Publisher), vibe(Some(HOUR)))
            .then_nothing();
    }

    #[test]
    fn refuses_lifetimes_of_nothing_and_of_more_than_a_week_and_long_words() {
        for lasts in [Duration::ZERO, 8 * 24 * HOUR, Duration::MAX] {
            given::<Project>([created()])
                .when(as_role(Role::Editor), vibe(Some(lasts)))
                .then_refused(Refusal::invalid("vibe", "counts for at most seven days"));
        }
        let long = SetVibe { vibe: Text::known("x".repeat(501)), ..vibe(None) };
        given::<Project>([created()])
            .when(as_role(Role::Editor), long)
            .then_refused(Refusal::invalid("vibe", "is longer than 500 characters"));
    }
}
