//! `ExpireSuggestion`: stop waiting for a decision.

use domain::id::{ProjectId, SuggestionId};
use domain::suggestion::event::SuggestionEvent;
use domain::suggestion::{Suggestion, SuggestionStatus};

use super::found;
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;

command! {
    /// Expire the suggestion, unless it came to an end before: the timer and the decision may cross.
    pub struct ExpireSuggestion for Suggestion(suggestion) in project by [process] {
        /// The suggestion.
        pub suggestion: SuggestionId,
        /// Its project.
        pub project: ProjectId,
    }
}

impl Decision for ExpireSuggestion {
    fn decide(&self, state: &Suggestion, _facts: &DecisionFacts) -> DecisionResult<Suggestion> {
        found(state, self.project)?;
        match state.status {
            SuggestionStatus::Requested | SuggestionStatus::Generated => {
                Ok(vec![SuggestionEvent::SuggestionExpired {}])
            }
            SuggestionStatus::Failed
            | SuggestionStatus::Approved { .. }
            | SuggestionStatus::Rejected
            | SuggestionStatus::Expired => Ok(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ExpireSuggestion;
    use crate::suggestion::testing::{approved, generated, requested, suggestion_id};
    use crate::testing::{as_process, given, project_id};
    use domain::suggestion::Suggestion;
    use domain::suggestion::event::SuggestionEvent;

    fn expire() -> ExpireSuggestion {
        ExpireSuggestion { suggestion: suggestion_id(), project: project_id() }
    }

    #[test]
    fn expires_what_nobody_decided() {
        given::<Suggestion>([requested(), generated()])
            .when(as_process("expiry"), expire())
            .then([SuggestionEvent::SuggestionExpired {}]);
    }

    #[test]
    fn leaves_alone_what_came_to_an_end() {
        for end in [approved(5), SuggestionEvent::SuggestionExpired {}] {
            given::<Suggestion>([requested(), generated(), end])
                .when(as_process("expiry"), expire())
                .then_nothing();
        }
    }
}
