//! Archiving a project, forgetting texts of it: neither can be undone.

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use commands::project::archive::ArchiveProject;
use commands::project::forget_texts::ForgetTexts;
use domain::id::ProjectId;
use domain::stream::{AggregateType, StreamId};
use serde::Deserialize;
use uuid::Uuid;

use super::{EmptyRequest, set};
use crate::http::ApiState;
use crate::http::body::{Body, OptionalBody};
use crate::http::command_sender::{CommandResponse, CommandSender};
use crate::http::extract::Path;
use crate::http::problem::Problem;

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new()
        .route("/api/projects/{id}/archive", post(archive))
        .route("/api/projects/{id}/forget", post(forget))
}

/// Whose texts are forgotten: something of the project, by its id. The context's is the project's.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForgetTextsRequest {
    kind: ForgettableStream,
    id: Uuid,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ForgettableStream {
    Suggestion,
    Post,
    Context,
    Project,
}

impl From<ForgettableStream> for AggregateType {
    fn from(kind: ForgettableStream) -> Self {
        match kind {
            ForgettableStream::Suggestion => Self::Suggestion,
            ForgettableStream::Post => Self::Post,
            ForgettableStream::Context => Self::Context,
            ForgettableStream::Project => Self::Project,
        }
    }
}

async fn archive(
    sender: CommandSender,
    Path(project): Path<ProjectId>,
    OptionalBody(EmptyRequest {}): OptionalBody<EmptyRequest>,
) -> Result<CommandResponse, Problem> {
    set(&sender, project, ArchiveProject { project }).await
}

async fn forget(
    sender: CommandSender,
    Path(project): Path<ProjectId>,
    Body(ForgetTextsRequest { kind, id }): Body<ForgetTextsRequest>,
) -> Result<CommandResponse, Problem> {
    set(&sender, project, ForgetTexts { project, texts_of: StreamId::new(kind.into(), id) }).await
}
