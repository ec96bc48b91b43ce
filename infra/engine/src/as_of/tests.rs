//! States and read models of the past, compared with what is known to have been there.

use domain::stream::{AggregateType, StreamId};
use serde_json::json;

use super::{AsOfError, build, state};
use crate::consumer::testing::Log;
use crate::reader_registry::testing::readers;

#[tokio::test]
async fn a_state_as_of_a_position_is_the_fold_of_the_events_until_then() {
    let log = Log::new().await;
    let head = log.record(&[("a", 1), ("b", 2), ("c", 3)]).await;
    for event in log.events(0).await {
        let at = event.position;
        assert_eq!(state(&log.reader, &event.stream, at - 1).await.unwrap(), None, "before it occurred");
        for position in at..=head {
            let past = state(&log.reader, &event.stream, position).await.unwrap().unwrap();
            assert_eq!((past.version, past.state), (1, json!({ "recorded": true })));
        }
    }
    let unknown = StreamId::new(AggregateType::Post, "nothing");
    assert_eq!(state(&log.reader, &unknown, head).await.unwrap(), None);
}

#[tokio::test]
async fn read_models_as_of_a_position_have_the_rows_of_that_moment_behind_their_views() {
    let log = Log::new().await;
    log.record(&[("a", 1), ("b", 2), ("c", 3)]).await;
    let pool = &log.database.pool;
    build(pool, &log.reader, &readers(), "past", 2, |_| {}).await.unwrap();
    let positions: Vec<i64> =
        sqlx::query_scalar("SELECT position FROM past.audit_logs ORDER BY 1").fetch_all(pool).await.unwrap();
    assert_eq!(positions, [1, 2]);
    for projector in projections::registry::all() {
        let view = format!("SELECT count(*) FROM past.{}", projector.name());
        sqlx::query(&view).execute(pool).await.unwrap();
    }
    let twice = build(pool, &log.reader, &readers(), "past", 3, |_| {}).await;
    assert!(matches!(twice, Err(AsOfError::SchemaExists(schema)) if schema == "past"));
    assert!(matches!(
        build(pool, &log.reader, &readers(), "public", 3, |_| {}).await,
        Err(AsOfError::SchemaExists(_))
    ));
}

#[tokio::test]
async fn nothing_is_left_of_a_schema_that_could_not_be_filled() {
    let log = Log::new().await;
    log.record(&[("a", 1)]).await;
    let head = log.record_unknown().await;
    let pool = &log.database.pool;
    assert!(matches!(
        build(pool, &log.reader, &readers(), "past", head, |_| {}).await,
        Err(AsOfError::Log(_))
    ));
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_namespace WHERE nspname = 'past'")
        .fetch_one(pool)
        .await
        .unwrap();
    assert_eq!(left, 0);
}
