//! How events become posts.

use chrono::{DateTime, Utc};
use domain::audit_line::code;
use domain::id::{PostId, TweetId};
use domain::post::event::{BlockReason, Confirmation, PostQueued};
use domain::recorded::Recorded;
use domain::risk::Assessment;
use domain::stream::AggregateType;
use domain::takes;

use super::{Post, PostStatus, Posts};
use crate::projection::{AffectedRows, Projection, forgotten_rows, row};
use crate::readable::{words, words_of};

takes! {
    /// What the read model `posts` takes.
    pub enum PostsInput {
        post::{
            PostQueued, PostCleared, PostBlocked, PostPublished, PostFailed, OutcomeUnknown, OutcomeConfirmed,
            PostRequeued, PostCancelled, PostMissed, PostedManually, PostDeleted, MetricsObserved,
        },
        project::{TextsForgotten},
    }
}

impl Projection for Posts {
    const NAME: &'static str = "posts";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["id"];
    type Row = Post;
    type Key = PostId;
    type Input<'a> = PostsInput<'a>;

    fn key_of(row: &Post) -> PostId {
        row.id
    }

    fn affected_rows(event: PostsInput<'_>, recorded: &Recorded) -> AffectedRows<PostId> {
        if let PostsInput::TextsForgotten(texts) = event {
            return forgotten_rows(texts, AggregateType::Post);
        }
        row(&recorded.stream.id)
    }

    fn fold(key: &PostId, row: &mut Option<Post>, event: PostsInput<'_>, recorded: &Recorded) {
        if let PostsInput::PostQueued(queued) = event {
            *row = Some(Post::new(*key, queued, recorded.recorded_at));
        } else if let Some(row) = row {
            row.updated_at = recorded.recorded_at;
            row.evolve(event, recorded.recorded_at);
        }
    }
}

impl Post {
    fn new(id: PostId, queued: PostQueued<'_>, at: DateTime<Utc>) -> Self {
        Self {
            id,
            project_id: *queued.project,
            suggestion_id: queued.source.suggestion,
            context_version: queued.source.context_version,
            x_tweet_id: None,
            account_id: queued.account.clone(),
            content: words(queued.text),
            status: PostStatus::Queued,
            score: *queued.score,
            url: None,
            publish_at: *queued.publish_at,
            published_at: None,
            attempts: 0,
            fault: None,
            detail: None,
            reason: None,
            allowed_by: queued.allowance.to_string(),
            metrics: None,
            created_at: at,
            updated_at: at,
        }
    }

    fn evolve(&mut self, event: PostsInput<'_>, at: DateTime<Utc>) {
        match event {
            PostsInput::PostQueued(_) => {}
            PostsInput::PostCleared(cleared) => {
                self.status = PostStatus::Cleared;
                self.score = cleared.assessment.score;
            }
            PostsInput::PostBlocked(blocked) => self.blocked(*blocked.reason, blocked.assessment.as_ref()),
            PostsInput::PostPublished(published) => {
                self.attempted(*published.attempt);
                self.published(published.tweet_id, Some(published.username), at);
            }
            PostsInput::PostFailed(failed) => {
                self.status = PostStatus::Failed;
                self.attempted(*failed.attempt);
                self.fault = Some(code(failed.fault));
                self.detail = Some(failed.detail.clone());
            }
            PostsInput::OutcomeUnknown(unknown) => {
                self.status = PostStatus::Unknown;
                self.attempted(*unknown.attempt);
                self.detail = Some(unknown.detail.clone());
            }
            PostsInput::OutcomeConfirmed(outcome) => {
                self.attempted(*outcome.attempt);
                self.confirmed(outcome.confirmation, outcome.username.as_ref(), at);
            }
            PostsInput::PostRequeued(requeued) => self.requeued(*requeued.publish_at),
            PostsInput::PostCancelled(cancelled) => {
                self.status = PostStatus::Cancelled;
                self.reason = words_of(cancelled.reason.as_ref());
            }
            PostsInput::PostMissed(_) => self.status = PostStatus::Missed,
            PostsInput::PostedManually(posted) => self.posted_manually(posted.tweet_id.as_ref(), at),
            PostsInput::PostDeleted(_) => self.status = PostStatus::Deleted,
            PostsInput::MetricsObserved(observed) => self.metrics = Some(*observed.metrics),
            PostsInput::TextsForgotten(_) => (self.content, self.reason) = (None, None),
        }
    }

    fn attempted(&mut self, attempt: u32) {
        self.attempts = self.attempts.max(attempt);
    }

    fn blocked(&mut self, reason: BlockReason, assessment: Option<&Assessment>) {
        self.status = PostStatus::Blocked;
        self.fault = Some(code(reason));
        self.score = assessment.map_or(self.score, |assessment| assessment.score);
    }

    fn published(&mut self, tweet_id: &TweetId, username: Option<&String>, at: DateTime<Utc>) {
        self.status = PostStatus::Published;
        self.on_x(tweet_id, username);
        self.published_at = Some(at);
        (self.fault, self.detail) = (None, None);
    }

    fn posted_manually(&mut self, tweet_id: Option<&TweetId>, at: DateTime<Utc>) {
        self.status = PostStatus::PostedManually;
        self.published_at = Some(at);
        if let Some(tweet_id) = tweet_id {
            self.on_x(tweet_id, None);
        }
    }

    /// X finds a post by its id alone: `i` stands for an account whose name is not known.
    fn on_x(&mut self, tweet_id: &TweetId, username: Option<&String>) {
        let account = username.map_or("i", String::as_str);
        self.url = Some(format!("https://x.com/{account}/status/{tweet_id}"));
        self.x_tweet_id = Some(tweet_id.clone());
    }

    fn confirmed(&mut self, confirmation: &Confirmation, username: Option<&String>, at: DateTime<Utc>) {
        match confirmation {
            Confirmation::Published(tweet_id) => self.published(tweet_id, username, at),
            Confirmation::NotPublished => self.status = PostStatus::Failed,
        }
    }

    fn requeued(&mut self, publish_at: DateTime<Utc>) {
        self.status = PostStatus::Queued;
        self.publish_at = publish_at;
        (self.fault, self.detail) = (None, None);
    }
}
