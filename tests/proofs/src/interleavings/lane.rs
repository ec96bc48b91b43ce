//! A lane plays one case after the other in a house of its own. A case that fails is made smaller, as long as it fails.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::check::{Case, command_ids};
use super::house::House;
use super::notes::Notes;
use super::play::play;
use super::schedule::{Schedule, schedules};
use super::seen::{Before, Seen};
use super::world::World;

/// How many smaller cases are tried.
const SMALLER: u32 = 250;
/// How often a case is tried before it counts as one that does not fail.
const TRIES: u32 = 3;

/// A case that does not hold.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// The seed that makes it again.
    pub(super) seed: u64,
    /// What is wrong with the smallest case found.
    pub(super) faults: Vec<String>,
    /// That case.
    pub(super) smallest: Schedule,
    /// How many smaller cases failed on the way to it.
    pub(super) shrinks: u32,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the smallest case after {} steps of shrinking:", self.shrinks)?;
        for (number, request) in self.smallest.requests.iter().enumerate() {
            writeln!(f, "  request {number}: {request:?}")?;
        }
        for step in &self.smallest.steps {
            writeln!(f, "  {step:?}")?;
        }
        writeln!(f, "  freely: {}; what is wrong:", self.smallest.free)?;
        self.faults.iter().take(5).try_for_each(|fault| writeln!(f, "  - {fault}"))
    }
}

/// A case that was played.
#[derive(Clone, Debug)]
pub(super) struct Played {
    /// Its seed.
    pub(super) seed: u64,
    /// What was to be done.
    pub(super) schedule: Schedule,
    /// What was seen.
    pub(super) notes: Notes,
    /// How many events it recorded.
    pub(super) events: usize,
    /// What is wrong with it.
    pub(super) faults: Vec<String>,
    /// How long it took.
    pub(super) seconds: f64,
}

impl From<Played> for Failure {
    fn from(Played { seed, schedule, faults, .. }: Played) -> Self {
        Self { seed, faults, smallest: schedule, shrinks: 0 }
    }
}

/// A house and how to make another.
pub(super) struct Lane {
    url: String,
    partitioned: bool,
    house: House,
    run: Uuid,
    cases: u64,
}

impl Lane {
    /// A lane on this server; every second one has a ledger with a cursor per partition.
    pub(super) async fn open(url: &str, number: usize) -> Result<Self> {
        let partitioned = number % 2 == 1;
        let house = House::open(url, partitioned).await.context("make a database")?;
        let run = Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("lane {number}").as_bytes());
        Ok(Self { url: url.to_owned(), partitioned, house, run, cases: 0 })
    }

    /// The house, for whoever breaks something in it.
    pub(super) fn house(&self) -> &House {
        &self.house
    }

    /// Plays the case of this seed.
    pub(super) async fn case(&mut self, seed: u64) -> Result<Played> {
        let schedule = tree(seed)?.current();
        self.play(seed, schedule).await
    }

    async fn play(&mut self, seed: u64, schedule: Schedule) -> Result<Played> {
        self.cases += 1;
        let space = Uuid::new_v5(&self.run, format!("case {} of seed {seed}", self.cases).as_bytes());
        let (world, began) = (World::new(space), Instant::now());
        let before = Before::read(&self.house).await?;
        let notes = play(&self.house, &world, &schedule).await?;
        let commands = command_ids(&world, &schedule, &notes);
        let seen = Seen::read(&self.house, &world, before, &commands).await?;
        let faults = Case::new(&world, &schedule, &notes, &seen).faults();
        let (events, seconds) = (seen.log.len(), began.elapsed().as_secs_f64());
        Ok(Played { seed, schedule, notes, events, faults, seconds })
    }

    /// Looks for the smallest case that fails like this one. Every one is played in a new house if the one before failed.
    ///
    /// # Errors
    /// When the database cannot be used; the smallest case found until then, or within `patience`, stands.
    pub(super) async fn shrink(
        &mut self,
        failure: &mut Failure,
        prepare: &dyn Prepare,
        patience: Duration,
    ) -> Result<()> {
        let seed = failure.seed;
        let (mut tree, began) = (tree(seed)?, Instant::now());
        self.renew(prepare).await?;
        let mut goes_on = tree.simplify();
        for _ in 0..SMALLER {
            if !goes_on || began.elapsed() > patience {
                break;
            }
            let smaller = tree.current();
            let faults = self.fails(seed, &smaller, prepare).await?;
            goes_on = if faults.is_empty() {
                tree.complicate()
            } else {
                *failure = Failure { seed, faults, smallest: smaller, shrinks: failure.shrinks + 1 };
                tree.simplify()
            };
        }
        Ok(())
    }

    async fn fails(&mut self, seed: u64, schedule: &Schedule, prepare: &dyn Prepare) -> Result<Vec<String>> {
        for _ in 0..TRIES {
            let played = self.play(seed, schedule.clone()).await?;
            if !played.faults.is_empty() {
                self.renew(prepare).await?;
                return Ok(played.faults);
            }
        }
        Ok(Vec::new())
    }

    /// Another house: what failed may have left this one unusable.
    pub(super) async fn renew(&mut self, prepare: &dyn Prepare) -> Result<()> {
        self.house = House::open(&self.url, self.partitioned).await?;
        prepare.prepare(&self.house).await
    }
}

/// What is done to every new house.
#[async_trait::async_trait]
pub(super) trait Prepare: Send + Sync {
    /// Does it.
    async fn prepare(&self, house: &House) -> Result<()>;
}

/// The seed's case, and all smaller ones.
fn tree(seed: u64) -> Result<impl ValueTree<Value = Schedule>> {
    let bytes: [u8; 32] = Sha256::digest(seed.to_be_bytes()).into();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    schedules().new_tree(&mut runner).map_err(|reason| anyhow::anyhow!("no case of seed {seed}: {reason}"))
}
