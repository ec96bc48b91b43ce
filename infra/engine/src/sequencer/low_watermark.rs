//! The low watermark: ingest numbers up to it are settled for good, so the queue is not searched below it.
//!
//! A queue's dead rows cannot be cleaned up while any old snapshot lives (a dump, a long report), and every search
//! from its beginning would pass over all of them. Whoever draws an ingest number has a transaction id before (a
//! trigger sees to it). So if `drawn` is the last number drawn at some moment, and every transaction has ended whose
//! id is smaller than one that is drawn later, then all numbers up to `drawn` are committed and visible, or lost for
//! ever. That id has to be drawn: a snapshot's `xmax` only tells of transactions that have ended.

use std::time::Duration;

use commands::faults::Guard;
use tokio::time::Instant;

/// After this the queue is searched from its beginning once, in case somebody queued an event by hand.
const FORGET: Duration = Duration::from_secs(30);

/// Which numbers were drawn and which transactions have ended, in one snapshot of the database.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct TransactionHorizon {
    /// The last ingest number drawn so far.
    pub(super) drawn: i64,
    /// Every transaction with a smaller id has ended.
    pub(super) xmin: i64,
    /// The snapshot's own transaction id, if it was to draw one.
    pub(super) fence: Option<i64>,
}

/// The last settled number, and the next number that may become it.
#[derive(Debug)]
pub(super) struct LowWatermark {
    settled: i64,
    candidate: Candidate,
    since: Instant,
}

#[derive(Clone, Copy, Debug)]
enum Candidate {
    None,
    /// The last number drawn at some moment.
    Drawn(i64),
    /// The same, with a transaction id drawn after it.
    Fenced {
        drawn: i64,
        fence: i64,
    },
}

impl LowWatermark {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self { settled: 0, candidate: Candidate::None, since: Instant::now() }
    }

    /// Search above this.
    pub(super) fn settled(&self) -> i64 {
        self.settled
    }

    /// Whether the next snapshot should draw a transaction id.
    pub(super) fn wants_fence(&self) -> bool {
        matches!(self.candidate, Candidate::Drawn(_))
    }

    /// Advances by a snapshot; `drained` when everything was numbered that was visible to it.
    pub(super) fn advance(&mut self, horizon: TransactionHorizon, drained: bool) {
        if self.since.elapsed() > FORGET {
            *self = Self::new();
        }
        self.candidate = match (self.candidate, horizon.fence) {
            (Candidate::None, _) => Candidate::Drawn(horizon.drawn),
            // The fence comes in a later snapshot than the number, so whoever has drawn up to that number has a smaller id.
            (Candidate::Drawn(drawn), Some(fence)) => Candidate::Fenced { drawn, fence },
            // Ended is not enough: what was committed meanwhile must also have been numbered by this snapshot.
            (Candidate::Fenced { drawn, fence }, _)
                if drained && (horizon.xmin >= fence || !Guard::SettledFloor.holds()) =>
            {
                self.settled = drawn;
                Candidate::Drawn(horizon.drawn)
            }
            // It waits for a fence, for an older transaction, or for a drained queue: rising too early would pass over an
            // event, staying low only costs a longer search.
            (candidate, _) => candidate,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{LowWatermark, TransactionHorizon};

    fn horizon(drawn: i64, xmin: i64, fence: Option<i64>) -> TransactionHorizon {
        TransactionHorizon { drawn, xmin, fence }
    }

    #[test]
    fn rises_once_every_transaction_of_that_time_has_ended() {
        let mut watermark = LowWatermark::new();
        assert!(!watermark.wants_fence());
        watermark.advance(horizon(10, 100, None), true);
        assert!(watermark.wants_fence());
        watermark.advance(horizon(12, 100, Some(107)), true);
        assert!(!watermark.wants_fence());
        // 106 still runs and may hold a number up to 10
        watermark.advance(horizon(20, 106, None), true);
        assert_eq!(watermark.settled(), 0);
        watermark.advance(horizon(25, 108, None), false);
        assert_eq!(watermark.settled(), 0, "not everything was numbered yet");
        watermark.advance(horizon(30, 108, None), true);
        assert_eq!(watermark.settled(), 10);
    }

    #[test]
    fn without_a_fence_it_does_not_rise() {
        let mut watermark = LowWatermark::new();
        for _ in 0..5 {
            watermark.advance(horizon(10, 100, None), true);
        }
        assert_eq!(watermark.settled(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn starts_from_the_beginning_now_and_then() {
        let mut watermark = LowWatermark::new();
        for _ in 0..3 {
            watermark.advance(horizon(10, 100, Some(100)), true);
        }
        assert_eq!(watermark.settled(), 10);
        tokio::time::advance(super::FORGET * 2).await;
        watermark.advance(horizon(10, 100, None), true);
        assert_eq!(watermark.settled(), 0);
    }
}
