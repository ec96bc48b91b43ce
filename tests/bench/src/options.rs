//! The command line.

/// Measures the system beside its rivals.
#[derive(Clone, Debug, clap::Parser)]
#[command(name = "bench")]
pub(crate) struct Options {
    /// Interleaved rounds of every ratio; the median counts.
    #[arg(long, default_value_t = 5)]
    pub(crate) rounds: u32,
    /// Only these keys, with commas between them.
    #[arg(long, value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Short rounds and small histories: to see that it works, not to compare.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Keep docs/benchmarks.md as it is.
    #[arg(long)]
    pub(crate) no_docs: bool,
}

impl Options {
    /// Whether any of these keys is asked for, by its name or by the word with which it begins.
    pub(crate) fn wants(&self, keys: &[&str]) -> bool {
        let begins = |key: &str, only: &str| key.strip_prefix(only).is_some_and(|rest| rest.starts_with('_'));
        let asked = |key: &&str| self.only.iter().any(|only| only == key || begins(key, only));
        self.only.is_empty() || keys.iter().any(asked)
    }

    /// Whether this run is one whose numbers are kept: all keys, full length.
    pub(crate) fn is_complete(&self) -> bool {
        self.only.is_empty() && !self.quick && self.rounds >= 5
    }
}
