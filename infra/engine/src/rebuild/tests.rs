//! Rebuilding under load, after a kill, beside rows that were changed by hand; switching back.

mod shapes;

use std::sync::Mutex;

use harness::eventually;
use projections::compare::DifferenceKind;
use projections::registry;
use tokio::sync::Notify;

use super::{Rebuild, RebuildError, RebuildOptions, RebuildReport};
use crate::consumer::testing::{Instance, Log, PATIENCE};
use crate::consumer::{NotCaughtUp, follow_versions};
use crate::reader_registry::testing::readers;
use crate::replay::Progress;
use crate::versions;

const NAME: &str = "audit_logs";

fn rebuild(log: &Log, batch: u32) -> Rebuild {
    let projector = registry::named(NAME).unwrap();
    Rebuild::new(log.database.pool.clone(), log.reader.clone(), projector, batch)
}

async fn run(log: &Log) -> RebuildReport {
    rebuild(log, 100).run(RebuildOptions::default(), |_| {}).await.unwrap()
}

async fn rows(log: &Log, table: &str) -> i64 {
    let count = format!("SELECT count(*) FROM {table}");
    sqlx::query_scalar(&count).fetch_one(&log.database.pool).await.unwrap()
}

async fn live(log: &Log) -> u32 {
    versions::live_numbers(&log.database.pool, &readers()).await.unwrap()[NAME]
}

async fn change_by_hand(log: &Log, table: &str) {
    let changed = format!("UPDATE {table} SET action_type = 'Nothing' WHERE position = 2");
    assert_eq!(sqlx::query(&changed).execute(&log.database.pool).await.unwrap().rows_affected(), 1);
}

async fn shown(log: &Log) -> String {
    let shown = format!("SELECT action_type FROM {NAME} WHERE position = 2");
    sqlx::query_scalar(&shown).fetch_one(&log.database.pool).await.unwrap()
}

#[tokio::test]
async fn a_rebuild_under_load_takes_over_and_both_builds_go_on() {
    let log = Log::new().await;
    let instance = Instance::new(&log);
    follow_versions(&instance.dependencies, readers());
    for _ in 0..5 {
        instance.tell(log.record(&[("a", 1), ("b", 2), ("c", 0)]).await);
    }
    let load = async {
        for _ in 0..20 {
            instance.tell(log.record(&[("a", 1), ("b", 2), ("c", 3)]).await);
        }
    };
    let rebuild = rebuild(&log, 4);
    let (rebuilt, ()) = tokio::join!(rebuild.run(RebuildOptions::default(), |_| {}), load);
    let rebuilt = rebuilt.unwrap();
    assert!(rebuilt.switched, "{rebuilt:?}");
    assert_eq!((rebuilt.from, rebuilt.to, live(&log).await), (1, 2, 2));

    // written by the instance alone: it has taken the new build up and keeps the former
    let head = log.record(&[("d", 1), ("e", 4)]).await.cast_signed();
    instance.tell(head.cast_unsigned());
    eventually("both builds have every event", PATIENCE, async || {
        let both = [rows(&log, "audit_logs_v1").await, rows(&log, "audit_logs_v1_b2").await];
        (both == [head, head]).then_some(())
    })
    .await;
    assert_eq!(rows(&log, NAME).await, head);
    instance.stop().await;
}

#[tokio::test]
async fn a_rebuild_that_was_killed_goes_on_where_it_was() {
    let log = Log::new().await;
    let head = log.record(&[("a", 1); 30]).await;
    let (rebuild, begun) = (rebuild(&log, 1), Notify::new());
    tokio::select! {
        biased;
        () = begun.notified() => {}
        ended = rebuild.run(RebuildOptions::default(), |_| begun.notify_one()) => panic!("{ended:?}"),
    }
    let done = rows(&log, "audit_logs_v1_b2").await.cast_unsigned();
    assert!((1..head).contains(&done), "{done}");
    let positions = Mutex::new(Vec::new());
    let rebuilt = rebuild
        .run(RebuildOptions::default(), |Progress { position, .. }| positions.lock().unwrap().push(position))
        .await
        .unwrap();
    assert_eq!(positions.into_inner().unwrap(), (done + 1..=head).collect::<Vec<_>>());
    assert_eq!((rebuilt.switched, rebuilt.to, rebuilt.position), (true, 2, head));
}

#[tokio::test]
async fn a_row_changed_by_hand_is_reported_and_replaced_only_when_that_is_accepted() {
    let log = Log::new().await;
    log.record(&[("a", 1), ("b", 1), ("c", 1)]).await;
    assert!(run(&log).await.switched);
    change_by_hand(&log, "audit_logs_v1_b2").await;

    let refused = run(&log).await;
    assert_eq!((refused.switched, refused.to, refused.comparison.total), (false, 3, 1));
    assert_eq!(
        refused.comparison.differences[0].found,
        DifferenceKind::Changed(vec!["action_type".to_owned()])
    );
    assert_eq!((live(&log).await, shown(&log).await.as_str()), (2, "Nothing"));

    let options = RebuildOptions { accept_differences: true, ..RebuildOptions::default() };
    let accepted = rebuild(&log, 100).run(options, |_| {}).await.unwrap();
    assert_eq!((accepted.switched, accepted.from, accepted.to), (true, 2, 3));
    assert_eq!((live(&log).await, shown(&log).await.as_str()), (3, "LoggedIn"));
}

#[tokio::test]
async fn switching_back_shows_the_former_build_with_everything_that_happened_since() {
    let log = Log::new().await;
    log.record(&[("a", 1), ("b", 1)]).await;
    assert!(matches!(rebuild(&log, 100).switch_back().await, Err(RebuildError::NoFormer(NAME))));
    assert!(run(&log).await.switched);
    log.record(&[("c", 1)]).await;
    // no instance runs: what the further build has, the other one takes in before the view is switched
    let third = rebuild(&log, 100);
    let begun = third.switch_back().await.unwrap();
    assert_eq!((begun.switched, begun.from, begun.to, live(&log).await), (true, 2, 1, 1));
    let again = third.switch_back().await.unwrap();
    assert_eq!((again.to, again.comparison.total, live(&log).await), (2, 0, 2));
}

#[tokio::test]
async fn the_next_rebuild_takes_the_former_build_away() {
    let log = Log::new().await;
    log.record(&[("a", 1), ("b", 1)]).await;
    run(&log).await;
    run(&log).await;
    let left: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables
          WHERE table_name LIKE 'audit\\_logs\\_v%' ORDER BY 1",
    )
    .fetch_all(&log.database.pool)
    .await
    .unwrap();
    assert_eq!(left, ["audit_logs_v1_b2", "audit_logs_v1_b3"]);
    assert_eq!(rows(&log, "consumer_cursors WHERE version = 1").await, 0);
}

#[tokio::test]
async fn a_fresh_rebuild_gives_up_the_one_that_was_begun() {
    let log = Log::new().await;
    log.record(&[("a", 1), ("b", 1)]).await;
    run(&log).await;
    change_by_hand(&log, "audit_logs_v1_b2").await;
    assert_eq!(run(&log).await.to, 3);
    let options = RebuildOptions { fresh: true, accept_differences: true };
    assert_eq!(rebuild(&log, 100).run(options, |_| {}).await.unwrap().to, 4);
}

#[tokio::test]
async fn a_rebuild_that_was_killed_between_checkpoints_ends_with_the_same_rows() {
    let log = Log::new().await;
    let labels: Vec<(&str, u128)> = (0..60).map(|n| ("a", n % 5)).collect();
    let head = log.record(&labels).await;
    assert!(run(&log).await.switched);
    let (rebuild, begun) = (rebuild(&log, 7), Notify::new());
    tokio::select! {
        biased;
        () = begun.notified() => {}
        ended = rebuild.run(RebuildOptions::default(), |_| begun.notify_one()) => panic!("{ended:?}"),
    }
    let done = rows(&log, "audit_logs_v1_b3").await;
    assert!(done % 7 == 0 && (7..head.cast_signed()).contains(&done), "{done}");
    let rebuilt = rebuild.run(RebuildOptions::default(), |_| {}).await.unwrap();
    assert_eq!((rebuilt.switched, rebuilt.to, rebuilt.comparison.total), (true, 3, 0));
    assert_eq!(rows(&log, "audit_logs_v1_b3").await, head.cast_signed());
}

#[tokio::test]
async fn a_rebuild_parks_what_the_live_build_has_parked_and_takes_over() {
    let log = Log::new().await;
    let instance = Instance::new(&log);
    follow_versions(&instance.dependencies, readers());
    log.record(&[("a", 1), ("b", 2)]).await;
    log.record_unknown_of(1).await;
    let head = log.record(&[("c", 1), ("d", 0)]).await;
    instance.tell(head);
    let rebuilt = run(&log).await;
    assert_eq!((rebuilt.switched, rebuilt.parked_alike, rebuilt.comparison.total), (true, true, 0));
    let [start] = &rebuilt.parked[..] else { panic!("{:?}", rebuilt.parked) };
    assert_eq!((start.position, start.key.as_str()), (3, "event/3"));
    assert!(start.event.starts_with("event 1 of access/") && start.reason.contains("9.9"), "{start}");
    assert_eq!(rows(&log, "audit_logs_v1_b2").await, 4);
    instance.stop().await;
}

#[tokio::test]
async fn a_rebuild_that_would_show_less_than_the_live_build_is_removed() {
    let log = Log::new().await;
    log.record(&[("a", 1), ("b", 2), ("c", 1)]).await;
    assert!(run(&log).await.switched);
    log.tamper("UPDATE events SET event_type = 'NeverHeardOf' WHERE project_id::text LIKE '%2'").await;
    let refused = run(&log).await;
    assert_eq!((refused.switched, refused.parked_alike, refused.parked.len()), (false, false, 1));
    assert_eq!((refused.parked[0].position, live(&log).await), (2, 2));
    assert_eq!(rows(&log, "pg_class WHERE relname = 'audit_logs_v1_b3'").await, 0);
    assert_eq!(rows(&log, "parked_events").await, 0);
    let unfinished = "projection_versions WHERE state IN ('building', 'ready')";
    assert_eq!(rows(&log, unfinished).await, 0);
}

#[tokio::test]
async fn a_rebuild_that_meets_altered_history_leaves_nothing() {
    let log = Log::new().await;
    log.record(&[("a", 1), ("b", 1), ("c", 1)]).await;
    assert!(run(&log).await.switched);
    log.tamper("DELETE FROM events WHERE event_id = (SELECT event_id FROM event_log WHERE position = 2)")
        .await;
    let ended = rebuild(&log, 100).run(RebuildOptions::default(), |_| {}).await;
    assert!(matches!(ended, Err(RebuildError::Events(NotCaughtUp::Fault(_)))), "{ended:?}");
    assert_eq!(rows(&log, "projection_versions WHERE state = 'building'").await, 0);
    assert_eq!(rows(&log, "pg_class WHERE relname = 'audit_logs_v1_b3'").await, 0);
}
