//! What became of a post, as a person saw it on X.

use axum::Router;
use commands::account::connect::ConnectAccount;
use commands::post::record_unknown::RecordUnknownOutcome;
use commands::project::assign_account::AssignAccount;
use domain::id::{AccountId, PostId, ProjectId, SuggestionId};
use domain::role::{Role, Scope};
use serde_json::{Value, json};

use super::requests::scored;
use crate::http::testing::{Call, World};

/// A post of the project that waits for its time.
async fn queued(world: &World, router: &Router, owner: &str, project: ProjectId) -> PostId {
    let account = AccountId("42".into());
    world.operator(ConnectAccount { account: account.clone(), username: "froglet".into() }).await;
    world.operator(AssignAccount { project, account }).await;
    let body = json!({ "project": project, "variants": 1 });
    let suggestion =
        SuggestionId(Call::post("/api/suggestions", &body).by(owner).to(router).await.is(202).id());
    scored(world, project, suggestion).await;
    let approval = format!("/api/suggestions/{suggestion}/approve");
    Call::post(approval, &json!({ "variant": 1, "revision": 0 })).by(owner).to(router).await.is(200);
    PostId(
        Call::post("/api/posts", &json!({ "suggestion": suggestion }))
            .by(owner)
            .to(router)
            .await
            .is(201)
            .id(),
    )
}

#[tokio::test]
async fn an_unknown_outcome_is_settled_for_the_attempt_that_was_looked_at() {
    let world = World::new().await;
    let router = world.router();
    let (owner, project) = (world.owner().await, world.project().await);
    let post = queued(&world, &router, &owner, project).await;
    let path = format!("/api/posts/{post}/confirm");
    let confirm = async |body: Value| Call::post(&path, &body).by(&owner).to(&router).await;
    let lost = async |attempt: u32| {
        world.process(RecordUnknownOutcome { post, project, attempt, detail: "timeout".into() }).await
    };
    confirm(json!({ "live": false })).await.is_problem(409, "already-decided");
    lost(1).await;
    for (body, pointer) in [
        (json!({ "live": true }), "/tweet_id"),
        (json!({ "live": false, "tweet_id": "100" }), "/tweet_id"),
        (json!({ "live": true, "tweet_id": "frog" }), "/tweet_id"),
        (json!({ "live": false, "attempt": 2 }), "/attempt"),
    ] {
        let answer = confirm(body).await;
        answer.is_problem(422, "invalid");
        assert_eq!(answer.text("/errors/0/pointer"), pointer);
    }
    let looked = json!({ "live": false, "attempt": 1 });
    let keyed = async || {
        let call = Call::post(&path, &looked).by(&owner).header("idempotency-key", "looked");
        call.to(&router).await.is(200).json
    };
    let first = keyed().await;
    Call::new("POST", &format!("/api/posts/{post}/retry")).by(&owner).to(&router).await.is(200);
    lost(2).await;
    assert_eq!(keyed().await, first);
    confirm(looked.clone()).await.is_problem(422, "invalid");
    for outcome in ["applied", "nothing"] {
        let answer = confirm(json!({ "live": true, "tweet_id": "100" })).await.is(200);
        assert_eq!(answer.text("/receipt/outcome"), outcome);
    }
    world.settle().await;
    let shown = Call::get(format!("/api/posts/{post}")).by(&owner).to(&router).await.is(200);
    assert_eq!((shown.text("/status"), shown.text("/tweet_id")), ("published", "100"));
    assert_eq!(shown.text("/url"), "https://x.com/froglet/status/100");
}

#[tokio::test]
async fn a_post_made_by_hand_is_noted_and_its_id_added_later() {
    let world = World::new().await;
    let router = world.router();
    let (owner, project) = (world.owner().await, world.project().await);
    let post = queued(&world, &router, &owner, project).await;
    let path = format!("/api/posts/{post}/manual");
    Call::new("POST", &path).by(&owner).to(&router).await.is(200);
    let noted = async |id: &str| Call::post(&path, &json!({ "tweet_id": id })).by(&owner).to(&router).await;
    noted("frog").await.is_problem(422, "invalid");
    for outcome in ["applied", "nothing"] {
        assert_eq!(noted("100").await.is(200).text("/receipt/outcome"), outcome);
    }
    noted("101").await.is_problem(409, "already-decided");
    world.settle().await;
    let shown = Call::get(format!("/api/posts/{post}")).by(&owner).to(&router).await.is(200);
    assert_eq!((shown.text("/status"), shown.text("/tweet_id")), ("posted_manually", "100"));
}

#[tokio::test]
async fn who_may_not_say_what_became_of_a_post_is_told_or_sees_none() {
    let world = World::new().await;
    let router = world.router();
    let (owner, project) = (world.owner().await, world.project().await);
    let post = queued(&world, &router, &owner, project).await;
    let editor = world.token(Role::Editor, Scope::Project(project)).await;
    let stranger = world.token(Role::Publisher, Scope::Project(world.project().await)).await;
    for (what, body) in [("confirm", json!({ "live": false })), ("manual", json!({}))] {
        let call = async |post: PostId, token: &str| {
            Call::post(format!("/api/posts/{post}/{what}"), &body).by(token).to(&router).await
        };
        call(post, &editor).await.is_problem(403, "not-allowed");
        call(post, &stranger).await.is_problem(404, "not-found");
        call(PostId(project.0), &owner).await.is_problem(404, "not-found");
    }
}
