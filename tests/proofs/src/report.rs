//! What a run leaves behind: `target/proofs/NAME.json`, and `NAME.jsonl` with a line per case as it ends.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use commands::faults::Guard;
use serde::Serialize;
use serde_json::json;

use crate::case::Case;
use crate::options::Options;
use crate::proof::Proof;

/// A run: what was proved, and how it went.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The proof's name.
    pub name: String,
    /// How many cases have ended.
    pub cases: usize,
    /// How many of them failed, the proof itself included when it broke off.
    pub failed: usize,
    /// How long it took.
    pub seconds: f64,
    /// What it shows, the seed, the failed cases, and why it broke off, if it did.
    pub details: serde_json::Value,
    /// The guard that was taken away.
    #[serde(rename = "break", skip_serializing_if = "Option::is_none")]
    pub broken: Option<&'static str>,
    /// The case that noticed, with a guard taken away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caught_by: Option<String>,
}

impl Report {
    /// Sums a run up.
    pub fn of(
        proof: &dyn Proof,
        options: &Options,
        cases: &[Case],
        end: &anyhow::Result<()>,
        seconds: f64,
    ) -> Self {
        let failed: Vec<&Case> = cases.iter().filter(|case| !case.passed).collect();
        let broke_off = end.as_ref().err().map(|error| format!("{error:#}"));
        Self {
            name: proof.name().to_owned(),
            cases: cases.len(),
            failed: failed.len() + usize::from(broke_off.is_some()),
            seconds: (seconds * 10.0).round() / 10.0,
            broken: options.broken.map(Guard::name),
            caught_by: options.broken.and(failed.first().map(|case| case.name.clone())),
            details: json!({
                "shows": proof.shows(),
                "seed": options.seed,
                "broke_off": broke_off,
                "failures": failed.iter().take(20).collect::<Vec<_>>(),
            }),
        }
    }

    /// Writes it beside the lines of its cases.
    pub fn write(&self) -> anyhow::Result<PathBuf> {
        let path = path(&self.name, self.broken, "json")?;
        fs::write(&path, serde_json::to_string_pretty(self)? + "\n").context("write the report")?;
        Ok(path)
    }
}

/// The lines of a run's cases.
pub(crate) struct Lines(File);

impl Lines {
    /// Begins anew.
    pub(crate) fn begin(name: &str, options: &Options) -> anyhow::Result<Self> {
        let path = path(name, options.broken.map(Guard::name), "jsonl")?;
        Ok(Self(File::create(path).context("write the lines of the cases")?))
    }

    /// Adds a case.
    pub(crate) fn add(&mut self, case: &Case) -> anyhow::Result<()> {
        Ok(writeln!(self.0, "{}", serde_json::to_string(case)?)?)
    }
}

/// Where a run writes.
pub(crate) fn path(name: &str, broken: Option<&str>, extension: &str) -> anyhow::Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/proofs");
    fs::create_dir_all(&root).context("make target/proofs")?;
    let suffix = broken.map(|guard| format!("-break-{guard}")).unwrap_or_default();
    Ok(root.join(format!("{name}{suffix}.{extension}")))
}
