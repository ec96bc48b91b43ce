//! `RecordGenerationFailure`: remember that no variants came, and why.

use domain::id::{ProjectId, SuggestionId};
use domain::risk::Assessment;
use domain::suggestion::event::{GenerationFault, SuggestionEvent};
use domain::suggestion::{Suggestion, SuggestionStatus};

use super::{decided, found};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;

command! {
    /// End a request without variants.
    pub struct RecordGenerationFailure for Suggestion(suggestion) in project by [process] {
        /// The suggestion.
        pub suggestion: SuggestionId,
        /// Its project.
        pub project: ProjectId,
        /// Why.
        pub fault: GenerationFault,
        /// Score of the assembled input, if it was scored.
        pub input: Option<Assessment>,
        /// What the service said, in our words; no quote of the input.
        pub detail: String,
    }
}

impl Decision for RecordGenerationFailure {
    fn decide(&self, state: &Suggestion, _facts: &DecisionFacts) -> DecisionResult<Suggestion> {
        found(state, self.project)?;
        match state.status {
            SuggestionStatus::Requested => Ok(vec![SuggestionEvent::GenerationFailed {
                fault: self.fault,
                input: self.input.clone(),
                detail: self.detail.clone(),
            }]),
            SuggestionStatus::Failed => Ok(Vec::new()),
            SuggestionStatus::Generated
            | SuggestionStatus::Approved { .. }
            | SuggestionStatus::Rejected
            | SuggestionStatus::Expired => Err(decided(&state.status)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RecordGenerationFailure;
    use crate::refusal::Refusal;
    use crate::suggestion::testing::{generated, requested, suggestion_id};
    use crate::testing::{as_process, given, project_id};
    use domain::suggestion::Suggestion;
    use domain::suggestion::event::{GenerationFault, SuggestionEvent};

    fn record() -> RecordGenerationFailure {
        RecordGenerationFailure {
            suggestion: suggestion_id(),
            project: project_id(),
            fault: GenerationFault::ModelRefused,
            input: None,
            detail: "declined".into(),
        }
    }

    fn failed() -> SuggestionEvent {
        SuggestionEvent::GenerationFailed {
            fault: GenerationFault::ModelRefused,
            input: None,
            detail: "declined".into(),
        }
    }

    #[test]
    fn remembers_the_failure_once() {
        given::<Suggestion>([requested()]).when(as_process("generation"), record()).then([failed()]);
        given::<Suggestion>([requested(), failed()]).when(as_process("generation"), record()).then_nothing();
    }

    #[test]
    fn does_not_take_back_variants_that_came() {
        given::<Suggestion>([requested(), generated()])
            .when(as_process("generation"), record())
            .then_refused(Refusal::AlreadyDecided {
                what: "suggestion".into(),
                status: "generated".into(),
                by: None,
            });
    }
}
