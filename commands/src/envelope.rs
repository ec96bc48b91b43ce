//! An envelope: a command with who asks, when, and in answer to what.

use chrono::{DateTime, Utc};
use domain::actor::Actor;
use domain::event::Metadata;
use domain::id::{CommandId, CorrelationId, EventId, ProjectId};
use uuid::Uuid;

use crate::command::Command;

/// A command on its way to the bus.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Idempotency key: a repeat with the same id returns the first receipt.
    pub id: CommandId,
    /// Who asks.
    pub actor: Actor,
    /// Business time.
    pub at: DateTime<Utc>,
    /// Shared by everything that follows from one request.
    pub correlation_id: CorrelationId,
    /// The event that caused it, if an event did.
    pub causation_id: Option<EventId>,
    /// The Telegram chat that the request came from, where answers belong.
    pub chat: Option<i64>,
    /// The topic of that chat, if it is a forum's.
    pub topic: Option<i32>,
    /// W3C `traceparent` of the request.
    pub trace: Option<String>,
    /// What is asked.
    pub command: Command,
}

impl Envelope {
    /// A command that begins a conversation: its correlation id is its own id.
    pub fn first(id: Uuid, actor: Actor, at: DateTime<Utc>, command: impl Into<Command>) -> Self {
        Self {
            id: CommandId(id),
            actor,
            at,
            correlation_id: CorrelationId(id),
            causation_id: None,
            chat: None,
            topic: None,
            trace: None,
            command: command.into(),
        }
    }

    /// The metadata of the events that the command makes.
    pub fn metadata(&self, project: Option<ProjectId>) -> Metadata {
        Metadata {
            command_id: self.id,
            actor: self.actor.clone(),
            correlation_id: self.correlation_id,
            causation_id: self.causation_id,
            project_id: project,
            chat: self.chat,
            topic: self.topic,
            trace: self.trace.clone(),
        }
    }
}
