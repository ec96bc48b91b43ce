//! `RejectSuggestion`: refuse every variant.

use domain::id::{ProjectId, SuggestionId};
use domain::suggestion::event::SuggestionEvent;
use domain::suggestion::{Suggestion, SuggestionStatus};

use super::{decided, found, remark};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;

command! {
    /// Refuse the suggestion, even before its variants came.
    pub struct RejectSuggestion for Suggestion(suggestion) in project by [Editor, Publisher] {
        /// The suggestion.
        pub suggestion: SuggestionId,
        /// Its project.
        pub project: ProjectId,
        /// Why, up to 1000 characters.
        pub reason: Option<String>,
    }
}

impl Decision for RejectSuggestion {
    fn decide(&self, state: &Suggestion, _facts: &DecisionFacts) -> DecisionResult<Suggestion> {
        found(state, self.project)?;
        match state.status {
            SuggestionStatus::Requested | SuggestionStatus::Generated => {
                let reason = remark("reason", self.reason.as_deref())?;
                Ok(vec![SuggestionEvent::SuggestionRejected { reason }])
            }
            SuggestionStatus::Rejected => Ok(Vec::new()),
            SuggestionStatus::Failed | SuggestionStatus::Approved { .. } | SuggestionStatus::Expired => {
                Err(decided(&state.status))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RejectSuggestion;
    use crate::refusal::Refusal;
    use crate::suggestion::testing::{approved, generated, requested, suggestion_id};
    use crate::testing::{as_role, given, project_id};
    use domain::role::Role;
    use domain::suggestion::Suggestion;
    use domain::suggestion::event::SuggestionEvent;
    use domain::text::Text;

    fn reject(reason: &str) -> RejectSuggestion {
        RejectSuggestion { suggestion: suggestion_id(), project: project_id(), reason: Some(reason.into()) }
    }

    fn rejected() -> SuggestionEvent {
        SuggestionEvent::SuggestionRejected { reason: Some(Text::known("too loud")) }
    }

    #[test]
    fn refuses_every_variant_with_a_reason() {
        for before in [vec![requested()], vec![requested(), generated()]] {
            given::<Suggestion>(before).when(as_role(Role::Editor), reject(" too loud ")).then([rejected()]);
        }
    }

    #[test]
    fn a_second_rejection_does_nothing() {
        given::<Suggestion>([requested(), generated(), rejected()])
            .when(as_role(Role::Publisher), reject("again"))
            .then_nothing();
    }

    #[test]
    fn says_who_approved_it_already() {
        given::<Suggestion>([requested(), generated(), approved(5)])
            .when(as_role(Role::Publisher), reject("late"))
            .then_refused(Refusal::AlreadyDecided {
                what: "suggestion".into(),
                status: "approved".into(),
                by: Some("telegram:5".into()),
            });
    }

    #[test]
    fn refuses_long_reasons() {
        given::<Suggestion>([requested()])
            .when(as_role(Role::Editor), reject(&"x".repeat(1001)))
            .then_refused(Refusal::invalid("reason", "is longer than 1000 characters"));
    }
}
