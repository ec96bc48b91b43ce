//! What cannot be read waits with its key, nothing else does, and it goes on by itself.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use async_trait::async_trait;
use domain::event::EventKind;
use domain::id::{EventId, ProjectId};
use domain::recorded::Recorded;
use domain::stream::partition;
use harness::eventually;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::consumer::parking::ParkedKeys;
use crate::consumer::testing::{Instance, Ledger, Log, PATIENCE, event, parked, random, written};
use crate::consumer::{ApplyError, Consumer};
use crate::dead_letters::DeadLetters;
use crate::log::log_event::LogEvent;
use crate::unreadable::OpenEvents;

async fn open_events(log: &Log) -> OpenEvents {
    OpenEvents::read(&log.database.pool).await.unwrap()
}

async fn waiting(log: &Log) -> Vec<(i64, i32)> {
    sqlx::query_as("SELECT position, attempts FROM parked_events ORDER BY position")
        .fetch_all(&log.database.pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn an_event_of_tomorrow_parks_its_key_until_a_program_can_read_it() {
    for partitioned in [true, false] {
        let log = Log::new().await;
        let instance = Instance::new(&log);
        let ledger = Ledger::new(&log.database.pool, partitioned).await;
        let consumer = instance.start(&ledger);
        log.record(&[("a", 1), ("b", 2)]).await;
        log.record_unknown_of(1).await;
        let head = log.record(&[("c", 1), ("d", 2)]).await;
        instance.tell(head);
        consumer.reaches(head).await;
        let mut applied = written(&log, None).await;
        applied.sort_unstable();
        assert_eq!((applied, waiting(&log).await), (vec![1, 2, 5], vec![(3, 1), (4, 0)]));
        let open = open_events(&log).await;
        let [listed] = &open.named[..] else { panic!("{open:?}") };
        assert_eq!((listed.position, open.count), (3, 1));
        assert!(listed.stream.starts_with("access/") && listed.reason.contains("9.9"), "{listed:?}");
        instance.stop().await;

        // the same program once more: it still waits
        let instance = Instance::new(&log);
        let consumer = instance.start(&ledger);
        let head = log.record(&[("e", 1), ("f", 2)]).await;
        instance.tell(head);
        consumer.reaches(head).await;
        assert_eq!(waiting(&log).await, [(3, 1), (4, 0), (6, 0)]);
        instance.stop().await;

        log.becomes_known().await;
        let instance = Instance::new(&log);
        instance.start(&ledger);
        instance.tell(head);
        let of_project = async || {
            let all = written(&log, None).await;
            (all.iter().filter(|position| [1, 3, 4, 6].contains(*position)).count() == 4).then_some(all)
        };
        let all = eventually("it goes on by itself, in order", PATIENCE, of_project).await;
        assert!(all.iter().filter(|position| [1, 3, 4, 6].contains(*position)).is_sorted(), "{all:?}");
        assert_eq!((all.len(), parked(&log).await), (7, 0));
        assert_eq!(open_events(&log).await, OpenEvents::default());
        instance.stop().await;
    }
}

#[tokio::test]
async fn whatever_is_wrong_with_an_event_parks_it_alone() {
    let log = Log::new().await;
    log.record(&[("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)]).await;
    for damage in [
        "event_type = 'NeverHeardOf' WHERE project_id::text LIKE '%1'",
        "aggregate_type = 'meme' WHERE project_id::text LIKE '%2'",
        "payload = '{\"LoggedIn\": {}}' WHERE project_id::text LIKE '%3'",
        "metadata = '{\"actor\": {\"kind\": \"ghost\"}}' WHERE project_id::text LIKE '%4'",
    ] {
        assert_eq!(log.tamper(&format!("UPDATE events SET {damage}")).await, 1, "{damage}");
    }
    let instance = Instance::new(&log);
    let consumer = instance.start(&Ledger::new(&log.database.pool, true).await);
    instance.tell(5);
    consumer.reaches(5).await;
    assert_eq!((written(&log, None).await, parked(&log).await), (vec![5], 4));
    let open = open_events(&log).await;
    assert_eq!(open.named.iter().map(|event| event.position).collect::<Vec<_>>(), [1, 2, 3, 4]);
    instance.stop().await;
}

#[tokio::test]
async fn what_is_discarded_is_skipped_alone() {
    let log = Log::new().await;
    let instance = Instance::new(&log);
    let ledger = Ledger::new(&log.database.pool, true).await;
    let consumer = instance.start(&ledger);
    log.record_unknown_of(1).await;
    let head = log.record(&[("behind", 1)]).await;
    instance.tell(head);
    consumer.reaches(head).await;
    let letters = DeadLetters::new(log.database.pool.clone());
    assert_eq!(letters.discard(1, EventId(random())).await.unwrap(), 1);
    eventually("what waited is applied", PATIENCE, async || (written(&log, None).await == [2]).then_some(()))
        .await;
    eventually("the key is free", PATIENCE, async || (parked(&log).await == 0).then_some(())).await;
    instance.stop().await;

    // who comes later skips it too, even if he could read it
    log.becomes_known().await;
    sqlx::raw_sql("DELETE FROM consumer_cursors; DELETE FROM ledger")
        .execute(&log.database.pool)
        .await
        .unwrap();
    let instance = Instance::new(&log);
    let consumer = instance.start(&ledger);
    instance.tell(head);
    consumer.reaches(head).await;
    assert_eq!((written(&log, None).await, parked(&log).await), (vec![2], 0));
    instance.stop().await;
}

#[tokio::test]
async fn what_concerns_nobody_costs_no_batch_while_keys_are_parked() {
    let log = Log::new().await;
    let instance = Instance::new(&log);
    let ledger = Ledger::new(&log.database.pool, true).await;
    let consumer = instance.start(&ledger);
    let head = log.record_unknown_of(1).await;
    instance.tell(head);
    consumer.reaches(head).await;
    let before = ledger.batches.load(Ordering::Relaxed);
    log.record(&[("of no concern", 1), ("of no concern", 2)]).await;
    instance.dependencies.feed.inject(log.readable(1).await);
    consumer.reaches(3).await;
    assert_eq!((ledger.batches.load(Ordering::Relaxed), waiting(&log).await.len()), (before, 1));
    instance.stop().await;
}

#[tokio::test]
async fn altered_history_stops_its_partition_alone() {
    let log = Log::new().await;
    let lost = partition(Some(ProjectId(Uuid::from_u128(1))), "");
    let other = (2..100).find(|other| partition(Some(ProjectId(Uuid::from_u128(*other))), "") != lost);
    let other = other.unwrap();
    log.record(&[("a", 1), ("b", other), ("c", 1), ("d", other)]).await;
    log.tamper("DELETE FROM events WHERE event_id = (SELECT event_id FROM event_log WHERE position = 1)")
        .await;
    let instance = Instance::new(&log);
    instance.start(&Ledger::new(&log.database.pool, true).await);
    instance.tell(4);
    eventually("the other partition goes on", PATIENCE, async || {
        (written(&log, None).await == [2, 4]).then_some(())
    })
    .await;
    let head = log.record(&[("e", 1), ("f", other)]).await;
    instance.tell(head);
    eventually("and on", PATIENCE, async || (written(&log, None).await == [2, 4, 6]).then_some(())).await;
    assert_eq!(parked(&log).await, 0);
    instance.stop().await;
}

/// So many events wait behind one that has just become readable.
#[tokio::test]
async fn ten_thousand_parked_events_hold_no_other_key_up() {
    const WAIT: usize = 10_000;
    let log = Log::new().await;
    let ledger = Ledger::new(&log.database.pool, true).await;
    log.record_unknown_of(1).await;
    let head = log.record_many("behind", 1, WAIT).await;
    let instance = Instance::new(&log);
    let consumer = instance.start(&ledger);
    instance.tell(head);
    consumer.reaches(head).await;
    instance.stop().await;
    assert_eq!(waiting(&log).await.len(), WAIT + 1);

    log.becomes_known().await;
    let instance = Instance::new(&log);
    instance.start(&ledger);
    instance.tell(head);
    eventually("it has begun", PATIENCE, async || (!written(&log, None).await.is_empty()).then_some(()))
        .await;
    let (mut times, mut taken_up) = (Vec::new(), 0);
    for _ in 0..10 {
        let position = log.record(&[("other", 2)]).await;
        let told = std::time::Instant::now();
        instance.tell(position);
        let before = eventually("the other key is served", PATIENCE, async || {
            written(&log, None).await.iter().position(|at| at.unsigned_abs() == position)
        })
        .await;
        times.push(told.elapsed());
        taken_up = before;
    }
    // In one go they would all have been written before the first of the others.
    assert!(taken_up < WAIT, "served after {taken_up} parked events");
    times.sort();
    // The median: a single one may have met a pause of the machine.
    assert!(times[times.len() / 2] < std::time::Duration::from_millis(500), "{times:?}");
    eventually("all of them are taken up", PATIENCE * 4, async || (parked(&log).await == 0).then_some(()))
        .await;
    assert_eq!(written(&log, None).await.len(), WAIT + 11);
    instance.stop().await;
}

/// Answers at once whatever waits.
struct Hasty;

#[async_trait]
impl Consumer for Hasty {
    fn name(&self) -> &'static str {
        "hasty"
    }

    fn version(&self) -> u32 {
        1
    }

    fn partitioned(&self) -> bool {
        false
    }

    fn overtakes(&self, kind: EventKind) -> bool {
        kind == EventKind::LoggedIn
    }

    async fn apply(&self, _conn: &mut PgConnection, _events: &[Arc<Recorded>]) -> Result<(), ApplyError> {
        Ok(())
    }
}

#[tokio::test]
async fn what_may_overtake_is_applied_at_once_and_waits_as_well() {
    let log = Log::new().await;
    let mut parked = ParkedKeys::load(&log.database.pool, &Hasty, &[-1]).await.unwrap();
    let waits = event(7, 6, 0);
    parked.add([Hasty.key(7, &waits.stream, None)]);
    let sorted = parked.sort(&[LogEvent::Readable(Arc::new(waits))], &Hasty);
    assert_eq!((sorted.free.len(), sorted.parked.len(), sorted.parked[0].attempts), (1, 1, 0));
}
