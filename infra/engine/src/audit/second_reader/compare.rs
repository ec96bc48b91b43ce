//! One page of one stream as two readers gave it: which events and which of their fields differ.

use std::cmp::Ordering;

use cqrs_es::persist::SerializedEvent;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Disagreement, Field};
use crate::store::envelope::StoredEnvelope;

/// Tells each difference with its sequence. Both pages are in order of their sequences, which begin after `after`.
///
/// The second reader may know the stream's next events too: they were recorded since, or lie past the position up to
/// which our own reader looked. Only what does not follow the stream's last event without a gap is extra.
pub(super) fn compare(
    ours: &[StoredEnvelope],
    theirs: &[SerializedEvent],
    after: u64,
    mut differ: impl FnMut(u64, Disagreement),
) {
    let (mut ours, mut theirs) = (ours.iter().peekable(), theirs.iter().peekable());
    let mut last = after;
    while let Some(own) = ours.peek() {
        let order = theirs.peek().map_or(Ordering::Less, |their| own.sequence.cmp(&sequence(their)));
        match order {
            Ordering::Less => differ(own.sequence, Disagreement::Missing),
            Ordering::Greater => {
                theirs.next().into_iter().for_each(|their| differ(sequence(their), Disagreement::Extra));
                continue;
            }
            Ordering::Equal => {
                let different = theirs.next().into_iter().flat_map(|their| fields(own, their));
                different.for_each(|field| differ(own.sequence, Disagreement::Field(field)));
            }
        }
        last = own.sequence;
        ours.next();
    }
    for their in theirs {
        let sequence = sequence(their);
        if sequence == last + 1 {
            last = sequence;
        } else {
            differ(sequence, Disagreement::Extra);
        }
    }
}

fn fields(own: &StoredEnvelope, their: &SerializedEvent) -> Vec<Field> {
    let checks = [
        (own.aggregate_type == their.aggregate_type, Field::AggregateType),
        (own.aggregate_id == their.aggregate_id, Field::AggregateId),
        (own.event_type == their.event_type, Field::EventType),
        (own.event_version == their.event_version, Field::EventVersion),
        (same(&own.payload, &their.payload), Field::Payload),
        (same(&own.metadata, &their.metadata), Field::Metadata),
    ];
    checks.into_iter().filter(|(same, _)| !same).map(|(_, field)| field).collect()
}

/// The second reader parses what it reads, so spaces are not compared; the audit's hashes cover those.
fn same(own: &RawValue, their: &Value) -> bool {
    serde_json::from_str::<Value>(own.get()).is_ok_and(|own| own == *their)
}

fn sequence(event: &SerializedEvent) -> u64 {
    event.sequence as u64
}
