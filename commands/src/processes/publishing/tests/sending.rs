//! What a post meets on its way, one obstacle at a time.

use std::time::Duration;

use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::event::Event;
use domain::id::{AccountId, MemberId};
use domain::member::Member;
use domain::member::event::MemberEvent;
use domain::policy::{Quota, SafetyPolicy};
use domain::post::PostStatus;
use domain::post::event::{BlockReason, PostEvent, PublishFault};
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::risk::Category;
use domain::role::{Role, Scope};

use super::{Publishing, PublishingFixture};
use crate::account::testing::account_id;
use crate::error::CommandError;
use crate::port::account::Credentials;
use crate::port::clock::Clock;
use crate::port::notice::NoticeSubject;
use crate::post::testing::post_id;
use crate::process::ProcessManager;
use crate::processes::Timing;
use crate::processes::testing::metadata;
use crate::processes::testing::outside::{flagged, refused, unavailable};
use crate::processes::testing::runner::JobState;
use crate::processes::testing::x::ScriptedAnswer;
use crate::project::pause::PausePosting;
use crate::project::resume::ResumePosting;
use crate::testing::project_id;

fn pause() -> PausePosting {
    PausePosting { project: project_id(), reason: None, asked_at: None }
}

/// How the failures that were recorded came about, with their attempts.
fn faults(fixture: &PublishingFixture) -> Vec<(u32, PublishFault)> {
    let mut faults = Vec::new();
    for event in fixture.world.events("PostFailed") {
        let Event::Post(PostEvent::PostFailed { attempt, fault, .. }) = event else { panic!("{event:?}") };
        faults.push((attempt, fault));
    }
    faults
}

#[tokio::test]
async fn an_approved_post_goes_out_at_once() {
    let mut fixture = PublishingFixture::start([]).await;
    let before = fixture.world.clock.now();
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
    assert_eq!(fixture.world.clock.now(), before);
    assert_eq!(fixture.world.count("AttemptOpened"), 1);
    assert_eq!(fixture.runner.states("send"), [JobState::Done]);
}

#[tokio::test]
async fn while_the_history_is_in_doubt_a_post_waits_without_an_attempt() {
    let mut fixture = PublishingFixture::start([]).await;
    let doubts =
        [Ok(None), Ok(Some("restored".to_owned())), Err(unavailable()), Ok(Some("restored".to_owned()))];
    fixture.world.outside.script().history.extend(doubts);
    assert_eq!(fixture.settle_for(3).await.status, PostStatus::Cleared);
    assert_eq!((fixture.world.count("AttemptOpened"), fixture.world.x.requests()), (0, 0));
    assert_eq!(fixture.runner.states("send"), [JobState::Waiting]);
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
    assert_eq!(fixture.world.count("AttemptOpened"), 1);
}

#[tokio::test]
async fn an_attempt_that_was_opened_after_a_failover_is_not_sent() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.outside.script().history.extend([Ok(None), Ok(None), Ok(Some("promoted".to_owned()))]);
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
    assert_eq!(fixture.world.count("AttemptOpened"), 2, "the first sent nothing");
}

#[tokio::test]
async fn a_frozen_instance_sends_nothing_and_another_attempt_follows() {
    let mut fixture = PublishingFixture::start([]).await;
    let clock = fixture.world.clock.clone();
    fixture.world.dispatching.after("OpenAttempt", move || clock.advance(Duration::from_millis(2001)));
    let x = fixture.world.x.clone();
    fixture.world.dispatching.after("SettleAttempt", move || assert_eq!(x.requests(), 0));
    let post = fixture.settle().await;
    assert_eq!((post.status, post.attempts, fixture.world.x.requests()), (PostStatus::Published, 2, 1));
}

#[tokio::test]
async fn nothing_is_sent_while_paused_and_it_goes_on_afterwards() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.asks(5, pause()).await.unwrap();
    assert_eq!(fixture.settle_for(600).await.status, PostStatus::Cleared);
    assert_eq!(fixture.world.x.requests(), 0);
    fixture.world.asks(5, ResumePosting { project: project_id(), asked_at: None }).await.unwrap();
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
}

#[tokio::test]
async fn a_pause_at_the_very_last_moment_counts_and_does_not_stick() {
    let mut fixture = PublishingFixture::start([]).await;
    let store = fixture.world.store.clone();
    let paused = ProjectEvent::PostingPaused { reason: None, asked_at: None };
    let happens = move || store.happens::<Project>(project_id(), &paused, metadata());
    fixture.world.dispatching.before("OpenAttempt", happens);
    assert_eq!(fixture.settle_for(60).await.status, PostStatus::Cleared);
    assert_eq!((fixture.world.x.requests(), fixture.world.count("AttemptOpened")), (0, 0));
    fixture.world.project_event(&ProjectEvent::PostingResumed {});
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
}

#[tokio::test]
async fn a_pause_past_the_grace_period_makes_it_missed() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.asks(5, pause()).await.unwrap();
    assert_eq!(fixture.settle().await.status, PostStatus::Missed);
    assert_eq!(fixture.world.x.requests(), 0);
}

#[tokio::test]
async fn a_post_that_is_found_too_late_is_missed_without_a_check() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.clock.advance(Duration::from_secs(3601));
    assert_eq!(fixture.settle().await.status, PostStatus::Missed);
    assert!(fixture.world.outside.script().moderated.is_empty());
}

#[tokio::test]
async fn a_rate_limit_is_waited_for_and_the_next_attempt_succeeds() {
    let mut fixture =
        PublishingFixture::start([ScriptedAnswer::refused(PublishFault::RateLimited, Some(300))]).await;
    let before = fixture.world.clock.now();
    let post = fixture.settle().await;
    assert_eq!((post.status, post.attempts), (PostStatus::Published, 2));
    assert_eq!((fixture.world.clock.now() - before).num_seconds(), 300);
    assert_eq!(fixture.world.count("PostFailed"), 0);
}

#[tokio::test]
async fn a_rate_limit_that_outlasts_the_grace_period_is_told_at_once() {
    let mut fixture =
        PublishingFixture::start([ScriptedAnswer::refused(PublishFault::RateLimited, Some(7200))]).await;
    let before = fixture.world.clock.now();
    assert_eq!(fixture.settle().await.status, PostStatus::Failed);
    assert_eq!(faults(&fixture), [(1, PublishFault::RateLimited)]);
    assert_eq!(fixture.world.clock.now(), before);
}

#[tokio::test]
async fn our_own_rate_permits_are_waited_for_before_an_attempt_is_opened() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.outside.script().permits.push_back(Duration::from_secs(40));
    assert_eq!(fixture.settle_for(39).await.status, PostStatus::Cleared);
    assert_eq!(fixture.world.count("AttemptOpened"), 0);
    assert_eq!(fixture.settle().await.attempts, 1);
}

#[tokio::test]
async fn certain_refusals_of_x_fail_the_post_and_are_told() {
    use PublishFault::{CreditsDepleted, Duplicate, Refused, Unauthorised};
    for fault in [CreditsDepleted, Duplicate, Refused, Unauthorised] {
        let mut fixture = PublishingFixture::start([ScriptedAnswer::refused(fault, None)]).await;
        assert_eq!(fixture.settle().await.status, PostStatus::Failed);
        assert_eq!(faults(&fixture), [(1, fault)]);
        assert_eq!(fixture.runner.states("send"), [JobState::Failed(format!("{fault:?}"))]);
        assert_eq!(fixture.world.x.requests(), 1);
        fixture.people_are_told(&fixture.world.events("PostFailed")[0]);
    }
}

#[tokio::test]
async fn an_unreachable_x_is_given_up_with_the_last_attempt() {
    let mut fixture =
        PublishingFixture::start((0..50).map(|_| ScriptedAnswer::refused(PublishFault::Unreachable, None)))
            .await;
    let post = fixture.settle().await;
    assert_eq!((post.status, fixture.world.x.requests()), (PostStatus::Failed, 12));
    assert_eq!(faults(&fixture), [(12, PublishFault::Unreachable)]);
}

#[tokio::test]
async fn an_unreadable_timeline_holds_the_post_back_until_it_is_given_up() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.x.fails((0..12).map(|_| unavailable()));
    assert_eq!(fixture.settle().await.status, PostStatus::Failed);
    assert_eq!(faults(&fixture), [(0, PublishFault::Unreachable)]);
    fixture.person_retries().await;
    fixture.world.x.fails((0..12).map(|_| unavailable()));
    assert_eq!(fixture.settle().await.status, PostStatus::Failed);
    assert_eq!(fixture.world.x.requests(), 0);
    fixture.person_retries().await;
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
}

#[tokio::test]
async fn a_second_failure_is_recorded_like_the_first() {
    let mut fixture = PublishingFixture::start([ScriptedAnswer::refused(PublishFault::Refused, None)]).await;
    assert_eq!(fixture.settle().await.attempts, 1);
    fixture.person_retries().await;
    fixture.world.x.fails((0..12).map(|_| unavailable()));
    assert_eq!(fixture.settle().await.status, PostStatus::Failed);
    assert_eq!(faults(&fixture), [(1, PublishFault::Refused), (1, PublishFault::Unreachable)]);
}

#[tokio::test]
async fn an_account_that_x_does_not_let_us_read_is_waited_for_and_people_are_told_why() {
    let mut fixture = PublishingFixture::start([]).await;
    let before = fixture.world.clock.now();
    fixture.world.x.fails((0..30).map(|_| refused()));
    assert_eq!(fixture.settle_for(29 * 60).await.status, PostStatus::Cleared);
    assert_eq!(fixture.runner.states("send"), [JobState::Waiting]);
    let alarms = fixture.world.outside.script().alarms.clone();
    assert_eq!((alarms.len(), alarms[0].project), (1, Some(project_id())));
    let text = &alarms[0].text;
    assert!(text.contains("test refused the request: no credit") && text.contains("No text"), "{text}");
    let post = fixture.settle().await;
    assert_eq!((post.status, post.attempts), (PostStatus::Published, 1));
    assert_eq!((fixture.world.clock.now() - before).num_minutes(), 30);
    assert_eq!(faults(&fixture), []);
}

#[tokio::test]
async fn an_account_that_cannot_be_read_past_the_grace_period_makes_it_missed() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.x.fails((0..120).map(|_| refused()));
    assert_eq!(fixture.settle().await.status, PostStatus::Missed);
    assert_eq!(faults(&fixture), []);
}

#[tokio::test]
async fn a_post_whose_keys_are_elsewhere_is_handed_back_before_an_attempt() {
    let needs = format!("the keys of X account {}", account_id());
    for credentials in [Credentials::Missing, Credentials::Of(AccountId("77".into()))] {
        let mut fixture = PublishingFixture::start([]).await;
        fixture.world.x.has(credentials.clone());
        fixture.runner.settle().await;
        assert_eq!(fixture.runner.states("send"), [JobState::HandedBack(needs.clone())]);
        assert_eq!(fixture.world.post().await.status, PostStatus::Cleared);
        assert_eq!((fixture.world.count("AttemptOpened"), fixture.world.x.reads().len()), (0, 0));
        let provided = Publishing::new(fixture.world.ports(), Timing::default()).provides();
        assert!(!provided.unwrap().contains(&needs), "{credentials:?}");
    }
}

#[tokio::test]
async fn keys_that_do_not_tell_whose_they_are_are_asked_for_their_account() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.x.has(Credentials::Unasked);
    assert_eq!(Publishing::new(fixture.world.ports(), Timing::default()).provides(), None);
    fixture.world.x.fails([unavailable()]);
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
}

#[tokio::test]
async fn a_text_that_turned_risky_is_blocked() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.outside.script().moderations.push_back(Ok(vec![flagged(Category::HateThreatening)]));
    assert_eq!(fixture.settle().await.status, PostStatus::Blocked(BlockReason::Score));
    assert_eq!(fixture.world.x.requests(), 0);
}

#[tokio::test]
async fn without_moderation_a_person_must_look() {
    let mut fixture = PublishingFixture::start([]).await;
    fixture.world.outside.script().unmoderated = true;
    assert_eq!(fixture.settle().await.status, PostStatus::Blocked(BlockReason::MissingSignal));
    assert_eq!(fixture.world.outside.script().moderated.len(), 4);
}

#[tokio::test]
async fn a_spent_quota_blocks() {
    let mut fixture = PublishingFixture::start([]).await;
    let quota = Quota { posts_per_day: 3, ..Quota::default() };
    fixture.world.project_event(&ProjectEvent::QuotaSet { quota });
    fixture.world.outside.script().posts_since = 3;
    assert_eq!(fixture.settle().await.status, PostStatus::Blocked(BlockReason::QuotaSpent));
}

#[tokio::test]
async fn what_nobody_allows_any_more_at_the_last_moment_is_blocked() {
    let (role, scope) = (Role::Publisher, Scope::Project(project_id()));
    let revoked = MemberEvent::RoleRevoked { role, scope };
    let mut fixture = PublishingFixture::start([]).await;
    let store = fixture.world.store.clone();
    let happens = move || store.happens::<Member>(MemberId::telegram(5), &revoked, metadata());
    fixture.world.dispatching.before("OpenAttempt", happens);
    assert_eq!(fixture.settle().await.status, PostStatus::Blocked(BlockReason::NoLongerAllowed));

    let mut fixture = PublishingFixture::start([]).await;
    let store = fixture.world.store.clone();
    let archive =
        move || store.happens::<Project>(project_id(), &ProjectEvent::ProjectArchived {}, metadata());
    fixture.world.dispatching.before("OpenAttempt", archive);
    assert_eq!(fixture.settle().await.status, PostStatus::Blocked(BlockReason::NoLongerAllowed));
    assert_eq!(fixture.world.x.requests(), 0);
}

#[tokio::test]
async fn a_policy_that_turned_stricter_before_the_check_counts() {
    let mut fixture = PublishingFixture::start([]).await;
    let policy = SafetyPolicy { blocked_keywords: vec!["frogs".into()], ..SafetyPolicy::default() };
    fixture.world.project_event(&ProjectEvent::SafetyPolicySet { policy });
    assert!(matches!(fixture.settle().await.status, PostStatus::Blocked(BlockReason::Score)));
}

#[tokio::test]
async fn a_held_account_is_waited_for() {
    let mut fixture = PublishingFixture::start([]).await;
    let held = AccountEvent::AccountHeld { reason: "a person said so".into() };
    fixture.world.store.happens::<Account>(account_id(), &held, metadata());
    assert_eq!(fixture.settle_for(300).await.status, PostStatus::Cleared);
    let released = AccountEvent::AccountReleased { reason: "a person said so".into() };
    fixture.world.store.happens::<Account>(account_id(), &released, metadata());
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
}

#[tokio::test]
async fn a_conflict_while_opening_is_tried_again() {
    let mut fixture = PublishingFixture::start([]).await;
    let stream = domain::stream::StreamId::new(domain::stream::AggregateType::Account, account_id());
    fixture.world.dispatching.fails("OpenAttempt", CommandError::Conflict { stream });
    assert_eq!(fixture.settle().await.status, PostStatus::Published);
}

impl PublishingFixture {
    /// The news of a failure go to everybody who decides.
    fn people_are_told(&self, event: &Event) {
        use crate::processes::announcing::Announcing;
        use crate::processes::testing::{recorded, steps};
        let news = recorded(domain::stream::AggregateType::Post, post_id(), event.clone());
        let new_jobs = Announcing::new(self.world.ports()).react(&news);
        let subject = NoticeSubject::Post { project: project_id(), post: post_id(), news: 2 };
        assert_eq!(steps(&new_jobs), [("announce", serde_json::json!({ "news": subject }))]);
    }
}
