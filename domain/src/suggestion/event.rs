//! Events of a suggestion.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::actor::Actor;
use crate::audit_line::{line, plain, risk, spoken};
use crate::event::events;
use crate::id::{ProjectId, SuggestionId};
use crate::risk::{Assessment, RiskScore};
use crate::text::Text;

/// Tokens that one generation used, as the model's answer counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens read.
    pub input_tokens: u32,
    /// Of these, read from the prompt cache.
    pub cached_tokens: u32,
    /// Tokens written.
    pub output_tokens: u32,
}

/// Why no variants came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GenerationFault {
    /// The assembled input scored at or over the block limit; the model was not asked.
    InputBlocked,
    /// The model declined to answer.
    ModelRefused,
    /// The model's answer was cut or not of the agreed shape, repeatedly.
    UnusableAnswer,
    /// The service refused the request: key, credit, model or parameters.
    Rejected,
    /// The service stayed unreachable for as long as it was tried.
    Unavailable,
    /// The project's daily quota of suggestions is spent.
    QuotaSpent,
}

events! {
    /// What can happen to a suggestion.
    SuggestionEvent of Suggestion {
        /// Variants were asked for.
        SuggestionRequested = "1.0" {
            /// The project.
            project: ProjectId,
            /// What the post should be about, if said.
            instruction: Option<Text>,
            /// The vibe that counted at that time, if any.
            vibe: Option<Text>,
            /// The context version that counted at that time (0: none approved yet).
            context_version: u32,
            /// How many variants, 1 to 3.
            variants: u8,
            /// Who asked: a member, or the autopilot.
            requested_by: Actor,
            /// The suggestion that this one was asked for in place of.
            replaces: Option<SuggestionId>,
        } => line(
            format!("A suggestion was asked for, with {variants} variants."),
            json!({
                "context_version": context_version, "variants": variants,
                "requested_by": requested_by.to_string(), "replaces": replaces,
            }),
        ),
        /// The model wrote variants.
        VariantsGenerated = "1.0" {
            /// Score of the assembled input.
            input: Assessment,
            /// The model that wrote them.
            model: String,
            /// The variants in order; variant numbers start at 1.
            variants: Vec<Text>,
            /// Tokens used.
            usage: Usage,
        } => line(
            format!("The model {model} wrote {} variants.", variants.len()),
            json!({ "model": model, "variants": variants.len(), "usage": usage, "input_risk": risk(input) }),
        ),
        /// No variants came.
        GenerationFailed = "1.0" {
            /// Why.
            fault: GenerationFault,
            /// Score of the assembled input, if it was scored.
            input: Option<Assessment>,
            /// What the service said, in our words; no quote of the input.
            detail: String,
        } => line(
            format!("No variants came: {}.", spoken(fault)),
            json!({ "fault": fault, "input_risk": input.as_ref().map(risk) }),
        ),
        /// A variant was scored.
        VariantAssessed = "1.0" {
            /// The variant's number, from 1.
            variant: u8,
            /// The revision that was scored: 0 as written by the model, then one more per edit.
            revision: u32,
            /// Score and signals.
            assessment: Assessment,
        } => line(
            format!("Variant {variant} was scored {}.", assessment.score),
            json!({ "variant": variant, "revision": revision, "risk": risk(assessment) }),
        ),
        /// A person changed a variant's text; it must be scored again.
        VariantEdited = "1.0" {
            /// The variant's number, from 1.
            variant: u8,
            /// The revision that the edit made.
            revision: u32,
            /// The new text.
            text: Text,
            /// Who edited it.
            edited_by: Actor,
        } => line(
            format!("Variant {variant} was edited."),
            json!({ "variant": variant, "revision": revision, "edited_by": edited_by.to_string() }),
        ),
        /// Exactly this text was approved.
        SuggestionApproved = "1.0" {
            /// The variant's number.
            variant: u8,
            /// The revision approved.
            revision: u32,
            /// SHA-256 (hex) of the text's comparable form.
            text_hash: String,
            /// Its score at that time.
            score: RiskScore,
            /// Who approved.
            approved_by: Actor,
        } => line(
            format!("Variant {variant} was approved by {approved_by} at score {score}."),
            json!({
                "variant": variant, "revision": revision, "text_hash": text_hash, "score": score,
                "approved_by": approved_by.to_string(),
            }),
        ),
        /// Every variant was refused.
        SuggestionRejected = "1.0" {
            /// Why, if a reason was given.
            reason: Option<Text>,
        } => plain("The suggestion was refused."),
        /// Nobody decided in time.
        SuggestionExpired = "1.0" {} => plain("The suggestion expired undecided."),
    }
}
