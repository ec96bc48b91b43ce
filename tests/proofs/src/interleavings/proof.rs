//! The proof as the others see it: so many cases, in a few lanes beside each other.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use commands::faults::Guard;
use futures_util::future::try_join_all;
use harness::{Durability, Servers};
use sha2::{Digest, Sha256};

use super::house::House;
use super::lane::{Failure, Lane, Played, Prepare};
use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};

/// How many cases there are when nobody says.
const CASES: u64 = 10_000;
/// How many lanes run beside each other.
const LANES: usize = 4;
/// After so many failures the rest is not worth its time.
const ENOUGH: u64 = 5;

const WITHOUT_TRIGGER: &str = "
CREATE OR REPLACE FUNCTION queue_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event_pending (ingest_seq, event_id) SELECT ingest_seq, event_id FROM inserted;
    RETURN NULL;
END
$$";

/// Random interleavings.
pub struct Interleavings;

#[async_trait(?Send)]
impl Proof for Interleavings {
    fn name(&self) -> &'static str {
        "interleavings"
    }

    fn shows(&self) -> &'static str {
        "however writers, sequencers and consumers interleave: positions are dense and in order, every command takes \
         effect once and on facts that held, and read models equal the fold of the log"
    }

    fn guards(&self) -> &'static [Guard] {
        &[
            Guard::PreviousLink,
            Guard::SettledFloor,
            Guard::SequencerFence,
            Guard::PredecessorTrigger,
            Guard::CommandId,
            Guard::MovedFacts,
            Guard::CursorCondition,
        ]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> Result<()> {
        let servers = Servers::given_or_private(Durability::Fast).await?;
        let wanted = options.cases.unwrap_or(CASES);
        cases.plan(wanted);
        let work = Work { options, cases, wanted, next: AtomicU64::new(0), failed: AtomicU64::new(0) };
        try_join_all((0..LANES).map(|lane| work.lane(servers.postgres.url(), lane))).await?;
        Ok(())
    }
}

/// Cases that the lanes share.
struct Work<'a> {
    options: &'a Options,
    cases: &'a Cases,
    wanted: u64,
    next: AtomicU64,
    failed: AtomicU64,
}

impl Work<'_> {
    async fn lane(&self, url: &str, number: usize) -> Result<()> {
        let prepare = Broken(self.options.broken);
        let mut lane = Lane::open(url, number).await?;
        prepare.prepare(lane.house()).await?;
        while let Some(number) = self.next_case() {
            let seed = seed(self.options.seed, number);
            let played = lane.case(seed).await?;
            if played.faults.is_empty() {
                self.cases.hand_in(passed(number, &played));
                continue;
            }
            self.failed.fetch_add(1, Ordering::Relaxed);
            let seconds = played.seconds;
            let mut failure = Failure::from(played);
            let shrunk = lane.shrink(&mut failure, &prepare, self.patience()).await;
            self.cases.hand_in(failed(number, &failure, seconds));
            shrunk?;
        }
        lane.audit().await
    }

    /// How long a failure is made smaller: one that is meant to be there needs no reader.
    fn patience(&self) -> Duration {
        Duration::from_secs(if self.options.broken.is_some() { 5 } else { 45 })
    }

    fn next_case(&self) -> Option<u64> {
        let enough = if self.options.broken.is_some() { 1 } else { ENOUGH };
        if self.cases.is_over() || self.failed.load(Ordering::Relaxed) >= enough {
            return None;
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number < self.wanted).then_some(number)
    }
}

/// The guard that is taken away in every database, if it lives there.
struct Broken(Option<Guard>);

#[async_trait]
impl Prepare for Broken {
    async fn prepare(&self, house: &House) -> Result<()> {
        if self.0 == Some(Guard::PredecessorTrigger) {
            sqlx::raw_sql(WITHOUT_TRIGGER).execute(&house.pool).await?;
        }
        Ok(())
    }
}

/// The seed of one case of a run.
fn seed(run: u64, number: u64) -> u64 {
    let digest = Sha256::new().chain_update(run.to_be_bytes()).chain_update(number.to_be_bytes()).finalize();
    digest.iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

fn case(number: u64, seed: u64, free: bool) -> Case {
    let group = if free { "everybody runs freely" } else { "steps take turns" };
    let expected = "the log, the receipts and the read models are possible ones of the model";
    Case::new(group, format!("interleaving {number}"), seed).expecting(expected)
}

fn passed(number: u64, played: &Played) -> Case {
    let (notes, schedule) = (&played.notes, &played.schedule);
    let told = format!(
        "{} steps: {} events, {} answers, {} transactions beside, {} poisoned appends, {} deliveries ({} met another \
         runner), {} kills",
        schedule.steps.len(),
        played.events,
        notes.answers.len(),
        notes.beside.len(),
        notes.poisoned.len(),
        notes.deliveries,
        notes.broken_off,
        notes.kills
    );
    let case = case(number, played.seed, schedule.free).with_fault(format!("{} kills", notes.kills));
    case.ended(Ok(told), Duration::from_secs_f64(played.seconds))
}

fn failed(number: u64, failure: &Failure, seconds: f64) -> Case {
    let why = anyhow::anyhow!("{failure}");
    case(number, failure.seed, failure.smallest.free).ended(Err(why), Duration::from_secs_f64(seconds))
}

impl Lane {
    /// The whole log of the lane: every leaf, link and receipt.
    async fn audit(&self) -> Result<()> {
        let report = engine::audit::verify(&self.house().pool, &|_, _| ()).await?;
        ensure!(report.discrepancies.is_empty(), "the audit of a lane finds {:?}", report.discrepancies);
        Ok(())
    }
}
