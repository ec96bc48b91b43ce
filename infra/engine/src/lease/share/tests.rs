//! How partitions are assigned, and how they are handed over.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::stream::PARTITIONS;
use harness::{TestDatabase, eventually};
use sqlx::PgPool;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{InstanceShares, PartitionSet, assignment, is_held};
use crate::lease::Leases;
use crate::lease::session::LeaseSession;
use crate::lease::tests::without_jobs;
use crate::lifecycle::Lifecycle;

const PATIENCE: Duration = Duration::from_secs(20);

fn holding(parts: impl IntoIterator<Item = u16>) -> InstanceShares {
    InstanceShares::from([("work".to_owned(), parts.into_iter().collect())])
}

/// What each of so many instances is assigned while nobody works on anything yet.
fn round(name: &str, instances: u128) -> Vec<PartitionSet> {
    let idle = |me| (0..instances).filter(move |other| *other != me).map(Uuid::from_u128);
    let none = InstanceShares::from([(name.to_owned(), PartitionSet::new())]);
    let others = |me| idle(me).map(|other| (other, none.clone())).collect::<BTreeMap<_, _>>();
    (0..instances)
        .map(|me| assignment(name, Uuid::from_u128(me), &PartitionSet::new(), &others(me)))
        .collect()
}

#[test]
fn every_part_is_dealt_once_and_nobody_has_two_more_than_another() {
    for name in ["work", "other work"] {
        for instances in 1..=20 {
            let hands = round(name, instances);
            let mut all: Vec<u16> = hands.iter().flatten().copied().collect();
            all.sort_unstable();
            assert_eq!(all, (0..PARTITIONS).collect::<Vec<_>>());
            let sizes: Vec<usize> = hands.iter().map(PartitionSet::len).collect();
            assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1, "{sizes:?}");
        }
    }
}

#[test]
fn what_another_works_on_is_not_taken_and_what_is_kept_is_not_left() {
    let mine = assignment("work", Uuid::from_u128(1), &PartitionSet::new(), &BTreeMap::new());
    assert_eq!(mine.len(), usize::from(PARTITIONS), "alone: everything");
    let busy = BTreeMap::from([(Uuid::from_u128(2), holding(0..PARTITIONS))]);
    assert_eq!(assignment("work", Uuid::from_u128(1), &PartitionSet::new(), &busy), PartitionSet::new());
    assert_eq!(assignment("work", Uuid::from_u128(1), &mine, &busy).len(), 8, "both work on everything");
}

#[test]
fn who_takes_no_part_in_the_work_gets_nothing_of_it() {
    let elsewhere = InstanceShares::from([("another".to_owned(), PartitionSet::from([3]))]);
    let others = BTreeMap::from([(Uuid::from_u128(2), elsewhere)]);
    let mine = assignment("work", Uuid::from_u128(1), &PartitionSet::new(), &others);
    assert_eq!(mine.len(), usize::from(PARTITIONS));
}

/// An instance that takes part in the work.
struct Instance {
    lifecycle: Lifecycle,
    leases: Leases,
    /// What it works on.
    works_on: Arc<Mutex<PartitionSet>>,
    /// As many times it may end its work.
    may_end: Arc<Semaphore>,
}

impl Instance {
    fn new(pool: &PgPool, id: u128, may_end: usize) -> Self {
        let lifecycle = Lifecycle::new();
        let leases = Leases::start(pool.clone(), Uuid::from_u128(id), &lifecycle);
        let (works_on, may_end) = (Arc::<Mutex<PartitionSet>>::default(), Arc::new(Semaphore::new(may_end)));
        let instance = Self { lifecycle, leases, works_on, may_end };
        instance.begin();
        instance
    }

    fn begin(&self) {
        let (leases, stop) = (self.leases.clone(), self.lifecycle.soft());
        let (works_on, may_end) = (Arc::clone(&self.works_on), Arc::clone(&self.may_end));
        self.lifecycle.spawn("work", async move {
            let work = |parts, held: tokio_util::sync::CancellationToken| {
                let (works_on, may_end) = (Arc::clone(&works_on), Arc::clone(&may_end));
                async move {
                    *works_on.lock().unwrap() = parts;
                    held.cancelled().await;
                    may_end.acquire().await.unwrap().forget();
                    works_on.lock().unwrap().clear();
                    ControlFlow::Continue(())
                }
            };
            leases.run_share("work", &stop, work).await;
        });
    }

    fn now(&self) -> PartitionSet {
        self.works_on.lock().unwrap().clone()
    }

    async fn works_on(&self, many: usize) {
        let as_many = async || (self.now().len() == many).then_some(());
        eventually(&format!("it works on {many} parts"), PATIENCE, as_many).await;
    }
}

async fn database() -> TestDatabase {
    TestDatabase::create_migrated(Path::new("../../migrations")).await
}

/// What the instance's row tells.
async fn told(pool: &PgPool, id: u128) -> Option<i32> {
    sqlx::query_scalar("SELECT jsonb_array_length(shares -> 'work') FROM leases WHERE holder = $1")
        .bind(Uuid::from_u128(id))
        .fetch_optional(pool)
        .await
        .unwrap()
        .flatten()
}

#[tokio::test]
async fn what_is_given_up_is_taken_only_when_its_work_has_ended() {
    let database = database().await;
    let first = Instance::new(&database.pool, 1, 0);
    first.works_on(16).await;
    let second = Instance::new(&database.pool, 2, 9);
    let row = async || (told(&database.pool, 2).await == Some(0)).then_some(());
    eventually("the second takes part", PATIENCE, row).await;
    let renewals = "SELECT until FROM leases WHERE holder = $1 AND until > now() + interval '4.5 seconds'";
    for _ in 0..2 {
        eventually("it has looked", PATIENCE, async || {
            let looked = sqlx::query(renewals).bind(Uuid::from_u128(2)).fetch_optional(&database.pool).await;
            looked.unwrap().map(drop)
        })
        .await;
    }
    assert_eq!((first.now().len(), second.now().len()), (16, 0), "the first has not ended");
    first.may_end.add_permits(9);
    first.works_on(8).await;
    second.works_on(8).await;
    assert!(first.now().is_disjoint(&second.now()));
    second.lifecycle.stop(PATIENCE).await;
    first.works_on(16).await;
    assert!(is_held(&database.pool, "work").await.unwrap());
    first.lifecycle.stop(PATIENCE).await;
    assert!(!is_held(&database.pool, "work").await.unwrap());
}

#[tokio::test]
async fn the_share_of_an_instance_that_died_is_dealt_to_the_others_at_once() {
    let database = database().await;
    let mut dead = LeaseSession::open(&database.pool.connect_options()).await.unwrap();
    let all = InstanceShares::from([("work".to_owned(), (0..PARTITIONS).collect())]);
    dead.renew(&[], all, &without_jobs(), Uuid::from_u128(1)).await.unwrap();
    let second = Instance::new(&database.pool, 2, 9);
    let row = async || (told(&database.pool, 2).await == Some(0)).then_some(());
    eventually("the second waits", PATIENCE, row).await;
    // Its lease does not run out before the test has failed.
    let cut = "UPDATE leases SET until = until + interval '1 hour' WHERE holder = $1 RETURNING pg_terminate_backend(session_pid)";
    sqlx::query(cut).bind(Uuid::from_u128(1)).execute(&database.pool).await.unwrap();
    second.works_on(16).await;
    second.lifecycle.stop(PATIENCE).await;
    drop(dead);
}

#[tokio::test]
async fn a_share_that_is_held_when_the_session_is_cut_goes_on() {
    let database = database().await;
    let first = Instance::new(&database.pool, 1, 0);
    first.works_on(16).await;
    let cut = "SELECT pg_terminate_backend(session_pid), session_pid FROM leases WHERE holder = $1";
    let (_, pid): (bool, i32) =
        sqlx::query_as(cut).bind(Uuid::from_u128(1)).fetch_one(&database.pool).await.unwrap();
    eventually("another session carries it", PATIENCE, async || {
        let other = sqlx::query("SELECT 1 FROM leases WHERE holder = $1 AND session_pid <> $2");
        other.bind(Uuid::from_u128(1)).bind(pid).fetch_optional(&database.pool).await.unwrap()
    })
    .await;
    assert_eq!(first.now().len(), 16);
    first.may_end.add_permits(1);
    first.lifecycle.stop(PATIENCE).await;
}
