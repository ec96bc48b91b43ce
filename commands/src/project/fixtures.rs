//! What tests of commands start from, beside the crate's own given/when/then.

use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::role::{Role, Scope};
use domain::text::Text;

use crate::facts::DecisionFacts;
use crate::refusal::Refusal;
use crate::testing::as_role;

/// A project began.
pub(crate) fn created() -> ProjectEvent {
    ProjectEvent::ProjectCreated { name: "Froglet".into(), base_description: Text::known("A frog") }
}

/// Facts with an existing project and an actor who is an owner everywhere.
pub(crate) fn as_global_owner() -> DecisionFacts {
    let mut facts = as_role(Role::Owner);
    facts.member.roles.insert((Role::Owner, Scope::Global));
    facts
}

/// The same facts, but there is no project.
pub(crate) fn without_project(facts: DecisionFacts) -> DecisionFacts {
    DecisionFacts { project: Project::default(), ..facts }
}

/// The same facts, but the project has ended.
pub(crate) fn in_archived_project(mut facts: DecisionFacts) -> DecisionFacts {
    facts.project.archived = true;
    facts
}

/// The refusal of an actor who holds none of the roles.
pub(crate) fn not_allowed(needs: &[Role]) -> Refusal {
    Refusal::NotAllowed { needs: needs.to_vec() }
}
