//! Changing things: bodies, idempotency, decisions.

use axum::body::Body;
use commands::account::connect::ConnectAccount;
use commands::context::assess::AssessContext;
use commands::project::assign_account::AssignAccount;
use commands::suggestion::assess::AssessVariant;
use commands::suggestion::record_variants::RecordVariants;
use domain::id::{AccountId, ProjectId, SuggestionId};
use domain::suggestion::event::Usage;
use serde_json::{Value, json};

use crate::http::testing::{ApiFixture, TestRequest, assessment};

fn frog() -> Value {
    json!({ "name": "Froglet", "description": "A frog" })
}

#[tokio::test]
async fn a_body_that_cannot_be_taken_is_pointed_at() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let owner = fixture.owner().await;
    let send = async |body: &str, kind: &str| {
        let call = TestRequest::new("POST", "/api/projects").by(&owner).header("content-type", kind);
        call.raw(Body::from(body.to_owned())).to(&router).await
    };
    let json = "application/json";
    send("{\"name\": ", json).await.is_problem(400, "malformed-body");
    send("{} {}", json).await.is_problem(422, "invalid");
    send("", json).await.is_problem(400, "malformed-body");
    send("{}", "text/plain").await.is_problem(415, "unsupported-media-type");
    send(&format!("\"{}\"", "x".repeat(64 * 1024)), json).await.is_problem(413, "body-too-large");
    let unknown = send(r#"{"name": "a", "description": "b", "colour": "green"}"#, json).await;
    unknown.is_problem(422, "invalid");
    assert_eq!(unknown.text("/errors/0/pointer"), "/colour");
    let mistyped = send(r#"{"name": 7, "description": "b"}"#, "application/json; charset=utf-8").await;
    mistyped.is_problem(422, "invalid");
    assert_eq!(mistyped.text("/errors/0/pointer"), "/name");
    let empty = send(r#"{"name": " ", "description": "b"}"#, json).await;
    empty.is_problem(422, "invalid");
    assert_eq!((empty.text("/errors/0/pointer"), empty.text("/errors/0/detail")), ("/name", "is empty"));
}

#[tokio::test]
async fn a_repeat_with_the_same_key_takes_effect_once() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, other) = (fixture.owner().await, fixture.owner().await);
    let create = async |body: Value, by: &str, key: &str| {
        TestRequest::post("/api/projects", &body).by(by).header("idempotency-key", key).to(&router).await
    };
    let first = create(frog(), &owner, "monday").await.is(201);
    let again = create(frog(), &owner, "monday").await.is(201);
    assert_eq!(first.json, again.json);
    assert_eq!(first.header("location"), format!("/api/projects/{}", first.id()));
    let reused = create(json!({ "name": "Toadlet", "description": "A toad" }), &owner, "monday").await;
    reused.is_problem(422, "key-reused");
    assert_ne!(create(frog(), &other, "monday").await.is(201).id(), first.id());
    assert_ne!(create(frog(), &owner, "tuesday").await.is(201).id(), first.id());
    create(frog(), &owner, "").await.is_problem(400, "invalid-parameter");
    create(frog(), &owner, &"k".repeat(201)).await.is_problem(400, "invalid-parameter");
}

#[tokio::test]
async fn everything_that_follows_carries_the_requests_id_and_trace() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let owner = fixture.owner().await;
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let call = TestRequest::post("/api/projects", &frog()).by(&owner).header("traceparent", trace);
    let answer = call.to(&router).await.is(201);
    let metadata: Value = sqlx::query_scalar("SELECT metadata FROM events WHERE aggregate_id = $1")
        .bind(answer.id().to_string())
        .fetch_one(&fixture.database.pool)
        .await
        .unwrap();
    assert_eq!(metadata["trace"], trace);
    assert_eq!(metadata["correlation_id"], answer.header("x-request-id"));
    assert_eq!(answer.header("x-request-id"), "4bf92f35-77b3-4da6-a3ce-929d0e0e4736");
    let given = TestRequest::get("/healthz").header("x-request-id", "deploy-42").to(&router).await;
    assert_eq!(given.header("x-request-id"), "deploy-42");
}

#[tokio::test]
async fn a_project_is_paused_resumed_and_given_a_mood() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let owner = fixture.owner().await;
    let project = TestRequest::post("/api/projects", &frog()).by(&owner).to(&router).await.is(201).id();
    let set = async |what: &str, body: Value| {
        TestRequest::post(format!("/api/projects/{project}/{what}"), &body).by(&owner).to(&router).await
    };
    assert_eq!(set("pause", json!({ "reason": "rain" })).await.is(200).text("/receipt/outcome"), "applied");
    assert_eq!(set("pause", json!({})).await.is(200).text("/receipt/outcome"), "nothing");
    set("vibe", json!({ "vibe": "sunny", "seconds": 3600 })).await.is(200);
    set("autopilot", json!({ "mode": "full" })).await.is_problem(409, "no-account");
    set("autopilot", json!({ "mode": "half" })).await.is_problem(422, "invalid");
    fixture.settle().await;
    let shown = TestRequest::get(format!("/api/projects/{project}")).by(&owner).to(&router).await.is(200);
    assert_eq!(shown.json["posting_enabled"], false);
    assert_eq!((shown.text("/paused_reason"), shown.text("/vibe/text")), ("rain", "sunny"));
    set("resume", json!({})).await.is(200);
    set("vibe", json!({ "vibe": null })).await.is(200);
    fixture.settle().await;
    let shown = TestRequest::get(format!("/api/projects/{project}")).by(&owner).to(&router).await.is(200);
    assert_eq!((&shown.json["posting_enabled"], &shown.json["vibe"]), (&json!(true), &Value::Null));
}

#[tokio::test]
async fn a_layer_is_proposed_scored_approved_and_rolled_back() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let body = json!({ "project": project, "content": "Frogs are green" });
    let added = TestRequest::post("/api/context", &body).by(&owner).to(&router).await.is(201);
    assert_eq!(added.json["layer"], 1);
    let (approve, named) =
        (format!("{}/approve", added.header("location")), json!({ "project": project, "layer": 1 }));
    TestRequest::post(&approve, &named).by(&owner).to(&router).await.is_problem(409, "not-scored");
    let wrong =
        TestRequest::post(&approve, &json!({ "project": project, "layer": 2 })).by(&owner).to(&router).await;
    wrong.is_problem(422, "invalid");
    fixture.process(AssessContext { project, layer: 1, assessment: assessment(5) }).await;
    fixture.settle().await;
    TestRequest::new("POST", &approve).by(&owner).to(&router).await.is(200);
    let again = TestRequest::new("POST", &approve).by(&owner).to(&router).await;
    again.is_problem(409, "already-decided");
    assert_eq!(again.text("/current_status"), "approved");
    let rollback = json!({ "project": project, "to_version": 0 });
    TestRequest::post("/api/context/rollback", &rollback).by(&owner).to(&router).await.is(200);
    fixture.settle().await;
    let shown = TestRequest::get(added.header("location")).by(&owner).to(&router).await.is(200);
    assert_eq!((shown.text("/status"), shown.text("/content")), ("rolled_back", "Frogs are green"));
    assert_eq!((&shown.json["score"], &shown.json["active"]), (&json!(5), &json!(false)));
}

#[tokio::test]
async fn a_suggestion_is_edited_approved_and_queued() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let body = json!({ "project": project, "variants": 1 });
    let asked = TestRequest::post("/api/suggestions", &body).by(&owner).to(&router).await.is(202);
    let suggestion = SuggestionId(asked.id());
    scored(&fixture, project, suggestion).await;
    let call = async |what: &str, body: Value| {
        TestRequest::post(format!("/api/suggestions/{suggestion}/{what}"), &body).by(&owner).to(&router).await
    };
    call("edit", json!({ "variant": 1, "revision": 0, "text": "gm, frogs" })).await.is(200);
    let stale = call("approve", json!({ "variant": 1, "revision": 0 })).await;
    stale.is_problem(409, "stale");
    assert_eq!(stale.json["current_revision"], 1);
    fixture
        .process(AssessVariant { suggestion, project, variant: 1, revision: 1, assessment: assessment(3) })
        .await;
    call("approve", json!({ "variant": 1, "revision": 1 })).await.is(200);
    call("reject", json!({})).await.is_problem(409, "already-decided");
    let post =
        TestRequest::post("/api/posts", &json!({ "suggestion": suggestion })).by(&owner).to(&router).await;
    post.is_problem(409, "no-account");
    fixture.settle().await;
    let shown =
        TestRequest::get(format!("/api/suggestions/{suggestion}")).by(&owner).to(&router).await.is(200);
    assert_eq!((shown.text("/status"), shown.text("/variants/0/text")), ("approved", "gm, frogs"));
}

#[tokio::test]
async fn a_post_is_queued_once_taken_back_and_not_tried_again() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let account = AccountId("42".into());
    fixture.operator(ConnectAccount { account: account.clone(), username: "froglet".into() }).await;
    fixture.operator(AssignAccount { project, account }).await;
    let body = json!({ "project": project, "variants": 1 });
    let suggestion =
        SuggestionId(TestRequest::post("/api/suggestions", &body).by(&owner).to(&router).await.is(202).id());
    scored(&fixture, project, suggestion).await;
    let approval = format!("/api/suggestions/{suggestion}/approve");
    TestRequest::post(approval, &json!({ "variant": 1, "revision": 0 })).by(&owner).to(&router).await.is(200);
    let body = json!({ "suggestion": suggestion, "publish_at": "2026-01-09T18:00:00+01:00" });
    let queued = TestRequest::post("/api/posts", &body).by(&owner).to(&router).await.is(201);
    fixture.settle().await;
    let shown = TestRequest::get(queued.header("location")).by(&owner).to(&router).await.is(200);
    assert_eq!((shown.text("/status"), shown.text("/text")), ("queued", "gm"));
    assert_eq!(shown.text("/publish_at"), "2026-01-09T17:00:00Z");
    let act = async |what: &str| {
        let path = format!("/api/posts/{}/{what}", queued.id());
        TestRequest::post(path, &json!({})).by(&owner).to(&router).await
    };
    act("cancel").await.is(200);
    act("retry").await.is_problem(409, "already-decided");
    fixture.settle().await;
    let listed =
        TestRequest::get(format!("/api/posts?project={project}")).by(&owner).to(&router).await.is(200);
    assert_eq!(listed.text("/items/0/status"), "cancelled");
    let unknown = json!({ "suggestion": project });
    TestRequest::post("/api/posts", &unknown).by(&owner).to(&router).await.is_problem(404, "not-found");
}

/// Records one variant and its score, as the generation does.
pub(super) async fn scored(fixture: &ApiFixture, project: ProjectId, suggestion: SuggestionId) {
    let (input, usage) = (assessment(0), Usage::default());
    let (model, variants) = ("m".into(), vec!["gm".into()]);
    fixture.process(RecordVariants { suggestion, project, input, model, variants, usage }).await;
    fixture
        .process(AssessVariant { suggestion, project, variant: 1, revision: 0, assessment: assessment(3) })
        .await;
}
