//! A build of a projector: the same fold under its own build number, with its own table and cursors.

use std::sync::Arc;

use async_trait::async_trait;
use domain::event::EventKind;
use domain::recorded::Recorded;
use sqlx::PgConnection;

use crate::projector::{ProjectionError, Projector, Reach, RowBuffer};
use crate::target::Target;

/// A projector whose build is not the first, or whose table is not the first of its shape.
pub struct ProjectorBuild {
    projector: Arc<dyn Projector>,
    build: u32,
    table: String,
}

impl ProjectorBuild {
    /// The projector as this build, with its rows in this table.
    pub fn new(projector: Arc<dyn Projector>, build: u32, table: impl Into<String>) -> Self {
        Self { projector, build, table: table.into() }
    }
}

#[async_trait]
impl Projector for ProjectorBuild {
    fn name(&self) -> &'static str {
        self.projector.name()
    }

    fn shape(&self) -> u32 {
        self.projector.shape()
    }

    fn build(&self) -> u32 {
        self.build
    }

    fn partitioned(&self) -> bool {
        self.projector.partitioned()
    }

    fn key_columns(&self) -> &'static [&'static str] {
        self.projector.key_columns()
    }

    fn table(&self) -> String {
        self.table.clone()
    }

    fn reads_texts(&self) -> bool {
        self.projector.reads_texts()
    }

    fn handles(&self, kind: EventKind) -> bool {
        self.projector.handles(kind)
    }

    fn reach(&self) -> Reach {
        self.projector.reach()
    }

    fn overtakes(&self, kind: EventKind) -> bool {
        self.projector.overtakes(kind)
    }

    fn row_buffer(&self, target: &Target) -> Box<dyn RowBuffer> {
        self.projector.row_buffer(&target.clone().with_table(&self.table))
    }

    async fn apply(
        &self,
        conn: &mut PgConnection,
        target: &Target,
        events: &[Arc<Recorded>],
    ) -> Result<(), ProjectionError> {
        self.projector.apply(conn, &target.clone().with_table(&self.table), events).await
    }
}
