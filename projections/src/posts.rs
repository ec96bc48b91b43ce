//! Which posts are there, and what became of each?

mod fold;
mod queries;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use domain::id::{AccountId, PostId, ProjectId, SuggestionId, TweetId};
use domain::post::event::PublicMetrics;
use domain::risk::RiskScore;
use serde::{Deserialize, Serialize};

use crate::page::PageCursor;

pub use queries::{by_id, list, published_since, recent_texts};

/// The read model `posts`.
pub struct Posts;

/// One text on its way to X, or there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// The post's id.
    pub id: PostId,
    /// The project.
    pub project_id: ProjectId,
    /// The suggestion that its text came from.
    pub suggestion_id: SuggestionId,
    /// The context version that the suggestion was written with.
    pub context_version: u32,
    /// Its id on X, once there.
    pub x_tweet_id: Option<TweetId>,
    /// The X account.
    pub account_id: AccountId,
    /// The text; absent once forgotten.
    pub content: Option<String>,
    /// Where it stands.
    pub status: PostStatus,
    /// Its latest risk score.
    pub score: RiskScore,
    /// Where it can be read on X.
    pub url: Option<String>,
    /// When it is due.
    pub publish_at: DateTime<Utc>,
    /// When it was recorded as being on X.
    pub published_at: Option<DateTime<Utc>>,
    /// How many requests to X were opened for it.
    pub attempts: u32,
    /// Why it was blocked or failed, as a stable code.
    pub fault: Option<String>,
    /// What X said, or what was seen.
    pub detail: Option<String>,
    /// Why it was taken back, if a reason was given.
    pub reason: Option<String>,
    /// Who allowed it: a person, or `autopilot`.
    pub allowed_by: String,
    /// Its public counts, once read.
    pub metrics: Option<PublicMetrics>,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// When anything of this last changed.
    pub updated_at: DateTime<Utc>,
}

/// Where a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostStatus {
    /// It waits for its time.
    Queued,
    /// The final safety check passed.
    Cleared,
    /// The final safety check stopped it.
    Blocked,
    /// It is on X.
    Published,
    /// It is certainly not on X.
    Failed,
    /// Nobody knows yet.
    Unknown,
    /// A person took it back.
    Cancelled,
    /// Its time passed.
    Missed,
    /// A person published it by hand.
    PostedManually,
    /// It was removed from X.
    Deleted,
}

impl Post {
    /// Where it stands in the project's list.
    pub fn moment(&self) -> PageCursor {
        PageCursor { at: self.created_at, id: self.id.0 }
    }
}
