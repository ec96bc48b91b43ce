//! The account aggregate: it owns the attempts, so that at most one request to X is open per account and
//! no attempt of a post is ever opened twice.

pub mod event;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{PostId, TweetId};
use crate::state::State;
use crate::stream::AggregateType;
use event::{AccountEvent, AttemptOutcome};

/// A request to X that may be on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAttempt {
    /// The post.
    pub post: PostId,
    /// The attempt's number for this post, from 1.
    pub attempt: u32,
    /// SHA-256 (hex) of the text's comparable form.
    pub text_hash: String,
    /// The newest tweet known before: what appears after it may be this attempt's.
    pub newest_known: Option<TweetId>,
    /// Business time of its opening.
    pub opened_at: DateTime<Utc>,
}

/// The last attempt that was ever opened for a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAttempt {
    /// Its number.
    pub number: u32,
    /// Whether it is certain that it published nothing.
    pub in_vain: bool,
    /// The newest tweet known before the post's first attempt: whatever any of them published is newer.
    pub since: Option<TweetId>,
}

/// An X account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Whether it may be posted to.
    pub connected: bool,
    /// Its name, without `@`; empty before it was ever connected.
    pub username: String,
    /// The request that may be on its way.
    pub open_attempt: Option<OpenAttempt>,
    /// The last attempt opened for each post. It outlives the settling: the post's own stream may not know
    /// yet how the attempt ended, and none must be opened meanwhile.
    pub attempts: BTreeMap<PostId, LastAttempt>,
    /// Why nothing may be sent for now, if so.
    pub held: Option<String>,
    /// The attempt of unknown outcome that is the reason for it, if one is.
    pub unknown: Option<(PostId, u32)>,
    /// The newest tweet of the account that is known.
    pub newest_known: Option<TweetId>,
    /// When its tokens expire; never or not known, if absent.
    pub tokens_expire_at: Option<DateTime<Utc>>,
}

impl Account {
    /// Whether it was ever connected.
    pub fn exists(&self) -> bool {
        !self.username.is_empty()
    }

    /// Whether a request for the post may be on its way.
    pub fn is_sending(&self, post: PostId) -> bool {
        self.open_attempt.as_ref().is_some_and(|open| open.post == post)
    }

    /// Whether the attempt was ever opened, settled or not.
    pub fn has_opened(&self, post: PostId, attempt: u32) -> bool {
        self.attempts.get(&post).is_some_and(|last| last.number >= attempt)
    }

    /// Whether an attempt may have published the post that has recorded the ends of `recorded` attempts.
    pub fn may_have_sent(&self, post: PostId, recorded: u32) -> bool {
        self.attempts.get(&post).is_some_and(|last| last.number > recorded && !last.in_vain)
    }

    /// The number of the next attempt of a post that has recorded the ends of `recorded` attempts.
    pub fn next_attempt(&self, post: PostId, recorded: u32) -> u32 {
        self.attempts.get(&post).map_or(0, |last| last.number).max(recorded) + 1
    }

    /// The newest tweet known before anything was attempted for the post: what is its own appears after it.
    pub fn newest_before(&self, post: PostId) -> Option<&TweetId> {
        self.attempts.get(&post).map_or(self.newest_known.as_ref(), |last| last.since.as_ref())
    }

    fn open(&mut self, open: OpenAttempt) {
        let first = LastAttempt { number: 0, in_vain: false, since: open.newest_known.clone() };
        let last = self.attempts.entry(open.post).or_insert(first);
        // Not in vain until it is known to be: an attempt that nobody hears of again counts as one that may have published.
        (last.number, last.in_vain) = (open.attempt, false);
        self.learn(open.newest_known.as_ref());
        self.open_attempt = Some(open);
    }

    fn settle(&mut self, post: PostId, attempt: u32, outcome: &AttemptOutcome) {
        self.open_attempt.take_if(|open| open.post == post && open.attempt == attempt);
        // A hold for another reason, such as a person's, outlasts the answer to this attempt.
        if self.unknown.take_if(|unknown| *unknown == (post, attempt)).is_some() {
            self.held = None;
        }
        match outcome {
            AttemptOutcome::Published(tweet) => self.learn(Some(tweet)),
            AttemptOutcome::NotPublished => {
                if let Some(last) = self.attempts.get_mut(&post) {
                    (last.number, last.in_vain) = (attempt, true);
                }
            }
            AttemptOutcome::Unknown => {
                self.unknown = self.held.is_none().then_some((post, attempt));
                let reason = format!("nobody knows yet whether attempt {attempt} of post {post} is on X");
                self.held.get_or_insert(reason);
            }
        }
    }

    fn learn(&mut self, tweet: Option<&TweetId>) {
        let known = self.newest_known.as_ref().map_or(0, TweetId::number);
        if let Some(newer) = tweet.filter(|tweet| tweet.number() > known) {
            self.newest_known = Some(newer.clone());
        }
    }
}

impl State for Account {
    type Event = AccountEvent;
    const KIND: AggregateType = AggregateType::Account;

    fn evolve(&mut self, event: &AccountEvent) {
        match event {
            AccountEvent::AccountConnected { username } => {
                self.connected = true;
                self.username.clone_from(username);
            }
            AccountEvent::AccountDisconnected { reason: _ } => self.connected = false,
            AccountEvent::TokensNoted { expires_at } => self.tokens_expire_at = *expires_at,
            AccountEvent::AttemptOpened { post, attempt, text_hash, newest_known, opened_at } => {
                self.open(OpenAttempt {
                    post: *post,
                    attempt: *attempt,
                    text_hash: text_hash.clone(),
                    newest_known: newest_known.clone(),
                    opened_at: *opened_at,
                });
            }
            AccountEvent::AttemptSettled { post, attempt, outcome } => {
                self.settle(*post, *attempt, outcome);
            }
            AccountEvent::AccountHeld { reason } => self.held = Some(reason.clone()),
            AccountEvent::AccountReleased { reason: _ } => (self.held, self.unknown) = (None, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::event::{AccountEvent, AttemptOutcome};
    use super::{Account, OpenAttempt};
    use crate::id::{PostId, TweetId};
    use crate::state::State;
    use uuid::Uuid;

    fn post(number: u128) -> PostId {
        PostId(Uuid::from_u128(number))
    }

    fn opened(number: u128, attempt: u32) -> AccountEvent {
        AccountEvent::AttemptOpened {
            post: post(number),
            attempt,
            text_hash: "hash".into(),
            newest_known: Some(TweetId("99".into())),
            opened_at: "2026-01-09T12:00:00Z".parse().unwrap(),
        }
    }

    fn settled(number: u128, attempt: u32, outcome: AttemptOutcome) -> AccountEvent {
        AccountEvent::AttemptSettled { post: post(number), attempt, outcome }
    }

    #[test]
    fn an_unknown_outcome_holds_the_account_until_it_is_known_or_released() {
        let unknown = Account::fold(&[opened(1, 1), settled(1, 1, AttemptOutcome::Unknown)]);
        assert!(unknown.open_attempt.is_none() && unknown.held.is_some());
        let released = AccountEvent::AccountReleased { reason: "a person looked".into() };
        for event in [released, settled(1, 1, AttemptOutcome::NotPublished)] {
            let mut account = unknown.clone();
            account.evolve(&event);
            assert_eq!((account.held, account.unknown), (None, None));
        }
    }

    #[test]
    fn an_answer_of_x_does_not_lift_the_hold_of_a_person() {
        let held = AccountEvent::AccountHeld { reason: "checking".into() };
        let mut account = Account::fold(&[opened(1, 1), held, settled(1, 1, AttemptOutcome::Unknown)]);
        account.evolve(&settled(1, 1, AttemptOutcome::NotPublished));
        assert_eq!(account.held.as_deref(), Some("checking"));
    }

    #[test]
    fn remembers_which_attempts_were_opened_after_others_came_and_went() {
        let published = AttemptOutcome::Published(TweetId("100".into()));
        let account = Account::fold(&[
            opened(1, 2),
            settled(1, 2, published),
            opened(2, 1),
            settled(2, 1, AttemptOutcome::NotPublished),
        ]);
        assert!(account.has_opened(post(1), 1) && account.has_opened(post(1), 2));
        assert!(!account.has_opened(post(1), 3) && !account.has_opened(post(3), 1));
        assert_eq!(account.newest_known, Some(TweetId("100".into())));
    }

    #[test]
    fn a_post_is_looked_for_from_before_its_first_attempt() {
        let mut account = Account::fold(&[opened(1, 1), settled(1, 1, AttemptOutcome::NotPublished)]);
        account.evolve(&opened(2, 1));
        account.evolve(&settled(2, 1, AttemptOutcome::Published(TweetId("120".into()))));
        let again = OpenAttempt { newest_known: Some(TweetId("120".into())), ..reopened() };
        account.open(again);
        assert_eq!(account.newest_before(post(1)), Some(&TweetId("99".into())));
        assert_eq!(account.newest_before(post(3)), Some(&TweetId("120".into())));
    }

    fn reopened() -> OpenAttempt {
        let opened_at = "2026-01-09T13:00:00Z".parse().unwrap();
        OpenAttempt { post: post(1), attempt: 2, text_hash: "hash".into(), newest_known: None, opened_at }
    }

    #[test]
    fn a_late_answer_does_not_close_the_attempt_of_another_post() {
        let account =
            Account::fold(&[opened(1, 1), opened(2, 1), settled(1, 1, AttemptOutcome::NotPublished)]);
        assert!(account.is_sending(post(2)) && !account.is_sending(post(1)));
    }
}
