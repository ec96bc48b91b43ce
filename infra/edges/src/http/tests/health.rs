//! Health checks and metrics.

use futures_util::FutureExt;
use serde_json::json;

use crate::http::HealthCheck;
use crate::http::testing::{ApiFixture, TestRequest, router};

#[tokio::test]
async fn ready_as_long_as_the_database_is_and_the_readers_keep_up() {
    let fixture = ApiFixture::new().await;
    let mut api = fixture.api();
    api.health_checks.push(HealthCheck::new("nats", || std::future::ready(false).boxed()));
    let router = router(api);
    TestRequest::get("/healthz").to(&router).await.is(200);
    let degraded = TestRequest::get("/readyz").to(&router).await.is(200);
    assert_eq!(degraded.text("/status"), "degraded");
    assert_eq!(
        (degraded.text("/checks/nats"), degraded.text("/checks/consumers")),
        ("does not answer", "ok")
    );
    cursor(&fixture, "projects", 1).await;
    cursor(&fixture, "projects", 2).await;
    fixture.project().await;
    age_the_log(&fixture).await;
    let late = TestRequest::get("/readyz").to(&router).await.is(503);
    assert_eq!(
        (late.text("/status"), &late.json["checks"]["consumers"]),
        ("unready", &json!({ "behind": ["projects"] }))
    );
    sqlx::query("UPDATE consumer_cursors SET position = 100 WHERE version = 1")
        .execute(&fixture.database.pool)
        .await
        .unwrap();
    assert_eq!(TestRequest::get("/readyz").to(&router).await.is(200).text("/checks/consumers"), "ok");
    fixture.database.pool.close().await;
    let gone = TestRequest::get("/readyz").to(&router).await.is(503);
    assert_eq!(gone.text("/checks/database"), "does not answer");
    TestRequest::get("/healthz").to(&router).await.is(200);
}

#[tokio::test]
async fn not_ready_on_a_schema_that_is_older_than_the_program() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    for older in ["DELETE FROM _sqlx_migrations WHERE version = 1", "DROP TABLE _sqlx_migrations"] {
        sqlx::query(older).execute(&fixture.database.pool).await.unwrap();
        let unready = TestRequest::get("/readyz").to(&router).await.is(503);
        assert_eq!(
            (unready.text("/checks/database"), unready.text("/checks/migrations")),
            ("ok", "the schema is older than this program")
        );
    }
}

async fn cursor(fixture: &ApiFixture, consumer: &str, version: i32) {
    sqlx::query(
        "INSERT INTO consumer_cursors (consumer, version, partition) SELECT $1, $2, generate_series(0, 15)",
    )
    .bind(consumer)
    .bind(version)
    .execute(&fixture.database.pool)
    .await
    .unwrap();
}

/// Makes what is in the log a minute older than it is.
async fn age_the_log(fixture: &ApiFixture) {
    let statements = "BEGIN; SET LOCAL session_replication_role = replica;
                      UPDATE event_log SET sequenced_at = sequenced_at - interval '1 minute'; COMMIT";
    sqlx::raw_sql(statements).execute(&fixture.database.pool).await.unwrap();
}

#[tokio::test]
async fn metrics_tell_of_requests_queues_and_process() {
    let fixture = ApiFixture::new().await;
    let router = fixture.router();
    let (owner, project) = (fixture.owner().await, fixture.project().await);
    TestRequest::post("/api/suggestions", &json!({ "project": project }))
        .by(&owner)
        .to(&router)
        .await
        .is(202);
    TestRequest::get("/nowhere").to(&router).await.is(404);
    cursor(&fixture, "process:generation", 1).await;
    fixture.settle().await;
    let metrics = TestRequest::get("/metrics").to(&router).await.is(200);
    let text = metrics.json.as_str().unwrap();
    for line in [
        r#"memebot_http_requests_total{method="POST",route="/api/suggestions",status="202"} 1"#,
        r#"memebot_http_requests_total{method="GET",route="none",status="404"} 1"#,
        r#"memebot_http_problems_total{code="not-found"} 1"#,
        r#"memebot_http_request_seconds_count{method="POST",route="/api/suggestions"} 1"#,
        r"memebot_events_pending 0",
        r"memebot_database_up 1",
        r#"memebot_lag_events{reader="process:generation/1"} "#,
        r#"memebot_lag_seconds{reader="sequencer"} 0.0"#,
        r#"memebot_heartbeat_seconds{reader="process:generation/1"} "#,
        r#"memebot_reader_position{reader="projects/1"} 0"#,
        r#"memebot_holders{reader="sequencer"} 0"#,
        r#"memebot_parked_keys{reader="process:generation/1"} 0"#,
        r#"memebot_database_connections{pool="tests",use="busy"} "#,
        "process_cpu_seconds_total ",
        "process_resident_memory_bytes ",
        "process_open_fds ",
        "process_max_fds ",
    ] {
        assert!(text.lines().any(|found| found.starts_with(line)), "{line} is missing in\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
    assert!(metrics.header("content-type").starts_with("application/openmetrics-text"));
}
