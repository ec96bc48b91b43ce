//! Work that takes its time: 202 with a job, or waiting for it.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use commands::suggestion::assess::AssessVariant;
use commands::suggestion::record_variants::RecordVariants;
use domain::id::{JobId, SuggestionId};
use domain::role::{Role, Scope};
use domain::suggestion::event::Usage;
use harness::eventually;
use serde_json::json;
use uuid::Uuid;

use crate::http::ApiState;
use crate::http::testing::{ApiFixture, TestRequest, assessment, router};
use engine::jobs::{JobState, JobStatusCache, JobView};

#[tokio::test]
async fn a_request_is_answered_with_a_job_that_can_be_asked_for_at_once() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let body = json!({ "project": project });
    let asked = TestRequest::post("/api/suggestions", &body).by(&owner).to(&router).await.is(202);
    assert_eq!(asked.header("location"), format!("/api/jobs/{}", asked.text("/job")));
    for _ in 0..2 {
        let job = TestRequest::get(asked.header("location")).by(&owner).to(&router).await.is(200);
        assert_eq!((job.text("/status"), job.text("/step")), ("queued", "generate"));
        assert_eq!(job.text("/result"), format!("/api/suggestions/{}", asked.id()));
        fixture.settle().await;
    }
    let none = format!("/api/jobs/{}", Uuid::from_u128(1));
    TestRequest::get(none).by(&owner).to(&router).await.is_problem(404, "not-found");
}

/// A cache with the copy of one job that has ended.
struct OneEnded(JobView);

#[async_trait]
impl JobStatusCache for OneEnded {
    async fn status_changed(&self, _: JobView) {}

    async fn ended(&self, job: JobId) -> Option<JobView> {
        (self.0.id == job).then(|| self.0.clone())
    }
}

#[tokio::test]
async fn a_job_that_has_ended_is_read_from_the_cache_and_every_other_from_the_database() {
    let fixture = ApiFixture::new().await;
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let at = "2026-01-09T12:00:00Z".parse().unwrap();
    let ended = JobView {
        id: JobId(Uuid::from_u128(7)),
        process: "publishing".to_owned(),
        step: "send".to_owned(),
        status: JobState::Failed,
        attempts: 3,
        due_at: at,
        last_error: Some("refused".to_owned()),
        created_at: at,
        updated_at: at,
        project_id: Some(project),
    };
    let cached = format!("/api/jobs/{}", ended.id);
    let api = ApiState { job_status: Arc::new(OneEnded(ended)), ..fixture.api() };
    let router = router(api);
    let job = TestRequest::get(&cached).by(&owner).to(&router).await.is(200);
    assert_eq!((job.text("/status"), job.text("/error")), ("failed", "refused"));
    let stranger = fixture.token(Role::Editor, Scope::Project(fixture.project().await)).await;
    TestRequest::get(&cached).by(&stranger).to(&router).await.is_problem(404, "not-found");
    let asked = TestRequest::post("/api/suggestions", &json!({ "project": project })).by(&owner);
    let asked = asked.to(&router).await.is(202);
    let job = TestRequest::get(asked.header("location")).by(&owner).to(&router).await.is(200);
    assert_eq!(job.text("/status"), "queued");
    TestRequest::get(&cached).by(&owner).to(&fixture.router()).await.is_problem(404, "not-found");
}

#[tokio::test]
async fn who_prefers_to_wait_gets_the_variants_with_their_scores() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let body = json!({ "project": project, "variants": 2 });
    let asking =
        TestRequest::post("/api/suggestions", &body).by(&owner).header("prefer", "wait=30").to(&router);
    let generating = async {
        let suggestion = requested(&fixture).await;
        let (input, model, usage) = (assessment(0), "m".into(), Usage::default());
        let variants = vec!["gm".into(), "gn".into()];
        fixture.process(RecordVariants { suggestion, project, input, model, variants, usage }).await;
        for variant in [1, 2] {
            let assessment = assessment(variant * 10);
            fixture.process(AssessVariant { suggestion, project, variant, revision: 0, assessment }).await;
        }
        fixture.settle().await;
    };
    let (answer, ()) = tokio::join!(asking, generating);
    let answer = answer.is(200);
    assert_eq!(answer.header("preference-applied"), "wait=30");
    let scores: Vec<_> =
        answer.json["variants"].as_array().unwrap().iter().map(|one| &one["score"]).collect();
    assert_eq!(scores, [&json!(10), &json!(20)]);
}

#[tokio::test]
async fn nobody_waits_longer_than_preferred_or_for_an_instance_that_stops() {
    let fixture = ApiFixture::new().await;
    let api = fixture.api();
    let stop = api.stop.clone();
    let router = router(api);
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let ask = async |wait: &str| {
        let call = TestRequest::post("/api/suggestions", &json!({ "project": project }));
        call.by(&owner).header("prefer", wait).to(&router).await
    };
    assert!(!ask("wait=0").await.is(202).header("location").is_empty());
    stop.cancel();
    ask("wait=60").await.is(202);
}

async fn requested(fixture: &ApiFixture) -> SuggestionId {
    let ask = async || {
        let sql = "SELECT aggregate_id FROM events WHERE event_type = 'SuggestionRequested'";
        sqlx::query_scalar(sql).fetch_optional(&fixture.database.pool).await.unwrap()
    };
    let id: String = eventually("a suggestion is requested", Duration::from_secs(10), ask).await;
    id.parse().unwrap()
}
