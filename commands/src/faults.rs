//! Faults on order, for proofs: guards that can be taken away, to show that each is necessary, and crash points.
//! Without the feature `faults` every guard holds and a crash point does nothing; no release build has the feature.

mod crash;
mod panics;

#[cfg(feature = "faults")]
pub use crash::CrashChoice;
pub use crash::CrashPoint;
#[cfg(feature = "faults")]
pub use panics::order_panics;
pub use panics::panic_on_order;

#[cfg(all(feature = "faults", not(debug_assertions)))]
compile_error!("the feature `faults` takes guards away: no release build may have it");

macro_rules! guards {
    ($($guard:ident: guard($name:literal, $invariant:literal, $what:literal),)+) => {
        /// A guard that a proof can take away. Those that live in the database are taken away there, by the proof itself.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Guard {
            $(#[doc = $what] $guard,)+
        }

        impl Guard {
            /// Every guard.
            pub const ALL: &'static [Self] = &[$(Self::$guard),+];

            /// Its name, for operators and reports.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$guard => $name,)+ }
            }

            /// The number of the invariant that it serves, see docs/invariants.md.
            pub const fn invariant(self) -> u8 {
                match self { $(Self::$guard => $invariant,)+ }
            }

            /// What it does.
            pub const fn what(self) -> &'static str {
                match self { $(Self::$guard => $what,)+ }
            }
        }
    };
}

guards! {
    PreviousLink: guard("previous-link", 1, "an event is applied only if it directly follows the cursor"),
    SettledFloor: guard(
        "settled-floor", 1,
        "the queue is searched down to numbers whose transactions have all ended"
    ),
    SequencerFence: guard(
        "sequencer-fence", 2,
        "whoever gives positions finds the head of the log where it was read, under a lock"
    ),
    PredecessorTrigger: guard(
        "predecessor-trigger", 2,
        "the database refuses an event that does not follow its predecessor"
    ),
    CommandId: guard("command-id", 3, "a command whose id is known is not carried out again"),
    OpenAttempt: guard("open-attempt", 4, "no request to X while an earlier one is open"),
    SendDeadline: guard("send-deadline", 4, "nothing is sent later than two seconds after its permission"),
    UnknownHolds: guard("unknown-holds", 4, "no request to X while an outcome is unknown"),
    AttemptAge: guard(
        "attempt-age", 4,
        "an open attempt is given up only when its request must have ended, by the observer's own clock"
    ),
    PublishFacts: guard(
        "publish-facts", 5,
        "pause is read again, from its stream, before every request to X"
    ),
    MovedFacts: guard("moved-facts", 5, "nothing is recorded that was decided on facts which have moved"),
    CursorCondition: guard("cursor-condition", 6, "a cursor moves only from the value that it was read with"),
    CatchUp: guard("catch-up", 7, "what NATS did not bring is read from Postgres"),
    HistoryTriggers: guard("history-triggers", 8, "the database refuses to change history"),
    LeafCheck: guard("leaf-check", 8, "an audit compares every event with its leaf"),
    WorkerShare: guard("worker-share", 9, "one process manager does not get all workers"),
    ParkingByKey: guard(
        "parking-by-key", 9,
        "an event that cannot be read holds up what shares its key, and nothing else"
    ),
    ProjectHold: guard(
        "project-hold", 9,
        "nothing of a project is published while an event of it waits to be read"
    ),
    BlockedJobs: guard(
        "blocked-jobs", 9,
        "a job waits on what the program cannot read, and is not given up"
    ),
    ForgettingOvertakes: guard(
        "forgetting-overtakes", 9,
        "forgotten texts leave the read models at once, whatever waits"
    ),
    HeaderLimit: guard(
        "header-limit", 9,
        "a connection ends whose client does not send a whole header within seconds"
    ),
    MessageRepeat: guard(
        "message-repeat", 9,
        "a message of which nobody knows whether it arrived is sent once more, marked, and not again"
    ),
    DatabaseTime: guard("database-time", 9, "what is due goes by the database's clock, not by the machine's"),
    RefusalsRecorded: guard("refusals-recorded", 10, "a refused attempt becomes an event"),
    ModerationRequired: guard("moderation-required", 11, "a missing moderation answer is no harmless one"),
    Redaction: guard("redaction", 12, "secret settings are never shown"),
    Scrubbing: guard("scrubbing", 12, "what services and libraries say is stripped of our secrets"),
}

#[cfg(feature = "faults")]
static TAKEN_AWAY: std::sync::OnceLock<Guard> = std::sync::OnceLock::new();

impl Guard {
    /// The guard of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|guard| guard.name() == name)
    }

    /// Takes it away for the rest of this process; only the first call counts, for all guards.
    #[cfg(feature = "faults")]
    pub fn take_away(self) {
        TAKEN_AWAY.set(self).ok();
    }

    /// Whether it is in its place.
    #[cfg(feature = "faults")]
    pub fn holds(self) -> bool {
        TAKEN_AWAY.get().is_none_or(|gone| *gone != self)
    }

    /// Whether it is in its place: always.
    #[cfg(not(feature = "faults"))]
    #[inline]
    pub const fn holds(self) -> bool {
        true
    }
}
