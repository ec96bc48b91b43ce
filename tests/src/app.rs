//! The running binary: started, killed and started again as an operator or a power cut would.

use std::path::PathBuf;
use std::process::{ExitStatus, Output, Stdio};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use crate::surroundings::Surroundings;

/// How long a start may take, migrations included.
const START: Duration = Duration::from_mins(1);

/// `memebot serve` in its surroundings.
pub struct App {
    /// Database, names and variables.
    pub surroundings: Surroundings,
    program: PathBuf,
    name: &'static str,
    process: Option<Child>,
}

impl App {
    /// Migrates and starts, and waits until it is ready.
    pub async fn start(surroundings: Surroundings) -> anyhow::Result<Self> {
        Self::start_as("memebot", surroundings).await
    }

    /// The same with another build of the binary, such as `memebot-faults`, which lies beside the program that runs.
    pub async fn start_as(program: &str, surroundings: Surroundings) -> anyhow::Result<Self> {
        let mut app = Self { surroundings, program: binary(program), name: "memebot", process: None };
        let migrated = app.command(&["migrate"]).await?;
        ensure!(migrated.status.success(), "memebot migrate: {}", String::from_utf8_lossy(&migrated.stderr));
        app.restart().await?;
        Ok(app)
    }

    /// A second instance in the same surroundings, with an address and a log of its own.
    pub async fn start_second(&self) -> anyhow::Result<Self> {
        let mut second = self.second();
        second.restart().await?;
        Ok(second)
    }

    /// The same with these roles only.
    pub async fn start_second_as(&self, roles: &str) -> anyhow::Result<Self> {
        let mut second = self.second();
        second.restart_as(roles).await?;
        Ok(second)
    }

    /// The same with more variables than its surroundings give it.
    pub async fn start_second_with(&self, variables: &[(String, String)]) -> anyhow::Result<Self> {
        let mut second = self.second();
        second.launch(variables)?;
        second.ready().await?;
        Ok(second)
    }

    fn second(&self) -> Self {
        let (surroundings, program) = (self.surroundings.beside("second"), self.program.clone());
        Self { surroundings, program, name: "memebot-second", process: None }
    }

    /// Starts `serve` again and waits until it is ready.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        self.launch(&[])?;
        self.ready().await
    }

    /// Starts `serve` with these roles only, and waits until it is ready.
    pub async fn restart_as(&mut self, roles: &str) -> anyhow::Result<()> {
        self.spawn(&["serve", "--roles", roles], &[])?;
        self.ready().await
    }

    /// Starts `serve` with more variables than its surroundings give it, and waits for nothing.
    pub fn launch(&mut self, variables: &[(String, String)]) -> anyhow::Result<()> {
        self.spawn(&["serve"], variables)
    }

    fn spawn(&mut self, arguments: &[&str], variables: &[(String, String)]) -> anyhow::Result<()> {
        std::fs::remove_file(self.surroundings.address_file()).ok();
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log_file())?;
        let mut serve = self.binary(arguments);
        let child = serve.envs(variables.iter().cloned()).stderr(log.try_clone()?).stdout(log).spawn();
        self.process = Some(child.context("start memebot serve")?);
        Ok(())
    }

    /// Waits until it has ended by itself, and says how.
    pub async fn ended(&mut self) -> anyhow::Result<ExitStatus> {
        let status = self.process.as_mut().context("memebot does not run")?.wait().await?;
        self.process = None;
        Ok(status)
    }

    /// Its process number.
    pub fn id(&self) -> Option<u32> {
        self.process.as_ref().and_then(Child::id)
    }

    /// SIGKILL, as a power cut would.
    pub async fn kill(&mut self) -> anyhow::Result<()> {
        if let Some(mut process) = self.process.take() {
            process.start_kill()?;
            process.wait().await?;
        }
        Ok(())
    }

    /// Kills and starts again.
    pub async fn crash(&mut self) -> anyhow::Result<()> {
        self.kill().await?;
        self.restart().await
    }

    /// SIGTERM, as an operator would; how it ended.
    pub async fn stop(&mut self) -> anyhow::Result<ExitStatus> {
        let mut process = self.process.take().context("memebot does not run")?;
        let id = process.id().context("memebot has ended")?.to_string();
        Command::new("kill").args(["-TERM", &id]).status().await?;
        let ended = tokio::time::timeout(Duration::from_secs(20), process.wait()).await;
        ended.context("memebot did not stop within 20 seconds")?.map_err(Into::into)
    }

    /// Runs another subcommand to its end.
    pub async fn command(&self, arguments: &[&str]) -> anyhow::Result<Output> {
        let output = self.binary(arguments).output().await;
        output.with_context(|| format!("run memebot {}", arguments.join(" ")))
    }

    /// Base address of its REST API.
    pub fn url(&self) -> anyhow::Result<String> {
        let address = std::fs::read_to_string(self.surroundings.address_file());
        Ok(format!("http://{}", address.context("memebot has not told its address")?.trim()))
    }

    /// Moves business time ahead by this much of real time, from now on.
    pub fn advance_clock(&self, by: Duration) -> anyhow::Result<()> {
        let file = self.surroundings.clock_file();
        let before: i64 = std::fs::read_to_string(&file).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
        Ok(std::fs::write(file, before.saturating_add_unsigned(by.as_secs()).to_string())?)
    }

    /// The end of its log, for messages about failures.
    pub fn log_tail(&self) -> String {
        let log = std::fs::read_to_string(self.log_file()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// Where `serve` logs to.
    pub fn log_file(&self) -> PathBuf {
        self.surroundings.folder.path().join(format!("{}.log", self.name))
    }

    /// Waits until it says that it is ready; an error when it ends before.
    pub async fn ready(&mut self) -> anyhow::Result<()> {
        let deadline = Instant::now() + START;
        while Instant::now() < deadline {
            if let Some(status) = self.process.as_mut().and_then(|process| process.try_wait().ok().flatten())
            {
                bail!("memebot serve ended with {status}:\n{}", self.log_tail());
            }
            if let Ok(url) = self.url()
                && reqwest::get(format!("{url}/readyz"))
                    .await
                    .is_ok_and(|answer| answer.status().is_success())
            {
                return Ok(());
            }
            sleep(Duration::from_millis(50)).await;
        }
        bail!("memebot serve was not ready within {START:?}:\n{}", self.log_tail())
    }

    fn binary(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]);
        if let Some(limit) = self.surroundings.descriptors {
            command.args(["prlimit".to_owned(), format!("--nofile={limit}")]);
        }
        command.arg(&self.program).args(arguments);
        command.env_clear().envs(self.surroundings.variables.iter().cloned());
        for name in ["PATH", "HOME", "TZ", "MEMEBOT_LOG"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command.current_dir(self.surroundings.folder.path()).stdin(Stdio::null()).kill_on_drop(true);
        command
    }
}

/// The binary beside the program that runs.
fn binary(name: &str) -> PathBuf {
    let own = std::env::current_exe().expect("a running program has a path");
    let folders = own.ancestors().skip(1).take(2);
    let found = folders.map(|folder| folder.join(name)).find(|path| path.is_file());
    found.unwrap_or_else(|| panic!("{name} is not built beside {}", own.display()))
}
