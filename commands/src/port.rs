//! Ports: the roles that the outside plays for the process managers and the edges.
//!
//! `infra` implements each of them; a dead one degrades one thing, so every port says how it fails.

pub mod account;
pub mod aggregates;
pub mod cache;
pub mod clock;
pub mod clock_hold;
pub mod dispatch;
pub mod moderator;
pub mod notice;
pub mod owner_alarm;
pub mod pruner;
pub mod publish_hold;
pub mod rate_limiter;
pub mod read_models;
pub mod text_generator;
pub mod vault;

use std::time::Duration;

use crate::unreadable::Unreadable;

/// How a call to an outside service failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// It may work later: rate limit, overload, network.
    #[error("{service} is not available: {why}")]
    Unavailable {
        /// The service's name.
        service: &'static str,
        /// What was seen, in our words.
        why: String,
        /// How long the service asked to wait, if it did.
        retry_after: Option<Duration>,
    },
    /// It will not work until a person changes something: key, credit, permission, a fault of ours.
    #[error("{service} refused the request: {why}")]
    Refused {
        /// The service's name.
        service: &'static str,
        /// What was seen, in our words.
        why: String,
    },
    /// It needs what this program cannot read: it works again once a program can.
    #[error(transparent)]
    Unreadable(#[from] Box<Unreadable>),
}
