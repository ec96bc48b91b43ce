//! `RecordVariants`: keep what the model wrote.

use domain::id::{ProjectId, SuggestionId};
use domain::risk::Assessment;
use domain::suggestion::event::{SuggestionEvent, Usage};
use domain::suggestion::{Suggestion, SuggestionStatus};
use domain::text::Text;

use super::{decided, found};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::refusal::Refusal;

command! {
    /// Keep one to three variants. The first answer stands: a repeated call of the model writes other words.
    pub struct RecordVariants for Suggestion(suggestion) in project by [process] {
        /// The suggestion.
        pub suggestion: SuggestionId,
        /// Its project.
        pub project: ProjectId,
        /// Score of the assembled input.
        pub input: Assessment,
        /// The model that wrote them.
        pub model: String,
        /// The variants in order.
        pub variants: Vec<String>,
        /// Tokens used.
        pub usage: Usage,
    }
}

impl Decision for RecordVariants {
    fn decide(&self, state: &Suggestion, _facts: &DecisionFacts) -> DecisionResult<Suggestion> {
        found(state, self.project)?;
        if !state.variants.is_empty() {
            return Ok(Vec::new());
        }
        if state.status != SuggestionStatus::Requested {
            return Err(decided(&state.status));
        }
        let variants: Vec<_> = self.variants.iter().map(|text| storable(text)).collect();
        if !(1..=3).contains(&variants.len()) || variants.iter().any(String::is_empty) {
            return Err(Refusal::invalid("variants", "must be one to three texts that say something"));
        }
        Ok(vec![SuggestionEvent::VariantsGenerated {
            input: self.input.clone(),
            model: self.model.clone(),
            variants: variants.into_iter().map(Text::known).collect(),
            usage: self.usage,
        }])
    }
}

/// The text without control characters, which the database cannot keep, and without white space around it.
fn storable(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::RecordVariants;
    use crate::refusal::Refusal;
    use crate::suggestion::testing::{TEXT, approved, assessment, generated, requested, suggestion_id};
    use crate::testing::{as_process, given, project_id};
    use domain::suggestion::Suggestion;
    use domain::suggestion::event::{SuggestionEvent, Usage};

    fn record(variants: &[&str]) -> RecordVariants {
        RecordVariants {
            suggestion: suggestion_id(),
            project: project_id(),
            input: assessment(0),
            model: "model-1".into(),
            variants: variants.iter().map(|&text| text.to_owned()).collect(),
            usage: Usage::default(),
        }
    }

    #[test]
    fn keeps_what_the_model_wrote() {
        let command = record(&[" gm\0 frogs\r\n", "wagmi"]);
        given::<Suggestion>([requested()]).when(as_process("generation"), command).then([generated()]);
    }

    #[test]
    fn the_first_answer_stands() {
        for decided in [vec![], vec![approved(10)]] {
            let before = [requested(), generated()].into_iter().chain(decided);
            given::<Suggestion>(before).when(as_process("generation"), record(&["other"])).then_nothing();
        }
    }

    #[test]
    fn refuses_an_answer_that_comes_after_the_end() {
        given::<Suggestion>([requested(), SuggestionEvent::SuggestionExpired {}])
            .when(as_process("generation"), record(&[TEXT]))
            .then_refused(Refusal::AlreadyDecided {
                what: "suggestion".into(),
                status: "expired".into(),
                by: None,
            });
    }

    #[test]
    fn refuses_no_variants_too_many_and_empty_ones() {
        for variants in [&[][..], &["a", "b", "c", "d"], &["a", " "]] {
            let refusal = Refusal::invalid("variants", "must be one to three texts that say something");
            given::<Suggestion>([requested()])
                .when(as_process("generation"), record(variants))
                .then_refused(refusal);
        }
    }
}
