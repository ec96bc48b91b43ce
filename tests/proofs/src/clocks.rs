//! Clocks: machines and databases whose clocks are wrong, stepped or stand still, and posts that go out at their time, once.
//!
//! A wrong clock is Debian's `faketime`; clocks that count from boot stay real. The stand-ins go by this machine's clock.

mod database;
mod freezes;
mod pairs;
mod suspension;

use anyhow::Context;
use async_trait::async_trait;
use commands::faults::Guard;
use futures_util::future::LocalBoxFuture;
use futures_util::stream::{self, StreamExt};
use harness::FakeClock;

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use crate::stage::Stage;

/// How many stages there are at a time.
const AT_A_TIME: usize = 3;

/// Wrong clocks.
pub struct Clocks;

/// A case, and how it is carried out.
type Planned<'a> = (Case, LocalBoxFuture<'a, anyhow::Result<String>>);

#[async_trait(?Send)]
impl Proof for Clocks {
    fn name(&self) -> &'static str {
        "clocks"
    }

    fn shows(&self) -> &'static str {
        "with clocks of machines and of the database wrong or stepped, scheduled posts go out once and in time, or are held"
    }

    fn guards(&self) -> &'static [Guard] {
        &[Guard::DatabaseTime, Guard::AttemptAge]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()> {
        let groups = [pairs::planned(options), freezes::planned(options), database::planned(options)];
        // One of each group after the other: a few cases show something of all, and a missing guard is noticed early.
        let mut planned: Vec<(usize, Planned<'_>)> =
            groups.into_iter().flat_map(|group| group.into_iter().enumerate()).collect();
        planned.sort_by_key(|(place, _)| *place);
        planned.truncate(options.cases.and_then(|cases| usize::try_from(cases).ok()).unwrap_or(usize::MAX));
        cases.plan(planned.len() as u64);
        let carried_out = stream::iter(planned).map(|(_, (case, doing))| async move {
            if !cases.is_over() {
                cases.carry_out(case, doing).await;
            }
        });
        carried_out.buffer_unordered(AT_A_TIME).collect::<()>().await;
        Ok(())
    }
}

/// A clock for a second instance of the stage's binary.
fn machine(stage: &Stage) -> anyhow::Result<FakeClock> {
    let file = stage.app.surroundings.folder.path().join("machine-clock");
    FakeClock::try_new(file).context("make a machine's clock")
}
