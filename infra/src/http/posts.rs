//! `/api/posts`: queue a suggestion's text for X, read posts, take them back, try again, say what became of them.

mod outcome;
mod view;

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

use super::Api;
use super::after::{After, Applied};
use super::body::{Body, OptionalBody};
use super::caller::Caller;
use super::page::{self, Listed};
use super::problem::Problem;
use super::reading::{Asked, At, settled};
use super::suggestions::project_of;
use super::writing::{Done, Writer, created, done};
use view::PostView;

const WHAT: &str = "post";
/// The read model that is shown.
const READER: &str = "posts";

pub(super) fn routes() -> Router<Arc<Api>> {
    Router::new()
        .route("/api/posts", get(list).post(publish))
        .route("/api/posts/{id}", get(show))
        .route("/api/posts/{id}/cancel", post(cancel))
        .route("/api/posts/{id}/retry", post(retry))
        .merge(outcome::routes())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPost {
    suggestion: SuggestionId,
    variant: Option<u8>,
    publish_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cancel {
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Retry {
    publish_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct Wanted {
    project: ProjectId,
    limit: Option<u32>,
    /// Where the page before ended.
    before: Option<String>,
}

async fn publish(
    State(api): State<Arc<Api>>,
    writer: Writer,
    Body(new): Body<NewPost>,
) -> Result<Response, Problem> {
    let suggestion = new.suggestion;
    let (project, post) = (project_of(&api, suggestion).await?, post_of(suggestion));
    let command = PublishPost { project, suggestion, variant: new.variant, publish_at: new.publish_at };
    let receipt = writer.ask_in(project, "suggestion", command).await?;
    Ok(created(format!("/api/posts/{post}"), done(post.0, &receipt)))
}

async fn list(
    State(api): State<Arc<Api>>,
    caller: Caller,
    after: After,
    Asked(wanted): Asked<Wanted>,
) -> Result<(Applied, Json<Listed<PostView>>), Problem> {
    let (project, limit) = (wanted.project, page::limit(wanted.limit));
    caller.must_see(project, "project").await?;
    let applied = after.seen_by(READER).await?;
    let rows = posts::list(&api.queries, project, page::before(wanted.before.as_deref(), limit)?).await?;
    let next = |last: &Post| {
        format!("/api/posts?project={project}&limit={limit}&before={}", page::cursor(last.moment()))
    };
    Ok((applied, Json(Listed::new(rows, limit, next))))
}

async fn show(
    State(api): State<Arc<Api>>,
    caller: Caller,
    after: After,
    At(id): At<PostId>,
) -> Result<(Applied, Json<PostView>), Problem> {
    let applied = after.seen_by(READER).await?;
    let exists = async { Ok(api.aggregates.post(id).await?.version > 0) };
    let row = settled(|| posts::by_id(&api.queries, id), exists).await?;
    let row = row.ok_or_else(|| Problem::not_found(WHAT))?;
    caller.must_see(row.project_id, WHAT).await?;
    Ok((applied, Json(row.into())))
}

async fn cancel(
    State(api): State<Arc<Api>>,
    writer: Writer,
    At(post): At<PostId>,
    OptionalBody(Cancel { reason }): OptionalBody<Cancel>,
) -> Result<Done, Problem> {
    let state = api.aggregates.post(post).await?.state;
    let (Some(project), Some(account)) = (state.project, state.account) else {
        return Err(Problem::not_found(WHAT));
    };
    let receipt = writer.ask_in(project, WHAT, CancelPost { post, project, account, reason }).await?;
    Ok(done(post.0, &receipt))
}

async fn retry(
    State(api): State<Arc<Api>>,
    writer: Writer,
    At(post): At<PostId>,
    OptionalBody(Retry { publish_at }): OptionalBody<Retry>,
) -> Result<Done, Problem> {
    let state = api.aggregates.post(post).await?.state;
    let project = state.project.ok_or_else(|| Problem::not_found(WHAT))?;
    let receipt = writer.ask_in(project, WHAT, RetryPost { post, project, publish_at }).await?;
    Ok(done(post.0, &receipt))
}
