//! cargo-mutants: found or installed, asked which mutants there are, and set to work.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use harness::RUN_VARIABLE;
use serde::Deserialize;
use tokio::process::Command;

/// The names of mutants, which are accepted by name, are those of this version.
const VERSION: &str = "27.1.0";
/// The most memory of one process, in bytes: a mutant that allocates for ever is stopped by it before the machine is.
const MEMORY: u64 = 6 << 30;
/// What mutants are made of, see [`forget_builds`].
const MUTATED: [&str; 3] = ["domain", "commands", "projections"];

/// The program, and where the tests that it runs find PostgreSQL.
pub(super) struct CargoMutants {
    program: PathBuf,
    database: String,
    run: String,
}

/// How a sample fared.
#[derive(Debug, Default)]
pub(super) struct Tested {
    /// A test failed.
    pub(super) caught: usize,
    /// The tests did not end in five times their time, and 20 seconds at least.
    pub(super) timeout: usize,
    /// It does not compile.
    pub(super) unviable: usize,
    /// All tests passed.
    pub(super) missed: Vec<String>,
}

impl Tested {
    /// How many the tests noticed.
    pub(super) fn noticed(&self) -> usize {
        self.caught + self.timeout
    }
}

impl fmt::Display for Tested {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { caught, timeout, unviable, missed } = self;
        let missed = missed.len();
        write!(f, "{caught} caught, {timeout} by time alone, {missed} missed, {unviable} do not compile")
    }
}

/// A mutant; its name is `file:line:column: what is changed`.
#[derive(Deserialize)]
struct Mutant {
    name: String,
}

/// The file that a run leaves behind.
#[derive(Deserialize)]
struct Outcomes {
    outcomes: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    scenario: Scenario,
    summary: Summary,
}

#[derive(Deserialize)]
enum Scenario {
    Baseline,
    Mutant(Mutant),
}

#[derive(Deserialize)]
enum Summary {
    Success,
    CaughtMutant,
    MissedMutant,
    Unviable,
    Failure,
    Timeout,
}

impl CargoMutants {
    /// The program on the path if it is of our version, else our own beside the builds.
    pub(super) async fn find_or_install(database: &str, run: &str) -> Result<Self> {
        let tools = target().join("tools");
        let own = tools.join("bin/cargo-mutants");
        let program = match () {
            () if is_ours(Path::new("cargo-mutants")).await => PathBuf::from("cargo-mutants"),
            () if is_ours(&own).await => own,
            () => install(&tools).await.map(|()| own)?,
        };
        Ok(Self { program, database: database.to_owned(), run: run.to_owned() })
    }

    /// The names of all mutants of a package.
    pub(super) async fn list(&self, package: &str) -> Result<Vec<String>> {
        let mut list = self.command(package);
        let output = list.args(["--list", "--json"]).output().await.context("start cargo-mutants")?;
        let error = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "cargo-mutants does not list the mutants of {package}: {error}");
        let mutants: Vec<Mutant> =
            serde_json::from_slice(&output.stdout).context("read the list of mutants")?;
        Ok(mutants.into_iter().map(|mutant| mutant.name).collect())
    }

    /// Tries these mutants, and says itself how each fared. It also tries every mutant of their files that leaves a field
    /// out of a struct: this version does not look at those names.
    pub(super) async fn test(&self, package: &str, mutants: &[String]) -> Result<Tested> {
        let folder = root().join("target/proofs/mutants").join(package);
        std::fs::create_dir_all(&folder).context("make the folder for the mutants")?;
        forget_builds().await?;
        let mut test = self.command(package);
        // One job: two would share the target folder, and one would test what the other has built.
        test.args(["--colors", "never", "--cargo-arg=--lib", "--output"]).arg(&folder);
        for mutant in mutants {
            test.arg("--re").arg(format!("^{}$", regex::escape(mutant)));
        }
        for file in mutants.iter().filter_map(|mutant| mutant.split(':').next()).collect::<BTreeSet<_>>() {
            test.arg("--file").arg(file);
        }
        let status = test.status().await.context("start cargo-mutants")?;
        let logs = folder.join("mutants.out/log");
        match status.code() {
            // 2: some were missed, 3: some went on for ever
            Some(0 | 2 | 3) => {}
            Some(4) => bail!("the tests of {package} fail without a mutant: see {}", logs.display()),
            _ => bail!("cargo-mutants ended with {status}"),
        }
        let outcomes =
            std::fs::read(folder.join("mutants.out/outcomes.json")).context("read the outcomes")?;
        serde_json::from_slice(&outcomes).context("read the outcomes").map(Outcomes::sum)
    }

    fn command(&self, package: &str) -> Command {
        let mut command = Command::new("prlimit");
        command.arg(format!("--data={MEMORY}")).arg("--").arg(&self.program);
        command.args(["mutants", "--no-config", "--package", package, "--dir"]).arg(root());
        command.env("CARGO_TARGET_DIR", target().join("mutants"));
        command.env("DATABASE_URL", &self.database).env(RUN_VARIABLE, &self.run);
        command.stdin(Stdio::null()).kill_on_drop(true);
        command
    }
}

/// Takes away what was built of the mutated packages; their dependencies stay. The last mutant's build is newer than the
/// sources of the next copy, and cargo would take it for theirs.
async fn forget_builds() -> Result<()> {
    let mut clean = Command::new("cargo");
    clean.args(["clean", "--quiet", "--target-dir"]).arg(target().join("mutants")).current_dir(root());
    MUTATED.iter().for_each(|package| {
        clean.args(["--package", package]);
    });
    let status = clean.stdin(Stdio::null()).status().await.context("start cargo")?;
    ensure!(status.success(), "cargo clean ended with {status}");
    Ok(())
}

impl Outcomes {
    fn sum(self) -> Tested {
        let mut tested = Tested::default();
        for Outcome { scenario, summary } in self.outcomes {
            let Scenario::Mutant(mutant) = scenario else { continue };
            match summary {
                Summary::CaughtMutant => tested.caught += 1,
                Summary::Timeout => tested.timeout += 1,
                Summary::Unviable => tested.unviable += 1,
                Summary::MissedMutant | Summary::Success | Summary::Failure => {
                    tested.missed.push(mutant.name);
                }
            }
        }
        tested
    }
}

async fn is_ours(program: &Path) -> bool {
    let output = Command::new(program).args(["mutants", "--version"]).output().await;
    output.is_ok_and(|output| output.stdout.ends_with(format!(" {VERSION}\n").as_bytes()))
}

/// Not optimised: it spends its time waiting for the compiler.
async fn install(tools: &Path) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["install", "--locked", "--debug", "cargo-mutants", "--version", VERSION, "--root"])
        .arg(tools);
    let installed = cargo.kill_on_drop(true).status().await.is_ok_and(|status| status.success());
    ensure!(
        installed,
        "cargo-mutants {VERSION} is missing and cannot be installed from crates.io (see above). Without a network, \
         put it on the path: cargo install --locked cargo-mutants --version {VERSION}"
    );
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Where builds go.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
