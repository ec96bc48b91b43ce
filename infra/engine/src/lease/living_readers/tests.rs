//! An older instance runs beside: what it cannot read is not written, and it is told of if it announces nothing.

use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use commands::port::owner_alarm::{Alarm, OwnerAlarm};
use commands::store::{Appended, EventStore, StoreError};
use domain::event::EventKind;
use harness::{TestDatabase, eventually};
use serde_json::{Value, json};
use sqlx::PgPool;

use super::{LivingReaders, stored_version};
use crate::clock::DatabaseClock;
use crate::lease::{Leases, silent_instances};
use crate::lifecycle::Lifecycle;
use crate::store::AppendLimits;
use crate::store::testing::{Fixture, any_id, any_project, described};

const PATIENCE: Duration = Duration::from_secs(10);
const DESCRIBED: EventKind = EventKind::ProjectDescribed;

async fn database() -> TestDatabase {
    TestDatabase::create_migrated(Path::new("../../migrations")).await
}

/// Another instance runs, and its row says this.
async fn runs_beside(pool: &PgPool, announces: Option<Value>) {
    let row = "
        INSERT INTO leases (name, holder, until, session_pid, server_began, shares, announces)
        VALUES ('instance:older', gen_random_uuid(), now() + interval '1 hour', 0, now(), '{}', $1)";
    sqlx::query(row).bind(announces).execute(pool).await.unwrap();
}

async fn stops(pool: &PgPool) {
    sqlx::query("DELETE FROM leases WHERE name = 'instance:older'").execute(pool).await.unwrap();
}

/// What an instance announces that does not know this kind.
fn without(kind: EventKind) -> Value {
    let mut announcement = LivingReaders::default().announcement(&[("toys", "play")]);
    assert!(announcement.events.remove(&stored_version(kind.aggregate, kind.name, kind.version)));
    serde_json::to_value(announcement).unwrap()
}

fn permits(readers: &LivingReaders, kind: EventKind) -> bool {
    readers.permit([kind].into_iter()).is_ok()
}

#[tokio::test]
async fn what_an_older_instance_cannot_read_is_not_written_while_it_runs() {
    let database = database().await;
    let (pool, lifecycle) = (database.pool.clone(), Lifecycle::new());
    let readers = LivingReaders::default();
    Leases::announcing(
        pool.clone(),
        any_id(),
        readers.clone(),
        &[("toys", "play")],
        DatabaseClock::default(),
        &lifecycle,
    );
    assert!(permits(&readers, DESCRIBED));

    runs_beside(&pool, Some(without(DESCRIBED))).await;
    eventually("a renewal learns of it", PATIENCE, async || (!permits(&readers, DESCRIBED)).then_some(()))
        .await;
    assert!(permits(&readers, EventKind::VibeSet), "what it can read is written");
    stops(&pool).await;
    eventually("a renewal learns that it is gone", PATIENCE, async || {
        permits(&readers, DESCRIBED).then_some(())
    })
    .await;

    let announced = "SELECT announces FROM leases WHERE name LIKE 'instance:%'";
    let announced: Value = sqlx::query_scalar(announced).fetch_one(&pool).await.unwrap();
    assert_eq!(announced["steps"], json!(["toys/play"]));
    lifecycle.stop(PATIENCE).await;
}

#[tokio::test]
async fn an_append_is_refused_before_anything_is_recorded() {
    let database = database().await;
    let readers = LivingReaders::default();
    runs_beside(&database.pool, Some(without(DESCRIBED))).await;
    readers.look(&database.pool).await.unwrap();
    let limits = AppendLimits { readers: readers.clone(), ..AppendLimits::default() };
    let fixture = Fixture::on(database, limits).await;

    let append = described(any_project(), 0, 1);
    let refused = fixture.store.append(append.clone()).await;
    assert_eq!(refused, Err(StoreError::UpgradeUnderWay { event: DESCRIBED.name }));
    assert_eq!((fixture.count("events").await, fixture.count("commands").await), (0, 0));

    stops(&fixture.database.pool).await;
    readers.look(&fixture.database.pool).await.unwrap();
    assert_eq!(fixture.store.append(append).await, Ok(Appended::Recorded), "the same command, later");
}

#[derive(Default)]
struct Told(Mutex<Vec<String>>);

#[async_trait]
impl OwnerAlarm for Told {
    async fn raise(&self, alarm: &Alarm) {
        self.0.lock().unwrap().push(alarm.text.clone());
    }
}

/// How often owners are told of instances that announce nothing.
async fn told_of_silence(readers: &LivingReaders) -> usize {
    let told = Told::default();
    silent_instances::tell(readers, &DatabaseClock::default(), &told).await;
    told.0.into_inner().unwrap().len()
}

#[tokio::test]
async fn who_announces_nothing_or_in_another_form_is_an_older_build_and_told_of() {
    let database = database().await;
    let readers = LivingReaders::default();
    assert_eq!(told_of_silence(&readers).await, 0);
    for announces in [None, Some(json!({ "events": 5 }))] {
        runs_beside(&database.pool, announces).await;
        readers.look(&database.pool).await.unwrap();
        assert_eq!(told_of_silence(&readers).await, 1);
        assert!(permits(&readers, DESCRIBED), "builds from before read it");
        stops(&database.pool).await;
    }
}

#[tokio::test]
async fn shares_of_another_form_stop_no_renewal() {
    let database = database().await;
    let (pool, lifecycle) = (database.pool.clone(), Lifecycle::new());
    runs_beside(&pool, None).await;
    sqlx::query("UPDATE leases SET shares = '[1]'").execute(&pool).await.unwrap();
    let readers = LivingReaders::default();
    Leases::announcing(pool.clone(), any_id(), readers.clone(), &[], DatabaseClock::default(), &lifecycle);
    eventually("a renewal sees it", PATIENCE, async || (readers.silent() == 1).then_some(())).await;
    lifecycle.stop(PATIENCE).await;
}
