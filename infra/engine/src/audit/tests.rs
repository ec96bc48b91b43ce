//! Every way of altering history, and what the audit says to it.

use domain::id::ProjectId;

use super::{Discrepancies, Discrepancy, DiscrepancyKind, VerificationReport, verify};
use crate::store::testing::{Fixture, any_project, stream};

/// Six events in two streams at positions 1 to 6.
async fn history() -> (Fixture, ProjectId) {
    let fixture = Fixture::start().await;
    let project = any_project();
    fixture.describe(any_project(), 0, 3).await;
    fixture.sequence().await;
    fixture.describe(project, 0, 3).await;
    assert_eq!(fixture.sequence().await, 6);
    (fixture, project)
}

async fn audit(fixture: &Fixture) -> VerificationReport {
    verify(&fixture.database.pool, &|_, _| ()).await.unwrap()
}

fn positions(report: &VerificationReport) -> Vec<(Option<u64>, DiscrepancyKind)> {
    report.discrepancies.iter().map(|discrepancy| (discrepancy.position, discrepancy.what)).collect()
}

#[tokio::test]
async fn an_untouched_history_is_sound() {
    let (fixture, _) = history().await;
    fixture.describe(any_project(), 0, 1).await;
    let report = audit(&fixture).await;
    assert_eq!((report.head, report.verified, report.more), (6, 6, 0));
    assert_eq!(report.discrepancies, []);
}

#[tokio::test]
async fn an_altered_byte_is_found_at_its_position() {
    let at = "WHERE event_id = (SELECT event_id FROM event_log WHERE position = 5)";
    let alterations = [
        "payload = replace(payload::text, 'Described', 'Described ')::json",
        "payload = (payload::text || ' ')::json",
        "metadata = replace(metadata::text, 'operator', 'Operator')::json",
        "metadata = replace(metadata::text, '\"test\"', '\"mallory\"')::json",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "event_type = 'ProjectCreated'",
        "event_version = '1.1'",
    ];
    for alteration in alterations {
        let (fixture, project) = history().await;
        fixture.tamper(&format!("UPDATE events SET {alteration} {at}")).await;
        let report = audit(&fixture).await;
        let expected = Discrepancy {
            position: Some(5),
            stream: Some(stream(project).to_string()),
            sequence: Some(2),
            what: DiscrepancyKind::Altered,
        };
        assert_eq!(report.discrepancies, [expected], "{alteration}");
        assert_eq!(report.verified, 5, "{alteration}");
    }
}

#[tokio::test]
async fn a_changed_project_or_ingest_number_is_found() {
    let (fixture, _) = history().await;
    fixture.tamper("UPDATE events SET project_id = NULL WHERE event_id = (SELECT event_id FROM event_log WHERE position = 2)").await;
    fixture.tamper("UPDATE event_log SET ingest_seq = 99 WHERE position = 3").await;
    let expected = [(Some(2), DiscrepancyKind::OtherProject), (Some(3), DiscrepancyKind::Misfiled)];
    assert_eq!(positions(&audit(&fixture).await), expected);
}

#[tokio::test]
async fn a_deleted_event_is_found_at_its_position() {
    let (fixture, _) = history().await;
    fixture
        .tamper("DELETE FROM events WHERE event_id = (SELECT event_id FROM event_log WHERE position = 6)")
        .await;
    assert_eq!(positions(&audit(&fixture).await), [(Some(6), DiscrepancyKind::EventMissing)]);
}

#[tokio::test]
async fn swapped_events_are_found_at_both_positions() {
    let (fixture, project) = history().await;
    fixture
        .tamper(&format!(
            "UPDATE events SET sequence = 99 WHERE aggregate_id = '{project}' AND sequence = 1;
             UPDATE events SET sequence = 1 WHERE aggregate_id = '{project}' AND sequence = 2;
             UPDATE events SET sequence = 2 WHERE aggregate_id = '{project}' AND sequence = 99"
        ))
        .await;
    let expected = [
        (Some(4), DiscrepancyKind::Altered),
        (Some(4), DiscrepancyKind::Misfiled),
        (Some(5), DiscrepancyKind::Altered),
        (Some(5), DiscrepancyKind::Misfiled),
    ];
    assert_eq!(positions(&audit(&fixture).await), expected);
}

#[tokio::test]
async fn swapped_payloads_are_found_at_both_positions() {
    let (fixture, _) = history().await;
    fixture
        .tamper(
            "UPDATE events e SET payload = o.payload FROM events o, event_log le, event_log lo
              WHERE le.event_id = e.event_id AND lo.event_id = o.event_id
                AND le.position IN (2, 3) AND lo.position IN (2, 3) AND le.position <> lo.position",
        )
        .await;
    assert_eq!(
        positions(&audit(&fixture).await),
        [(Some(2), DiscrepancyKind::Altered), (Some(3), DiscrepancyKind::Altered)]
    );
}

const INSERTED: &str = "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
    payload, metadata, event_id, project_id)
    SELECT aggregate_type, aggregate_id, 4, event_type, event_version, payload, metadata, gen_random_uuid(), project_id
      FROM events WHERE sequence = 3 AND event_id = (SELECT event_id FROM event_log WHERE position = 6)";

#[tokio::test]
async fn an_event_inserted_past_the_triggers_is_found_by_its_stream() {
    let (fixture, project) = history().await;
    fixture.tamper(INSERTED).await;
    let report = audit(&fixture).await;
    let expected = Discrepancy {
        position: None,
        stream: Some(stream(project).to_string()),
        sequence: Some(4),
        what: DiscrepancyKind::NotLogged,
    };
    assert_eq!(report.discrepancies, [expected]);
}

#[tokio::test]
async fn an_event_inserted_through_the_triggers_is_found_by_its_missing_receipt() {
    let (fixture, _) = history().await;
    sqlx::raw_sql(INSERTED).execute(&fixture.database.pool).await.unwrap();
    assert_eq!(fixture.sequence().await, 7);
    assert_eq!(positions(&audit(&fixture).await), [(Some(7), DiscrepancyKind::NoReceipt)]);
}

#[tokio::test]
async fn rows_of_the_log_cannot_be_changed_unseen() {
    let (leaf, row) = ((Some(4), DiscrepancyKind::Altered), (None, DiscrepancyKind::StateDiffers));
    let moved = [(Some(6), DiscrepancyKind::PositionMissing), row, (Some(7), DiscrepancyKind::BeyondHead)];
    let cases = [
        ("leaf_hash = sha256('x') WHERE position = 4", vec![leaf, row]),
        ("previous = 0 WHERE position = 2", vec![(Some(2), DiscrepancyKind::WrongLink)]),
        (
            "partition = (partition + 1) % 16 WHERE position = 6",
            vec![(Some(6), DiscrepancyKind::WrongLink), row],
        ),
        ("sequenced_at = '2001-01-01Z' WHERE position = 5", vec![(Some(5), DiscrepancyKind::TimeWentBack)]),
        ("position = 7 WHERE position = 6", moved.to_vec()),
    ];
    for (change, expected) in cases {
        let (fixture, _) = history().await;
        fixture.tamper(&format!("UPDATE event_log SET {change}")).await;
        assert_eq!(positions(&audit(&fixture).await), expected, "{change}");
    }
}

#[tokio::test]
async fn a_row_deleted_from_the_log_is_found_at_its_position() {
    let (fixture, _) = history().await;
    fixture.tamper("DELETE FROM event_log WHERE position = 3").await;
    let found = positions(&audit(&fixture).await);
    for expected in [(Some(3), DiscrepancyKind::PositionMissing), (None, DiscrepancyKind::NotLogged)] {
        assert!(found.contains(&expected), "{found:?}");
    }
}

#[tokio::test]
async fn a_tail_cut_off_everywhere_is_found_by_its_receipt() {
    let (fixture, _) = history().await;
    fixture
        .tamper(
            "DELETE FROM events WHERE event_id = (SELECT event_id FROM event_log WHERE position = 6);
             DELETE FROM event_log WHERE position = 6",
        )
        .await;
    let found = positions(&audit(&fixture).await);
    assert!(found.contains(&(Some(6), DiscrepancyKind::PositionMissing)), "{found:?}");
    assert!(found.contains(&(None, DiscrepancyKind::ReceiptWithoutEvent)), "{found:?}");
}

#[tokio::test]
async fn an_event_deleted_before_it_was_logged_is_found() {
    let (fixture, _) = history().await;
    fixture.describe(any_project(), 0, 1).await;
    fixture.tamper("DELETE FROM events WHERE event_id IN (SELECT event_id FROM event_pending)").await;
    let expected =
        [(None, DiscrepancyKind::ReceiptWithoutEvent), (None, DiscrepancyKind::QueuedEventMissing)];
    assert_eq!(positions(&audit(&fixture).await), expected);
}

#[tokio::test]
async fn metadata_that_cannot_be_read_do_not_stop_the_audit() {
    let (fixture, _) = history().await;
    let at = "WHERE event_id = (SELECT event_id FROM event_log WHERE position = 1)";
    fixture.tamper(&format!(r#"UPDATE events SET metadata = '{{"command_id": "\u0000"}}' {at}"#)).await;
    assert_eq!(positions(&audit(&fixture).await), [(Some(1), DiscrepancyKind::Altered)]);
}

#[test]
fn a_forged_gap_is_counted_and_not_walked() {
    let mut discrepancies = Discrepancies::default();
    discrepancies.missing(1..u64::MAX);
    discrepancies.missing(5..5);
    assert_eq!((discrepancies.named.len(), discrepancies.more), (1_000, u64::MAX - 1_001));
}
