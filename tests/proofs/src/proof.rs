//! What a proof is, and where its cases go.

use std::time::Instant;

use async_trait::async_trait;
use commands::faults::Guard;
use tokio::sync::{mpsc, watch};

use crate::case::Case;
use crate::options::Options;

/// A long proof.
///
/// To add one: implement this, and put it into the list of [`crate::registry::all`]. A guard that it can take away
/// is declared in `commands/src/faults.rs` and is asked whether it `holds` at the one place where it lives.
#[async_trait(?Send)]
pub trait Proof: Send + Sync {
    /// Its name for `make prove NAME=…`.
    fn name(&self) -> &'static str;

    /// What it shows, in one sentence.
    fn shows(&self) -> &'static str;

    /// The guards without which it must fail.
    fn guards(&self) -> &'static [Guard];

    /// Hands in every case as it ends, until all are done or [`Cases::is_over`]. With a guard taken away the cases
    /// that the guard matters to should come first.
    ///
    /// # Errors
    /// Only when the proof itself could not be carried out; a case that went wrong is handed in.
    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()>;
}

/// Where cases are handed in; clones lead to the same place.
#[derive(Clone)]
pub struct Cases {
    ended: mpsc::UnboundedSender<Case>,
    planned: watch::Sender<u64>,
    over: watch::Receiver<bool>,
}

impl Cases {
    pub(crate) fn new(
        ended: mpsc::UnboundedSender<Case>,
        planned: watch::Sender<u64>,
        over: watch::Receiver<bool>,
    ) -> Self {
        Self { ended, planned, over }
    }

    /// Says how many cases there will be, for the progress that is shown.
    pub fn plan(&self, cases: u64) {
        self.planned.send_replace(cases);
    }

    /// Hands in a case that has ended.
    pub fn hand_in(&self, case: Case) {
        self.ended.send(case).ok();
    }

    /// Carries a case out and hands it in; whether it passed. The outcome's text says what was seen.
    pub async fn carry_out(&self, case: Case, doing: impl Future<Output = anyhow::Result<String>>) -> bool {
        let began = Instant::now();
        let case = case.ended(doing.await, began.elapsed());
        let passed = case.passed;
        self.hand_in(case);
        passed
    }

    /// Whether no more cases are wanted: with a guard taken away, the first case that notices is enough.
    pub fn is_over(&self) -> bool {
        *self.over.borrow()
    }
}
