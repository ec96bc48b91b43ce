//! What the audit log says of members, and of accesses.

use domain::access::event::AccessEvent;
use domain::member::event::MemberEvent;
use domain::role::{Role, Scope};
use serde_json::{Value, json};

use super::entry::{Entry, entry};
use crate::admins::scope_name;

/// A sentence and details for an event of a member.
pub(super) fn entry_of(event: &MemberEvent) -> Entry {
    match event {
        MemberEvent::RoleGranted { role, scope, .. } => {
            entry(format!("The role {role} was granted {}.", place(*scope)), details(*role, *scope))
        }
        MemberEvent::RoleRevoked { role, scope } => {
            entry(format!("The role {role} was revoked {}.", place(*scope)), details(*role, *scope))
        }
        MemberEvent::ApiTokenIssued { token, expires_at, .. } => {
            entry("An API token was issued.", json!({ "token": token, "expires_at": expires_at }))
        }
        MemberEvent::ApiTokenRevoked { token } => {
            entry("An API token was revoked.", json!({ "token": token }))
        }
    }
}

/// A sentence and details for an access.
pub(super) fn access_entry_of(event: &AccessEvent) -> Entry {
    match event {
        AccessEvent::CommandRefused { command, actor, stream, code, reason } => entry(
            format!("{actor} was refused {command}: {code}."),
            json!({
                "command": command,
                "actor": actor.to_string(),
                "stream": stream,
                "code": code,
                "reason": reason,
            }),
        ),
        AccessEvent::LoggedIn { actor, method } => entry(
            format!("{actor} opened a session."),
            json!({ "actor": actor.to_string(), "method": method }),
        ),
        AccessEvent::DataRead { actor, what } => {
            entry(format!("{actor} read {what}."), json!({ "actor": actor.to_string(), "what": what }))
        }
        AccessEvent::DataExported { actor, what, rows } => entry(
            format!("{actor} exported {rows} rows of {what}."),
            json!({ "actor": actor.to_string(), "what": what, "rows": rows }),
        ),
        AccessEvent::ParkedDiscarded { actor, consumer, key, events } => entry(
            format!("{actor} discarded {events} parked events of {consumer} under {key}."),
            json!({ "actor": actor.to_string(), "consumer": consumer, "key": key, "events": events }),
        ),
    }
}

fn place(scope: Scope) -> &'static str {
    match scope {
        Scope::Global => "everywhere",
        Scope::Project(_) => "in one project",
    }
}

fn details(role: Role, scope: Scope) -> Value {
    json!({ "role": role, "scope": scope_name(scope) })
}
