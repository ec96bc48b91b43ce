//! What the audit log says of context layers.

use domain::context::event::ContextEvent;
use serde_json::json;

use super::entry::{Entry, entry, risk};

/// A sentence and details for an event of a project's context.
pub(super) fn entry_of(event: &ContextEvent) -> Entry {
    match event {
        ContextEvent::ContextAdded { layer, added_by, .. } => entry(
            format!("Context layer {layer} was proposed."),
            json!({ "layer": layer, "added_by": added_by.to_string() }),
        ),
        ContextEvent::ContextAssessed { layer, assessment } => entry(
            format!("Context layer {layer} was scored {}.", assessment.score),
            json!({ "layer": layer, "risk": risk(assessment) }),
        ),
        ContextEvent::ContextApproved { layer, context_version } => entry(
            format!("Context layer {layer} was approved, which made context version {context_version}."),
            json!({ "layer": layer, "context_version": context_version }),
        ),
        ContextEvent::ContextRejected { layer, .. } => {
            entry(format!("Context layer {layer} was refused."), json!({ "layer": layer }))
        }
        ContextEvent::ContextRolledBack { to_version, context_version } => entry(
            format!(
                "The context was rolled back to version {to_version}, which made version {context_version}."
            ),
            json!({ "to_version": to_version, "context_version": context_version }),
        ),
    }
}
