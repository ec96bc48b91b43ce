//! `CreateProject`: begin a project.

use domain::id::ProjectId;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::text::Text;

use crate::decision::{CommandHeader, Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

command! {
    /// Begin a project. Only a global owner may.
    pub struct CreateProject begins Project(project) in project by [Owner] {
        /// The project.
        pub project: ProjectId,
        /// Its public name: one line, at most 60 characters.
        pub name: String,
        /// What it is about, the ground of every prompt: at most 4000 characters.
        pub base_description: Text,
    }
}

impl Decision for CreateProject {
    fn decide(&self, state: &Project, facts: &DecisionFacts) -> DecisionResult<Project> {
        self.authority().check(facts, None)?;
        if state.exists() {
            return Err(Refusal::AlreadyExists { what: "project".to_owned() });
        }
        Ok(vec![ProjectEvent::ProjectCreated {
            name: rules::line("name", &self.name, rules::NAME)?,
            base_description: rules::text("description", &self.base_description, rules::LONG_TEXT)?,
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::CreateProject;
    use crate::project::fixtures::{as_global_owner, created};
    use crate::refusal::Refusal;
    use crate::testing::{given, project_id};
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::text::Text;

    fn create(name: &str, description: &str) -> CreateProject {
        let (name, base_description) = (name.to_owned(), Text::known(description));
        CreateProject { project: project_id(), name, base_description }
    }

    #[test]
    fn a_global_owner_begins_a_project_with_trimmed_words() {
        let base_description = Text::known("A frog");
        given::<Project>([])
            .when(as_global_owner(), create(" Froglet ", " A frog\n"))
            .then([ProjectEvent::ProjectCreated { name: "Froglet".into(), base_description }]);
    }

    #[test]
    fn refuses_a_second_project_of_the_same_id() {
        given::<Project>([created()])
            .when(as_global_owner(), create("Toad", "A toad"))
            .then_refused(Refusal::AlreadyExists { what: "project".into() });
    }

    #[test]
    fn refuses_a_missing_overlong_or_broken_name_and_a_missing_description() {
        let long = "x".repeat(61);
        for (name, reason) in [
            (" ", "is empty"),
            (long.as_str(), "is longer than 60 characters"),
            ("Frog\nlet", "holds control characters"),
        ] {
            given::<Project>([])
                .when(as_global_owner(), create(name, "A frog"))
                .then_refused(Refusal::invalid("name", reason));
        }
        given::<Project>([])
            .when(as_global_owner(), create("Froglet", ""))
            .then_refused(Refusal::invalid("description", "is empty"));
    }
}
