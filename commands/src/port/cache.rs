//! Caches of a project's active context and vibe. Never the only copy: a miss or a dead cache only costs time.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::id::ProjectId;
use serde::{Deserialize, Serialize};

/// The approved layers at one context version, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveContext {
    /// The context version.
    pub version: u32,
    /// The words of the active layers, oldest first.
    pub layers: Vec<String>,
}

/// The vibe as cached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedVibe {
    /// The mood.
    pub vibe: String,
    /// When it stops to count.
    pub expires_at: DateTime<Utc>,
}

/// `context:project:{id}:active` (1 hour) and `vibe:project:{id}` (7 days at most).
#[async_trait]
pub trait ProjectCache: Send + Sync {
    /// The cached context.
    async fn context(&self, project: ProjectId) -> Option<ActiveContext>;
    /// Caches the context.
    async fn put_context(&self, project: ProjectId, context: &ActiveContext);
    /// Drops the context.
    async fn drop_context(&self, project: ProjectId);
    /// The cached vibe.
    async fn vibe(&self, project: ProjectId) -> Option<CachedVibe>;
    /// Caches the vibe until it expires.
    async fn put_vibe(&self, project: ProjectId, vibe: &CachedVibe);
    /// Drops the vibe.
    async fn drop_vibe(&self, project: ProjectId);
}
