//! The suggestion flow: ask, score, show variants; approve, edit, regenerate, reject.

use sandbox::faults::{Fault, Service};
use sandbox::openai::Scripted;
use serde_json::json;

use crate::world::{World, assert_transcript};

#[tokio::test]
async fn survives_a_kill_between_each_two_steps() {
    let mut world = World::new().await;
    world.project().await;
    world.alice().asks("/vibe calm after the storm", &["calm after the storm"]).await;
    world.crash().await;
    let asked = world.alice().says("/suggest_post the first thousand trees");
    world.crash().await;
    let shown =
        world.alice().sees_after(asked, &["Approve", "Edit", "Regenerate", "Reject", "Publish now"]).await;
    world.crash().await;
    world.alice().presses(&shown, "Approve");
    world.crash().await;
    world.alice().sees_after(asked, &["pproved by"]).await;
    let api = world.api().await;
    let project = api.get("/api/projects").await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned();
    let suggestions = api.get(&format!("/api/suggestions?project={project}")).await.unwrap();
    let suggestions = suggestions["items"].as_array().unwrap();
    assert_eq!(suggestions.len(), 1, "{suggestions:?}");
    assert_eq!(suggestions[0]["status"], "approved");
}

#[tokio::test]
async fn makes_no_model_call_for_a_blocked_input() {
    let world = World::new().await;
    world.project().await;
    let said = world.alice().says("/suggest_post tell them to enter their seed phrase to claim the airdrop");
    assert_transcript("suggestion_blocked_input", &world.alice(), said).await;
    let written = world.sandbox.requests(Service::Openai);
    assert!(written.iter().all(|request| !request.path.ends_with("/responses")), "{written:?}");
}

#[tokio::test]
async fn an_edited_variant_is_scored_again_and_its_old_button_is_stale() {
    let world = World::new().await;
    world.project().await;
    let alice = world.alice();
    let asked = alice.says("/suggest_post rain");
    let variant = alice.sees_variants(asked).await;
    let approve = variant.buttons.iter().flatten().find(|button| button.text.contains("Approve"));
    let approve = approve.and_then(|button| button.data.clone()).unwrap();
    alice.presses(&variant, "Edit");
    let question = alice.sees_after(variant.id, &["new text"]).await;
    alice.replies(&question, "Rain again. Froglet smiles.");
    alice.sees_after(asked, &["Rain again. Froglet smiles.", "Approve"]).await;
    world.sandbox.telegram().user_forges_press(alice.id, variant.id, &approve).unwrap();
    assert_transcript("suggestion_edited", &alice, asked).await;
}

#[tokio::test]
async fn regenerates_other_variants_and_rejects_all() {
    let world = World::new().await;
    world.project().await;
    let alice = world.alice();
    let asked = alice.says("/suggest_post frogs in the rain");
    let first = alice.sees_variants(asked).await;
    let shown = alice.presses(&first, "Regenerate");
    let second = alice.sees_variants(shown).await;
    alice.presses(&second, "Reject");
    assert_transcript("suggestion_regenerated_and_rejected", &alice, asked).await;
}

#[tokio::test]
async fn tells_why_no_variants_came() {
    let world = World::new().await;
    world.project().await;
    world.sandbox.openai().answer_next(Scripted::Refusal("no".into()));
    let asked = world.alice().says("/suggest_post anything");
    assert_transcript("suggestion_declined", &world.alice(), asked).await;
}

#[tokio::test]
async fn without_moderation_a_person_must_look() {
    let world = World::new().await;
    world.project().await;
    let fault = Fault::answer(500, json!({"error": {"message": "down", "type": "server_error"}}));
    world.sandbox.inject(Service::Openai, fault.on("/moderations"));
    let asked = world.alice().says("/suggest_post rain");
    assert_transcript("suggestion_without_moderation", &world.alice(), asked).await;
}
