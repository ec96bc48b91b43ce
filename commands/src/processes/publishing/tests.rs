//! The publishing protocol over the real bus, with a program and an X that fail at any moment.

mod holds;
mod protocol;
mod reactions;
mod sending;
mod unknown;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::post::event::Confirmation;
use domain::post::{Post, PostStatus};
use domain::suggestion::Suggestion;

use super::Publishing;
use crate::post::confirm_outcome::ConfirmOutcome;
use crate::post::publish::PublishPost;
use crate::post::retry::RetryPost;
use crate::post::testing::post_id;
use crate::processes::Timing;
use crate::processes::testing::World;
use crate::processes::testing::runner::Runner;
use crate::processes::testing::x::ScriptedAnswer;
use crate::suggestion::testing::{TEXT, approved, assessed, assessment, generated, requested, suggestion_id};
use crate::testing::project_id;

/// One post, and the process manager that publishes it.
struct PublishingFixture {
    world: World,
    runner: Runner,
}

impl PublishingFixture {
    /// Member 5 publishes what member 5 approved.
    async fn start(answers: impl IntoIterator<Item = ScriptedAnswer>) -> Self {
        Self::start_at(answers, None).await
    }

    /// The same, due at this instant.
    async fn start_at(
        answers: impl IntoIterator<Item = ScriptedAnswer>,
        publish_at: Option<DateTime<Utc>>,
    ) -> Self {
        let world = World::with_project();
        world.x.script(answers);
        let suggestion = [requested(), generated(), assessed(assessment(0)), approved(0)];
        world.store.given::<Suggestion>(suggestion_id(), &suggestion);
        let publishing = Arc::new(Publishing::new(world.ports(), Timing::default()));
        let fixture = Self { runner: Runner::new(&world, [publishing as _]), world };
        let (project, suggestion) = (project_id(), suggestion_id());
        let publish = PublishPost { project, suggestion, variant: None, publish_at };
        fixture.world.asks(5, publish).await.unwrap();
        fixture
    }

    /// Runs every job that is or becomes due; at most one hour and some minutes pass.
    async fn settle(&mut self) -> Post {
        self.runner.settle().await;
        self.check().await
    }

    /// The same, until the seconds are over.
    async fn settle_for(&mut self, seconds: u64) -> Post {
        use crate::port::clock::Clock;
        let until = super::later(self.world.clock.now(), Duration::from_secs(seconds));
        self.runner.settle_until(until).await;
        self.world.post().await
    }

    /// What must hold whenever nothing is left to do.
    async fn check(&self) -> Post {
        let (post, account) = (self.world.post().await, self.world.account().await);
        let tweets = self.world.x.tweets(TEXT);
        assert!(tweets.len() <= 1, "it is on X {} times", tweets.len());
        assert_eq!(account.open_attempt, None);
        match post.status {
            PostStatus::Unknown => assert!(account.held.is_some(), "an unknown outcome holds the account"),
            PostStatus::Published => assert_eq!(post.tweet_id, tweets.into_iter().next()),
            PostStatus::Failed | PostStatus::Missed | PostStatus::Blocked(_) | PostStatus::Cancelled => {
                assert_eq!(tweets, [], "{:?}", post.status);
            }
            PostStatus::Queued | PostStatus::Cleared | PostStatus::PostedManually | PostStatus::Deleted => {
                panic!("it was left {:?}", post.status)
            }
        }
        if post.status != PostStatus::Unknown {
            assert_eq!(account.held, None, "a known outcome lets the account go");
        }
        post
    }

    /// People do what the notices ask of them: they look at X when nobody knows, and try again what failed.
    async fn settle_with_people(&mut self) -> Post {
        for _ in 0..10 {
            let post = self.settle().await;
            match post.status {
                PostStatus::Unknown => self.person_looks(&post).await,
                PostStatus::Failed | PostStatus::Missed | PostStatus::Blocked(_) => {
                    self.person_retries().await;
                }
                PostStatus::Queued
                | PostStatus::Cleared
                | PostStatus::Published
                | PostStatus::Cancelled
                | PostStatus::PostedManually
                | PostStatus::Deleted => return post,
            }
        }
        panic!("people could not help");
    }

    async fn person_looks(&self, post: &Post) {
        let tweet = self.world.x.tweets(TEXT).into_iter().next();
        let confirmation = tweet.map_or(Confirmation::NotPublished, Confirmation::Published);
        self.person_says(post.attempts, confirmation).await;
    }

    async fn person_says(&self, attempt: u32, confirmation: Confirmation) {
        let (post, project, username) = (post_id(), project_id(), None);
        let confirm = ConfirmOutcome { post, project, attempt, confirmation, username };
        self.world.asks(5, confirm).await.unwrap();
    }

    async fn person_retries(&self) {
        let retry = RetryPost { post: post_id(), project: project_id(), publish_at: None };
        self.world.asks(5, retry).await.unwrap();
    }
}
