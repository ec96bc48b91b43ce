//! An X account as the publishing process sees it.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::id::{AccountId, TweetId};
use domain::post::event::PublishFault;

use super::ServiceError;

/// Who the credentials belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XUser {
    /// The X user id.
    pub id: AccountId,
    /// The name, without `@`.
    pub username: String,
}

/// Whose credentials this instance has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// It has none.
    Missing,
    /// The account's.
    Of(AccountId),
    /// They do not tell, and X has not been asked yet.
    Unasked,
}

/// A post as read back from X.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tweet {
    /// Its id.
    pub id: TweetId,
    /// Its text in comparable form (`domain::post_text::comparable`).
    pub comparable: String,
    /// When X says it was made.
    pub created_at: Option<DateTime<Utc>>,
}

/// What is known after one request to create a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostAnswer {
    /// It is on X.
    Published(TweetId),
    /// It is certainly not.
    NotPublished {
        /// Why.
        fault: PublishFault,
        /// What X said, shortened.
        detail: String,
        /// When the same request may work, if it may.
        retry_after: Option<Duration>,
    },
    /// Nobody knows: timeout, broken connection, 5xx, unreadable answer.
    Unknown {
        /// What was seen.
        detail: String,
    },
}

/// Reads and posts as one X account.
#[async_trait]
pub trait XAccounts: Send + Sync {
    /// Whose credentials this instance has, as far as that is known without asking X.
    fn credentials(&self) -> Credentials;

    /// Who the configured credentials belong to. X is asked once, not at every call.
    async fn me(&self) -> Result<XUser, ServiceError>;

    /// The account's own posts after the given one, newest first; the latest page when none is given.
    async fn timeline(
        &self,
        account: &AccountId,
        since: Option<&TweetId>,
    ) -> Result<Vec<Tweet>, ServiceError>;

    /// Sends one request to create a post: never retried inside, never redirected, and not begun later than this since
    /// boot.
    async fn post(&self, account: &AccountId, text: &str, send_by: Duration) -> PostAnswer;

    /// The longest time that [`Self::post`] may take from call to answer.
    fn request_timeout(&self) -> Duration;
}
