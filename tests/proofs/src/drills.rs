//! Drills: for each guard of the flows one situation, with the real binary, in which everything depends on it.

mod history;
mod outages;
mod pausing;
mod publishing;
mod rules;

use async_trait::async_trait;
use commands::faults::Guard;
use futures_util::future::{LocalBoxFuture, try_join_all};
use std::cell::RefCell;

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use crate::stage::Stage;

/// Stages beside each other.
const LANES: usize = 2;

/// A drill.
struct Drill {
    /// The guard that everything depends on.
    guard: Guard,
    /// The situation.
    name: &'static str,
    /// What must hold in it.
    expected: &'static str,
    /// Variables that make it quick or possible.
    variables: &'static [(&'static str, &'static str)],
    /// Plays it.
    play: for<'a> fn(&'a mut Stage, &'a Options) -> LocalBoxFuture<'a, anyhow::Result<String>>,
}

/// The drills.
pub struct Drills;

#[async_trait(?Send)]
impl Proof for Drills {
    fn name(&self) -> &'static str {
        "drills"
    }

    fn shows(&self) -> &'static str {
        "in the one situation that each guard of the flows is there for, it holds"
    }

    fn guards(&self) -> &'static [Guard] {
        &[
            Guard::OpenAttempt,
            Guard::SendDeadline,
            Guard::UnknownHolds,
            Guard::PublishFacts,
            Guard::CatchUp,
            Guard::HistoryTriggers,
            Guard::LeafCheck,
            Guard::WorkerShare,
            Guard::RefusalsRecorded,
            Guard::ModerationRequired,
            Guard::Redaction,
        ]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()> {
        let mut drills: Vec<Drill> =
            [pausing::DRILLS, publishing::DRILLS, outages::DRILLS, history::DRILLS, rules::DRILLS]
                .into_iter()
                .flat_map(|drills| drills.iter().map(|drill| Drill { ..*drill }))
                .collect();
        drills.sort_by_key(|drill| options.breaks(drill.guard));
        let lanes = if options.broken.is_some() { 1 } else { LANES };
        cases.plan(drills.len() as u64);
        let queue = RefCell::new(drills);
        try_join_all((0..lanes).map(|_| lane(options, cases, &queue))).await?;
        Ok(())
    }
}

async fn lane(options: &Options, cases: &Cases, queue: &RefCell<Vec<Drill>>) -> anyhow::Result<()> {
    while !cases.is_over() {
        let Some(drill) = queue.borrow_mut().pop() else { break };
        let case = Case::new(drill.guard.name(), drill.name, options.seed).expecting(drill.expected);
        let play = async {
            let mut stage = Stage::set(options, drill.variables).await?;
            (drill.play)(&mut stage, options).await
        };
        cases.carry_out(case, play).await;
    }
    Ok(())
}
