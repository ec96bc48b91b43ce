//! Several instances that share one consumer.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::id::EventId;
use domain::recorded::Recorded;
use domain::stream::PARTITIONS;
use futures_util::future::join_all;
use harness::eventually;
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::consumer::testing::{Instance, Ledger, Log, PATIENCE, Started, parked, written};
use crate::dead_letters::{DeadLetters, RetryOutcome};
use crate::lease::PartitionSet;

/// One of several instances, with a ledger of its own over the table that they share.
struct Member {
    instance: Instance,
    ledger: Arc<Ledger>,
    consumer: Started,
}

impl Member {
    fn new(instance: Instance) -> Self {
        let ledger = Ledger::without_table(true);
        Self { consumer: instance.start(&ledger), instance, ledger }
    }

    fn join(log: &Log) -> Self {
        Self::new(Instance::new(log))
    }

    /// The partitions that it has a lease on.
    async fn partitions(&self, log: &Log) -> PartitionSet {
        let partitions: Vec<i32> = sqlx::query_scalar(
            "SELECT p.value::int FROM leases l, jsonb_each(l.shares) s, jsonb_array_elements_text(s.value) p
              WHERE l.holder = $1 AND s.key = 'consumer:ledger:v1'",
        )
        .bind(self.instance.id)
        .fetch_all(&log.database.pool)
        .await
        .unwrap();
        partitions.into_iter().map(|partition| u16::try_from(partition).unwrap()).collect()
    }

    async fn reached(&self, position: u64) {
        self.consumer.reaches(position).await;
    }
}

async fn log() -> Log {
    let log = Log::new().await;
    Ledger::new(&log.database.pool, true).await;
    log
}

/// Waits until all partitions are divided among them.
async fn divided(log: &Log, members: &[&Member]) -> Vec<PartitionSet> {
    eventually("the partitions are divided", PATIENCE, async || {
        let shares = join_all(members.iter().map(|member| member.partitions(log))).await;
        let all: BTreeSet<u16> = shares.iter().flatten().copied().collect();
        let fair = shares.iter().all(|share| share.len() <= usize::from(PARTITIONS).div_ceil(members.len()));
        (fair && all.len() == usize::from(PARTITIONS)).then_some(shares)
    })
    .await
}

/// One event for each of 32 projects, known to all.
async fn load(log: &Log, members: &[&Member]) -> u64 {
    let round: Vec<(&str, u128)> = (1..=32).map(|project| ("x", project)).collect();
    let head = log.record(&round).await;
    for member in members {
        member.instance.tell(head);
    }
    head
}

/// Everything is written once, in order within each partition, and nothing is parked.
async fn exactly_once(log: &Log, head: u64) {
    let all = written(log, None).await;
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len() as u64, head);
    for partition in 0..PARTITIONS.cast_signed() {
        assert!(written(log, Some(partition)).await.is_sorted(), "partition {partition} of {all:?}");
    }
    let parked = "SELECT count(*) FROM parked_events";
    assert_eq!(sqlx::query_scalar::<_, i64>(parked).fetch_one(&log.database.pool).await.unwrap(), 0);
}

#[tokio::test]
async fn instances_that_join_and_leave_under_load_share_the_work_and_apply_everything_once() {
    let log = log().await;
    let first = Member::join(&log);
    assert_eq!(divided(&log, &[&first]).await[0].len(), 16);
    load(&log, &[&first]).await;
    let second = Member::join(&log);
    for _ in 0..5 {
        load(&log, &[&first, &second]).await;
    }
    divided(&log, &[&first, &second]).await;
    let third = Member::join(&log);
    let members = [&first, &second, &third];
    for _ in 0..5 {
        load(&log, &members).await;
    }
    divided(&log, &members).await;
    let head = load(&log, &members).await;
    for member in members {
        member.reached(head).await;
    }
    for member in members {
        assert!(member.ledger.batches.load(Ordering::Relaxed) > 0, "each has done something");
    }
    second.instance.stop().await;
    let head = load(&log, &[&first, &third]).await;
    third.reached(head).await;
    divided(&log, &[&first, &third]).await;
    exactly_once(&log, head).await;
    first.instance.stop().await;
    third.instance.stop().await;
}

#[tokio::test]
async fn the_partitions_of_an_instance_that_dies_are_taken_over_before_its_lease_runs_out() {
    let log = log().await;
    let first = Member::join(&log);
    let runtime = Runtime::new().unwrap();
    let doomed = {
        let _inside = runtime.enter();
        Member::new(Instance::apart(&log))
    };
    divided(&log, &[&first, &doomed]).await;
    let head = load(&log, &[&first, &doomed]).await;
    first.reached(head).await;
    assert!(doomed.ledger.batches.load(Ordering::Relaxed) > 0);
    runtime.shutdown_background();
    // Only its session tells that it has died: its lease does not run out before the test has failed.
    let stays = "UPDATE leases SET until = until + interval '1 hour' WHERE holder = $1";
    sqlx::query(stays).bind(doomed.instance.id).execute(&log.database.pool).await.unwrap();
    let head = load(&log, &[&first]).await;
    first.reached(head).await;
    divided(&log, &[&first]).await;
    exactly_once(&log, head).await;
    first.instance.stop().await;
}

#[tokio::test]
async fn whoever_has_a_partition_has_its_parked_keys() {
    let log = log().await;
    let first = Member::join(&log);
    let poison: Vec<(&str, u128)> = (1..=8).map(|project| ("poison", project)).collect();
    let head = log.record(&poison).await;
    first.instance.tell(head);
    first.reached(head).await;
    assert_eq!(parked(&log).await, 8);
    let second = Member::join(&log);
    divided(&log, &[&first, &second]).await;
    let head = load(&log, &[&first, &second]).await;
    second.reached(head).await;
    assert_eq!(written(&log, None).await.len(), 24, "what is behind a parked event of its key waits");

    let letters = DeadLetters::new(log.database.pool.clone());
    // First: once it can be applied, it heals by itself.
    assert_eq!(letters.discard(8, EventId(Uuid::nil())).await.unwrap(), 1);
    for member in [&first, &second] {
        member.ledger.cured.store(true, Ordering::Relaxed);
    }
    for position in 1..=7 {
        assert_eq!(letters.retry(position, PATIENCE).await.unwrap(), RetryOutcome::Free);
    }
    eventually("what was behind the discarded event is applied", PATIENCE, async || {
        (parked(&log).await == 0).then_some(())
    })
    .await;
    assert_eq!(written(&log, None).await.len(), 39);
    first.instance.stop().await;
    second.instance.stop().await;
}

#[tokio::test]
async fn nothing_moves_while_nobody_comes_or_goes() {
    let log = log().await;
    let (first, second) = (Member::join(&log), Member::join(&log));
    let shares = divided(&log, &[&first, &second]).await;
    let renewed = "SELECT min(until) > $1 + interval '4 seconds' FROM leases WHERE shares IS NOT NULL";
    let began: chrono::DateTime<chrono::Utc> =
        sqlx::query_scalar("SELECT max(until) FROM leases").fetch_one(&log.database.pool).await.unwrap();
    eventually("some renewals have passed", PATIENCE, async || {
        for (member, share) in [&first, &second].into_iter().zip(&shares) {
            assert_eq!(&member.partitions(&log).await, share);
        }
        let renewed = sqlx::query_scalar::<_, bool>(renewed).bind(began);
        renewed.fetch_one(&log.database.pool).await.unwrap().then_some(())
    })
    .await;
    first.instance.stop().await;
    second.instance.stop().await;
}

/// A small generator whose every run is the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// The events in batches: some dropped, some twice, in any order.
fn disturbed(events: &[Arc<Recorded>], dice: &mut Dice) -> Vec<Vec<Arc<Recorded>>> {
    let mut batches: Vec<Vec<_>> = events.chunks(1 + dice.roll(7)).map(<[_]>::to_vec).collect();
    for _ in 0..batches.len() {
        let (one, other) = (dice.roll(batches.len()), dice.roll(batches.len()));
        match dice.roll(5) {
            0 => batches[one].clear(),
            1 => batches[one].reverse(),
            2 => batches.push(batches[one].clone()),
            _ => batches.swap(one, other),
        }
    }
    batches
}

#[tokio::test]
async fn whatever_the_feed_loses_repeats_delays_and_reorders_makes_no_difference() {
    let log = log().await;
    let (first, second) = (Member::join(&log), Member::join(&log));
    let (mut dice, mut head) = (Dice(1), 0);
    for round in 0..12 {
        let before = head;
        let events: Vec<(&str, u128)> = (0..60).map(|_| ("x", dice.roll(20) as u128)).collect();
        head = log.record(&events).await;
        let events = log.events(before).await;
        for member in [&first, &second] {
            for batch in disturbed(&events, &mut dice) {
                member.instance.dependencies.feed.inject(batch);
                // sometimes the consumer takes a batch alone, sometimes several at once
                if dice.roll(2) == 0 {
                    tokio::task::yield_now().await;
                }
            }
        }
        if round % 3 == 2 {
            for member in [&first, &second] {
                member.instance.tell(head);
                member.reached(head).await;
            }
        }
    }
    exactly_once(&log, head).await;
    first.instance.stop().await;
    second.instance.stop().await;
}
