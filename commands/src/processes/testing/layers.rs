//! Events of a context.

use domain::context::event::ContextEvent;
use domain::text::Text;

use crate::testing::member;

/// A layer was proposed.
pub(crate) fn added(layer: u32) -> ContextEvent {
    ContextEvent::ContextAdded { layer, content: Text::known("Frogs are calm."), added_by: member(5) }
}

/// A layer became active.
pub(crate) fn approved(layer: u32, context_version: u32) -> ContextEvent {
    ContextEvent::ContextApproved { layer, context_version }
}
