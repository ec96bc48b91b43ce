//! Outcomes: every answer of X settles the attempt. The post's record comes first, so that a crash between
//! the two never leaves a published post that looks unsent.

use std::time::Duration;

use domain::account::event::AttemptOutcome;
use domain::id::{AccountId, TweetId};
use domain::post::event::PublishFault;
use domain::post::{Post, PostStatus};

use super::{Publishing, Subject};
use crate::account::settle_attempt::SettleAttempt;
use crate::error::CommandError;
use crate::port::account::PostAnswer;
use crate::post::record_failure::RecordFailure;
use crate::post::record_published::RecordPublished;
use crate::post::record_unknown::RecordUnknownOutcome;
use crate::process::{Verdict, Work};

impl Publishing {
    /// Records an answer on the post and settles the attempt on the account.
    pub(super) async fn settle(
        &self,
        work: &Work,
        subject: Subject,
        (account, username, attempt): (&AccountId, &str, u32),
        (post, answer): (&Post, PostAnswer),
    ) -> Result<Verdict, Verdict> {
        let at = (account, attempt);
        match answer {
            PostAnswer::Published(tweet) => self.published(work, subject, at, (tweet, username)).await,
            PostAnswer::Unknown { detail } => self.unknown(work, subject, at, detail).await,
            PostAnswer::NotPublished { fault, detail, retry_after } => match fault {
                // X said so because the earlier, unknown attempt of this very post went through.
                PublishFault::Duplicate if post.ever_unknown => self.unknown(work, subject, at, detail).await,
                PublishFault::RateLimited | PublishFault::Unreachable => {
                    self.again(work, subject, at, (detail, retry_after)).await
                }
                PublishFault::Duplicate
                | PublishFault::Refused
                | PublishFault::Unauthorised
                | PublishFault::CreditsDepleted => self.failed(work, subject, at, (fault, detail)).await,
            },
        }
    }

    async fn published(
        &self,
        work: &Work,
        subject: Subject,
        at: (&AccountId, u32),
        (tweet_id, username): (TweetId, &str),
    ) -> Result<Verdict, Verdict> {
        let Subject { project, post } = subject;
        let username = username.to_owned();
        let command = RecordPublished { post, project, attempt: at.1, tweet_id: tweet_id.clone(), username };
        self.dispatch(work, &format!("published-{}", at.1), command).await?;
        self.close(work, subject, at, AttemptOutcome::Published(tweet_id)).await?;
        Ok(Verdict::DONE)
    }

    async fn unknown(
        &self,
        work: &Work,
        subject: Subject,
        at: (&AccountId, u32),
        detail: String,
    ) -> Result<Verdict, Verdict> {
        let Subject { project, post } = subject;
        let command = RecordUnknownOutcome { post, project, attempt: at.1, detail: detail.clone() };
        self.dispatch(work, &format!("unknown-{}", at.1), command).await?;
        self.close(work, subject, at, AttemptOutcome::Unknown).await?;
        Ok(Verdict::Unknown { why: detail })
    }

    async fn failed(
        &self,
        work: &Work,
        subject: Subject,
        at: (&AccountId, u32),
        (fault, detail): (PublishFault, String),
    ) -> Result<Verdict, Verdict> {
        let Subject { project, post } = subject;
        let why = detail.clone();
        let command = RecordFailure { post, project, attempt: at.1, fault, detail };
        self.dispatch(work, &format!("failed-{}", at.1), command).await?;
        self.close(work, subject, at, AttemptOutcome::NotPublished).await?;
        Ok(Verdict::Fail { why })
    }

    async fn again(
        &self,
        work: &Work,
        subject: Subject,
        at: (&AccountId, u32),
        (why, after): (String, Option<Duration>),
    ) -> Result<Verdict, Verdict> {
        self.close(work, subject, at, AttemptOutcome::NotPublished).await?;
        Ok(match after {
            Some(time) => self.wait_for(&why, time),
            None => Verdict::Retry { why, after: None },
        })
    }

    /// The attempt was opened, but too long ago to send: nothing went out.
    pub(super) async fn not_sent(
        &self,
        work: &Work,
        subject: Subject,
        account: &AccountId,
        attempt: u32,
    ) -> Result<Verdict, Verdict> {
        self.close(work, subject, (account, attempt), AttemptOutcome::NotPublished).await?;
        Ok(Verdict::retry("the attempt grew old before the request"))
    }

    /// The post was recorded before a crash; only the account is left to settle.
    pub(super) async fn settle_as_recorded(
        &self,
        work: &Work,
        subject: Subject,
        at: (&AccountId, u32),
        post: &Post,
    ) -> Result<Verdict, Verdict> {
        let outcome = match (&post.status, &post.tweet_id) {
            (PostStatus::Published, Some(tweet)) => AttemptOutcome::Published(tweet.clone()),
            (PostStatus::Unknown, _) => AttemptOutcome::Unknown,
            _ => AttemptOutcome::NotPublished,
        };
        self.close(work, subject, at, outcome).await?;
        Ok(Verdict::DONE)
    }

    async fn close(
        &self,
        work: &Work,
        Subject { project, post }: Subject,
        (account, attempt): (&AccountId, u32),
        outcome: AttemptOutcome,
    ) -> Result<(), Verdict> {
        let version = self.ports.aggregates.account(account).await?.version;
        let command = SettleAttempt { account: account.clone(), project, post, attempt, outcome };
        self.dispatch(work, &format!("settle-{attempt}-{version}"), command).await?;
        Ok(())
    }

    /// The effect was given up before anything could be sent.
    pub(super) async fn never_sent(&self, work: &Work, why: &str) -> Result<(), CommandError> {
        let Ok(Subject { project, post }) = work.request() else { return Ok(()) };
        let state = self.ports.aggregates.post(post).await?.state;
        if !matches!(state.status, PostStatus::Queued | PostStatus::Cleared) {
            return Ok(());
        }
        let fault = PublishFault::Unreachable;
        let command = RecordFailure { post, project, attempt: state.attempts, fault, detail: why.to_owned() };
        let envelope = work.command("given-up", self.ports.clock.now(), command);
        self.ports.dispatch.dispatch(envelope).await.map(|_| ())
    }
}
