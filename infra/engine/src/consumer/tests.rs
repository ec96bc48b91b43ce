//! Lost, repeated, reordered and poisonous events, and two runners at once.

mod sharing;
mod unreadable;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use domain::id::EventId;
use harness::eventually;
use tokio_util::sync::CancellationToken;

use super::Consumer;
use super::cursors::partitions_of;
use super::runner::Runner;
use super::testing::{Instance, Ledger, Log, PATIENCE, parked, random, written};
use crate::dead_letters::DeadLetters;

#[tokio::test]
async fn events_that_came_through_the_feed_are_applied_once_and_in_order() {
    for partitioned in [true, false] {
        let log = Log::new().await;
        let instance = Instance::new(&log);
        let consumer = instance.start(&Ledger::new(&log.database.pool, partitioned).await);
        let head = log.record(&[("a", 1), ("b", 2), ("c", 1), ("d", 3)]).await;
        let events = log.events(0).await;
        // whether the runner has subscribed yet or reads all of it at its start makes no difference
        instance.dependencies.feed.inject(events);
        instance.tell(head);
        consumer.reaches(head).await;
        assert_eq!(written(&log, None).await, [1, 2, 3, 4]);
        instance.stop().await;
    }
}

#[tokio::test]
async fn events_that_concern_nobody_move_the_cursors_without_a_batch() {
    for partitioned in [true, false] {
        let log = Log::new().await;
        let instance = Instance::new(&log);
        let ledger = Ledger::new(&log.database.pool, partitioned).await;
        let consumer = instance.start(&ledger);
        let first = log.record(&[("a", 1)]).await;
        instance.tell(first);
        consumer.reaches(first).await;
        log.record(&[("of no concern", 1), ("of no concern", 2)]).await;
        instance.dependencies.feed.inject(log.events(1).await);
        consumer.reaches(3).await;
        let saved = "SELECT max(position) FROM consumer_cursors WHERE consumer = 'ledger'";
        eventually("the database knows it too", PATIENCE, async || {
            let position: i64 = sqlx::query_scalar(saved).fetch_one(&log.database.pool).await.unwrap();
            (position == 3).then_some(())
        })
        .await;
        assert_eq!(ledger.batches.load(Ordering::Relaxed), 1);
        log.record(&[("of no concern", 1), ("b", 1)]).await;
        instance.dependencies.feed.inject(log.events(3).await);
        consumer.reaches(5).await;
        assert_eq!(written(&log, None).await, [1, 4, 5]);
        instance.stop().await;
    }
}

#[tokio::test]
async fn a_gap_heals_from_postgres() {
    for partitioned in [true, false] {
        let log = Log::new().await;
        let instance = Instance::new(&log);
        let first = log.record(&[("a", 1)]).await;
        instance.tell(first);
        let consumer = instance.start(&Ledger::new(&log.database.pool, partitioned).await);
        consumer.reaches(first).await;
        log.record(&[("b", 1), ("c", 1), ("d", 2)]).await;
        // the head says nothing: that something is missing shows in the events themselves
        instance.dependencies.feed.inject(log.events(2).await);
        consumer.reaches(4).await;
        let all = written(&log, None).await;
        assert_eq!(all, if partitioned { [1, 4, 2, 3] } else { [1, 2, 3, 4] });
        instance.stop().await;
    }
}

#[tokio::test]
async fn duplicates_and_reordering_make_no_difference() {
    for partitioned in [true, false] {
        let log = Log::new().await;
        let instance = Instance::new(&log);
        let first = log.record(&[("a", 1)]).await;
        instance.tell(first);
        let consumer = instance.start(&Ledger::new(&log.database.pool, partitioned).await);
        consumer.reaches(first).await;
        let head = log.record(&[("b", 1), ("c", 2), ("d", 1), ("e", 2), ("f", 3)]).await;
        let mut events = log.events(0).await;
        events.reverse();
        for _ in 0..3 {
            instance.dependencies.feed.inject(events.clone());
            instance.dependencies.feed.inject(events[1..3].to_vec());
        }
        consumer.reaches(head).await;
        let all: Vec<i64> = written(&log, None).await;
        assert_eq!(all.len(), 6);
        for partition in 0..16 {
            assert!(written(&log, Some(partition)).await.is_sorted(), "partition {partition} of {all:?}");
        }
        instance.stop().await;
    }
}

#[tokio::test]
async fn without_nats_everything_is_read_from_postgres() {
    let log = Log::new().await;
    let instance = Instance::new(&log);
    let consumer = instance.start(&Ledger::new(&log.database.pool, true).await);
    for round in 1..=3 {
        let many: Vec<(&str, u128)> = (0..600).map(|number| ("x", number % 40)).collect();
        let head = log.record(&many).await;
        assert_eq!(head, 600 * round);
        instance.tell(head);
        consumer.reaches(head).await;
    }
    assert_eq!(written(&log, None).await.len(), 1800);
    instance.stop().await;
}

#[tokio::test]
async fn poison_parks_one_key_and_the_others_go_on() {
    for poison in ["poison", "panic", "duplicate"] {
        let log = Log::new().await;
        let instance = Instance::new(&log);
        let ledger = Ledger::new(&log.database.pool, false).await;
        let consumer = instance.start(&ledger);
        let head = log.record(&[("a", 1), (poison, 2), ("b", 3), ("c", 2), ("d", 1)]).await;
        instance.tell(head);
        consumer.reaches(head).await;
        assert_eq!(written(&log, None).await, [1, 3, 5]);
        let waiting: Vec<(i64, i32)> =
            sqlx::query_as("SELECT position, attempts FROM parked_events ORDER BY position")
                .fetch_all(&log.database.pool)
                .await
                .unwrap();
        assert_eq!(waiting, [(2, 1), (4, 0)]);
        assert_eq!(parked(&log).await, 1);
        instance.stop().await;

        // a corrected program tries again when it starts
        ledger.cured.store(true, Ordering::Relaxed);
        let instance = Instance::new(&log);
        instance.start(&ledger);
        instance.tell(head);
        // parked events count as reached, so the cursor does not tell when they were applied
        let applied = async || (written(&log, None).await == [1, 3, 5, 2, 4]).then_some(());
        harness::eventually("the parked key is applied", Duration::from_secs(10), applied).await;
        assert_eq!(parked(&log).await, 0);
        instance.stop().await;
    }
}

#[tokio::test]
async fn what_stood_behind_and_fails_itself_says_why() {
    let log = Log::new().await;
    let instance = Instance::new(&log);
    let consumer = instance.start(&Ledger::new(&log.database.pool, true).await);
    let head = log.record(&[("poison", 1), ("panic", 1), ("c", 1)]).await;
    instance.tell(head);
    consumer.reaches(head).await;
    DeadLetters::new(log.database.pool.clone()).discard(1, EventId(random())).await.unwrap();
    let reasons = "SELECT position, attempts, error LIKE 'panicked%' FROM parked_events ORDER BY position";
    eventually("the next one is tried and the reason stored", PATIENCE, async || {
        let rows: Vec<(i64, i32, bool)> =
            sqlx::query_as(reasons).fetch_all(&log.database.pool).await.unwrap();
        (rows == [(2, 1, true), (3, 0, false)]).then_some(())
    })
    .await;
    instance.stop().await;
}

#[tokio::test]
async fn a_missing_table_is_not_the_events_fault() {
    let log = Log::new().await;
    let instance = Instance::new(&log);
    let ledger = Ledger::without_table(true);
    let consumer = instance.start(&ledger);
    let head = log.record(&[("a", 1)]).await;
    instance.tell(head);
    eventually("it has tried", PATIENCE, async || (ledger.given.load(Ordering::Relaxed) > 0).then_some(()))
        .await;
    Ledger::new(&log.database.pool, true).await;
    consumer.reaches(head).await;
    assert_eq!(parked(&log).await, 0);
    instance.stop().await;
}

#[tokio::test]
async fn two_runners_by_mistake_write_nothing_twice() {
    for partitioned in [true, false] {
        let log = Log::new().await;
        let instance = Instance::new(&log);
        let ledger = Ledger::new(&log.database.pool, partitioned).await;
        let stop = CancellationToken::new();
        for _ in 0..2 {
            let runner = Runner {
                consumer: Arc::clone(&ledger) as Arc<dyn Consumer>,
                pool: instance.dependencies.pool.clone(),
                log: log.reader.clone(),
                feed: instance.dependencies.feed.clone(),
            };
            let stop = stop.clone();
            instance.lifecycle.spawn("runner", async move {
                let _ = runner.run(partitions_of(&*runner.consumer), stop).await;
            });
        }
        for _ in 0..20 {
            let head = log.record(&[("a", 1), ("b", 2), ("c", 1)]).await;
            instance.dependencies.feed.inject(log.events(head - 3).await);
            instance.tell(head);
        }
        eventually("everything is written", PATIENCE, async || {
            (written(&log, None).await.len() == 60).then_some(())
        })
        .await;
        assert_eq!(parked(&log).await, 0, "what another runner has written is no poison");
        stop.cancel();
        instance.stop().await;
    }
}

#[tokio::test]
async fn the_next_instance_takes_over_where_the_first_one_stopped() {
    let log = Log::new().await;
    let ledger = Ledger::new(&log.database.pool, true).await;
    let (first, second) = (Instance::new(&log), Instance::new(&log));
    let (_, consumer) = (first.start(&ledger), second.start(&ledger));
    let head = log.record(&[("a", 1), ("b", 2)]).await;
    first.tell(head);
    second.tell(head);
    consumer.reaches(head).await;
    first.stop().await;
    let head = log.record(&[("c", 1)]).await;
    second.tell(head);
    consumer.reaches(head).await;
    let mut all = written(&log, None).await;
    all.sort_unstable();
    assert_eq!(all, [1, 2, 3]);
    second.stop().await;
}
