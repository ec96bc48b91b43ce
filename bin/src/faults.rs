//! Faults on order, in a build for proofs: `MEMEBOT_BREAK` takes a guard away, `MEMEBOT_CRASH` chooses where the
//! process dies. A build without the feature `faults` knows neither variable.

use anyhow::anyhow;
use engine::faults::crash::{POINTS, choose};
use engine::faults::{GUARDS, guard_named, take_away};

/// Reads both variables; an unknown guard or point is refused with the list of those that there are.
pub(crate) fn configure() -> anyhow::Result<()> {
    tracing::warn!("this build is for proofs: guards can be taken away, and it can be told where to die");
    if let Ok(name) = std::env::var("MEMEBOT_BREAK") {
        let guard = guard_named(&name);
        take_away(guard.ok_or_else(|| anyhow!("there is no guard {name} among: {}", names()))?);
        tracing::warn!(guard = name, "a guard is taken away");
    }
    if let Ok(choice) = std::env::var("MEMEBOT_CRASH") {
        let parsed = choice.parse();
        choose(parsed.map_err(|wrong: String| anyhow!("{wrong}; the points are: {}", POINTS.join(", ")))?);
        tracing::warn!(choice, "the process will die on its way");
    }
    Ok(())
}

fn names() -> String {
    GUARDS.iter().map(|guard| guard.name).collect::<Vec<_>>().join(", ")
}
