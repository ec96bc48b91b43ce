//! Events of accesses: one stream per occurrence.

use crate::actor::Actor;
use crate::event::events;

events! {
    /// An access worth remembering.
    AccessEvent of Access {
        /// A command was refused.
        CommandRefused = "1.0" {
            /// The command's name.
            command: String,
            /// Who tried.
            actor: Actor,
            /// The stream that it was for.
            stream: String,
            /// Stable code of the refusal.
            code: String,
            /// The sentence that was given as the reason (ours; it quotes no text of people).
            reason: String,
        },
        /// Somebody opened a session.
        LoggedIn = "1.0" {
            /// Who.
            actor: Actor,
            /// How: e.g. `console`.
            method: String,
        },
        /// Somebody read protected data.
        DataRead = "1.0" {
            /// Who.
            actor: Actor,
            /// What, e.g. `audit_logs`.
            what: String,
        },
        /// Somebody took data out.
        DataExported = "1.0" {
            /// Who.
            actor: Actor,
            /// What.
            what: String,
            /// How many rows.
            rows: u64,
        },
        /// Somebody discarded what a consumer could not apply: it lacks these events from now on.
        ParkedDiscarded = "1.0" {
            /// Who.
            actor: Actor,
            /// The consumer.
            consumer: String,
            /// The key that its events were parked under.
            key: String,
            /// How many events.
            events: u64,
        },
    }
}
