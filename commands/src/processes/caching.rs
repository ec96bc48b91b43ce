//! Caching: keeps the context and vibe caches warm and drops what changed. (Forgotten texts are dropped by
//! `forgetting`, after their keys are destroyed.)

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use domain::event::EventKind;
use domain::event_subset::EventSubset;
use domain::id::ProjectId;
use domain::recorded::Recorded;
use domain::takes;

use super::Ports;
use crate::port::cache::{ActiveContext, CachedVibe};
use crate::process::{Job, NewJob, Priority, ProcessManager, Verdict};

pub(super) const NAME: &str = "caching";

/// Refreshes a project's caches when its context or vibe changed.
pub struct Caching {
    ports: Ports,
}

impl Caching {
    /// The process over its ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }

    async fn refresh_context(&self, project: ProjectId) -> Result<Verdict, Verdict> {
        self.ports.cache.drop_context(project).await;
        let context = self.ports.aggregates.context(project).await?.state;
        let version = context.version();
        let active = ActiveContext { version, layers: context.words_at(version) };
        self.ports.cache.put_context(project, &active).await;
        Ok(Verdict::DONE)
    }

    async fn refresh_vibe(&self, project: ProjectId) -> Result<Verdict, Verdict> {
        self.ports.cache.drop_vibe(project).await;
        let state = self.ports.aggregates.project(project).await?.state;
        let now = self.ports.clock.now();
        if let Some((Some(vibe), expires_at)) = state.vibe.as_ref().map(|(text, at)| (text.as_str(), *at))
            && expires_at > now
        {
            self.ports.cache.put_vibe(project, &CachedVibe { vibe: vibe.to_owned(), expires_at }).await;
        }
        Ok(Verdict::DONE)
    }
}

takes! {
    /// What makes a cache stale.
    enum CachingInput {
        context::{ContextApproved, ContextRolledBack},
        project::{VibeSet, VibeCleared},
    }
}

#[async_trait]
impl ProcessManager for Caching {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        &["context", "vibe"]
    }

    fn takes(&self, kind: EventKind) -> bool {
        CachingInput::includes(kind)
    }

    fn react(&self, event: &Recorded) -> Vec<NewJob> {
        let (Some(input), Some(project)) = (CachingInput::of(&event.event), event.metadata.project_id) else {
            return Vec::new();
        };
        let step = match input {
            CachingInput::ContextApproved(_) | CachingInput::ContextRolledBack(_) => "context",
            CachingInput::VibeSet(_) | CachingInput::VibeCleared(_) => "vibe",
        };
        vec![NewJob::new(NAME, event.event_id.0, step, &project).with(Priority::Background)]
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        match job.step.as_str() {
            "context" => self.refresh_context(job.request()?).await,
            "vibe" => self.refresh_vibe(job.request()?).await,
            _ => Ok(job.unknown_step()),
        }
    }
}
