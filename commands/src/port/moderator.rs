//! The moderation service.

use async_trait::async_trait;
use domain::risk::Moderation;

use super::ServiceError;

/// Scores texts for harm. A missing answer is never a zero score: callers pass
/// [`Moderation::Unavailable`] on, and a person must look.
#[async_trait]
pub trait Moderator: Send + Sync {
    /// One result per text, in order.
    async fn moderate(&self, texts: &[String]) -> Result<Vec<Moderation>, ServiceError>;
}
