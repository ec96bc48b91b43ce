//! Reconciliation: is the post of an unknown attempt on the account's timeline?
//!
//! Timelines are late by seconds to minutes, so absence in one read proves nothing. After the last read the
//! post stays unknown and people are asked; they look and press a button.

use domain::id::{AccountId, TweetId};
use domain::post::event::Confirmation;
use domain::post::{Post, PostStatus};
use domain::post_text;

use super::{Publishing, Reconcile, Subject, later};
use crate::account::release::ReleaseAccount;
use crate::post::confirm_outcome::ConfirmOutcome;
use crate::process::{Verdict, Work};

impl Publishing {
    /// Reads the timeline once and confirms what it shows, or asks to look again later.
    pub(super) async fn reconcile(&self, work: &Work, request: Reconcile) -> Result<Verdict, Verdict> {
        let state = self.ports.aggregates.post(request.post).await?.state;
        let Some(account) = unknown_account(&state) else { return Ok(Verdict::DONE) };
        let Some(delay) = self.timing.reconcile_after.get(request.reads) else {
            let why = "the timeline does not show it; a person must look".to_owned();
            return Ok(Verdict::Unknown { why });
        };
        if let Some(found) = self.find(&state, account).await? {
            return self.confirm(work, request, account, found).await;
        }
        let next = Reconcile { reads: request.reads + 1, ..request };
        Ok(Verdict::Done(vec![work.follow("reconcile", &next).due(later(self.ports.clock.now(), *delay))]))
    }

    /// The tweet that carries the post's text and appeared after the attempt was opened.
    async fn find(&self, post: &Post, account: &AccountId) -> Result<Option<TweetId>, Verdict> {
        let since = self.ports.aggregates.account(account).await?.state.newest_known;
        let timeline = self.ports.x.timeline(account, since.as_ref()).await?;
        let Some(text) = post.text.as_ref().and_then(|text| text.as_str()) else { return Ok(None) };
        let wanted = post_text::comparable(text, &[]);
        Ok(timeline.into_iter().find(|tweet| tweet.comparable == wanted).map(|tweet| tweet.id))
    }

    async fn confirm(
        &self,
        work: &Work,
        request: Reconcile,
        account: &AccountId,
        tweet: TweetId,
    ) -> Result<Verdict, Verdict> {
        let username = self.ports.aggregates.account(account).await?.state.username;
        let command = ConfirmOutcome {
            post: request.post,
            project: request.project,
            attempt: request.attempt,
            confirmation: Confirmation::Published(tweet),
            username: Some(username),
        };
        self.dispatch(work, "confirm", command).await?;
        Ok(Verdict::DONE)
    }

    /// Lets the account go on once its unknown attempt is known.
    pub(super) async fn release(
        &self,
        work: &Work,
        Subject { project, post }: Subject,
    ) -> Result<Verdict, Verdict> {
        let state = self.ports.aggregates.post(post).await?.state;
        let Some(account) = state.account else { return Ok(Verdict::DONE) };
        let reason = "the outcome of the post is known".to_owned();
        self.dispatch(work, "release", ReleaseAccount { account, project: Some(project), reason }).await?;
        Ok(Verdict::DONE)
    }
}

fn unknown_account(post: &Post) -> Option<&AccountId> {
    if post.status == PostStatus::Unknown { post.account.as_ref() } else { None }
}
