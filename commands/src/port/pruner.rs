//! Pruning: what is removed once it is past its retention. History is none of it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::id::{JobId, ProjectId, SuggestionId};

use super::ServiceError;

/// What has a retention, and is removed when it is past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RetentionTarget {
    /// Suggestions that nobody decided and whose timer was lost: they expire.
    Suggestions,
    /// Jobs that are done.
    DoneJobs,
    /// Jobs that failed, or of which nobody knows whether they happened.
    FailedJobs,
    /// Wishes to try parked keys again that no longer name one.
    ParkedRequests,
    /// The projects that people chose in chats.
    Sessions,
    /// Questions in Telegram that a reply would answer.
    Prompts,
    /// Where notices are shown in Telegram.
    Notices,
    /// Leases of instances that are gone.
    Leases,
    /// Tables and cursors of retired read models.
    ReadModels,
    /// Scratch schemas that a replay which was killed left behind.
    Replays,
}

impl RetentionTarget {
    /// Everything that is cleaned up.
    pub const ALL: [Self; 10] = [
        Self::Suggestions,
        Self::DoneJobs,
        Self::FailedJobs,
        Self::ParkedRequests,
        Self::Sessions,
        Self::Prompts,
        Self::Notices,
        Self::Leases,
        Self::ReadModels,
        Self::Replays,
    ];

    /// Its name, stable for ever: ids of jobs depend on it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suggestions => "suggestions",
            Self::DoneJobs => "done-effects",
            Self::FailedJobs => "troubled-effects",
            Self::ParkedRequests => "parked-requests",
            Self::Sessions => "sessions",
            Self::Prompts => "prompts",
            Self::Notices => "notices",
            Self::Leases => "leases",
            Self::ReadModels => "read-models",
            Self::Replays => "replays",
        }
    }
}

/// What one batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Rows, tables or schemas that are gone.
    pub rows: u64,
    /// Whether there may be more.
    pub more: bool,
}

/// Removes what is past its retention in batches, each of which is one short transaction.
#[async_trait]
pub trait Pruner: Send + Sync {
    /// Removes a batch of what was last of use before the instant, and counts it as the job's. Suggestions are nothing
    /// that is removed.
    async fn remove(
        &self,
        job: JobId,
        target: RetentionTarget,
        before: DateTime<Utc>,
    ) -> Result<Removed, ServiceError>;
    /// Counts what the job did by commands.
    async fn count(&self, job: JobId, rows: u64) -> Result<(), ServiceError>;
    /// Suggestions that were asked for before the instant and never decided, oldest first. Late by design.
    async fn undecided(
        &self,
        before: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<(ProjectId, SuggestionId)>, ServiceError>;
}
