//! The desk of one process manager: what its workers do, and what lies ready for them.
//!
//! Effects are taken ahead of the free workers so that quick ones never wait for the database: about as many as end in
//! [`LOOK_AHEAD`]. Where effects are slow that is none, and whatever a worker is not free for is left to others.

use std::collections::BTreeMap;
use std::mem::take;
use std::time::Duration;

use chrono::{DateTime, Utc};
use commands::process::Priority;
use uuid::Uuid;

use super::claim::{Claimed, Room};

/// In milliseconds: the time whose work may lie ready.
const LOOK_AHEAD: usize = 50;
/// In milliseconds: over which time the pace is counted.
const MEMORY: usize = 100;
/// The most that may lie ready of one priority.
const MOST_AHEAD: usize = 256;

/// The most urgent first.
pub(super) const PRIORITIES: [Priority; 3] = [Priority::Person, Priority::Timed, Priority::Background];

/// What is done first: the most urgent, and of those what has been due for longest.
pub(super) type Turn = (Priority, DateTime<Utc>, Uuid);

/// One process manager's effects in this instance.
pub(super) struct Desk {
    pub(super) name: &'static str,
    /// How many may be performed at a time.
    share: usize,
    busy: usize,
    /// Ended since the pace was last taken.
    ended: usize,
    /// How many ended in about the last [`MEMORY`].
    pace: usize,
    piles: [Pile; PRIORITIES.len()],
}

/// What lies ready of one priority.
#[derive(Default)]
struct Pile {
    ready: BTreeMap<(DateTime<Utc>, Uuid), Claimed>,
    /// Whether the database has more, as far as is known.
    more: bool,
}

impl Desk {
    pub(super) fn new(name: &'static str, share: usize) -> Self {
        Self { name, share, busy: 0, ended: 0, pace: 0, piles: Default::default() }
    }

    /// How many more may be performed at a time.
    pub(super) fn free(&self) -> usize {
        self.share - self.busy
    }

    pub(super) fn busy(&self) -> usize {
        self.busy
    }

    /// Takes the pace again, after this time since the last.
    pub(super) fn take_pace(&mut self, passed: Duration) {
        let passed = usize::try_from(passed.as_millis()).unwrap_or(usize::MAX);
        self.pace = self.pace * MEMORY.saturating_sub(passed) / MEMORY + take(&mut self.ended);
    }

    /// How many may lie ready of each priority beyond those for whom a worker is free.
    pub(super) fn ahead(&self) -> usize {
        (self.pace * LOOK_AHEAD / MEMORY).min(MOST_AHEAD)
    }

    /// What to take when so many workers are free: of piles that are less than half as high as they may be, if there
    /// may be more.
    pub(super) fn rooms(&self, free: usize) -> impl Iterator<Item = Room> {
        let wanted = self.free().min(free) + self.ahead();
        let room = move |(priority, pile): (Priority, &Pile)| {
            let ready = pile.ready.len();
            let hungry = pile.more && ready * 2 <= wanted && wanted > 0;
            hungry.then(|| Room { process: self.name, priority, most: wanted - ready })
        };
        PRIORITIES.into_iter().zip(&self.piles).filter_map(room)
    }

    /// There may be more of everything.
    pub(super) fn news(&mut self) {
        self.piles.iter_mut().for_each(|pile| pile.more = true);
    }

    /// Whether there may be more of this priority.
    pub(super) fn set_more(&mut self, priority: Priority, more: bool) {
        self.pile(priority).more = more;
    }

    /// Lays an effect ready.
    pub(super) fn lay(&mut self, claimed: Claimed) {
        let place = (claimed.view.due_at, claimed.job.id.0);
        self.pile(claimed.priority).ready.insert(place, claimed);
    }

    /// Whose turn it is, if a worker may have it.
    pub(super) fn turn(&self) -> Option<Turn> {
        let first = |(priority, pile): (Priority, &Pile)| {
            pile.ready.first_key_value().map(|((due, id), _)| (priority, *due, *id))
        };
        let turn = PRIORITIES.into_iter().zip(&self.piles).find_map(first);
        turn.filter(|_| self.free() > 0)
    }

    /// Gives the next effect to a worker.
    pub(super) fn begin(&mut self) -> Option<Claimed> {
        let (_, claimed) = self.piles.iter_mut().find_map(|pile| pile.ready.pop_first())?;
        self.busy += 1;
        Some(claimed)
    }

    /// A worker is free again.
    pub(super) fn end(&mut self) {
        self.busy -= 1;
        self.ended += 1;
    }

    /// The effects that lie ready.
    pub(super) fn ready(&self) -> impl Iterator<Item = &Claimed> {
        self.piles.iter().flat_map(|pile| pile.ready.values())
    }

    /// Drops what lies ready and was lost or given back.
    pub(super) fn keep(&mut self, kept: impl Fn(&Claimed) -> bool) {
        self.piles.iter_mut().for_each(|pile| pile.ready.retain(|_, claimed| kept(claimed)));
    }

    fn pile(&mut self, priority: Priority) -> &mut Pile {
        let place = match priority {
            Priority::Person => 0,
            Priority::Timed => 1,
            Priority::Background => 2,
        };
        &mut self.piles[place]
    }
}
