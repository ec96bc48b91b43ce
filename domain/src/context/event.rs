//! Events of a project's context (the stream id is the project's id).

use serde_json::json;

use crate::actor::Actor;
use crate::audit_line::{line, risk};
use crate::event::events;
use crate::risk::Assessment;
use crate::text::Text;

events! {
    /// What can happen to a project's context.
    ContextEvent of Context {
        /// A layer was proposed and waits for approval.
        ContextAdded = "1.0" {
            /// The layer's version: 1, 2, 3 … in each project.
            layer: u32,
            /// Its words.
            content: Text,
            /// Who proposed it (a second person may be asked to approve).
            added_by: Actor,
        } => line(
            format!("Context layer {layer} was proposed."),
            json!({ "layer": layer, "added_by": added_by.to_string() }),
        ),
        /// A layer was scored.
        ContextAssessed = "1.0" {
            /// The layer.
            layer: u32,
            /// Score and signals.
            assessment: Assessment,
        } => line(
            format!("Context layer {layer} was scored {}.", assessment.score),
            json!({ "layer": layer, "risk": risk(assessment) }),
        ),
        /// A layer became active.
        ContextApproved = "1.0" {
            /// The layer.
            layer: u32,
            /// The context version that it made.
            context_version: u32,
        } => line(
            format!("Context layer {layer} was approved, which made context version {context_version}."),
            json!({ "layer": layer, "context_version": context_version }),
        ),
        /// A layer was refused.
        ContextRejected = "1.0" {
            /// The layer.
            layer: u32,
            /// Why, if a reason was given.
            reason: Option<Text>,
        } => line(format!("Context layer {layer} was refused."), json!({ "layer": layer })),
        /// What was active at an earlier version became active again.
        ContextRolledBack = "1.0" {
            /// The version whose layers are active again (0: none).
            to_version: u32,
            /// The context version that this made.
            context_version: u32,
        } => line(
            format!(
                "The context was rolled back to version {to_version}, which made version {context_version}."
            ),
            json!({ "to_version": to_version, "context_version": context_version }),
        ),
    }
}
