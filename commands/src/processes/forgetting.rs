//! Forgetting: destroys the keys of texts that are to be forgotten, then drops what caches and waiting replies hold of them.

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use domain::event::{Event, EventKind};
use domain::project::event::ProjectEvent;
use domain::recorded::Recorded;
use domain::stream::StreamId;

use super::Ports;
use crate::process::{Job, NewJob, ProcessManager, Verdict};

pub(super) const NAME: &str = "forgetting";

/// Destroys keys when texts are to be forgotten.
pub struct Forgetting {
    ports: Ports,
}

impl Forgetting {
    /// The process over its ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

#[async_trait]
impl ProcessManager for Forgetting {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        &["forget"]
    }

    fn takes(&self, kind: EventKind) -> bool {
        kind == EventKind::TextsForgotten
    }

    /// Nothing that waits may keep a text alive.
    fn overtakes(&self, kind: EventKind) -> bool {
        self.takes(kind)
    }

    fn react(&self, event: &Recorded) -> Vec<NewJob> {
        let Event::Project(ProjectEvent::TextsForgotten { streams }) = &event.event else {
            return Vec::new();
        };
        vec![NewJob::new(NAME, event.event_id.0, "forget", streams)]
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        let streams: Vec<StreamId> = job.request()?;
        let destroyed = self.ports.vault.forget(&streams).await?;
        let emptied = self.ports.notices.forget_waiting().await?;
        tracing::info!(destroyed, emptied, "destroyed the keys of forgotten texts");
        if let Some(project) = job.project {
            self.ports.cache.drop_context(project).await;
            self.ports.cache.drop_vibe(project).await;
        }
        Ok(Verdict::DONE)
    }
}
