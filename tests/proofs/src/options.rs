//! What a proof is started with.

use commands::faults::Guard;

/// What a proof is started with.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Where all random choices come from.
    pub seed: u64,
    /// How many cases are wanted, of proofs that can have any number.
    pub cases: Option<u64>,
    /// How long to go on, of proofs that go on for a time.
    pub minutes: Option<f64>,
    /// The guard that is taken away: the proof must fail.
    pub broken: Option<Guard>,
}

impl Options {
    /// Whether this guard is taken away.
    pub fn breaks(&self, guard: Guard) -> bool {
        self.broken == Some(guard)
    }

    /// The variable that takes the guard away in the binary under proof.
    pub fn variables(&self) -> Vec<(String, String)> {
        self.broken.iter().map(|guard| ("MEMEBOT_BREAK".to_owned(), guard.name().to_owned())).collect()
    }
}
