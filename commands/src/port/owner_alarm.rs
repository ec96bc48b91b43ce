//! The owners' alarm: what the people who own the whole installation must be told at once.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// Reaches the owners of the installation.
#[async_trait]
pub trait OwnerAlarm: Send + Sync {
    /// Publishing is held in this epoch: `why`, and when the last event was recorded that is known here. Tells every owner
    /// who was not told in this epoch yet, once each, whichever instance raises it. Who cannot be reached now is told when
    /// it is raised again: raise it for as long as the reason stands.
    async fn raise(&self, epoch: u32, why: &str, last_event: Option<DateTime<Utc>>);
}
