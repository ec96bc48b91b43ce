//! Events: the macro that declares them, the trait they share, and the sum of all of them.
//!
//! Events are for ever: fields are only added (with a default); a rename is a new version and an upcaster.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::access::event::AccessEvent;
use crate::account::event::AccountEvent;
use crate::audit_line::AuditLine;
use crate::context::event::ContextEvent;
use crate::member::event::MemberEvent;
use crate::post::event::PostEvent;
use crate::project::event::ProjectEvent;
use crate::stream::AggregateType;
use crate::suggestion::event::SuggestionEvent;

/// The kind of an event. Each has a constant of its name, such as `EventKind::VibeSet`, so that no other file has to
/// spell what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKind {
    /// The aggregate whose event it is.
    pub aggregate: AggregateType,
    /// Its name, as stored in `event_type`.
    pub name: &'static str,
    /// Its current version, as stored in `event_version`.
    pub version: &'static str,
}

/// What every aggregate's event enum can say about itself.
pub trait DomainEvent:
    Serialize + DeserializeOwned + Clone + PartialEq + std::fmt::Debug + Send + Sync + 'static
{
    /// The kind of every variant.
    const KINDS: &'static [EventKind];

    /// The variant's kind.
    fn kind(&self) -> EventKind;

    /// What the audit log says of it.
    fn audit_line(&self) -> AuditLine;
}

/// Declares the event enum of an aggregate: of each event its version, its fields, and its audit line, an expression
/// over the fields. The stored names are the variants' own. Each event also is a struct of its own with its fields
/// borrowed, for whoever names the events that it takes ([`takes!`](crate::takes)).
macro_rules! events {
    (
        $(#[$doc:meta])* $enum:ident of $aggregate:ident {
            $(
                $(#[$vdoc:meta])*
                $variant:ident = $version:literal { $( $(#[$fdoc:meta])* $field:ident : $ty:ty ),* $(,)? } => $line:expr
            ),+ $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $enum {
            $( $(#[$vdoc])* $variant { $( $(#[$fdoc])* $field: $ty ),* } ),+
        }

        $(
            $(#[$vdoc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $variant<'a> {
                $( $(#[$fdoc])* pub $field: &'a $ty, )*
                borrowed: ::std::marker::PhantomData<&'a $enum>,
            }

            impl<'a> $variant<'a> {
                /// The event's fields, if it is of this kind.
                pub fn of(event: &'a $crate::event::Event) -> Option<Self> {
                    if let $crate::event::Event::$aggregate($enum::$variant { $($field),* }) = event {
                        Some(Self { $($field,)* borrowed: ::std::marker::PhantomData })
                    } else {
                        None
                    }
                }
            }
        )+

        #[expect(non_upper_case_globals, reason = "they are named as the variants are, and stand for them")]
        impl $crate::event::EventKind {
            $( $(#[$vdoc])* pub const $variant: Self = Self {
                aggregate: $crate::stream::AggregateType::$aggregate,
                name: stringify!($variant),
                version: $version,
            }; )+
        }

        impl $crate::event::DomainEvent for $enum {
            const KINDS: &'static [$crate::event::EventKind] = &[$($crate::event::EventKind::$variant),+];

            fn kind(&self) -> $crate::event::EventKind {
                match self { $( Self::$variant { .. } => $crate::event::EventKind::$variant ),+ }
            }

            fn audit_line(&self) -> $crate::audit_line::AuditLine {
                match self {
                    $( Self::$variant { $($field),* } => {
                        // a line need not mention every field
                        $( let _ = $field; )*
                        $line
                    } )+
                }
            }
        }
    };
}
pub(crate) use events;

/// An event of any aggregate.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Of a project.
    Project(ProjectEvent),
    /// Of a project's context.
    Context(ContextEvent),
    /// Of a suggestion.
    Suggestion(SuggestionEvent),
    /// Of a post.
    Post(PostEvent),
    /// Of an X account.
    Account(AccountEvent),
    /// Of a member.
    Member(MemberEvent),
    /// Of an access.
    Access(AccessEvent),
}

macro_rules! each_aggregate {
    ($self:expr, $event:ident => $body:expr) => {
        match $self {
            Event::Project($event) => $body,
            Event::Context($event) => $body,
            Event::Suggestion($event) => $body,
            Event::Post($event) => $body,
            Event::Account($event) => $body,
            Event::Member($event) => $body,
            Event::Access($event) => $body,
        }
    };
}

impl Event {
    /// Decodes an opened, upcast payload of the current version.
    ///
    /// # Errors
    /// [`UndecodableEvent`] when the payload does not have the shape of the aggregate's events.
    pub fn decode(kind: AggregateType, payload: Value) -> Result<Self, UndecodableEvent> {
        let event = match kind {
            AggregateType::Project => serde_json::from_value(payload).map(Self::Project),
            AggregateType::Context => serde_json::from_value(payload).map(Self::Context),
            AggregateType::Suggestion => serde_json::from_value(payload).map(Self::Suggestion),
            AggregateType::Post => serde_json::from_value(payload).map(Self::Post),
            AggregateType::Account => serde_json::from_value(payload).map(Self::Account),
            AggregateType::Member => serde_json::from_value(payload).map(Self::Member),
            AggregateType::Access => serde_json::from_value(payload).map(Self::Access),
        };
        event.map_err(|error| UndecodableEvent { kind, error: error.to_string() })
    }

    /// The event's kind.
    pub fn kind(&self) -> EventKind {
        each_aggregate!(self, event => event.kind())
    }

    /// What the audit log says of it.
    pub fn audit_line(&self) -> AuditLine {
        each_aggregate!(self, event => event.audit_line())
    }

    /// The kind of every event of an aggregate.
    pub fn kinds(aggregate: AggregateType) -> &'static [EventKind] {
        match aggregate {
            AggregateType::Project => ProjectEvent::KINDS,
            AggregateType::Context => ContextEvent::KINDS,
            AggregateType::Suggestion => SuggestionEvent::KINDS,
            AggregateType::Post => PostEvent::KINDS,
            AggregateType::Account => AccountEvent::KINDS,
            AggregateType::Member => MemberEvent::KINDS,
            AggregateType::Access => AccessEvent::KINDS,
        }
    }

    /// The kind of every event there is.
    pub fn catalogue() -> impl Iterator<Item = EventKind> {
        AggregateType::ALL.into_iter().flat_map(Self::kinds).copied()
    }
}

/// A stored payload that is no event of its aggregate: consumers stop here, they never skip.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a payload is no {kind} event: {error}")]
pub struct UndecodableEvent {
    /// The aggregate type that the payload was stored under.
    pub kind: AggregateType,
    /// What the decoder found.
    pub error: String,
}

/// Metadata of every event: who, why, for which project, in answer to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The command that made the event.
    pub command_id: crate::id::CommandId,
    /// Who issued that command.
    pub actor: crate::actor::Actor,
    /// Shared by everything that followed from one request.
    pub correlation_id: crate::id::CorrelationId,
    /// The event that caused the command, if an event did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causation_id: Option<crate::id::EventId>,
    /// The project concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_id: Option<crate::id::ProjectId>,
    /// The Telegram chat that the request came from, where answers belong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<i64>,
    /// The topic of that chat, if it is a forum's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<i32>,
    /// W3C trace context (`traceparent`) of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}
