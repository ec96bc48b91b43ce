//! Two readers over one history, and over two that somebody made different.

use std::sync::Mutex;

use domain::id::ProjectId;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Executor, PgPool};

use super::{Comparison, Difference, Disagreement, Field, verify, verify_with};
use crate::store::testing::{Fixture, any_project, stream};

/// Two streams of three events and one of 2 700, all of them in the log.
async fn history() -> (Fixture, ProjectId, u64) {
    let fixture = Fixture::start().await;
    let (project, long) = (any_project(), any_project());
    fixture.describe(any_project(), 0, 3).await;
    fixture.describe(project, 0, 3).await;
    for version in [0, 900, 1800] {
        fixture.describe(long, version, 900).await;
    }
    let head = fixture.sequence().await;
    (fixture, project, head)
}

/// A pool whose `events` are a copy, altered by the statement.
async fn altered_copy(fixture: &Fixture, alteration: &str) -> PgPool {
    let copy = "DROP SCHEMA IF EXISTS altered CASCADE; CREATE SCHEMA altered;
                CREATE TABLE altered.events AS SELECT * FROM public.events";
    sqlx::raw_sql(copy).execute(&fixture.database.pool).await.unwrap();
    let options = fixture.database.pool.connect_options();
    let pool = PgPoolOptions::new().after_connect(|connection, _| {
        Box::pin(async move { connection.execute("SET search_path = altered, public").await.map(drop) })
    });
    let pool = pool.connect_with((*options).clone()).await.unwrap();
    sqlx::raw_sql(alteration).execute(&pool).await.unwrap();
    pool
}

async fn compared(fixture: &Fixture, head: u64, alteration: &str) -> Comparison {
    let second = altered_copy(fixture, alteration).await;
    verify_with(&fixture.database.pool, &second, head, &|_, _| ()).await.unwrap()
}

fn differences(project: ProjectId, of: &[(u64, Disagreement)]) -> Vec<Difference> {
    let difference = |(sequence, what): &(u64, Disagreement)| Difference {
        stream: stream(project).to_string(),
        sequence: *sequence,
        what: what.clone(),
    };
    of.iter().map(difference).collect()
}

#[tokio::test]
async fn both_readers_agree_on_a_history_that_goes_on_meanwhile() {
    let (fixture, project, head) = history().await;
    fixture.describe(project, 3, 2).await;
    fixture.describe(any_project(), 0, 1).await;
    let progress = Mutex::new(Vec::new());
    let told = |events, head| progress.lock().unwrap().push((events, head));
    let comparison = verify(&fixture.database.pool, head, &told).await.unwrap();
    assert_eq!(comparison.differences, []);
    assert_eq!((comparison.streams, comparison.events, comparison.more), (3, head, 0));
    assert_eq!(progress.into_inner().unwrap().last(), Some(&(2706, 2706)));
}

#[tokio::test]
async fn what_the_second_reader_reads_otherwise_is_named_with_its_field() {
    let (fixture, project, head) = history().await;
    let event = format!("WHERE aggregate_id = '{project}' AND sequence = 2");
    let cases = [
        ("payload = (' ' || payload::text)::json", vec![]),
        ("payload = '{\"a\": 1}'", vec![(2, Disagreement::Field(Field::Payload))]),
        (
            "metadata = replace(metadata::text, 'test', 'mallory')::json",
            vec![(2, Disagreement::Field(Field::Metadata))],
        ),
        ("event_type = 'ProjectCreated'", vec![(2, Disagreement::Field(Field::EventType))]),
        ("event_version = '9.9'", vec![(2, Disagreement::Field(Field::EventVersion))]),
        ("sequence = 4", vec![(2, Disagreement::Missing)]),
        ("sequence = 7", vec![(2, Disagreement::Missing), (7, Disagreement::Extra)]),
        ("aggregate_id = 'nobody'", vec![(2, Disagreement::Missing)]),
    ];
    for (change, expected) in cases {
        let comparison = compared(&fixture, head, &format!("UPDATE events SET {change} {event}")).await;
        assert_eq!(comparison.differences, differences(project, &expected), "{change}");
    }
}

#[tokio::test]
async fn a_panic_of_the_second_reader_is_a_finding_and_the_other_streams_are_compared() {
    let (fixture, project, head) = history().await;
    let number =
        format!("UPDATE events SET payload = '1e999' WHERE aggregate_id = '{project}' AND sequence = 2");
    let comparison = compared(&fixture, head, &number).await;
    assert_eq!((comparison.streams, comparison.events), (3, head));
    let [Difference { stream: named, sequence: 0, what: Disagreement::Panicked(why) }] =
        comparison.differences.as_slice()
    else {
        panic!("{:?}", comparison.differences)
    };
    assert_eq!(*named, stream(project).to_string());
    assert!(why.contains("number out of range"), "{why}");
}

#[tokio::test]
async fn a_second_reader_without_a_table_is_a_finding_of_every_stream() {
    let (fixture, _, head) = history().await;
    let comparison = compared(&fixture, head, "ALTER TABLE altered.events DROP COLUMN payload").await;
    let failed = |difference: &Difference| matches!(difference.what, Disagreement::Failed(_));
    // one for each page
    assert_eq!(comparison.differences.len(), 5);
    assert!(comparison.differences.iter().all(failed), "{:?}", comparison.differences);
}

#[tokio::test]
async fn an_event_deleted_under_our_own_reader_is_extra_to_it() {
    let (fixture, project, head) = history().await;
    let second = altered_copy(&fixture, "SELECT 1").await;
    fixture.tamper(&format!("DELETE FROM events WHERE aggregate_id = '{project}' AND sequence = 2")).await;
    let comparison = verify_with(&fixture.database.pool, &second, head, &|_, _| ()).await.unwrap();
    assert_eq!(comparison.differences, differences(project, &[(2, Disagreement::Extra)]));
    assert_eq!(comparison.events, head - 1);
}

#[tokio::test]
async fn a_stream_of_an_unknown_type_is_named() {
    let (fixture, project, head) = history().await;
    let renamed = format!("UPDATE event_log SET aggregate_type = 'invoice' WHERE aggregate_id = '{project}'");
    fixture.tamper(&renamed).await;
    let comparison = verify(&fixture.database.pool, head, &|_, _| ()).await.unwrap();
    let expected = Difference {
        stream: format!("invoice/{project}"),
        sequence: 0,
        what: Disagreement::UnknownAggregate,
    };
    assert_eq!(comparison.differences, [expected]);
}
