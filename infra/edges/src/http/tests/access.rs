//! Who gets in, and what they see.

use chrono::TimeDelta;
use commands::member::revoke_api_token::RevokeApiToken;
use domain::id::{MemberId, TokenId};
use domain::role::{Role, Scope};
use secrecy::ExposeSecret;
use serde_json::json;
use uuid::Uuid;

use crate::http::testing::{ApiFixture, TestRequest, router};
use crate::tokens::ApiToken;

#[tokio::test]
async fn without_a_token_that_counts_nobody_gets_in() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let good = fixture.owner().await;
    TestRequest::get("/api/projects").by(&good).to(&router).await.is(200);
    let none = TestRequest::get("/api/projects").to(&router).await;
    none.is_problem(401, "unauthenticated");
    assert!(none.header("www-authenticate").starts_with("Bearer"));
    let (rest, _) = good.rsplit_once('.').unwrap();
    let stranger = ApiToken::mint(MemberId("service:nobody".into()), TokenId(Uuid::from_u128(1)));
    let other_secret = stranger.text().expose_secret().rsplit_once('.').unwrap().1.to_owned();
    for wrong in ["", "x", rest, &format!("{rest}.{other_secret}"), stranger.text().expose_secret()] {
        TestRequest::get("/api/projects").by(wrong).to(&router).await.is_problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn an_expired_or_revoked_token_stops_to_count_at_once() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let member = MemberId("service:ci".into());
    let role = commands::member::grant_role::GrantRole {
        member: member.clone(),
        role: Role::Owner,
        scope: Scope::Global,
        name: None,
    };
    fixture.operator(role).await;
    let end = commands::port::clock::Clock::now(&*fixture.clock) + TimeDelta::minutes(1);
    let expiring = fixture.token_of(member.clone(), Some(end)).await;
    let revoked = fixture.token_of(member.clone(), None).await;
    for token in [&expiring, &revoked] {
        TestRequest::get("/api/projects").by(token.text().expose_secret()).to(&router).await.is(200);
    }
    fixture.clock.forward(TimeDelta::minutes(1));
    fixture.operator(RevokeApiToken { member, token: revoked.id() }).await;
    for token in [&expiring, &revoked] {
        let answer = TestRequest::get("/api/projects").by(token.text().expose_secret()).to(&router).await;
        answer.is_problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn what_belongs_to_another_project_does_not_exist() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (own, other) = (fixture.project().await, fixture.project().await);
    let editor = fixture.token(Role::Editor, Scope::Project(own)).await;
    let owner = fixture.owner().await;
    let body = json!({ "project": other, "instruction": "gm" });
    let foreign = TestRequest::post("/api/suggestions", &body).by(&owner).to(&router).await.is(202);
    fixture.settle().await;
    let seen = TestRequest::get("/api/projects").by(&editor).to(&router).await.is(200);
    assert_eq!(seen.json["items"].as_array().unwrap().len(), 1);
    assert_eq!(seen.json["items"][0]["id"], json!(own));
    for path in [
        format!("/api/projects/{other}"),
        format!("/api/suggestions/{}", foreign.id()),
        format!("/api/suggestions?project={other}"),
        format!("/api/context?project={other}"),
        format!("/api/posts?project={other}"),
        format!("/api/audit?project={other}"),
        foreign.header("location").to_owned(),
    ] {
        TestRequest::get(&path).by(&editor).to(&router).await.is_problem(404, "not-found");
        TestRequest::get(&path).by(&owner).to(&router).await.is(200);
    }
    let approval = format!("/api/suggestions/{}/approve", foreign.id());
    let answer =
        TestRequest::post(approval, &json!({ "variant": 1, "revision": 0 })).by(&editor).to(&router).await;
    answer.is_problem(404, "not-found");
    let refused: i64 = sqlx::query_scalar("SELECT count(*) FROM events WHERE event_type = 'CommandRefused'")
        .fetch_one(&fixture.database.pool)
        .await
        .unwrap();
    assert_eq!(refused, 8, "attempts are history although their targets do not exist for the caller");
}

#[tokio::test]
async fn a_missing_role_is_told_with_those_that_would_do() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let project = fixture.project().await;
    let editor = fixture.token(Role::Editor, Scope::Project(project)).await;
    let pause = format!("/api/projects/{project}/pause");
    let answer = TestRequest::new("POST", &pause).by(&editor).to(&router).await;
    answer.is_problem(403, "not-allowed");
    assert_eq!(answer.json["needs"], json!(["publisher"]));
    let body = json!({ "name": "Toadlet", "description": "A toad" });
    TestRequest::post("/api/projects", &body).by(&editor).to(&router).await.is_problem(403, "not-allowed");
    TestRequest::get("/api/audit").by(&editor).to(&router).await.is_problem(403, "not-allowed");
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_when_to_come_back() {
    let fixture = ApiFixture::new().await;
    let mut api = fixture.api();
    api.limits.per_minute = 2;
    let router = router(api);
    let (eager, calm) = (fixture.owner().await, fixture.owner().await);
    for _ in 0..2 {
        TestRequest::get("/api/projects").by(&eager).to(&router).await.is(200);
        TestRequest::get("/api/projects").to(&router).await.is_problem(401, "unauthenticated");
    }
    let answer = TestRequest::get("/api/projects").by(&eager).to(&router).await;
    answer.is_problem(429, "rate-limited");
    assert_eq!(answer.header("retry-after"), "60");
    TestRequest::get("/api/projects").to(&router).await.is_problem(429, "rate-limited");
    TestRequest::get("/api/projects").by(&calm).to(&router).await.is(200);
}

#[tokio::test]
async fn looking_at_the_audit_log_is_itself_remembered() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let project = fixture.project().await;
    let auditor = fixture.token(Role::Auditor, Scope::Global).await;
    TestRequest::get("/api/audit").by(&auditor).to(&router).await.is(200);
    fixture.settle().await;
    let seen = TestRequest::get("/api/audit?limit=1").by(&auditor).to(&router).await.is(200);
    assert_eq!(seen.json["items"][0]["action"], "DataRead");
    let of_project =
        TestRequest::get(format!("/api/audit?project={project}")).by(&auditor).to(&router).await.is(200);
    assert_eq!(of_project.json["items"][0]["action"], "ProjectCreated");
    assert!(of_project.json.get("next").is_none());
}
