//! `/api/jobs/{id}`: the status of a job of a process manager.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use commands::process::NewJob;
use commands::processes::{clean_up, generation};
use domain::id::{JobId, ProjectId};
use domain::stream::AggregateType;
use projections::statements;
use serde::Serialize;
use sqlx::PgPool;

use super::ApiState;
use super::after::{AfterReceipt, QueryHeaders};
use super::caller::Caller;
use super::extract::Path;
use super::problem::Problem;
use engine::jobs::{self, JobState, JobView};
use engine::log::queries::{StreamStart, newest_streams};

const WHAT: &str = "job";

/// How many of the newest positions are searched for an event whose job is not enqueued yet.
const NEWEST: i64 = 10_000;

statements! {
    SUGGESTION = "SELECT request ->> 'suggestion' FROM effects WHERE effect_id = $1";

    REMOVED = "SELECT removed FROM clean_ups WHERE effect_id = $1";
}

pub(super) fn routes() -> Router<Arc<ApiState>> {
    Router::new().route("/api/jobs/{id}", get(show))
}

/// A job as the API shows it.
#[derive(Serialize)]
struct JobResponse {
    id: JobId,
    process: String,
    step: String,
    /// `queued`, `running`, `waiting`, `done`, `failed` or `unknown`.
    status: &'static str,
    /// Tries that have ended without success.
    attempts: u32,
    /// When it is due, or looked at again.
    due_at: DateTime<Utc>,
    /// What the last try met, or what it waits for.
    error: Option<String>,
    /// Where its result is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
    /// How much a clean-up has removed so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<u64>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

async fn show(
    State(api): State<Arc<ApiState>>,
    caller: Caller,
    after: AfterReceipt,
    Path(id): Path<JobId>,
) -> Result<(QueryHeaders, Json<JobResponse>), Problem> {
    let seen = find(&api, id).await?;
    // Asked before waiting: whoever may not see the job must not learn by the time of the answer that it exists.
    match seen.0.project_id {
        Some(project) => caller.must_see(project, WHAT).await?,
        None => caller.must_audit_everything().await?,
    }
    let waited = after.wait_for(&format!("process:{}", seen.0.process)).await?;
    let (job, suggestion) = if after.is_wanted() { find(&api, id).await? } else { seen };
    let removed = if job.process == clean_up::NAME { removed(&api.queries, id).await? } else { None };
    Ok((waited.of(None), Json(JobResponse { removed, ..response(job, suggestion) })))
}

/// The job, from the cache if it has ended, and the suggestion that it is about, if it is about one.
async fn find(api: &ApiState, id: JobId) -> Result<(JobView, Option<String>), Problem> {
    let db = &api.queries;
    let job = match api.job_status.ended(id).await {
        Some(job) => Some(job),
        None => jobs::find(db, id).await?,
    };
    match job {
        Some(job) => Ok((job, suggestion_of(db, id).await?)),
        None => find_not_enqueued(db, id).await?.ok_or_else(|| Problem::not_found(WHAT)),
    }
}

/// The suggestion that the job is about, if it is about one.
async fn suggestion_of(db: &PgPool, id: JobId) -> Result<Option<String>, sqlx::Error> {
    let query = sqlx::query_scalar(SUGGESTION);
    Ok(query.bind(id.0).fetch_optional(db).await?.flatten())
}

/// How many rows the job has removed so far, if it is a clean-up.
async fn removed(db: &PgPool, id: JobId) -> Result<Option<u64>, sqlx::Error> {
    let query = sqlx::query_scalar::<_, i64>(REMOVED);
    Ok(query.bind(id.0).fetch_optional(db).await?.map(i64::unsigned_abs))
}

/// A job that was promised by the answer to a request and is not enqueued yet.
async fn find_not_enqueued(db: &PgPool, id: JobId) -> Result<Option<(JobView, Option<String>)>, sqlx::Error> {
    // The id of a job is a hash of the event that causes it and cannot be turned back, so the newest requests are
    // hashed until one fits: this happens only in the moment between a request and its consumer.
    let requests = newest_streams(db, AggregateType::Suggestion, NEWEST).await?;
    let is_cause =
        |request: &StreamStart| NewJob::id_of(generation::NAME, request.event_id, generation::GENERATE) == id;
    let cause = requests.into_iter().find(is_cause);
    Ok(cause.map(|request| (not_enqueued(id, &request), Some(request.aggregate_id))))
}

fn not_enqueued(id: JobId, request: &StreamStart) -> JobView {
    JobView {
        id,
        process: generation::NAME.to_owned(),
        step: generation::GENERATE.to_owned(),
        status: JobState::Queued,
        attempts: 0,
        due_at: request.recorded_at,
        last_error: None,
        created_at: request.recorded_at,
        updated_at: request.recorded_at,
        project_id: request.project_id.map(ProjectId),
    }
}

fn response(job: JobView, suggestion: Option<String>) -> JobResponse {
    JobResponse {
        id: job.id,
        process: job.process,
        step: job.step,
        status: job.status.name(),
        attempts: job.attempts,
        due_at: job.due_at,
        error: job.last_error,
        result: suggestion.map(|id| format!("/api/suggestions/{id}")),
        removed: None,
        created_at: job.created_at,
        updated_at: job.updated_at,
    }
}
