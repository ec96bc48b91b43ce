//! The autopilot: slots, approved suggestions, and the full mode.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use sandbox::openai::Scripted;

use crate::publishing::approved;
use crate::world::World;

/// A daily slot two minutes from now, as people type it.
#[expect(clippy::disallowed_methods, reason = "the binary under test reads the machine's clock too")]
fn soon() -> String {
    (Utc::now() + TimeDelta::minutes(2)).format("/schedule %H:%M UTC").to_string()
}

/// Moves business time past the slot.
fn to_the_slot(world: &World) {
    world.app.advance_clock(Duration::from_mins(3)).unwrap();
}

#[tokio::test]
async fn publishes_an_approved_suggestion_in_its_slot_once() {
    let mut world = World::new().await;
    world.project().await;
    approved(&world).await;
    world.alice().asks(&soon(), &["every day"]).await;
    world.alice().asks("/autopilot approved", &["approved"]).await;
    world.crash().await;
    to_the_slot(&world);
    world.tweet().await;
    world.crash().await;
    world.app.advance_clock(Duration::from_hours(24)).unwrap();
    world.alice().sees(&["https://x.com/"]).await;
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn in_full_mode_writes_and_publishes_what_is_harmless() {
    let world = World::new().await;
    world.project().await;
    world.alice().asks(&soon(), &["every day"]).await;
    world.alice().asks("/autopilot full", &["full"]).await;
    to_the_slot(&world);
    world.tweet().await;
}

#[tokio::test]
async fn in_full_mode_leaves_what_is_risky_to_people() {
    let world = World::new().await;
    world.project().await;
    world.alice().asks(&soon(), &["every day"]).await;
    world.alice().asks("/autopilot full", &["full"]).await;
    let risky = "Guaranteed profit, double your money with Froglet today!";
    world.sandbox.openai().answer_next(Scripted::Texts(vec![risky.into(), format!("{risky} Now.")]));
    to_the_slot(&world);
    world.alice().sees(&["Guaranteed profit", "Reject"]).await;
    assert!(world.sandbox.x().timeline().is_empty());
}
