//! One case of a proof: what was done to the system, what was expected of it, and what was seen.

use std::time::Duration;

use serde::Serialize;

/// A case that has ended; a line of `target/proofs/NAME.jsonl`.
#[derive(Clone, Debug, Serialize)]
pub struct Case {
    /// Its name within the proof, unique.
    pub name: String,
    /// The row of the table that it counts in.
    pub group: String,
    /// What its random choices came from; the same seed gives the same case.
    pub seed: u64,
    /// What was done to the system.
    pub fault: String,
    /// The crash point, with its passage, if the fault is one.
    pub crash_point: Option<String>,
    /// What had to hold.
    pub expected: String,
    /// What was seen; the same as expected, in short, when the case passed.
    pub observed: String,
    /// Whether it passed.
    pub passed: bool,
    /// How long it took.
    pub seconds: f64,
}

impl Case {
    /// A case of this name; it has not passed before [`Self::ended`] says so.
    pub fn new(group: impl Into<String>, name: impl Into<String>, seed: u64) -> Self {
        Self {
            name: name.into(),
            group: group.into(),
            seed,
            fault: "none".to_owned(),
            crash_point: None,
            expected: String::new(),
            observed: "it did not end".to_owned(),
            passed: false,
            seconds: 0.0,
        }
    }

    /// With what is done to the system.
    #[must_use]
    pub fn with_fault(self, fault: impl Into<String>) -> Self {
        Self { fault: fault.into(), ..self }
    }

    /// With the point at which the process dies, such as `append.after:2`.
    #[must_use]
    pub fn at(self, crash_point: impl Into<String>) -> Self {
        Self { crash_point: Some(crash_point.into()), ..self }
    }

    /// With what must hold.
    #[must_use]
    pub fn expecting(self, expected: impl Into<String>) -> Self {
        Self { expected: expected.into(), ..self }
    }

    /// How it ended: what was seen, or what was wrong.
    #[must_use]
    pub fn ended(self, outcome: anyhow::Result<String>, took: Duration) -> Self {
        let passed = outcome.is_ok();
        let observed = outcome.unwrap_or_else(|error| format!("{error:#}"));
        Self { observed, passed, seconds: (took.as_secs_f64() * 1000.0).round() / 1000.0, ..self }
    }
}
