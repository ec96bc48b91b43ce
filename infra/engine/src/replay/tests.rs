//! What the check says about rows that are right, and about one that is not.

use std::path::Path;
use std::sync::{Arc, Mutex};

use commands::port::clock::Ids;
use harness::TestDatabase;
use projections::compare::DifferenceKind;
use sqlx::PgPool;
use uuid::Uuid;

use super::{CheckReport, check};
use crate::consumer::ProjectorConsumer;
use crate::consumer::testing::{Instance, Log, random};

struct RandomIds;

impl Ids for RandomIds {
    fn next(&self) -> Uuid {
        random()
    }
}

/// A log with some events, and all read models up to its end.
async fn projected() -> Log {
    let database = TestDatabase::create_migrated(Path::new("../../migrations")).await;
    let log = Log::on(database).await;
    let head = log.record(&[("console", 1), ("api", 2), ("console", 0), ("telegram", 1)]).await;
    let instance = Instance::new(&log);
    let consumers: Vec<_> = projections::registry::all()
        .into_iter()
        .map(|projector| instance.start(&Arc::new(ProjectorConsumer(projector))))
        .collect();
    instance.tell(head);
    for consumer in consumers {
        consumer.reaches(head).await;
    }
    instance.stop().await;
    log
}

async fn replayed(log: &Log) -> Vec<CheckReport> {
    check(&log.database.pool, &log.reader, &projections::registry::all(), &RandomIds, |_| {}).await.unwrap()
}

async fn checked(log: &Log) -> Vec<CheckReport> {
    let projectors = projections::registry::all();
    let steps = Mutex::new(Vec::new());
    let report = check(&log.database.pool, &log.reader, &projectors, &RandomIds, |progress| {
        steps.lock().unwrap().push((progress.position, progress.end));
    })
    .await
    .unwrap();
    assert_eq!(*steps.lock().unwrap(), [(4, 4)]);
    report
}

async fn schemas(pool: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'replay%'")
        .fetch_one(pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn untouched_read_models_are_identical_to_their_replay() {
    let log = projected().await;
    let report = checked(&log).await;
    assert_eq!(report.len(), projections::registry::all().len());
    assert!(report.iter().all(CheckReport::is_identical), "{report:#?}");
    assert!(report.iter().all(|checked| checked.events == 4));
    assert!(report.iter().any(|checked| checked.rows > 0));
    assert_eq!(schemas(&log.database.pool).await, 0);
}

#[tokio::test]
async fn a_row_changed_by_hand_is_named() {
    let log = projected().await;
    let changed = "UPDATE audit_logs_v1 SET action_type = 'Nothing' WHERE position = 2";
    assert_eq!(sqlx::query(changed).execute(&log.database.pool).await.unwrap().rows_affected(), 1);
    let report = checked(&log).await;
    let different: Vec<_> = report.into_iter().filter(|checked| !checked.is_identical()).collect();
    let [checked] = &different[..] else { panic!("{different:#?}") };
    assert_eq!((checked.projection, checked.comparison.total), ("audit_logs", 1));
    let difference = &checked.comparison.differences[0];
    let event = log.events(1).await[0].event_id;
    assert_eq!(difference.key["id"], event.to_string());
    assert_eq!(difference.found, DifferenceKind::Changed(vec!["action_type".to_owned()]));
}

#[tokio::test]
async fn what_the_live_rows_do_not_contain_yet_is_left_out() {
    let log = projected().await;
    log.record(&[("later", 1)]).await;
    assert!(checked(&log).await.iter().all(CheckReport::is_identical));
}

#[tokio::test]
async fn what_is_parked_is_listed_and_the_rest_compared() {
    let log = projected().await;
    log.record_unknown_of(1).await;
    let head = log.record(&[("behind", 1), ("beside", 2)]).await;
    let instance = Instance::new(&log);
    for projector in projections::registry::all() {
        let consumer = instance.start(&Arc::new(ProjectorConsumer(projector)));
        instance.tell(head);
        consumer.reaches(head).await;
    }
    instance.stop().await;
    let report = replayed(&log).await;
    let known = report.iter().all(|checked| checked.broken.is_none() && checked.comparison.total == 0);
    assert!(known, "{report:#?}");
    let audit = report.iter().find(|checked| checked.projection == "audit_logs").unwrap();
    let [start] = &audit.parked[..] else { panic!("{audit:#?}") };
    assert!(start.to_string().contains("position 5 on, event 1 of access/"), "{start}");
}

#[tokio::test]
async fn what_became_unreadable_after_it_was_applied_is_named() {
    let log = projected().await;
    log.tamper("UPDATE events SET event_type = 'NeverHeardOf' WHERE project_id::text LIKE '%2'").await;
    let report = replayed(&log).await;
    for checked in &report {
        let broken = checked.broken.as_deref().unwrap_or_default();
        assert!(broken.contains("access/") && broken.contains("at position 2"), "{checked:#?}");
    }
}
