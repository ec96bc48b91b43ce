//! A new project gets the account that the credentials belong to.

use std::sync::Arc;
use std::time::Duration;

use domain::account::Account;
use domain::account::event::AccountEvent;
use domain::event::Event;
use domain::project::Project;
use domain::project::event::ProjectEvent;
use domain::stream::AggregateType;

use super::Onboarding;
use crate::account::testing::{account_id, connected};
use crate::port::ServiceError;
use crate::port::aggregates::Aggregates;
use crate::port::clock::Clock;
use crate::process::ProcessManager;
use crate::processes::testing::outside::{refused, unavailable};
use crate::processes::testing::runner::{JobState, Runner};
use crate::processes::testing::{World, metadata, recorded};
use crate::project::fixtures::created;
use crate::testing::project_id;

async fn settle(world: &World) -> Option<String> {
    world.store.happens::<Project>(project_id(), &created(), metadata());
    let mut runner = Runner::new(world, [Arc::new(Onboarding::new(world.ports())) as _]);
    runner.settle().await;
    assert_eq!(runner.states("assign"), [JobState::Done]);
    world.bus.project(project_id()).await.unwrap().state.account.map(|(_, username)| username)
}

#[test]
fn only_a_new_project_asks_for_it() {
    let process = Onboarding::new(World::new().ports());
    let reaction =
        |event| process.react(&recorded(AggregateType::Project, project_id(), Event::Project(event))).len();
    assert_eq!(reaction(created()), 1);
    assert_eq!(reaction(ProjectEvent::ProjectArchived {}), 0);
}

#[tokio::test]
async fn an_account_is_connected_and_assigned() {
    let world = World::new();
    assert_eq!(settle(&world).await.as_deref(), Some("froglet"));
    assert_eq!(world.count("AccountConnected"), 1);
}

#[tokio::test]
async fn a_known_account_is_not_connected_again_unless_its_name_changed() {
    let world = World::new();
    world.store.given::<Account>(account_id(), &[connected()]);
    settle(&world).await;
    assert_eq!(world.count("AccountConnected"), 0);
    let world = World::new();
    world
        .store
        .given::<Account>(account_id(), &[AccountEvent::AccountConnected { username: "tadpole".into() }]);
    assert_eq!(settle(&world).await.as_deref(), Some("froglet"));
}

#[tokio::test]
async fn missing_credentials_are_waited_for() {
    let world = World::new();
    world.x.fails([unavailable(), refused(), refused()]);
    assert_eq!(settle(&world).await.as_deref(), Some("froglet"));
}

#[tokio::test]
async fn a_limit_of_x_is_waited_for_as_long_as_it_says() {
    let world = World::new();
    let before = world.clock.now();
    let retry_after = Some(Duration::from_secs(700));
    world.x.fails([ServiceError::Unavailable { service: "test", why: "limit".into(), retry_after }]);
    assert_eq!(settle(&world).await.as_deref(), Some("froglet"));
    assert_eq!((world.clock.now() - before).num_seconds(), 700);
}

#[tokio::test]
async fn a_project_that_has_an_account_keeps_it() {
    let world = World::new();
    let (account, username) = (domain::id::AccountId("77".into()), "toad".to_owned());
    let assigned = ProjectEvent::AccountAssigned { account, username };
    world.store.given::<Project>(project_id(), &[assigned]);
    assert_eq!(settle(&world).await.as_deref(), Some("toad"));
    assert_eq!(world.count("AccountConnected"), 0);
}

#[tokio::test]
async fn a_program_that_stops_at_any_call_assigns_once() {
    let undisturbed = World::new();
    settle(&undisturbed).await;
    for point in 0..undisturbed.crash.passed() {
        let world = World::new();
        world.crash.at([point]);
        settle(&world).await;
        assert_eq!(world.count("AccountAssigned"), 1);
    }
}
