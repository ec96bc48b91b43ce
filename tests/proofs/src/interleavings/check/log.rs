//! The log: dense, linked, each stream in order, causes before effects, everything committed once and nothing else.

use std::collections::{BTreeMap, HashSet};

use domain::recorded::Recorded;
use uuid::Uuid;

use super::Case;
use crate::interleavings::model::Interval;

pub(super) fn faults(case: &Case<'_>) -> Vec<String> {
    let mut faults = order(case);
    faults.extend(completeness(case));
    faults.extend(causality(case));
    faults
}

fn order(case: &Case<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut streams, mut partitions) = (BTreeMap::new(), BTreeMap::new());
    for (position, event) in (case.seen.head + 1..).zip(&case.seen.log) {
        if event.position != position {
            faults.push(format!("position {position} is missing: {} is there", event.position));
            break;
        }
        let before = streams.insert(&event.stream, event.sequence).unwrap_or_default();
        if event.sequence != before + 1 {
            faults.push(format!("{} of {} comes after {before}", event.sequence, event.stream));
        }
        let linked = partitions.insert(event.partition, position);
        if linked.is_some_and(|linked| linked != event.previous) || event.previous >= position {
            faults.push(format!("position {position} says that {} is before it", event.previous));
        }
    }
    faults
}

fn completeness(case: &Case<'_>) -> Vec<String> {
    let (seen, mut faults, mut logged) = (case.seen, Vec::new(), HashSet::new());
    for event in &seen.log {
        if !logged.insert(event.event_id.0) {
            faults.push(format!("{} has two positions", told(event)));
        }
        if !seen.stored.contains_key(&event.event_id.0) {
            faults.push(format!("{} is not among the events", told(event)));
        }
        let command = event.metadata.command_id.0;
        let named =
            |event_id| seen.receipts.get(&command).is_some_and(|row| row.event_ids.contains(&event_id));
        if !case.when.contains_key(&command) || !named(event.event_id.0) {
            faults.push(format!("{} comes from no command that took effect", told(event)));
        }
    }
    for event in seen.stored.keys().filter(|event| !logged.contains(event)) {
        faults.push(format!("event {event} is committed and has no position"));
    }
    if seen.waiting > 0 {
        faults.push(format!("{} events wait for a position that they do not get", seen.waiting));
    }
    faults.extend(beside(case, &logged));
    faults
}

/// What was committed beside the buses is there, and nothing else of it.
fn beside(case: &Case<'_>, logged: &HashSet<Uuid>) -> Vec<String> {
    let wrong = case.notes.beside.iter().filter(|beside| {
        let receipt = case.seen.receipts.contains_key(&beside.command);
        let there = (logged.contains(&beside.event), receipt);
        there != (beside.committed.is_some(), beside.committed.is_some())
    });
    wrong.map(|beside| format!("a transaction on {} ended so: {beside:?}", beside.stream)).collect()
}

/// Whatever was answered before another thing began has the smaller positions.
fn causality(case: &Case<'_>) -> Vec<String> {
    let mut commands: BTreeMap<Uuid, (Interval, &Recorded, &Recorded)> = BTreeMap::new();
    for event in &case.seen.log {
        let command = event.metadata.command_id.0;
        let Some(interval) = case.when.get(&command) else { continue };
        commands.entry(command).or_insert((*interval, event, event)).2 = event;
    }
    let mut faults = Vec::new();
    for (earlier, _, last) in commands.values() {
        for (later, first, _) in commands.values() {
            if earlier.end < later.start && last.position > first.position {
                faults.push(format!("{} was recorded before {} began", told(last), told(first)));
            }
        }
    }
    faults
}

fn told(event: &Recorded) -> String {
    format!("{} {} of {} at {}", event.event.kind().name, event.sequence, event.stream, event.position)
}
