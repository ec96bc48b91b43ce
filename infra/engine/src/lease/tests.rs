//! Who holds a lease when instances stop, die, lose their session or steal.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use harness::{TestDatabase, eventually};
use sqlx::PgPool;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::living_readers::Announcement;
use super::session::LeaseSession;
use super::share::InstanceShares;
use super::{Leases, LivingReaders, TTL};
use crate::clock::DatabaseClock;
use crate::lifecycle::Lifecycle;

const PATIENCE: Duration = Duration::from_secs(20);

async fn database() -> TestDatabase {
    TestDatabase::create_migrated(Path::new("../../migrations")).await
}

/// Of an instance that knows no job.
pub(super) fn without_jobs() -> Announcement {
    LivingReaders::default().announcement(&[])
}

/// An instance that wants the lease `work` and does nothing with it.
fn instance(pool: &PgPool, id: u128) -> Lifecycle {
    let lifecycle = Lifecycle::new();
    let leases = Leases::start(pool.clone(), Uuid::from_u128(id), &lifecycle);
    let stop = lifecycle.soft();
    lifecycle.spawn("work", async move {
        let work = |held: CancellationToken| async move {
            held.cancelled().await;
            ControlFlow::Continue(())
        };
        leases.run_exclusively("work", &stop, work).await;
    });
    lifecycle
}

/// The fence.
async fn held_by(pool: &PgPool, id: u128) -> i64 {
    eventually("the lease is held by the instance", PATIENCE, async || {
        sqlx::query_scalar("SELECT fence FROM leases WHERE name = 'work' AND holder = $1 AND until > now()")
            .bind(Uuid::from_u128(id))
            .fetch_optional(pool)
            .await
            .unwrap()
    })
    .await
}

/// LeaseSession and lease of an instance that does nothing any more, not even renew.
async fn frozen(pool: &PgPool, id: u128) -> LeaseSession {
    let mut session = LeaseSession::open(&pool.connect_options()).await.unwrap();
    let held = session
        .renew(&["work".to_owned()], InstanceShares::new(), &without_jobs(), Uuid::from_u128(id))
        .await
        .unwrap()
        .held;
    assert!(held.contains("work"));
    session
}

/// The process number of the session that carries the lease.
async fn carrier(pool: &PgPool) -> i32 {
    let carrier = "SELECT session_pid FROM leases WHERE name = 'work'";
    sqlx::query_scalar(carrier).fetch_one(pool).await.unwrap()
}

async fn cut(pool: &PgPool, pid: i32) {
    sqlx::query("SELECT pg_terminate_backend($1)").bind(pid).execute(pool).await.unwrap();
}

#[tokio::test]
async fn one_instance_holds_it_and_the_next_follows_when_it_stops() {
    let database = database().await;
    let first = instance(&database.pool, 1);
    assert_eq!(held_by(&database.pool, 1).await, 1);
    let second = instance(&database.pool, 2);
    first.stop(PATIENCE).await;
    assert_eq!(held_by(&database.pool, 2).await, 2);
    second.stop(PATIENCE).await;
    let names = sqlx::query_scalar("SELECT name FROM leases").fetch_all(&database.pool).await;
    assert_eq!(names.unwrap() as Vec<String>, ["work"], "instances that stop take their own rows with them");
}

#[tokio::test]
async fn an_instance_that_died_is_followed_at_once_because_its_session_has_ended() {
    let database = database().await;
    let dead = frozen(&database.pool, 1).await;
    let second = instance(&database.pool, 2);
    let begun = "SELECT 1 FROM leases WHERE holder = $1";
    eventually("the second has looked", PATIENCE, async || {
        sqlx::query(begun).bind(Uuid::from_u128(2)).fetch_optional(&database.pool).await.unwrap()
    })
    .await;
    cut(&database.pool, carrier(&database.pool).await).await;
    let died = Instant::now();
    assert_eq!(held_by(&database.pool, 2).await, 2);
    assert!(died.elapsed() < TTL * 4 / 5, "{:?}", died.elapsed());
    second.stop(PATIENCE).await;
    drop(dead);
}

#[tokio::test]
async fn an_instance_that_died_is_followed_when_its_lease_has_run_out() {
    let database = database().await;
    let living = frozen(&database.pool, 1).await;
    let soon =
        "UPDATE leases SET until = now() + interval '1 second' WHERE name = 'work' RETURNING until::text";
    let until: String = sqlx::query_scalar(soon).fetch_one(&database.pool).await.unwrap();
    let second = instance(&database.pool, 2);
    held_by(&database.pool, 2).await;
    let not_before = "SELECT until - interval '5 seconds' > $1::timestamptz FROM leases WHERE name = 'work'";
    let ran_out: bool = sqlx::query_scalar(not_before).bind(until).fetch_one(&database.pool).await.unwrap();
    assert!(ran_out, "a living session keeps its lease");
    second.stop(PATIENCE).await;
    drop(living);
}

#[tokio::test]
async fn a_session_that_ended_with_its_server_keeps_its_lease_until_it_runs_out() {
    let database = database().await;
    let dead = frozen(&database.pool, 1).await;
    let restarted = "UPDATE leases SET server_began = server_began - interval '1 day'";
    sqlx::query(restarted).execute(&database.pool).await.unwrap();
    let pid = carrier(&database.pool).await;
    cut(&database.pool, pid).await;
    eventually("the session has ended", PATIENCE, async || {
        let there = sqlx::query("SELECT 1 FROM pg_stat_activity WHERE pid = $1").bind(pid);
        there.fetch_optional(&database.pool).await.unwrap().is_none().then_some(())
    })
    .await;
    let mut other = LeaseSession::open(&database.pool.connect_options()).await.unwrap();
    let held = other
        .renew(&["work".to_owned()], InstanceShares::new(), &without_jobs(), Uuid::from_u128(2))
        .await
        .unwrap()
        .held;
    assert!(!held.contains("work"));
    drop(dead);
}

#[tokio::test]
async fn a_lease_from_before_the_clock_was_set_back_is_free() {
    let database = database().await;
    let before = frozen(&database.pool, 1).await;
    // longer than any renewal makes it, and by a server that has restarted, so that nobody can tell whether the holder lives
    let set_back =
        "UPDATE leases SET until = now() + interval '1 hour', server_began = server_began - interval '1 day'";
    sqlx::query(set_back).execute(&database.pool).await.unwrap();
    let mut other = LeaseSession::open(&database.pool.connect_options()).await.unwrap();
    let renewed =
        other.renew(&["work".to_owned()], InstanceShares::new(), &without_jobs(), Uuid::from_u128(2)).await;
    assert!(renewed.unwrap().held.contains("work"));
    drop(before);
}

#[tokio::test]
async fn a_session_that_may_not_be_seen_counts_as_living() {
    let database = database().await;
    let living = frozen(&database.pool, 1).await;
    let mut stranger = database.pool.acquire().await.unwrap();
    sqlx::query("SET ROLE pg_read_all_data").execute(&mut *stranger).await.unwrap();
    let judgement = "SELECT DISTINCT orphaned(l) FROM leases l";
    assert!(!sqlx::query_scalar::<_, bool>(judgement).fetch_one(&mut *stranger).await.unwrap());
    stranger.close().await.unwrap();
    drop(living);
}

#[tokio::test]
async fn of_two_that_want_it_one_gets_it() {
    let database = database().await;
    let (pool, work) = (&database.pool, ["work".to_owned()]);
    let dead = frozen(pool, 1).await;
    let mut second = LeaseSession::open(&pool.connect_options()).await.unwrap();
    let mut third = LeaseSession::open(&pool.connect_options()).await.unwrap();
    cut(pool, carrier(pool).await).await;
    let announcement = without_jobs();
    eventually("one has it", PATIENCE, async || {
        let (second, third) = tokio::join!(
            second.renew(&work, InstanceShares::new(), &announcement, Uuid::from_u128(2)),
            third.renew(&work, InstanceShares::new(), &announcement, Uuid::from_u128(3))
        );
        let have = [second, third].map(|held| held.unwrap().held.contains("work"));
        assert_ne!(have, [true, true]);
        have.contains(&true).then_some(())
    })
    .await;
    drop(dead);
}

#[tokio::test]
async fn an_instance_whose_session_was_cut_keeps_what_nobody_took() {
    let database = database().await;
    let (lifecycle, runs) = (Lifecycle::new(), Arc::new(AtomicU32::new(0)));
    let leases = Leases::start(database.pool.clone(), Uuid::from_u128(1), &lifecycle);
    let (stop, counter) = (lifecycle.soft(), Arc::clone(&runs));
    lifecycle.spawn("work", async move {
        let work = |held: CancellationToken| {
            counter.fetch_add(1, Ordering::Relaxed);
            async move {
                held.cancelled().await;
                ControlFlow::Continue(())
            }
        };
        leases.run_exclusively("work", &stop, work).await;
    });
    held_by(&database.pool, 1).await;
    let pid = carrier(&database.pool).await;
    cut(&database.pool, pid).await;
    eventually("another session carries it", PATIENCE, async || {
        let other = sqlx::query("SELECT 1 FROM leases WHERE name = 'work' AND session_pid <> $1").bind(pid);
        other.fetch_optional(&database.pool).await.unwrap()
    })
    .await;
    assert_eq!(held_by(&database.pool, 1).await, 1);
    lifecycle.stop(PATIENCE).await;
    assert_eq!(runs.load(Ordering::Relaxed), 1, "the work went on");
}

#[tokio::test]
async fn an_instance_whose_session_was_cut_stops_at_once_what_others_took() {
    let database = database().await;
    let lifecycle = Lifecycle::new();
    let leases = Leases::start(database.pool.clone(), Uuid::from_u128(1), &lifecycle);
    let thief = database.pool.clone();
    let work = |held: CancellationToken| {
        let pool = thief.clone();
        async move {
            let pid = carrier(&pool).await;
            let free = "UPDATE leases SET until = now() - interval '1 second' WHERE name = 'work'";
            sqlx::query(free).execute(&pool).await.unwrap();
            let living = frozen(&pool, 2).await;
            cut(&pool, pid).await;
            let died = Instant::now();
            held.cancelled().await;
            assert!(died.elapsed() < TTL * 4 / 5, "{:?}", died.elapsed());
            drop(living);
            ControlFlow::Break(())
        }
    };
    timeout(PATIENCE, leases.run_exclusively("work", &CancellationToken::new(), work))
        .await
        .expect("the loss is noticed");
    lifecycle.stop(PATIENCE).await;
}

#[tokio::test]
async fn an_instance_says_with_its_row_by_how_much_its_machine_is_off() {
    let database = database().await;
    let id = Uuid::from_u128(1);
    let mut session = LeaseSession::open(&database.pool.connect_options()).await.unwrap();
    session.clock = DatabaseClock::ahead_of_the_database(240);
    session.renew(&["work".to_owned()], InstanceShares::new(), &without_jobs(), id).await.unwrap();
    let told: Vec<(String, Option<f64>)> =
        sqlx::query_as("SELECT name, round(clock_ahead) FROM leases ORDER BY name")
            .fetch_all(&database.pool)
            .await
            .unwrap();
    assert_eq!(told, [(format!("instance:{id}"), Some(240.0)), ("work".to_owned(), None)]);
}

#[tokio::test]
async fn a_stolen_lease_ends_the_work() {
    let database = database().await;
    let lifecycle = Lifecycle::new();
    let leases = Leases::start(database.pool.clone(), Uuid::from_u128(1), &lifecycle);
    let thief = database.pool.clone();
    let work = |held: CancellationToken| {
        let pool = thief.clone();
        async move {
            let steal = "UPDATE leases SET holder = gen_random_uuid(), until = now() + interval '10 seconds'";
            sqlx::query(steal).execute(&pool).await.unwrap();
            held.cancelled().await;
            ControlFlow::Break(())
        }
    };
    let stop = CancellationToken::new();
    timeout(PATIENCE, leases.run_exclusively("work", &stop, work)).await.expect("the loss is noticed");
    lifecycle.stop(PATIENCE).await;
}
