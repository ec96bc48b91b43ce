//! `DescribeProject`: replace what the project is about.

use domain::id::ProjectId;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::text::Text;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;

command! {
    /// Replace what the project is about.
    pub struct DescribeProject for Project(project) in project by [Owner] {
        /// The project.
        pub project: ProjectId,
        /// The new description: at most 4000 characters.
        pub base_description: Text,
    }
}

impl Decision for DescribeProject {
    fn decide(&self, state: &Project, _facts: &DecisionFacts) -> DecisionResult<Project> {
        rules::open(state)?;
        let base_description = rules::text("description", &self.base_description, rules::LONG_TEXT)?;
        if state.base_description.as_ref() == Some(&base_description) {
            return Ok(Vec::new());
        }
        Ok(vec![ProjectEvent::ProjectDescribed { base_description }])
    }
}

#[cfg(test)]
mod tests {
    use super::DescribeProject;
    use crate::project::fixtures::created;
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::project::Project;
    use domain::project::event::ProjectEvent;
    use domain::role::Role;
    use domain::text::Text;

    fn describe(words: &str) -> DescribeProject {
        DescribeProject { project: project_id(), base_description: Text::known(words) }
    }

    #[test]
    fn an_owner_replaces_the_description() {
        given::<Project>([created()])
            .when(as_role(Role::Owner), describe("A green frog"))
            .then([ProjectEvent::ProjectDescribed { base_description: Text::known("A green frog") }]);
    }

    #[test]
    fn the_same_description_changes_nothing() {
        given::<Project>([created()]).when(as_role(Role::Owner), describe(" A frog ")).then_nothing();
    }

    #[test]
    fn refuses_an_overlong_description() {
        given::<Project>([created()])
            .when(as_role(Role::Owner), describe(&"x".repeat(4001)))
            .then_refused(Refusal::invalid("description", "is longer than 4000 characters"));
    }
}
