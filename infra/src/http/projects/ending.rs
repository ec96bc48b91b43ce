//! What cannot be taken back: end a project, forget texts of it.

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use commands::project::archive::ArchiveProject;
use commands::project::forget_texts::ForgetTexts;
use domain::id::ProjectId;
use domain::stream::{AggregateType, StreamId};
use serde::Deserialize;
use uuid::Uuid;

use super::{Nothing, set};
use crate::http::Api;
use crate::http::body::{Body, OptionalBody};
use crate::http::problem::Problem;
use crate::http::reading::At;
use crate::http::writing::{Done, Writer};

pub(super) fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route("/api/projects/{id}/archive", post(archive))
        .route("/api/projects/{id}/forget", post(forget))
}

/// Whose texts are forgotten: something of the project, by its id. The context's is the project's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forgotten {
    kind: Forgettable,
    id: Uuid,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Forgettable {
    Suggestion,
    Post,
    Context,
    Project,
}

impl From<Forgettable> for AggregateType {
    fn from(kind: Forgettable) -> Self {
        match kind {
            Forgettable::Suggestion => Self::Suggestion,
            Forgettable::Post => Self::Post,
            Forgettable::Context => Self::Context,
            Forgettable::Project => Self::Project,
        }
    }
}

async fn archive(
    writer: Writer,
    At(project): At<ProjectId>,
    OptionalBody(Nothing {}): OptionalBody<Nothing>,
) -> Result<Done, Problem> {
    set(&writer, project, ArchiveProject { project }).await
}

async fn forget(
    writer: Writer,
    At(project): At<ProjectId>,
    Body(Forgotten { kind, id }): Body<Forgotten>,
) -> Result<Done, Problem> {
    set(&writer, project, ForgetTexts { project, texts_of: StreamId::new(kind.into(), id) }).await
}
