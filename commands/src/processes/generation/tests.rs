//! From a request to scored variants, with a model and a moderation service that fail in every way.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use domain::actor::Actor;
use domain::context::Context;
use domain::event::Event;
use domain::risk::{Category, Moderation};
use domain::stream::AggregateType;
use domain::suggestion::event::{GenerationFault, SuggestionEvent};
use domain::suggestion::{Suggestion, SuggestionStatus};
use domain::text::Text;
use serde_json::json;

use super::Generation;
use crate::error::CommandError;
use crate::port::ServiceError;
use crate::port::aggregates::Aggregates;
use crate::port::cache::{ActiveContext, CachedVibe};
use crate::port::text_generator::GenerationError;
use crate::process::{NewJob, Priority, ProcessManager};
use crate::processes::Timing;
use crate::processes::testing::layers;
use crate::processes::testing::outside::{flagged, harmless, refused, unavailable};
use crate::processes::testing::runner::{JobState, Runner};
use crate::processes::testing::{World, recorded, steps};
use crate::project::set_vibe::SetVibe;
use crate::suggestion::edit::EditVariant;
use crate::suggestion::reject::RejectSuggestion;
use crate::suggestion::request::RequestSuggestion;
use crate::suggestion::testing::{edited, generated, requested_by, suggestion_id};
use crate::testing::{member, noon, project_id};

/// Member 5 has asked for variants.
async fn asked(world: &World) -> Runner {
    let (suggestion, project, variants) = (suggestion_id(), project_id(), 2);
    let instruction = Some("say good morning".to_owned());
    let request = RequestSuggestion { suggestion, project, instruction, variants, replaces: None };
    world.asks(5, request).await.unwrap();
    let generation = Generation::new(world.ports(), Timing::default());
    Runner::new(world, [Arc::new(generation) as _])
}

async fn suggestion(world: &World) -> Suggestion {
    world.bus.suggestion(suggestion_id()).await.unwrap().state
}

/// What has become of the request an hour later.
async fn outcome(world: &World) -> Suggestion {
    let mut runner = asked(world).await;
    runner.settle_until(noon() + TimeDelta::hours(1)).await;
    suggestion(world).await
}

fn faults(world: &World) -> Vec<GenerationFault> {
    failures(world).into_iter().map(|(fault, _)| fault).collect()
}

fn failures(world: &World) -> Vec<(GenerationFault, String)> {
    let failed = |event| {
        let Event::Suggestion(SuggestionEvent::GenerationFailed { fault, detail, .. }) = event else {
            panic!("{event:?}")
        };
        (fault, detail)
    };
    world.events("GenerationFailed").into_iter().map(failed).collect()
}

fn reaction(event: SuggestionEvent) -> Vec<NewJob> {
    let generation = Generation::new(World::new().ports(), Timing::default());
    generation.react(&recorded(AggregateType::Suggestion, suggestion_id(), Event::Suggestion(event)))
}

#[test]
fn a_request_is_answered_and_expires_one_day() {
    let subject = json!({ "project": project_id(), "suggestion": suggestion_id() });
    for (actor, priority) in
        [(member(5), Priority::Person), (Actor::process("autopilot"), Priority::Background)]
    {
        let new_jobs = reaction(requested_by(actor));
        assert_eq!(steps(&new_jobs), [("generate", subject.clone()), ("expire", subject.clone())]);
        assert_eq!((new_jobs[0].priority, new_jobs[0].due_at), (priority, None));
        assert_eq!(new_jobs[1].due_at, Some(noon() + TimeDelta::days(3)));
    }
}

#[test]
fn new_texts_are_scored_and_nothing_else_is() {
    let request = |variants| {
        let (project, suggestion) = (project_id(), suggestion_id());
        json!({ "project": project, "suggestion": suggestion, "variants": variants })
    };
    assert_eq!(steps(&reaction(generated())), [("assess", request(json!([[1, 0], [2, 0]])))]);
    assert_eq!(steps(&reaction(edited(member(5)))), [("assess", request(json!([[1, 1]])))]);
    for event in [SuggestionEvent::SuggestionExpired {}, SuggestionEvent::SuggestionRejected { reason: None }]
    {
        assert_eq!(reaction(event), []);
    }
}

#[tokio::test]
async fn variants_are_written_from_what_counted_at_the_request_and_scored() {
    let world = World::with_project();
    world.store.given::<Context>(project_id(), &[layers::added(1), layers::approved(1, 1)]);
    world.outside.script().drafts.push_back(Ok(vec!["gm frogs", "gm toads"]));
    let state = outcome(&world).await;
    assert_eq!(state.status, SuggestionStatus::Generated);
    assert!(state.variants.iter().all(|one| one.assessment.as_ref().is_some_and(|score| score.complete)));
    let script = world.outside.script();
    let brief = &script.briefs[0];
    assert_eq!((brief.context.join(" "), brief.variants), ("Frogs are calm.".to_owned(), 2));
    assert_eq!(brief.instruction.as_deref(), Some("say good morning"));
    assert_eq!(brief.recent_posts, ["an earlier post"]);
    assert_eq!(script.moderated, [&brief.assembled(), "gm frogs", "gm toads"]);
    assert_eq!(script.contexts[&project_id()].version, 1);
}

#[tokio::test]
async fn a_cached_context_is_used_only_at_the_version_of_the_request() {
    for (version, expected) in [(1, "cached"), (2, "Frogs are calm.")] {
        let world = World::with_project();
        world.store.given::<Context>(project_id(), &[layers::added(1), layers::approved(1, 1)]);
        let cached = ActiveContext { version, layers: vec!["cached".to_owned()] };
        world.outside.script().contexts.insert(project_id(), cached);
        outcome(&world).await;
        assert_eq!(world.outside.script().briefs[0].context, [expected]);
    }
}

#[tokio::test]
async fn the_vibe_of_the_request_is_written_in_whatever_the_cache_has() {
    for cached in [None, Some("sunny"), Some("gloomy")] {
        let world = World::with_project();
        let vibe = SetVibe { project: project_id(), vibe: Text::known("sunny"), lasts: None };
        world.asks(1, vibe).await.unwrap();
        let expires_at = noon() + TimeDelta::hours(1);
        let copy = cached.map(|vibe| (project_id(), CachedVibe { vibe: vibe.to_owned(), expires_at }));
        world.outside.script().vibes.extend(copy);
        outcome(&world).await;
        assert_eq!(world.outside.script().briefs[0].vibe.as_deref(), Some("sunny"), "cached: {cached:?}");
    }
}

#[tokio::test]
async fn a_blocked_input_never_reaches_the_model() {
    let world = World::with_project();
    world.outside.script().moderations.push_back(Ok(vec![flagged(Category::HateThreatening)]));
    assert_eq!(outcome(&world).await.status, SuggestionStatus::Failed);
    let failed = failures(&world);
    let [(GenerationFault::InputBlocked, detail)] = failed.as_slice() else { panic!("{failed:?}") };
    assert!(
        detail.starts_with("the risk is ") && detail.contains("from 90 on it is blocked: moderation threat "),
        "{detail}"
    );
    assert!(world.outside.script().briefs.is_empty());
}

#[tokio::test]
async fn a_spent_quota_asks_nobody() {
    let world = World::with_project();
    world.outside.script().suggestions_since = 101;
    outcome(&world).await;
    let detail = "the daily limit is 100".to_owned();
    assert_eq!(failures(&world), [(GenerationFault::QuotaSpent, detail)]);
    assert!(world.outside.script().moderated.is_empty());
}

#[tokio::test]
async fn every_failure_of_the_model_has_its_tries_and_its_name() {
    let declined = || Err(GenerationError::Declined("no".into()));
    let unusable = || Err(GenerationError::Unusable("cut".into()));
    let service = |error: ServiceError| Err(GenerationError::Service(error));
    for (answer, tries, fault) in [
        (declined(), 1, GenerationFault::ModelRefused),
        (service(refused()), 1, GenerationFault::Rejected),
        (unusable(), 3, GenerationFault::UnusableAnswer),
        (Ok(vec!["gm", " "]), 3, GenerationFault::UnusableAnswer),
        (Ok(vec![]), 3, GenerationFault::UnusableAnswer),
        (Ok(vec!["1", "2", "3", "4"]), 3, GenerationFault::UnusableAnswer),
        (service(unavailable()), 12, GenerationFault::Unavailable),
    ] {
        let world = World::with_project();
        world.outside.script().drafts.extend((0..20).map(|_| answer.clone()));
        assert_eq!(outcome(&world).await.status, SuggestionStatus::Failed, "{answer:?}");
        assert_eq!(faults(&world), [fault], "{answer:?}");
        assert_eq!(world.outside.script().briefs.len(), tries, "{answer:?}");
    }
}

#[tokio::test]
async fn a_passing_failure_of_the_model_is_forgotten() {
    for error in [GenerationError::Unusable("cut".into()), GenerationError::Service(unavailable())] {
        let world = World::with_project();
        world.outside.script().drafts.extend([Err(error.clone()), Err(error)]);
        assert_eq!(outcome(&world).await.status, SuggestionStatus::Generated);
    }
}

#[tokio::test]
async fn a_failure_that_cannot_be_recorded_now_is_recorded_later() {
    let world = World::with_project();
    let gone = || Err(GenerationError::Service(unavailable()));
    world.outside.script().drafts.extend((0..20).map(|_| gone()));
    let away = CommandError::Unavailable { retry_after: Duration::from_secs(1), why: "queue full".into() };
    world.dispatching.fails("RecordGenerationFailure", away);
    outcome(&world).await;
    assert_eq!(faults(&world), [GenerationFault::Unavailable]);
}

#[tokio::test]
async fn without_moderation_the_scores_say_so_after_some_tries() {
    let world = World::with_project();
    world.outside.script().unmoderated = true;
    let state = outcome(&world).await;
    let assessment = state.variants[0].assessment.clone().unwrap();
    assert!(!assessment.complete);
    assert_eq!(world.outside.script().moderated.len(), 4 + 4);
}

#[tokio::test]
async fn a_moderation_that_refuses_us_or_answers_for_other_texts_is_a_missing_signal() {
    for answer in
        [Err(refused()), Ok(vec![]), Ok(vec![Moderation::Unavailable]), Ok(vec![harmless(), harmless()])]
    {
        let world = World::with_project();
        world.outside.script().moderations.extend([Ok(vec![harmless()]), answer.clone()]);
        let state = outcome(&world).await;
        assert!(!state.variants[0].assessment.clone().unwrap().complete, "{answer:?}");
        assert_eq!(world.outside.script().moderated.len(), 2);
    }
}

#[tokio::test]
async fn what_was_rejected_meanwhile_is_not_written() {
    let world = World::with_project();
    let mut runner = asked(&world).await;
    let reject = RejectSuggestion { suggestion: suggestion_id(), project: project_id(), reason: None };
    world.asks(5, reject).await.unwrap();
    runner.settle().await;
    assert!(world.outside.script().briefs.is_empty());
    assert_eq!(runner.states("generate"), [JobState::Done]);
}

#[tokio::test]
async fn an_edited_text_is_scored_and_the_score_of_the_old_one_dropped() {
    let world = World::with_project();
    let mut runner = asked(&world).await;
    world.dispatching.before("AssessVariant", {
        let (store, edited) = (world.store.clone(), edited(member(5)));
        move || store.happens::<Suggestion>(suggestion_id(), &edited, crate::processes::testing::metadata())
    });
    runner.settle_until(noon() + TimeDelta::hours(1)).await;
    let state = suggestion(&world).await;
    assert!(state.variants[0].revision == 1 && state.variants[0].assessment.is_some());
    assert_eq!(world.count("VariantAssessed"), 1);
    let (suggestion, project, text) = (suggestion_id(), project_id(), "gm newts".to_owned());
    world.asks(5, EditVariant { suggestion, project, variant: 1, revision: 1, text }).await.unwrap();
    runner.settle_until(noon() + TimeDelta::hours(2)).await;
    assert_eq!(world.count("VariantAssessed"), 2);
}

#[tokio::test]
async fn what_nobody_decides_expires() {
    let world = World::with_project();
    asked(&world).await.settle().await;
    assert_eq!(suggestion(&world).await.status, SuggestionStatus::Expired);
}

#[tokio::test]
async fn a_program_that_stops_at_any_call_records_and_scores_the_variants_once() {
    let undisturbed = World::with_project();
    outcome(&undisturbed).await;
    for point in 0..undisturbed.crash.passed() {
        let world = World::with_project();
        world.outside.script().drafts.extend([Ok(vec!["gm frogs", "gm toads"]), Ok(vec!["other words"])]);
        world.crash.at([point]);
        let state = outcome(&world).await;
        assert_eq!(state.status, SuggestionStatus::Generated);
        assert_eq!(world.count("VariantsGenerated"), 1);
        assert_eq!(world.count("VariantAssessed"), state.variants.len(), "stopped at {point}");
    }
}
