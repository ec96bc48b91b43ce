//! The clock hold: whether the clock that says what is due can be trusted.

use async_trait::async_trait;

use super::ServiceError;

/// Knows when the database's clock is in doubt. What a person asks for now goes on then; what has a time waits.
#[async_trait]
pub trait ClockHold: Send + Sync {
    /// Why nothing scheduled may be published; none while the clock is trusted. Read anew at every call.
    async fn reason(&self) -> Result<Option<String>, ServiceError>;
}
