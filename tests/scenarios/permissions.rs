//! Who may do what: strangers, roles, two people at once, a second person for elevated risk.

use serde_json::Value;

use crate::world::{World, assert_transcript};

#[tokio::test]
async fn a_stranger_is_refused_and_the_refusal_is_history() {
    let world = World::new().await;
    world.project().await;
    let began = world.mallory().asks("/start", &[]).await.id;
    for text in ["/pause", "/projects", "/suggest_post gm", "/pending"] {
        world.mallory().asks(text, &["role"]).await;
    }
    assert_transcript("permissions_stranger", &world.mallory(), began).await;
    let audit = world.api().await.get("/api/audit?limit=100").await.unwrap();
    let refused = |entry: &&Value| entry["action"] == "CommandRefused" && entry["actor"] == "telegram:1999";
    assert_eq!(audit["items"].as_array().unwrap().iter().filter(refused).count(), 1, "{audit}");
}

#[tokio::test]
async fn roles_are_granted_and_revoked_in_the_chat() {
    let world = World::new().await;
    world.project().await;
    let began = world.bob().asks("/start", &[]).await.id;
    world.bob().asks("/pause", &["role"]).await;
    world.alice().asks("/grant 1002 publisher", &["publisher"]).await;
    let paused = world.bob().asks("/pause lunch", &["aused"]).await;
    for person in [world.alice(), world.bob()] {
        person.sees_after(paused.id - 1, &["Posting was paused by"]).await;
    }
    let revoked = world.alice().says("/revoke 1002 publisher");
    world.alice().sees_after(revoked, &["publisher"]).await;
    world.bob().asks("/resume", &["role"]).await;
    assert_transcript("permissions_granted_and_revoked", &world.bob(), began).await;
    assert_transcript("permissions_who_grants", &world.alice(), revoked).await;
}

#[tokio::test]
async fn two_admins_at_once_decide_once_and_the_slower_is_told() {
    let world = World::new().await;
    world.project().await;
    world.alice().asks("/grant 1002 publisher", &["publisher"]).await;
    world.bob().asks("/start", &["/help"]).await;
    let asked = world.alice().says("/suggest_post rain");
    let hers = world.alice().sees_after(asked, &["Approve"]).await;
    let his = world.bob().sees(&["Approve"]).await;
    world.alice().presses(&hers, "Approve");
    world.bob().presses(&his, "Reject");
    world.alice().sees_after(asked, &[" by "]).await;
    world.bob().sees(&[" by "]).await;
    let api = world.api().await;
    let project = api.get("/api/projects").await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned();
    let audit = api.get(&format!("/api/audit?project={project}&limit=200")).await.unwrap();
    let decisions = |entry: &&Value| {
        matches!(entry["action"].as_str(), Some("SuggestionApproved" | "SuggestionRejected"))
    };
    assert_eq!(audit["items"].as_array().unwrap().iter().filter(decisions).count(), 1);
}

#[tokio::test]
async fn a_double_press_takes_effect_once() {
    let world = World::new().await;
    world.project().await;
    let asked = world.alice().says("/suggest_post rain");
    let variant = world.alice().sees_after(asked, &["Publish now"]).await;
    world.alice().presses(&variant, "Publish now");
    let data = variant.buttons.iter().flatten().find(|button| button.text.contains("Publish now"));
    let data = data.and_then(|button| button.data.clone()).unwrap();
    world.sandbox.telegram().user_forges_press(world.alice().id, variant.id, &data).unwrap();
    world.alice().sees_after(asked, &["https://x.com/"]).await;
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}
