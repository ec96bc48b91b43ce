//! Faults on order, in a build for proofs: `MEMEBOT_BREAK` takes a guard away, `MEMEBOT_CRASH` chooses where the
//! process dies, `MEMEBOT_FORGET` names an event type that it does not know, as an older build would not, and
//! `MEMEBOT_SUSPENDED` a file with the seconds that the machine seems to have slept, and `MEMEBOT_PANIC_FILE` one that orders
//! consumers to panic. A build without the feature `faults` knows none of these variables.

use anyhow::{anyhow, ensure};
use commands::faults::{CrashChoice, CrashPoint, Guard, order_panics};
use domain::forgotten::forget;

/// Reads the variables; an unknown guard, point or event type is refused.
pub(crate) fn configure() -> anyhow::Result<()> {
    tracing::warn!(
        "this build is for proofs: guards can be taken away, it can be told where to die and what to forget"
    );
    if let Ok(name) = std::env::var("MEMEBOT_BREAK") {
        let guards = || list(Guard::ALL.iter().map(|guard| guard.name()));
        Guard::named(&name)
            .ok_or_else(|| anyhow!("there is no guard {name} among: {}", guards()))?
            .take_away();
        tracing::warn!(guard = name, "a guard is taken away");
    }
    if let Ok(choice) = std::env::var("MEMEBOT_CRASH") {
        let points = || list(CrashPoint::ALL.iter().map(|point| point.name()));
        let parsed: Result<CrashChoice, String> = choice.parse();
        parsed.map_err(|wrong| anyhow!("{wrong}; the points are: {}", points()))?.apply();
        tracing::warn!(choice, "the process will die on its way");
    }
    if let Ok(name) = std::env::var("MEMEBOT_FORGET") {
        ensure!(forget(&name), "there is no event type {name} to forget");
        tracing::warn!(name, "an event type is forgotten");
    }
    if let Some(file) = std::env::var_os("MEMEBOT_SUSPENDED") {
        engine::clock::suspend_as_told(file.into());
    }
    if let Ok(file) = std::env::var("MEMEBOT_PANIC_FILE") {
        tracing::warn!(file, "consumers panic on order");
        order_panics(file.into());
    }
    Ok(())
}

fn list(names: impl Iterator<Item = &'static str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
