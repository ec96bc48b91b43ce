//! The floor: ingest numbers that are settled for good, so that the queue is not searched below them.
//!
//! A queue's dead rows cannot be cleaned up while any old snapshot lives (a dump, a long report), and every look
//! from its beginning would walk over all of them. Whoever draws an ingest number has a transaction id before (a
//! trigger sees to it). So if `drawn` is the last number drawn at some moment, and every transaction has ended whose
//! id is smaller than one that is drawn later, then all numbers up to `drawn` are committed and visible, or lost for
//! ever. That id has to be drawn: a snapshot's `xmax` only tells of transactions that have ended.

use std::time::Duration;

use tokio::time::Instant;

use crate::faults::stands;

/// After this the queue is searched from its beginning once, in case somebody queued an event by hand.
const FORGET: Duration = Duration::from_secs(30);

/// What one look at the database says.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct Horizon {
    /// The last ingest number drawn so far.
    pub(super) drawn: i64,
    /// Every transaction with a smaller id has ended.
    pub(super) xmin: i64,
    /// The look's own transaction id, if it was to draw one.
    pub(super) fence: Option<i64>,
}

/// What is known about settled numbers.
#[derive(Debug)]
pub(super) struct Floor {
    settled: i64,
    candidate: Candidate,
    since: Instant,
}

#[derive(Clone, Copy, Debug)]
enum Candidate {
    None,
    Drawn(i64),
    Fenced { drawn: i64, fence: i64 },
}

impl Floor {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self { settled: 0, candidate: Candidate::None, since: Instant::now() }
    }

    /// Search above this.
    pub(super) fn settled(&self) -> i64 {
        self.settled
    }

    /// Whether the next look should draw a transaction id.
    pub(super) fn wants_fence(&self) -> bool {
        matches!(self.candidate, Candidate::Drawn(_))
    }

    /// Takes in a look; `drained` when everything was numbered that was visible to it.
    pub(super) fn observe(&mut self, seen: Horizon, drained: bool) {
        if self.since.elapsed() > FORGET {
            *self = Self::new();
        }
        self.candidate = match (self.candidate, seen.fence) {
            (Candidate::None, _) => Candidate::Drawn(seen.drawn),
            (Candidate::Drawn(drawn), Some(fence)) => Candidate::Fenced { drawn, fence },
            (Candidate::Fenced { drawn, fence }, _)
                if drained && (seen.xmin >= fence || !stands("settled-floor")) =>
            {
                self.settled = drawn;
                Candidate::Drawn(seen.drawn)
            }
            (candidate, _) => candidate,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Floor, Horizon};

    fn horizon(drawn: i64, xmin: i64, fence: Option<i64>) -> Horizon {
        Horizon { drawn, xmin, fence }
    }

    #[test]
    fn rises_once_every_transaction_of_that_time_has_ended() {
        let mut floor = Floor::new();
        assert!(!floor.wants_fence());
        floor.observe(horizon(10, 100, None), true);
        assert!(floor.wants_fence());
        floor.observe(horizon(12, 100, Some(107)), true);
        assert!(!floor.wants_fence());
        // 106 still runs and may hold a number up to 10
        floor.observe(horizon(20, 106, None), true);
        assert_eq!(floor.settled(), 0);
        floor.observe(horizon(25, 108, None), false);
        assert_eq!(floor.settled(), 0, "not everything was numbered yet");
        floor.observe(horizon(30, 108, None), true);
        assert_eq!(floor.settled(), 10);
    }

    #[test]
    fn without_a_fence_it_does_not_rise() {
        let mut floor = Floor::new();
        for _ in 0..5 {
            floor.observe(horizon(10, 100, None), true);
        }
        assert_eq!(floor.settled(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn starts_from_the_beginning_now_and_then() {
        let mut floor = Floor::new();
        for _ in 0..3 {
            floor.observe(horizon(10, 100, Some(100)), true);
        }
        assert_eq!(floor.settled(), 10);
        tokio::time::advance(super::FORGET * 2).await;
        floor.observe(horizon(10, 100, None), true);
        assert_eq!(floor.settled(), 0);
    }
}
