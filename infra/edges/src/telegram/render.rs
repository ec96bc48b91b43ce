//! What notices say: one file per kind of subject, pure, over states that were loaded before.

pub(super) mod failure;
pub(super) mod layer;
mod load;
pub(super) mod post;
pub(super) mod posting;
pub(super) mod risk;
pub(super) mod variant;

#[cfg(test)]
mod tests;

use domain::text::Text;
use uuid::Uuid;

/// A decision as it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DecisionLine {
    /// Who decided, or what.
    pub(super) by: String,
    /// When, with the zone.
    pub(super) at: String,
    /// Why, in their words.
    pub(super) why: Option<Text>,
}

impl DecisionLine {
    /// ` by @bob, 23 Nov 12:03 CET` and the reason, as HTML.
    fn html(&self) -> String {
        let why = self.why.as_ref().map(|why| format!("\nReason: {}", super::html::escape(&why.to_string())));
        format!(" by {}, {}{}", super::html::escape(&self.by), self.at, why.unwrap_or_default())
    }
}

/// The part of an id that people read and type: its last eight digits, which differ also between ids of one minute.
pub(super) fn short_id(id: Uuid) -> String {
    let digits = id.simple().to_string();
    digits[24..].to_owned()
}

/// The words, or that they were forgotten.
pub(super) fn words(text: &Text) -> &str {
    text.or("[forgotten]")
}
