//! Crash points: places between two steps at which a proof lets the process die.

/// Every point, in the order in which an event passes them.
pub const POINTS: &[&str] = &[
    "append.before",
    "append.after",
    "sequence.before-commit",
    "sequence.after-commit",
    "publish.before",
    "publish.after",
    "acknowledge.after",
    "apply.before",
    "apply.inside",
    "apply.after",
    "effect.before",
    "effect.after",
    "outcome.before",
    "outcome.after",
    "attempt.opened",
    "attempt.answered",
    "attempt.recorded",
    "attempt.settled",
];

/// A point of the process: with the feature `faults`, and when this passage was chosen, it ends here as in a power
/// cut, or freezes.
#[cfg(not(feature = "faults"))]
#[inline]
pub const fn reached(_point: &str) {}

#[cfg(feature = "faults")]
pub use chosen::{Choice, choose, reached};

#[cfg(feature = "faults")]
mod chosen {
    use std::str::FromStr;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    use rustix::process::{Signal, getpid, kill_process};

    use super::POINTS;

    /// Much longer than a signal needs to take effect.
    const EFFECT: Duration = Duration::from_secs(1);

    static CHOICE: OnceLock<Choice> = OnceLock::new();
    static PASSAGES: AtomicU64 = AtomicU64::new(0);

    /// `point`, `point:passage` (from 1) or `point:passage:freeze`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Choice {
        point: &'static str,
        passage: u64,
        freeze: bool,
    }

    impl FromStr for Choice {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            let mut parts = text.split(':');
            let name = parts.next().unwrap_or_default();
            let known = POINTS.iter().find(|point| **point == name);
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

    /// Chooses where this process ends; only the first call counts.
    pub fn choose(choice: Choice) {
        CHOICE.set(choice).ok();
        commands::faults::at_points(reached);
    }

    /// A point of the process: when this passage was chosen, it ends here as in a power cut, or freezes.
    pub fn reached(point: &str) {
        let Some(choice) = CHOICE.get().filter(|choice| choice.point == point) else { return };
        if PASSAGES.fetch_add(1, Ordering::SeqCst) + 1 == choice.passage {
            let signal = if choice.freeze { Signal::STOP } else { Signal::KILL };
            kill_process(getpid(), signal).ok();
            // the signal may find another thread first: this one goes no further before it took effect
            std::thread::sleep(EFFECT);
        }
    }

    #[cfg(test)]
    mod tests {
        use super::Choice;

        #[test]
        fn a_choice_is_read_and_a_wrong_one_is_refused() {
            let choice: Choice = "append.after:3".parse().unwrap();
            assert_eq!((choice.point, choice.passage, choice.freeze), ("append.after", 3, false));
            assert!("attempt.opened:1:freeze".parse::<Choice>().unwrap().freeze);
            for wrong in ["", "append", "append.after:x", "append.after:1:melt", "append.after:1:freeze:2"] {
                assert!(wrong.parse::<Choice>().is_err(), "{wrong}");
            }
        }
    }
}
