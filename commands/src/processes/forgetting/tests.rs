//! Keys are destroyed, and then nothing remembers.

use std::sync::Arc;

use domain::event::Event;
use domain::project::event::ProjectEvent;
use domain::stream::{AggregateType, StreamId};

use super::Forgetting;
use crate::port::cache::{ActiveContext, CachedVibe};
use crate::process::ProcessManager;
use crate::processes::testing::runner::{JobState, Runner};
use crate::processes::testing::{World, recorded};
use crate::testing::{noon, project_id};

fn streams() -> Vec<StreamId> {
    vec![StreamId::new(AggregateType::Context, project_id())]
}

#[test]
fn only_forgotten_texts_ask_for_it() {
    let process = Forgetting::new(World::new().ports());
    let reaction =
        |event| process.react(&recorded(AggregateType::Project, project_id(), Event::Project(event))).len();
    assert_eq!(reaction(ProjectEvent::TextsForgotten { streams: streams() }), 1);
    assert_eq!(reaction(ProjectEvent::ProjectArchived {}), 0);
}

#[tokio::test]
async fn keys_are_destroyed_and_caches_dropped() {
    let world = World::with_project();
    let context = ActiveContext { version: 1, layers: vec!["a name".to_owned()] };
    let vibe = CachedVibe { vibe: "a name".to_owned(), expires_at: noon() };
    world.outside.script().contexts.insert(project_id(), context);
    world.outside.script().vibes.insert(project_id(), vibe);
    world.project_event(&ProjectEvent::TextsForgotten { streams: streams() });
    let mut runner = Runner::new(&world, [Arc::new(Forgetting::new(world.ports())) as _]);
    runner.settle().await;
    assert_eq!(runner.states("forget"), [JobState::Done]);
    let script = world.outside.script();
    assert_eq!(script.forgotten, streams());
    assert!(script.contexts.is_empty() && script.vibes.is_empty());
}
