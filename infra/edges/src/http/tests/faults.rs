//! What goes wrong on our side, as programs see it.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use commands::envelope::Envelope;
use commands::error::CommandError;
use commands::port::dispatch::{Dispatch, Dispatched};
use commands::unreadable::{EventPlace, Unreadable};
use domain::stream::{AggregateType, StreamId};
use serde_json::json;

use crate::http::testing::{ApiFixture, TestRequest, TestResponse, router};

/// A bus that does not do what it should.
enum FailingDispatch {
    Answers(CommandError),
    Hangs,
    Panics,
}

#[async_trait]
impl Dispatch for FailingDispatch {
    async fn dispatch(&self, _: Envelope) -> Result<Dispatched, CommandError> {
        match self {
            Self::Answers(error) => Err(error.clone()),
            Self::Hangs => std::future::pending().await,
            Self::Panics => panic!("secret words"),
        }
    }
}

async fn create_with(failing: FailingDispatch) -> TestResponse {
    let fixture = ApiFixture::new().await;
    let owner = fixture.owner().await;
    let mut api = fixture.api();
    api.dispatch = Arc::new(failing);
    api.limits.request = Duration::from_secs(1);
    let body = json!({ "name": "Froglet", "description": "A frog" });
    TestRequest::post("/api/projects", &body).by(&owner).to(&router(api)).await
}

#[tokio::test]
async fn a_store_that_is_away_says_when_to_come_back() {
    let retry_after = Duration::from_millis(1500);
    let error = CommandError::Unavailable { retry_after, why: "host db-7 is gone".into() };
    let answer = create_with(FailingDispatch::Answers(error)).await;
    answer.is_problem(503, "unavailable");
    assert_eq!(answer.header("retry-after"), "2");
    assert!(!answer.json.to_string().contains("db-7"));
}

#[tokio::test]
async fn a_conflict_may_be_tried_again() {
    let stream = StreamId::new(AggregateType::Project, "1");
    let answer = create_with(FailingDispatch::Answers(CommandError::Conflict { stream })).await;
    answer.is_problem(409, "conflict");
    assert_eq!(answer.header("retry-after"), "1");
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_may_be_tried_again() {
    let place = EventPlace { stream: "project/1".to_owned(), sequence: 3, position: Some(17) };
    let error = CommandError::Unreadable(Unreadable::event(place, "no reader for version 9.0"));
    let answer = create_with(FailingDispatch::Answers(error)).await;
    answer.is_problem(503, "unreadable");
    assert_eq!(answer.header("retry-after"), "30");
    assert_eq!(answer.text("/stream"), "project/1");
    assert_eq!((&answer.json["sequence"], &answer.json["position"]), (&json!(3), &json!(17)));
    let detail = "cannot read event 3 of project/1 (position 17): no reader for version 9.0";
    assert_eq!(answer.text("/detail"), detail);
}

#[tokio::test]
async fn during_an_upgrade_a_command_is_refused_for_a_while() {
    let error = CommandError::UpgradeUnderWay { event: "ProjectCreated" };
    let answer = create_with(FailingDispatch::Answers(error)).await;
    answer.is_problem(503, "upgrade");
    assert_eq!(answer.header("retry-after"), "10");
    let detail = "an upgrade is under way: an instance that still runs cannot read ProjectCreated";
    assert_eq!(answer.text("/detail"), detail);
}

#[tokio::test]
async fn internals_stay_inside() {
    for failing in
        [FailingDispatch::Answers(CommandError::Corrupt("secret words".into())), FailingDispatch::Panics]
    {
        let answer = create_with(failing).await;
        answer.is_problem(500, "internal");
        assert!(!answer.json.to_string().contains("secret"));
    }
}

#[tokio::test]
async fn no_request_takes_for_ever() {
    create_with(FailingDispatch::Hangs).await.is_problem(504, "timeout");
}

#[tokio::test]
async fn what_is_not_there_and_what_it_cannot_do_are_told_apart() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let owner = fixture.owner().await;
    TestRequest::get("/nowhere").to(&router).await.is_problem(404, "not-found");
    TestRequest::get("/api/projects/froglet").by(&owner).to(&router).await.is_problem(404, "not-found");
    let answer = TestRequest::new("DELETE", "/api/projects").by(&owner).to(&router).await;
    answer.is_problem(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
}

#[tokio::test]
async fn every_problem_has_a_page() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let problem = TestRequest::get("/nowhere").to(&router).await;
    let page = TestRequest::get(problem.text("/type")).to(&router).await.is(200);
    assert!(page.json.as_str().unwrap().starts_with("Not found (404)"), "{page:?}");
    TestRequest::get("/problems/none").to(&router).await.is_problem(404, "not-found");
}
