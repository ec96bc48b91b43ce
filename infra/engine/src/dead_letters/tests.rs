//! Parked events while their consumer runs: listed, found, tried again, given up.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use domain::id::EventId;
use uuid::Uuid;

use super::{DeadLetters, RetryOutcome};
use crate::consumer::testing::{Instance, Ledger, Log, PATIENCE, Started, written};

/// Where the ledger fails.
const POISON: i64 = 2;

/// A ledger that runs and has parked what belongs to project 2.
struct Parked {
    log: Log,
    instance: Instance,
    ledger: Arc<Ledger>,
    consumer: Started,
    letters: DeadLetters,
}

async fn parked() -> Parked {
    let log = Log::new().await;
    let instance = Instance::new(&log);
    let ledger = Ledger::new(&log.database.pool, false).await;
    let consumer = instance.start(&ledger);
    let head = log.record(&[("a", 1), ("poison", 2), ("b", 2)]).await;
    instance.tell(head);
    consumer.reaches(head).await;
    let letters = DeadLetters::new(log.database.pool.clone());
    Parked { log, instance, ledger, consumer, letters }
}

impl Parked {
    /// Another event of the key is recorded and passed.
    async fn another(&self) {
        let head = self.log.record(&[("c", 2)]).await;
        self.instance.tell(head);
        self.consumer.reaches(head).await;
    }
}

#[tokio::test]
async fn parked_events_are_listed_and_shown_without_what_people_wrote() {
    let parked = parked().await;
    // In a second version that waits for the same event, with nothing behind it.
    let second = "INSERT INTO parked_events (consumer, version, position, key, error, attempts)
                  SELECT consumer, 2, position, key, error, 1 FROM parked_events WHERE position = 2";
    sqlx::query(second).execute(&parked.log.database.pool).await.unwrap();
    let letters = parked.letters.list().await.unwrap();
    let [listed] = &letters[..] else { panic!("one event: {letters:?}") };
    assert_eq!(
        (listed.position, &listed.consumers[..]),
        (POISON, &["ledger/1".into(), "ledger/2".into()][..])
    );
    assert_eq!((listed.waiting, listed.attempts, listed.unreadable), (1, 1, false));
    assert_eq!((listed.event_type.as_str(), listed.project), ("LoggedIn", Some(Uuid::from_u128(2))));
    assert!(listed.reason.contains("division by zero"), "{}", listed.reason);
    assert!(listed.metadata.get("command_id").is_some());
    assert!(!serde_json::to_string(&letters).unwrap().contains("poison"), "no payload is shown");
    assert_eq!(parked.letters.find(POISON).await.unwrap().as_ref(), Some(listed));
    assert_eq!(
        parked.letters.find(3).await.unwrap().map(|behind| (behind.attempts, behind.waiting)),
        Some((0, 0))
    );
    assert_eq!((parked.letters.find(1).await.unwrap(), parked.letters.keys().await.unwrap()), (None, 2));
    parked.instance.stop().await;
}

#[tokio::test]
async fn a_running_consumer_tries_a_parked_key_again_when_it_is_asked() {
    let parked = parked().await;
    let again = parked.letters.retry(POISON, PATIENCE).await.unwrap();
    assert_eq!(again, RetryOutcome::StillParked);
    assert_eq!(parked.letters.list().await.unwrap()[0].attempts, 2);
    parked.ledger.cured.store(true, Ordering::Relaxed);
    assert_eq!(parked.letters.retry(POISON, PATIENCE).await.unwrap(), RetryOutcome::Free);
    // What waited behind it follows in the next step of healing.
    harness::eventually("what was behind it is applied too", PATIENCE, async || {
        (written(&parked.log, None).await == [1, 2, 3]).then_some(())
    })
    .await;
    parked.instance.stop().await;
}

#[tokio::test]
async fn a_retry_request_waits_for_a_consumer_that_runs() {
    let parked = parked().await;
    parked.instance.stop().await;
    let waiting = parked.letters.retry(POISON, Duration::ZERO).await.unwrap();
    assert_eq!(waiting, RetryOutcome::Waiting);
}

#[tokio::test]
async fn what_is_discarded_is_never_applied_and_what_follows_on_the_key_is() {
    let parked = parked().await;
    assert_eq!(parked.letters.discard(POISON, EventId(Uuid::nil())).await.unwrap(), 1);
    assert_eq!(parked.letters.find(POISON).await.unwrap(), None);
    // Whether it stands behind the key for a moment or is applied at once: it is applied.
    parked.another().await;
    harness::eventually("the key is free", PATIENCE, async || {
        (written(&parked.log, None).await == [1, 3, 4]).then_some(())
    })
    .await;
    parked.instance.stop().await;
}
