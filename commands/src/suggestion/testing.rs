//! What tests of suggestions, posts and accounts start from.

use domain::actor::Actor;
use domain::id::{ProjectId, SuggestionId};
use domain::post_text::text_hash;
use domain::risk::{Assessment, RiskScore};
use domain::suggestion::event::{SuggestionEvent, Usage};
use domain::text::Text;
use uuid::Uuid;

use crate::testing::{member, project_id};

/// The text of the first variant.
pub(crate) const TEXT: &str = "gm frogs";

/// The suggestion of every test.
pub(crate) fn suggestion_id() -> SuggestionId {
    SuggestionId(Uuid::from_u128(2))
}

/// A project that is not the one of the tests.
pub(crate) fn other_project() -> ProjectId {
    ProjectId(Uuid::from_u128(77))
}

/// A complete assessment without signals.
pub(crate) fn assessment(score: u8) -> Assessment {
    Assessment { score: RiskScore::try_new(score).unwrap(), signals: Vec::new(), complete: true }
}

/// Member 9 asked for two variants.
pub(crate) fn requested() -> SuggestionEvent {
    requested_by(member(9))
}

/// The actor asked for two variants.
pub(crate) fn requested_by(requested_by: Actor) -> SuggestionEvent {
    SuggestionEvent::SuggestionRequested {
        project: project_id(),
        instruction: None,
        vibe: None,
        context_version: 3,
        variants: 2,
        requested_by,
        replaces: None,
    }
}

/// The model wrote two variants.
pub(crate) fn generated() -> SuggestionEvent {
    SuggestionEvent::VariantsGenerated {
        input: assessment(0),
        model: "model-1".into(),
        variants: vec![Text::known(TEXT), Text::known("wagmi")],
        usage: Usage::default(),
    }
}

/// Revision 0 of the first variant was scored.
pub(crate) fn assessed(assessment: Assessment) -> SuggestionEvent {
    SuggestionEvent::VariantAssessed { variant: 1, revision: 0, assessment }
}

/// The actor made revision 1 of the first variant.
pub(crate) fn edited(edited_by: Actor) -> SuggestionEvent {
    SuggestionEvent::VariantEdited { variant: 1, revision: 1, text: Text::known("gm toads"), edited_by }
}

/// Member 5 approved revision 0 of the first variant.
pub(crate) fn approved(score: u8) -> SuggestionEvent {
    SuggestionEvent::SuggestionApproved {
        variant: 1,
        revision: 0,
        text_hash: text_hash(TEXT),
        score: RiskScore::try_new(score).unwrap(),
        approved_by: member(5),
    }
}
