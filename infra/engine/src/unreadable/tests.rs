//! What is written down of an event that cannot be read, and when it counts as healed.

use domain::id::ProjectId;
use sqlx::PgPool;
use uuid::Uuid;

use super::{OpenEvents, heal, holds, parked_from, record};
use crate::consumer::testing::Log;
use crate::log::log_event::LogEvent;
use crate::postgres::begin;
use crate::store::UnreadableEvent;

const PROJECT: ProjectId = ProjectId(Uuid::from_u128(1));

/// One event of the project that cannot be read.
async fn unread(log: &Log) -> UnreadableEvent {
    log.record_unknown_of(1).await;
    let event = log.reader.each(0, 1, None, true).await.unwrap().remove(0);
    let LogEvent::Unreadable(event) = event else { panic!("it is of a version that nobody knows") };
    (*event).clone()
}

async fn park(pool: &PgPool, consumer: &str, position: i64, attempts: i32) {
    sqlx::query(
        "INSERT INTO parked_events (consumer, version, key, position, error, attempts)
         VALUES ($1, 1, 'a key', $2, 'unreadable', $3)",
    )
    .bind(consumer)
    .bind(position)
    .bind(attempts)
    .execute(pool)
    .await
    .unwrap();
}

async fn take_out(pool: &PgPool, consumer: &str) {
    let mut tx = begin(pool).await.unwrap();
    let taken: Vec<i64> =
        sqlx::query_scalar("DELETE FROM parked_events WHERE consumer = $1 RETURNING position")
            .bind(consumer)
            .fetch_all(&mut *tx)
            .await
            .unwrap();
    heal(&mut tx, &taken).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_event_is_listed_with_who_waits_until_nobody_does() {
    let log = Log::new().await;
    let (pool, event) = (&log.database.pool, unread(&log).await);
    let mut conn = pool.acquire().await.unwrap();
    for consumer in ["posts", "admins"] {
        record(&mut conn, &[&event]).await.unwrap();
        park(pool, consumer, 1, 1).await;
        park(pool, consumer, 2, 0).await;
    }
    let open = OpenEvents::read(pool).await.unwrap();
    let [event_seen] = &open.named[..] else { panic!("one event") };
    assert_eq!((event_seen.position, open.count), (1, 1));
    assert_eq!((event_seen.project, event_seen.event_version.as_str()), (Some(PROJECT.0), "9.9"));
    assert!(event_seen.reason.contains("newer version"), "{}", event_seen.reason);
    assert!(holds(pool, PROJECT).await.unwrap().is_some());
    assert_eq!(holds(pool, ProjectId(Uuid::from_u128(2))).await.unwrap(), None);

    take_out(pool, "posts").await;
    assert_eq!(OpenEvents::read(pool).await.unwrap().count, 1, "another one waits");
    take_out(pool, "admins").await;
    assert_eq!(OpenEvents::read(pool).await.unwrap(), OpenEvents::default());
    assert_eq!(holds(pool, PROJECT).await.unwrap(), None);

    // damaged once more: it is no longer healed
    record(&mut conn, &[&event]).await.unwrap();
    assert_eq!(OpenEvents::read(pool).await.unwrap().count, 1);
}

#[tokio::test]
async fn of_two_consumers_that_heal_it_at_once_one_writes_it_down() {
    let log = Log::new().await;
    let (pool, event) = (&log.database.pool, unread(&log).await);
    record(&mut pool.acquire().await.unwrap(), &[&event]).await.unwrap();
    let consumers: Vec<String> = (0..8).map(|number| format!("consumer {number}")).collect();
    for consumer in &consumers {
        park(pool, consumer, 1, 1).await;
    }
    futures_util::future::join_all(consumers.iter().map(|consumer| take_out(pool, consumer))).await;
    assert_eq!(OpenEvents::read(pool).await.unwrap(), OpenEvents::default());
}

#[tokio::test]
async fn what_a_build_has_parked_that_is_being_made_holds_nobody_up() {
    let log = Log::new().await;
    let (pool, event) = (&log.database.pool, unread(&log).await);
    record(&mut pool.acquire().await.unwrap(), &[&event]).await.unwrap();
    park(pool, "posts", 1, 1).await;
    let build = "INSERT INTO projection_versions (name, version, shape, state, tables)
                 VALUES ('posts', 1, 1, 'building', ARRAY['a table'])";
    sqlx::query(build).execute(pool).await.unwrap();
    assert_eq!(holds(pool, PROJECT).await.unwrap(), None);
}

#[tokio::test]
async fn a_read_model_says_from_where_on_it_does_not_show_a_project() {
    let log = Log::new().await;
    let pool = &log.database.pool;
    park(pool, "posts", 7, 1).await;
    park(pool, "posts", 9, 0).await;
    sqlx::query("UPDATE parked_events SET key = 'project/' || $1::text")
        .bind(PROJECT.0)
        .execute(pool)
        .await
        .unwrap();
    assert_eq!(parked_from(pool, "posts", PROJECT).await.unwrap(), Some(7), "never rebuilt, so live");
    let builds = "INSERT INTO projection_versions (name, version, shape, state, tables)
                  VALUES ('posts', 1, 1, 'former', ARRAY['a table']), ('posts', 2, 1, 'live', ARRAY['another'])";
    sqlx::query(builds).execute(pool).await.unwrap();
    assert_eq!(parked_from(pool, "posts", PROJECT).await.unwrap(), None, "not what is shown");
    assert_eq!(parked_from(pool, "admins", PROJECT).await.unwrap(), None);
    assert_eq!(parked_from(pool, "posts", ProjectId(Uuid::from_u128(2))).await.unwrap(), None);
}
