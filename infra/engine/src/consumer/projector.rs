//! A projection as a consumer.

use std::fmt::Display;
use std::sync::Arc;

use async_trait::async_trait;
use domain::event::EventKind;
use domain::id::ProjectId;
use domain::recorded::Recorded;
use projections::projector::{ProjectionError, Projector, Reach};
use projections::target::Target;
use sqlx::PgConnection;

use super::{ApplyError, Consumer};

/// Keeps the live rows of a projection.
pub struct ProjectorConsumer(pub Arc<dyn Projector>);

#[async_trait]
impl Consumer for ProjectorConsumer {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn version(&self) -> u32 {
        self.0.build()
    }

    fn partitioned(&self) -> bool {
        self.0.partitioned()
    }

    fn key(&self, position: u64, stream: &dyn Display, project: Option<ProjectId>) -> String {
        match (self.0.reach(), project) {
            (Reach::Project, Some(project)) => format!("project/{project}"),
            (Reach::Project, None) => stream.to_string(),
            (Reach::Event, _) => format!("event/{position}"),
            (Reach::Whole, _) => "all".to_owned(),
        }
    }

    fn takes(&self, kind: EventKind) -> bool {
        self.0.handles(kind)
    }

    fn overtakes(&self, kind: EventKind) -> bool {
        self.0.overtakes(kind)
    }

    fn reads_texts(&self) -> bool {
        self.0.reads_texts()
    }

    fn projector(&self) -> Option<Arc<dyn Projector>> {
        Some(Arc::clone(&self.0))
    }

    fn concerns(&self, event: &Recorded) -> bool {
        self.0.handles(event.event.kind())
    }

    async fn apply(&self, conn: &mut PgConnection, events: &[Arc<Recorded>]) -> Result<(), ApplyError> {
        Ok(self.0.apply(conn, &Target::live(), events).await?)
    }
}

impl From<ProjectionError> for ApplyError {
    fn from(error: ProjectionError) -> Self {
        match error {
            ProjectionError::AffectedRows { position, source } => {
                Self::Poison(format!("the event at position {position} concerns unknown rows: {source}"))
            }
            ProjectionError::Row(source) => {
                Self::Poison(format!("a row could not be read or written as JSON: {source}"))
            }
            ProjectionError::Prepare { source, .. }
            | ProjectionError::Load { source, .. }
            | ProjectionError::Write { source, .. } => source.into(),
        }
    }
}
