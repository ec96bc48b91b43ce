//! Negative controls: every proof once more with each of its guards taken away; all must fail.
//!
//! A guard is taken away for the life of a process, so each control is a process of its own.

use std::io::Write;
use std::time::Instant;

use anyhow::Context;
use commands::faults::Guard;
use serde_json::{Value, json};
use tokio::process::Command;

use crate::options::Options;
use crate::proof::Proof;
use crate::table;

/// The name under which they run.
pub const NAME: &str = "controls";

/// One control.
struct Control {
    guard: Guard,
    proof: &'static str,
    caught_by: Option<String>,
    seconds: f64,
}

/// Runs every control; whether each guard was missed by somebody when it was gone.
pub async fn run(proofs: &[Box<dyn Proof>], options: &Options) -> anyhow::Result<bool> {
    let began = Instant::now();
    let pairs: Vec<_> =
        proofs.iter().flat_map(|proof| proof.guards().iter().map(|guard| (*guard, proof.name()))).collect();
    let (mut controls, all) = (Vec::new(), pairs.len());
    for (number, (guard, proof)) in (1..).zip(pairs) {
        let control = one(guard, proof, options).await?;
        let how = control.caught_by.as_deref().unwrap_or("NOT CAUGHT");
        writeln!(
            std::io::stdout(),
            "{number}/{all} {} in {proof}: {how} after {:.1} s",
            guard.name(),
            control.seconds
        )?;
        controls.push(control);
    }
    controls.sort_by_key(|control| (control.guard.invariant(), control.guard.name()));
    show(&controls)?;
    let orphans = without_proof(&controls);
    let failed = controls.iter().filter(|control| control.caught_by.is_none()).count() + orphans.len();
    write(&controls, &orphans, (failed, began.elapsed().as_secs_f64()))?;
    for guard in &orphans {
        writeln!(std::io::stdout(), "no proof takes {} away", guard.name())?;
    }
    Ok(failed == 0)
}

async fn one(guard: Guard, proof: &'static str, options: &Options) -> anyhow::Result<Control> {
    let began = Instant::now();
    let own = std::env::current_exe().context("a running program has a path")?;
    let mut command = Command::new(own);
    command.args(["--name", proof, "--break", guard.name(), "--seed", &options.seed.to_string()]);
    let output = command.kill_on_drop(true).output().await.context("start a control")?;
    let written = super::report::path(proof, Some(guard.name()), "json")?;
    let report: Value = serde_json::from_str(&std::fs::read_to_string(written)?)?;
    let caught_by = report["caught_by"].as_str().filter(|_| !output.status.success()).map(str::to_owned);
    Ok(Control { guard, proof, caught_by, seconds: began.elapsed().as_secs_f64() })
}

fn show(controls: &[Control]) -> anyhow::Result<()> {
    let mut table = table::new(&["guard", "invariant", "proof", "caught by", "seconds"]);
    for Control { guard, proof, caught_by, seconds } in controls {
        let caught_by = caught_by.as_deref().unwrap_or("NOTHING");
        let (invariant, seconds) = (guard.invariant().to_string(), format!("{seconds:.1}"));
        table.add_row([guard.name(), invariant.as_str(), proof, caught_by, &seconds]);
    }
    Ok(writeln!(std::io::stdout(), "{table}")?)
}

/// Guards that no proof takes away: nothing shows that they are necessary.
fn without_proof(controls: &[Control]) -> Vec<Guard> {
    let is_tried = |guard: Guard| controls.iter().any(|control| control.guard == guard);
    Guard::ALL.iter().copied().filter(|guard| !is_tried(*guard)).collect()
}

fn write(controls: &[Control], orphans: &[Guard], (failed, seconds): (usize, f64)) -> anyhow::Result<()> {
    let cases: Vec<Value> = controls
        .iter()
        .map(|control| {
            let guard = control.guard.name();
            json!({
                "name": format!("{} without {guard}", control.proof), "seed": 0,
                "fault": format!("{guard} is taken away"), "crash_point": null,
                "guard": guard, "invariant": control.guard.invariant(), "proof": control.proof,
                "expected": "the proof fails", "passed": control.caught_by.is_some(),
                "observed": control.caught_by.as_deref().unwrap_or("nothing noticed"),
                "seconds": control.seconds,
            })
        })
        .collect();
    let lines = cases.iter().fold(String::new(), |lines, case| format!("{lines}{case}\n"));
    std::fs::write(super::report::path(NAME, None, "jsonl")?, lines)?;
    let orphans: Vec<_> = orphans.iter().map(|guard| guard.name()).collect();
    let details = json!({ "controls": cases, "guards_without_a_proof": orphans });
    let report = json!({ "name": NAME, "cases": cases.len(), "failed": failed, "seconds": seconds, "details": details });
    std::fs::write(super::report::path(NAME, None, "json")?, format!("{report:#}\n"))?;
    Ok(())
}
