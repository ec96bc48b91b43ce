//! Context assessment: every added layer is scored before anybody may approve it.

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use domain::context::event::ContextEvent;
use domain::event::{Event, EventKind};
use domain::id::ProjectId;
use domain::recorded::Recorded;
use serde::{Deserialize, Serialize};

use super::{Ports, scoring};
use crate::context::assess::AssessContext;
use crate::process::{Job, MAX_CONCURRENT_CALLS, NewJob, ProcessManager, Verdict};

pub(super) const NAME: &str = "context-assessment";

/// Scores added layers.
pub struct ContextAssessment {
    ports: Ports,
}

#[derive(Serialize, Deserialize)]
struct AssessLayer {
    project: ProjectId,
    layer: u32,
}

impl ContextAssessment {
    /// The process over its ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}

#[async_trait]
impl ProcessManager for ContextAssessment {
    fn name(&self) -> &'static str {
        NAME
    }

    fn steps(&self) -> &'static [&'static str] {
        &["assess"]
    }

    fn takes(&self, kind: EventKind) -> bool {
        kind == EventKind::ContextAdded
    }

    fn react(&self, event: &Recorded) -> Vec<NewJob> {
        let (Event::Context(ContextEvent::ContextAdded { layer, .. }), Some(project)) =
            (&event.event, event.metadata.project_id)
        else {
            return Vec::new();
        };
        vec![NewJob::new(NAME, event.event_id.0, "assess", &AssessLayer { project, layer: *layer })]
    }

    fn max_concurrency(&self) -> Option<usize> {
        Some(MAX_CONCURRENT_CALLS)
    }

    async fn perform(&self, job: &Job) -> Result<Verdict, Verdict> {
        let AssessLayer { project, layer } = job.request()?;
        let context = self.ports.aggregates.context(project).await?.state;
        let Some(text) = context.layers.get(&layer).and_then(|layer| layer.content.as_str()) else {
            return Ok(Verdict::DONE);
        };
        let texts = [text.to_owned()];
        let moderation = scoring::moderated(&*self.ports.moderator, &texts, job).await?;
        let policy = self.ports.aggregates.project(project).await?.state.policy;
        let assessment = scoring::score(text, &moderation[0], &policy);
        let command = AssessContext { project, layer, assessment };
        self.ports.dispatch.dispatch(job.command("assess", self.ports.clock.now(), command)).await?;
        Ok(Verdict::DONE)
    }
}
