//! A projector under another version's number: the same fold, its own tables and cursors.

use std::sync::Arc;

use async_trait::async_trait;
use domain::recorded::Recorded;
use domain::stream::AggregateType;
use sqlx::PgConnection;

use crate::projector::{ProjectionError, Projector, RowBuffer};
use crate::target::Target;

/// A projector whose version is not the one that the program names, because it was rebuilt.
pub struct Versioned {
    projector: Arc<dyn Projector>,
    version: u32,
}

impl Versioned {
    /// The projector as this version.
    pub fn new(projector: Arc<dyn Projector>, version: u32) -> Self {
        Self { projector, version }
    }
}

#[async_trait]
impl Projector for Versioned {
    fn name(&self) -> &'static str {
        self.projector.name()
    }

    fn version(&self) -> u32 {
        self.version
    }

    fn partitioned(&self) -> bool {
        self.projector.partitioned()
    }

    fn key_columns(&self) -> &'static [&'static str] {
        self.projector.key_columns()
    }

    fn tables(&self) -> Vec<String> {
        vec![format!("{}_v{}", self.name(), self.version)]
    }

    fn reads_texts(&self) -> bool {
        self.projector.reads_texts()
    }

    fn handles(&self, kind: AggregateType, name: &str) -> bool {
        self.projector.handles(kind, name)
    }

    fn row_buffer(&self, target: &Target) -> Box<dyn RowBuffer> {
        self.projector.row_buffer(&target.clone().version(self.version))
    }

    async fn apply(
        &self,
        conn: &mut PgConnection,
        target: &Target,
        events: &[Arc<Recorded>],
    ) -> Result<(), ProjectionError> {
        self.projector.apply(conn, &target.clone().version(self.version), events).await
    }
}
