//! Settings of a project, and what cannot be taken back.

use domain::role::{Role, Scope};
use serde_json::{Value, json};

use crate::http::testing::{ApiFixture, TestRequest, TestResponse};

fn policy() -> Value {
    json!({
        "low": 20, "review": 50, "block": 80,
        "blocked_keywords": ["rug"], "allowed_addresses": ["0xf706"], "allowed_domains": ["frog.example"],
    })
}

fn schedule() -> Value {
    json!({
        "time_zone": "Europe/Berlin",
        "slots": [{ "time": "09:00" }, { "day": "mon", "time": "18:30" }],
    })
}

fn settings() -> [(&'static str, Value); 4] {
    [
        ("description", json!({ "description": "A green frog" })),
        ("policy", policy()),
        ("quota", json!({ "suggestions_per_day": 5, "posts_per_day": 2 })),
        ("schedule", schedule()),
    ]
}

#[tokio::test]
async fn settings_are_replaced_and_read_in_the_same_form() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    for outcome in ["applied", "nothing"] {
        for (what, body) in settings() {
            let call = TestRequest::put(format!("/api/projects/{project}/{what}"), &body).by(&owner);
            assert_eq!(call.to(&router).await.is(200).text("/receipt/outcome"), outcome, "{what}");
        }
    }
    fixture.settle().await;
    let shown = TestRequest::get(format!("/api/projects/{project}")).by(&owner).to(&router).await.is(200);
    let [_, policy, quota, schedule] = settings().map(|(_, body)| body);
    assert_eq!(shown.text("/description"), "A green frog");
    assert_eq!((&shown.json["policy"], &shown.json["quota"]), (&policy, &quota));
    assert_eq!(
        (&shown.json["time_zone"], &shown.json["slots"]),
        (&schedule["time_zone"], &schedule["slots"])
    );
}

#[tokio::test]
async fn a_setting_that_cannot_be_taken_is_pointed_at() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let with = |mut body: Value, field: &str, value: Value| {
        body[field] = value;
        body
    };
    let quota = json!({ "suggestions_per_day": 5, "posts_per_day": 0 });
    let slots = |slot: Value| with(schedule(), "slots", json!([{ "time": "09:00" }, slot]));
    for (what, body, pointer) in [
        ("description", json!({ "description": " " }), "/description"),
        ("policy", with(policy(), "low", json!(60)), ""),
        ("policy", with(policy(), "low", json!(300)), "/low"),
        ("policy", with(policy(), "blocked_keywords", json!(["x".repeat(101)])), "/blocked_keywords"),
        ("policy", json!({ "low": 20, "review": 50, "block": 80 }), ""),
        ("quota", quota, "/posts_per_day"),
        ("quota", json!({ "suggestions_per_day": 5, "posts_per_day": 1, "a": 1 }), "/a"),
        ("schedule", with(schedule(), "time_zone", json!("Frogland")), "/time_zone"),
        ("schedule", slots(json!({ "time": "24:00" })), "/slots/1/time"),
        ("schedule", slots(json!({ "time": "09:00:30" })), "/slots/1/time"),
        ("schedule", slots(json!({ "time": "09:00", "day": "someday" })), "/slots/1/day"),
        ("schedule", with(schedule(), "slots", json!(vec![json!({ "time": "09:00" }); 51])), "/slots"),
    ] {
        let answer =
            TestRequest::put(format!("/api/projects/{project}/{what}"), &body).by(&owner).to(&router).await;
        answer.is_problem(422, "invalid");
        assert_eq!(answer.json.pointer("/errors/0/pointer"), Some(&json!(pointer)), "{answer:?}");
    }
}

#[tokio::test]
async fn who_may_not_change_a_setting_is_told_or_sees_no_project() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (project, other) = (fixture.project().await, fixture.project().await);
    let editor = fixture.token(Role::Editor, Scope::Project(project)).await;
    let forget = ("forget", json!({ "kind": "project", "id": project }));
    for (method, (what, body)) in settings()
        .into_iter()
        .map(|setting| ("PUT", setting))
        .chain([("POST", ("archive", json!({}))), ("POST", forget)])
    {
        let call = async |project| {
            let path = format!("/api/projects/{project}/{what}");
            let call =
                if method == "PUT" { TestRequest::put(path, &body) } else { TestRequest::post(path, &body) };
            call.by(&editor).to(&router).await
        };
        call(project).await.is_problem(403, "not-allowed");
        call(other).await.is_problem(404, "not-found");
    }
}

#[tokio::test]
async fn an_archived_project_changes_no_more_and_its_texts_can_be_forgotten() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    let body = json!({ "project": project, "instruction": "gm" });
    let asked = TestRequest::post("/api/suggestions", &body).by(&owner).to(&router).await.is(202);
    let post = async |what: &str, body: Value| -> TestResponse {
        TestRequest::post(format!("/api/projects/{project}/{what}"), &body).by(&owner).to(&router).await
    };
    assert_eq!(post("archive", json!({})).await.is(200).text("/receipt/outcome"), "applied");
    assert_eq!(post("archive", json!({})).await.is(200).text("/receipt/outcome"), "nothing");
    post("pause", json!({})).await.is_problem(409, "archived");
    let path = format!("/api/suggestions/{}", asked.id());
    fixture.settle().await;
    assert_eq!(TestRequest::get(&path).by(&owner).to(&router).await.is(200).text("/instruction"), "gm");
    let of = |kind: &str, id: Value| json!({ "kind": kind, "id": id });
    let (suggestion, project_id) = (json!(asked.id()), json!(project));
    for (kind, id) in [("suggestion", &suggestion), ("project", &project_id), ("context", &project_id)] {
        assert_eq!(post("forget", of(kind, id.clone())).await.is(200).text("/receipt/outcome"), "applied");
    }
    for (kind, id) in [("suggestion", &project_id), ("post", &suggestion), ("context", &suggestion)] {
        post("forget", of(kind, id.clone())).await.is_problem(404, "not-found");
    }
    let member = post("forget", of("member", suggestion.clone())).await;
    member.is_problem(422, "invalid");
    assert_eq!(member.text("/errors/0/pointer"), "/kind");
    fixture.settle().await;
    let shown = TestRequest::get(&path).by(&owner).to(&router).await.is(200);
    assert_eq!(shown.json["instruction"], Value::Null);
    let shown = TestRequest::get(format!("/api/projects/{project}")).by(&owner).to(&router).await.is(200);
    assert_eq!((&shown.json["archived"], &shown.json["description"]), (&json!(true), &Value::Null));
}
