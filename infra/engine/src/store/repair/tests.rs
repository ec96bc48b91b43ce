//! A damaged row, the right copy and wrong ones.

use super::{CopySource, DamagedEvent, EventCopy, RepairError};
use crate::audit;
use crate::epoch::testing::{nats, publish};
use crate::store::testing::{Fixture, any_project};

/// The ways in which a row is damaged here.
const DAMAGES: [&str; 4] = [
    "payload = '{\"gm\": 1}'",
    "metadata = '{}'",
    "event_type = 'NeverHeardOf', event_version = '7.0'",
    "project_id = gen_random_uuid()",
];

/// A log of three events, and a copy of the one at position 2.
async fn logged() -> (Fixture, EventCopy) {
    let fixture = Fixture::start().await;
    fixture.describe(any_project(), 0, 3).await;
    fixture.sequence().await;
    let copy = fixture.log.envelopes(1, 1).await.unwrap().remove(0).into();
    (fixture, copy)
}

async fn damage(fixture: &Fixture, how: &str) {
    fixture
        .tamper(&format!(
            "UPDATE events SET {how} WHERE event_id = (SELECT event_id FROM event_log WHERE position = 2)"
        ))
        .await;
}

async fn discrepancies(fixture: &Fixture) -> usize {
    audit::verify(&fixture.database.pool, &|_, _| {}).await.unwrap().discrepancies.len()
}

#[tokio::test]
async fn a_damaged_row_is_mended_from_a_copy_that_gives_the_leaf() {
    let (fixture, copy) = logged().await;
    let pool = &fixture.database.pool;
    for how in DAMAGES {
        damage(&fixture, how).await;
        assert_ne!(discrepancies(&fixture).await, 0, "{how}");
        let damaged = DamagedEvent::find(pool, 2).await.unwrap();
        damaged.mend(pool, &copy, CopySource::Backup, "alice").await.unwrap();
        assert_eq!(discrepancies(&fixture).await, 0, "{how}");
        assert!(matches!(DamagedEvent::find(pool, 2).await, Err(RepairError::Sound { position: 2, .. })));
    }
    assert_eq!(fixture.count("event_repairs WHERE repaired_by = 'alice' AND source = 'backup'").await, 4);
    let changed = sqlx::query("UPDATE events SET metadata = '{}'").execute(pool).await;
    assert!(changed.is_err(), "the trigger refuses changes again");
}

#[tokio::test]
async fn a_copy_that_does_not_give_the_leaf_changes_nothing() {
    let (fixture, copy) = logged().await;
    let pool = &fixture.database.pool;
    damage(&fixture, DAMAGES[0]).await;
    let damaged = DamagedEvent::find(pool, 2).await.unwrap();
    let another = fixture.log.envelopes(2, 1).await.unwrap().remove(0).into();
    for wrong in [
        another,
        EventCopy { payload: copy.payload.clone() + " ", ..copy.clone() },
        EventCopy { event_version: "2.0".to_owned(), ..copy },
    ] {
        let refused = damaged.mend(pool, &wrong, CopySource::Backup, "alice").await;
        assert!(matches!(refused, Err(RepairError::WrongCopy(2))), "{refused:?}");
    }
    assert_eq!((discrepancies(&fixture).await, fixture.count("event_repairs").await), (1, 0));
    assert!(matches!(DamagedEvent::find(pool, 1).await, Err(RepairError::Sound { .. })));
    assert!(matches!(DamagedEvent::find(pool, 4).await, Err(RepairError::NoPosition(4))));
    fixture.tamper("DELETE FROM events WHERE sequence = 2").await;
    assert!(matches!(DamagedEvent::find(pool, 2).await, Err(RepairError::Gone(2))));
}

#[tokio::test]
async fn the_relays_stream_has_copies_of_all_that_it_published() {
    let (fixture, copy) = logged().await;
    let nats = nats(&harness::nats_namespace(), 1).await;
    publish(&fixture.log, &fixture.database.pool, &nats).await;
    for position in 1..=3 {
        let found = nats.event_at(position).await.unwrap().unwrap();
        assert_eq!(found.position, position);
        assert!(position != 2 || EventCopy::from(found) == copy, "byte for byte");
    }
    assert!(nats.event_at(4).await.unwrap().is_none());
}
