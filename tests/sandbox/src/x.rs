//! The X API v2 stand-in: one account, its timeline, OAuth that is really verified.

mod admission;
mod counting;
mod limits;
mod oauth;
mod posting;
mod problem;
mod timeline;
mod tweet;

use std::sync::Arc;
use std::time::Duration;

use axum::routing::{get, post};
use axum::{Router, middleware};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::oauth::signature;

use self::limits::Limits;
use self::oauth::Nonces;
use self::problem::Problem;
use self::tweet::Tweet;
use crate::faults::Service;
use crate::gate::{Gate, pass};
use crate::options::{SandboxCredentials, SandboxOptions};
use crate::shared::Shared;

/// A handle on the X stand-in; clones share one account.
#[derive(Clone)]
pub struct X {
    credentials: Arc<SandboxCredentials>,
    state: Arc<Shared<State>>,
    gate: Gate,
}

/// The account behind the mutex.
pub(crate) struct State {
    tweets: Vec<Tweet>,
    newest: u64,
    lag: Duration,
    post_fields: PostFields,
    limits: Limits,
    nonces: Nonces,
}

/// What the query parameter that asks for fields of a post is called; X is renaming it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostFields {
    /// Both names are taken.
    #[default]
    Both,
    /// `tweet.fields`, as up to version 2.166 of the specification; the other name is refused.
    Tweet,
    /// `post.fields`, as since version 2.167; the other name is refused.
    Post,
    /// `post.fields`; the other name is passed over, and no field is shown.
    PostSilently,
}

/// A tweet as the account's owner would see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineTweet {
    /// Its id.
    pub id: String,
    /// The text as it was sent.
    pub text: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// The tweet that it answers.
    pub in_reply_to: Option<String>,
    /// Whether it was deleted.
    pub deleted: bool,
}

/// How often a tweet was looked at and reacted to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicMetrics {
    /// Reposts.
    pub retweet_count: u64,
    /// Replies.
    pub reply_count: u64,
    /// Likes.
    pub like_count: u64,
    /// Quotes.
    pub quote_count: u64,
    /// Bookmarks.
    pub bookmark_count: u64,
    /// Views.
    pub impression_count: u64,
}

impl X {
    pub(crate) fn new(options: &SandboxOptions) -> Self {
        let state = State {
            tweets: Vec::new(),
            newest: 0,
            lag: Duration::ZERO,
            post_fields: PostFields::default(),
            limits: Limits::new(options.x_post_limit),
            nonces: Nonces::default(),
        };
        Self {
            credentials: Arc::new(options.credentials.clone()),
            state: Arc::new(Shared::new(state)),
            gate: Gate::new(Service::X),
        }
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/2/tweets", post(posting::create).get(timeline::several))
            .route("/2/tweets/{id}", get(timeline::one).delete(posting::delete))
            .route("/2/users/me", get(timeline::me))
            .route("/2/users/{id}/tweets", get(timeline::of_user))
            .route_layer(middleware::from_fn_with_state(self.clone(), admission::admit))
            .fallback(async || Problem::no_such_path())
            .layer(middleware::from_fn_with_state(self.gate.clone(), pass))
            .with_state(self.clone())
    }

    /// Forgets tweets, used limits, the lag and the names of parameters; ids go on growing.
    pub(crate) fn reset(&self) {
        self.gate.reset();
        self.state.change(|state| {
            state.tweets.clear();
            state.limits.restart();
            state.lag = Duration::ZERO;
            state.post_fields = PostFields::default();
        });
    }

    /// Every tweet ever stored, oldest first, deleted ones included.
    pub fn timeline(&self) -> Vec<TimelineTweet> {
        self.state.look(|state| state.tweets.iter().map(Tweet::owned).collect())
    }

    /// Waits until the timeline fits and returns what `fits` made of it.
    pub async fn wait_for<R>(
        &self,
        within: Duration,
        fits: impl Fn(&[TimelineTweet]) -> Option<R>,
    ) -> Option<R> {
        let look = |state: &State| fits(&state.tweets.iter().map(Tweet::owned).collect::<Vec<_>>());
        self.state.until(within, look).await
    }

    /// How long a new tweet stays out of the timeline (it is found by its id at once).
    pub fn set_lag(&self, lag: Duration) {
        self.state.change(|state| state.lag = lag);
    }

    /// What the parameter for the fields of a post is called from now on.
    pub fn set_post_fields(&self, name: PostFields) {
        self.state.change(|state| state.post_fields = name);
    }

    /// What `public_metrics` shows for a tweet; false when there is none with that id.
    pub fn set_metrics(&self, id: &str, metrics: PublicMetrics) -> bool {
        self.state.change(|state| {
            let tweet = state.tweets.iter_mut().find(|tweet| tweet.id.to_string() == id);
            tweet.map(|tweet| tweet.metrics = metrics).is_some()
        })
    }

    /// The owner writes a tweet by hand, past the API; returns its id.
    pub fn post_by_hand(&self, text: &str) -> String {
        self.state.change(|state| state.store(text.to_owned(), None).id.to_string())
    }
}
