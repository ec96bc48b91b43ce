//! Positions under fire: dense, in order, complete, whoever competes, rolls back or is killed.

use std::collections::HashMap;
use std::time::Duration;

use commands::store::{Appended, EventStore};
use futures_util::future::join_all;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use super::{Sequencer, SequencerError, Step};
use crate::postgres::begin;
use crate::store::AppendSignal;
use crate::store::testing::{Fixture, any_project, described, stream};

async fn append_many(fixture: &Fixture, rounds: u64) {
    let stores: Vec<_> = (0..2).map(|_| fixture.another_store()).collect();
    let callers = (0..16).map(|index| {
        let store = &stores[index % 2];
        async move {
            let (project, mut version) = (any_project(), 0);
            for _ in 0..rounds {
                let append = described(project, version, 1 + index % 3);
                version = append.receipt.last_sequence;
                while store.append(append.clone()).await.is_err() {}
            }
        }
    });
    join_all(callers).await;
}

/// Transactions that draw numbers and then roll back, and sessions that are killed.
async fn disturb(pool: &PgPool, token: &CancellationToken) {
    while !token.is_cancelled() {
        let mut transaction = begin(pool).await.unwrap();
        sqlx::query("INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata, event_id)
            SELECT 'project', gen_random_uuid()::text, 1, 'VibeCleared', '1.0', '{}', '{}', gen_random_uuid() FROM generate_series(1, 3)")
            .execute(&mut *transaction)
            .await
            .unwrap();
        transaction.rollback().await.unwrap();
        sqlx::query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'memebot-append' AND random() < 0.05",
        )
        .execute(pool)
        .await
        .unwrap();
        tokio::task::yield_now().await;
    }
}

async fn assert_complete(fixture: &Fixture) {
    let pool = &fixture.database.pool;
    let head = fixture.sequence().await;
    assert_eq!(head.cast_signed(), fixture.count("events").await);
    assert_eq!(
        (fixture.count("event_log").await, fixture.count("event_pending").await),
        (head.cast_signed(), 0)
    );
    let rows: Vec<(i64, String, i64, i16, i64)> = sqlx::query_as(
        "SELECT position, aggregate_id, sequence, partition, previous FROM event_log ORDER BY position",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let (mut streams, mut partitions) = (HashMap::new(), HashMap::new());
    for (expected, (position, stream, sequence, partition, previous)) in (1..).zip(rows) {
        assert_eq!(position, expected);
        assert_eq!(streams.insert(stream, sequence).unwrap_or(0) + 1, sequence);
        assert_eq!(partitions.insert(partition, position).unwrap_or(0), previous);
    }
    let back =
        "event_log a JOIN event_log b ON b.position = a.position + 1 WHERE b.sequenced_at < a.sequenced_at";
    assert_eq!(fixture.count(back).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sequencers_among_rollbacks_and_kills_number_everything_once() {
    let fixture = Fixture::start().await;
    let (pool, token) = (fixture.database.pool.clone(), CancellationToken::new());
    let sequencers: Vec<_> = (0..2).map(|_| Sequencer::new(pool.clone(), AppendSignal::new())).collect();
    let running = join_all(sequencers.iter().map(|sequencer| sequencer.run(token.clone())));
    let working = async {
        append_many(&fixture, 40).await;
        token.cancel();
    };
    let (outcomes, (), ()) = tokio::join!(running, disturb(&pool, &token), working);
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_complete(&fixture).await;
    let report = crate::audit::verify(&pool, &|_, _| ()).await.unwrap();
    assert_eq!(report.discrepancies, []);
}

#[tokio::test]
async fn is_woken_after_a_commit_and_tells_its_head() {
    let fixture = Fixture::start().await;
    let token = CancellationToken::new();
    let mut head = fixture.sequencer.head();
    let running = fixture.sequencer.run(token.clone());
    let watching = async {
        fixture.describe(any_project(), 0, 3).await;
        let seen = tokio::time::timeout(Duration::from_secs(10), head.wait_for(|head| *head == 3)).await;
        token.cancel();
        assert!(seen.is_ok());
    };
    let (outcome, ()) = tokio::join!(running, watching);
    outcome.unwrap();
}

#[tokio::test]
async fn an_event_that_is_not_its_streams_next_stops_it_for_good() {
    let fixture = Fixture::start().await;
    let project = any_project();
    fixture.describe(project, 0, 3).await;
    fixture
        .tamper("DELETE FROM event_pending WHERE ingest_seq = (SELECT min(ingest_seq) FROM event_pending)")
        .await;
    let error = fixture.sequencer.run(CancellationToken::new()).await.unwrap_err();
    let expected = format!("{} should go on with event 1 and goes on with 2", stream(project));
    assert_eq!(error.to_string(), expected);
    assert_eq!(fixture.count("event_log").await, 0);
}

#[tokio::test]
async fn a_deleted_event_and_a_doubled_one_stop_it_for_good() {
    let fixture = Fixture::start().await;
    fixture.describe(any_project(), 0, 1).await;
    fixture.sequence().await;
    fixture.tamper("INSERT INTO event_pending SELECT ingest_seq, event_id FROM events").await;
    let doubled = fixture.sequencer.step().await.unwrap_err();
    assert!(matches!(doubled, SequencerError::OutOfOrder { .. }), "{doubled}");
    fixture.tamper("DELETE FROM events").await;
    let missing = fixture.sequencer.step().await.unwrap_err();
    assert!(matches!(missing, SequencerError::Missing(_)), "{missing}");
}

#[tokio::test]
async fn a_clock_that_was_set_back_does_not_show_in_the_log() {
    let fixture = Fixture::start().await;
    sqlx::raw_sql("UPDATE sequencer_state SET last_sequenced_at = '2999-01-01Z'")
        .execute(&fixture.database.pool)
        .await
        .unwrap();
    fixture.describe(any_project(), 0, 1).await;
    fixture.sequence().await;
    assert_eq!(fixture.count("event_log WHERE sequenced_at >= '2999-01-01Z'").await, 1);
}

#[tokio::test]
async fn what_another_sequencer_has_numbered_is_taken_up() {
    let fixture = Fixture::start().await;
    let project = any_project();
    let other = Sequencer::new(fixture.database.pool.clone(), AppendSignal::new());
    for (round, sequencer) in (0..).zip([&fixture.sequencer, &other, &fixture.sequencer, &other]) {
        fixture.describe(project, round, 1).await;
        assert_eq!(sequencer.step().await.unwrap(), Step { head: round + 1, numbered: 1 });
    }
    assert_eq!(fixture.sequencer.step().await.unwrap(), Step { head: 4, numbered: 0 });
    assert_complete(&fixture).await;
}

#[tokio::test]
async fn every_event_of_a_project_is_in_one_partition() {
    let fixture = Fixture::start().await;
    let project = any_project();
    fixture.describe(project, 0, 2).await;
    fixture.sequence().await;
    let partition = domain::stream::partition(Some(project), "");
    assert_eq!(fixture.count(&format!("event_log WHERE partition = {partition}")).await, 2);
    assert_eq!(fixture.store.append(described(project, 2, 1)).await, Ok(Appended::Recorded));
}

const BY_HAND: &str = "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
    metadata, event_id) VALUES ('project', gen_random_uuid()::text, 1, 'VibeCleared', '1.0', '{}', '{}', gen_random_uuid()) RETURNING ingest_seq";

#[tokio::test]
async fn looks_for_nothing_below_settled_numbers_and_misses_no_late_commit() {
    let fixture = Fixture::start().await;
    let low_watermark = async || fixture.sequencer.queue.lock().await.low_watermark.settled();
    fixture.describe(any_project(), 0, 5).await;
    fixture.sequence().await;
    let mut late = begin(&fixture.database.pool).await.unwrap();
    let late_number: i64 = sqlx::query_scalar(BY_HAND).fetch_one(&mut *late).await.unwrap();
    // first while no younger transaction has ended
    for _ in 0..2 {
        for _ in 0..6 {
            fixture.sequencer.step().await.unwrap();
        }
        let open = low_watermark().await;
        assert!(open < late_number, "number {late_number} is not settled: {open}");
        fixture.describe(any_project(), 0, 5).await;
    }
    late.commit().await.unwrap();
    // other tests' transactions in the same cluster may hold it back, and a repeated append leaves numbers out
    let last: i64 = sqlx::query_scalar("SELECT max(ingest_seq) FROM events")
        .fetch_one(&fixture.database.pool)
        .await
        .unwrap();
    harness::eventually("the floor to rise", Duration::from_mins(1), async || {
        fixture.sequencer.step().await.unwrap();
        (low_watermark().await >= last).then_some(())
    })
    .await;
    assert_eq!((fixture.sequence().await, fixture.count("event_pending").await), (16, 0));
}
