//! Mutation testing: of a seeded sample of the mutants that cargo-mutants makes of a package, the package's own tests
//! notice nearly all.

mod accepted;
mod cargo_mutants;

use std::io::Write;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use commands::faults::Guard;
use harness::{Durability, Servers, drop_databases_of, random_name};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use self::cargo_mutants::{CargoMutants, Tested};
use crate::case::Case;
use crate::options::Options;
use crate::proof::{Cases, Proof};

/// How many of a hundred mutants that compile the tests must notice, and how many may be accepted at most is the rest.
const GOAL: usize = 95;
/// How long the samples of [`PACKAGES`] take together on two cores.
const MINUTES: f64 = 15.0;

/// A package whose tests are tested.
struct Package {
    name: &'static str,
    /// How many of its mutants are tried when nobody says.
    sample: u32,
}

const PACKAGES: [Package; 3] = [
    Package { name: "domain", sample: 20 },
    Package { name: "commands", sample: 14 },
    Package { name: "projections", sample: 8 },
];

/// Mutants.
pub struct Mutants;

#[async_trait(?Send)]
impl Proof for Mutants {
    fn name(&self) -> &'static str {
        "mutants"
    }

    fn shows(&self) -> &'static str {
        "whatever small thing is broken in a rule, a state or a read model, a test beside it fails"
    }

    fn guards(&self) -> &'static [Guard] {
        &[]
    }

    async fn run(&self, options: &Options, cases: &Cases) -> Result<()> {
        let servers = Servers::given_or_private(Durability::Fast).await?;
        let run = random_name();
        let cargo = CargoMutants::find_or_install(servers.postgres.url(), &run).await?;
        cases.plan(PACKAGES.len() as u64);
        for package in PACKAGES {
            let case = Case::new(package.name, format!("the tests of {} notice", package.name), options.seed)
                .with_fault("one mutant at a time")
                .expecting(format!("{GOAL} of 100 are noticed"));
            cases.carry_out(case, package.proved(&cargo, options)).await;
        }
        // a test that was stopped leaves its database
        drop_databases_of(&run, servers.postgres.url()).await
    }
}

impl Package {
    async fn proved(&self, cargo: &CargoMutants, options: &Options) -> Result<String> {
        let all = cargo.list(self.name).await?;
        let others = accepted::without(&all)?;
        let accepted = all.len() - others.len();
        ensure!(
            accepted * 100 <= all.len() * (100 - GOAL),
            "{accepted} of {} mutants are accepted",
            all.len()
        );
        let (name, seed) = (self.name, options.seed);
        let sample = sample(others, seed, self.wanted(options));
        let drawn =
            format!("{} of {} mutants drawn, {accepted} accepted, seed {seed}", sample.len(), all.len());
        writeln!(std::io::stdout(), "{name}: {drawn}")?;
        let mut tested = cargo.test(name, &sample).await?;
        tested.missed.retain(|mutant| !accepted::is_accepted(mutant));
        writeln!(std::io::stdout(), "{name}: {tested}")?;
        for mutant in &tested.missed {
            writeln!(std::io::stdout(), "{name}: missed {mutant}")?;
        }
        ensure!(is_enough(&tested), "{drawn}: {tested}: {}", tested.missed.join("; "));
        Ok(format!("{drawn}: {tested}"))
    }

    /// `MINUTES` without `CASES` makes the sample so much larger.
    fn wanted(&self, options: &Options) -> usize {
        if let Some(cases) = options.cases {
            return usize::try_from(cases).unwrap_or(usize::MAX);
        }
        let wanted = f64::from(self.sample) * options.minutes.unwrap_or(MINUTES) / MINUTES;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast keeps to the bounds"
        )]
        let wanted = wanted.round() as usize;
        wanted
    }
}

/// The same seed chooses the same mutants as long as the code is the same.
fn sample(mut mutants: Vec<String>, seed: u64, wanted: usize) -> Vec<String> {
    mutants.shuffle(&mut StdRng::seed_from_u64(seed));
    mutants.truncate(wanted);
    mutants
}

fn is_enough(tested: &Tested) -> bool {
    let viable = tested.noticed() + tested.missed.len();
    viable > 0 && tested.noticed() * 100 >= viable * GOAL
}

#[cfg(test)]
mod tests;
