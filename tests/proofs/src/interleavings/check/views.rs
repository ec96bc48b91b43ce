//! Read models: equal to the pure fold of the log, whatever the feed did, and their cursors at its head.

use std::collections::BTreeMap;

use domain::event_subset::EventSubset;
use domain::id::ProjectId;
use projections::projection::{Projection, RowSelector};
use projections::projects::{Project, Projects, ProjectsInput};

use super::Case;
use crate::interleavings::ledger::{Ledger, Rows};

/// The partition of a consumer that has one cursor.
const ALL: i16 = -1;

pub(super) fn faults(case: &Case<'_>) -> Vec<String> {
    let mut faults = Vec::new();
    let expected = Ledger::fold(Rows::new(), &case.seen.log);
    for (stream, row) in &expected {
        let found = case.seen.ledger.get(stream);
        if found != Some(row) {
            faults.push(format!("the ledger has {found:?} of {stream}, the log {row:?}"));
        }
    }
    let expected = projects(case);
    for (project, row) in &expected {
        let found = case.seen.projects.get(project);
        if found != row.as_ref() {
            faults.push(format!("the read model has {found:?} of {project}, the log {row:?}"));
        }
    }
    faults.extend(cursors(case));
    faults
}

fn projects(case: &Case<'_>) -> BTreeMap<ProjectId, Option<Project>> {
    let mut rows = BTreeMap::new();
    for recorded in &case.seen.log {
        let Some(event) = ProjectsInput::of(&recorded.event) else { continue };
        for selector in Projects::affected_rows(event, recorded).unwrap_or_default() {
            let RowSelector::Key(key) = selector else { continue };
            Projects::fold(&key, rows.entry(key).or_default(), event, recorded);
        }
    }
    rows
}

fn cursors(case: &Case<'_>) -> Vec<String> {
    let (mut ends, mut faults) = (BTreeMap::new(), Vec::new());
    for event in &case.seen.log {
        ends.insert(event.partition.cast_signed(), event.position);
        ends.insert(ALL, event.position);
    }
    for ((consumer, partition), position) in &case.seen.cursors {
        if ends.get(partition).is_some_and(|end| end != position) {
            faults.push(format!("{consumer} is at {position} of {ends:?} in partition {partition}"));
        }
    }
    faults
}
