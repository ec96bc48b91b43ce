//! Parked keys while their consumer runs: listed, shown, tried again, discarded.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use uuid::Uuid;

use super::{DeadLetters, RetryOutcome};
use crate::consumer::testing::{Instance, Ledger, Log, PATIENCE, Started, written};

/// A ledger that runs and has parked what belongs to project 2.
struct Parked {
    log: Log,
    instance: Instance,
    ledger: Arc<Ledger>,
    consumer: Started,
    letters: DeadLetters,
    key: String,
}

async fn parked() -> Parked {
    let log = Log::new().await;
    let instance = Instance::new(&log);
    let ledger = Ledger::new(&log.database.pool, false).await;
    let consumer = instance.start(&ledger);
    let head = log.record(&[("a", 1), ("poison", 2), ("b", 2)]).await;
    instance.tell(head);
    consumer.reaches(head).await;
    let (letters, key) = (DeadLetters::new(log.database.pool.clone()), Uuid::from_u128(2).to_string());
    Parked { log, instance, ledger, consumer, letters, key }
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
async fn parked_keys_are_listed_and_shown_without_what_people_wrote() {
    let parked = parked().await;
    let [listed] = &parked.letters.list().await.unwrap()[..] else { panic!("one key") };
    assert_eq!((listed.consumer.as_str(), &listed.key), ("ledger", &parked.key));
    assert_eq!((listed.version, listed.first, listed.events, listed.attempts), (1, 2, 2, 3));
    assert!(listed.error.contains("division by zero"), "{}", listed.error);
    let shown = parked.letters.show("ledger", &parked.key).await.unwrap();
    assert_eq!(shown.iter().map(|event| event.position).collect::<Vec<_>>(), [2, 3]);
    assert_eq!((shown[0].event_type.as_str(), shown[1].attempts), ("LoggedIn", 0));
    assert!(shown[0].metadata.get("command_id").is_some());
    assert!(!serde_json::to_string(&shown).unwrap().contains("poison"), "no payload is shown");
    assert!(parked.letters.show("ledger", "another key").await.unwrap().is_empty());
    parked.instance.stop().await;
}

#[tokio::test]
async fn a_running_consumer_tries_a_parked_key_again_when_it_is_asked() {
    let parked = parked().await;
    let again = parked.letters.retry("ledger", &parked.key, PATIENCE).await.unwrap();
    assert_eq!(again, RetryOutcome::StillParked);
    assert_eq!(parked.letters.list().await.unwrap()[0].attempts, 4);
    parked.ledger.cured.store(true, Ordering::Relaxed);
    assert_eq!(parked.letters.retry("ledger", &parked.key, PATIENCE).await.unwrap(), RetryOutcome::Free);
    assert_eq!(written(&parked.log, None).await, [1, 2, 3]);
    parked.instance.stop().await;
}

#[tokio::test]
async fn a_retry_request_waits_for_a_consumer_that_runs() {
    let parked = parked().await;
    parked.instance.stop().await;
    let waiting = parked.letters.retry("ledger", &parked.key, Duration::ZERO).await.unwrap();
    assert_eq!(waiting, RetryOutcome::Waiting);
}

#[tokio::test]
async fn what_is_discarded_is_never_applied_and_what_follows_on_the_key_is() {
    let parked = parked().await;
    assert_eq!(parked.letters.discard("ledger", &parked.key).await.unwrap(), 2);
    assert_eq!(parked.letters.count("ledger", &parked.key).await.unwrap(), 0);
    // Whether it stands behind the key for a moment or is applied at once: it is applied.
    parked.another().await;
    harness::eventually("the key is free", PATIENCE, async || {
        (written(&parked.log, None).await == [1, 4]).then_some(())
    })
    .await;
    parked.instance.stop().await;
}
