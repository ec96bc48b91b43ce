//! Who acts: a member, one of our own processes, or the operator at the machine.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::MemberId;

/// Who issued a command. Stored with every event as `{"kind": …, "id": …}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Actor {
    /// A person or service with (or without) roles.
    Member(MemberId),
    /// A process manager, by its name.
    Process(String),
    /// Whoever has the command line on the server; the id is the operating system's user.
    Operator(String),
}

impl Actor {
    /// A process manager of ours.
    pub fn process(name: &str) -> Self {
        Self::Process(name.to_owned())
    }

    /// The member, if a member acts.
    pub fn member(&self) -> Option<&MemberId> {
        match self {
            Self::Member(member) => Some(member),
            Self::Process(_) | Self::Operator(_) => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(member) => write!(f, "{member}"),
            Self::Process(name) => write!(f, "process:{name}"),
            Self::Operator(name) => write!(f, "operator:{name}"),
        }
    }
}
