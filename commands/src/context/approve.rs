//! `ApproveContext`: make a layer active.

use domain::context::event::ContextEvent;
use domain::context::{Context, Layer};
use domain::id::ProjectId;
use domain::risk::Band;

use crate::context::{layer_of, undecided};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;
use crate::refusal::Refusal;

command! {
    /// Make a layer active; this makes a new context version.
    pub struct ApproveContext for Context(project) in project by [Publisher] {
        /// The project.
        pub project: ProjectId,
        /// The layer.
        pub layer: u32,
    }
}

impl Decision for ApproveContext {
    fn decide(&self, state: &Context, facts: &DecisionFacts) -> DecisionResult<Context> {
        rules::open(&facts.project)?;
        let layer = layer_of(state, self.layer)?;
        undecided(layer)?;
        self.admissible(layer, facts)?;
        let context_version = state.version() + 1;
        Ok(vec![ContextEvent::ContextApproved { layer: self.layer, context_version }])
    }
}

impl ApproveContext {
    fn admissible(&self, layer: &Layer, facts: &DecisionFacts) -> Result<(), Refusal> {
        if layer.content.as_str().is_none() {
            return Err(Refusal::invalid("context layer", "was forgotten"));
        }
        let Some(assessment) = &layer.assessment else {
            return Err(Refusal::NotScored { what: "context layer".to_owned() });
        };
        let (score, limits) = (assessment.score, facts.project.policy.limits);
        let one_person_decides = match limits.band(score) {
            Band::Low | Band::Review => assessment.complete,
            Band::Elevated => false,
            Band::Blocked => {
                return Err(Refusal::Blocked { score: score.get(), limit: limits.block() });
            }
        };
        let owner = rules::OWNER.check(facts, Some(self.project)).is_ok();
        if one_person_decides || owner || facts.actor != layer.added_by {
            return Ok(());
        }
        Err(Refusal::NeedsSecondPerson { score: score.get() })
    }
}

#[cfg(test)]
mod tests {
    use super::ApproveContext;
    use crate::context::fixtures::{added, approved, assessed, rejected};
    use crate::facts::DecisionFacts;
    use crate::refusal::Refusal;
    use crate::testing::{as_role, as_stranger, given, member, noon, project_id};
    use domain::actor::Actor;
    use domain::context::Context;
    use domain::context::event::ContextEvent;
    use domain::policy::SafetyPolicy;
    use domain::risk::Limits;
    use domain::role::Role;
    use domain::text::Text;

    fn approve(layer: u32) -> ApproveContext {
        ApproveContext { project: project_id(), layer }
    }

    fn other_publisher() -> DecisionFacts {
        DecisionFacts { actor: member(2), ..as_role(Role::Publisher) }
    }

    fn operator() -> DecisionFacts {
        let project = as_stranger().project;
        DecisionFacts { project, ..DecisionFacts::at(noon(), Actor::Operator("root".into())) }
    }

    #[test]
    fn whoever_added_a_layer_of_up_to_69_may_approve_it_as_a_publisher() {
        for score in [0, 30, 31, 69] {
            given::<Context>([added(1), assessed(1, score, true)])
                .when(as_role(Role::Publisher), approve(1))
                .then([approved(1, 1)]);
        }
    }

    #[test]
    fn every_approval_makes_the_next_version() {
        given::<Context>([added(1), added(2), assessed(2, 0, true), approved(1, 1)])
            .when(as_role(Role::Publisher), approve(2))
            .then([approved(2, 2)]);
    }

    #[test]
    fn a_higher_score_or_a_missing_signal_needs_an_owner_or_a_second_person() {
        for (score, complete) in [(70, true), (89, true), (5, false)] {
            let before = [added(1), assessed(1, score, complete)];
            given::<Context>(before.clone())
                .when(as_role(Role::Publisher), approve(1))
                .then_refused(Refusal::NeedsSecondPerson { score });
            for facts in [other_publisher(), as_role(Role::Owner), operator()] {
                given::<Context>(before.clone()).when(facts, approve(1)).then([approved(1, 1)]);
            }
        }
    }

    #[test]
    fn nobody_approves_a_blocked_score() {
        for facts in [other_publisher(), as_role(Role::Owner), operator()] {
            given::<Context>([added(1), assessed(1, 90, true)])
                .when(facts, approve(1))
                .then_refused(Refusal::Blocked { score: 90, limit: 90 });
        }
    }

    #[test]
    fn the_limits_of_the_project_count() {
        let mut facts = as_role(Role::Owner);
        let limits = Limits::try_new(5, 10, 20).unwrap();
        facts.project.policy = SafetyPolicy { limits, ..SafetyPolicy::default() };
        given::<Context>([added(1), assessed(1, 20, true)])
            .when(facts, approve(1))
            .then_refused(Refusal::Blocked { score: 20, limit: 20 });
    }

    #[test]
    fn refuses_what_is_not_there_not_scored_or_forgotten() {
        given::<Context>([])
            .when(as_role(Role::Owner), approve(1))
            .then_refused(Refusal::not_found("context layer"));
        given::<Context>([added(1)])
            .when(as_role(Role::Owner), approve(1))
            .then_refused(Refusal::NotScored { what: "context layer".into() });
        let content = Text::Erased;
        let forgotten = ContextEvent::ContextAdded { layer: 1, content, added_by: member(1) };
        given::<Context>([forgotten, assessed(1, 0, true)])
            .when(as_role(Role::Owner), approve(1))
            .then_refused(Refusal::invalid("context layer", "was forgotten"));
    }

    #[test]
    fn refuses_a_second_decision() {
        for (decision, status) in [(approved(1, 1), "approved"), (rejected(1), "rejected")] {
            given::<Context>([added(1), assessed(1, 0, true), decision])
                .when(as_role(Role::Owner), approve(1))
                .then_refused(Refusal::AlreadyDecided {
                    what: "context layer".into(),
                    status: status.into(),
                    by: None,
                });
        }
    }
}
