//! What the audit log says of an event: a sentence and details, both free of people's words.

use domain::event::Event;
use domain::risk::{Assessment, SignalStatus};
use serde_json::{Value, json};

use super::{account, context, member, post, project, suggestion};

/// A sentence and details.
pub(super) struct Entry {
    /// What happened.
    pub(super) summary: String,
    /// Numbers, ids and codes.
    pub(super) details: Value,
}

impl Entry {
    /// What is said of the event.
    pub(super) fn of(event: &Event) -> Self {
        match event {
            Event::Project(event) => project::entry_of(event),
            Event::Context(event) => context::entry_of(event),
            Event::Suggestion(event) => suggestion::entry_of(event),
            Event::Post(event) => post::entry_of(event),
            Event::Account(event) => account::entry_of(event),
            Event::Member(event) => member::entry_of(event),
            Event::Access(event) => member::access_entry_of(event),
        }
    }
}

/// An entry; details that are not worth having are `json!({})`.
pub(super) fn entry(summary: impl Into<String>, details: Value) -> Entry {
    Entry { summary: summary.into(), details }
}

/// An entry whose sentence says everything.
pub(super) fn plain(summary: impl Into<String>) -> Entry {
    entry(summary, json!({}))
}

/// A score and its reasons without their quotes.
pub(super) fn risk(assessment: &Assessment) -> Value {
    let signal = |signal: &domain::risk::Signal| {
        json!({
            "name": signal.name,
            "weight": signal.weight,
            "available": signal.status == SignalStatus::Present,
        })
    };
    json!({
        "score": assessment.score,
        "complete": assessment.complete,
        "signals": assessment.signals.iter().map(signal).collect::<Vec<_>>(),
    })
}
