//! Suspension on order, for proofs: seconds that the machine seems to have slept, beside the real time since boot. A build
//! without the feature `faults` adds nothing.

use std::time::Duration;

#[cfg(feature = "faults")]
static FILE: std::sync::OnceLock<std::path::PathBuf> = std::sync::OnceLock::new();

/// Adds the seconds in this file, which may grow, to the time since boot for the rest of this process.
#[cfg(feature = "faults")]
pub fn suspend_as_told(file: std::path::PathBuf) {
    FILE.set(file).ok();
}

#[cfg(feature = "faults")]
pub(super) fn suspended() -> Duration {
    let text = FILE.get().and_then(|file| std::fs::read_to_string(file).ok());
    text.and_then(|text| text.trim().parse().ok()).map_or(Duration::ZERO, Duration::from_secs)
}

#[cfg(not(feature = "faults"))]
pub(super) const fn suspended() -> Duration {
    Duration::ZERO
}
