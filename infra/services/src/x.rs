//! X API client: reads and posts as the account whose keys are configured.
//!
//! Creating a post has no idempotency key there, so every answer is sorted into published, certainly not
//! published, and unknown. Each request has a connection of its own: one that died idle in a pool would turn
//! a certain failure into an unknown one.

mod client;
mod config;
mod oauth1;
mod post_fields;
mod read_limits;
mod responses;
mod send_deadline;
mod timeline;
mod x_time;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use commands::port::ServiceError;
use commands::port::account::{Credentials, PostAnswer, Tweet, XAccounts, XUser};
use commands::port::clock::Clock;
use domain::id::{AccountId, TweetId};
use domain::post::event::PublishFault;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

pub use self::config::{XConfig, XKeys, XSettings};

use self::client::SigningClient;
use self::post_fields::PostFieldsParameter;
use self::responses::post_answer;
use self::timeline::TimelinePage;
use crate::http_client::{ClientBuildError, describe};

pub(crate) const SERVICE: &str = "X";
const NOT_CONFIGURED: &str =
    "X is not configured: set X_CONSUMER_KEY, X_CONSUMER_SECRET, X_ACCESS_TOKEN and X_ACCESS_SECRET";
/// Posts per page of the timeline when there is a post to start from; every post read costs a little.
const PAGE: &str = "100";
/// The same when there is none: only the newest are wanted.
const FIRST_PAGE: &str = "20";
/// Pages read at most.
const PAGES: usize = 5;

/// The account at X, or the absence of one.
pub struct XClient {
    client: Option<SigningClient>,
    post_fields: PostFieldsParameter,
    /// Whose keys these are, once X has said it. Keys of another account mean another process.
    owner: OnceCell<XUser>,
    request_timeout: Duration,
}

impl XClient {
    /// A client for the configured account. Without keys every call is refused. Requests are signed with the clock's
    /// database time.
    pub fn try_new(config: &XConfig, clock: Arc<dyn Clock>) -> Result<Self, ClientBuildError> {
        let (client, timeouts) = match config {
            XConfig::Disabled => (None, XSettings::DEFAULT_TIMEOUTS),
            XConfig::Enabled(settings) => (Some(SigningClient::try_new(settings, clock)?), settings.timeouts),
        };
        Ok(Self {
            client,
            post_fields: PostFieldsParameter::default(),
            owner: OnceCell::new(),
            request_timeout: timeouts.request,
        })
    }

    /// Whether X answers and accepts the keys: one sentence either way.
    pub async fn check(&self) -> Result<String, String> {
        match self.me().await {
            Ok(user) => Ok(format!("the keys belong to @{} ({})", user.username, user.id)),
            Err(error) => Err(error.to_string()),
        }
    }

    fn client(&self) -> Result<&SigningClient, ServiceError> {
        self.client.as_ref().ok_or_else(|| refused(NOT_CONFIGURED))
    }

    /// The client, if the account is the one that the keys belong to.
    fn client_of(&self, account: &AccountId) -> Result<&SigningClient, ServiceError> {
        let client = self.client()?;
        match self.credentials() {
            Credentials::Of(owner) if owner != *account => {
                Err(refused(&format!("the configured keys belong to account {owner}, not to {account}")))
            }
            Credentials::Of(_) | Credentials::Unasked | Credentials::Missing => Ok(client),
        }
    }

    async fn ask_owner(&self) -> Result<XUser, ServiceError> {
        let answer: Value = self.client()?.get("/2/users/me", &[]).await?.data()?;
        let field = |name: &str| answer["data"][name].as_str().map(str::to_owned);
        match (field("id"), field("username")) {
            (Some(id), Some(username)) => Ok(XUser { id: AccountId(id), username }),
            _ => Err(unreadable("user")),
        }
    }
}

fn refused(why: &str) -> ServiceError {
    ServiceError::Refused { service: SERVICE, why: why.to_owned() }
}

fn unreadable(what: &str) -> ServiceError {
    let why = format!("its answer holds no {what}");
    ServiceError::Unavailable { service: SERVICE, why, retry_after: None }
}

#[async_trait]
impl XAccounts for XClient {
    fn credentials(&self) -> Credentials {
        let Some(client) = &self.client else { return Credentials::Missing };
        let told = client.owner().map(|owner| AccountId(owner.to_owned()));
        let owner = told.or_else(|| self.owner.get().map(|user| user.id.clone()));
        owner.map_or(Credentials::Unasked, Credentials::Of)
    }

    /// Whoever asks while the question is on its way shares its answer. An error is not kept.
    async fn me(&self) -> Result<XUser, ServiceError> {
        self.owner.get_or_try_init(|| self.ask_owner()).await.cloned()
    }

    async fn timeline(
        &self,
        account: &AccountId,
        since: Option<&TweetId>,
    ) -> Result<Vec<Tweet>, ServiceError> {
        let client = self.client_of(account)?;
        let path = format!("/2/users/{account}/tweets");
        let range = match since {
            Some(id) => vec![("since_id", id.as_str()), ("max_results", PAGE)],
            None => vec![("max_results", FIRST_PAGE)],
        };
        let mut tweets = Vec::new();
        let mut token: Option<String> = None;
        // Bounded: a timeline that changes while it is read could lead on for ever, and each page costs.
        for _ in 0..if since.is_some() { PAGES } else { 1 } {
            let next = token.as_deref().map(|token| ("pagination_token", token));
            let exclude = [("exclude", "retweets")];
            let query: Vec<_> = exclude.into_iter().chain(range.iter().copied()).chain(next).collect();
            let answer = self.post_fields.get(client, &path, &query).await?;
            let page = TimelinePage::read(answer.data()?)?;
            tweets.extend(page.tweets);
            token = page.next;
            if token.is_none() {
                break;
            }
        }
        Ok(tweets)
    }

    async fn post(&self, account: &AccountId, text: &str, send_by: Duration) -> PostAnswer {
        let client = match self.client_of(account) {
            Ok(client) => client,
            Err(error) => return not_published(PublishFault::Unauthorised, error.to_string()),
        };
        match client.post("/2/tweets", &json!({ "text": text }), send_by).await {
            Ok(answer) => post_answer(&answer),
            // Only before the first byte can be known that nothing was sent. Every other error leaves the outcome
            // open, and unknown is never repeated blindly.
            Err(error) if error.is_connect() || error.is_builder() => {
                not_published(PublishFault::Unreachable, describe(&error))
            }
            Err(error) => PostAnswer::Unknown { detail: describe(&error) },
        }
    }

    fn request_timeout(&self) -> Duration {
        self.request_timeout
    }
}

fn not_published(fault: PublishFault, detail: String) -> PostAnswer {
    PostAnswer::NotPublished { fault, detail, retry_after: None }
}
