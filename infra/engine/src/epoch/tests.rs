//! Restores, point-in-time recoveries and lost tails, on real clusters.

use std::path::Path;

use harness::{Durability, Servers, TestDatabase, eventually, nats_namespace};

use super::testing::{nats, publish, restored};
use super::{Divergence, DivergenceDetector, DivergenceKind, EpochMonitor, Epochs, RestartReason};
use crate::config::{Section, SettingsReader};
use crate::consumer::testing::{Log, PATIENCE};
use crate::nats::Nats;
use crate::postgres::{Budget, ConnectionGuard, DatabaseIdentity, DatabaseMismatch, PostgresConfig, pool};

fn detector(log: &Log, nats: &Nats) -> DivergenceDetector {
    DivergenceDetector {
        epochs: Epochs::new(log.database.pool.clone()),
        nats: nats.clone(),
        log: log.reader.clone(),
    }
}

fn config(url: &str) -> PostgresConfig {
    let look_up = |name: &str| (name == "DATABASE_URL").then(|| url.to_owned());
    PostgresConfig::read(&mut SettingsReader::new(&look_up)).unwrap()
}

#[tokio::test]
async fn a_restored_dump_is_noticed_wherever_it_is_restored() {
    let log = Log::new().await;
    let epochs = Epochs::new(log.database.pool.clone());
    assert_eq!(epochs.hold_reason().await.unwrap(), None);
    let first = epochs.begin().await.unwrap();
    assert_eq!((first.number, epochs.begin().await.unwrap()), (1, first.clone()));
    assert_eq!(epochs.hold_reason().await.unwrap(), None);
    let cluster = Servers::another_postgres(Durability::Fast).await.unwrap();
    let here = std::env::var("DATABASE_URL").unwrap();
    for (url, what) in [(here.as_str(), "the same cluster"), (cluster.url(), "another cluster")] {
        let copy = restored(&log.database, url).await;
        let copied = Epochs::new(copy.pool.clone());
        let why = copied.hold_reason().await.unwrap().unwrap();
        assert!(why.contains(what), "{why}");
        assert!(copied.open(2, "a test", "restored").await.unwrap());
        assert!(!copied.open(2, "another test", "restored").await.unwrap());
        assert_eq!(copied.hold_reason().await.unwrap(), None);
        let changed = sqlx::query("UPDATE epochs SET timeline = 7").execute(&copy.pool).await;
        assert!(changed.unwrap_err().to_string().contains("history is only added to"));
    }
}

#[tokio::test]
async fn a_new_timeline_is_noticed_at_once_and_by_connections_too() {
    let cluster = Servers::another_postgres(Durability::Fast).await.unwrap();
    let database =
        TestDatabase::create_migrated_on(cluster.url(), Path::new("../../migrations")).await.unwrap();
    let (epochs, config) = (Epochs::new(database.pool.clone()), config(&database.url));
    epochs.begin().await.unwrap();
    config.guard.expect(DatabaseIdentity::read(&database.pool).await.unwrap());
    let guarded = pool(&config, Budget::Queries);
    let one: i32 = sqlx::query_scalar("SELECT 1").fetch_one(&guarded).await.unwrap();
    assert_eq!((one, config.guard.mismatch().borrow().clone()), (1, None));
    // the end of an archive recovery begins a timeline
    let folder: String = sqlx::query_scalar("SHOW data_directory").fetch_one(&database.pool).await.unwrap();
    for statement in [
        "ALTER SYSTEM SET restore_command = 'false'".to_owned(),
        format!("COPY (SELECT 1 WHERE false) TO '{folder}/recovery.signal'"),
    ] {
        sqlx::raw_sql(&statement).execute(&database.pool).await.unwrap();
    }
    let server = cluster.private().unwrap();
    server.stop().await.unwrap();
    server.start().await.unwrap();
    let why = eventually("the database answers", PATIENCE, async || epochs.hold_reason().await.ok()).await;
    assert!(why.as_ref().is_some_and(|why| why.contains("timeline")), "{why:?}");
    let mut broken = config.guard.mismatch();
    let asking = async {
        loop {
            sqlx::query("SELECT 1").execute(&guarded).await.ok();
        }
    };
    tokio::select! {
        found = broken.wait_for(Option::is_some) => {
            assert!(matches!(&*found.unwrap(), Some(DatabaseMismatch::OtherDatabase(why)) if why.contains("timeline")));
        }
        () = asking => {}
    }
}

#[tokio::test]
async fn a_connection_to_a_shorter_log_ends_the_process_and_records_a_divergence() {
    let (log, nats) = (Log::new().await, nats(&nats_namespace(), 1).await);
    log.record(&[("a", 1), ("b", 2)]).await;
    let (guard, identity) =
        (ConnectionGuard::default(), DatabaseIdentity::read(&log.database.pool).await.unwrap());
    guard.expect(identity);
    let mut connection = log.database.pool.acquire().await.unwrap();
    guard.observe_head(2);
    guard.check(&mut connection).await.unwrap();
    guard.observe_head(3);
    guard.check(&mut connection).await.unwrap_err();
    let broken = guard.mismatch().borrow().clone().unwrap();
    assert!(matches!(&broken, DatabaseMismatch::ShorterLog(why) if why.contains("position 2")), "{broken:?}");
    let begun = EpochMonitor::begin(
        detector(&log, &nats),
        &ConnectionGuard::default(),
        Some(RestartReason::DatabaseMismatch(broken)),
    )
    .await;
    assert!(begun.unwrap().held().borrow().as_ref().is_some_and(|why| why.contains("ended at 3")));
}

#[tokio::test]
async fn what_jetstream_knows_and_the_log_does_not_is_noticed() {
    let (log, prefix) = (Log::new().await, nats_namespace());
    let first = nats(&prefix, 1).await;
    log.record(&[("a", 1), ("b", 2), ("c", 1)]).await;
    Epochs::new(log.database.pool.clone()).begin().await.unwrap();
    let older = Log::on(restored(&log.database, &std::env::var("DATABASE_URL").unwrap()).await).await;
    Epochs::new(older.database.pool.clone()).open(2, "a test", "restored").await.unwrap();
    publish(&log.reader, &log.database.pool, &first).await;
    assert_eq!(detector(&log, &first).detect_and_record().await.unwrap().1, None);
    assert_eq!(
        detector(&older, &first.at_epoch(2)).detect_and_record().await.unwrap().1,
        None,
        "nothing was lost"
    );
    log.record(&[("d", 1)]).await;
    publish(&log.reader, &log.database.pool, &first).await;
    // the same epoch, as if the tail had been lost without a trace
    let lost = detector(&older, &first);
    let epoch = super::Epoch { number: 1, ..lost.epochs.current().await.unwrap().unwrap() };
    for more in [0, 1] {
        older.record(&vec![("other", 1); more]).await;
        let divergences = lost.divergences(&epoch).await.unwrap();
        assert!(
            matches!(&divergences[..], [Divergence { kind: DivergenceKind::Stream, detail }] if detail.contains("position 4"))
        );
    }
    // an older backup than the last recovery's
    let later = nats(&prefix, 1).await.at_epoch(3);
    first.jetstream.delete_stream(&first.stream).await.unwrap();
    later.jetstream.create_stream(later.stream_config()).await.unwrap();
    let divergences = lost.divergences(&epoch).await.unwrap();
    assert!(
        matches!(&divergences[..], [Divergence { detail, .. }] if detail.contains("epoch 3")),
        "{divergences:?}"
    );
}

#[tokio::test]
async fn cursors_beyond_the_log_are_noticed() {
    let (log, nats) = (Log::new().await, nats(&nats_namespace(), 1).await);
    log.record(&[("a", 1)]).await;
    sqlx::query(
        "INSERT INTO consumer_cursors (consumer, version, partition, position) VALUES ('posts', 1, -1, 9)",
    )
    .execute(&log.database.pool)
    .await
    .unwrap();
    let (_, held) = detector(&log, &nats).detect_and_record().await.unwrap();
    assert!(held.is_some_and(|why| why.contains("posts has applied position 9")));
}
