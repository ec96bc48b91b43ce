//! `AddContext`: propose a layer of context.

use domain::context::event::ContextEvent;
use domain::context::{Context, LayerStatus};
use domain::id::ProjectId;
use domain::text::Text;

use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

/// The most layers that may wait for a decision.
const MOST_PENDING: usize = 50;

command! {
    /// Propose a layer; it waits for approval.
    pub struct AddContext for Context(project) in project by [Editor, Publisher] {
        /// The project.
        pub project: ProjectId,
        /// Its words: at most 4000 characters.
        pub content: Text,
    }
}

impl Decision for AddContext {
    fn decide(&self, state: &Context, facts: &DecisionFacts) -> DecisionResult<Context> {
        rules::open(&facts.project)?;
        let content = rules::text("context", &self.content, rules::LONG_TEXT)?;
        let pending = state.layers.values().filter(|layer| layer.status == LayerStatus::Pending);
        if pending.count() >= MOST_PENDING {
            let reason = format!("has {MOST_PENDING} layers that wait for a decision; decide some first");
            return Err(Refusal::invalid("context", reason));
        }
        let added_by = facts.actor.clone();
        Ok(vec![ContextEvent::ContextAdded { layer: state.next_layer(), content, added_by }])
    }
}

#[cfg(test)]
mod tests {
    use super::AddContext;
    use crate::context::fixtures::{added, rejected};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, member, project_id};
    use domain::context::Context;
    use domain::context::event::ContextEvent;
    use domain::role::Role;
    use domain::text::Text;

    fn add(words: &str) -> AddContext {
        AddContext { project: project_id(), content: Text::known(words) }
    }

    fn layer(layer: u32) -> ContextEvent {
        ContextEvent::ContextAdded { layer, content: Text::known("Frogs"), added_by: member(1) }
    }

    #[test]
    fn editors_and_publishers_add_the_next_layer() {
        given::<Context>([]).when(as_role(Role::Editor), add(" Frogs ")).then([layer(1)]);
        given::<Context>([layer(1)]).when(as_role(Role::Publisher), add("Frogs")).then([layer(2)]);
    }

    #[test]
    fn refuses_empty_and_overlong_words() {
        for (words, reason) in [("", "is empty"), (&*"x".repeat(4001), "is longer than 4000 characters")] {
            given::<Context>([])
                .when(as_role(Role::Editor), add(words))
                .then_refused(Refusal::invalid("context", reason));
        }
    }

    #[test]
    fn refuses_a_layer_while_fifty_wait_and_takes_it_once_one_is_decided() {
        let full: Vec<_> = (1..=50).map(added).collect();
        let reason = "has 50 layers that wait for a decision; decide some first";
        given::<Context>(full.clone())
            .when(as_role(Role::Editor), add("Frogs"))
            .then_refused(Refusal::invalid("context", reason));
        given::<Context>(full.into_iter().chain([rejected(7)]))
            .when(as_role(Role::Editor), add("Frogs"))
            .then([layer(51)]);
    }
}
