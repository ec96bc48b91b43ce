//! Recorded, repeated, reused, moved; alone, in one batch and in a race.

use std::sync::Arc;
use std::time::Duration;

use commands::receipt::Outcome;
use commands::refusal::Refusal;
use commands::store::{Append, Appended, EventStore, ExpectedVersion, StoreError};
use domain::project::Project;
use futures_util::future::join_all;

use crate::store::testing::{Fixture, any_project, append_of, described, description, stream};
use crate::store::{AppendLimits, PgEventStore};

async fn all(store: &PgEventStore, appends: Vec<Append>) -> Vec<Result<Appended, StoreError>> {
    join_all(appends.into_iter().map(|append| store.append(append))).await
}

fn recorded(outcomes: &[Result<Appended, StoreError>]) -> usize {
    outcomes.iter().filter(|outcome| **outcome == Ok(Appended::Recorded)).count()
}

#[tokio::test]
async fn loads_what_was_recorded_from_any_version_on() {
    let fixture = Fixture::start().await;
    let project = any_project();
    fixture.describe(project, 0, 3).await;
    fixture.describe(project, 3, 1).await;
    let words = ["words 1", "words 2", "words 3", "words 4"].map(description);
    assert_eq!(fixture.load(project).await.unwrap(), words);
    let later = fixture.store.load::<Project>(&project.to_string(), 3).await.unwrap();
    assert_eq!(later, [Some(words[3].clone())]);
    assert_eq!(fixture.load(any_project()).await.unwrap(), []);
}

#[tokio::test]
async fn loads_a_long_stream_page_by_page() {
    let fixture = Fixture::start().await;
    let project = any_project();
    for version in [0, 900, 1800] {
        fixture.describe(project, version, 900).await;
    }
    let events = fixture.load(project).await.unwrap();
    assert_eq!((events.len(), events.last()), (2700, Some(&description("words 2700"))));
}

#[tokio::test]
async fn a_repeat_gets_the_first_receipt_and_a_reused_key_is_told() {
    let fixture = Fixture::start().await;
    let append = described(any_project(), 0, 2);
    let first = append.receipt.clone();
    assert_eq!(fixture.store.append(append.clone()).await, Ok(Appended::Recorded));

    // decided again on the newer state, as a bus does
    let mut repeat = described(any_project(), 0, 1);
    repeat.receipt.command_id = first.command_id;
    assert_eq!(fixture.store.append(repeat.clone()).await, Ok(Appended::Repeated(first)));
    repeat.request_hash = [2; 32];
    assert_eq!(fixture.store.append(repeat).await, Ok(Appended::KeyReused));
    assert_eq!(fixture.count("events").await, 2);
}

#[tokio::test]
async fn a_refusal_is_recorded_and_repeated_with_its_reason() {
    let fixture = Fixture::start().await;
    let mut refused = described(any_project(), 0, 0);
    refused.receipt.outcome = Outcome::Refused(Refusal::Stale { current: 3 });
    assert_eq!(fixture.store.append(refused.clone()).await, Ok(Appended::Recorded));
    let first = refused.receipt.clone();
    refused.receipt.outcome = Outcome::Nothing;
    assert_eq!(fixture.store.append(refused).await, Ok(Appended::Repeated(first)));
}

#[tokio::test]
async fn nothing_is_recorded_when_a_guarded_stream_has_moved() {
    let fixture = Fixture::start().await;
    let (own, read) = (any_project(), any_project());
    fixture.describe(read, 0, 1).await;

    let mut stale = described(own, 0, 1);
    stale.expected_versions.push(ExpectedVersion { stream: stream(read), version: 0 });
    let mut no_effect = append_of(read, 0, &[]);
    no_effect.receipt.outcome = Outcome::Nothing;
    let outcomes = all(&fixture.store, vec![stale, no_effect, described(read, 0, 1)]).await;
    assert_eq!(outcomes, vec![Ok(Appended::VersionConflict); 3]);
    assert_eq!((fixture.count("events").await, fixture.count("commands").await), (1, 1));
}

#[tokio::test]
async fn who_has_moved_on_the_stream_it_writes_to_is_told_so_in_whatever_company() {
    let fixture = Fixture::start().await;
    let (taken, lost) = (any_project(), any_project());
    fixture.describe(taken, 0, 3).await;
    let mut appends = vec![described(taken, 0, 1), described(taken, 2, 1), described(lost, 4, 1)];
    assert_eq!(all(&fixture.store, appends.clone()).await, vec![Ok(Appended::VersionConflict); 3]);
    appends.extend((0..20).map(|_| described(any_project(), 0, 1)));
    let outcomes = all(&fixture.store, appends).await;
    assert_eq!(outcomes[..3], vec![Ok(Appended::VersionConflict); 3]);
    assert_eq!(recorded(&outcomes), 20);
    assert_eq!((fixture.count("events").await, fixture.count("commands").await), (23, 21));
}

#[tokio::test]
async fn one_bad_command_never_fails_another() {
    let fixture = Fixture::start().await;
    let taken = any_project();
    fixture.describe(taken, 0, 1).await;
    // no guard shows it: the events' own key must
    let mut double = described(taken, 0, 1);
    double.expected_versions.clear();
    let mut gap = described(any_project(), 4, 1);
    gap.expected_versions.clear();
    let mut appends: Vec<_> = (0..60).map(|_| described(any_project(), 0, 1)).collect();
    appends.insert(20, double);
    appends.insert(40, gap);

    let outcomes = all(&fixture.store, appends).await;
    assert_eq!(recorded(&outcomes), 60);
    assert_eq!(outcomes[20], Ok(Appended::VersionConflict));
    assert!(
        matches!(&outcomes[40], Err(StoreError::Corrupt(why)) if why.contains("does not follow")),
        "{:?}",
        outcomes[40]
    );
    assert_eq!(fixture.count("events").await, 61);
}

#[tokio::test]
async fn of_the_same_command_sent_many_times_one_takes_effect() {
    let fixture = Fixture::start().await;
    let append = described(any_project(), 0, 2);
    let command_id = append.receipt.command_id;
    let repeats = (0..20).map(|_| {
        let mut repeat = described(any_project(), 0, 1);
        repeat.receipt.command_id = command_id;
        repeat
    });
    let appends = std::iter::once(append).chain(repeats).collect();
    let outcomes = all(&fixture.store, appends).await;
    assert_eq!(recorded(&outcomes), 1);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(Appended::Recorded | Appended::Repeated(_)))));
    assert_eq!(fixture.count("commands").await, 1);
}

#[tokio::test]
async fn instances_that_race_for_streams_and_commands_agree() {
    let fixture = Fixture::start().await;
    let stores = [Arc::new(fixture.another_store()), Arc::new(fixture.another_store())];
    for version in 0..20 {
        let projects: Vec<_> =
            (0..8).map(|index| domain::id::ProjectId(uuid::Uuid::from_u128(index))).collect();
        let same = described(any_project(), 0, 1);
        let rounds = stores.iter().map(|store| {
            let mut appends: Vec<_> =
                projects.iter().map(|project| described(*project, version, 1)).collect();
            appends.push(same.clone());
            async move { all(store, appends).await }
        });
        let outcomes = join_all(rounds).await;
        for (left, right) in outcomes[0].iter().zip(&outcomes[1]).take(8) {
            assert_eq!(recorded(&[left.clone(), right.clone()]), 1, "{left:?} {right:?}");
        }
    }
    assert_eq!(fixture.count("events").await, 20 * 9);
}

#[tokio::test]
async fn refuses_what_is_over_the_caps() {
    let limits = AppendLimits { payload: 1_000, stream: 3, ..AppendLimits::default() };
    let fixture = Fixture::with(limits).await;
    let long = append_of(any_project(), 0, &[description(&"x".repeat(1_000))]);
    assert_eq!(fixture.store.append(long).await, Err(StoreError::TooLarge { limit: 1_000 }));
    let full = fixture.store.append(described(any_project(), 0, 4)).await.unwrap_err();
    assert!(full.to_string().contains("no stream may have more than 3 events"), "{full}");
    assert_eq!(fixture.count("commands").await, 0);
}

#[tokio::test]
async fn a_full_queue_says_when_to_come_back() {
    let timeout = Duration::from_millis(300);
    let fixture =
        Fixture::with(AppendLimits { workers: 1, queue: 2, timeout, ..AppendLimits::default() }).await;
    let mut blocking = crate::postgres::begin(&fixture.database.pool).await.unwrap();
    sqlx::raw_sql("LOCK TABLE events IN EXCLUSIVE MODE").execute(&mut *blocking).await.unwrap();
    let outcomes = all(&fixture.store, (0..32).map(|_| described(any_project(), 0, 1)).collect()).await;
    let full = outcomes.iter().filter(|outcome| {
        matches!(outcome, Err(StoreError::Unavailable { why, .. }) if why.contains("too many commands"))
    });
    // a few are in the worker's batch before it waits for the lock
    assert!(full.count() >= 20, "{outcomes:?}");
    assert_eq!(recorded(&outcomes), 0);
    blocking.rollback().await.unwrap();
}
