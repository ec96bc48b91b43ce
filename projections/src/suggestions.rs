//! Which suggestions were asked for, what do they say, and what became of them?

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::id::{ProjectId, SuggestionId};
use domain::risk::RiskScore;
use domain::suggestion::event::GenerationFault;
use serde::{Deserialize, Serialize};

use crate::page::PageCursor;
use crate::readable::SignalRow;

pub use queries::{approved_unpublished, by_id, list, pending, requested_since};

/// The read model `post_suggestions`.
pub struct Suggestions;

/// One request for variants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The suggestion's id.
    pub id: SuggestionId,
    /// The project.
    pub project_id: ProjectId,
    /// The context version that counted when it was asked for.
    pub context_version: u32,
    /// The approved text, else the first variant's; absent before there is one and once it was forgotten.
    pub content: Option<String>,
    /// Where it stands.
    pub status: SuggestionStatus,
    /// The variants in order.
    pub variants: Vec<Variant>,
    /// What it should be about, if said.
    pub instruction: Option<String>,
    /// The vibe that counted, if any.
    pub vibe: Option<String>,
    /// Who asked.
    pub requested_by: String,
    /// The suggestion that this one was asked for in place of.
    pub replaces: Option<SuggestionId>,
    /// Who approved.
    pub approved_by: Option<String>,
    /// The approved variant's number.
    pub approved_variant: Option<u8>,
    /// Why it was refused, if a reason was given.
    pub reason: Option<String>,
    /// Why no variants came.
    pub fault: Option<GenerationFault>,
    /// What the service said then, in our words.
    pub detail: Option<String>,
    /// Score of the assembled input, if it was scored.
    pub input_score: Option<RiskScore>,
    /// The model that wrote the variants.
    pub model: Option<String>,
    /// Tokens that the model read.
    pub input_tokens: u32,
    /// Tokens that the model wrote.
    pub output_tokens: u32,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When anything of this last changed.
    pub updated_at: DateTime<Utc>,
}

/// One variant, as it reads now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its number, from 1.
    pub variant: u8,
    /// 0 as written by the model, then one more per edit.
    pub revision: u32,
    /// The words; absent once forgotten.
    pub text: Option<String>,
    /// The revision's risk score, once scored.
    pub score: Option<RiskScore>,
    /// The reasons for the score.
    pub signals: Vec<SignalRow>,
    /// Whether every detector could look.
    pub complete: bool,
}

/// Where a suggestion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestionStatus {
    /// The variants are still to be written.
    Requested,
    /// Variants wait for a decision.
    Generated,
    /// No variants came.
    Failed,
    /// One text was approved and waits to be queued.
    Approved,
    /// Every variant was refused.
    Rejected,
    /// Nobody decided in time.
    Expired,
    /// Its text became a post.
    Queued,
}

impl Suggestion {
    /// Where it stands in the project's list.
    pub fn moment(&self) -> PageCursor {
        PageCursor { at: self.created_at, id: self.id.0 }
    }
}
