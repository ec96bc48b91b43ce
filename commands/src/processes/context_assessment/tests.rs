//! Layers are scored, with whatever signals can be had.

use std::sync::Arc;

use domain::context::Context;
use domain::context::event::ContextEvent;
use domain::event::Event;
use domain::risk::{Assessment, Category};
use domain::stream::AggregateType;
use domain::text::Text;
use serde_json::json;

use super::ContextAssessment;
use crate::context::add::AddContext;
use crate::port::aggregates::Aggregates;
use crate::process::ProcessManager;
use crate::processes::testing::layers::{added, approved};
use crate::processes::testing::outside::{flagged, refused};
use crate::processes::testing::runner::{JobState, Runner};
use crate::processes::testing::{World, recorded, steps};
use crate::testing::project_id;

async fn context(world: &World) -> Context {
    world.bus.context(project_id()).await.unwrap().state
}

/// Member 5 adds a layer, and it is scored.
async fn assessment(world: &World) -> Assessment {
    world
        .asks(5, AddContext { project: project_id(), content: Text::known("Frogs are calm.") })
        .await
        .unwrap();
    let mut runner = Runner::new(world, [Arc::new(ContextAssessment::new(world.ports())) as _]);
    runner.settle().await;
    assert_eq!(runner.states("assess"), [JobState::Done]);
    context(world).await.layers[&1].assessment.clone().unwrap()
}

#[test]
fn an_added_layer_is_scored_and_nothing_else_is() {
    let process = ContextAssessment::new(World::new().ports());
    let reaction =
        |event| process.react(&recorded(AggregateType::Context, project_id(), Event::Context(event)));
    let request = json!({ "project": project_id(), "layer": 3 });
    assert_eq!(steps(&reaction(added(3))), [("assess", request)]);
    let rejected = ContextEvent::ContextRejected { layer: 1, reason: None };
    for event in [approved(1, 1), rejected] {
        assert_eq!(reaction(event), []);
    }
}

#[tokio::test]
async fn a_harmless_layer_is_scored_with_every_signal() {
    let world = World::with_project();
    let assessment = assessment(&world).await;
    assert_eq!((assessment.score.get(), assessment.complete), (0, true));
    assert_eq!(world.outside.script().moderated, ["Frogs are calm."]);
}

#[tokio::test]
async fn what_the_moderation_finds_counts() {
    let world = World::with_project();
    world.outside.script().moderations.push_back(Ok(vec![flagged(Category::Hate)]));
    assert_eq!(assessment(&world).await.score.get(), 85);
}

#[tokio::test]
async fn without_moderation_the_score_says_so_after_some_tries() {
    let world = World::with_project();
    world.outside.script().unmoderated = true;
    assert!(!assessment(&world).await.complete);
    assert_eq!(world.outside.script().moderated.len(), 4);
    let world = World::with_project();
    world.outside.script().moderations.push_back(Err(refused()));
    assert!(!assessment(&world).await.complete);
}

#[tokio::test]
async fn a_forgotten_layer_is_left_alone() {
    let world = World::with_project();
    let content = Text::Erased;
    let forgotten = ContextEvent::ContextAdded { layer: 1, content, added_by: crate::testing::member(5) };
    world.store.happens::<Context>(project_id(), &forgotten, crate::processes::testing::metadata());
    let mut runner = Runner::new(&world, [Arc::new(ContextAssessment::new(world.ports())) as _]);
    runner.settle().await;
    assert_eq!(context(&world).await.layers[&1].assessment, None);
    assert!(world.outside.script().moderated.is_empty());
}

#[tokio::test]
async fn a_program_that_stops_at_any_call_scores_once() {
    let undisturbed = World::with_project();
    assessment(&undisturbed).await;
    for point in 0..undisturbed.crash.passed() {
        let world = World::with_project();
        world.crash.at([point]);
        assessment(&world).await;
        assert_eq!(world.count("ContextAssessed"), 1, "stopped at {point}");
    }
}
