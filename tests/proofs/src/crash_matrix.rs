//! The crash matrix: real processes under load, one of which dies at every point that has a name and at moments that
//! have none; afterwards everything must be as if nothing had happened.

mod plan;
mod strike;

use std::sync::Mutex;

use anyhow::ensure;
use async_trait::async_trait;
use commands::faults::Guard;
use futures_util::future::try_join_all;
use sandbox::telegram::ChatMessage;
use tests::surroundings::ALICE;
use tokio::time::Instant;

use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};
use crate::stage::{PATIENCE, Stage, flow};
use plan::Plan;
use strike::strike;

/// Stages beside each other: a case waits most of its time.
const LANES: usize = 3;
/// After so many cases of a stage every read model is replayed and the whole log audited.
const SOUND_EVERY: usize = 10;

/// The crash matrix.
pub struct CrashMatrix {
    short: bool,
}

impl CrashMatrix {
    /// Every point several times, every server, and random moments.
    pub fn full() -> Self {
        Self { short: false }
    }

    /// A dozen cases: for the tests of every change.
    pub fn short() -> Self {
        Self { short: true }
    }
}

#[async_trait(?Send)]
impl Proof for CrashMatrix {
    fn name(&self) -> &'static str {
        if self.short { "crash-matrix-short" } else { "crash-matrix" }
    }

    fn shows(&self) -> &'static str {
        "whatever process dies wherever under load: what was acknowledged is kept, nothing takes effect twice, every \
         reader comes to the end of the log, and every post is on X once"
    }

    fn guards(&self) -> &'static [Guard] {
        &[Guard::CommandId, Guard::OpenAttempt]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> anyhow::Result<()> {
        let mut plans = if self.short { plan::short(options.seed) } else { plan::full(options.seed) };
        if let Some(guard) = options.broken {
            plans.sort_by_key(|plan| !plan.concerns(guard));
        }
        plans.truncate(options.cases.and_then(|cases| cases.try_into().ok()).unwrap_or(plans.len()));
        cases.plan(plans.len() as u64);
        let lanes = LANES.min(plans.len());
        plans.reverse();
        let queue = Mutex::new(plans);
        try_join_all((0..lanes).map(|_| lane(options, cases, &queue))).await?;
        Ok(())
    }
}

/// Plays cases one after the other on one stage; after a failure on a new one.
async fn lane(options: &Options, cases: &Cases, queue: &Mutex<Vec<Plan>>) -> anyhow::Result<()> {
    let mut stage = Stage::set(options, &[]).await?;
    let mut played = 0;
    while let Some(plan) = next(cases, queue) {
        played += 1;
        let case = Case::new(plan.group(), plan.name(), plan.seed).with_fault(plan.fault()).expecting(
            "acknowledged commands kept, nothing twice, all readers at the head, the post on X once",
        );
        let case = plan.crash_point().into_iter().fold(case, Case::at);
        let look_closely = played % SOUND_EVERY == 0;
        if !cases.carry_out(case, play(&mut stage, &plan, look_closely)).await && !cases.is_over() {
            stage = Stage::set(options, &[]).await?;
        }
    }
    if !cases.is_over() {
        let case =
            Case::new("replay and audit", "every read model and the whole log at the end", options.seed);
        cases
            .carry_out(case, async { stage.is_sound().await.map(|()| "identical, unaltered".to_owned()) })
            .await;
    }
    Ok(())
}

fn next(cases: &Cases, queue: &Mutex<Vec<Plan>>) -> Option<Plan> {
    if cases.is_over() { None } else { queue.lock().expect("no lane panics with the queue in hand").pop() }
}

async fn play(stage: &mut Stage, plan: &Plan, look_closely: bool) -> anyhow::Result<String> {
    let (known, word, began) = (stage.outside.client.ledger.count(), plan.word(), Instant::now());
    let Stage { app, servers, outside } = stage;
    let project = &outside.projects[plan.number % outside.projects.len()];
    // the load goes on whatever became of the process
    let (story, struck) =
        tokio::join!(flow::play(outside, project, &word), strike(app, servers, &outside.sandbox, plan));
    let struck = struck?;
    let story = story?;
    let healed = began.elapsed();
    stage.rests().await?;
    let acknowledged = stage.outside.client.ledger.since(known);
    stage.is_well(&acknowledged).await?;
    stage.repeats_agree(&acknowledged).await?;
    alice_was_told(stage, &story.tweet).await?;
    if look_closely {
        stage.is_sound().await?;
    }
    let count = acknowledged.len();
    Ok(format!("{struck}; done after {:.1} s, {count} receipts kept, on X once", healed.as_secs_f64()))
}

/// The chat shows the link to the post.
async fn alice_was_told(stage: &Stage, tweet: &str) -> anyhow::Result<()> {
    let telegram = stage.outside.sandbox.telegram();
    let link = |message: &ChatMessage| message.from_bot && message.text.contains(tweet);
    let told = telegram.wait_for_message(ALICE, PATIENCE, link).await;
    ensure!(told.is_ok(), "nobody was told in Telegram that {tweet} is on X");
    Ok(())
}
