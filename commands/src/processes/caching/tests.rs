//! Caches follow the streams.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::context::Context;
use domain::context::event::ContextEvent;
use domain::event::Event;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::stream::AggregateType;
use domain::text::Text;

use super::Caching;
use crate::port::cache::{ActiveContext, CachedVibe};
use crate::process::{Priority, ProcessManager};
use crate::processes::testing::layers::{added, approved};
use crate::processes::testing::runner::Runner;
use crate::processes::testing::{World, metadata, recorded};
use crate::testing::{noon, project_id};

fn vibe(hours: i64) -> ProjectEvent {
    ProjectEvent::VibeSet { vibe: Text::known("sunny"), expires_at: noon() + TimeDelta::hours(hours) }
}

async fn settle(world: &World) {
    Runner::new(world, [Arc::new(Caching::new(world.ports())) as _]).settle().await;
}

#[test]
fn only_what_changes_the_context_or_the_vibe_counts() {
    let process = Caching::new(World::new().ports());
    let reaction = |kind, event| {
        let new_jobs = process.react(&recorded(kind, project_id(), event));
        assert!(new_jobs.iter().all(|new_job| new_job.priority == Priority::Background));
        new_jobs.iter().map(|new_job| new_job.step).collect::<Vec<_>>()
    };
    let of_context = |event| reaction(AggregateType::Context, Event::Context(event));
    let of_project = |event| reaction(AggregateType::Project, Event::Project(event));
    assert_eq!(of_context(approved(1, 1)), ["context"]);
    assert_eq!(
        of_context(ContextEvent::ContextRolledBack { to_version: 0, context_version: 2 }),
        ["context"]
    );
    assert_eq!(of_project(vibe(1)), ["vibe"]);
    assert_eq!(of_project(ProjectEvent::VibeCleared {}), ["vibe"]);
    assert!(of_context(added(1)).is_empty());
    assert!(of_project(ProjectEvent::PostingResumed {}).is_empty());
}

#[tokio::test]
async fn an_approved_layer_replaces_what_was_cached() {
    let world = World::with_project();
    let stale = ActiveContext { version: 0, layers: Vec::new() };
    world.outside.script().contexts.insert(project_id(), stale);
    world.store.given::<Context>(project_id(), &[added(1)]);
    world.store.happens::<Context>(project_id(), &approved(1, 1), metadata());
    settle(&world).await;
    let fresh = ActiveContext { version: 1, layers: vec!["Frogs are calm.".to_owned()] };
    assert_eq!(world.outside.script().contexts[&project_id()], fresh);
}

#[tokio::test]
async fn a_vibe_is_cached_until_it_is_cleared_or_over() {
    let world = World::with_project();
    world.store.happens::<Project>(project_id(), &vibe(1), metadata());
    settle(&world).await;
    let cached = CachedVibe { vibe: "sunny".to_owned(), expires_at: noon() + TimeDelta::hours(1) };
    assert_eq!(world.outside.script().vibes[&project_id()], cached);
    world.project_event(&ProjectEvent::VibeCleared {});
    settle(&world).await;
    assert!(world.outside.script().vibes.is_empty());
    world.project_event(&vibe(0));
    settle(&world).await;
    assert!(world.outside.script().vibes.is_empty());
}
