//! `NoteAccess`: remember that somebody logged in, read, exported or discarded.

use domain::access::Access;
use domain::access::event::AccessEvent;
use domain::id::{EventId, ProjectId};
use domain::text::Text;
use serde::Serialize;
use uuid::Uuid;

use crate::decision::{Authority, CommandHeader, Decision, DecisionResult};
use crate::facts::DecisionFacts;

/// What was done, without the actor: that is whoever issues the command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Occurrence {
    /// A session was opened.
    Login {
        /// How, e.g. `console`.
        method: String,
    },
    /// Protected data was read.
    Read {
        /// What.
        what: String,
    },
    /// Data was taken out.
    Export {
        /// What.
        what: String,
        /// How many rows.
        rows: u64,
    },
    /// An event that consumers could not apply was given up.
    Discard {
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
    },
}

/// Note one access; the edge issues it for whoever did it.
#[derive(Clone, Debug, Serialize)]
pub struct NoteAccess {
    /// The occurrence's own stream id.
    pub id: Uuid,
    /// What was done.
    pub occurrence: Occurrence,
}

impl CommandHeader for NoteAccess {
    type State = Access;

    fn aggregate_id(&self) -> String {
        self.id.to_string()
    }

    fn project(&self) -> Option<ProjectId> {
        None
    }

    fn authority(&self) -> Authority {
        Authority::process()
    }
}

impl Decision for NoteAccess {
    fn decide_as(&self, state: &Access, facts: &DecisionFacts) -> DecisionResult<Access> {
        self.decide(state, facts)
    }

    fn decide(&self, state: &Access, facts: &DecisionFacts) -> DecisionResult<Access> {
        if state.recorded {
            return Ok(Vec::new());
        }
        let actor = facts.actor.clone();
        Ok(vec![match self.occurrence.clone() {
            Occurrence::Login { method } => AccessEvent::LoggedIn { actor, method },
            Occurrence::Read { what } => AccessEvent::DataRead { actor, what },
            Occurrence::Export { what, rows } => AccessEvent::DataExported { actor, what, rows },
            Occurrence::Discard { position, event, stream, event_type, consumers, reason } => {
                AccessEvent::EventDiscarded { actor, position, event, stream, event_type, consumers, reason }
            }
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::{NoteAccess, Occurrence};
    use crate::testing::{as_stranger, given, member};
    use domain::access::Access;
    use domain::access::event::AccessEvent;
    use uuid::Uuid;

    fn login() -> NoteAccess {
        NoteAccess { id: Uuid::nil(), occurrence: Occurrence::Login { method: "console".into() } }
    }

    fn logged_in() -> AccessEvent {
        AccessEvent::LoggedIn { actor: member(1), method: "console".into() }
    }

    #[test]
    fn notes_an_access_once() {
        given::<Access>([]).when(as_stranger(), login()).then([logged_in()]);
        given::<Access>([logged_in()]).when(as_stranger(), login()).then_nothing();
    }
}
