//! The lag of the read models, as the bot asks for it.

use async_trait::async_trait;

/// How far the read models are behind what is committed.
#[async_trait]
pub trait Lag: Send + Sync {
    /// Events that the slowest read model has still to take in; `None` when it cannot be told.
    async fn events_behind(&self) -> Option<u64>;

    /// Returns once the read models have taken in everything, or after a moment: people read their own writes.
    async fn caught_up(&self);
}
