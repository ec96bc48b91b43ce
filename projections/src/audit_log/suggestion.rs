//! What the audit log says of suggestions.

use domain::suggestion::event::SuggestionEvent;
use serde_json::json;

use super::entry::{Entry, entry, plain, risk};
use crate::readable::code;

/// A sentence and details for an event of a suggestion.
pub(super) fn entry_of(event: &SuggestionEvent) -> Entry {
    match event {
        SuggestionEvent::SuggestionRequested {
            context_version, variants, requested_by, replaces, ..
        } => entry(
            format!("A suggestion was asked for, with {variants} variants."),
            json!({
                "context_version": context_version,
                "variants": variants,
                "requested_by": requested_by.to_string(),
                "replaces": replaces,
            }),
        ),
        SuggestionEvent::VariantsGenerated { input, model, variants, usage } => entry(
            format!("The model {model} wrote {} variants.", variants.len()),
            json!({ "model": model, "variants": variants.len(), "usage": usage, "input_risk": risk(input) }),
        ),
        SuggestionEvent::GenerationFailed { fault, input, .. } => entry(
            format!("No variants came: {}.", code(fault).replace('_', " ")),
            json!({ "fault": fault, "input_risk": input.as_ref().map(risk) }),
        ),
        SuggestionEvent::VariantAssessed { variant, revision, assessment } => entry(
            format!("Variant {variant} was scored {}.", assessment.score),
            json!({ "variant": variant, "revision": revision, "risk": risk(assessment) }),
        ),
        SuggestionEvent::VariantEdited { variant, revision, edited_by, .. } => entry(
            format!("Variant {variant} was edited."),
            json!({ "variant": variant, "revision": revision, "edited_by": edited_by.to_string() }),
        ),
        SuggestionEvent::SuggestionApproved { variant, revision, text_hash, score, approved_by } => entry(
            format!("Variant {variant} was approved by {approved_by} at score {score}."),
            json!({
                "variant": variant,
                "revision": revision,
                "text_hash": text_hash,
                "score": score,
                "approved_by": approved_by.to_string(),
            }),
        ),
        SuggestionEvent::SuggestionRejected { .. } => plain("The suggestion was refused."),
        SuggestionEvent::SuggestionExpired {} => plain("The suggestion expired undecided."),
    }
}
