//! Faults on order, in a build for proofs: `MEMEBOT_BREAK` takes a guard away, `MEMEBOT_CRASH` chooses where the
//! process dies. A build without the feature `faults` knows neither variable.

use anyhow::anyhow;
use commands::faults::{CrashChoice, CrashPoint, Guard};

/// Reads both variables; an unknown guard or point is refused with the list of those that there are.
pub(crate) fn configure() -> anyhow::Result<()> {
    tracing::warn!("this build is for proofs: guards can be taken away, and it can be told where to die");
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
    Ok(())
}

fn list(names: impl Iterator<Item = &'static str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
