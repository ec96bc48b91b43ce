//! Exponential backoff: each pause is twice the one before, up to a longest one.
//!
//! `backon` repeats one operation until it gives up. This is for what it does not cover: loops that never give up and
//! start over after a success, polling, and pauses that are computed from a stored number of failures.

use std::time::Duration;

/// The pauses of one loop. A constant of this type documents them; a copy of it counts.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl Backoff {
    /// Pauses from the first to the longest.
    pub const fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, next: first }
    }

    /// The pause before the next try.
    pub fn next_pause(&mut self) -> Duration {
        let pause = self.next;
        self.next = pause.saturating_mul(2).min(self.longest);
        pause
    }

    /// Starts over: the next pause is the first one again.
    pub fn reset(&mut self) {
        self.next = self.first;
    }

    /// The pause after this many pauses, for callers that remember the number and not the backoff.
    pub fn nth(&self, pauses: u32) -> Duration {
        // 2^20 times any first pause of ours is past its longest
        self.first.saturating_mul(1 << pauses.min(20)).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Backoff;

    #[test]
    fn pauses_double_up_to_the_longest_and_start_over() {
        let mut backoff = Backoff::new(Duration::from_millis(3), Duration::from_millis(10));
        let pauses = [(); 4].map(|()| backoff.next_pause().as_millis());
        assert_eq!(pauses, [3, 6, 10, 10]);
        assert_eq!([0, 1, 2, 40].map(|pauses| backoff.nth(pauses).as_millis()), [3, 6, 10, 10]);
        backoff.reset();
        assert_eq!(backoff.next_pause().as_millis(), 3);
    }
}
