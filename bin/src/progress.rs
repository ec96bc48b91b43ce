//! Progress of long work, on stderr: a line that is rewritten on a terminal, nothing elsewhere.
#![expect(clippy::print_stderr, reason = "progress is talk, not data")]

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A line of progress.
pub(crate) struct Progress {
    done: &'static str,
    shown: bool,
    /// When and where it began.
    first: OnceLock<(Instant, u64)>,
}

impl Progress {
    /// Progress of work whose finished part is called `done`.
    pub(crate) fn new(done: &'static str) -> Self {
        Self { done, shown: std::io::stderr().is_terminal(), first: OnceLock::new() }
    }

    /// So much of so much.
    pub(crate) fn show(&self, position: u64, end: u64) {
        if self.shown {
            let (begun, first) = *self.first.get_or_init(|| (Instant::now(), position));
            let pace = pace(position.saturating_sub(first), end.saturating_sub(position), begun.elapsed());
            eprint!("\r{position} of {end} {}{pace}\x1b[K", self.done);
        }
    }

    /// Ends the line.
    pub(crate) fn finish(&self) {
        if self.shown {
            eprintln!();
        }
    }
}

/// How fast it goes and how long it will take, as soon as that can be told.
fn pace(done: u64, left: u64, took: Duration) -> String {
    let Some(rate) = (u128::from(done) * 1000).checked_div(took.as_millis()).filter(|rate| *rate > 0) else {
        return String::new();
    };
    format!(", {rate}/s, {} s left", u128::from(left).div_ceil(rate))
}

#[cfg(test)]
mod tests {
    use super::pace;
    use std::time::Duration;

    #[test]
    fn pace_is_told_once_it_is_known() {
        assert_eq!(pace(0, 9, Duration::from_secs(1)), "");
        assert_eq!(pace(5, 9, Duration::ZERO), "");
        assert_eq!(pace(3000, 9001, Duration::from_secs(2)), ", 1500/s, 7 s left");
    }
}
