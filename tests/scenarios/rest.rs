//! The same flows over REST, and what a client meets that makes mistakes.

use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn context_suggestion_and_post_over_rest() {
    let world = World::new().await;
    world.project().await;
    let api = world.api().await;
    let project = api.get("/api/projects").await.unwrap()["items"][0]["id"].as_str().unwrap().to_owned();

    let layer = json!({"project": project, "content": "We plant a tree for every rainy day."});
    let (status, _, added) = api.post("/api/context", &[("Prefer", "wait=20")], &layer).await.unwrap();
    assert!((200..300).contains(&status), "{status} {added}");
    world.alice().sees(&["We plant a tree", "Approve"]).await;
    let layers = api.get(&format!("/api/context?project={project}")).await.unwrap();
    let id = layers["items"][0]["id"].as_str().unwrap().to_owned();
    let (status, _, body) = api.post(&format!("/api/context/{id}/approve"), &[], &json!({})).await.unwrap();
    assert!((200..300).contains(&status), "{status} {body}");

    let request = json!({"project": project, "instruction": "trees", "variants": 2});
    let (status, _, made) = api.post("/api/suggestions", &[("Prefer", "wait=30")], &request).await.unwrap();
    assert_eq!(status, 200, "{made}");
    let suggestion = made["id"].as_str().unwrap().to_owned();
    let variants = made["variants"].as_array().unwrap();
    assert!(variants.len() == 2 && variants.iter().all(|variant| variant["score"].is_u64()), "{made}");

    let approve = json!({"variant": 1, "revision": 0});
    let (status, _, body) =
        api.post(&format!("/api/suggestions/{suggestion}/approve"), &[], &approve).await.unwrap();
    assert!((200..300).contains(&status), "{status} {body}");
    let key = [("Idempotency-Key", "the-only-post")];
    for _ in 0..2 {
        let (status, _, body) =
            api.post("/api/posts", &key, &json!({"suggestion": suggestion})).await.unwrap();
        assert!((200..300).contains(&status), "{status} {body}");
    }
    let tweet = world.tweet().await;
    assert_eq!(tweet.text, variants[0]["text"].as_str().unwrap());
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
    let cases: [(&str, Value, u16); 5] = [
        ("/api/context", json!({"project": project}), 422),
        ("/api/context", json!({"project": project, "content": "gm", "colour": "green"}), 422),
        ("/api/context", json!({"project": project, "content": ""}), 422),
        ("/api/context", json!({"project": project, "content": "x".repeat(100_000)}), 413),
        ("/api/context", json!({"project": nowhere, "content": "gm"}), 404),
    ];
    for (path, body, expected) in cases {
        let (status, headers, problem) = api.post(path, &[], &body).await.unwrap();
        let kind = headers["content-type"].to_str().unwrap();
        assert!(
            status == expected && kind.starts_with("application/problem+json"),
            "{status} {kind} {problem}"
        );
        assert!(problem["type"].is_string() && problem["title"].is_string(), "{problem}");
    }
    let base = world.app.url().unwrap();
    let answer = reqwest::get(format!("{base}/api/projects")).await.unwrap();
    assert_eq!(answer.status(), 401);
    assert!(reqwest::get(format!("{base}/healthz")).await.unwrap().status().is_success());
    let metrics = reqwest::get(format!("{base}/metrics")).await.unwrap().text().await.unwrap();
    assert!(metrics.contains("# TYPE"), "{metrics}");
}
