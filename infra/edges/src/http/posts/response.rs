//! Response body: a post.

use chrono::{DateTime, Utc};
use domain::id::{AccountId, PostId, ProjectId, SuggestionId, TweetId};
use domain::post::event::PublicMetrics;
use projections::posts::{Post, PostStatus};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct PostResponse {
    id: PostId,
    project: ProjectId,
    suggestion: SuggestionId,
    context_version: u32,
    status: &'static str,
    text: Option<String>,
    score: u8,
    account: AccountId,
    /// Its id on X, once there.
    tweet_id: Option<TweetId>,
    url: Option<String>,
    publish_at: DateTime<Utc>,
    published_at: Option<DateTime<Utc>>,
    attempts: u32,
    failure: Option<PostFailureResponse>,
    reason: Option<String>,
    allowed_by: String,
    metrics: Option<PostMetricsResponse>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct PostFailureResponse {
    code: String,
    detail: Option<String>,
}

#[derive(Serialize)]
struct PostMetricsResponse {
    likes: u64,
    reposts: u64,
    replies: u64,
    quotes: u64,
    impressions: u64,
}

impl From<Post> for PostResponse {
    fn from(row: Post) -> Self {
        let detail = row.detail;
        Self {
            id: row.id,
            project: row.project_id,
            suggestion: row.suggestion_id,
            context_version: row.context_version,
            status: status(row.status),
            text: row.content,
            score: row.score.get(),
            account: row.account_id,
            tweet_id: row.x_tweet_id,
            url: row.url,
            publish_at: row.publish_at,
            published_at: row.published_at,
            attempts: row.attempts,
            failure: row.fault.map(|code| PostFailureResponse { code, detail }),
            reason: row.reason,
            allowed_by: row.allowed_by,
            metrics: row.metrics.map(PostMetricsResponse::from),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<PublicMetrics> for PostMetricsResponse {
    fn from(metrics: PublicMetrics) -> Self {
        let PublicMetrics { likes, reposts, replies, quotes, impressions } = metrics;
        Self { likes, reposts, replies, quotes, impressions }
    }
}

fn status(status: PostStatus) -> &'static str {
    match status {
        PostStatus::Queued => "queued",
        PostStatus::Cleared => "cleared",
        PostStatus::Blocked => "blocked",
        PostStatus::Published => "published",
        PostStatus::Failed => "failed",
        PostStatus::Unknown => "unknown",
        PostStatus::Cancelled => "cancelled",
        PostStatus::Missed => "missed",
        PostStatus::PostedManually => "posted_manually",
        PostStatus::Deleted => "deleted",
    }
}
