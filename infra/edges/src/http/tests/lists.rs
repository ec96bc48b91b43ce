//! Lists: page by page, whole and without repeats.

use serde_json::{Value, json};

use crate::http::testing::{ApiFixture, TestRequest};

/// The ids of a list, read page by page.
async fn ids(fixture: &ApiFixture, token: &str, first: String) -> Vec<String> {
    let router = fixture.router();
    let (mut ids, mut next) = (Vec::new(), Some(first));
    while let Some(path) = next {
        let page = TestRequest::get(&path).by(token).to(&router).await.is(200);
        let items = page.json["items"].as_array().unwrap();
        ids.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        next = page.json.get("next").and_then(Value::as_str).map(str::to_owned);
    }
    ids
}

#[tokio::test]
async fn every_list_is_read_page_by_page() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let (mut asked, mut added, mut projects) = (Vec::new(), Vec::new(), vec![project.to_string()]);
    for number in 1..=5 {
        let body = json!({ "project": project, "instruction": format!("post {number}") });
        asked.push(TestRequest::post("/api/suggestions", &body).by(&owner).to(&router).await.is(202));
        let body = json!({ "project": project, "content": format!("layer {number}") });
        added.push(TestRequest::post("/api/context", &body).by(&owner).to(&router).await.is(201));
        let body = json!({ "name": format!("Project {number}"), "description": "x" });
        projects.push(
            TestRequest::post("/api/projects", &body).by(&owner).to(&router).await.is(201).id().to_string(),
        );
    }
    fixture.settle().await;
    let newest_first = |answers: &[crate::http::testing::TestResponse]| {
        answers.iter().rev().map(|answer| answer.id().to_string()).collect::<Vec<_>>()
    };
    let of = format!("project={project}&limit=2");
    assert_eq!(ids(&fixture, &owner, format!("/api/suggestions?{of}")).await, newest_first(&asked));
    assert_eq!(ids(&fixture, &owner, format!("/api/context?{of}")).await, newest_first(&added));
    assert_eq!(ids(&fixture, &owner, "/api/projects?limit=2".into()).await, projects);
    assert_eq!(ids(&fixture, &owner, format!("/api/posts?{of}")).await, Vec::<String>::new());
    let events = ids(&fixture, &owner, format!("/api/audit?{of}")).await;
    assert_eq!(events.len(), 11);
}

#[tokio::test]
async fn suggestions_are_filtered_by_status() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let mut asked = Vec::new();
    for _ in 0..4 {
        let body = json!({ "project": project });
        asked.push(
            TestRequest::post("/api/suggestions", &body)
                .by(&owner)
                .to(&router)
                .await
                .is(202)
                .id()
                .to_string(),
        );
    }
    for id in [&asked[0], &asked[2]] {
        let reject = format!("/api/suggestions/{id}/reject");
        TestRequest::new("POST", &reject).by(&owner).to(&router).await.is(200);
    }
    fixture.settle().await;
    let path = format!("/api/suggestions?project={project}&status=rejected&limit=1");
    assert_eq!(ids(&fixture, &owner, path).await, [asked[2].clone(), asked[0].clone()]);
    for wrong in ["status=odd", "limit=x", "before=x"] {
        let path = format!("/api/suggestions?project={project}&{wrong}");
        TestRequest::get(&path).by(&owner).to(&router).await.is_problem(400, "invalid-parameter");
    }
}
