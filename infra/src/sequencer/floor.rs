//! The floor: ingest numbers that are settled for good, so that the queue is not searched below them.
//!
//! A queue's dead rows cannot be cleaned up while any old snapshot lives (a dump, a long report), and every look
//! from its beginning would walk over all of them. Whoever draws an ingest number has a transaction id before (a
//! trigger sees to it). So if `drawn` is the last number drawn at some moment, and every transaction that had an
//! id at a later moment has ended, then all numbers up to `drawn` are committed and visible, or lost for ever.

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
    /// No transaction has this id or a greater one yet.
    pub(super) xmax: i64,
}

/// What is known about settled numbers.
#[derive(Debug)]
pub(super) struct Floor {
    settled: i64,
    candidate: Candidate,
    since: Instant,
}

#[derive(Debug)]
enum Candidate {
    None,
    Drawn(i64),
    Fenced { drawn: i64, xmax: i64 },
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

    /// Takes in a look; `drained` when everything was numbered that was visible right after it.
    pub(super) fn observe(&mut self, seen: Horizon, drained: bool) {
        if self.since.elapsed() > FORGET {
            *self = Self::new();
        }
        self.candidate = match self.candidate {
            Candidate::None => Candidate::Drawn(seen.drawn),
            Candidate::Drawn(drawn) => Candidate::Fenced { drawn, xmax: seen.xmax },
            Candidate::Fenced { drawn, xmax }
                if drained && (seen.xmin >= xmax || !stands("settled-floor")) =>
            {
                self.settled = drawn;
                Candidate::Drawn(seen.drawn)
            }
            Candidate::Fenced { drawn, xmax } => Candidate::Fenced { drawn, xmax },
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Floor, Horizon};

    fn horizon(drawn: i64, xmin: i64, xmax: i64) -> Horizon {
        Horizon { drawn, xmin, xmax }
    }

    #[test]
    fn rises_once_every_transaction_of_that_time_has_ended() {
        let mut floor = Floor::new();
        floor.observe(horizon(10, 100, 105), true);
        floor.observe(horizon(12, 100, 107), true);
        // 106 still runs and may hold a number up to 10
        floor.observe(horizon(20, 106, 120), true);
        assert_eq!(floor.settled(), 0);
        floor.observe(horizon(25, 107, 130), false);
        assert_eq!(floor.settled(), 0, "not everything was numbered yet");
        floor.observe(horizon(30, 107, 140), true);
        assert_eq!(floor.settled(), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn starts_from_the_beginning_now_and_then() {
        let mut floor = Floor::new();
        for _ in 0..3 {
            floor.observe(horizon(10, 100, 100), true);
        }
        assert_eq!(floor.settled(), 10);
        tokio::time::advance(super::FORGET * 2).await;
        floor.observe(horizon(10, 100, 100), true);
        assert_eq!(floor.settled(), 0);
    }
}
