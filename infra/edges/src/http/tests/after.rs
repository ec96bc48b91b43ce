//! Reading one's own write: a query waits until it shows what the receipt stands for, or tells how far it is.

use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use domain::id::ProjectId;
use domain::role::{Role, Scope};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::http::testing::{ApiFixture, TestRequest, TestResponse, router};

/// An owner who has paused the project's posting; the read models have not heard of it.
struct Written {
    fixture: ApiFixture,
    router: Router,
    owner: String,
    project: ProjectId,
    receipt: String,
}

impl Written {
    async fn new() -> Self {
        let fixture = ApiFixture::new().await;
        let (router, owner) = (fixture.router(), fixture.owner().await);
        let project = fixture.project().await;
        fixture.follow().await;
        let paused = pause(&router, &owner, project).await.is(200);
        let receipt = paused.header("memebot-receipt").to_owned();
        assert_eq!(paused.text("/receipt/token"), receipt);
        Self { fixture, router, owner, project, receipt }
    }

    /// Reads what the receipt should show.
    async fn read(&self, path: &str, wait: &str) -> TestResponse {
        let mark = if path.contains('?') { '&' } else { '?' };
        let path = format!("{path}{mark}after={}", self.receipt);
        TestRequest::get(path).by(&self.owner).header("prefer", wait).to(&self.router).await
    }

    async fn show(&self, wait: &str) -> TestResponse {
        self.read(&format!("/api/projects/{}", self.project), wait).await
    }
}

async fn pause(router: &Router, by: &str, project: ProjectId) -> TestResponse {
    TestRequest::new("POST", &format!("/api/projects/{project}/pause")).by(by).to(router).await
}

#[tokio::test]
async fn a_query_that_does_not_show_it_yet_says_how_far_it_is() {
    let written = Written::new().await;
    let far = written.show("wait=0").await.is(202);
    far.is_problem(202, "not-yet");
    assert_eq!((far.text("/stage"), far.text("/reader")), ("sequencing", "projects"));
    assert_eq!((&far.json["wanted"], &far.json["lag"]), (&Value::Null, &json!(1)));
    assert_eq!((far.header("retry-after"), far.header("preference-applied")), ("1", "wait=0"));
    written.fixture.settle().await;
    let near = written.show("wait=0").await.is(202);
    let wanted = near.json["wanted"].as_u64().unwrap();
    assert_eq!((near.text("/stage"), &near.json["lag"]), ("applying", &json!(1)));
    assert!(near.json["reached"].as_u64().unwrap() < wanted);
    assert_eq!(near.json["log_position"], wanted);
    written.fixture.follow().await;
    let there = written.show("wait=0").await.is(200);
    assert_eq!(there.json["posting_enabled"], false);
}

#[tokio::test]
async fn a_query_waits_until_it_shows_the_write() {
    let written = Written::new().await;
    let catching_up = async {
        written.fixture.settle().await;
        written.fixture.follow().await;
    };
    let (answer, ()) = tokio::join!(written.show("wait=90"), catching_up);
    let answer = answer.is(200);
    assert_eq!(answer.header("preference-applied"), "wait=30", "no longer than that");
    assert_eq!(answer.json["posting_enabled"], false);
    let unasked = TestRequest::get(format!("/api/projects?after={}", written.receipt)).by(&written.owner);
    assert_eq!(unasked.to(&written.router).await.is(200).header("preference-applied"), "");
}

#[tokio::test]
async fn every_query_waits_for_the_read_model_behind_it() {
    let written = Written::new().await;
    written.fixture.settle().await;
    let project = written.project;
    let none = Uuid::from_u128(1);
    for (path, reader) in [
        ("/api/projects".to_owned(), "projects"),
        (format!("/api/context?project={project}"), "context_layers"),
        (format!("/api/context/{none}"), "context_layers"),
        (format!("/api/suggestions?project={project}"), "post_suggestions"),
        (format!("/api/suggestions/{none}"), "post_suggestions"),
        (format!("/api/posts?project={project}"), "posts"),
        (format!("/api/posts/{none}"), "posts"),
        (format!("/api/audit?project={project}"), "audit_logs"),
    ] {
        let answer = written.read(&path, "wait=0").await;
        answer.is_problem(202, "not-yet");
        assert_eq!(answer.text("/reader"), reader, "{path}");
    }
    let body = json!({ "project": project });
    let asked =
        TestRequest::post("/api/suggestions", &body).by(&written.owner).to(&written.router).await.is(202);
    let job = written.read(asked.header("location"), "wait=0").await;
    job.is_problem(202, "not-yet");
    assert_eq!(job.text("/reader"), "process:generation");
}

#[tokio::test]
async fn what_was_no_receipt_is_refused_with_what_to_do() {
    let written = Written::new().await;
    for wrong in ["x", "", &Uuid::from_u128(1).to_string()] {
        let path = format!("/api/projects?after={wrong}");
        let answer = TestRequest::get(&path).by(&written.owner).to(&written.router).await;
        answer.is_problem(400, "unknown-receipt");
        assert!(answer.text("/detail").contains("receipt.token"));
        TestRequest::get(&path).to(&written.router).await.is_problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn no_effect_and_a_refusal_have_receipts_that_wait_for_what_they_saw() {
    let mut written = Written::new().await;
    let again = pause(&written.router, &written.owner, written.project).await.is(200);
    assert_eq!(again.text("/receipt/outcome"), "nothing");
    let editor = written.fixture.token(Role::Editor, Scope::Global).await;
    let refused = pause(&written.router, &editor, written.project).await;
    refused.is_problem(403, "not-allowed");
    for answer in [&again, &refused] {
        answer.header("memebot-receipt").clone_into(&mut written.receipt);
        written.show("wait=0").await.is_problem(202, "not-yet");
    }
    written.fixture.settle().await;
    written.fixture.follow().await;
    let path = format!("/api/audit?project={}", written.project);
    let seen = written.read(&path, "wait=0").await.is(200);
    assert!(seen.json["items"].as_array().unwrap().iter().any(|item| item["action"] == "CommandRefused"));
}

#[tokio::test]
async fn nobody_waits_for_a_parked_event_or_in_an_instance_that_stops() {
    let written = Written::new().await;
    written.fixture.settle().await;
    let mut stopping = written.fixture.api();
    stopping.limits.request = Duration::from_secs(1);
    stopping.stop.cancel();
    let path = format!("/api/projects?after={}", written.receipt);
    let stopping =
        TestRequest::get(&path).by(&written.owner).header("prefer", "wait=30").to(&router(stopping)).await;
    stopping.is_problem(202, "not-yet");
    written.fixture.follow().await;
    sqlx::query(
        "INSERT INTO parked_events (consumer, version, key, position, error, attempts)
         SELECT 'projects', 1, 'k', last_position, 'odd', 3 FROM sequencer_state",
    )
    .execute(&written.fixture.database.pool)
    .await
    .unwrap();
    let parked = written.show("wait=30").await;
    parked.is_problem(202, "not-yet");
    assert_eq!((parked.text("/stage"), parked.header("retry-after")), ("parked", "60"));
}

/// Nobody is told.
struct NoAlarm;

#[async_trait]
impl OwnerAlarm for NoAlarm {
    async fn raise(&self, _: &Alarm) {}
}

#[tokio::test]
async fn queries_of_a_project_say_from_which_position_on_they_lack_events() {
    let written = Written::new().await;
    written.fixture.settle().await;
    written.fixture.follow().await;
    let (api, pool) = (written.fixture.api(), &written.fixture.database.pool);
    let (unreadable, router, project) = (api.unreadable.clone(), router(api), written.project);
    let other = written.fixture.project().await;
    written.fixture.settle().await;
    written.fixture.follow().await;
    sqlx::query(
        "INSERT INTO parked_events (consumer, version, key, position, error, attempts)
         VALUES ('projects', 1, 'project/' || $1::uuid, 2, 'odd', 3)",
    )
    .bind(project.0)
    .execute(pool)
    .await
    .unwrap();
    let since = async |path: String| {
        let answer = TestRequest::get(path).by(&written.owner).to(&router).await.is(200);
        answer.header("memebot-stale-since").to_owned()
    };
    assert_eq!(since(format!("/api/projects/{project}")).await, "", "nobody has looked yet");
    unreadable.look(pool, &*written.fixture.clock, &NoAlarm).await.unwrap();
    assert_eq!(since(format!("/api/projects/{project}")).await, "2");
    assert_eq!(since("/api/projects".to_owned()).await, "2");
    assert_eq!(since(format!("/api/projects/{other}")).await, "");
    assert_eq!(since(format!("/api/posts?project={project}")).await, "", "another read model has all of it");
}
