//! A projection as a consumer.

use std::sync::Arc;

use async_trait::async_trait;
use domain::id::ProjectId;
use domain::recorded::Recorded;
use domain::stream::StreamId;
use projections::projector::{ProjectionError, Projector};
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

    /// Rows are made of several streams, but hardly ever of several projects.
    fn key(&self, stream: &StreamId, project: Option<ProjectId>) -> String {
        match project {
            Some(project) => format!("project/{project}"),
            None => stream.to_string(),
        }
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
