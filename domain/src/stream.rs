//! Streams: which aggregate an event belongs to, and which partition its events are fed through.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::id::ProjectId;

/// The seven aggregates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AggregateType {
    /// A project and its settings.
    Project,
    /// The context layers of one project (the stream id is the project's).
    Context,
    /// One request for variants.
    Suggestion,
    /// One text on its way to X.
    Post,
    /// One X account (the stream id is the X user id).
    Account,
    /// One member and its roles and tokens.
    Member,
    /// One access worth remembering, e.g. a refused command.
    Access,
}

impl AggregateType {
    /// Every aggregate type.
    pub const ALL: [Self; 7] = [
        Self::Project,
        Self::Context,
        Self::Suggestion,
        Self::Post,
        Self::Account,
        Self::Member,
        Self::Access,
    ];

    /// The name in the `aggregate_type` column.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Context => "context",
            Self::Suggestion => "suggestion",
            Self::Post => "post",
            Self::Account => "account",
            Self::Member => "member",
            Self::Access => "access",
        }
    }

    /// The aggregate type of a column value; `None` if there is none of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for AggregateType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One stream of events: an aggregate's type and id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StreamId {
    /// The aggregate's type.
    pub kind: AggregateType,
    /// The aggregate's id.
    pub id: String,
}

impl StreamId {
    /// The stream of an aggregate.
    pub fn new(kind: AggregateType, id: impl fmt::Display) -> Self {
        Self { kind, id: id.to_string() }
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

/// How many partitions the feed has; fixed for ever, positions already given depend on it.
pub const PARTITIONS: u16 = 16;

/// The partition (0 to 15) of an event: by its project, else by its aggregate's id, so that everything
/// about one project stays in order. The first two bytes of SHA-256 of the id's text, modulo 16.
pub fn partition(project: Option<ProjectId>, aggregate_id: &str) -> u16 {
    let hash = match project {
        Some(project) => Sha256::digest(project.to_string()),
        None => Sha256::digest(aggregate_id),
    };
    u16::from_be_bytes([hash[0], hash[1]]) % PARTITIONS
}

#[cfg(test)]
mod tests {
    use super::{AggregateType, partition};
    use crate::id::ProjectId;
    use uuid::Uuid;

    #[test]
    fn partitions_never_change() {
        assert_eq!(partition(None, "telegram:1001"), 12);
        assert_eq!(partition(Some(ProjectId(Uuid::nil())), "ignored"), 9);
    }

    #[test]
    fn every_aggregate_type_is_found_by_its_name() {
        assert!(AggregateType::ALL.into_iter().all(|kind| AggregateType::named(kind.name()) == Some(kind)));
        assert_eq!(AggregateType::named("posts"), None);
    }
}
