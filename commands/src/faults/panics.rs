//! Panics on order: in a build for proofs, a consumer can be told to panic for the events of one project.

#[cfg(feature = "faults")]
use std::{path::PathBuf, sync::RwLock, thread, time::Duration};

use domain::id::ProjectId;

/// What the file says, as it was read last: a consumer asks for every event, and must not read a file for each.
#[cfg(feature = "faults")]
static ORDER: RwLock<String> = RwLock::new(String::new());

/// Takes orders from this file for the rest of this process: a consumer's name and a project's id in a line.
#[cfg(feature = "faults")]
pub fn order_panics(file: PathBuf) {
    thread::spawn(move || {
        loop {
            let order = std::fs::read_to_string(&file).unwrap_or_default();
            if let Ok(mut known) = ORDER.write() {
                *known = order;
            }
            thread::sleep(Duration::from_millis(50));
        }
    });
}

/// Panics if that was ordered of this consumer, for this project.
#[cfg(feature = "faults")]
pub fn panic_on_order(consumer: &str, project: Option<ProjectId>) {
    let ordered = ORDER.read().is_ok_and(|order| {
        !order.is_empty() && project.is_some_and(|project| *order == format!("{consumer} {project}"))
    });
    assert!(!ordered, "on order");
}

/// Panics if that was ordered: never.
#[cfg(not(feature = "faults"))]
#[inline]
pub const fn panic_on_order(_consumer: &str, _project: Option<ProjectId>) {}
