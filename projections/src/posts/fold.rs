//! How events become posts.

use chrono::{DateTime, Utc};
use domain::audit_line::code;
use domain::event::{Event, EventKind};
use domain::id::{PostId, TweetId};
use domain::post::event::{BlockReason, Confirmation, PostEvent};
use domain::recorded::Recorded;
use domain::risk::Assessment;
use domain::stream::AggregateType;

use super::{Post, PostStatus, Posts};
use crate::projection::{AffectedRows, Projection, forgotten_rows, row};
use crate::readable::{words, words_of};

impl Projection for Posts {
    const NAME: &'static str = "posts";
    const VERSION: u32 = 1;
    const PARTITIONED: bool = true;
    const KEY: &'static [&'static str] = &["id"];
    type Row = Post;
    type Key = PostId;

    fn key_of(row: &Post) -> PostId {
        row.id
    }

    fn handles(kind: EventKind) -> bool {
        matches!(kind.aggregate, AggregateType::Post | AggregateType::Project)
    }

    fn affected_rows(event: &Recorded) -> AffectedRows<PostId> {
        match &event.event {
            Event::Post(_) => row(&event.stream.id),
            Event::Project(project) => forgotten_rows(project, AggregateType::Post),
            Event::Context(_)
            | Event::Suggestion(_)
            | Event::Account(_)
            | Event::Member(_)
            | Event::Access(_) => Ok(Vec::new()),
        }
    }

    fn fold(key: &PostId, row: &mut Option<Post>, event: &Recorded) {
        if let Event::Post(queued @ PostEvent::PostQueued { .. }) = &event.event {
            *row = Post::new(*key, queued, event.recorded_at);
            return;
        }
        let Some(row) = row else { return };
        row.updated_at = event.recorded_at;
        match &event.event {
            Event::Post(post) => row.evolve(post, event.recorded_at),
            Event::Project(_) => (row.content, row.reason) = (None, None),
            Event::Context(_)
            | Event::Suggestion(_)
            | Event::Account(_)
            | Event::Member(_)
            | Event::Access(_) => {}
        }
    }
}

impl Post {
    fn new(id: PostId, queued: &PostEvent, at: DateTime<Utc>) -> Option<Self> {
        let PostEvent::PostQueued { project, account, source, text, score, allowance, publish_at, .. } =
            queued
        else {
            return None;
        };
        Some(Self {
            id,
            project_id: *project,
            suggestion_id: source.suggestion,
            context_version: source.context_version,
            x_tweet_id: None,
            account_id: account.clone(),
            content: words(text),
            status: PostStatus::Queued,
            score: *score,
            url: None,
            publish_at: *publish_at,
            published_at: None,
            attempts: 0,
            fault: None,
            detail: None,
            reason: None,
            allowed_by: allowance.to_string(),
            metrics: None,
            created_at: at,
            updated_at: at,
        })
    }

    fn evolve(&mut self, event: &PostEvent, at: DateTime<Utc>) {
        match event {
            PostEvent::PostQueued { .. } => {}
            PostEvent::PostCleared { assessment } => {
                self.status = PostStatus::Cleared;
                self.score = assessment.score;
            }
            PostEvent::PostBlocked { reason, assessment } => self.blocked(*reason, assessment.as_ref()),
            PostEvent::PostPublished { attempt, tweet_id, username } => {
                self.attempted(*attempt);
                self.published(tweet_id, Some(username), at);
            }
            PostEvent::PostFailed { attempt, fault, detail } => {
                self.status = PostStatus::Failed;
                self.attempted(*attempt);
                self.fault = Some(code(fault));
                self.detail = Some(detail.clone());
            }
            PostEvent::OutcomeUnknown { attempt, detail } => {
                self.status = PostStatus::Unknown;
                self.attempted(*attempt);
                self.detail = Some(detail.clone());
            }
            PostEvent::OutcomeConfirmed { attempt, confirmation, username, .. } => {
                self.attempted(*attempt);
                self.confirmed(confirmation, username.as_ref(), at);
            }
            PostEvent::PostRequeued { publish_at } => self.requeued(*publish_at),
            PostEvent::PostCancelled { reason } => {
                self.status = PostStatus::Cancelled;
                self.reason = words_of(reason.as_ref());
            }
            PostEvent::PostMissed { .. } => self.status = PostStatus::Missed,
            PostEvent::PostedManually { tweet_id } => self.posted_manually(tweet_id.as_ref(), at),
            PostEvent::PostDeleted {} => self.status = PostStatus::Deleted,
            PostEvent::MetricsObserved { metrics, .. } => self.metrics = Some(*metrics),
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
