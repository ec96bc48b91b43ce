//! Slots, one post each at most, and only what may go out unseen.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::actor::Actor;
use domain::event::Event;
use domain::id::SuggestionId;
use domain::policy::Autopilot as Mode;
use domain::post::event::{Allowance, PostEvent};
use domain::project::event::ProjectEvent;
use domain::risk::{Category, CategoryScore, Moderation};
use domain::schedule::{Schedule, Slot};
use domain::stream::AggregateType;
use domain::suggestion::Suggestion;
use serde_json::json;
use uuid::Uuid;

use super::{Autopilot, NAME};
use crate::port::text_generator::GenerationError;
use crate::process::{Priority, ProcessManager, Verdict};
use crate::processes::Timing;
use crate::processes::generation::Generation;
use crate::processes::testing::outside::{flagged, harmless, unavailable};
use crate::processes::testing::runner::Runner;
use crate::processes::testing::{World, job, recorded, steps};
use crate::project::fixtures::created;
use crate::suggestion::testing::{
    approved, assessed, assessment, generated, requested, requested_by, suggestion_id,
};
use crate::testing::{member, noon, project_id};

/// A slot every day at 13:00.
fn daily() -> ProjectEvent {
    let slots = vec![Slot { day: None, minute: 13 * 60 }];
    ProjectEvent::ScheduleSet { schedule: Schedule { slots, ..Schedule::default() } }
}

fn set(mode: Mode) -> ProjectEvent {
    ProjectEvent::AutopilotSet { mode }
}

fn at(days: i64, hour: i64) -> DateTime<Utc> {
    noon() + TimeDelta::days(days) + TimeDelta::hours(hour - 12)
}

/// Approved suggestions, oldest first.
fn approve(world: &World, numbers: impl IntoIterator<Item = u128>) {
    for number in numbers {
        let suggestion = SuggestionId(Uuid::from_u128(number));
        let history = [requested(), generated(), assessed(assessment(0)), approved(0)];
        world.store.given::<Suggestion>(suggestion, &history);
        world.outside.script().approved.push(suggestion);
    }
}

/// A project with a daily slot and this mode, since noon.
fn world(mode: Mode) -> World {
    let world = World::with_project();
    world.project_event(&daily());
    world.project_event(&set(mode));
    world
}

fn runner(world: &World) -> Runner {
    let autopilot = Autopilot::new(world.ports(), Timing::default());
    let generation = Generation::new(world.ports(), Timing::default());
    Runner::new(world, [Arc::new(autopilot) as _, Arc::new(generation) as _])
}

/// The read model notices, a little late, that the oldest approved suggestion became a post.
fn notices_the_next_post(world: &World) {
    let outside = world.outside.clone();
    world.dispatching.after("PublishPost", move || {
        outside.script().approved.remove(0);
    });
}

/// What was queued: suggestion, variant, allowance.
fn queued(world: &World) -> Vec<(SuggestionId, u8, Allowance)> {
    let mut queued = Vec::new();
    for event in world.events("PostQueued") {
        let Event::Post(PostEvent::PostQueued { source, allowance, .. }) = event else { panic!("{event:?}") };
        queued.push((source.suggestion, source.variant, allowance));
    }
    queued
}

fn numbers(world: &World) -> Vec<u128> {
    queued(world).into_iter().map(|(suggestion, ..)| suggestion.0.as_u128()).collect()
}

#[test]
fn changes_of_the_plan_and_own_requests_ask_for_something() {
    let process = Autopilot::new(World::new().ports(), Timing::default());
    let of_project =
        |event| process.react(&recorded(AggregateType::Project, project_id(), Event::Project(event)));
    for event in [daily(), set(Mode::Off), ProjectEvent::PostingResumed {}] {
        assert_eq!(
            steps(&of_project(event)),
            [("plan", json!({ "project": project_id(), "since": noon() }))]
        );
    }
    for event in [
        created(),
        ProjectEvent::PostingPaused { reason: None, asked_at: None },
        ProjectEvent::ProjectArchived {},
    ] {
        assert_eq!(of_project(event), []);
    }
    let asked = |actor| {
        let event = Event::Suggestion(requested_by(actor));
        process.react(&recorded(AggregateType::Suggestion, suggestion_id(), event))
    };
    let pick = json!({ "project": project_id(), "suggestion": suggestion_id() });
    let new_jobs = asked(Actor::process(NAME));
    assert_eq!(steps(&new_jobs), [("pick", pick)]);
    assert_eq!(new_jobs[0].priority, Priority::Background);
    assert_eq!(asked(member(5)), []);
}

#[tokio::test]
async fn each_slot_publishes_the_oldest_approved_however_often_the_plan_changes() {
    let world = world(Mode::Approved);
    approve(&world, [21, 22, 23]);
    let mut runner = runner(&world);
    for event in [daily(), set(Mode::Full), set(Mode::Approved), ProjectEvent::PostingResumed {}, daily()] {
        world.project_event(&event);
        runner.settle_until(noon()).await;
    }
    notices_the_next_post(&world);
    runner.settle_until(at(0, 14)).await;
    assert_eq!(queued(&world), [(SuggestionId(Uuid::from_u128(21)), 1, Allowance::ApprovedBy(member(5)))]);
    world.project_event(&daily());
    runner.settle_until(at(1, 14)).await;
    assert_eq!(numbers(&world), [21, 22]);
}

#[tokio::test]
async fn a_program_that_stops_at_any_call_fills_a_slot_once() {
    let undisturbed = world(Mode::Approved);
    approve(&undisturbed, [21, 22, 23]);
    runner(&undisturbed).settle_until(at(0, 14)).await;
    for point in 0..undisturbed.crash.passed() {
        let world = world(Mode::Approved);
        approve(&world, [21, 22, 23]);
        notices_the_next_post(&world);
        world.crash.at([point]);
        let mut runner = runner(&world);
        runner.settle_until(at(0, 14)).await;
        assert_eq!(numbers(&world), [21], "stopped at {point}");
        runner.settle_until(at(1, 14)).await;
        assert_eq!(numbers(&world), [21, 22], "stopped at {point}");
    }
}

#[tokio::test]
async fn what_became_a_post_already_or_is_refused_is_passed_by() {
    let world = world(Mode::Approved);
    world.outside.script().approved.push(SuggestionId(Uuid::from_u128(20)));
    approve(&world, [21, 22]);
    let mut runner = runner(&world);
    runner.settle_until(at(1, 14)).await;
    assert_eq!(numbers(&world), [21, 22]);
}

#[tokio::test]
async fn while_paused_nothing_happens_and_the_slots_go_on() {
    let world = world(Mode::Full);
    approve(&world, [21]);
    world.project_event(&ProjectEvent::PostingPaused { reason: None, asked_at: None });
    let mut runner = runner(&world);
    runner.settle_until(at(1, 14)).await;
    assert_eq!((queued(&world), world.count("SuggestionRequested")), (vec![], 0));
    world.project_event(&ProjectEvent::PostingResumed {});
    runner.settle_until(at(2, 14)).await;
    assert_eq!(numbers(&world), [21]);
}

#[tokio::test]
async fn switched_off_the_chain_ends_and_switched_on_it_begins_again() {
    let world = world(Mode::Approved);
    approve(&world, [21]);
    let mut runner = runner(&world);
    runner.settle_until(noon()).await;
    world.project_event(&set(Mode::Off));
    runner.settle().await;
    assert_eq!(queued(&world), []);
    world.project_event(&set(Mode::Approved));
    runner.settle_until(at(3, 14)).await;
    assert_eq!(numbers(&world), [21]);
}

#[tokio::test]
async fn a_slot_that_was_moved_away_or_is_long_over_is_not_filled() {
    let world = world(Mode::Approved);
    approve(&world, [21]);
    let mut runner = runner(&world);
    runner.settle_until(noon()).await;
    let slots = vec![Slot { day: None, minute: 18 * 60 }];
    let later = Schedule { slots, ..Schedule::default() };
    world.project_event(&ProjectEvent::ScheduleSet { schedule: later });
    runner.settle_until(at(0, 17)).await;
    assert_eq!(queued(&world), []);
    world.clock.advance_to(at(0, 20));
    runner.settle_until(at(1, 12)).await;
    assert_eq!(queued(&world), []);
    runner.settle_until(at(1, 19)).await;
    assert_eq!(numbers(&world), [21]);
}

#[tokio::test]
async fn unreadable_read_models_hold_the_slot_up_and_do_not_break_the_chain() {
    let world = world(Mode::Approved);
    approve(&world, [21, 22]);
    notices_the_next_post(&world);
    world.outside.script().unreadable = 100;
    let mut runner = runner(&world);
    runner.settle_until(at(0, 14)).await;
    assert_eq!(numbers(&world), [21]);
    runner.settle_until(at(1, 14)).await;
    assert_eq!(numbers(&world), [21, 22]);
}

#[tokio::test]
async fn a_plan_that_is_made_late_sets_the_timers_of_the_slot_that_passed_and_of_the_next() {
    let world = world(Mode::Approved);
    world.clock.advance_to(at(2, 12));
    let process = Autopilot::new(world.ports(), Timing::default());
    let plan = job(NAME, "plan", &json!({ "project": project_id(), "since": noon() }));
    let Ok(Verdict::Done(new_jobs)) = process.perform(&plan).await else { panic!() };
    let due: Vec<_> = new_jobs.iter().filter_map(|new_job| new_job.due_at).collect();
    assert_eq!(due, [at(0, 13), at(2, 13)]);
}

/// A moderation of some violence: a weight of 14.
fn some_violence() -> Moderation {
    Moderation::Scored(vec![CategoryScore { category: Category::Violence, per_mille: 200, flagged: false }])
}

/// What a full autopilot queues when the model writes three texts that are moderated like this.
async fn picked(texts: [&'static str; 3], moderation: [Moderation; 3]) -> Vec<(u8, Allowance)> {
    let world = world(Mode::Full);
    world.outside.script().drafts.push_back(Ok(texts.to_vec()));
    world.outside.script().moderations.extend([Ok(vec![harmless()]), Ok(moderation.to_vec())]);
    runner(&world).settle_until(at(0, 14)).await;
    queued(&world).into_iter().map(|(_, variant, allowance)| (variant, allowance)).collect()
}

const TEXTS: [&str; 3] = ["gm frogs", "gm toads", "gm newts"];

#[tokio::test]
async fn in_full_mode_the_least_risky_variant_at_or_under_the_low_limit_goes_out() {
    let risky = flagged(Category::Harassment);
    let second = picked(TEXTS, [risky.clone(), harmless(), some_violence()]).await;
    assert_eq!(second, [(2, Allowance::Autopilot)]);
    assert_eq!(
        picked(TEXTS, [risky.clone(), risky.clone(), some_violence()]).await,
        [(3, Allowance::Autopilot)]
    );
    assert_eq!(picked(TEXTS, [harmless(), harmless(), harmless()]).await, [(1, Allowance::Autopilot)]);
    assert_eq!(picked(TEXTS, [risky.clone(), risky.clone(), risky]).await, []);
}

#[tokio::test]
async fn a_variant_with_a_missing_signal_or_that_x_would_not_take_never_goes_out() {
    assert_eq!(picked(TEXTS, [(); 3].map(|()| Moderation::Unavailable)).await, []);
    let some = [Moderation::Unavailable, some_violence(), Moderation::Unavailable];
    assert_eq!(picked(TEXTS, some).await, [(2, Allowance::Autopilot)]);
    let unpostable = ["$FROG or $TOAD", "gm toads", "gm newts"];
    let moderation = [harmless(), some_violence(), some_violence()];
    assert_eq!(picked(unpostable, moderation).await, [(2, Allowance::Autopilot)]);
}

#[tokio::test]
async fn a_full_autopilot_prefers_what_is_approved_and_a_modest_one_never_asks() {
    let full = world(Mode::Full);
    approve(&full, [21]);
    runner(&full).settle_until(at(0, 14)).await;
    assert_eq!((numbers(&full), full.count("SuggestionRequested")), (vec![21], 0));
    let modest = world(Mode::Approved);
    runner(&modest).settle_until(at(0, 14)).await;
    assert_eq!(modest.count("SuggestionRequested"), 0);
}

#[tokio::test]
async fn a_full_autopilot_asks_and_picks_once_wherever_the_program_stops() {
    let undisturbed = world(Mode::Full);
    runner(&undisturbed).settle_until(at(0, 14)).await;
    for point in 0..undisturbed.crash.passed() {
        let world = world(Mode::Full);
        world.crash.at([point]);
        runner(&world).settle_until(at(0, 14)).await;
        assert_eq!((world.count("SuggestionRequested"), world.count("PostQueued")), (1, 1), "at {point}");
    }
}

#[tokio::test]
async fn what_changes_while_the_variants_are_written_counts() {
    for change in
        [set(Mode::Approved), set(Mode::Off), ProjectEvent::PostingPaused { reason: None, asked_at: None }]
    {
        let world = world(Mode::Full);
        let happens = world.clone();
        world.dispatching.before("PublishPost", move || happens.project_event(&change));
        runner(&world).settle_until(at(0, 14)).await;
        assert_eq!((world.count("VariantAssessed"), queued(&world)), (1, vec![]));
    }
}

#[tokio::test]
async fn variants_that_do_not_come_leave_the_slot_empty() {
    let world = world(Mode::Full);
    let gone = || Err(GenerationError::Service(unavailable()));
    world.outside.script().drafts.extend((0..100).map(|_| gone()));
    let mut runner = runner(&world);
    runner.settle_until(at(0, 14)).await;
    assert_eq!((world.count("GenerationFailed"), queued(&world)), (1, vec![]));
    assert!(
        runner.jobs.iter().any(|scheduled| scheduled.job.step == "slot" && scheduled.due_at == at(1, 13))
    );
}

#[tokio::test]
async fn variants_that_are_never_scored_whole_are_not_picked() {
    let world = World::with_project();
    world.project_event(&set(Mode::Full));
    let history = [requested_by(Actor::process(NAME)), generated(), assessed(assessment(0))];
    world.store.happens::<Suggestion>(suggestion_id(), &history[0], crate::processes::testing::metadata());
    world.store.given::<Suggestion>(suggestion_id(), &history[1..]);
    let autopilot = Autopilot::new(world.ports(), Timing::default());
    let mut runner = Runner::new(&world, [Arc::new(autopilot) as _]);
    runner.settle().await;
    assert_eq!(queued(&world), []);
}
