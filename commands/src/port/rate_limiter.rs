//! The rate limiter: permits shared by all instances.

use std::time::Duration;

use async_trait::async_trait;

/// Counts calls to a service per identifier (`ratelimit:{service}:{identifier}`).
///
/// Fails open: without its store every permit is granted; the services' own limits and the account's single
/// attempt stay in force.
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// `None`: go on; otherwise the time to wait.
    async fn acquire(
        &self,
        service: &str,
        identifier: &str,
        limit: u32,
        window: Duration,
    ) -> Option<Duration>;
}
