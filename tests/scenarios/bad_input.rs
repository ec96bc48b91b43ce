//! Mistakes at the keyboard and in the settings: a clear sentence each, and nothing half done.

use crate::world::{World, assert_transcript};

#[tokio::test]
async fn every_mistake_in_the_chat_gets_a_sentence() {
    let world = World::new().await;
    world.project().await;
    let alice = world.alice();
    let mistakes = [
        "/dance",
        "/context_add",
        "/context_approve one",
        "/context_approve 7",
        "/vibe",
        "/publish",
        "/use Toadlet",
        "/autopilot sideways",
        "/schedule 25:00",
        "/grant bob publisher",
        "just talking",
    ];
    let began = alice.asks("/use Froglet", &["Froglet"]).await.id;
    for text in mistakes {
        alice.asks(text, &[]).await;
    }
    assert_transcript("bad_input_mistakes", &alice, began).await;
    let long = format!("/context_add {}", "frog ".repeat(1000));
    let said = world.sandbox.telegram().user_says(alice.id, &long, None);
    if let Ok(said) = said {
        alice.sees_after(said, &["4000"]).await;
    }
    alice.asks("/status", &["Froglet"]).await;
}

#[tokio::test]
async fn a_forged_or_expired_button_changes_nothing() {
    let world = World::new().await;
    world.project().await;
    let alice = world.alice();
    let said = alice.says("/context_add We say gm.");
    let layer = alice.sees_after(said, &["Approve"]).await;
    for data in ["nonsense", "", "va:AAAAAAAAAAAAAAAAAAAAAA:1:0"] {
        world.sandbox.telegram().user_forges_press(alice.id, layer.id, data).ok();
    }
    alice.asks("/context_list", &["waits for approval"]).await;
}

#[tokio::test]
async fn wrong_settings_are_listed_together() {
    let mut world = World::new().await;
    world.app.stop().await.unwrap();
    let wrong = [("HTTP_ADDR", "nowhere"), ("MEMEBOT_OWNERS", "alice"), ("MEMEBOT_MASTER_KEY", "short")];
    for (name, value) in wrong {
        world.app.surroundings.variables.retain(|(known, _)| known != name);
        world.app.surroundings.variables.push((name.to_owned(), value.to_owned()));
    }
    let output = world.app.command(&["serve"]).await.unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(64), "{told}");
    assert!(wrong.iter().all(|(name, _)| told.contains(name)), "{told}");
    assert!(!told.contains("short"), "a secret was quoted: {told}");
}

/// A program for proofs would refuse to start: it knows no guard of that name. Faults on order are for proofs, so that
/// every scenario can be played on the program as it is shipped.
#[tokio::test]
async fn the_program_that_these_scenarios_drive_takes_no_orders_for_faults() {
    let mut world = World::new().await;
    for name in ["MEMEBOT_BREAK", "MEMEBOT_CRASH", "MEMEBOT_FORGET"] {
        world.app.surroundings.variables.push((name.to_owned(), "nonsense".to_owned()));
    }
    let output = world.app.command(&["config"]).await.unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "this is a build for proofs, run `make test`: {told}");
}
