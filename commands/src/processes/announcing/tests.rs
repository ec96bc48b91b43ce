//! Who is told what, and which copies change.

use chrono::TimeDelta;
use domain::actor::Actor;
use domain::context::event::ContextEvent;
use domain::event::Event;
use domain::member::event::MemberEvent;
use domain::policy::Autopilot;
use domain::post::event::{BlockReason, Confirmation, PostEvent, PublicMetrics};
use domain::project::event::ProjectEvent;
use domain::role::{Role, Scope};
use domain::stream::AggregateType;
use domain::suggestion::event::{GenerationFault, SuggestionEvent};

use super::subjects::{Change, changes};
use super::{Announcing, announce_elsewhere};
use crate::port::notice::{NoticeSubject, OUTBOX, ShowNotice, chat_order};
use crate::post::testing::{cleared, failed, post_id, published, queued, unknown};
use crate::process::{NewJob, ProcessManager, Verdict};
use crate::processes::testing::layers::{added, approved as layer_approved};
use crate::processes::testing::{World, job, recorded};
use crate::project::fixtures::created;
use crate::suggestion::testing::{
    approved, assessed, assessment, edited, generated, requested, suggestion_id,
};
use crate::testing::{member, noon, project_id};

const GROUP: i64 = -100;

fn variant(variant: u8) -> NoticeSubject {
    NoticeSubject::Variant { project: project_id(), suggestion: suggestion_id(), variant }
}

fn layer() -> NoticeSubject {
    NoticeSubject::Layer { project: project_id(), layer: 1 }
}

fn post(news: u32) -> NoticeSubject {
    NoticeSubject::Post { project: project_id(), post: post_id(), news }
}

fn of_context(event: ContextEvent) -> Vec<Change> {
    changes(&recorded(AggregateType::Context, project_id(), Event::Context(event)))
}

fn of_suggestion(event: SuggestionEvent) -> Vec<Change> {
    changes(&recorded(AggregateType::Suggestion, suggestion_id(), Event::Suggestion(event)))
}

fn of_post(event: PostEvent) -> Vec<Change> {
    changes(&recorded(AggregateType::Post, post_id(), Event::Post(event)))
}

/// Queued at noon for an hour later.
fn scheduled() -> PostEvent {
    let mut event = queued(0);
    if let PostEvent::PostQueued { publish_at, .. } = &mut event {
        *publish_at = noon() + TimeDelta::hours(1);
    }
    event
}

fn of_project(event: ProjectEvent) -> Vec<Change> {
    changes(&recorded(AggregateType::Project, project_id(), Event::Project(event)))
}

#[test]
fn layers_are_news_when_scored_and_change_when_decided() {
    let scored = ContextEvent::ContextAssessed { layer: 1, assessment: assessment(0) };
    assert_eq!(of_context(scored), [Change::News(layer())]);
    for event in [layer_approved(1, 1), ContextEvent::ContextRejected { layer: 1, reason: None }] {
        assert_eq!(of_context(event), [Change::Update(layer())]);
    }
    for event in [added(1), ContextEvent::ContextRolledBack { to_version: 0, context_version: 2 }] {
        assert_eq!(of_context(event), []);
    }
}

#[test]
fn variants_are_news_when_scored_and_change_with_every_decision() {
    assert_eq!(of_suggestion(assessed(assessment(0))), [Change::News(variant(1))]);
    assert_eq!(of_suggestion(edited(member(5))), [Change::Update(variant(1))]);
    let all = [1, 2, 3].map(|number| Change::Update(variant(number)));
    for event in [
        approved(0),
        SuggestionEvent::SuggestionRejected { reason: None },
        SuggestionEvent::SuggestionExpired {},
    ] {
        assert_eq!(of_suggestion(event), all);
    }
    for event in [requested(), generated()] {
        assert_eq!(of_suggestion(event), []);
    }
    let (fault, input) = (GenerationFault::Rejected, None);
    let failure = NoticeSubject::Failure { project: project_id(), suggestion: suggestion_id() };
    let failed = SuggestionEvent::GenerationFailed { fault, input, detail: "no credit".into() };
    assert_eq!(of_suggestion(failed), [Change::News(failure)]);
}

#[test]
fn every_turn_of_a_post_is_news_of_its_own() {
    let mut at_first = [1, 2, 3].map(|number| Change::Update(variant(number))).to_vec();
    assert_eq!(of_post(queued(0)), at_first);
    at_first.push(Change::News(post(0)));
    assert_eq!(of_post(scheduled()), at_first);
    let confirmation = Confirmation::NotPublished;
    let (attempt, username, confirmed_by) = (1, None, Actor::process("publishing"));
    for event in [
        PostEvent::PostBlocked { reason: BlockReason::Score, assessment: None },
        published(1),
        failed(1),
        unknown(1),
        PostEvent::OutcomeConfirmed { attempt, confirmation, username, confirmed_by },
        PostEvent::PostMissed { due: noon(), held: None },
    ] {
        assert_eq!(of_post(event), [Change::News(post(2))]);
    }
    for event in [
        PostEvent::PostRequeued { publish_at: noon() },
        PostEvent::PostCancelled { reason: None },
        PostEvent::PostedManually { tweet_id: None },
        PostEvent::PostDeleted {},
    ] {
        assert_eq!(of_post(event), [Change::Update(post(2))]);
    }
    let metrics = PostEvent::MetricsObserved { metrics: PublicMetrics::default(), observed_at: noon() };
    for event in [cleared(0), metrics] {
        assert_eq!(of_post(event), []);
    }
}

#[test]
fn changes_of_posting_as_a_whole_are_news_and_settings_are_not() {
    let posting = NoticeSubject::Posting { project: project_id(), version: 2 };
    for event in [
        ProjectEvent::PostingPaused { reason: None, asked_at: None },
        ProjectEvent::PostingResumed {},
        ProjectEvent::AutopilotSet { mode: Autopilot::Full },
    ] {
        assert_eq!(of_project(event), [Change::News(posting.clone())]);
    }
    for event in [created(), ProjectEvent::VibeCleared {}, ProjectEvent::ProjectArchived {}] {
        assert_eq!(of_project(event), []);
    }
}

#[test]
fn every_change_is_a_job_of_its_own() {
    let event = Event::Post(scheduled());
    let new_jobs =
        Announcing::new(World::new().ports()).react(&recorded(AggregateType::Post, post_id(), event));
    let ids: std::collections::HashSet<_> = new_jobs.iter().map(|new_job| new_job.id).collect();
    assert_eq!((new_jobs.len(), ids.len()), (4, 4));
}

/// Deciders are 1 and 5; 7 and the group hold a copy of variant 1.
fn world() -> World {
    let world = World::with_project();
    world.outside.script().deciders = vec![1, 5];
    world.outside.script().copies.insert(variant(1), vec![7, GROUP]);
    world
}

fn shown(new_jobs: &[NewJob]) -> Vec<(NoticeSubject, i64)> {
    let ids: std::collections::HashSet<_> = new_jobs.iter().map(|new_job| new_job.id).collect();
    assert_eq!(ids.len(), new_jobs.len(), "every job has its own id");
    let show = |new_job: &NewJob| serde_json::from_value::<ShowNotice>(new_job.request.clone()).unwrap();
    new_jobs.iter().map(show).map(|ShowNotice { subject, chat, .. }| (subject, chat)).collect()
}

async fn announced(world: &World, change: Change, chat: Option<i64>) -> Vec<(NoticeSubject, i64)> {
    let job = crate::process::Job { chat, ..job("announcing", "announce", &change) };
    let Ok(Verdict::Done(new_jobs)) = Announcing::new(world.ports()).perform(&job).await else { panic!() };
    shown(&new_jobs)
}

async fn chats(change: Change, chat: Option<i64>) -> Vec<i64> {
    announced(&world(), change, chat).await.into_iter().map(|(_, chat)| chat).collect()
}

#[tokio::test]
async fn the_topic_of_a_request_is_that_of_its_chat_alone() {
    let topics = async |topic| {
        let announce = job("announcing", "announce", &Change::News(variant(2)));
        let announce = crate::process::Job { chat: Some(9), topic, ..announce };
        let announced = Announcing::new(world().ports()).perform(&announce).await;
        let Ok(Verdict::Done(jobs)) = announced else { panic!("{announced:?}") };
        let show = |job: NewJob| serde_json::from_value::<ShowNotice>(job.request).unwrap();
        jobs.into_iter().map(show).map(|show| (show.chat, show.topic)).collect::<Vec<_>>()
    };
    assert_eq!(topics(Some(77)).await, [(1, None), (5, None), (9, Some(77))]);
    assert_eq!(topics(None).await, [(1, None), (5, None), (9, None)]);
    let earlier = serde_json::json!({ "subject": variant(2), "chat": 9 });
    assert_eq!(
        serde_json::from_value::<ShowNotice>(earlier).unwrap().topic,
        None,
        "what an earlier build asked for"
    );
}

#[tokio::test]
async fn what_a_group_asked_for_is_told_in_the_group_only() {
    assert_eq!(chats(Change::News(variant(2)), Some(GROUP)).await, [GROUP]);
}

#[tokio::test]
async fn what_a_person_or_nobody_asked_for_is_told_to_deciders_and_the_asker() {
    assert_eq!(chats(Change::News(variant(2)), Some(9)).await, [1, 5, 9]);
    assert_eq!(chats(Change::News(variant(2)), Some(5)).await, [1, 5]);
    assert_eq!(chats(Change::News(variant(2)), None).await, [1, 5]);
}

#[tokio::test]
async fn news_reach_the_copies_that_are_there_too() {
    assert_eq!(chats(Change::News(variant(1)), None).await, [GROUP, 1, 5, 7]);
}

#[tokio::test]
async fn an_update_reaches_copies_only() {
    assert_eq!(chats(Change::Update(variant(1)), Some(9)).await, [GROUP, 7]);
    assert!(chats(Change::Update(variant(2)), Some(9)).await.is_empty());
}

#[tokio::test]
async fn news_of_a_post_bring_its_older_notices_up_to_date() {
    let world = world();
    world.outside.script().copies.insert(post(0), vec![1]);
    world.outside.script().copies.insert(post(3), vec![1, 9]);
    let told = announced(&world, Change::Update(post(5)), None).await;
    assert_eq!(told, [(post(0), 1), (post(3), 1), (post(3), 9)]);
    let told = announced(&world, Change::News(post(5)), Some(GROUP)).await;
    assert_eq!(told, [(post(0), 1), (post(3), 1), (post(3), 9), (post(5), GROUP)]);
}

#[tokio::test]
async fn whoever_cannot_be_reached_is_not_written_to() {
    let world = world();
    world.outside.script().blocked.extend([1, GROUP]);
    let told = announced(&world, Change::News(variant(2)), Some(9)).await;
    assert_eq!(told, [(variant(2), 5), (variant(2), 9)]);
    let told = announced(&world, Change::News(variant(2)), Some(GROUP)).await;
    assert_eq!(told, [(variant(2), 5)], "in private, to those who decide");
}

#[tokio::test]
async fn what_a_group_cannot_be_told_is_announced_once_more() {
    let world = world();
    world.outside.script().blocked.push(GROUP);
    let show = crate::process::Job { chat: Some(GROUP), ..job(OUTBOX, "show", &()) };
    let again = announce_elsewhere(&show, &variant(2));
    assert_eq!((again.performer, again.step), (Some("announcing"), "announce"));
    let again: Change = serde_json::from_value(again.request).unwrap();
    assert_eq!(announced(&world, again, Some(GROUP)).await, [(variant(2), 1), (variant(2), 5)]);
}

#[tokio::test]
async fn notices_are_performed_by_the_outbox_in_the_order_of_their_chat() {
    let world = world();
    let announce = job("announcing", "announce", &Change::News(variant(2)));
    let shows = Announcing::new(world.ports()).perform(&announce).await;
    let Ok(Verdict::Done(shows)) = shows else { panic!("{shows:?}") };
    let earlier = job("announcing", "show", &serde_json::json!({ "subject": variant(2), "chat": 9 }));
    let handed_on = Announcing::new(world.ports()).perform(&earlier).await;
    let Ok(Verdict::Done(handed_on)) = handed_on else { panic!("{handed_on:?}") };
    let orders = |jobs: &[NewJob]| -> Vec<_> {
        jobs.iter().map(|job| (job.performer.unwrap(), job.ordering_key.clone().unwrap())).collect()
    };
    assert_eq!(orders(&shows), [(OUTBOX, chat_order(1)), (OUTBOX, chat_order(5))]);
    assert_eq!(orders(&handed_on), [(OUTBOX, chat_order(9))], "what a program without outbox stored");
}

#[test]
fn who_may_do_more_or_less_gets_another_menu() {
    let world = world();
    let changed = MemberEvent::RoleRevoked { role: Role::Editor, scope: Scope::Global };
    let of_member = |id: &str| recorded(AggregateType::Member, id, Event::Member(changed.clone()));
    let jobs = Announcing::new(world.ports()).react(&of_member("telegram:1002"));
    assert_eq!(jobs.len(), 1, "{jobs:?}");
    assert_eq!((jobs[0].performer, jobs[0].step), (Some(OUTBOX), "menu"));
    assert_eq!(jobs[0].request, serde_json::json!({ "user": 1002 }));
    assert_eq!(Announcing::new(world.ports()).react(&of_member("service:ci")), []);
}
