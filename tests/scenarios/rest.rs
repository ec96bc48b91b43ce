//! The same flows over REST, and what a client meets that makes mistakes.

use serde_json::{Value, json};

use crate::world::{World, assert_answers};

/// An answer as a transcript shows it.
fn told(request: &str, status: u16, answer: &Value) -> String {
    format!("{request}: {status}\n{answer:#}\n")
}

#[tokio::test]
async fn context_suggestion_and_post_over_rest() {
    let world = World::new().await;
    world.project().await;
    let api = world.api().await;
    let project = api.get("/api/projects").await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned();

    let layer = json!({"project": project, "content": "We plant a tree for every rainy day."});
    let (status, _, added) = api.post("/api/context", &[("Prefer", "wait=20")], &layer).await.unwrap();
    let mut answers = vec![told("POST /api/context", status, &added)];
    world.alice().sees(&["We plant a tree", "Approve"]).await;
    let layers = api.get(&format!("/api/context?project={project}")).await.unwrap();
    let id = layers["items"][0]["id"].as_str().unwrap().to_owned();
    let (status, _, body) = api.post(&format!("/api/context/{id}/approve"), &[], &json!({})).await.unwrap();
    answers.push(told("POST /api/context/{id}/approve", status, &body));

    let request = json!({"project": project, "instruction": "trees", "variants": 2});
    let (status, _, made) = api.post("/api/suggestions", &[("Prefer", "wait=30")], &request).await.unwrap();
    answers.push(told("POST /api/suggestions", status, &made));
    let suggestion = made["id"].as_str().unwrap().to_owned();

    let approve = json!({"variant": 1, "revision": 0});
    let (status, _, body) =
        api.post(&format!("/api/suggestions/{suggestion}/approve"), &[], &approve).await.unwrap();
    answers.push(told("POST /api/suggestions/{id}/approve", status, &body));
    let key = [("Idempotency-Key", "the-only-post")];
    for _ in 0..2 {
        let (status, _, body) =
            api.post("/api/posts", &key, &json!({"suggestion": suggestion})).await.unwrap();
        answers.push(told("POST /api/posts", status, &body));
    }
    assert_answers("rest_flow", &answers);
    let tweet = world.tweet().await;
    assert_eq!(tweet.text, made["variants"][0]["text"].as_str().unwrap());
    assert_eq!(world.sandbox.x().timeline().len(), 1);
}

#[tokio::test]
async fn a_suggestion_without_waiting_is_a_job_that_can_be_followed() {
    let world = World::new().await;
    world.project().await;
    let api = world.api().await;
    let project = api.get("/api/projects").await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned();
    let (status, headers, _) = api.post("/api/suggestions", &[], &json!({"project": project})).await.unwrap();
    assert_eq!(status, 202);
    let job = headers["location"].to_str().unwrap().to_owned();
    world.alice().sees(&["Approve", "Regenerate"]).await;
    assert_eq!(api.get(&job).await.unwrap()["status"], "done");
}

#[tokio::test]
async fn mistakes_get_problem_documents_and_the_service_stays_up() {
    let world = World::new().await;
    world.project().await;
    let api = world.api().await;
    let project = api.get("/api/projects").await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned();
    let nowhere = "00000000-0000-4000-8000-000000000000";
    let cases = [
        ("no content", json!({"project": project})),
        ("an unknown field", json!({"project": project, "content": "gm", "colour": "green"})),
        ("empty content", json!({"project": project, "content": ""})),
        ("too much content", json!({"project": project, "content": "x".repeat(100_000)})),
        ("an unknown project", json!({"project": nowhere, "content": "gm"})),
    ];
    let mut answers = Vec::new();
    for (mistake, body) in cases {
        let (status, headers, problem) = api.post("/api/context", &[], &body).await.unwrap();
        let kind = headers["content-type"].to_str().unwrap();
        assert!(kind.starts_with("application/problem+json"), "{status} {kind} {problem}");
        answers.push(told(mistake, status, &problem));
    }
    assert_answers("rest_mistakes", &answers);
    let base = world.app.url().unwrap();
    let answer = reqwest::get(format!("{base}/api/projects")).await.unwrap();
    assert_eq!(answer.status(), 401);
    assert!(reqwest::get(format!("{base}/healthz")).await.unwrap().status().is_success());
    let metrics = reqwest::get(format!("{base}/metrics")).await.unwrap().text().await.unwrap();
    assert!(metrics.contains("# TYPE"), "{metrics}");
}

/// The header of a receipt.
fn receipt(headers: &reqwest::header::HeaderMap) -> String {
    headers["memebot-receipt"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_was_written_is_read_at_once_with_its_receipt() {
    let world = World::new().await;
    world.project().await;
    let api = world.api().await;
    let project = api.get("/api/projects").await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned();
    for round in 0..5 {
        let layer = json!({"project": project, "content": format!("Rule {round}: no rain, no tree.")});
        let (status, headers, added) = api.post("/api/context", &[], &layer).await.unwrap();
        assert_eq!((status, added["receipt"]["token"].as_str().unwrap()), (201, &*receipt(&headers)));
        let path = format!("/api/context?project={project}&after={}", receipt(&headers));
        let (status, headers, seen) = api.read(&path, &[("Prefer", "wait=20")]).await.unwrap();
        assert_eq!((status, headers["preference-applied"].to_str().unwrap()), (200, "wait=20"), "{seen}");
        assert_eq!(seen["items"][0]["id"], added["id"], "the newest layer is the one just added");
    }
}

#[tokio::test]
async fn without_projectors_a_query_says_how_far_it_is_and_status_who_is_missing() {
    let mut world = World::new().await;
    world.project().await;
    let mut api = world.api().await;
    let project = api.get("/api/projects").await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned();
    let status = world.app.command(&["status"]).await.unwrap();
    assert_eq!(status.status.code(), Some(0), "{}", String::from_utf8_lossy(&status.stdout));
    world.app.stop().await.unwrap();
    world.app.restart_as("api,sequencer").await.unwrap();
    api.follow(&world.app).unwrap();

    let pause = format!("/api/projects/{project}/pause");
    let (status, headers, _) = api.post(&pause, &[], &json!({})).await.unwrap();
    assert_eq!(status, 200);
    let path = format!("/api/projects/{project}?after={}", receipt(&headers));
    let (status, headers, far) = api.read(&path, &[("Prefer", "wait=2")]).await.unwrap();
    assert_eq!((status, headers["retry-after"].to_str().unwrap()), (202, "1"), "{far}");
    assert_eq!((&far["reader"], &far["stage"]), (&json!("projects"), &json!("applying")), "{far}");
    let (wanted, reached) = (far["wanted"].as_u64().unwrap(), far["reached"].as_u64().unwrap());
    assert!(reached < wanted && far["lag"].as_u64().unwrap() > 0, "{far}");

    let status = world.app.command(&["status", "--json"]).await.unwrap();
    assert_eq!(status.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&status.stdout).unwrap();
    let state = |name: &str| {
        let readers = told["readers"].as_array().unwrap();
        readers.iter().find(|one| one["reader"] == name).unwrap()["state"].as_str().unwrap().to_owned()
    };
    let states = ["sequencer", "relay", "projects/1", "process:publishing/1"].map(state);
    assert_eq!(states, ["running", "stopped", "stopped", "stopped"], "{told}");
    world.app.stop().await.unwrap();
    let status = world.app.command(&["status"]).await.unwrap();
    let told = String::from_utf8(status.stdout).unwrap();
    assert!(status.status.code() == Some(1) && told.contains("no instance holds the lease"), "{told}");
}
