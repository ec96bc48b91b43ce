//! `AssessVariant`: give a variant's revision its score.

use domain::id::{ProjectId, SuggestionId};
use domain::risk::Assessment;
use domain::suggestion::event::SuggestionEvent;
use domain::suggestion::{Suggestion, SuggestionStatus};

use super::found;
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Score one revision. A score that comes late, for an older revision or after the decision, is dropped: it
    /// could only blur what the decision rested on.
    pub struct AssessVariant for Suggestion(suggestion) in project by [process] {
        /// The suggestion.
        pub suggestion: SuggestionId,
        /// Its project.
        pub project: ProjectId,
        /// The variant's number, from 1.
        pub variant: u8,
        /// The revision that was scored.
        pub revision: u32,
        /// Score and signals.
        pub assessment: Assessment,
    }
}

impl Decision for AssessVariant {
    fn decide(&self, state: &Suggestion, _facts: &DecisionFacts) -> DecisionResult<Suggestion> {
        found(state, self.project)?;
        let variant = state.variant(self.variant).ok_or_else(|| Refusal::not_found("variant"))?;
        let late = state.status != SuggestionStatus::Generated || variant.revision != self.revision;
        if late || variant.assessment.as_ref() == Some(&self.assessment) {
            return Ok(Vec::new());
        }
        Ok(vec![SuggestionEvent::VariantAssessed {
            variant: self.variant,
            revision: self.revision,
            assessment: self.assessment.clone(),
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::AssessVariant;
    use crate::refusal::Refusal;
    use crate::suggestion::testing::{
        approved, assessed, assessment, edited, generated, requested, suggestion_id,
    };
    use crate::testing::{as_process, given, member, project_id};
    use domain::suggestion::Suggestion;

    fn assess(score: u8) -> AssessVariant {
        AssessVariant {
            suggestion: suggestion_id(),
            project: project_id(),
            variant: 1,
            revision: 0,
            assessment: assessment(score),
        }
    }

    #[test]
    fn scores_the_current_revision() {
        given::<Suggestion>([requested(), generated()])
            .when(as_process("assessment"), assess(12))
            .then([assessed(assessment(12))]);
    }

    #[test]
    fn a_new_score_replaces_the_old_one_and_the_same_does_nothing() {
        let before = [requested(), generated(), assessed(assessment(12))];
        given::<Suggestion>(before.clone()).when(as_process("assessment"), assess(12)).then_nothing();
        given::<Suggestion>(before)
            .when(as_process("assessment"), assess(40))
            .then([assessed(assessment(40))]);
    }

    #[test]
    fn drops_scores_of_older_revisions_and_after_the_decision() {
        for later in [edited(member(9)), approved(12)] {
            given::<Suggestion>([requested(), generated(), later])
                .when(as_process("assessment"), assess(40))
                .then_nothing();
        }
    }

    #[test]
    fn refuses_variants_that_do_not_exist() {
        for variant in [0, 3] {
            given::<Suggestion>([requested(), generated()])
                .when(as_process("assessment"), AssessVariant { variant, ..assess(1) })
                .then_refused(Refusal::not_found("variant"));
        }
    }
}
