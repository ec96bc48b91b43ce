//! Connections that break in the middle: every command is recorded once, whatever its caller was told.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use commands::store::{Append, Appended, EventStore, StoreError};
use harness::{Durability, Servers, TestDatabase};

use crate::store::keys::Keyring;
use crate::store::testing::{Fixture, any_project, described, master_key};
use crate::store::{AppendLimits, AppendSignal, PgEventStore};

/// As a caller does: sends the same command until there is an outcome.
async fn insist(store: &PgEventStore, append: Append) -> Appended {
    loop {
        match store.append(append.clone()).await {
            Ok(outcome) => return outcome,
            Err(StoreError::Unavailable { .. }) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    }
}

/// Eight callers append to a stream each until told to stop; how many appends each made.
async fn append_until(stop: Arc<AtomicBool>, store: Arc<PgEventStore>) -> u64 {
    let callers = (0..8).map(|_| {
        let (stop, store) = (Arc::clone(&stop), Arc::clone(&store));
        tokio::spawn(async move {
            let (project, mut version) = (any_project(), 0);
            while !stop.load(Ordering::Relaxed) {
                let outcome = insist(&store, described(project, version, 1)).await;
                assert!(matches!(outcome, Appended::Recorded | Appended::Repeated(_)), "{outcome:?}");
                version += 1;
            }
            version
        })
    });
    let mut appended = 0;
    for caller in callers.collect::<Vec<_>>() {
        appended += caller.await.unwrap();
    }
    appended
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_are_killed_lose_and_double_nothing() {
    let fixture = Fixture::start().await;
    let stop = Arc::new(AtomicBool::new(false));
    let store = Arc::new(fixture.another_store());
    let appending = tokio::spawn(append_until(Arc::clone(&stop), store));
    for kills in 1..30 {
        // a level to wait for: the store got on since the last kill
        harness::eventually("more events", std::time::Duration::from_secs(20), async || {
            (fixture.count("events").await > kills * 20).then_some(())
        })
        .await;
        sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'memebot-append' AND datname = current_database()")
            .execute(&fixture.database.pool)
            .await
            .unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    let appended = appending.await.unwrap();
    assert_eq!(fixture.count("events").await, appended.cast_signed());
    assert_eq!(fixture.count("commands").await, appended.cast_signed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_and_comes_back_loses_and_doubles_nothing() {
    let servers = Servers::private(Durability::Fast).await.unwrap();
    let database = TestDatabase::create_migrated_on(servers.postgres.url(), Path::new("../../migrations"))
        .await
        .unwrap();
    let keyring = Keyring::open(database.pool.clone(), &master_key()).await.unwrap();
    let limits = AppendLimits::default();
    let store = Arc::new(PgEventStore::start(&database.pool, keyring, limits, &AppendSignal::new()));
    let stop = Arc::new(AtomicBool::new(false));
    let appending = tokio::spawn(append_until(Arc::clone(&stop), store));
    let count = async || -> Option<i64> {
        sqlx::query_scalar("SELECT count(*) FROM events").fetch_one(&database.pool).await.ok()
    };
    for kills in 1..3 {
        harness::eventually("more events", std::time::Duration::from_secs(30), async || {
            (count().await? > kills * 50).then_some(())
        })
        .await;
        let server = servers.postgres.private().unwrap();
        server.kill().await.unwrap();
        server.start().await.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    let appended = appending.await.unwrap();
    let events =
        harness::eventually("the server", std::time::Duration::from_secs(10), async || count().await).await;
    assert_eq!(events, appended.cast_signed());
}
