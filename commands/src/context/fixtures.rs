//! Events that tests of context commands start from.

use domain::context::event::ContextEvent;
use domain::risk::{Assessment, RiskScore};
use domain::text::Text;

use crate::testing::member;

/// A layer, added by the actor of most tests.
pub(crate) fn added(layer: u32) -> ContextEvent {
    ContextEvent::ContextAdded { layer, content: Text::known("Frogs are calm."), added_by: member(1) }
}

/// An assessment without signals.
pub(crate) fn assessment(score: u8, complete: bool) -> Assessment {
    Assessment { score: RiskScore::try_new(score).unwrap(), signals: Vec::new(), complete }
}

/// A layer's score.
pub(crate) fn assessed(layer: u32, score: u8, complete: bool) -> ContextEvent {
    ContextEvent::ContextAssessed { layer, assessment: assessment(score, complete) }
}

/// A layer became active.
pub(crate) fn approved(layer: u32, context_version: u32) -> ContextEvent {
    ContextEvent::ContextApproved { layer, context_version }
}

/// A layer was refused.
pub(crate) fn rejected(layer: u32) -> ContextEvent {
    ContextEvent::ContextRejected { layer, reason: None }
}
