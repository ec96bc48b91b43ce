//! Outcomes that nobody knows: reconciled, never blindly repeated.

use chrono::TimeDelta;
use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::id::TweetId;
use domain::post::PostStatus;
use domain::post::event::{Confirmation, PublishFault};
use domain::project::Project;
use domain::project::event::ProjectEvent;

use super::{Publishing, PublishingFixture};
use crate::account::testing::account_id;
use crate::port::account::Credentials;
use crate::port::clock::Clock;
use crate::post::testing::post_id;
use crate::process::{ProcessManager, Verdict};
use crate::processes::Timing;
use crate::processes::testing::metadata;
use crate::processes::testing::outside::{refused, unavailable};
use crate::processes::testing::runner::JobState;
use crate::processes::testing::x::ScriptedAnswer;
use crate::suggestion::testing::TEXT;
use crate::testing::project_id;

const LOST: Option<u32> = Some(1000);

#[tokio::test]
async fn a_post_on_the_timeline_is_confirmed_and_the_account_released() {
    for shown_after in 0..5 {
        let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(Some(shown_after))]).await;
        let post = fixture.settle().await;
        assert_eq!((post.status, post.ever_unknown), (PostStatus::Published, true));
        assert_eq!(fixture.world.count("OutcomeConfirmed"), 1);
    }
}

#[tokio::test]
async fn the_timeline_is_read_at_once_and_after_each_pause_and_then_a_person_must_look() {
    let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(None)]).await;
    let before = fixture.world.clock.now();
    assert_eq!(fixture.settle().await.status, PostStatus::Unknown);
    assert_eq!((fixture.world.clock.now() - before).num_seconds(), 2 + 15 + 60 + 300);
    assert_eq!(fixture.world.x.reads().len(), 1 + 5);
    let last = fixture.runner.states("reconcile").pop();
    assert!(matches!(last, Some(JobState::Unknown(_))), "{last:?}");
}

#[tokio::test]
async fn a_person_who_says_no_lets_it_be_tried_once_more() {
    let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(None)]).await;
    let post = fixture.settle().await;
    fixture.person_says(post.attempts, Confirmation::NotPublished).await;
    assert_eq!(fixture.settle().await.status, PostStatus::Failed);
    fixture.person_retries().await;
    assert_eq!(fixture.settle().await.attempts, 2);
    assert_eq!(fixture.world.x.requests(), 2);
}

#[tokio::test]
async fn a_person_who_is_wrong_does_not_make_it_appear_twice() {
    for shown_after in [6, 7] {
        let duplicate = ScriptedAnswer::refused(PublishFault::Duplicate, None);
        let mut fixture =
            PublishingFixture::start([ScriptedAnswer::unknown(Some(shown_after)), duplicate]).await;
        fixture.settle().await;
        fixture.person_says(1, Confirmation::NotPublished).await;
        fixture.runner.settle().await;
        fixture.person_retries().await;
        let post = fixture.settle().await;
        assert_eq!((post.status, post.tweet_id), (PostStatus::Published, Some(TweetId("100".into()))));
    }
}

#[tokio::test]
async fn a_duplicate_after_an_unknown_outcome_that_the_timeline_never_shows_stays_unknown() {
    let duplicate = ScriptedAnswer::refused(PublishFault::Duplicate, None);
    let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(LOST), duplicate]).await;
    fixture.settle().await;
    fixture.person_says(1, Confirmation::NotPublished).await;
    fixture.runner.settle().await;
    fixture.person_retries().await;
    let post = fixture.settle().await;
    assert_eq!((post.status, post.attempts), (PostStatus::Unknown, 2));
    assert_eq!(fixture.settle_with_people().await.status, PostStatus::Published);
}

#[tokio::test]
async fn the_same_words_from_before_are_not_mistaken_for_the_post() {
    let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(None)]).await;
    let old = fixture.world.x.shows(TEXT);
    fixture.runner.settle().await;
    assert_eq!(fixture.world.post().await.status, PostStatus::Unknown);
    assert_eq!(fixture.world.x.reads()[1..], vec![Some(old); 5]);
}

#[tokio::test]
async fn an_unreadable_timeline_does_not_end_the_search() {
    let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(Some(0))]).await;
    let x = fixture.world.x.clone();
    fixture.world.dispatching.after("RecordUnknownOutcome", move || x.fails((0..60).map(|_| unavailable())));
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
}

#[tokio::test]
async fn a_search_that_x_refuses_goes_on_when_it_is_allowed_again() {
    let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(Some(0))]).await;
    let x = fixture.world.x.clone();
    fixture.world.dispatching.after("RecordUnknownOutcome", move || x.fails((0..40).map(|_| refused())));
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
    assert_eq!(fixture.runner.states("reconcile"), [JobState::Done]);
    assert_eq!(fixture.world.outside.script().alarms.len(), 1);
}

#[tokio::test]
async fn a_search_whose_keys_are_elsewhere_is_handed_back() {
    let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(Some(0))]).await;
    let x = fixture.world.x.clone();
    fixture.world.dispatching.after("RecordUnknownOutcome", move || x.has(Credentials::Missing));
    fixture.runner.settle().await;
    let needs = format!("the keys of X account {}", account_id());
    assert_eq!(fixture.runner.states("reconcile"), [JobState::HandedBack(needs)]);
    assert_eq!(fixture.world.post().await.status, PostStatus::Unknown);
}

#[tokio::test]
async fn people_are_told_again_of_a_refusal_that_stands_for_hours() {
    let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(Some(0))]).await;
    let x = fixture.world.x.clone();
    fixture.world.dispatching.after("RecordUnknownOutcome", move || x.fails((0..13 * 60).map(|_| refused())));
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
    assert_eq!(fixture.world.outside.script().alarms.len(), 3);
}

#[tokio::test]
async fn a_hold_for_another_reason_is_not_lifted() {
    let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(Some(0))]).await;
    let store = fixture.world.store.clone();
    let held = AccountEvent::AccountHeld { reason: "the account was stolen".into() };
    let hold = move || store.happens::<Account>(account_id(), &held, metadata());
    fixture.world.dispatching.before("RecordUnknownOutcome", hold);
    fixture.runner.settle().await;
    assert_eq!(fixture.world.post().await.status, PostStatus::Published);
    assert_eq!(fixture.world.account().await.held.as_deref(), Some("the account was stolen"));
}

#[tokio::test]
async fn an_account_that_the_project_left_meanwhile_is_released_too() {
    let mut fixture = PublishingFixture::start([ScriptedAnswer::unknown(Some(2))]).await;
    let (account, username) = (domain::id::AccountId("77".into()), "toad".into());
    let left = ProjectEvent::AccountAssigned { account, username };
    let store = fixture.world.store.clone();
    let leave = move || store.happens::<Project>(project_id(), &left, metadata());
    fixture.world.dispatching.before("RecordUnknownOutcome", leave);
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
}

/// An attempt that an instance opened whose clock was off by so many seconds, and that is gone.
async fn opened_by_another_clock(off: i64) -> PublishingFixture {
    let mut fixture = PublishingFixture::start([]).await;
    let x = fixture.world.x.clone();
    x.fails([unavailable()]);
    fixture.runner.settle_until(fixture.world.clock.now()).await;
    let post = fixture.world.post().await;
    let opened = AccountEvent::AttemptOpened {
        post: post_id(),
        attempt: 1,
        text_hash: post.text_hash.clone(),
        newest_known: None,
        opened_at: fixture.world.clock.now() + TimeDelta::seconds(off),
    };
    fixture.world.store.happens::<Account>(account_id(), &opened, metadata());
    fixture
}

#[tokio::test]
async fn an_open_attempt_is_waited_for_by_ones_own_clock_whatever_the_openers_said() {
    for off in [-240, 0, 240] {
        let mut fixture = opened_by_another_clock(off).await;
        // seen one second later, when the job is tried again
        assert_eq!(fixture.settle_for(15).await.status, PostStatus::Cleared, "{off}");
        assert_eq!(fixture.settle_for(1).await.status, PostStatus::Unknown, "{off}");
    }
}

#[tokio::test]
async fn after_a_restart_an_open_attempt_is_counted_anew() {
    let mut fixture = opened_by_another_clock(0).await;
    assert_eq!(fixture.settle_for(15).await.status, PostStatus::Cleared);
    let anew = Publishing::new(fixture.world.ports(), Timing::default());
    let job = fixture.runner.jobs[fixture.runner.waiting("send")].job.clone();
    let Ok(Verdict::Wait { until, .. }) = anew.perform(&job).await else { panic!("it waits") };
    assert_eq!((until - fixture.world.clock.now()).num_seconds(), 15);
}

#[tokio::test]
async fn a_worker_that_dies_every_time_leaves_no_open_attempt_behind() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.crash.at([21]);
    fixture.settle_for(1).await;
    let send = fixture.runner.waiting("send");
    fixture.runner.jobs[send].job.attempt = 13;
    let post = fixture.settle().await;
    assert_eq!((post.status, fixture.world.x.requests()), (PostStatus::Unknown, 0));
    assert_eq!(fixture.settle_with_people().await.status, PostStatus::Published);
}
