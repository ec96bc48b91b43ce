//! `AssessContext`: note the score of a layer.

use domain::context::Context;
use domain::context::event::ContextEvent;
use domain::id::ProjectId;
use domain::risk::Assessment;

use crate::context::layer_of;
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;

command! {
    /// Note the score of a layer.
    pub struct AssessContext for Context(project) in project by [process] {
        /// The project.
        pub project: ProjectId,
        /// The layer.
        pub layer: u32,
        /// Score and signals.
        pub assessment: Assessment,
    }
}

impl Decision for AssessContext {
    fn decide(&self, state: &Context, facts: &DecisionFacts) -> DecisionResult<Context> {
        rules::open(&facts.project)?;
        let layer = layer_of(state, self.layer)?;
        if layer.assessment.as_ref() == Some(&self.assessment) {
            return Ok(Vec::new());
        }
        let (layer, assessment) = (self.layer, self.assessment.clone());
        Ok(vec![ContextEvent::ContextAssessed { layer, assessment }])
    }
}

#[cfg(test)]
mod tests {
    use super::AssessContext;
    use crate::context::fixtures::{added, assessed, assessment};
    use crate::refusal::Refusal;
    use crate::testing::{as_process, given, project_id};
    use domain::context::Context;

    fn assess(score: u8) -> AssessContext {
        AssessContext { project: project_id(), layer: 1, assessment: assessment(score, true) }
    }

    #[test]
    fn a_process_notes_the_score_and_a_changed_one_again() {
        given::<Context>([added(1)]).when(as_process("assessment"), assess(20)).then([assessed(1, 20, true)]);
        given::<Context>([added(1), assessed(1, 20, false)])
            .when(as_process("assessment"), assess(20))
            .then([assessed(1, 20, true)]);
    }

    #[test]
    fn the_same_score_changes_nothing() {
        given::<Context>([added(1), assessed(1, 20, true)])
            .when(as_process("assessment"), assess(20))
            .then_nothing();
    }

    #[test]
    fn refuses_a_layer_that_does_not_exist() {
        given::<Context>([])
            .when(as_process("assessment"), assess(20))
            .then_refused(Refusal::not_found("context layer"));
    }
}
