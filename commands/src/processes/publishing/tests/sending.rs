//! What a post meets on its way, one obstacle at a time.

use std::time::Duration;

use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::event::Event;
use domain::id::MemberId;
use domain::member::Member;
use domain::member::event::MemberEvent;
use domain::policy::{Quota, SafetyPolicy};
use domain::post::PostStatus;
use domain::post::event::{BlockReason, PostEvent, PublishFault};
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::risk::Category;
use domain::role::{Role, Scope};

use super::Story;
use crate::account::testing::account_id;
use crate::error::CommandError;
use crate::port::clock::Clock;
use crate::port::notice::Subject;
use crate::post::testing::post_id;
use crate::processes::testing::metadata;
use crate::processes::testing::outside::{flagged, refused, unavailable};
use crate::processes::testing::runner::JobState;
use crate::processes::testing::x::Part;
use crate::project::pause::PausePosting;
use crate::project::resume::ResumePosting;
use crate::testing::project_id;

fn pause() -> PausePosting {
    PausePosting { project: project_id(), reason: None }
}

/// How the failures that were recorded came about, with their attempts.
fn faults(story: &Story) -> Vec<(u32, PublishFault)> {
    let mut faults = Vec::new();
    for event in story.world.events("PostFailed") {
        let Event::Post(PostEvent::PostFailed { attempt, fault, .. }) = event else { panic!("{event:?}") };
        faults.push((attempt, fault));
    }
    faults
}

#[tokio::test]
async fn an_approved_post_goes_out_at_once() {
    let mut story = Story::begins([]).await;
    let before = story.world.clock.now();
    assert_eq!(story.unfolds().await.status, PostStatus::Published);
    assert_eq!(story.world.clock.now(), before);
    assert_eq!(story.world.count("AttemptOpened"), 1);
    assert_eq!(story.runner.states("send"), [JobState::Done]);
}

#[tokio::test]
async fn while_the_history_is_in_doubt_a_post_waits_without_an_attempt() {
    let mut story = Story::begins([]).await;
    let doubts = [Ok(Some("restored".to_owned())), Err(unavailable()), Ok(Some("restored".to_owned()))];
    story.world.outside.script().history.extend(doubts);
    assert_eq!(story.unfolds_for(3).await.status, PostStatus::Cleared);
    assert_eq!((story.world.count("AttemptOpened"), story.world.x.requests()), (0, 0));
    assert_eq!(story.runner.states("send"), [JobState::Waiting]);
    assert_eq!(story.unfolds().await.status, PostStatus::Published);
    assert_eq!(story.world.count("AttemptOpened"), 1);
}

#[tokio::test]
async fn an_attempt_that_was_opened_after_a_failover_is_not_sent() {
    let mut story = Story::begins([]).await;
    story.world.outside.script().history.extend([Ok(None), Ok(Some("promoted".to_owned()))]);
    assert_eq!(story.unfolds().await.status, PostStatus::Published);
    assert_eq!(story.world.count("AttemptOpened"), 2, "the first sent nothing");
}

#[tokio::test]
async fn a_frozen_instance_sends_nothing_and_another_attempt_follows() {
    let mut story = Story::begins([]).await;
    let clock = story.world.clock.clone();
    story.world.dispatching.after("OpenAttempt", move || clock.advance(Duration::from_millis(2001)));
    let x = story.world.x.clone();
    story.world.dispatching.after("SettleAttempt", move || assert_eq!(x.requests(), 0));
    let post = story.unfolds().await;
    assert_eq!((post.status, post.attempts, story.world.x.requests()), (PostStatus::Published, 2, 1));
}

#[tokio::test]
async fn nothing_is_sent_while_paused_and_it_goes_on_afterwards() {
    let mut story = Story::begins([]).await;
    story.world.asks(5, pause()).await.unwrap();
    assert_eq!(story.unfolds_for(600).await.status, PostStatus::Cleared);
    assert_eq!(story.world.x.requests(), 0);
    story.world.asks(5, ResumePosting { project: project_id() }).await.unwrap();
    assert_eq!(story.unfolds().await.status, PostStatus::Published);
}

#[tokio::test]
async fn a_pause_at_the_very_last_moment_counts_and_does_not_stick() {
    let mut story = Story::begins([]).await;
    let store = story.world.store.clone();
    let paused = ProjectEvent::PostingPaused { reason: None };
    let happens = move || store.happens::<Project>(project_id(), &paused, metadata());
    story.world.dispatching.before("OpenAttempt", happens);
    assert_eq!(story.unfolds_for(60).await.status, PostStatus::Cleared);
    assert_eq!((story.world.x.requests(), story.world.count("AttemptOpened")), (0, 0));
    story.world.project_event(&ProjectEvent::PostingResumed {});
    assert_eq!(story.unfolds().await.status, PostStatus::Published);
}

#[tokio::test]
async fn a_pause_past_the_grace_period_makes_it_missed() {
    let mut story = Story::begins([]).await;
    story.world.asks(5, pause()).await.unwrap();
    assert_eq!(story.unfolds().await.status, PostStatus::Missed);
    assert_eq!(story.world.x.requests(), 0);
}

#[tokio::test]
async fn a_post_that_is_found_too_late_is_missed_without_a_check() {
    let mut story = Story::begins([]).await;
    story.world.clock.advance(Duration::from_secs(3601));
    assert_eq!(story.unfolds().await.status, PostStatus::Missed);
    assert!(story.world.outside.script().moderated.is_empty());
}

#[tokio::test]
async fn a_rate_limit_is_waited_for_and_the_next_attempt_succeeds() {
    let mut story = Story::begins([Part::no(PublishFault::RateLimited, Some(300))]).await;
    let before = story.world.clock.now();
    let post = story.unfolds().await;
    assert_eq!((post.status, post.attempts), (PostStatus::Published, 2));
    assert_eq!((story.world.clock.now() - before).num_seconds(), 300);
    assert_eq!(story.world.count("PostFailed"), 0);
}

#[tokio::test]
async fn a_rate_limit_that_outlasts_the_grace_period_is_told_at_once() {
    let mut story = Story::begins([Part::no(PublishFault::RateLimited, Some(7200))]).await;
    let before = story.world.clock.now();
    assert_eq!(story.unfolds().await.status, PostStatus::Failed);
    assert_eq!(faults(&story), [(1, PublishFault::RateLimited)]);
    assert_eq!(story.world.clock.now(), before);
}

#[tokio::test]
async fn our_own_rate_permits_are_waited_for_before_an_attempt_is_opened() {
    let mut story = Story::begins([]).await;
    story.world.outside.script().permits.push_back(Duration::from_secs(40));
    assert_eq!(story.unfolds_for(39).await.status, PostStatus::Cleared);
    assert_eq!(story.world.count("AttemptOpened"), 0);
    assert_eq!(story.unfolds().await.attempts, 1);
}

#[tokio::test]
async fn certain_refusals_of_x_fail_the_post_and_are_told() {
    use PublishFault::{CreditsDepleted, Duplicate, Refused, Unauthorised};
    for fault in [CreditsDepleted, Duplicate, Refused, Unauthorised] {
        let mut story = Story::begins([Part::no(fault, None)]).await;
        assert_eq!(story.unfolds().await.status, PostStatus::Failed);
        assert_eq!(faults(&story), [(1, fault)]);
        assert_eq!(story.runner.states("send"), [JobState::Failed(format!("{fault:?}"))]);
        assert_eq!(story.world.x.requests(), 1);
        story.people_are_told(&story.world.events("PostFailed")[0]);
    }
}

#[tokio::test]
async fn an_unreachable_x_is_given_up_with_the_last_attempt() {
    let mut story = Story::begins((0..50).map(|_| Part::no(PublishFault::Unreachable, None))).await;
    let post = story.unfolds().await;
    assert_eq!((post.status, story.world.x.requests()), (PostStatus::Failed, 12));
    assert_eq!(faults(&story), [(12, PublishFault::Unreachable)]);
}

#[tokio::test]
async fn an_unreadable_timeline_holds_the_post_back_until_it_is_given_up() {
    let mut story = Story::begins([]).await;
    story.world.x.fails((0..12).map(|_| unavailable()));
    assert_eq!(story.unfolds().await.status, PostStatus::Failed);
    assert_eq!(faults(&story), [(0, PublishFault::Unreachable)]);
    story.person_retries().await;
    story.world.x.fails((0..12).map(|_| unavailable()));
    assert_eq!(story.unfolds().await.status, PostStatus::Failed);
    assert_eq!(story.world.x.requests(), 0);
    story.person_retries().await;
    assert_eq!(story.unfolds().await.status, PostStatus::Published);
}

#[tokio::test]
async fn a_second_failure_is_recorded_like_the_first() {
    let mut story = Story::begins([Part::no(PublishFault::Refused, None)]).await;
    assert_eq!(story.unfolds().await.attempts, 1);
    story.person_retries().await;
    story.world.x.fails((0..12).map(|_| unavailable()));
    assert_eq!(story.unfolds().await.status, PostStatus::Failed);
    assert_eq!(faults(&story), [(1, PublishFault::Refused), (1, PublishFault::Unreachable)]);
}

#[tokio::test]
async fn an_account_that_x_does_not_let_us_read_fails_the_post_at_once() {
    let mut story = Story::begins([]).await;
    story.world.x.fails([refused()]);
    assert_eq!(story.unfolds().await.status, PostStatus::Failed);
    assert_eq!(faults(&story), [(0, PublishFault::Refused)]);
}

#[tokio::test]
async fn a_text_that_turned_risky_is_blocked() {
    let mut story = Story::begins([]).await;
    story.world.outside.script().moderations.push_back(Ok(vec![flagged(Category::HateThreatening)]));
    assert_eq!(story.unfolds().await.status, PostStatus::Blocked(BlockReason::Score));
    assert_eq!(story.world.x.requests(), 0);
}

#[tokio::test]
async fn without_moderation_a_person_must_look() {
    let mut story = Story::begins([]).await;
    story.world.outside.script().unmoderated = true;
    assert_eq!(story.unfolds().await.status, PostStatus::Blocked(BlockReason::MissingSignal));
    assert_eq!(story.world.outside.script().moderated.len(), 4);
}

#[tokio::test]
async fn a_spent_quota_blocks() {
    let mut story = Story::begins([]).await;
    let quota = Quota { posts_per_day: 3, ..Quota::default() };
    story.world.project_event(&ProjectEvent::QuotaSet { quota });
    story.world.outside.script().posts_since = 3;
    assert_eq!(story.unfolds().await.status, PostStatus::Blocked(BlockReason::QuotaSpent));
}

#[tokio::test]
async fn what_nobody_allows_any_more_at_the_last_moment_is_blocked() {
    let (role, scope) = (Role::Publisher, Scope::Project(project_id()));
    let revoked = MemberEvent::RoleRevoked { role, scope };
    let mut story = Story::begins([]).await;
    let store = story.world.store.clone();
    let happens = move || store.happens::<Member>(MemberId::telegram(5), &revoked, metadata());
    story.world.dispatching.before("OpenAttempt", happens);
    assert_eq!(story.unfolds().await.status, PostStatus::Blocked(BlockReason::NoLongerAllowed));

    let mut story = Story::begins([]).await;
    let store = story.world.store.clone();
    let archive =
        move || store.happens::<Project>(project_id(), &ProjectEvent::ProjectArchived {}, metadata());
    story.world.dispatching.before("OpenAttempt", archive);
    assert_eq!(story.unfolds().await.status, PostStatus::Blocked(BlockReason::NoLongerAllowed));
    assert_eq!(story.world.x.requests(), 0);
}

#[tokio::test]
async fn a_policy_that_turned_stricter_before_the_check_counts() {
    let mut story = Story::begins([]).await;
    let policy = SafetyPolicy { blocked_keywords: vec!["frogs".into()], ..SafetyPolicy::default() };
    story.world.project_event(&ProjectEvent::SafetyPolicySet { policy });
    assert!(matches!(story.unfolds().await.status, PostStatus::Blocked(BlockReason::Score)));
}

#[tokio::test]
async fn a_held_account_is_waited_for() {
    let mut story = Story::begins([]).await;
    let held = AccountEvent::AccountHeld { reason: "a person said so".into() };
    story.world.store.happens::<Account>(account_id(), &held, metadata());
    assert_eq!(story.unfolds_for(300).await.status, PostStatus::Cleared);
    let released = AccountEvent::AccountReleased { reason: "a person said so".into() };
    story.world.store.happens::<Account>(account_id(), &released, metadata());
    assert_eq!(story.unfolds().await.status, PostStatus::Published);
}

#[tokio::test]
async fn a_conflict_while_opening_is_tried_again() {
    let mut story = Story::begins([]).await;
    let stream = domain::stream::StreamId::new(domain::stream::AggregateType::Account, account_id());
    story.world.dispatching.fails("OpenAttempt", CommandError::Conflict { stream });
    assert_eq!(story.unfolds().await.status, PostStatus::Published);
}

impl Story {
    /// The news of a failure go to everybody who decides.
    fn people_are_told(&self, event: &Event) {
        use crate::process::ProcessManager;
        use crate::processes::announcing::Announcing;
        use crate::processes::testing::{recorded, steps};
        let news = recorded(domain::stream::AggregateType::Post, post_id(), event.clone());
        let new_jobs = Announcing::new(self.world.ports()).react(&news);
        let subject = Subject::Post { project: project_id(), post: post_id(), news: 2 };
        assert_eq!(steps(&new_jobs), [("announce", serde_json::json!({ "news": subject }))]);
    }
}
