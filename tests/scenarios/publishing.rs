//! The publishing flow: queue, check, one request to X, the link back; and everything that can go wrong there.

use std::time::Duration;

use sandbox::faults::{Breakage, Fault, Service};
use sandbox::x::PostFields;
use serde_json::json;
use tests::people::Person;

use crate::world::{World, assert_transcript};

/// Asks for variants and approves the first; the id of the message that asked.
pub(crate) async fn approved(world: &World) -> i64 {
    let alice = world.alice();
    let asked = alice.says("/suggest_post frogs and rain");
    let variant = alice.sees_variants(asked).await;
    alice.presses(&variant, "Approve");
    alice.sees_after(asked, &["pproved by"]).await;
    asked
}

async fn sees_the_link(alice: &Person<'_>, after: i64) {
    alice.sees_after(after, &["Published: https://x.com/"]).await;
}

#[tokio::test]
async fn survives_a_kill_between_each_two_steps_with_exactly_one_post() {
    let mut world = World::new().await;
    world.project().await;
    let asked = approved(&world).await;
    world.crash().await;
    world.alice().says("/publish");
    world.crash().await;
    world.tweet().await;
    world.crash().await;
    sees_the_link(&world.alice(), asked).await;
    world.crash().await;
    world.alice().asks("/pending", &["othing"]).await;
    assert_eq!(world.sandbox.x().timeline().len(), 1);
    let api = world.api().await;
    let project = api.get("/api/projects").await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned();
    let posts = api.get(&format!("/api/posts?project={project}")).await.unwrap();
    let posts = posts["items"].as_array().unwrap();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0]["status"], "published");
    assert_eq!(posts[0]["tweet_id"], *world.sandbox.x().timeline()[0].id);
}

#[tokio::test]
async fn a_request_that_took_effect_without_an_answer_is_found_on_the_timeline() {
    let world = World::new().await;
    world.project().await;
    let asked = approved(&world).await;
    let lost = Fault::breakage(Breakage::DropAfter).on("/2/tweets").with_method("POST").times(1);
    world.sandbox.inject(Service::X, lost);
    world.alice().says("/publish");
    sees_the_link(&world.alice(), asked).await;
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn a_kill_while_the_request_is_on_the_wire_ends_with_exactly_one_post() {
    let mut world = World::with(&[("X_TIMEOUT", "2")]).await;
    world.project().await;
    let asked = approved(&world).await;
    let slow: Fault = serde_json::from_value(json!({
        "path": "/2/tweets", "method": "POST", "times": 1, "kind": {"delay_ms": 20_000, "after_effect": true}
    }))
    .unwrap();
    world.sandbox.inject(Service::X, slow);
    world.alice().says("/publish");
    world.tweet().await;
    world.crash().await;
    sees_the_link(&world.alice(), asked).await;
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn an_outcome_that_nobody_knows_is_asked_of_people_and_not_repeated() {
    let world = World::with(&[("MEMEBOT_RECONCILE_AFTER", "0,0")]).await;
    world.project().await;
    let asked = approved(&world).await;
    let lost = Fault::breakage(Breakage::DropBefore).on("/2/tweets").with_method("POST").times(1);
    world.sandbox.inject(Service::X, lost);
    world.alice().says("/publish");
    let question = world.alice().sees_after(asked, &["It is live", "It is not"]).await;
    assert_eq!(world.sandbox.x().timeline().len(), 0);
    let again = question.buttons.iter().flatten().find(|button| button.text.contains("It is not")).unwrap();
    world.alice().presses(&question, &again.text);
    sees_the_link(&world.alice(), asked).await;
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn a_rate_limit_is_waited_for() {
    let world = World::new().await;
    world.project().await;
    let asked = approved(&world).await;
    let limited = json!({"title": "Too Many Requests", "type": "about:blank", "status": 429});
    let fault = Fault::answer(429, limited).on("/2/tweets").with_method("POST").times(2);
    world.sandbox.inject(Service::X, fault.header("retry-after", "1"));
    world.alice().says("/publish");
    sees_the_link(&world.alice(), asked).await;
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn a_refusal_of_x_is_told_and_can_be_retried() {
    let world = World::new().await;
    world.project().await;
    let asked = approved(&world).await;
    let depleted = json!({"title": "CreditsDepleted", "detail": "no credits", "type": "https://api.x.com/2/problems/credits"});
    let fault = Fault::answer(402, depleted).on("/2/tweets").with_method("POST").times(1);
    world.sandbox.inject(Service::X, fault);
    world.alice().says("/publish");
    let failed = world.alice().sees_after(asked, &["credit", "Retry"]).await;
    assert_eq!(world.sandbox.x().timeline().len(), 0);
    world.alice().presses(&failed, "Retry");
    sees_the_link(&world.alice(), asked).await;
}

#[tokio::test]
async fn a_timeline_that_x_refuses_to_show_holds_the_post_back_and_people_are_told_why() {
    let world = World::new().await;
    world.project().await;
    let asked = approved(&world).await;
    let revoked =
        json!({"title": "Unauthorized", "detail": "Unauthorized", "type": "about:blank", "status": 401});
    world.sandbox.inject(Service::X, Fault::answer(401, revoked).on("/2/users/").with_method("GET"));
    world.alice().says("/publish");
    world
        .alice()
        .sees_after(asked, &["⚠️ Posts wait", "does not accept the keys", "No text is at fault"])
        .await;
    assert_eq!(world.sandbox.x().timeline().len(), 0);
    world.sandbox.clear_faults(Service::X);
    world.app.advance_clock(Duration::from_mins(1)).unwrap();
    sees_the_link(&world.alice(), asked).await;
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn a_parameter_that_x_has_renamed_holds_nothing_back() {
    let world = World::new().await;
    world.project().await;
    let asked = approved(&world).await;
    world.sandbox.x().set_post_fields(PostFields::Post);
    world.alice().says("/publish");
    sees_the_link(&world.alice(), asked).await;
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_while_posting_is_paused() {
    let world = World::new().await;
    world.project().await;
    let asked = approved(&world).await;
    world.alice().asks("/pause checking something", &["aused"]).await;
    world.alice().sees_after(asked, &["Posting was paused by"]).await;
    world.alice().asks("/publish", &["waits until /resume"]).await;
    let seen =
        world.sandbox.x().wait_for(Duration::from_secs(4), |tweets| (!tweets.is_empty()).then_some(()));
    assert!(seen.await.is_none(), "a post went out while posting was paused");
    world.alice().asks("/resume", &["esumed"]).await;
    sees_the_link(&world.alice(), asked).await;
    assert_transcript("publishing_paused", &world.alice(), asked).await;
}

#[tokio::test]
async fn goes_out_at_its_time_or_not_at_all() {
    let world = World::new().await;
    world.project().await;
    let asked = approved(&world).await;
    let queued = world.alice().asks("/publish in 2h", &["Cancel"]).await;
    world.app.advance_clock(Duration::from_hours(2)).unwrap();
    sees_the_link(&world.alice(), asked).await;
    assert!(queued.id > asked);
}

#[tokio::test]
async fn a_queued_post_can_be_cancelled() {
    let world = World::new().await;
    world.project().await;
    let asked = approved(&world).await;
    let queued = world.alice().asks("/publish in 3h", &["Cancel"]).await;
    world.alice().presses(&queued, "Cancel");
    assert_transcript("publishing_cancelled", &world.alice(), asked).await;
    world.app.advance_clock(Duration::from_hours(4)).unwrap();
    world.sandbox.set_time_ahead(Service::Telegram, 4 * 3600);
    world.alice().asks("/pending", &["othing"]).await;
    assert!(world.sandbox.x().timeline().is_empty());
}
