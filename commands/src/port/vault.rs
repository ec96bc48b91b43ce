//! The keys of sealed texts.

use async_trait::async_trait;
use domain::stream::StreamId;

use super::ServiceError;

/// Destroys keys: what they sealed cannot be read again, and the log's proofs stay valid.
#[async_trait]
pub trait Vault: Send + Sync {
    /// Destroys the keys of the streams' texts; repeatable. Returns how many were destroyed.
    async fn forget(&self, streams: &[StreamId]) -> Result<u64, ServiceError>;
}
