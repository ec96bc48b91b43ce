//! Roles and where they hold.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::ProjectId;

/// What a member may do. An owner may do everything the others may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, roles and settings included.
    Owner,
    /// Context, suggestions, edits.
    Editor,
    /// Approve, publish, schedule, pause.
    Publisher,
    /// Read everything, verify the log.
    Auditor,
    /// Read models.
    Analyst,
}

impl Role {
    /// Every role, strongest first.
    pub const ALL: [Self; 5] = [Self::Owner, Self::Editor, Self::Publisher, Self::Auditor, Self::Analyst];

    /// The role's name as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Editor => "editor",
            Self::Publisher => "publisher",
            Self::Auditor => "auditor",
            Self::Analyst => "analyst",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// The text names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no role: owner, editor, publisher, auditor or analyst")]
pub struct UnknownRole(pub String);

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// In every project, those to come included.
    Global,
    /// In one project.
    Project(ProjectId),
}

impl fmt::Display for Scope {
    /// One word: `global`, or the project's id.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Global => f.write_str("global"),
            Self::Project(project) => project.fmt(f),
        }
    }
}

impl From<Scope> for Option<ProjectId> {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Global => None,
            Scope::Project(project) => Some(project),
        }
    }
}

impl Scope {
    /// Whether a role of this scope counts in the project (`None`: outside any project).
    pub fn covers(self, project: Option<ProjectId>) -> bool {
        match self {
            Self::Global => true,
            Self::Project(own) => project == Some(own),
        }
    }
}
