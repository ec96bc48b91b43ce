//! Guards that a proof may take away, to show that each is necessary. Without the feature `faults` there is nothing
//! here but a constant; no release build has the feature.

#[cfg(all(feature = "faults", not(debug_assertions)))]
compile_error!("the feature `faults` takes guards away: no release build may have it");

/// A guard that can be taken away by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guard {
    /// Its name, as [`stands`] is asked for it.
    pub name: &'static str,
    /// The number of the invariant that it serves, see docs/invariants.md.
    pub invariant: u8,
    /// What it sees to.
    pub what: &'static str,
}

const fn guard(name: &'static str, invariant: u8, what: &'static str) -> Guard {
    Guard { name, invariant, what }
}

/// Every guard. Those that live in the database are taken away there, by the proof itself.
pub const GUARDS: &[Guard] = &[
    guard("previous-link", 1, "an event is applied only if it directly follows the cursor"),
    guard("settled-floor", 1, "the queue is searched down to numbers whose transactions have all ended"),
    guard(
        "sequencer-fence",
        2,
        "whoever gives positions finds the head of the log where it was read, under a lock",
    ),
    guard("predecessor-trigger", 2, "the database refuses an event that does not follow its predecessor"),
    guard("command-id", 3, "a command whose id is known is not carried out again"),
    guard("open-attempt", 4, "no request to X while an earlier one is open"),
    guard("send-deadline", 4, "nothing is sent later than two seconds after its permission"),
    guard("unknown-holds", 4, "no request to X while an outcome is unknown"),
    guard("publish-facts", 5, "pause is read again, from its stream, before every request to X"),
    guard("moved-facts", 5, "nothing is recorded that was decided on facts which have moved"),
    guard("cursor-condition", 6, "a cursor moves only from the value that it was read with"),
    guard("catch-up", 7, "what NATS did not bring is read from Postgres"),
    guard("history-triggers", 8, "the database refuses to change history"),
    guard("leaf-check", 8, "an audit compares every event with its leaf"),
    guard("worker-share", 9, "one process manager does not get all workers"),
    guard("refusals-recorded", 10, "a refused attempt becomes an event"),
    guard("moderation-required", 11, "a missing moderation answer is no harmless one"),
    guard("redaction", 12, "secret settings are never shown"),
    guard("scrubbing", 12, "what services and libraries say is stripped of our secrets"),
];

/// The guard of this name.
pub fn guard_named(name: &str) -> Option<&'static Guard> {
    GUARDS.iter().find(|guard| guard.name == name)
}

#[cfg(feature = "faults")]
static BROKEN: std::sync::OnceLock<&'static Guard> = std::sync::OnceLock::new();

/// Takes a guard away for the rest of this process; only the first call counts.
#[cfg(feature = "faults")]
pub fn take_away(guard: &'static Guard) {
    BROKEN.set(guard).ok();
}

#[cfg(feature = "faults")]
static AT_POINTS: std::sync::OnceLock<fn(&str)> = std::sync::OnceLock::new();

/// What happens where a process manager passes a crash point; only the first call counts.
#[cfg(feature = "faults")]
pub fn at_points(what: fn(&str)) {
    AT_POINTS.set(what).ok();
}

/// A crash point.
#[cfg(feature = "faults")]
pub fn reached(point: &str) {
    if let Some(what) = AT_POINTS.get() {
        what(point);
    }
}

/// A crash point: nothing.
#[cfg(not(feature = "faults"))]
#[inline]
pub const fn reached(_point: &str) {}

/// Whether the guard of this name is in its place.
#[cfg(feature = "faults")]
pub fn stands(guard: &str) -> bool {
    BROKEN.get().is_none_or(|broken| broken.name != guard)
}

/// Whether the guard of this name is in its place: always.
#[cfg(not(feature = "faults"))]
#[inline]
pub const fn stands(_guard: &str) -> bool {
    true
}
