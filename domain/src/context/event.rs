//! Events of a project's context (the stream id is the project's id).

use crate::actor::Actor;
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
        },
        /// A layer was scored.
        ContextAssessed = "1.0" {
            /// The layer.
            layer: u32,
            /// Score and signals.
            assessment: Assessment,
        },
        /// A layer became active.
        ContextApproved = "1.0" {
            /// The layer.
            layer: u32,
            /// The context version that it made.
            context_version: u32,
        },
        /// A layer was refused.
        ContextRejected = "1.0" {
            /// The layer.
            layer: u32,
            /// Why, if a reason was given.
            reason: Option<Text>,
        },
        /// What was active at an earlier version became active again.
        ContextRolledBack = "1.0" {
            /// The version whose layers are active again (0: none).
            to_version: u32,
            /// The context version that this made.
            context_version: u32,
        },
    }
}
