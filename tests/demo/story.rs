//! The conversation: what the admin types and presses, in the order of the three flows.

use std::time::Duration;

use anyhow::Context;
use harness::eventually;
use sandbox::Sandbox;
use sandbox::x::TimelineTweet;
use tests::api::Api;
use tests::people::Person;
use tests::stage::Stage;
use tests::surroundings::{ALICE, MALLORY};

use crate::report;

/// How long the project may wait for its account.
const PATIENCE: Duration = Duration::from_secs(30);

/// Plays the conversation; the post that came of it.
pub(crate) async fn tell(stage: &Stage) -> anyhow::Result<TimelineTweet> {
    let sandbox = &stage.sandbox;
    let alice = Person::new(sandbox, ALICE, "alice");
    report::step("alice, an owner, talks to the bot");
    alice.asks("/start", &["/help"]).await;
    let new_project =
        "/project_new Froglet | A friendly green frog that lives on Solana and loves rainy days";
    alice.asks(new_project, &["Froglet"]).await;
    a_stranger_is_refused(sandbox).await;
    the_account_is_there(stage, &alice).await?;

    let added = alice
        .says("/context_add Froglet holders plant one tree for every rainy day. We say gm, never shill.");
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
    alice.asks("/audit", &["The post was published"]).await;
    report::transcript(&alice.transcript());
    report::step("mallory, a stranger, tried too");
    report::transcript(&Person::new(sandbox, MALLORY, "mallory").transcript());
    published(sandbox).await
}

/// X accepts the credentials a moment after the project was made.
async fn the_account_is_there(stage: &Stage, alice: &Person<'_>) -> anyhow::Result<()> {
    let name = format!("@{}", stage.sandbox.credentials().x_username);
    let api = Api::connect(&stage.app, &format!("telegram:{ALICE}")).await?;
    let ask = async || {
        let projects = api.get("/api/projects").await.ok()?;
        projects["items"][0]["account"].is_object().then_some(())
    };
    eventually("the project has its X account", PATIENCE, ask).await;
    alice.asks("/status", &[&name]).await;
    Ok(())
}

async fn a_stranger_is_refused(sandbox: &Sandbox) {
    Person::new(sandbox, MALLORY, "mallory").asks("/pause", &["owner"]).await;
}

async fn published(sandbox: &Sandbox) -> anyhow::Result<TimelineTweet> {
    let newest = |tweets: &[TimelineTweet]| tweets.last().cloned();
    sandbox.x().wait_for(Duration::from_secs(10), newest).await.context("no post appeared on X")
}
