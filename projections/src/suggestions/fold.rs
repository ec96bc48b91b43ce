//! How events become suggestions.

use chrono::{DateTime, Utc};
use domain::id::SuggestionId;
use domain::recorded::Recorded;
use domain::risk::Assessment;
use domain::stream::AggregateType;
use domain::suggestion::event::{SuggestionRequested, Usage};
use domain::takes;
use domain::text::Text;

use super::{Suggestion, SuggestionStatus, Suggestions, Variant};
use crate::projection::{AffectedRows, Projection, RowSelector, forgotten_rows, row};
use crate::readable::{forget_evidence, signals, words, words_of};

takes! {
    /// What the read model `post_suggestions` takes.
    pub enum SuggestionsInput {
        suggestion::{
            SuggestionRequested, VariantsGenerated, GenerationFailed, VariantAssessed, VariantEdited,
            SuggestionApproved, SuggestionRejected, SuggestionExpired,
        },
        post::{PostQueued},
        project::{TextsForgotten},
    }
}

impl Projection for Suggestions {
    const NAME: &'static str = "post_suggestions";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["id"];
    type Row = Suggestion;
    type Key = SuggestionId;
    type Input<'a> = SuggestionsInput<'a>;

    fn key_of(row: &Suggestion) -> SuggestionId {
        row.id
    }

    fn affected_rows(event: SuggestionsInput<'_>, recorded: &Recorded) -> AffectedRows<SuggestionId> {
        if let SuggestionsInput::TextsForgotten(texts) = event {
            return forgotten_rows(texts, AggregateType::Suggestion);
        }
        if let SuggestionsInput::PostQueued(queued) = event {
            return Ok(vec![RowSelector::Key(queued.source.suggestion)]);
        }
        row(&recorded.stream.id)
    }

    fn fold(
        key: &SuggestionId,
        row: &mut Option<Suggestion>,
        event: SuggestionsInput<'_>,
        recorded: &Recorded,
    ) {
        if let SuggestionsInput::SuggestionRequested(requested) = event {
            *row = Some(Suggestion::new(*key, requested, recorded.recorded_at));
        } else if let Some(row) = row {
            row.updated_at = recorded.recorded_at;
            row.evolve(event);
            row.content = row.chosen().and_then(|variant| variant.text.clone());
        }
    }
}

impl Suggestion {
    fn new(id: SuggestionId, requested: SuggestionRequested<'_>, at: DateTime<Utc>) -> Self {
        Self {
            id,
            project_id: *requested.project,
            context_version: *requested.context_version,
            content: None,
            status: SuggestionStatus::Requested,
            variants: Vec::new(),
            instruction: words_of(requested.instruction.as_ref()),
            vibe: words_of(requested.vibe.as_ref()),
            requested_by: requested.requested_by.to_string(),
            replaces: *requested.replaces,
            approved_by: None,
            approved_variant: None,
            reason: None,
            fault: None,
            detail: None,
            input_score: None,
            model: None,
            input_tokens: 0,
            output_tokens: 0,
            created_at: at,
            updated_at: at,
        }
    }

    fn evolve(&mut self, event: SuggestionsInput<'_>) {
        match event {
            SuggestionsInput::SuggestionRequested(_) => {}
            SuggestionsInput::VariantsGenerated(generated) => {
                self.input_score = Some(generated.input.score);
                self.model = Some(generated.model.clone());
                self.generated(generated.variants, *generated.usage);
            }
            SuggestionsInput::GenerationFailed(failed) => {
                self.status = SuggestionStatus::Failed;
                self.input_score = failed.input.as_ref().map(|input| input.score);
                (self.fault, self.detail) = (Some(*failed.fault), Some(failed.detail.clone()));
            }
            SuggestionsInput::VariantAssessed(assessed) => {
                self.assess(*assessed.variant, *assessed.revision, assessed.assessment);
            }
            SuggestionsInput::VariantEdited(edited) => {
                self.edit(*edited.variant, *edited.revision, edited.text);
            }
            SuggestionsInput::SuggestionApproved(approved) => {
                self.status = SuggestionStatus::Approved;
                self.approved_variant = Some(*approved.variant);
                self.approved_by = Some(approved.approved_by.to_string());
            }
            SuggestionsInput::SuggestionRejected(rejected) => {
                self.status = SuggestionStatus::Rejected;
                self.reason = words_of(rejected.reason.as_ref());
            }
            SuggestionsInput::SuggestionExpired(_) => self.status = SuggestionStatus::Expired,
            SuggestionsInput::PostQueued(_) => self.status = SuggestionStatus::Queued,
            SuggestionsInput::TextsForgotten(_) => self.forget(),
        }
    }

    fn generated(&mut self, texts: &[Text], usage: Usage) {
        self.status = SuggestionStatus::Generated;
        self.variants = (1..).zip(texts).map(|(number, text)| Variant::new(number, 0, text)).collect();
        (self.input_tokens, self.output_tokens) = (usage.input_tokens, usage.output_tokens);
    }

    fn edit(&mut self, variant: u8, revision: u32, text: &Text) {
        if let Some(edited) = self.variants.iter_mut().find(|own| own.variant == variant) {
            *edited = Variant::new(variant, revision, text);
        }
    }

    /// An assessment of a revision that was edited meanwhile says nothing of the words that count now.
    fn assess(&mut self, variant: u8, revision: u32, assessment: &Assessment) {
        let current = |own: &&mut Variant| own.variant == variant && own.revision == revision;
        if let Some(assessed) = self.variants.iter_mut().find(current) {
            assessed.score = Some(assessment.score);
            assessed.signals = signals(assessment);
            assessed.complete = assessment.complete;
        }
    }

    fn chosen(&self) -> Option<&Variant> {
        let number = self.approved_variant.unwrap_or(1);
        self.variants.iter().find(|variant| variant.variant == number)
    }

    fn forget(&mut self) {
        (self.instruction, self.vibe, self.reason) = (None, None, None);
        for variant in &mut self.variants {
            variant.text = None;
            forget_evidence(&mut variant.signals);
        }
    }
}

impl Variant {
    fn new(variant: u8, revision: u32, text: &Text) -> Self {
        Self { variant, revision, text: words(text), score: None, signals: Vec::new(), complete: false }
    }
}
