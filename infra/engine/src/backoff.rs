//! Exponential backoff: each pause is twice the one before, up to a longest one.
//!
//! `backon` repeats one operation until it gives up; [`exponential`] gives it the numbers of a retry policy. [`Backoff`] is
//! for what it does not cover: loops that never give up and start over after a success, and polling.

use std::time::Duration;

use backon::ExponentialBuilder;
use commands::retry_policy::{FOR_EVER, RetryPolicy};

/// The pauses of one loop.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl Backoff {
    /// Pauses from the first to the longest, for polling.
    pub const fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, next: first }
    }

    /// The pauses of a retry policy.
    pub const fn of(policy: RetryPolicy) -> Self {
        Self::new(policy.first_pause, policy.longest_pause)
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
}

/// The tries and pauses of a retry policy for `backon`, which lengthens each pause by up to as much again (jitter).
pub fn exponential(policy: RetryPolicy) -> ExponentialBuilder {
    let pauses = ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(policy.first_pause)
        .with_max_delay(policy.longest_pause);
    match policy.attempts {
        FOR_EVER => pauses.without_max_times(),
        attempts => pauses.with_max_times(attempts as usize - 1),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use backon::BackoffBuilder;
    use commands::retry_policy::{LOAD, LOST_APPEND};

    use super::{Backoff, exponential};

    #[test]
    fn pauses_double_up_to_the_longest_and_start_over() {
        let mut backoff = Backoff::new(Duration::from_millis(3), Duration::from_millis(10));
        let pauses = [(); 4].map(|()| backoff.next_pause().as_millis());
        assert_eq!(pauses, [3, 6, 10, 10]);
        backoff.reset();
        assert_eq!(backoff.next_pause().as_millis(), 3);
    }

    #[test]
    fn a_policy_of_five_tries_has_four_pauses_each_twice_the_one_before_and_jitter() {
        let pauses: Vec<Duration> = exponential(LOAD).build().collect();
        assert_eq!(pauses.len(), 4);
        for (pause, planned) in pauses.into_iter().zip([5, 10, 20, 40].map(Duration::from_millis)) {
            assert!((planned..=planned * 2).contains(&pause), "{pause:?} for {planned:?}");
        }
        assert_eq!(exponential(LOST_APPEND).build().take(100).count(), 100, "it never gives up");
    }
}
