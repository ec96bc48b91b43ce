//! Compares what was seen with what may be seen. Every fault is a sentence; none means that the case holds.

mod commands;
mod log;
mod views;

use std::collections::BTreeMap;

use uuid::Uuid;

use super::model::{History, Interval};
use super::notes::{Answer, Notes};
use super::schedule::Schedule;
use super::seen::Seen;
use super::setup;
use super::world::World;

/// One case with everything that was seen of it.
pub(super) struct Case<'a> {
    /// Its world.
    pub(super) world: &'a World,
    /// What was to be done.
    pub(super) schedule: &'a Schedule,
    /// What was seen while it was done.
    pub(super) notes: &'a Notes,
    /// What the database holds.
    pub(super) seen: &'a Seen,
    /// When each command took effect, as far as that is known.
    when: BTreeMap<Uuid, Interval>,
}

impl<'a> Case<'a> {
    /// Puts it together.
    pub(super) fn new(world: &'a World, schedule: &'a Schedule, notes: &'a Notes, seen: &'a Seen) -> Self {
        let mut case = Self { world, schedule, notes, seen, when: BTreeMap::new() };
        case.when = case.moments();
        case
    }

    /// Everything that is wrong with it.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = self.notes.faults.clone();
        faults.extend(self.notes.poisoned.iter().filter_map(super::notes::Poisoned::fault));
        faults.extend(log::faults(self));
        faults.extend(commands::faults(self));
        faults.extend(views::faults(self));
        faults
    }

    /// The answers by command id.
    fn answers(&self) -> BTreeMap<Uuid, Vec<&'a Answer>> {
        let mut answers: BTreeMap<Uuid, Vec<&Answer>> = BTreeMap::new();
        for answer in &self.notes.answers {
            answers.entry(self.world.command_id(self.schedule, answer.request)).or_default().push(answer);
        }
        answers
    }

    fn moments(&self) -> BTreeMap<Uuid, Interval> {
        let mut when = BTreeMap::new();
        for append in setup::appends(self.world) {
            when.insert(append.receipt.command_id.0, Interval { start: 0, end: 0 });
        }
        for (command, answers) in self.answers() {
            let told = || answers.iter().filter(|answer| commands::is_told(answer));
            if let (Some(start), Some(end)) =
                (told().map(|answer| answer.start).min(), told().map(|answer| answer.end).min())
            {
                when.insert(command, Interval { start, end });
            }
        }
        for beside in &self.notes.beside {
            if let Some(end) = beside.committed {
                when.insert(beside.command, Interval { start: beside.start, end });
            }
        }
        when
    }

    fn history(&self) -> History {
        let mut history = History::default();
        for event in &self.seen.log {
            let interval = self.when.get(&event.metadata.command_id.0);
            let interval = interval.copied().unwrap_or(Interval { start: 0, end: u64::MAX });
            history.add(&event.stream, &event.event, interval);
        }
        history
    }
}

/// The ids of all commands that a case knows.
pub(super) fn command_ids(world: &World, schedule: &Schedule, notes: &Notes) -> Vec<Uuid> {
    let asked = (0..schedule.requests.len()).map(|request| world.command_id(schedule, request));
    let made = setup::appends(world).map(|append| append.receipt.command_id.0);
    let beside = notes.beside.iter().map(|beside| beside.command);
    let poisoned = notes.poisoned.iter().map(|poisoned| poisoned.command);
    asked.chain(made).chain(beside).chain(poisoned).collect()
}
