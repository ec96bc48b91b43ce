//! The story: two projects, people with roles, suggestions and posts in every state.

use std::time::Duration;

use anyhow::ensure;
use chrono::{TimeDelta, Utc};
use harness::eventually;
use sandbox::faults::{Fault, Service};
use sandbox::openai::Scripted;
use sandbox::telegram::ChatMessage;
use serde_json::json;
use tests::api::Api;
use tests::people::Person;
use tests::surroundings::ALICE;

use crate::Stage;

/// Longer than any step takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(45);

/// Projects, roles and contexts; and a suggestion that nobody decides in time.
pub(crate) async fn first_life(stage: &Stage) -> anyhow::Result<()> {
    let (alice, bob) = (stage.alice(), stage.bob());
    alice.asks("/start", &["/help"]).await;
    bob.asks("/start", &["role"]).await;
    alice.asks("/project_new Froglet | A friendly green frog that loves rainy days", &["Froglet"]).await;
    alice.asks("/project_new Otterly | Otters who hold hands", &["Otterly"]).await;
    accounts_are_there(stage).await?;

    alice.asks("/use Otterly", &["Otterly"]).await;
    alice.asks("/grant 1002 publisher", &["publisher"]).await;
    let layer = added(&alice, "Otters hold hands when they sleep.").await;
    alice.presses(&layer, "Approve");
    alice.sees_after(layer.id - 1, &["pproved by"]).await;
    added(&alice, "Otters never sleep.").await;
    alice.asks("/context_reject 2 They do", &["ejected"]).await;
    bob.asks("/use Otterly", &["Otterly"]).await;

    alice.asks("/use Froglet", &["Froglet"]).await;
    let layer = added(&alice, "We plant one tree for every rainy day. We say gm.").await;
    alice.presses(&layer, "Approve");
    alice.sees_after(layer.id - 1, &["pproved by"]).await;
    added(&alice, "We never shill.").await;
    alice.asks("/vibe calm after the storm", &["calm after the storm"]).await;
    let (_, title) = suggested(&alice, "a frog that nobody looks at").await;
    alice.sees(&[&title, "xpired"]).await;
    Ok(())
}

/// Suggestions and posts in every state but those that only last while something runs.
pub(crate) async fn second_life(stage: &Stage) -> anyhow::Result<()> {
    let alice = stage.alice();
    stage.sandbox.openai().answer_next(Scripted::Refusal("no".into()));
    alice.asks("/suggest_post something odd", &["declined", "Regenerate"]).await;
    let (refused, title) = suggested(&alice, "a grumpy frog").await;
    alice.presses(&refused, "Reject");
    alice.sees(&[&title, "ejected"]).await;

    let asked = approved(&alice, "the first thousand trees").await;
    alice.says("/publish");
    alice.sees_after(asked, &["Published: https://x.com/"]).await;
    approved(&alice, "lilies and ponds").await;
    alice.asks("/publish in 2h", &["Cancel"]).await;
    approved(&alice, "a second thought").await;
    let queued = alice.asks("/publish in 3h", &["Cancel"]).await;
    alice.presses(&queued, "Cancel");
    alice.sees_after(queued.id - 1, &["Taken back by"]).await;
    failed(stage).await;

    let (undecided, title) = suggested(&alice, "frogs who read").await;
    alice.presses(&undecided, "Edit");
    let question = alice.sees_after(undecided.id, &["new text"]).await;
    alice.replies(&question, "Froglet reads a book about rain.");
    let edited = alice.sees(&[&title, "Froglet reads a book", "Edit"]).await;
    alice.presses(&edited, "Edit");
    alice.sees_after(question.id, &["new text"]).await;
    slot(stage).await
}

/// X refuses a post for good.
async fn failed(stage: &Stage) {
    let alice = stage.alice();
    let asked = approved(&alice, "a frog without credit").await;
    let kind = "https://api.x.com/2/problems/credits";
    let depleted = json!({ "title": "CreditsDepleted", "detail": "no credits", "type": kind });
    let fault = Fault::answer(402, depleted).on("/2/tweets").with_method("POST").times(1);
    stage.sandbox.inject(Service::X, fault);
    alice.says("/publish");
    alice.sees_after(asked, &["credit", "Retry"]).await;
}

/// The autopilot of Otterly has something for its slot in three hours.
#[expect(clippy::disallowed_methods, reason = "the binary reads the machine's clock too")]
async fn slot(stage: &Stage) -> anyhow::Result<()> {
    let alice = stage.alice();
    alice.asks("/use Otterly", &["Otterly"]).await;
    let at = Utc::now() + TimeDelta::hours(3);
    alice.asks(&at.format("/schedule %H:%M UTC").to_string(), &["every day"]).await;
    alice.asks("/autopilot approved", &["approved"]).await;
    alice.asks("/use Froglet", &["Froglet"]).await;
    let timer = "SELECT count(*) FROM effects WHERE process = 'autopilot' AND step = 'slot'";
    let pool = &stage.app.surroundings.database.pool;
    eventually("the slot has its timer", PATIENCE, async || {
        let timers: i64 = sqlx::query_scalar(timer).fetch_one(pool).await.ok()?;
        (timers == 1).then_some(())
    })
    .await;
    Ok(())
}

async fn added(person: &Person<'_>, text: &str) -> ChatMessage {
    let said = person.says(&format!("/context_add {text}"));
    person.sees_after(said, &["Approve", text]).await
}

/// Asks for variants; the first of them, and how it begins.
pub(crate) async fn suggested(person: &Person<'_>, about: &str) -> (ChatMessage, String) {
    let answer = person.asks(&format!("/suggest_post {about}"), &["Writing", "suggestion"]).await;
    let (_, id) = answer.text.split_once("suggestion ").expect("the answer names the suggestion");
    let title = format!("suggestion {}, variant 1", id.split('.').next().unwrap_or(id));
    (person.sees(&[&title, "Approve", "Edit"]).await, title)
}

/// The same, approved; the message before it.
pub(crate) async fn approved(person: &Person<'_>, about: &str) -> i64 {
    let (variant, title) = suggested(person, about).await;
    person.presses(&variant, "Approve");
    person.sees(&[&title, "pproved by"]).await;
    variant.id - 1
}

async fn accounts_are_there(stage: &Stage) -> anyhow::Result<()> {
    let api = Api::connect(&stage.app, &format!("telegram:{ALICE}")).await?;
    eventually("both projects have the X account", PATIENCE, async || {
        let projects = api.get("/api/projects").await.ok()?;
        let projects = projects["items"].as_array()?;
        (projects.len() == 2 && projects.iter().all(|project| project["account"].is_object())).then_some(())
    })
    .await;
    ensure!(!api.token().is_empty(), "the API has a token");
    Ok(())
}
