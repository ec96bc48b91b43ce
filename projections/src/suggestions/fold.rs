//! How events become suggestions.

use domain::event::{Event, EventKind};
use domain::id::SuggestionId;
use domain::post::event::PostEvent;
use domain::recorded::Recorded;
use domain::risk::Assessment;
use domain::stream::AggregateType;
use domain::suggestion::event::{SuggestionEvent, Usage};
use domain::text::Text;

use super::{Suggestion, SuggestionStatus, Suggestions, Variant};
use crate::projection::{AffectedRows, Projection, RowSelector, forgotten_rows, row};
use crate::readable::{forget_evidence, signals, words, words_of};

impl Projection for Suggestions {
    const NAME: &'static str = "post_suggestions";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["id"];
    type Row = Suggestion;
    type Key = SuggestionId;

    fn key_of(row: &Suggestion) -> SuggestionId {
        row.id
    }

    fn handles(kind: EventKind) -> bool {
        matches!(kind.aggregate, AggregateType::Suggestion | AggregateType::Post | AggregateType::Project)
    }

    fn affected_rows(event: &Recorded) -> AffectedRows<SuggestionId> {
        match &event.event {
            Event::Suggestion(_) => row(&event.stream.id),
            Event::Post(post) => Ok(queued(post).map(RowSelector::Key).into_iter().collect()),
            Event::Project(project) => forgotten_rows(project, AggregateType::Suggestion),
            Event::Context(_) | Event::Account(_) | Event::Member(_) | Event::Access(_) => Ok(Vec::new()),
        }
    }

    fn fold(key: &SuggestionId, row: &mut Option<Suggestion>, event: &Recorded) {
        if let Event::Suggestion(requested @ SuggestionEvent::SuggestionRequested { .. }) = &event.event {
            *row = Suggestion::new(*key, requested, event);
            return;
        }
        let Some(row) = row else { return };
        row.updated_at = event.recorded_at;
        match &event.event {
            Event::Suggestion(suggestion) => row.evolve(suggestion),
            Event::Post(_) => row.status = SuggestionStatus::Queued,
            Event::Project(_) => row.forget(),
            Event::Context(_) | Event::Account(_) | Event::Member(_) | Event::Access(_) => {}
        }
        row.content = row.chosen().and_then(|variant| variant.text.clone());
    }
}

/// The suggestion that becomes a post.
fn queued(event: &PostEvent) -> Option<SuggestionId> {
    match event {
        PostEvent::PostQueued { source, .. } => Some(source.suggestion),
        PostEvent::PostCleared { .. }
        | PostEvent::PostBlocked { .. }
        | PostEvent::PostPublished { .. }
        | PostEvent::PostFailed { .. }
        | PostEvent::OutcomeUnknown { .. }
        | PostEvent::OutcomeConfirmed { .. }
        | PostEvent::PostRequeued { .. }
        | PostEvent::PostCancelled { .. }
        | PostEvent::PostMissed { .. }
        | PostEvent::PostedManually { .. }
        | PostEvent::PostDeleted {}
        | PostEvent::MetricsObserved { .. } => None,
    }
}

impl Suggestion {
    fn new(id: SuggestionId, requested: &SuggestionEvent, event: &Recorded) -> Option<Self> {
        let SuggestionEvent::SuggestionRequested {
            project,
            instruction,
            vibe,
            context_version,
            requested_by,
            replaces,
            ..
        } = requested
        else {
            return None;
        };
        Some(Self {
            id,
            project_id: *project,
            context_version: *context_version,
            content: None,
            status: SuggestionStatus::Requested,
            variants: Vec::new(),
            instruction: words_of(instruction.as_ref()),
            vibe: words_of(vibe.as_ref()),
            requested_by: requested_by.to_string(),
            replaces: *replaces,
            approved_by: None,
            approved_variant: None,
            reason: None,
            fault: None,
            detail: None,
            input_score: None,
            model: None,
            input_tokens: 0,
            output_tokens: 0,
            created_at: event.recorded_at,
            updated_at: event.recorded_at,
        })
    }

    fn evolve(&mut self, event: &SuggestionEvent) {
        match event {
            SuggestionEvent::SuggestionRequested { .. } => {}
            SuggestionEvent::VariantsGenerated { input, model, variants, usage } => {
                self.input_score = Some(input.score);
                self.model = Some(model.clone());
                self.generated(variants, *usage);
            }
            SuggestionEvent::GenerationFailed { fault, input, detail } => {
                self.status = SuggestionStatus::Failed;
                self.input_score = input.as_ref().map(|input| input.score);
                (self.fault, self.detail) = (Some(*fault), Some(detail.clone()));
            }
            SuggestionEvent::VariantAssessed { variant, revision, assessment } => {
                self.assess(*variant, *revision, assessment);
            }
            SuggestionEvent::VariantEdited { variant, revision, text, .. } => {
                self.edit(*variant, *revision, text);
            }
            SuggestionEvent::SuggestionApproved { variant, approved_by, .. } => {
                self.status = SuggestionStatus::Approved;
                self.approved_variant = Some(*variant);
                self.approved_by = Some(approved_by.to_string());
            }
            SuggestionEvent::SuggestionRejected { reason } => {
                self.status = SuggestionStatus::Rejected;
                self.reason = words_of(reason.as_ref());
            }
            SuggestionEvent::SuggestionExpired {} => self.status = SuggestionStatus::Expired,
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
