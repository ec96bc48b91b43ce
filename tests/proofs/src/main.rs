//! `prove`: carries out one proof, or all in turn, or the negative controls. `make prove` builds what it needs.

use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Parser;
use commands::faults::Guard;
use proofs::options::Options;
use proofs::proof::Proof;
use proofs::{controls, registry};

/// Long proofs that the system keeps its promises; exits 0 only when nothing failed.
#[derive(Parser)]
struct Arguments {
    /// The proof, or `controls`; every proof in turn when it is empty.
    #[arg(long, default_value = "")]
    name: String,
    /// The guard to take away: the proof must fail then.
    #[arg(long = "break", default_value = "")]
    broken: String,
    /// Where random choices come from; one of its own for every run when it is empty.
    #[arg(long, default_value = "")]
    seed: String,
    /// How many cases, for proofs that can have any number.
    #[arg(long, default_value = "")]
    cases: String,
    /// How long to go on, for proofs that go on for a time.
    #[arg(long, default_value = "")]
    minutes: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let options = options(&arguments)?;
    let all = registry::all();
    if arguments.name == controls::NAME {
        return Ok(code(controls::run(&all, &options).await?));
    }
    let known = all.iter().map(|proof| proof.name()).collect::<Vec<_>>().join(", ");
    let wanted: Vec<&dyn Proof> = all
        .iter()
        .map(AsRef::as_ref)
        .filter(|proof| arguments.name.is_empty() || proof.name() == arguments.name)
        .collect();
    ensure!(!wanted.is_empty(), "there is no proof {}; there are: {known}, controls", arguments.name);
    let mut good = true;
    for proof in wanted {
        take_away(proof, &options)?;
        good &= proofs::run::run(proof, &options).await?.failed == 0;
    }
    Ok(code(good))
}

fn code(good: bool) -> ExitCode {
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn options(arguments: &Arguments) -> anyhow::Result<Options> {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let broken = given(&arguments.broken).map(|name| guard(&name)).transpose()?;
    let seed = given(&arguments.seed).map(|seed| seed.parse()).transpose().context("SEED is no number")?;
    let cases =
        given(&arguments.cases).map(|cases| cases.parse()).transpose().context("CASES is no number")?;
    let minutes = given(&arguments.minutes).map(|time| time.parse()).transpose();
    let minutes = minutes.context("MINUTES is no number")?;
    Ok(Options { seed: seed.unwrap_or_else(rand::random), cases, minutes, broken })
}

fn guard(name: &str) -> anyhow::Result<Guard> {
    let known = || names(Guard::ALL).join(", ");
    Guard::named(name).with_context(|| format!("there is no guard {name}; there are: {}", known()))
}

fn names(guards: &[Guard]) -> Vec<&'static str> {
    guards.iter().map(|guard| guard.name()).collect()
}

/// Takes the guard away in this process too, for proofs that run parts of the system in it.
fn take_away(proof: &dyn Proof, options: &Options) -> anyhow::Result<()> {
    let Some(guard) = options.broken else { return Ok(()) };
    let known = proof.guards();
    ensure!(
        known.contains(&guard),
        "{} does not depend on {}, but on: {:?}",
        proof.name(),
        guard.name(),
        names(known)
    );
    #[cfg(not(feature = "faults"))]
    anyhow::bail!("this build takes no guard away, not even {}: use `make prove`", guard.name());
    #[cfg(feature = "faults")]
    {
        guard.take_away();
        Ok(())
    }
}
