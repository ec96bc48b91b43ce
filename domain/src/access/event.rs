//! Events of accesses: one stream per occurrence.

use serde_json::json;

use crate::actor::Actor;
use crate::audit_line::line;
use crate::event::events;
use crate::id::EventId;
use crate::text::Text;

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
        } => line(
            format!("{actor} was refused {command}: {code}."),
            json!({
                "command": command, "actor": actor.to_string(), "stream": stream, "code": code, "reason": reason,
            }),
        ),
        /// Somebody opened a session.
        LoggedIn = "1.0" {
            /// Who.
            actor: Actor,
            /// How: e.g. `console`.
            method: String,
        } => line(
            format!("{actor} opened a session."),
            json!({ "actor": actor.to_string(), "method": method }),
        ),
        /// Somebody read protected data.
        DataRead = "1.0" {
            /// Who.
            actor: Actor,
            /// What, e.g. `audit_logs`.
            what: String,
        } => line(format!("{actor} read {what}."), json!({ "actor": actor.to_string(), "what": what })),
        /// Somebody took data out.
        DataExported = "1.0" {
            /// Who.
            actor: Actor,
            /// What.
            what: String,
            /// How many rows.
            rows: u64,
        } => line(
            format!("{actor} exported {rows} rows of {what}."),
            json!({ "actor": actor.to_string(), "what": what, "rows": rows }),
        ),
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
        } => line(
            format!("{actor} discarded {events} parked events of {consumer} under {key}."),
            json!({ "actor": actor.to_string(), "consumer": consumer, "key": key, "events": events }),
        ),
        /// Somebody gave up one event that consumers could not apply: they go on without it.
        EventDiscarded = "1.0" {
            /// Who.
            actor: Actor,
            /// Its position in the log.
            position: u64,
            /// The event.
            event: EventId,
            /// The stream that it belongs to.
            stream: String,
            /// Its type.
            event_type: String,
            /// The consumers that waited for it.
            consumers: Vec<String>,
            /// Why.
            reason: Text,
        } => line(
            format!("{actor} discarded the {event_type} at position {position} of the log."),
            json!({
                "actor": actor.to_string(), "position": position, "event": event, "stream": stream,
                "event_type": event_type, "consumers": consumers,
            }),
        ),
    }
}
