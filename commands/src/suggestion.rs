//! Commands of a suggestion: ask for variants, record and score them, edit, decide.

pub mod approve;
pub mod assess;
pub mod edit;
pub mod expire;
pub mod record_failure;
pub mod record_variants;
pub mod reject;
pub mod request;
#[cfg(test)]
pub(crate) mod testing;

use domain::id::ProjectId;
use domain::post_text::faults;
use domain::suggestion::{Suggestion, SuggestionStatus, Variant};
use domain::text::Text;

use crate::decision::commands;
use crate::project::rules;
use crate::refusal::Refusal;

commands! {
    /// Any command of a suggestion.
    SuggestionCommand for Suggestion {
        request::RequestSuggestion,
        record_variants::RecordVariants,
        record_failure::RecordGenerationFailure,
        assess::AssessVariant,
        edit::EditVariant,
        approve::ApproveSuggestion,
        reject::RejectSuggestion,
        expire::ExpireSuggestion,
    }
}

/// The longest instruction or reason, in characters.
const LONGEST_REMARK: usize = 1000;

/// A person's optional remark without white space around it; none when nothing is left.
pub(crate) fn remark(field: &str, words: Option<&str>) -> Result<Option<Text>, Refusal> {
    let words = words.filter(|words| !words.trim().is_empty()).map(Text::known);
    rules::optional_text(field, words.as_ref(), LONGEST_REMARK)
}

/// The words, if X would take them as a post.
pub(crate) fn postable(text: &str) -> Result<&str, Refusal> {
    let faults: Vec<_> = faults(text).iter().map(ToString::to_string).collect();
    if faults.is_empty() {
        return Ok(text);
    }
    let reasons: Vec<_> = faults.iter().map(|fault| fault.trim_start_matches("the text ")).collect();
    Err(Refusal::invalid("text", reasons.join(", and ")))
}

/// Refuses what was never requested, or belongs to another project.
pub(crate) fn found(state: &Suggestion, project: ProjectId) -> Result<(), Refusal> {
    if state.belongs_to(project) { Ok(()) } else { Err(Refusal::not_found("suggestion")) }
}

/// Says what became of the suggestion, and who decided.
pub(crate) fn decided(status: &SuggestionStatus) -> Refusal {
    let by = match status {
        SuggestionStatus::Approved { approved_by, .. } => Some(approved_by.to_string()),
        SuggestionStatus::Requested
        | SuggestionStatus::Generated
        | SuggestionStatus::Failed
        | SuggestionStatus::Rejected
        | SuggestionStatus::Expired => None,
    };
    Refusal::AlreadyDecided { what: "suggestion".to_owned(), status: status.name().to_owned(), by }
}

/// One revision of a variant, as a person saw it.
struct Seen {
    project: ProjectId,
    variant: u8,
    revision: u32,
}

/// The variant, if it still waits for a decision and still reads as the person saw it.
fn undecided<'a>(state: &'a Suggestion, seen: &Seen) -> Result<&'a Variant, Refusal> {
    found(state, seen.project)?;
    match state.status {
        SuggestionStatus::Generated => {}
        SuggestionStatus::Requested => {
            return Err(Refusal::NotScored { what: "suggestion".to_owned() });
        }
        SuggestionStatus::Failed
        | SuggestionStatus::Approved { .. }
        | SuggestionStatus::Rejected
        | SuggestionStatus::Expired => return Err(decided(&state.status)),
    }
    let variant = state.variant(seen.variant).ok_or_else(|| Refusal::not_found("variant"))?;
    if variant.revision == seen.revision {
        Ok(variant)
    } else {
        Err(Refusal::Stale { current: variant.revision })
    }
}
