//! Progress of long work, on stderr: a line that is rewritten on a terminal, nothing elsewhere.
#![expect(clippy::print_stderr, reason = "progress is talk, not data")]

use std::io::IsTerminal;

/// A line of progress.
pub(crate) struct Progress {
    done: &'static str,
    shown: bool,
}

impl Progress {
    /// Progress of work whose finished part is called `done`.
    pub(crate) fn new(done: &'static str) -> Self {
        Self { done, shown: std::io::stderr().is_terminal() }
    }

    /// So much of so much.
    pub(crate) fn show(&self, position: u64, end: u64) {
        if self.shown {
            eprint!("\r{position} of {end} {}  ", self.done);
        }
    }

    /// Ends the line.
    pub(crate) fn finish(&self) {
        if self.shown {
            eprintln!();
        }
    }
}
