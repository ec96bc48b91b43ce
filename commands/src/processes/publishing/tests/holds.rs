//! What holds posts back that nothing is wrong with: a clock in doubt, an event that cannot be read.

use chrono::TimeDelta;
use domain::post::PostStatus;
use domain::post::event::PostMissed;
use domain::stream::{AggregateType, StreamId};

use super::PublishingFixture;
use crate::account::testing::account_id;
use crate::processes::testing::runner::JobState;
use crate::project::pause::PausePosting;
use crate::testing::{noon, project_id};

#[tokio::test]
async fn while_the_clock_is_in_doubt_what_is_scheduled_waits_and_is_not_missed() {
    let mut fixture = PublishingFixture::start_at([], Some(noon() + TimeDelta::minutes(10))).await;
    fixture.world.outside.script().clock_doubt = Some("it has jumped");
    assert_eq!(fixture.settle_for(5000).await.status, PostStatus::Queued, "more than an hour late");
    assert_eq!(fixture.runner.states("clear"), [JobState::Waiting]);
    fixture.world.outside.script().clock_doubt = None;
    assert_eq!(fixture.settle().await.status, PostStatus::Missed, "it is late indeed");
}

#[tokio::test]
async fn while_the_clock_is_in_doubt_what_a_person_wants_now_goes_out() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.outside.script().clock_doubt = Some("it has jumped");
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
}

#[tokio::test]
async fn what_was_cleared_is_not_missed_by_a_clock_in_doubt() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture
        .world
        .asks(5, PausePosting { project: project_id(), reason: None, asked_at: None })
        .await
        .unwrap();
    assert_eq!(fixture.settle_for(3000).await.status, PostStatus::Cleared);
    fixture.world.outside.script().clock_doubt = Some("it has jumped");
    assert_eq!(fixture.settle_for(3000).await.status, PostStatus::Cleared);
    fixture.world.outside.script().clock_doubt = None;
    assert_eq!(fixture.settle().await.status, PostStatus::Missed);
}

#[tokio::test]
async fn while_an_event_of_the_project_waits_to_be_read_its_posts_wait_and_go_out_once_afterwards() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.outside.script().unread.push(project_id());
    assert_eq!(fixture.settle_for(600).await.status, PostStatus::Queued);
    fixture.world.outside.script().unread.clear();
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
    assert_eq!((fixture.world.count("AttemptOpened"), fixture.world.x.requests()), (1, 1));
}

#[tokio::test]
async fn a_post_whose_accounts_stream_cannot_be_read_waits_and_goes_out_once_it_can() {
    let mut fixture = PublishingFixture::start([]).await;
    let account = StreamId::new(AggregateType::Account, account_id());
    fixture.world.store.0.lock().unwrap().unreadable.insert(account.clone());
    assert_eq!(fixture.settle_for(600).await.status, PostStatus::Cleared);
    assert_eq!((fixture.runner.states("send"), fixture.world.x.requests()), (vec![JobState::Waiting], 0));
    fixture.world.store.0.lock().unwrap().unreadable.remove(&account);
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
    assert_eq!(fixture.world.x.requests(), 1);
}

#[tokio::test]
async fn a_post_that_was_held_for_too_long_is_missed_with_the_reason() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.outside.script().unread.push(project_id());
    assert_eq!(fixture.settle().await.status, PostStatus::Missed);
    let missed = fixture.world.events("PostMissed");
    let held = PostMissed::of(&missed[0]).and_then(|missed| missed.held.clone());
    assert_eq!(held.as_deref(), Some("an event of it cannot be read"));
    assert_eq!(fixture.world.count("AttemptOpened"), 0);
}

#[tokio::test]
async fn an_event_that_nobody_can_read_at_the_very_last_moment_counts() {
    let mut fixture = PublishingFixture::start([]).await;
    let outside = fixture.world.outside.clone();
    fixture.world.dispatching.after("OpenAttempt", move || outside.script().unread.push(project_id()));
    assert_eq!(fixture.settle_for(600).await.status, PostStatus::Cleared);
    assert_eq!((fixture.world.count("AttemptOpened"), fixture.world.x.requests()), (1, 0));
}
