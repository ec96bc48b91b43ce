//! `RejectContext`: refuse a layer.

use domain::context::Context;
use domain::context::event::ContextEvent;
use domain::id::ProjectId;
use domain::text::Text;

use crate::context::{layer_of, undecided};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;

command! {
    /// Refuse a layer that waits for a decision.
    pub struct RejectContext for Context(project) in project by [Publisher] {
        /// The project.
        pub project: ProjectId,
        /// The layer.
        pub layer: u32,
        /// Why, in at most 500 characters.
        pub reason: Option<Text>,
    }
}

impl Decision for RejectContext {
    fn decide(&self, state: &Context, facts: &DecisionFacts) -> DecisionResult<Context> {
        rules::open(&facts.project)?;
        undecided(layer_of(state, self.layer)?)?;
        let reason = rules::optional_text("reason", self.reason.as_ref(), rules::SHORT_TEXT)?;
        Ok(vec![ContextEvent::ContextRejected { layer: self.layer, reason }])
    }
}

#[cfg(test)]
mod tests {
    use super::RejectContext;
    use crate::context::fixtures::{added, approved, rejected};
    use crate::refusal::Refusal;
    use crate::testing::{as_role, given, project_id};
    use domain::context::Context;
    use domain::context::event::ContextEvent;
    use domain::role::Role;
    use domain::text::Text;

    fn reject(reason: Option<Text>) -> RejectContext {
        RejectContext { project: project_id(), layer: 1, reason }
    }

    #[test]
    fn a_publisher_refuses_a_layer_with_or_without_a_reason_and_before_it_is_scored() {
        for reason in [None, Some(Text::known("off topic"))] {
            given::<Context>([added(1)])
                .when(as_role(Role::Publisher), reject(reason.clone()))
                .then([ContextEvent::ContextRejected { layer: 1, reason }]);
        }
    }

    #[test]
    fn refuses_a_second_decision() {
        for (decision, status) in [(approved(1, 1), "approved"), (rejected(1), "rejected")] {
            given::<Context>([added(1), decision]).when(as_role(Role::Publisher), reject(None)).then_refused(
                Refusal::AlreadyDecided { what: "context layer".into(), status: status.into(), by: None },
            );
        }
    }

    #[test]
    fn refuses_a_layer_that_does_not_exist_and_an_overlong_reason() {
        given::<Context>([])
            .when(as_role(Role::Publisher), reject(None))
            .then_refused(Refusal::not_found("context layer"));
        given::<Context>([added(1)])
            .when(as_role(Role::Publisher), reject(Some(Text::known("x".repeat(501)))))
            .then_refused(Refusal::invalid("reason", "is longer than 500 characters"));
    }
}
