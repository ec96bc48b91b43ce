//! What became of a post, as a person saw it on X.

use axum::Router;
use commands::account::connect::ConnectAccount;
use commands::post::record_unknown::RecordUnknownOutcome;
use commands::project::assign_account::AssignAccount;
use domain::id::{AccountId, PostId, ProjectId, SuggestionId};
use domain::role::{Role, Scope};
use serde_json::{Value, json};

use super::requests::scored;
use crate::http::testing::{ApiFixture, TestRequest};

/// A post of the project that waits for its time.
async fn queued(fixture: &ApiFixture, router: &Router, owner: &str, project: ProjectId) -> PostId {
    let account = AccountId("42".into());
    fixture.operator(ConnectAccount { account: account.clone(), username: "froglet".into() }).await;
    fixture.operator(AssignAccount { project, account }).await;
    let body = json!({ "project": project, "variants": 1 });
    let suggestion =
        SuggestionId(TestRequest::post("/api/suggestions", &body).by(owner).to(router).await.is(202).id());
    scored(fixture, project, suggestion).await;
    let approval = format!("/api/suggestions/{suggestion}/approve");
    TestRequest::post(approval, &json!({ "variant": 1, "revision": 0 })).by(owner).to(router).await.is(200);
    PostId(
        TestRequest::post("/api/posts", &json!({ "suggestion": suggestion }))
            .by(owner)
            .to(router)
            .await
            .is(201)
            .id(),
    )
}

#[tokio::test]
async fn an_unknown_outcome_is_settled_for_the_attempt_that_was_looked_at() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let post = queued(&fixture, &router, &owner, project).await;
    let path = format!("/api/posts/{post}/confirm");
    let confirm = async |body: Value| TestRequest::post(&path, &body).by(&owner).to(&router).await;
    let lost = async |attempt: u32| {
        fixture.process(RecordUnknownOutcome { post, project, attempt, detail: "timeout".into() }).await
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
        let call = TestRequest::post(&path, &looked).by(&owner).header("idempotency-key", "looked");
        call.to(&router).await.is(200).json
    };
    let first = keyed().await;
    TestRequest::new("POST", &format!("/api/posts/{post}/retry")).by(&owner).to(&router).await.is(200);
    lost(2).await;
    assert_eq!(keyed().await, first);
    confirm(looked.clone()).await.is_problem(422, "invalid");
    for outcome in ["applied", "nothing"] {
        let answer = confirm(json!({ "live": true, "tweet_id": "100" })).await.is(200);
        assert_eq!(answer.text("/receipt/outcome"), outcome);
    }
    fixture.settle().await;
    let shown = TestRequest::get(format!("/api/posts/{post}")).by(&owner).to(&router).await.is(200);
    assert_eq!((shown.text("/status"), shown.text("/tweet_id")), ("published", "100"));
    assert_eq!(shown.text("/url"), "https://x.com/froglet/status/100");
}

#[tokio::test]
async fn a_post_made_by_hand_is_noted_and_its_id_added_later() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let post = queued(&fixture, &router, &owner, project).await;
    let path = format!("/api/posts/{post}/manual");
    TestRequest::new("POST", &path).by(&owner).to(&router).await.is(200);
    let noted =
        async |id: &str| TestRequest::post(&path, &json!({ "tweet_id": id })).by(&owner).to(&router).await;
    noted("frog").await.is_problem(422, "invalid");
    for outcome in ["applied", "nothing"] {
        assert_eq!(noted("100").await.is(200).text("/receipt/outcome"), outcome);
    }
    noted("101").await.is_problem(409, "already-decided");
    fixture.settle().await;
    let shown = TestRequest::get(format!("/api/posts/{post}")).by(&owner).to(&router).await.is(200);
    assert_eq!((shown.text("/status"), shown.text("/tweet_id")), ("posted_manually", "100"));
}

#[tokio::test]
async fn who_may_not_say_what_became_of_a_post_is_told_or_sees_none() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let post = queued(&fixture, &router, &owner, project).await;
    let editor = fixture.token(Role::Editor, Scope::Project(project)).await;
    let stranger = fixture.token(Role::Publisher, Scope::Project(fixture.project().await)).await;
    for (what, body) in [("confirm", json!({ "live": false })), ("manual", json!({}))] {
        let call = async |post: PostId, token: &str| {
            TestRequest::post(format!("/api/posts/{post}/{what}"), &body).by(token).to(&router).await
        };
        call(post, &editor).await.is_problem(403, "not-allowed");
        call(post, &stranger).await.is_problem(404, "not-found");
        call(PostId(project.0), &owner).await.is_problem(404, "not-found");
    }
}
