//! The publish hold: whether the history that is continued here is the one that it was.

use async_trait::async_trait;

use super::ServiceError;

/// Knows of restores and failovers. After one, what people were told and what is on X may be newer than the log.
#[async_trait]
pub trait PublishHold: Send + Sync {
    /// Why nothing may be sent to X now; none when the history is whole. Read anew at every call.
    async fn reason(&self) -> Result<Option<String>, ServiceError>;
}
