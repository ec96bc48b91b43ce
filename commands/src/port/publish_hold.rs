//! The publish hold: whether the history that is continued here is the one that it was, and all of a project's is read.

use async_trait::async_trait;
use domain::id::ProjectId;

use super::ServiceError;

/// Knows of restores and failovers, after which what people were told and what is on X may be newer than the log; and of
/// events that cannot be read, one of which may withdraw what allows a post.
#[async_trait]
pub trait PublishHold: Send + Sync {
    /// Why nothing of the project may be sent to X now; none when the history is whole and read. Read anew at every call.
    async fn reason(&self, project: ProjectId) -> Result<Option<String>, ServiceError>;
}
