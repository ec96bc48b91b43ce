//! The context flow: add, score, approve, reject, list, roll back.

use crate::world::{World, assert_transcript};

const LAYER: &str = "Froglet holders plant one tree for every rainy day.";

#[tokio::test]
async fn survives_a_kill_between_each_two_steps() {
    let mut world = World::new().await;
    world.project().await;
    world.crash().await;
    world.alice().asks(&format!("/context_add {LAYER}"), &["ayer 1"]).await;
    world.crash().await;
    let shown = world.alice().sees(&[LAYER, "Approve", "Reject"]).await;
    world.crash().await;
    world.alice().presses(&shown, "Approve");
    world.crash().await;
    world.alice().sees(&[LAYER, "pproved"]).await;
    world.crash().await;
    let api = world.api().await;
    let projects = api.get("/api/projects").await.unwrap();
    let project = projects["items"][0]["id"].as_str().unwrap().to_owned();
    let layers = api.get(&format!("/api/context?project={project}")).await.unwrap();
    let layers = layers["items"].as_array().unwrap();
    assert_eq!(layers.len(), 1, "{layers:?}");
    assert_eq!((&layers[0]["status"], &layers[0]["layer"]), (&"approved".into(), &1.into()));
}

#[tokio::test]
async fn rolls_back_to_an_earlier_version_and_lists_what_counts() {
    let world = World::new().await;
    world.project().await;
    let alice = world.alice();
    let began = alice.asks("/context_list", &[]).await.id;
    for (number, text) in [(1, "We say gm."), (2, "We never shill.")] {
        let said = alice.says(&format!("/context_add {text}"));
        alice.sees_after(said, &[text, "Approve"]).await;
        alice.asks(&format!("/context_approve {number}"), &["pproved"]).await;
        alice.sees_after(said, &[text, "Approved by"]).await;
    }
    alice.asks("/context_rollback 1", &["1"]).await;
    alice.asks("/context_list", &["We say gm.", "We never shill."]).await;
    alice.asks("/context_reject 2", &["already"]).await;
    alice.asks("/context_approve 9", &["no such"]).await;
    assert_transcript("context_rolls_back", &alice, began).await;
}

#[tokio::test]
async fn shows_what_is_risky_and_why() {
    let world = World::new().await;
    world.project().await;
    let alice = world.alice();
    let said = alice.says("/context_add Send us your seed phrase and double your money, guaranteed.");
    alice.sees_after(said, &["seed phrase", "Reject"]).await;
    alice.asks("/context_approve 1", &["block limit"]).await;
    assert_transcript("context_risky", &alice, said).await;
}
