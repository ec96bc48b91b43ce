//! Reconciliation: is the post of an unknown attempt on the account's timeline?
//!
//! Timelines are late by seconds to minutes, so absence in one read proves nothing. After the last read the
//! post stays unknown and people are asked; they look and press a button.

use domain::id::TweetId;
use domain::post::event::{Confirmation, PublishFault};
use domain::post::{Post, PostStatus};
use domain::post_text;

use super::timeline::UNREADABLE;
use super::{Attempt, PostRef, Publishing, Reconcile, later, words};
use crate::port::account::Tweet;
use crate::post::confirm_outcome::ConfirmOutcome;
use crate::process::{Job, Verdict};

impl Publishing {
    /// Reads the timeline once and confirms what it shows, or asks to look again later.
    pub(super) async fn reconcile(&self, job: &Job, request: Reconcile) -> Result<Verdict, Verdict> {
        let post = self.ports.aggregates.post(request.post).await?.state;
        let in_question = post.status == PostStatus::Unknown && post.attempts == request.attempt;
        let Some(id) = post.account.as_ref().filter(|_| in_question) else { return Ok(Verdict::DONE) };
        let account = self.ports.aggregates.account(id).await?.state;
        if !account.may_have_sent(request.post, request.attempt.saturating_sub(1)) {
            return self.was_never_sent(job, &request).await;
        }
        let since = account.newest_before(request.post);
        let timeline = match self.timeline(request.project, id, since).await {
            // What makes outcomes unknown makes timelines unreadable too, so this does not count as a failed try.
            Err(Verdict::Retry { why, after }) => {
                return Ok(self.wait_for(&why, after.unwrap_or(UNREADABLE)));
            }
            timeline => timeline?,
        };
        if let Some(tweet) = on_timeline(&post, timeline) {
            return self.confirm(job, &request, tweet, account.username).await;
        }
        let Some(pause) = self.timing.reconcile_after.get(request.reads) else {
            let why = "the timeline does not show it; a person must look".to_owned();
            return Ok(Verdict::Unknown { why });
        };
        // Each read is a job of its own with its own due time, so reads do not count as tries of one job.
        let next = Reconcile { reads: request.reads + 1, ..request };
        Ok(Verdict::Done(vec![job.follow("reconcile", &next).due(later(self.ports.clock.now(), *pause))]))
    }

    /// Whoever opened the attempt came back, too late to send, and said so on the account.
    async fn was_never_sent(&self, job: &Job, request: &Reconcile) -> Result<Verdict, Verdict> {
        let subject = PostRef { project: request.project, post: request.post };
        let detail = "the request was never sent";
        self.record_failure(job, subject, request.attempt, PublishFault::Unreachable, detail).await?;
        Ok(Verdict::DONE)
    }

    async fn confirm(
        &self,
        job: &Job,
        request: &Reconcile,
        tweet: TweetId,
        username: String,
    ) -> Result<Verdict, Verdict> {
        let command = ConfirmOutcome {
            post: request.post,
            project: request.project,
            attempt: request.attempt,
            confirmation: Confirmation::Published(tweet),
            username: Some(username),
        };
        self.dispatch(job, "confirm", command).await?;
        Ok(Verdict::DONE)
    }

    /// An earlier attempt turned out to have published the post when the next one was about to.
    pub(super) async fn is_there_already(
        &self,
        job: &Job,
        subject: PostRef,
        earlier: &Attempt,
        tweet: TweetId,
    ) -> Result<Verdict, Verdict> {
        self.record_published(job, subject, earlier, tweet).await?;
        Ok(Verdict::DONE)
    }

    /// Tells the account how its unknown attempt ended, which ends the hold for it. Other holds stay.
    pub(super) async fn release(&self, job: &Job, subject: PostRef) -> Result<Verdict, Verdict> {
        let post = self.ports.aggregates.post(subject.post).await?.state;
        let Some(id) = post.account.clone().filter(|_| post.status != PostStatus::Unknown) else {
            return Ok(Verdict::DONE);
        };
        let account = self.ports.aggregates.account(&id).await?.state;
        if account.is_sending(subject.post) {
            return Ok(self.wait("the attempt is being settled"));
        }
        if let Some((_, number)) = account.unknown.filter(|(unknown, _)| *unknown == subject.post) {
            self.close_as_recorded(job, subject, &Attempt { account: id, number }, &post).await?;
        }
        Ok(Verdict::DONE)
    }
}

/// The tweet that carries the post's text.
pub(super) fn on_timeline(post: &Post, timeline: Vec<Tweet>) -> Option<TweetId> {
    let wanted = post_text::comparable(words(post)?, &[]);
    timeline.into_iter().find(|tweet| tweet.comparable == wanted).map(|tweet| tweet.id)
}
