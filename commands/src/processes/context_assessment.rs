//! Context assessment: every added layer is scored before anybody may approve it.

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use domain::context::event::ContextEvent;
use domain::event::Event;
use domain::id::ProjectId;
use domain::recorded::Recorded;
use serde::{Deserialize, Serialize};

use super::{Ports, scoring};
use crate::context::assess::AssessContext;
use crate::process::{CALLS_AT_A_TIME, Effect, ProcessManager, Verdict, Work};

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

    fn react(&self, event: &Recorded) -> Vec<Effect> {
        let (Event::Context(ContextEvent::ContextAdded { layer, .. }), Some(project)) =
            (&event.event, event.metadata.project_id)
        else {
            return Vec::new();
        };
        vec![Effect::new(NAME, event.event_id.0, "assess", &AssessLayer { project, layer: *layer })]
    }

    fn at_a_time(&self) -> Option<usize> {
        Some(CALLS_AT_A_TIME)
    }

    async fn perform(&self, work: &Work) -> Result<Verdict, Verdict> {
        let AssessLayer { project, layer } = work.request()?;
        let context = self.ports.aggregates.context(project).await?.state;
        let Some(text) = context.layers.get(&layer).and_then(|layer| layer.content.as_str()) else {
            return Ok(Verdict::DONE);
        };
        let texts = [text.to_owned()];
        let moderation = scoring::moderated(&*self.ports.moderator, &texts, work).await?;
        let policy = self.ports.aggregates.project(project).await?.state.policy;
        let assessment = scoring::score(text, &moderation[0], &policy);
        let command = AssessContext { project, layer, assessment };
        self.ports.dispatch.dispatch(work.command("assess", self.ports.clock.now(), command)).await?;
        Ok(Verdict::DONE)
    }
}
