//! Command lines: everybody on the machine can read them, so they are looked at all the while.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Duration;

use super::scan::Piece;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// Looks at the command lines of all processes until it is asked what it saw.
pub(super) struct Watcher {
    over: Arc<AtomicBool>,
    watching: JoinHandle<BTreeSet<Vec<u8>>>,
}

impl Watcher {
    /// Begins to look.
    pub(super) fn begin() -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&over);
        let watching = spawn(move || {
            let mut seen = BTreeSet::new();
            while !ends.load(Ordering::Relaxed) {
                look(&mut seen);
                sleep(PAUSE);
            }
            look(&mut seen);
            seen
        });
        Self { over, watching }
    }

    /// Every command line that there was.
    pub(super) fn end(self) -> Vec<Piece> {
        self.over.store(true, Ordering::Relaxed);
        let seen = self.watching.join().unwrap_or_default();
        seen.into_iter().map(|line| Piece::new("a command line", line)).collect()
    }
}

fn look(seen: &mut BTreeSet<Vec<u8>>) {
    let Ok(processes) = fs::read_dir("/proc") else { return };
    seen.extend(processes.flatten().filter_map(|process| fs::read(process.path().join("cmdline")).ok()));
}
