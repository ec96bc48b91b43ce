//! Crash points: places between two steps at which a proof lets the process die.

macro_rules! crash_points {
    ($($point:ident: crash_point($name:literal, $where:literal),)+) => {
        /// A crash point, in the order in which an event passes them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CrashPoint {
            $(#[doc = $where] $point,)+
        }

        impl CrashPoint {
            /// Every point.
            pub const ALL: &'static [Self] = &[$(Self::$point),+];

            /// Its name, for operators and reports.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$point => $name,)+ }
            }
        }
    };
}

crash_points! {
    AppendBefore: crash_point("append.before", "A batch of commands is complete, and Postgres has not been asked."),
    AppendAfter: crash_point("append.after", "Postgres has answered about a batch, and no caller knows yet."),
    SequenceBeforeCommit: crash_point("sequence.before-commit", "Events are numbered, and nothing is written."),
    SequenceAfterCommit: crash_point("sequence.after-commit", "The positions are written, and nobody knows yet."),
    PublishBefore: crash_point("publish.before", "An event has not been sent to NATS."),
    PublishAfter: crash_point("publish.after", "An event was sent to NATS, whose answer has not come."),
    AcknowledgeAfter: crash_point("acknowledge.after", "NATS has acknowledged events."),
    ApplyBefore: crash_point("apply.before", "A consumer has events, and no transaction for them."),
    ApplyInside: crash_point("apply.inside", "A consumer has written rows and cursors, and not committed them."),
    ApplyAfter: crash_point("apply.after", "A consumer has committed, and does not know its new cursors."),
    EffectBefore: crash_point("effect.before", "A job is claimed, and not performed."),
    EffectAfter: crash_point("effect.after", "A job was performed, and its outcome is only in memory."),
    OutcomeBefore: crash_point("outcome.before", "Outcomes of jobs have not been sent to Postgres."),
    OutcomeAfter: crash_point("outcome.after", "Outcomes of jobs are stored, and nobody knows yet."),
    AttemptOpened: crash_point("attempt.opened", "The attempt is open, and no request has been sent to X."),
    AttemptAnswered: crash_point("attempt.answered", "X has answered, and nothing is recorded."),
    AttemptRecorded: crash_point("attempt.recorded", "The answer is on the post, and the attempt still open."),
    AttemptSettled: crash_point("attempt.settled", "The attempt is settled, and its job still claimed."),
}

#[cfg(feature = "faults")]
pub use chosen::CrashChoice;

#[cfg(not(feature = "faults"))]
impl CrashPoint {
    /// The process passes this point: nothing happens.
    #[inline]
    pub const fn reached(self) {}
}

#[cfg(feature = "faults")]
mod chosen {
    use std::str::FromStr;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    use rustix::process::{Signal, getpid, kill_process};

    use super::CrashPoint;

    /// Much longer than a signal needs to take effect.
    const EFFECT: Duration = Duration::from_secs(1);

    static CHOICE: OnceLock<CrashChoice> = OnceLock::new();
    static PASSAGES: AtomicU64 = AtomicU64::new(0);

    /// Where this process ends: `point`, `point:passage` (from 1) or `point:passage:freeze`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct CrashChoice {
        point: CrashPoint,
        passage: u64,
        freeze: bool,
    }

    impl FromStr for CrashChoice {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            let mut parts = text.split(':');
            let name = parts.next().unwrap_or_default();
            let known = CrashPoint::ALL.iter().copied().find(|point| point.name() == name);
            let point = known.ok_or_else(|| format!("there is no crash point {name}"))?;
            let passage = parts.next().map_or(Ok(1), str::parse);
            let passage =
                passage.map_err(|_| format!("{text} does not say which passage, counted from 1"))?;
            match (parts.next(), parts.next()) {
                (None, None) => Ok(Self { point, passage, freeze: false }),
                (Some("freeze"), None) => Ok(Self { point, passage, freeze: true }),
                (_, _) => Err(format!("{text} is no point, passage and `freeze`")),
            }
        }
    }

    impl CrashChoice {
        /// Lets this process end there; only the first call counts.
        pub fn apply(self) {
            CHOICE.set(self).ok();
        }
    }

    impl CrashPoint {
        /// The process passes this point: when this passage was chosen, it ends here as in a power cut, or freezes.
        pub fn reached(self) {
            let Some(choice) = CHOICE.get().filter(|choice| choice.point == self) else { return };
            if PASSAGES.fetch_add(1, Ordering::SeqCst) + 1 == choice.passage {
                let signal = if choice.freeze { Signal::STOP } else { Signal::KILL };
                kill_process(getpid(), signal).ok();
                // the signal may find another thread first: this one goes no further before it took effect
                std::thread::sleep(EFFECT);
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::{CrashChoice, CrashPoint};

        #[test]
        fn a_choice_is_read_and_a_wrong_one_is_refused() {
            let choice: CrashChoice = "append.after:3".parse().unwrap();
            assert_eq!(choice, CrashChoice { point: CrashPoint::AppendAfter, passage: 3, freeze: false });
            assert!("attempt.opened:1:freeze".parse::<CrashChoice>().unwrap().freeze);
            for wrong in ["", "append", "append.after:x", "append.after:1:melt", "append.after:1:freeze:2"] {
                assert!(wrong.parse::<CrashChoice>().is_err(), "{wrong}");
            }
        }
    }
}
