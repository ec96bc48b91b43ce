//! Reading the log: ranges, partitions, look-ups, and the way over the wire.

use chrono::{DateTime, TimeDelta, Utc};
use commands::store::EventStore;
use domain::event::{Event, EventKind};
use domain::id::EventId;
use domain::recorded::Recorded;
use domain::stream::partition;

use crate::store::codec::{EventDecoder, EventReadError};
use crate::store::envelope::StoredEnvelope;
use crate::store::testing::{Fixture, any_id, any_project, described, description};

#[tokio::test]
async fn reads_ranges_opened_and_decoded() {
    let fixture = Fixture::start().await;
    let project = any_project();
    fixture.describe(project, 0, 3).await;
    fixture.sequence().await;
    let events = fixture.log.range(1, 10, None).await.unwrap();
    let positions: Vec<_> =
        events.iter().map(|event| (event.position, event.previous, event.sequence)).collect();
    assert_eq!(positions, [(2, 1, 2), (3, 2, 3)]);
    assert_eq!(events[0].event, Event::Project(description("words 2")));
    assert_eq!(events[0].metadata.project_id, Some(project));
    assert_eq!(fixture.log.range(0, 1, None).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_long_range_has_the_events_that_pages_have() {
    let fixture = Fixture::start().await;
    for _ in 0..3 {
        fixture.describe(any_project(), 0, 4).await;
    }
    let head = fixture.sequence().await;
    for (after, until) in [(0, head), (3, 9), (head, head + 5)] {
        let range = fixture.log.read_range(after, until, None).await.unwrap();
        assert!(range.unreadable.is_empty() && range.damage.is_none());
        let expected = fixture.log.range(after, u32::try_from(until - after).unwrap(), None).await.unwrap();
        let decoder = EventDecoder::new(fixture.keyring.clone());
        let without = decoder.open_sealed(range.events.clone(), false).await.unwrap();
        let opened = decoder.open_sealed(range.events, true).await.unwrap();
        assert_eq!(opened.into_iter().collect::<Result<Vec<_>, _>>().unwrap(), expected);
        for (without, expected) in without.into_iter().zip(expected) {
            let without = without.unwrap();
            assert_ne!(without.event, expected.event, "its text is not opened");
            assert_eq!(Recorded { event: expected.event.clone(), ..without }, expected);
        }
    }
    let first = fixture.log.read_range(0, head, None).await.unwrap().events.remove(0);
    let only = fixture.log.read_range(0, head, Some(&[first.at.partition])).await.unwrap();
    assert!(only.events.iter().all(|event| event.at.partition == first.at.partition));
    assert_eq!(only.events[0].event_id, first.event_id);
}

#[tokio::test]
async fn a_long_range_ends_before_an_event_that_is_gone() {
    let fixture = Fixture::start().await;
    fixture.describe(any_project(), 0, 4).await;
    let head = fixture.sequence().await;
    fixture.tamper("DELETE FROM events WHERE sequence = 3").await;
    for until in [3, head] {
        let range = fixture.log.read_range(0, until, None).await.unwrap();
        assert_eq!(range.events.len(), 2);
        assert!(matches!(range.damage, Some(EventReadError::Damaged { at, .. }) if at == "position 3"));
    }
}

#[tokio::test]
async fn reads_only_the_partitions_asked_for() {
    let fixture = Fixture::start().await;
    let projects: Vec<_> = (0..8).map(|_| any_project()).collect();
    for project in &projects {
        fixture.describe(*project, 0, 1).await;
    }
    fixture.sequence().await;
    let wanted = partition(Some(projects[0]), "");
    let expected = projects.iter().filter(|project| partition(Some(**project), "") == wanted).count();
    let events = fixture.log.range(0, 100, Some(&[wanted])).await.unwrap();
    assert_eq!(events.len(), expected);
    assert!(events.iter().all(|event| event.partition == wanted));
}

#[tokio::test]
async fn an_envelope_survives_the_wire_sealed() {
    let fixture = Fixture::start().await;
    fixture.describe(any_project(), 0, 1).await;
    fixture.sequence().await;
    let envelopes = fixture.log.envelopes(0, 10).await.unwrap();
    let wire = serde_json::to_vec(&envelopes).unwrap();
    assert!(!String::from_utf8_lossy(&wire).contains("words"));
    let received: Vec<StoredEnvelope> = serde_json::from_slice(&wire).unwrap();
    assert_eq!(received[0].payload.get(), envelopes[0].payload.get());
    let opened = EventDecoder::new(fixture.keyring.clone()).open_envelopes(received).await.unwrap();
    assert_eq!(opened, fixture.log.range(0, 10, None).await.unwrap());
}

#[tokio::test]
async fn finds_positions_by_event_and_by_time() {
    let fixture = Fixture::start().await;
    let append = described(any_project(), 0, 2);
    let second = append.receipt.event_ids[1];
    let before: DateTime<Utc> =
        sqlx::query_scalar("SELECT clock_timestamp()").fetch_one(&fixture.database.pool).await.unwrap();
    fixture.store.append(append).await.unwrap();
    assert_eq!(fixture.log.position_of(second).await.unwrap(), None);
    fixture.sequence().await;
    assert_eq!(fixture.log.position_of(second).await.unwrap(), Some(2));
    assert_eq!(fixture.log.position_of(EventId(any_id())).await.unwrap(), None);
    assert_eq!(fixture.log.head().await.unwrap(), 2);
    assert_eq!(fixture.log.position_at(before).await.unwrap(), 0);
    let later = before + TimeDelta::hours(1);
    assert_eq!(fixture.log.position_at(later).await.unwrap(), 2);
}

#[tokio::test]
async fn one_unreadable_event_does_not_hide_the_others_and_is_never_skipped() {
    let fixture = Fixture::start().await;
    fixture.describe(any_project(), 0, 3).await;
    fixture.sequence().await;
    let mut envelopes = fixture.log.envelopes(0, 10).await.unwrap();
    envelopes[0].event_version = "9.0".into();
    envelopes[1].aggregate_type = "meme".into();
    let verdicts = EventDecoder::new(fixture.keyring.clone()).open_each(envelopes).await.unwrap();
    let [Err(version), Err(aggregate), Ok(_)] = &verdicts[..] else { panic!("{verdicts:?}") };
    assert_eq!((version.kind, version.at.position), (Some(EventKind::ProjectDescribed), 1));
    assert_eq!((aggregate.kind, aggregate.stream.starts_with("meme/")), (None, true));
    assert!(version.project.is_some() && aggregate.project == version.project);

    fixture.tamper("DELETE FROM events WHERE sequence = 2").await;
    let error = fixture.log.range(0, 10, None).await.unwrap_err();
    assert_eq!(error.to_string(), "position 2 is damaged: its event is missing");
}
