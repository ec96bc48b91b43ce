//! Sending: everything slow first, then open the attempt, then one request within two seconds.

use std::time::Duration;

use domain::account::{Account, OpenAttempt as Open};
use domain::id::{AccountId, TweetId};
use domain::post::{Post, PostStatus};
use domain::project::Project;

use super::{Publishing, Subject, later};
use crate::account::open_attempt::OpenAttempt;
use crate::error::CommandError;
use crate::port::account::PostAnswer;
use crate::process::{Verdict, Work};
use crate::refusal::Refusal;
use crate::store::Versioned;

/// Longest time from opening the attempt to the request; past it nothing is sent.
const FRESH: Duration = Duration::from_secs(2);
/// Added to `FRESH` and the request timeout before an open attempt is declared unknown.
const MARGIN: Duration = Duration::from_secs(3);
/// X allows 100 posts per user in 15 minutes.
const POSTS_PER_WINDOW: (u32, Duration) = (100, Duration::from_mins(15));

impl Publishing {
    /// Sends a cleared post, or finds out why it cannot go now.
    pub(super) async fn send(&self, work: &Work, subject: Subject) -> Result<Verdict, Verdict> {
        let post = self.ports.aggregates.post(subject.post).await?.state;
        let Some(account_id) = post.account.clone() else { return Ok(Verdict::DONE) };
        let account = self.ports.aggregates.account(&account_id).await?;
        if let Some(open) = account.state.open_attempt.as_ref().filter(|open| open.post == subject.post) {
            return self.after_crash(work, subject, &post, open).await;
        }
        if post.status != PostStatus::Cleared {
            return Ok(Verdict::DONE);
        }
        if self.too_late(&post) {
            return self.miss(work, subject).await;
        }
        let project = self.ports.aggregates.project(subject.project).await?.state;
        if let Some(why) = obstacle(&project, &account.state) {
            return Ok(self.wait(why));
        }
        let (limit, window) = POSTS_PER_WINDOW;
        if let Some(time) = self.ports.permits.acquire("x", account_id.as_str(), limit, window).await {
            return Ok(self.wait_for("the rate limit for this account", time));
        }
        let newest = self.newest(&account_id, &account.state).await?;
        self.attempt(work, subject, (&post, &account_id, &account), newest).await
    }

    async fn newest(&self, id: &AccountId, account: &Account) -> Result<Option<TweetId>, Verdict> {
        let timeline = self.ports.x.timeline(id, account.newest_known.as_ref()).await?;
        Ok(timeline
            .into_iter()
            .map(|tweet| tweet.id)
            .max_by_key(TweetId::number)
            .or_else(|| account.newest_known.clone()))
    }

    async fn attempt(
        &self,
        work: &Work,
        subject: Subject,
        (post, account_id, account): (&Post, &AccountId, &Versioned<Account>),
        newest_known: Option<TweetId>,
    ) -> Result<Verdict, Verdict> {
        let attempt = account.state.next_attempt(subject.post, post.attempts);
        let command = OpenAttempt {
            account: account_id.clone(),
            post: subject.post,
            project: subject.project,
            approver: post.approver().cloned(),
            attempt,
            text_hash: post.text_hash.clone(),
            newest_known,
        };
        let opened = self.ports.clock.since_boot();
        // The ordinal holds the account's version: a new try is a new command, never the receipt of an old one.
        let ordinal = format!("open-{attempt}-{}", account.version);
        let envelope = work.command(&ordinal, self.ports.clock.now(), command);
        match self.ports.dispatch.dispatch(envelope).await {
            Ok(_) => {}
            Err(CommandError::Refused(refusal)) => return Ok(self.refused(&refusal)),
            Err(error) => return Err(error.into()),
        }
        let answer = match post.text.as_ref().and_then(|text| text.as_str()) {
            Some(text) if self.ports.clock.since_boot().saturating_sub(opened) <= FRESH => {
                self.ports.x.post(account_id, text).await
            }
            Some(_) | None => return self.not_sent(work, subject, account_id, attempt).await,
        };
        self.settle(work, subject, (account_id, &account.state.username, attempt), (post, answer)).await
    }

    fn refused(&self, refusal: &Refusal) -> Verdict {
        match refusal {
            Refusal::Paused | Refusal::AttemptOpen | Refusal::AccountHeld { .. } => {
                self.wait(&refusal.to_string())
            }
            Refusal::NotAllowed { .. }
            | Refusal::NotFound { .. }
            | Refusal::AlreadyExists { .. }
            | Refusal::Invalid { .. }
            | Refusal::AlreadyDecided { .. }
            | Refusal::Stale { .. }
            | Refusal::NotScored { .. }
            | Refusal::Blocked { .. }
            | Refusal::NeedsSecondPerson { .. }
            | Refusal::Archived
            | Refusal::NoAccount
            | Refusal::QuotaSpent { .. } => Verdict::Fail { why: refusal.to_string() },
        }
    }

    /// An attempt of this post is open, so whoever opened it is gone (a worker holds this effect alone) or
    /// frozen. It may be declared unknown only when a frozen one can no longer send.
    async fn after_crash(
        &self,
        work: &Work,
        subject: Subject,
        post: &Post,
        open: &Open,
    ) -> Result<Verdict, Verdict> {
        let account = post.account.as_ref().ok_or(Verdict::DONE)?;
        let safe = later(open.opened_at, FRESH + self.ports.x.request_timeout() + MARGIN);
        if post.status == PostStatus::Cleared && self.ports.clock.now() < safe {
            return Ok(Verdict::Wait { why: "an open attempt".into(), until: safe });
        }
        if post.status != PostStatus::Cleared {
            return self.settle_as_recorded(work, subject, (account, open.attempt), post).await;
        }
        let username = self.ports.aggregates.account(account).await?.state.username;
        let detail = "the program stopped while the request was open".to_owned();
        let answer = PostAnswer::Unknown { detail };
        self.settle(work, subject, (account, &username, open.attempt), (post, answer)).await
    }
}

fn obstacle(project: &Project, account: &Account) -> Option<&'static str> {
    if project.paused {
        return Some("posting is paused");
    }
    if account.open_attempt.is_some() {
        return Some("another request to X is open");
    }
    account.held.is_some().then_some("the account is on hold")
}
