//! A release raises the shape: its table is filled and takes over, whatever was rebuilt before.

use std::sync::Arc;

use domain::recorded::Recorded;
use harness::eventually;
use projections::audit_logs::AuditLogs;
use projections::projection::{AffectedRows, Projection};
use sqlx::raw_sql;

use super::{NAME, change_by_hand, live, rebuild, rows, run, shown};
use crate::consumer::follow_versions;
use crate::consumer::testing::{Instance, Log, PATIENCE};
use crate::reader_registry::ReaderRegistry;
use crate::reader_registry::testing::readers;
use crate::rebuild::{Rebuild, RebuildError, RebuildOptions, RebuildReport};
use crate::versions::{live_numbers, maintained, shown_in_another_shape};

/// What the next release's migration does; it spells the columns out where this takes those of a table.
async fn raise(log: &Log, like: &str) {
    let migration = format!(
        "CREATE TABLE audit_logs_v2 (LIKE {like} INCLUDING ALL);
         ALTER TABLE audit_logs_v2 ADD COLUMN noted text;
         SELECT register_shape('audit_logs', 2)"
    );
    execute(log, &migration).await;
}

const MIGRATION: &str = include_str!("../../../../../migrations/0015_shapes.sql");

/// What a build before that migration left after a rebuild.
const AS_BEFORE: &str = "
DROP FUNCTION register_shape;
ALTER TABLE projection_versions DROP COLUMN shape;
UPDATE projection_versions SET tables = ARRAY[name || '_v' || version];
ALTER TABLE audit_logs_v1_b2 RENAME TO audit_logs_v2;
ALTER INDEX audit_logs_v1_b2_pkey RENAME TO audit_logs_v2_pkey";

/// The read model in the next release.
struct RaisedAuditLog;

impl Projection for RaisedAuditLog {
    const NAME: &'static str = AuditLogs::NAME;
    const VERSION: u32 = 2;
    const PARTITIONED: bool = AuditLogs::PARTITIONED;
    const KEY: &'static [&'static str] = AuditLogs::KEY;
    type Row = <AuditLogs as Projection>::Row;
    type Key = <AuditLogs as Projection>::Key;
    type Input<'a> = <AuditLogs as Projection>::Input<'a>;

    fn key_of(row: &Self::Row) -> Self::Key {
        AuditLogs::key_of(row)
    }

    fn affected_rows(event: Self::Input<'_>, recorded: &Recorded) -> AffectedRows<Self::Key> {
        AuditLogs::affected_rows(event, recorded)
    }

    fn fold(key: &Self::Key, row: &mut Option<Self::Row>, event: Self::Input<'_>, recorded: &Recorded) {
        AuditLogs::fold(key, row, event, recorded);
    }
}

fn next_release() -> Arc<ReaderRegistry> {
    let read_models: Vec<Arc<dyn projections::projector::Projector>> = vec![Arc::new(RaisedAuditLog)];
    Arc::new(ReaderRegistry { read_models, processes: Vec::new(), other_work: Vec::new() })
}

fn next_rebuild(log: &Log) -> Rebuild {
    Rebuild::new(log.database.pool.clone(), log.reader.clone(), Arc::new(RaisedAuditLog), 2)
}

async fn run_next(log: &Log) -> RebuildReport {
    next_rebuild(log).run(RebuildOptions::default(), |_| {}).await.unwrap()
}

async fn execute(log: &Log, sql: &str) {
    raw_sql(sql).execute(&log.database.pool).await.unwrap();
}

/// The builds that instances of a release run.
async fn run_by(log: &Log, readers: &ReaderRegistry) -> Vec<(u32, String)> {
    let maintained = maintained(&log.database.pool, readers).await.unwrap();
    let ours = maintained.iter().filter(|projector| projector.name() == NAME);
    ours.map(|projector| (projector.build(), projector.table())).collect()
}

#[tokio::test]
async fn a_raised_shape_is_filled_and_takes_over_after_rebuilds() {
    let (log, next) = (Log::new().await, next_release());
    let pool = &log.database.pool;
    log.record(&[("a", 1), ("b", 2), ("c", 0)]).await;
    assert_eq!((run(&log).await.to, run(&log).await.to), (2, 3));
    raise(&log, "audit_logs_v1_b3").await;

    // nothing of the old shape is taken for the new one, and the old release goes on as before
    assert_eq!(run_by(&log, &next).await, []);
    assert_eq!(shown_in_another_shape(pool, &next).await.unwrap(), [NAME]);
    let old = [(2, "audit_logs_v1_b2".to_owned()), (3, "audit_logs_v1_b3".to_owned())];
    assert_eq!((live(&log).await, run_by(&log, &readers()).await), (3, old.to_vec()));

    let head = log.record(&[("d", 1)]).await.cast_signed();
    let switched = run_next(&log).await;
    assert!(switched.switched && !switched.former_kept, "{switched:?}");
    assert_eq!((switched.from, switched.to, rows(&log, "audit_logs_v2").await), (3, 4, head));
    assert_eq!(rows(&log, "audit_logs WHERE noted IS NULL").await, head);
    assert_eq!(
        rows(&log, "audit_logs_v1_b3").await,
        head - 1,
        "the old table is not written by the new fold"
    );
    assert_eq!(shown_in_another_shape(pool, &next).await.unwrap(), [""; 0]);
    assert_eq!(run_by(&log, &next).await, [(4, "audit_logs_v2".to_owned())]);
    assert_eq!((run_by(&log, &readers()).await, live_numbers(pool, &next).await.unwrap()[NAME]), (vec![], 4));

    let again = run_next(&log).await;
    assert_eq!((again.switched, again.to, again.comparison.total), (true, 5, 0));
    let both = [(4, "audit_logs_v2".to_owned()), (5, "audit_logs_v2_b5".to_owned())];
    assert_eq!(run_by(&log, &next).await, both);
    assert_eq!(next_rebuild(&log).switch_back().await.unwrap().to, 4);
}

#[tokio::test]
async fn a_raised_shape_takes_over_from_a_read_model_that_was_never_rebuilt() {
    let (log, next) = (Log::new().await, next_release());
    let head = log.record(&[("a", 1), ("b", 2)]).await.cast_signed();
    let instance = Instance::new(&log);
    follow_versions(&instance.dependencies, readers());
    eventually("the old release has every event", PATIENCE, async || {
        (rows(&log, NAME).await == head).then_some(())
    })
    .await;
    instance.stop().await;
    raise(&log, "audit_logs_v1").await;
    let switched = run_next(&log).await;
    assert_eq!((switched.switched, switched.from, switched.to), (true, 1, 2));
    assert_eq!((rows(&log, "audit_logs_v2").await, rows(&log, "audit_logs_v1").await), (head, head));

    // an instance of the new release keeps it up to date, and begins nothing anew
    let head = log.record(&[("c", 3)]).await;
    let instance = Instance::new(&log);
    follow_versions(&instance.dependencies, next);
    instance.tell(head);
    eventually("the new release goes on", PATIENCE, async || {
        (rows(&log, NAME).await == head.cast_signed()).then_some(())
    })
    .await;
    instance.stop().await;
}

#[tokio::test]
async fn where_a_read_model_never_ran_the_view_shows_the_raised_shape_at_once() {
    let (log, next) = (Log::new().await, next_release());
    raise(&log, "audit_logs_v1").await;
    assert_eq!(run_by(&log, &next).await, [(1, "audit_logs_v2".to_owned())]);
    execute(&log, "INSERT INTO audit_logs_v2 SELECT * FROM audit_logs_v1").await;
    assert_eq!(rows(&log, "audit_logs WHERE noted IS NULL").await, 0);
    assert_eq!(shown_in_another_shape(&log.database.pool, &next).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_shape_without_a_migration_is_refused() {
    let log = Log::new().await;
    log.record(&[("a", 1)]).await;
    run(&log).await;
    let refused = next_rebuild(&log).run(RebuildOptions::default(), |_| {}).await;
    assert!(matches!(refused, Err(RebuildError::UnknownShape(NAME, 2))), "{refused:?}");
    assert_eq!(live(&log).await, 2);
}

#[tokio::test]
async fn a_read_model_that_an_earlier_build_rebuilt_goes_on_under_another_table_name() {
    let log = Log::new().await;
    log.record(&[("a", 1), ("b", 2)]).await;
    run(&log).await;
    execute(&log, AS_BEFORE).await;
    execute(&log, MIGRATION).await;
    assert_eq!((live(&log).await, shown(&log).await.as_str()), (2, "LoggedIn"));
    change_by_hand(&log, "audit_logs_v1_b2").await;
    assert_eq!(shown(&log).await, "Nothing", "the view shows the table that was renamed");

    // nothing is repeated: the cursors are those of before, so the changed row stays
    let back = rebuild(&log, 100).switch_back().await.unwrap();
    assert_eq!((back.from, back.to, back.comparison.total), (2, 1, 1));
    assert_eq!(rows(&log, "audit_logs_v1_b2 WHERE action_type = 'Nothing'").await, 1);
    let head = log.record(&[("c", 1)]).await.cast_signed();
    let next = run(&log).await;
    assert_eq!((next.switched, next.from, next.to, next.comparison.total), (true, 1, 3, 0));
    assert_eq!(rows(&log, "audit_logs_v1_b3").await, head);

    // and the next release finds its table's name free, its indexes' too
    execute(&log, "CREATE TABLE audit_logs_v2 (LIKE audit_logs_v1 INCLUDING ALL)").await;
    assert_eq!(rows(&log, "pg_class WHERE relname = 'audit_logs_v2_pkey'").await, 1);
}

#[tokio::test]
async fn a_rebuild_by_the_old_release_leaves_a_raised_shape_alone() {
    let (log, next) = (Log::new().await, next_release());
    let head = log.record(&[("a", 1), ("b", 2)]).await.cast_signed();
    run(&log).await;
    raise(&log, "audit_logs_v1").await;
    assert_eq!((run(&log).await.to, run(&log).await.to), (4, 5));
    assert_eq!(shown_in_another_shape(&log.database.pool, &next).await.unwrap(), [NAME]);
    let switched = run_next(&log).await;
    assert_eq!((switched.switched, switched.from, switched.to), (true, 5, 3));
    assert_eq!(rows(&log, "audit_logs WHERE noted IS NULL").await, head);
}

#[tokio::test]
async fn what_a_former_shape_has_parked_goes_with_it() {
    let log = Log::new().await;
    log.record(&[("a", 1)]).await;
    run(&log).await;
    raise(&log, "audit_logs_v1").await;
    let parked = "INSERT INTO parked_events (consumer, version, position, key, error, attempts)
                  VALUES ('audit_logs', 2, 1, 'a', 'why', 3)";
    execute(&log, parked).await;
    run_next(&log).await;
    assert_eq!(rows(&log, "parked_events").await, 0);
}
