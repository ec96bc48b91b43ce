//! What the status tells of readers, holders and queues.

use std::time::Duration;

use domain::stream::PARTITIONS;
use sqlx::PgPool;
use uuid::Uuid;

use super::{ReaderState, ReaderStatus, Status};
use crate::consumer::testing::Log;
use crate::reader_registry::testing::readers;

const MINUTE: Duration = Duration::from_mins(1);

async fn reader(pool: &PgPool, name: &str) -> ReaderStatus {
    let status = Status::read(pool, &readers(), None).await.unwrap();
    status.readers.into_iter().find(|reader| reader.reader == name).unwrap()
}

/// A lease as an instance renews it; one that is lost was held by a session of this server that has ended.
async fn lease(pool: &PgPool, name: &str, (holder, shares): (u128, &str), lost: bool) {
    sqlx::query(
        "INSERT INTO leases (name, holder, until, session_pid, server_began, shares)
         VALUES ($1, $2, now() + interval '1 hour', 1,
                 CASE WHEN $3 THEN pg_postmaster_start_time() ELSE '-infinity' END, $4::jsonb)
             ON CONFLICT (name) DO UPDATE SET server_began = excluded.server_began",
    )
    .bind(name)
    .bind(Uuid::from_u128(holder))
    .bind(lost)
    .bind((!shares.is_empty()).then_some(shares))
    .execute(pool)
    .await
    .unwrap();
}

/// Cursors at the end of the log, but for one partition.
async fn cursors(pool: &PgPool, consumer: &str, version: i32, late: i16) {
    sqlx::query(
        "INSERT INTO consumer_cursors (consumer, version, partition, position)
         SELECT $1, $2, p, CASE WHEN p = $3 THEN 0 ELSE partition_heads[p + 1] END
           FROM sequencer_state, generate_series(0, 15) p",
    )
    .bind(consumer)
    .bind(version)
    .bind(late)
    .execute(pool)
    .await
    .unwrap();
}

#[tokio::test]
async fn with_nothing_running_every_part_is_stopped_and_its_lag_is_told() {
    let log = Log::new().await;
    let pool = &log.database.pool;
    log.record(&[("a", 1), ("b", 2), ("c", 1)]).await;
    let status = Status::read(pool, &readers(), Some(1)).await.unwrap();
    assert_eq!((status.log_position, status.events_pending.events), (3, 0));
    let of = |name: &str| status.readers.iter().find(|reader| reader.reader == name).unwrap();
    for (name, position, lag) in
        [("sequencer", 3, 0), ("relay", 1, 2), ("posts/1", 0, 3), ("process:publishing/1", 0, 3)]
    {
        let reader = of(name);
        assert_eq!((reader.reader_position, reader.lag_events), (Some(position), Some(lag)), "{name}");
        assert_eq!((reader.state, reader.heartbeat_seconds), (ReaderState::Stopped, None), "{name}");
        assert_eq!(reader.lag_seconds.unwrap() > 0.0, lag > 0, "{name}");
    }
    assert!(status.readers.iter().all(|reader| reader.reader != "bot"), "nobody ever ran a bot");
    let problems = status.problems(MINUTE);
    assert_eq!(problems.len(), status.readers.len(), "{problems:?}");
    assert!(problems[0].contains("no instance holds the lease"), "{problems:?}");
    let unknown = reader(pool, "relay").await;
    assert_eq!((unknown.reader_position, unknown.lag_events), (None, None), "only NATS can tell");
}

#[tokio::test]
async fn events_without_a_position_wait_for_the_sequencer() {
    let log = Log::new().await;
    let pool = &log.database.pool;
    log.record(&[("a", 1)]).await;
    sqlx::raw_sql("INSERT INTO event_pending SELECT ingest_seq, event_id FROM events")
        .execute(pool)
        .await
        .unwrap();
    let sequencer = reader(pool, "sequencer").await;
    assert_eq!((sequencer.reader_position, sequencer.lag_events), (Some(1), Some(1)));
    assert!(sequencer.lag_seconds.unwrap() > 0.0);
}

#[tokio::test]
async fn a_reader_is_as_far_as_its_last_partition_and_says_how_long_that_has_waited() {
    let log = Log::new().await;
    let pool = &log.database.pool;
    log.record(&[("a", 1), ("b", 2), ("c", 2), ("d", 1), ("e", 2)]).await;
    let late: i16 = sqlx::query_scalar("SELECT partition FROM event_log WHERE position = 2")
        .fetch_one(pool)
        .await
        .unwrap();
    cursors(pool, "posts", 1, late).await;
    lease(
        pool,
        "instance:one",
        (1, r#"{"consumer:posts:v1": [0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]}"#),
        false,
    )
    .await;
    let posts = reader(pool, "posts/1").await;
    assert_eq!((posts.reader_position, posts.lag_events, posts.lag_is_at_least), (Some(1), Some(3), false));
    assert_eq!(posts.problem(MINUTE), None);
    assert!(posts.problem(Duration::ZERO).unwrap().contains("posts/1: the oldest event has waited"));
    cursors(pool, "projects", 1, -2).await;
    let done = reader(pool, "projects/1").await;
    assert_eq!((done.reader_position, done.lag_events, done.lag_seconds), (Some(5), Some(0), Some(0.0)));
}

#[tokio::test]
async fn who_does_it_is_told_for_a_lease_and_for_shares() {
    let log = Log::new().await;
    let pool = &log.database.pool;
    lease(pool, "sequencer", (1, ""), false).await;
    lease(
        pool,
        "instance:one",
        (1, r#"{"consumer:posts:v1": [0,1,2,3,4,5,6,7], "consumer:posts:v10": []}"#),
        false,
    )
    .await;
    let half = reader(pool, "posts/1").await;
    assert_eq!((half.state, half.holders.len()), (ReaderState::Partly, 1));
    lease(pool, "instance:two", (2, r#"{"consumer:posts:v1": [8,9,10,11,12,13,14,15]}"#), false).await;
    let whole = reader(pool, "posts/1").await;
    let held: usize = whole.holders.iter().map(|holder| holder.partitions.as_ref().unwrap().len()).sum();
    assert_eq!((whole.state, held), (ReaderState::Running, usize::from(PARTITIONS)));
    assert_eq!(whole.heartbeat_seconds, Some(0.0));
    let sequencer = reader(pool, "sequencer").await;
    assert_eq!((sequencer.state, sequencer.holders[0].instance), (ReaderState::Running, Uuid::from_u128(1)));
    assert_eq!(Status::read(pool, &readers(), None).await.unwrap().instances.len(), 2);
    for name in ["sequencer", "instance:one"] {
        lease(pool, name, (1, ""), true).await;
    }
    assert_eq!(reader(pool, "sequencer").await.state, ReaderState::Stopped, "its session has ended");
    assert!(reader(pool, "sequencer").await.heartbeat_seconds.is_some(), "its last sign of life stays");
    assert_eq!(reader(pool, "posts/1").await.state, ReaderState::Partly);
    assert_eq!(Status::read(pool, &readers(), None).await.unwrap().instances.len(), 1);
}

#[tokio::test]
async fn versions_that_are_built_may_be_late_and_retired_ones_are_not_told() {
    let log = Log::new().await;
    let pool = &log.database.pool;
    log.record(&[("a", 1)]).await;
    for (version, state) in [(1, "former"), (2, "live"), (3, "building"), (4, "retired")] {
        cursors(pool, "posts", version, -2).await;
        sqlx::query(
            "INSERT INTO projection_versions (name, version, shape, state, tables)
             VALUES ('posts', $1, 1, $2, ARRAY['posts'])",
        )
        .bind(version)
        .bind(state)
        .execute(pool)
        .await
        .unwrap();
    }
    sqlx::raw_sql("UPDATE consumer_cursors SET position = 0").execute(pool).await.unwrap();
    let status = Status::read(pool, &readers(), None).await.unwrap();
    let of = status.readers.iter().filter(|reader| reader.reader.starts_with("posts/"));
    let told: Vec<_> = of.map(|one| (one.version_state.as_deref().unwrap(), one.state)).collect();
    let stopped = ReaderState::Stopped;
    assert_eq!(told, [("former", stopped), ("live", stopped), ("building", ReaderState::Building)]);
    let building = reader(pool, "posts/3").await;
    assert_eq!((building.lag_events, building.problem(Duration::ZERO)), (Some(1), None));
}

#[tokio::test]
async fn parked_keys_work_that_is_due_and_divergences_are_told() {
    let log = Log::new().await;
    let pool = &log.database.pool;
    cursors(pool, "posts", 1, -2).await;
    sqlx::raw_sql(
        "INSERT INTO parked_events (consumer, version, key, position, error, attempts)
         VALUES ('posts', 1, 'a', 1, 'odd', 3), ('posts', 1, 'a', 2, '', 0), ('posts', 1, 'b', 3, 'odd', 3);
         INSERT INTO effects (effect_id, process, step, request, priority, due_at, event_id, position, correlation_id,
                              created_at, updated_at)
         SELECT gen_random_uuid(), 'publishing', 'send', '{}', 0, now() + due, gen_random_uuid(), 1, gen_random_uuid(),
                now(), now()
           FROM (VALUES (interval '-2 minutes'), (interval '1 hour')) d (due);
         INSERT INTO epochs (number, system_identifier, timeline, database_oid, table_oid, log_position, opened_by, reason)
         VALUES (7, 1, 1, 1, 1, 0, 'a test', 'none');
         INSERT INTO epoch_doubts (epoch, kind, detail) VALUES (7, 'tail', 'cut')",
    )
    .execute(pool)
    .await
    .unwrap();
    let posts = reader(pool, "posts/1").await;
    assert_eq!((posts.parked_keys, posts.parked_events), (2, 3));
    let status = Status::read(pool, &readers(), None).await.unwrap();
    let job = &status.jobs[0];
    assert_eq!((job.process.as_str(), job.status.name(), job.count), ("publishing", "queued", 2));
    assert!(job.overdue_seconds.unwrap() >= 120.0 && job.oldest_due.is_some());
    assert_eq!(status.epoch.as_ref().unwrap().number, 7);
    let problems = status.problems(MINUTE).join("\n");
    assert!(problems.contains("process:publishing: work is overdue by 12"), "{problems}");
    assert!(problems.contains("publishing is held in epoch 7: tail"), "{problems}");
}

#[tokio::test]
async fn an_instance_whose_machine_has_a_wrong_clock_is_a_problem_with_the_figure() {
    let log = Log::new().await;
    let pool = &log.database.pool;
    let instance = Uuid::from_u128(7);
    lease(pool, &format!("instance:{instance}"), (7, ""), false).await;
    for (ahead, problems) in [
        (None, vec![]),
        (Some(-1.9), vec![]),
        (Some(240.0), vec!["the machine's clock is 240.0 s ahead of the database's"]),
        (Some(-3600.2), vec!["the machine's clock is 3600.2 s behind the database's"]),
    ] {
        sqlx::query("UPDATE leases SET clock_ahead = $1").bind(ahead).execute(pool).await.unwrap();
        let status = Status::read(pool, &readers(), None).await.unwrap();
        let told = status.problems(MINUTE).into_iter().filter(|problem| problem.contains("clock"));
        let told: Vec<_> = told.collect();
        let problems: Vec<_> = problems.iter().map(|why| format!("instance {instance}: {why}")).collect();
        assert_eq!(told, problems);
    }
}
