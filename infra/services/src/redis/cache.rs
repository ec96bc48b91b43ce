//! The caches of a project's active context and vibe.

use std::time::Duration;

use async_trait::async_trait;
use commands::port::cache::{ActiveContext, CachedInputs, CachedVibe, ProjectCache};
use domain::id::ProjectId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Redis;
use super::lookups::{CONTEXT, VIBE};

const CONTEXT_LIFETIME: Duration = Duration::from_hours(1);
const VIBE_LIFETIME: Duration = Duration::from_hours(7 * 24);

impl Redis {
    fn context_key(&self, project: ProjectId) -> String {
        self.key(&format!("context:project:{project}:active"))
    }

    fn vibe_key(&self, project: ProjectId) -> String {
        self.key(&format!("vibe:project:{project}"))
    }

    /// A value under a key; one of another shape or type is none.
    pub(super) async fn load<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let json: Option<String> = self.connection.read(redis::cmd("GET").arg(key), key).await?;
        parse(json)
    }

    /// Keeps a value as JSON for some time.
    pub(super) async fn store(&self, key: &str, value: &impl Serialize, lifetime: Duration) {
        let json = serde_json::to_string(value).expect("what is kept is plain data");
        let milliseconds = u64::try_from(lifetime.as_millis()).unwrap_or(u64::MAX);
        let mut set = redis::cmd("SET");
        set.arg(key).arg(json).arg("PX").arg(milliseconds);
        self.connection.query::<String>(&set).await;
    }
}

/// What was found under a key, unless it has another shape: a release may change what is cached.
fn parse<T: DeserializeOwned>(json: Option<String>) -> Option<T> {
    serde_json::from_str(&json?).ok()
}

#[async_trait]
impl ProjectCache for Redis {
    async fn prompt_inputs(
        &self,
        project: ProjectId,
        context_version: u32,
        vibe: Option<&str>,
    ) -> CachedInputs {
        // Both keys in one command: the prompt never waits for Redis twice. What is of another type reads as nothing, and is
        // replaced when the cache is filled.
        let mut get = redis::cmd("MGET");
        get.arg(self.context_key(project)).arg(self.vibe_key(project));
        let (context, cached_vibe) = self.connection.query(&get).await.unwrap_or((None, None));
        let context = parse(context).filter(|cached: &ActiveContext| cached.version == context_version);
        let context = self.lookups.count(CONTEXT, context);
        // Without a vibe to look for, the one that may be there is no miss.
        let Some(vibe) = vibe else { return CachedInputs { context, vibe: None } };
        let now = self.clock.now();
        let is_wanted = |cached: &CachedVibe| cached.vibe == vibe && cached.expires_at > now;
        CachedInputs { context, vibe: self.lookups.count(VIBE, parse(cached_vibe).filter(is_wanted)) }
    }

    async fn put_context(&self, project: ProjectId, context: &ActiveContext) {
        self.store(&self.context_key(project), context, CONTEXT_LIFETIME).await;
    }

    async fn drop_context(&self, project: ProjectId) {
        self.connection.delete(self.context_key(project)).await;
    }

    async fn put_vibe(&self, project: ProjectId, vibe: &CachedVibe) {
        // nothing is put that lives less than a millisecond: Redis refuses a lifetime of 0
        let left = (vibe.expires_at - self.clock.now()).to_std().unwrap_or_default();
        if left.as_millis() > 0 {
            self.store(&self.vibe_key(project), vibe, left.min(VIBE_LIFETIME)).await;
        }
    }

    async fn drop_vibe(&self, project: ProjectId) {
        self.connection.delete(self.vibe_key(project)).await;
    }
}
