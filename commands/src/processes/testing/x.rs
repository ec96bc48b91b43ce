//! A fake of X: keeps what was posted, answers as a test scripted it, and shows posts late if the script says so.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use domain::id::{AccountId, TweetId};
use domain::post::event::PublishFault;
use domain::post_text::comparable;

use super::FakeClock;
use super::crash::Crash;
use crate::account::testing::account_id;
use crate::port::ServiceError;
use crate::port::account::{Credentials, PostAnswer, Tweet, XAccounts, XUser};
use crate::port::clock::Clock;

/// The scripted answer to one request to create a post.
#[derive(Clone, Debug)]
pub(crate) struct ScriptedAnswer {
    /// After how many reads of the timeline the post that it makes is shown; `None`: it makes none.
    pub(crate) shown_after: Option<u32>,
    /// The answer; `None`: the id of what it made.
    pub(crate) answer: Option<PostAnswer>,
}

impl ScriptedAnswer {
    /// It works.
    pub(crate) const WORKS: Self = Self { shown_after: Some(0), answer: None };

    /// Nobody knows what came of it.
    pub(crate) fn unknown(shown_after: Option<u32>) -> Self {
        Self { shown_after, answer: Some(PostAnswer::Unknown { detail: "timeout".into() }) }
    }

    /// It says no.
    pub(crate) fn refused(fault: PublishFault, seconds: Option<u64>) -> Self {
        let retry_after = seconds.map(Duration::from_secs);
        let answer = PostAnswer::NotPublished { fault, detail: format!("{fault:?}"), retry_after };
        Self { shown_after: None, answer: Some(answer) }
    }
}

/// X as one account sees it.
pub(crate) struct FakeX {
    crash: Arc<Crash>,
    clock: Arc<FakeClock>,
    state: Mutex<FakeXState>,
}

#[derive(Default)]
struct FakeXState {
    answers: VecDeque<ScriptedAnswer>,
    /// Every post with the number of reads from which on it is shown.
    tweets: Vec<(Tweet, u32)>,
    requests: Vec<String>,
    since: Vec<Option<TweetId>>,
    failures: VecDeque<ServiceError>,
    /// Whose keys these are, if not the ones of the tests' account.
    credentials: Option<Credentials>,
}

impl FakeX {
    pub(crate) fn new(crash: Arc<Crash>, clock: Arc<FakeClock>) -> Self {
        Self { crash, clock, state: Mutex::default() }
    }

    /// Scripts the answers to the next requests; after these every request works.
    pub(crate) fn script(&self, answers: impl IntoIterator<Item = ScriptedAnswer>) {
        self.state.lock().unwrap().answers.extend(answers);
    }

    /// The next reads fail.
    pub(crate) fn fails(&self, errors: impl IntoIterator<Item = ServiceError>) {
        self.state.lock().unwrap().failures.extend(errors);
    }

    /// From now on the keys are these.
    pub(crate) fn has(&self, credentials: Credentials) {
        self.state.lock().unwrap().credentials = Some(credentials);
    }

    /// Somebody posts by hand, or another program does.
    pub(crate) fn shows(&self, text: &str) -> TweetId {
        self.state.lock().unwrap().tweet(text, 0)
    }

    /// Posts of these words.
    pub(crate) fn tweets(&self, text: &str) -> Vec<TweetId> {
        let wanted = comparable(text, &[]);
        let state = self.state.lock().unwrap();
        let found = state.tweets.iter().filter(|(tweet, _)| tweet.comparable == wanted);
        found.map(|(tweet, _)| tweet.id.clone()).collect()
    }

    /// How many requests to create a post came.
    pub(crate) fn requests(&self) -> usize {
        self.state.lock().unwrap().requests.len()
    }

    /// From where on each read of the timeline began.
    pub(crate) fn reads(&self) -> Vec<Option<TweetId>> {
        self.state.lock().unwrap().since.clone()
    }
}

impl FakeXState {
    fn tweet(&mut self, text: &str, shown_after: u32) -> TweetId {
        let id = TweetId((100 + self.tweets.len()).to_string());
        let tweet = Tweet { id: id.clone(), comparable: comparable(text, &[]), created_at: None };
        let reads = u32::try_from(self.since.len()).unwrap();
        self.tweets.push((tweet, reads + shown_after));
        id
    }

    fn answer(&mut self, text: &str) -> PostAnswer {
        self.requests.push(text.to_owned());
        let answer = self.answers.pop_front().unwrap_or(ScriptedAnswer::WORKS);
        let made = answer.shown_after.map(|reads| self.tweet(text, reads));
        answer.answer.unwrap_or_else(|| PostAnswer::Published(made.unwrap()))
    }

    fn timeline(&mut self, since: Option<&TweetId>) -> Result<Vec<Tweet>, ServiceError> {
        if let Some(error) = self.failures.pop_front() {
            return Err(error);
        }
        let reads = u32::try_from(self.since.len()).unwrap();
        self.since.push(since.cloned());
        let since = since.map_or(0, TweetId::number);
        let shown = |(tweet, from): &&(Tweet, u32)| *from <= reads && tweet.id.number() > since;
        Ok(self.tweets.iter().rev().filter(shown).map(|(tweet, _)| tweet.clone()).collect())
    }
}

#[async_trait]
impl XAccounts for FakeX {
    fn credentials(&self) -> Credentials {
        self.state.lock().unwrap().credentials.clone().unwrap_or(Credentials::Of(account_id()))
    }

    async fn me(&self) -> Result<XUser, ServiceError> {
        let failure = self.state.lock().unwrap().failures.pop_front();
        failure.map_or(Ok(XUser { id: account_id(), username: "froglet".into() }), Err)
    }

    async fn timeline(
        &self,
        _account: &AccountId,
        since: Option<&TweetId>,
    ) -> Result<Vec<Tweet>, ServiceError> {
        self.crash.around(async { self.state.lock().unwrap().timeline(since) }).await
    }

    /// A request that was held up for longer than its timeout is not sent any more. One that is held up after the deadline
    /// was looked at still is: nobody can look later than just before the first byte.
    async fn post(&self, _account: &AccountId, text: &str, send_by: Duration) -> PostAnswer {
        let called = self.clock.since_boot();
        if called > send_by {
            let (fault, detail) = (PublishFault::Unreachable, "too late".to_owned());
            return PostAnswer::NotPublished { fault, detail, retry_after: None };
        }
        self.crash.point().await;
        if self.clock.since_boot().saturating_sub(called) > self.request_timeout() {
            return PostAnswer::Unknown { detail: "timeout".into() };
        }
        let answer = self.state.lock().unwrap().answer(text);
        self.crash.point().await;
        answer
    }

    fn request_timeout(&self) -> Duration {
        Duration::from_secs(10)
    }
}
