//! Outcomes: every answer of X settles the attempt. The post's record comes first, so that a crash between
//! the two never leaves a published post that looks unsent.

use std::time::Duration;

use domain::account::event::AttemptOutcome;
use domain::id::TweetId;
use domain::post::event::PublishFault;
use domain::post::{Post, PostStatus};

use super::send::POSTS_PER_WINDOW;
use super::{Attempt, PostRef, Publishing, later};
use crate::account::settle_attempt::SettleAttempt;
use crate::faults::CrashPoint;
use crate::port::account::PostAnswer;
use crate::post::PostCommand;
use crate::post::record_failure::RecordFailure;
use crate::post::record_published::RecordPublished;
use crate::post::record_unknown::RecordUnknownOutcome;
use crate::process::{Job, Verdict};

/// Why an attempt certainly published nothing.
pub(super) struct Fault {
    pub(super) kind: PublishFault,
    pub(super) detail: String,
    /// When the same request may work, if X said so.
    pub(super) retry_after: Option<Duration>,
}

impl Publishing {
    /// Records an answer on the post and settles the attempt on the account.
    pub(super) async fn settle(
        &self,
        job: &Job,
        subject: PostRef,
        at: &Attempt,
        answer: PostAnswer,
    ) -> Result<Verdict, Verdict> {
        match answer {
            PostAnswer::Published(tweet) => {
                let post = self.record_published(job, subject, at, tweet).await?;
                CrashPoint::AttemptRecorded.reached();
                self.close_as_recorded(job, subject, at, &post).await?;
                CrashPoint::AttemptSettled.reached();
                Ok(Verdict::DONE)
            }
            PostAnswer::Unknown { detail } => self.unknown(job, subject, at, detail).await,
            PostAnswer::NotPublished { fault, detail, retry_after } => {
                self.not_published(job, subject, at, Fault { kind: fault, detail, retry_after }).await
            }
        }
    }

    async fn not_published(
        &self,
        job: &Job,
        subject: PostRef,
        at: &Attempt,
        fault: Fault,
    ) -> Result<Verdict, Verdict> {
        let post = self.ports.aggregates.post(subject.post).await?.state;
        match fault.kind {
            // X may say so because the earlier, unknown attempt of this very post went through.
            PublishFault::Duplicate if post.ever_unknown => {
                self.unknown(job, subject, at, fault.detail).await
            }
            PublishFault::RateLimited if self.is_in_time(&post, &fault) => {
                // Certainly nothing was published, so the attempt is closed and the post may have another one.
                self.settle_unpublished(job, subject, at, &fault).await?;
                Ok(self.wait_for(&fault.detail, fault.pause()))
            }
            PublishFault::Unreachable => {
                self.settle_unpublished(job, subject, at, &fault).await?;
                Ok(Verdict::Retry { why: fault.detail, after: fault.retry_after })
            }
            PublishFault::Duplicate
            | PublishFault::Refused
            | PublishFault::Unauthorised
            | PublishFault::CreditsDepleted
            | PublishFault::RateLimited => {
                let post = self.record_failure(job, subject, at.number, fault.kind, &fault.detail).await?;
                self.close_as_recorded(job, subject, at, &post).await?;
                Ok(Verdict::Fail { why: fault.detail })
            }
        }
    }

    /// Whether the pause that X asks for ends before the post has missed its time.
    fn is_in_time(&self, post: &Post, fault: &Fault) -> bool {
        !self.is_too_late(post, later(self.ports.clock.now(), fault.pause()))
    }

    pub(super) async fn unknown(
        &self,
        job: &Job,
        subject: PostRef,
        at: &Attempt,
        detail: String,
    ) -> Result<Verdict, Verdict> {
        let PostRef { project, post } = subject;
        let command = RecordUnknownOutcome { post, project, attempt: at.number, detail: detail.clone() };
        let post = self.record(job, &format!("unknown-{}", at.number), command).await?;
        self.close_as_recorded(job, subject, at, &post).await?;
        Ok(Verdict::Unknown { why: detail })
    }

    pub(super) async fn record_published(
        &self,
        job: &Job,
        PostRef { project, post }: PostRef,
        at: &Attempt,
        tweet_id: TweetId,
    ) -> Result<Post, Verdict> {
        let username = self.ports.aggregates.account(&at.account).await?.state.username;
        let command = RecordPublished { post, project, attempt: at.number, tweet_id, username };
        self.record(job, &format!("published-{}", at.number), command).await
    }

    /// The attempt is the post's last recorded one when it failed before the next was sent.
    pub(super) async fn record_failure(
        &self,
        job: &Job,
        PostRef { project, post }: PostRef,
        attempt: u32,
        fault: PublishFault,
        detail: &str,
    ) -> Result<Post, Verdict> {
        let command = RecordFailure { post, project, attempt, fault, detail: detail.to_owned() };
        self.record(job, &format!("failed-{attempt}"), command).await
    }

    /// Records what became of an attempt on the post; the post afterwards.
    async fn record(
        &self,
        job: &Job,
        ordinal: &str,
        command: impl Into<PostCommand>,
    ) -> Result<Post, Verdict> {
        Ok(self.dispatch(job, ordinal, command.into()).await?.state::<Post>()?.state.clone())
    }

    /// Settles an attempt that another one may follow: it certainly published nothing. If somebody gave it up
    /// as unknown meanwhile, this is the better knowledge.
    pub(super) async fn settle_unpublished(
        &self,
        job: &Job,
        subject: PostRef,
        at: &Attempt,
        fault: &Fault,
    ) -> Result<(), Verdict> {
        self.close(job, subject, at, AttemptOutcome::NotPublished).await?;
        let post = self.ports.aggregates.post(subject.post).await?.state;
        if post.status == PostStatus::Unknown && post.attempts == at.number {
            self.record_failure(job, subject, at.number, fault.kind, &fault.detail).await?;
        }
        Ok(())
    }

    /// Settles the attempt on the account by what the post has recorded of it.
    pub(super) async fn close_as_recorded(
        &self,
        job: &Job,
        subject: PostRef,
        at: &Attempt,
        post: &Post,
    ) -> Result<(), Verdict> {
        // The post's record holds, also where the answer at hand says otherwise: it may be that of a person who looked, or of
        // this job before a crash.
        let outcome = match post.status {
            PostStatus::Unknown => AttemptOutcome::Unknown,
            PostStatus::Published | PostStatus::PostedManually | PostStatus::Deleted => {
                post.tweet_id.clone().map_or(AttemptOutcome::NotPublished, AttemptOutcome::Published)
            }
            PostStatus::Queued
            | PostStatus::Cleared
            | PostStatus::Blocked(_)
            | PostStatus::Failed
            | PostStatus::Cancelled
            | PostStatus::Missed => AttemptOutcome::NotPublished,
        };
        self.close(job, subject, at, outcome).await
    }

    async fn close(
        &self,
        job: &Job,
        PostRef { project, post }: PostRef,
        Attempt { account, number: attempt }: &Attempt,
        outcome: AttemptOutcome,
    ) -> Result<(), Verdict> {
        // A certain answer may follow "unknown", so the two must not share a receipt.
        let ordinal = format!("settle-{attempt}-{}", outcome_name(&outcome));
        let command = SettleAttempt { account: account.clone(), project, post, attempt: *attempt, outcome };
        self.dispatch(job, &ordinal, command).await?;
        Ok(())
    }
}

fn outcome_name(outcome: &AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Published(_) => "published",
        AttemptOutcome::NotPublished => "in-vain",
        AttemptOutcome::Unknown => "unknown",
    }
}

impl Fault {
    /// How long to wait for another attempt: a whole window of the rate limit when X does not say.
    fn pause(&self) -> Duration {
        self.retry_after.unwrap_or(POSTS_PER_WINDOW.1)
    }
}
