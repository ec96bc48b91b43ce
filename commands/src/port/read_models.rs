//! Read models, as far as process managers need them. Late by design: nothing that must not slip through rests on it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::id::{ProjectId, SuggestionId};

use super::ServiceError;

/// Answers from the read models.
#[async_trait]
pub trait ReadModels: Send + Sync {
    /// Telegram users who decide in the project: active owners, publishers and editors.
    async fn deciders(&self, project: ProjectId) -> Result<Vec<i64>, ServiceError>;
    /// Texts of the project's latest posts, newest first.
    async fn recent_posts(&self, project: ProjectId, limit: u32) -> Result<Vec<String>, ServiceError>;
    /// Approved suggestions that are no post yet, oldest first.
    async fn approved(&self, project: ProjectId, limit: u32) -> Result<Vec<SuggestionId>, ServiceError>;
    /// How many posts went to X since the instant.
    async fn posts_since(&self, project: ProjectId, since: DateTime<Utc>) -> Result<u32, ServiceError>;
    /// How many suggestions were asked for since the instant.
    async fn suggestions_since(&self, project: ProjectId, since: DateTime<Utc>) -> Result<u32, ServiceError>;
}
