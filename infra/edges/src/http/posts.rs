//! `/api/posts`: queue a suggestion's text for X, read posts, take them back, try again, say what became of them.

mod outcome;
mod response;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use commands::post::cancel::CancelPost;
use commands::post::publish::PublishPost;
use commands::post::retry::RetryPost;
use domain::id::{PostId, ProjectId, SuggestionId};
use domain::post::post_of;
use projections::posts::{self, Post};
use serde::Deserialize;

use super::ApiState;
use super::after::{AfterReceipt, QueryHeaders};
use super::body::{Body, OptionalBody};
use super::caller::Caller;
use super::command_sender::{CommandResponse, CommandSender, command_response, created};
use super::extract::{Path, Query};
use super::pagination::{self, ListResponse};
use super::problem::Problem;
use super::read_retry::find_existing;
use super::suggestions::project_of;
use response::PostResponse;

const WHAT: &str = "post";
/// The read model that is shown.
const READER: &str = "posts";

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new()
        .route("/api/posts", get(list).post(publish))
        .route("/api/posts/{id}", get(show))
        .route("/api/posts/{id}/cancel", post(cancel))
        .route("/api/posts/{id}/retry", post(retry))
        .merge(outcome::routes())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublishPostRequest {
    suggestion: SuggestionId,
    variant: Option<u8>,
    publish_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CancelPostRequest {
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RetryPostRequest {
    publish_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct PostListParams {
    project: ProjectId,
    limit: Option<u32>,
    /// Where the page before ended.
    before: Option<String>,
}

async fn publish(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Body(new): Body<PublishPostRequest>,
) -> Result<Response, Problem> {
    let suggestion = new.suggestion;
    let (project, post) = (project_of(&api, suggestion).await?, post_of(suggestion));
    let command = PublishPost { project, suggestion, variant: new.variant, publish_at: new.publish_at };
    let receipt = sender.execute(project, "suggestion", command).await?;
    Ok(created(format!("/api/posts/{post}"), command_response(post.0, &receipt)))
}

async fn list(
    State(api): State<Arc<ApiState>>,
    caller: Caller,
    after: AfterReceipt,
    Query(params): Query<PostListParams>,
) -> Result<(QueryHeaders, Json<ListResponse<PostResponse>>), Problem> {
    let (project, limit) = (params.project, pagination::limit(params.limit));
    caller.must_see(project, "project").await?;
    let waited = after.wait_for(READER).await?;
    let rows =
        posts::list(&api.queries, project, pagination::before(params.before.as_deref(), limit)?).await?;
    let next = |last: &Post| {
        format!("/api/posts?project={project}&limit={limit}&before={}", pagination::cursor(last.moment()))
    };
    Ok((waited.of(Some(project)), Json(ListResponse::new(rows, limit, next))))
}

async fn show(
    State(api): State<Arc<ApiState>>,
    caller: Caller,
    after: AfterReceipt,
    Path(id): Path<PostId>,
) -> Result<(QueryHeaders, Json<PostResponse>), Problem> {
    let waited = after.wait_for(READER).await?;
    let exists = async { Ok(api.aggregates.post(id).await?.version > 0) };
    let row = find_existing(|| posts::by_id(&api.queries, id), exists).await?;
    let row = row.ok_or_else(|| Problem::not_found(WHAT))?;
    caller.must_see(row.project_id, WHAT).await?;
    Ok((waited.of(Some(row.project_id)), Json(row.into())))
}

async fn cancel(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Path(post): Path<PostId>,
    OptionalBody(CancelPostRequest { reason }): OptionalBody<CancelPostRequest>,
) -> Result<CommandResponse, Problem> {
    let state = api.aggregates.post(post).await?.state;
    let (Some(project), Some(account)) = (state.project, state.account) else {
        return Err(Problem::not_found(WHAT));
    };
    let receipt = sender.execute(project, WHAT, CancelPost { post, project, account, reason }).await?;
    Ok(command_response(post.0, &receipt))
}

async fn retry(
    State(api): State<Arc<ApiState>>,
    sender: CommandSender,
    Path(post): Path<PostId>,
    OptionalBody(RetryPostRequest { publish_at }): OptionalBody<RetryPostRequest>,
) -> Result<CommandResponse, Problem> {
    let state = api.aggregates.post(post).await?.state;
    let project = state.project.ok_or_else(|| Problem::not_found(WHAT))?;
    let receipt = sender.execute(project, WHAT, RetryPost { post, project, publish_at }).await?;
    Ok(command_response(post.0, &receipt))
}
