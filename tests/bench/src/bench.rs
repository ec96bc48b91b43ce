//! One run of the benchmark: its groups in their order, what they measured, and how long it will still take.
#![expect(clippy::print_stderr, reason = "telling how far it is belongs on stderr")]

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use futures_util::future::LocalBoxFuture;
use tokio::sync::OnceCell;

use crate::history::History;
use crate::options::Options;
use crate::stage::Stage;

/// Keys that are measured together.
pub(crate) struct Group {
    /// What progress calls it.
    pub(crate) name: &'static str,
    /// Its keys.
    pub(crate) keys: &'static [&'static str],
    /// About how many seconds it takes with five rounds.
    pub(crate) seconds: u64,
    /// Measures.
    pub(crate) run: for<'a> fn(&'a Bench) -> LocalBoxFuture<'a, anyhow::Result<()>>,
}

/// What was measured, round by round.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    /// By key.
    pub(crate) ratios: BTreeMap<&'static str, Vec<f64>>,
    /// By name: absolute figures behind the ratios.
    pub(crate) rates: BTreeMap<String, Vec<f64>>,
    /// What a reader must know about this run.
    pub(crate) notes: Vec<String>,
    /// Groups that could not be measured to their end.
    pub(crate) broken: Vec<&'static str>,
}

/// One run.
pub(crate) struct Bench {
    /// What was asked for.
    pub(crate) options: Options,
    /// The servers.
    pub(crate) stage: Stage,
    groups: Vec<Group>,
    begun: Instant,
    /// Seconds that the groups after the present one will take.
    ahead: Mutex<u64>,
    measured: Mutex<Measured>,
    history: OnceCell<History>,
}

impl Bench {
    /// A run on these servers.
    pub(crate) fn new(options: Options, stage: Stage, groups: Vec<Group>) -> Self {
        let groups: Vec<_> = groups.into_iter().filter(|group| options.wants(group.keys)).collect();
        let (ahead, measured, history) = (Mutex::default(), Mutex::default(), OnceCell::new());
        Self { options, stage, groups, begun: Instant::now(), ahead, measured, history }
    }

    /// Measures everything that was asked for; what goes wrong in one group leaves the others alone.
    pub(crate) async fn run(&self) {
        for (index, group) in self.groups.iter().enumerate() {
            let ahead = self.groups[index + 1..].iter().map(|group| self.estimate(group)).sum();
            *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = ahead;
            let begun = Instant::now();
            if let Err(error) = (group.run)(self).await {
                self.note(format!("{} broke off: {error:#}", group.name));
                self.measured().broken.push(group.name);
            }
            self.say(&format!("{} took {:.0} s", group.name, begun.elapsed().as_secs_f64()));
        }
    }

    /// The rounds of a group, told as they begin; the first `of` is what progress calls it.
    pub(crate) fn rounds(&self, of: &'static str) -> impl Iterator<Item = u32> + '_ {
        let expected = self.groups.iter().find(|group| group.name == of);
        let all = expected.map_or(0, |group| self.estimate(group));
        let rounds = self.options.rounds.max(1);
        (1..=rounds).inspect(move |round| {
            let left = all * u64::from(rounds + 1 - round) / u64::from(rounds) + self.ahead();
            self.say(&format!("{of}: round {round} of {rounds}, about {} min left", left.div_ceil(60)));
        })
    }

    /// So long, or a part of it when things must be quick.
    pub(crate) fn lasting(&self, seconds: u64) -> Duration {
        Duration::from_secs(if self.options.quick { seconds.div_ceil(5) } else { seconds })
    }

    /// So many, or a twentieth when things must be quick.
    pub(crate) fn many(&self, number: u64) -> u64 {
        if self.options.quick { number / 20 } else { number }
    }

    /// The long history, made when it is first asked for.
    pub(crate) async fn history(&self) -> anyhow::Result<&History> {
        self.history.get_or_try_init(|| History::make(self)).await.context("make a long history")
    }

    /// Whether this key is asked for.
    pub(crate) fn wants(&self, key: &str) -> bool {
        self.options.wants(&[key])
    }

    /// Keeps one round's ratio.
    pub(crate) fn ratio(&self, key: &'static str, value: f64) {
        if self.wants(key) {
            self.say(&format!("  {key} {value:.3}"));
            self.measured().ratios.entry(key).or_default().push(value);
        }
    }

    /// Keeps one round's absolute figure.
    pub(crate) fn rate(&self, name: &str, value: f64) {
        self.say(&format!("  {name} {value:.1}"));
        self.measured().rates.entry(name.to_owned()).or_default().push(value);
    }

    /// Keeps a sentence for the reader.
    pub(crate) fn note(&self, sentence: String) {
        self.say(&sentence);
        self.measured().notes.push(sentence);
    }

    /// Tells whoever watches.
    pub(crate) fn say(&self, what: &str) {
        eprintln!("[{:>6.1} s] {what}", self.begun.elapsed().as_secs_f64());
    }

    /// How long it has taken so far.
    pub(crate) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// What was measured; the servers are let go.
    pub(crate) fn into_measured(self) -> Measured {
        self.measured.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn measured(&self) -> MutexGuard<'_, Measured> {
        self.measured.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ahead(&self) -> u64 {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn estimate(&self, group: &Group) -> u64 {
        let seconds = group.seconds * u64::from(self.options.rounds) / 5;
        if self.options.quick { seconds / 5 } else { seconds }
    }
}
