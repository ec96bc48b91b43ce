//! `memebot` as a child process, with stand-ins for the services outside, and what the kernel says about it.

use std::fs::{File, read_to_string};
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, ensure};
use sandbox::Sandbox;
use sandbox::options::SandboxOptions;
use tempfile::TempDir;
use tokio::process::Command;

use crate::machine::{field, kibibytes};
use crate::stage::Stage;
use crate::system::MASTER_KEY;

/// The kernel's unit of processor time per second, the same on every Linux that we know.
const TICKS: f64 = 100.0;

/// Where `memebot` runs, and the variables that lead it to the servers.
pub(crate) struct Home {
    folder: TempDir,
    /// What it is started with.
    pub(crate) variables: Vec<(&'static str, String)>,
    /// The services outside.
    pub(crate) sandbox: Sandbox,
}

impl Home {
    /// Over this database.
    pub(crate) async fn make(stage: &Stage, database: &str) -> anyhow::Result<Self> {
        let sandbox = Sandbox::start(SandboxOptions::default()).await.context("start the stand-ins")?;
        let folder = TempDir::with_prefix("memebot-bench-").context("make a folder")?;
        let (keys, namespace) = (sandbox.credentials(), harness::nats_namespace());
        let variables = vec![
            ("DATABASE_URL", database.to_owned()),
            ("MEMEBOT_MASTER_KEY", MASTER_KEY.to_owned()),
            ("NATS_URL", stage.servers.nats.url().to_owned()),
            ("NATS_PREFIX", namespace.clone()),
            ("REDIS_URL", stage.servers.redis.url().to_owned()),
            ("REDIS_PREFIX", format!("{namespace}:")),
            ("TELEGRAM_API_URL", sandbox.telegram_url().to_owned()),
            ("TELEGRAM_BOT_TOKEN", keys.telegram_token.clone()),
            ("TELEGRAM_RATE", "10000".to_owned()),
            ("TELEGRAM_CHAT_RATE", "10000".to_owned()),
            ("TELEGRAM_GROUP_RATE", "100000".to_owned()),
            ("OPENAI_BASE_URL", sandbox.openai_url().to_owned()),
            ("OPENAI_API_KEY", keys.openai_key.clone()),
            ("X_API_BASE_URL", sandbox.x_url().to_owned()),
            ("X_CONSUMER_KEY", keys.x_consumer_key.clone()),
            ("X_CONSUMER_SECRET", keys.x_consumer_secret.clone()),
            ("X_ACCESS_TOKEN", keys.x_access_token.clone()),
            ("X_ACCESS_SECRET", keys.x_access_secret.clone()),
            ("MEMEBOT_OWNERS", "telegram:1001".to_owned()),
            ("MEMEBOT_ENV_FILE", String::new()),
            ("MEMEBOT_HTTP_ADDR_FILE", folder.path().join("address").display().to_string()),
            ("HTTP_ADDR", "127.0.0.1:0".to_owned()),
        ];
        Ok(Self { folder, variables, sandbox })
    }

    /// Runs a subcommand to its end.
    pub(crate) async fn run(&self, arguments: &[&str]) -> anyhow::Result<()> {
        let mut child = self.start(arguments)?;
        ensure!(child.succeeded().await?, "memebot {arguments:?} failed:\n{}", self.log_tail());
        Ok(())
    }

    /// Starts a subcommand.
    pub(crate) fn start(&self, arguments: &[&str]) -> anyhow::Result<Child> {
        let log = File::options().create(true).append(true).open(self.log())?;
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]).arg(program()?).args(arguments);
        command.env_clear().envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.current_dir(self.folder.path()).stdin(Stdio::null()).kill_on_drop(true);
        let child = command.stderr(log.try_clone()?).stdout(log).spawn();
        Ok(Child(child.with_context(|| format!("start memebot {arguments:?}"))?))
    }

    /// Whether `serve` has told its address.
    pub(crate) fn is_ready(&self) -> bool {
        self.folder.path().join("address").exists()
    }

    /// The end of what it said.
    pub(crate) fn log_tail(&self) -> String {
        let log = read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("memebot.log")
    }
}

/// A running `memebot`; killed when it is dropped.
pub(crate) struct Child(tokio::process::Child);

impl Child {
    /// A field of `/proc/<pid>/status` that is in kB, in MiB.
    pub(crate) fn mebibytes(&self, name: &str) -> anyhow::Result<f64> {
        let value = field(&self.proc("status")?, name).and_then(|value| kibibytes(&value));
        let kibibytes = u32::try_from(value.with_context(|| format!("read {name} of the process"))?)?;
        Ok(f64::from(kibibytes) / 1024.0)
    }

    /// Processor time that it has used, user and system.
    pub(crate) fn cpu_seconds(&self) -> anyhow::Result<f64> {
        let stat = read_to_string(self.proc("stat")?).context("read the process's times")?;
        // the second field is the name in brackets and may hold anything; user and system time are the 14th and 15th
        let (_, fields) = stat.rsplit_once(')').context("a stat line has a name")?;
        let times: Result<Vec<u32>, _> = fields.split_whitespace().skip(11).take(2).map(str::parse).collect();
        Ok(times.context("read the process's times")?.into_iter().map(f64::from).sum::<f64>() / TICKS)
    }

    /// Whether it has not ended.
    pub(crate) fn lives(&mut self) -> anyhow::Result<bool> {
        Ok(self.0.try_wait()?.is_none())
    }

    /// Waits for its end, and tells whether it was a good one.
    pub(crate) async fn succeeded(&mut self) -> anyhow::Result<bool> {
        Ok(self.0.wait().await?.success())
    }

    fn proc(&self, file: &str) -> anyhow::Result<String> {
        let id = self.0.id().context("the process has ended")?;
        Ok(format!("/proc/{id}/{file}"))
    }
}

/// `memebot` beside this program.
fn program() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("memebot");
    ensure!(program.is_file(), "memebot is built beside the benchmark: cargo build --release -p memebot");
    Ok(program)
}
