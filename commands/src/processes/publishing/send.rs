//! Sending: everything slow first, then open the attempt, then one request within two seconds.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::account::{Account, OpenAttempt as Open};
use domain::id::{AccountId, ProjectId, TweetId};
use domain::post::event::{BlockReason, PublishFault};
use domain::post::{Post, PostStatus};
use domain::project::Project;

use super::outcome::Fault;
use super::reconcile::on_timeline;
use super::{Attempt, PostRef, Publishing, words};
use crate::account::open_attempt::OpenAttempt;
use crate::error::CommandError;
use crate::faults::{CrashPoint, Guard};
use crate::port::account::PostAnswer;
use crate::process::{Job, Verdict};
use crate::refusal::Refusal;
use crate::store::Versioned;

/// Longest time from opening the attempt to the request; past it nothing is sent.
const FRESH: Duration = Duration::from_secs(2);
/// Added to `FRESH` and the request timeout before an open attempt is declared unknown.
const MARGIN: Duration = Duration::from_secs(3);
/// X allows 100 posts per user in 15 minutes.
pub(super) const POSTS_PER_WINDOW: (u32, Duration) = (100, Duration::from_mins(15));

impl Publishing {
    /// Sends a cleared post, or finds out why it cannot go now.
    pub(super) async fn send(&self, job: &Job, subject: PostRef) -> Result<Verdict, Verdict> {
        let post = self.ports.aggregates.post(subject.post).await?.state;
        let Some(id) = &post.account else { return Ok(Verdict::DONE) };
        let account = self.ports.aggregates.account(id).await?;
        if account.state.is_sending(subject.post) && Guard::OpenAttempt.holds() {
            return self.after_crash(job, subject, &post, &account.state).await;
        }
        if post.status != PostStatus::Cleared {
            return Ok(Verdict::DONE);
        }
        if self.is_too_late(&post, self.ports.clock.now()) {
            return self.miss(job, subject).await;
        }
        let project = self.ports.aggregates.project(subject.project).await?.state;
        if let Some(why) = obstacle(&project, &account.state) {
            return Ok(self.wait(why));
        }
        if let Some(why) = self.publish_hold(subject.project).await {
            return Ok(self.wait(&why));
        }
        // The timeline is read before the attempt is opened, because the read may take longer than an open attempt
        // stays fresh. After an unknown outcome it must reach back to before that attempt; else only what is new is
        // read.
        let since = if post.ever_unknown {
            account.state.newest_before(subject.post)
        } else {
            account.state.newest_known.as_ref()
        };
        let timeline = self.timeline(subject.project, id, since).await?;
        if !post.ever_unknown {
            let newest = timeline.into_iter().map(|tweet| tweet.id).max_by_key(TweetId::number);
            return self.attempt(job, subject, &post, &account, newest).await;
        }
        match on_timeline(&post, timeline) {
            Some(tweet) => {
                let earlier = Attempt { account: id.clone(), number: post.attempts };
                self.is_there_already(job, subject, &earlier, tweet).await
            }
            None => self.attempt(job, subject, &post, &account, None).await,
        }
    }

    async fn attempt(
        &self,
        job: &Job,
        subject: PostRef,
        post: &Post,
        account: &Versioned<Account>,
        newest_known: Option<TweetId>,
    ) -> Result<Verdict, Verdict> {
        let (Some(id), Some(text)) = (&post.account, words(post)) else {
            return self.block(job, subject, BlockReason::NoLongerAllowed).await;
        };
        // Only now, when all else allows it: a permit is not given back, and a read that X refuses is repeated for hours.
        let (limit, window) = POSTS_PER_WINDOW;
        if let Some(time) = self.ports.rate_limiter.acquire("x", id.as_str(), limit, window).await {
            return Ok(self.wait_for("the rate limit for this account", time));
        }
        let number = account.state.next_attempt(subject.post, post.attempts);
        let at = Attempt { account: id.clone(), number };
        let command = OpenAttempt {
            account: id.clone(),
            post: subject.post,
            project: subject.project,
            approver: post.approver().cloned(),
            attempt: number,
            text_hash: post.text_hash.clone(),
            newest_known,
        };
        let (opened, now) = (self.ports.clock.since_boot(), self.ports.clock.now());
        // From here on a crash leaves an open attempt on the account: nothing is sent for it before that is settled.
        let envelope = job.command(&only_once(job, &at, account.version, now), now, command);
        match self.ports.dispatch.dispatch(envelope).await {
            // Once more, as a failover, or an event that nobody can read, may have come before the attempt was recorded; it
            // takes time, so it comes first.
            Ok(_) if self.publish_hold(subject.project).await.is_none() && self.is_fresh(opened) => {
                let answer = self.ports.x.post(id, text, send_by(opened)).await;
                CrashPoint::AttemptAnswered.reached();
                self.settle(job, subject, &at, answer).await
            }
            Ok(_) => self.not_sent(job, subject, &at).await,
            Err(CommandError::Refused(refusal)) => self.refused(job, subject, &refusal).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Whether an attempt opened at this moment since boot may still be sent.
    fn is_fresh(&self, opened: Duration) -> bool {
        CrashPoint::AttemptOpened.reached();
        self.ports.clock.since_boot() <= send_by(opened)
    }

    /// Why the history lets nothing of the project out now. Who cannot know it sends nothing either.
    pub(super) async fn publish_hold(&self, project: ProjectId) -> Option<String> {
        self.ports.publish_hold.reason(project).await.unwrap_or_else(|error| Some(error.to_string()))
    }

    /// What the rules' refusal to open an attempt means for the post.
    async fn refused(&self, job: &Job, subject: PostRef, refusal: &Refusal) -> Result<Verdict, Verdict> {
        match refusal {
            Refusal::Paused | Refusal::AttemptOpen | Refusal::AccountHeld { .. } => {
                Ok(self.wait(&refusal.to_string()))
            }
            Refusal::Blocked { .. } => self.block(job, subject, BlockReason::Score).await,
            Refusal::NotAllowed { .. }
            | Refusal::NeedsSecondPerson { .. }
            | Refusal::Archived
            | Refusal::NoAccount => self.block(job, subject, BlockReason::NoLongerAllowed).await,
            Refusal::NotFound { .. }
            | Refusal::AlreadyExists { .. }
            | Refusal::Invalid { .. }
            | Refusal::AlreadyDecided { .. }
            | Refusal::Stale { .. }
            | Refusal::NotScored { .. }
            | Refusal::QuotaSpent { .. } => Ok(Verdict::Fail { why: refusal.to_string() }),
        }
    }

    /// An attempt of this post is open, so whoever opened it is gone (one worker alone holds this job) or
    /// frozen. It may be declared unknown only when a frozen one can no longer send.
    pub(super) async fn after_crash(
        &self,
        job: &Job,
        subject: PostRef,
        post: &Post,
        account: &Account,
    ) -> Result<Verdict, Verdict> {
        let (Some(id), Some(open)) = (&post.account, &account.open_attempt) else { return Ok(Verdict::DONE) };
        let at = Attempt { account: id.clone(), number: open.attempt };
        let now = self.ports.clock.now();
        let is_on_x = post.is_on_x() || post.status == PostStatus::Deleted;
        if is_on_x || post.attempts >= open.attempt {
            self.close_as_recorded(job, subject, &at, post).await?;
            return Ok(Verdict::Wait { why: "an attempt was settled".to_owned(), until: now });
        }
        let left = self.may_be_on_the_wire_for(id, open);
        if !left.is_zero() && Guard::AttemptAge.holds() {
            return Ok(self.wait_for("an open attempt", left));
        }
        let detail = "the program stopped while the request was open".to_owned();
        self.settle(job, subject, &at, PostAnswer::Unknown { detail }).await
    }

    /// How long it takes until even a frozen instance can no longer send the attempt, and its request has ended. Counted
    /// from when this process first saw it open, by its own clock since boot: another machine's clock tells nothing, and
    /// what was opened before was opened long enough ago all the more.
    fn may_be_on_the_wire_for(&self, account: &AccountId, open: &Open) -> Duration {
        let age = self.open_attempts.age(account, open, self.ports.clock.since_boot());
        (FRESH + self.ports.x.request_timeout() + MARGIN).saturating_sub(age)
    }

    /// The attempt was opened, but too long ago to send: nothing went out.
    async fn not_sent(&self, job: &Job, subject: PostRef, at: &Attempt) -> Result<Verdict, Verdict> {
        let why = "the attempt grew old, or publishing was held, before the request";
        let kind = PublishFault::Unreachable;
        self.settle_unpublished(job, subject, at, &Fault { kind, detail: why.to_owned(), retry_after: None })
            .await?;
        Ok(Verdict::retry(why))
    }
}

/// Until when since boot an attempt that was opened at this moment since boot may still be sent.
fn send_by(opened: Duration) -> Duration {
    if Guard::SendDeadline.holds() { opened + FRESH } else { Duration::MAX }
}

/// The ordinal of a command that is never repeated: a receipt that was first another's, be it of a frozen
/// instance or of the same job before a pause, must not be taken for a permission to send.
fn only_once(job: &Job, at: &Attempt, version: u64, now: DateTime<Utc>) -> String {
    format!("open-{}-{version}-{}-{}", at.number, job.attempt, now.timestamp_micros())
}

fn obstacle(project: &Project, account: &Account) -> Option<&'static str> {
    if project.paused {
        return Some("posting is paused");
    }
    if account.open_attempt.is_some() && Guard::OpenAttempt.holds() {
        return Some("another request to X is open");
    }
    (account.held.is_some() && Guard::UnknownHolds.holds()).then_some("the account is on hold")
}
