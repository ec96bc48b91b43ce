//! The conversation: what the admin types and presses, in the order of the three flows.

use std::time::Duration;

use anyhow::Context;
use sandbox::Sandbox;
use sandbox::x::TimelineTweet;
use tests::people::Person;
use tests::stage::Stage;
use tests::surroundings::{ALICE, MALLORY};

use crate::report;

/// Plays the conversation; the post that came of it.
pub(crate) async fn tell(stage: &Stage) -> anyhow::Result<TimelineTweet> {
    let sandbox = &stage.sandbox;
    let alice = Person::new(sandbox, ALICE, "alice");
    report::step("alice, an owner, talks to the bot");
    alice.asks("/start", &["/help"]).await;
    let new_project = "/project_new Froglet | A friendly green frog that lives on Solana and loves rainy days";
    alice.asks(new_project, &["Froglet"]).await;
    a_stranger_is_refused(sandbox).await;

    let added = alice.says("/context_add Froglet holders plant one tree for every rainy day. We say gm, never shill.");
    let layer = alice.sees_after(added, &["Approve", "plant one tree"]).await;
    alice.presses(&layer, "Approve");
    alice.sees_after(added, &["plant one tree", "pproved"]).await;
    alice.asks("/vibe calm after the storm, grateful", &["calm after the storm"]).await;

    let asked = alice.says("/suggest_post the first thousand trees are planted");
    let variant = alice.sees_after(asked, &["Approve", "Publish now"]).await;
    alice.presses(&variant, "Approve");
    alice.sees_after(asked, &["pproved by"]).await;
    alice.says("/publish");
    alice.sees_after(asked, &["https://x.com/"]).await;
    alice.asks("/audit", &["PostPublished"]).await;
    report::transcript(&alice.transcript());
    published(sandbox).await
}

async fn a_stranger_is_refused(sandbox: &Sandbox) {
    Person::new(sandbox, MALLORY, "mallory").asks("/pause", &["owner"]).await;
}

async fn published(sandbox: &Sandbox) -> anyhow::Result<TimelineTweet> {
    let newest = |tweets: &[TimelineTweet]| tweets.last().cloned();
    sandbox.x().wait_for(Duration::from_secs(10), newest).await.context("no post appeared on X")
}
