//! `EditVariant`: change a variant's text before it is decided.

use domain::id::{ProjectId, SuggestionId};
use domain::suggestion::Suggestion;
use domain::suggestion::event::SuggestionEvent;
use domain::text::Text;

use super::{Seen, postable, undecided};
use crate::decision::{Decision, DecisionResult, command};
use crate::facts::DecisionFacts;
use crate::project::rules;

command! {
    /// Replace the text of the revision that the editor saw; the new one must be scored again.
    pub struct EditVariant for Suggestion(suggestion) in project by [Editor, Publisher] {
        /// The suggestion.
        pub suggestion: SuggestionId,
        /// Its project.
        pub project: ProjectId,
        /// The variant's number, from 1.
        pub variant: u8,
        /// The revision that the editor saw.
        pub revision: u32,
        /// The new text.
        pub text: String,
    }
}

impl Decision for EditVariant {
    fn decide(&self, state: &Suggestion, facts: &DecisionFacts) -> DecisionResult<Suggestion> {
        let (project, variant, revision) = (self.project, self.variant, self.revision);
        let current = undecided(state, &Seen { project, variant, revision })?;
        rules::open(&facts.project)?;
        let text = rules::text("text", &Text::known(self.text.as_str()), rules::LONG_TEXT)?;
        postable(text.or(""))?;
        if current.text == text {
            return Ok(Vec::new());
        }
        Ok(vec![SuggestionEvent::VariantEdited {
            variant,
            revision: revision + 1,
            text,
            edited_by: facts.actor.clone(),
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::EditVariant;
    use crate::refusal::Refusal;
    use crate::suggestion::testing::{TEXT, approved, edited, generated, requested, suggestion_id};
    use crate::testing::{as_role, given, member, project_id};
    use domain::role::Role;
    use domain::suggestion::Suggestion;
    use domain::suggestion::event::SuggestionEvent;

    fn edit(text: &str) -> EditVariant {
        EditVariant {
            suggestion: suggestion_id(),
            project: project_id(),
            variant: 1,
            revision: 0,
            text: text.into(),
        }
    }

    #[track_caller]
    fn refused(before: impl IntoIterator<Item = SuggestionEvent>, command: EditVariant, refusal: Refusal) {
        given::<Suggestion>(before).when(as_role(Role::Editor), command).then_refused(refusal);
    }

    #[test]
    fn makes_the_next_revision() {
        given::<Suggestion>([requested(), generated()])
            .when(as_role(Role::Editor), edit(" gm toads "))
            .then([edited(member(1))]);
    }

    #[test]
    fn the_same_words_are_no_edit() {
        given::<Suggestion>([requested(), generated()])
            .when(as_role(Role::Publisher), edit(TEXT))
            .then_nothing();
    }

    #[test]
    fn refuses_a_text_that_changed_since() {
        refused([requested(), generated(), edited(member(2))], edit("gm"), Refusal::Stale { current: 1 });
    }

    #[test]
    fn refuses_texts_that_x_would_not_take() {
        let before = || [requested(), generated()];
        refused(before(), edit("  "), Refusal::invalid("text", "is empty"));
        refused(before(), edit("g\0m"), Refusal::invalid("text", "holds control characters"));
        let reason = "counts 281 characters on X, 1 more than the 280 allowed";
        refused(before(), edit(&"a".repeat(281)), Refusal::invalid("text", reason));
        let reason = "has 2 cashtags such as $GM; X takes one in a post";
        refused(before(), edit("$GM to $WAGMI"), Refusal::invalid("text", reason));
    }

    #[test]
    fn refuses_before_the_variants_came_and_after_the_decision() {
        refused([requested()], edit("gm"), Refusal::NotScored { what: "suggestion".into() });
        let refusal = Refusal::AlreadyDecided {
            what: "suggestion".into(),
            status: "approved".into(),
            by: Some("telegram:5".into()),
        };
        refused([requested(), generated(), approved(10)], edit("gm"), refusal);
        let third = EditVariant { variant: 3, ..edit("gm") };
        refused([requested(), generated()], third, Refusal::not_found("variant"));
    }
}
