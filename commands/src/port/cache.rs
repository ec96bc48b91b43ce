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

/// What the cache has of a prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CachedInputs {
    /// The context, at the version that was asked for.
    pub context: Option<ActiveContext>,
    /// The vibe, if it is the one that was asked for and still counts.
    pub vibe: Option<CachedVibe>,
}

/// `context:project:{id}:active` (1 hour) and `vibe:project:{id}` (7 days at most).
#[async_trait]
pub trait ProjectCache: Send + Sync {
    /// What a prompt takes, in one round trip: the context at this version, and the vibe if it is this one. Whatever is
    /// missing, stale or unreadable is `None`, and its caller reads the stream.
    async fn prompt_inputs(
        &self,
        project: ProjectId,
        context_version: u32,
        vibe: Option<&str>,
    ) -> CachedInputs;
    /// Caches the context.
    async fn put_context(&self, project: ProjectId, context: &ActiveContext);
    /// Drops the context.
    async fn drop_context(&self, project: ProjectId);
    /// Caches the vibe until it expires.
    async fn put_vibe(&self, project: ProjectId, vibe: &CachedVibe);
    /// Drops the vibe.
    async fn drop_vibe(&self, project: ProjectId);
}
