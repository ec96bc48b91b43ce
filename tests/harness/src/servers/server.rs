//! One private server: a child process that can be stopped, killed, emptied and started again on its port.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use super::home::{Home, remove_all};
use super::process::{command, spawn};
use super::service::Service;
use crate::names::free_port;

const PAUSE: Duration = Duration::from_millis(10);
const PATIENCE: Duration = Duration::from_secs(30);
const LAUNCHES: usize = 4;

/// A private server process. Dropping it ends the process and deletes its data.
pub struct Server {
    url: String,
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("name", &self.inner.service.name())
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// Starts a new server on a free port, and on another one if a neighbour was quicker.
    pub(super) async fn launch(service: impl Service, home: Arc<Home>) -> Result<Self> {
        let service: Arc<dyn Service> = Arc::new(service);
        blocking(move || {
            let mut last = None;
            for _ in 0..LAUNCHES {
                let inner = Inner::new(Arc::clone(&service), Arc::clone(&home), free_port());
                match inner.start_once() {
                    Ok(()) => return Ok(Self { url: service.url(inner.port), inner: Arc::new(inner) }),
                    Err(error) => last = Some(error),
                }
            }
            Err(last.expect("there was at least one launch"))
                .with_context(|| format!("start {}", service.name()))
        })
        .await
    }

    /// The address for clients.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.inner.port
    }

    /// True while the process lives.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.inner.is_running()
    }

    /// Starts it again with the data it has; nothing happens when it runs.
    pub async fn start(&self) -> Result<()> {
        let inner = Arc::clone(&self.inner);
        blocking(move || inner.start()).await
    }

    /// Stops it in order and waits for its end; nothing happens when it does not run.
    pub async fn stop(&self) -> Result<()> {
        let inner = Arc::clone(&self.inner);
        blocking(move || inner.end(inner.service.stop_signal())).await
    }

    /// Kills it with SIGKILL, as a crash would, and waits for its end.
    pub async fn kill(&self) -> Result<()> {
        let inner = Arc::clone(&self.inner);
        blocking(move || inner.end(Signal::KILL)).await
    }

    /// Ends it at once without leaving a process behind: PostgreSQL's immediate shutdown, SIGKILL for the others.
    pub async fn abort(&self) -> Result<()> {
        let inner = Arc::clone(&self.inner);
        blocking(move || inner.end(inner.service.death().signal())).await
    }

    /// Kills it and deletes its data: the next start brings it back empty.
    pub async fn wipe(&self) -> Result<()> {
        let inner = Arc::clone(&self.inner);
        blocking(move || inner.wipe()).await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.context("a blocking step panicked")?
}

struct Inner {
    service: Arc<dyn Service>,
    home: Arc<Home>,
    data: PathBuf,
    port: u16,
    child: Mutex<Option<Child>>,
}

impl Inner {
    fn new(service: Arc<dyn Service>, home: Arc<Home>, port: u16) -> Self {
        let data = home.path(service.name());
        Self { service, home, data, port, child: Mutex::new(None) }
    }

    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_running(&self) -> bool {
        self.child().as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// After a kill the port or the data may be held for a moment longer by what is left of the old process.
    fn start(&self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.start_once() {
                Err(_) if Instant::now() < deadline => sleep(PAUSE * 10),
                outcome => return outcome,
            }
        }
    }

    fn start_once(&self) -> Result<()> {
        let mut running = self.child();
        if running.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None))) {
            return Ok(());
        }
        if !self.data.exists() {
            self.home.make(&self.data)?;
        }
        self.service.prepare(&self.home, &self.data)?;
        let child = running.insert(spawn(self.command()?).context("run setpriv (package util-linux)")?);
        self.await_ready(child)
    }

    fn command(&self) -> Result<Command> {
        let log =
            File::options().create(true).append(true).open(self.log()).context("open the server's log")?;
        // `env`, not our own variables: a library that is loaded first would come into `setpriv` as another user.
        let mut command = command(self.home.user(), self.service.death(), "env");
        command
            .args(self.service.environment().iter().map(|(name, value)| format!("{name}={value}")))
            .arg(self.service.program())
            .args(self.service.arguments(&self.data, self.port))
            .current_dir(&self.data)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            // Ctrl-C in a terminal reaches us alone: we stop the servers in order
            .process_group(0);
        Ok(command)
    }

    fn await_ready(&self, child: &mut Child) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = child.try_wait()? {
                bail!("{} ended at once ({status}): {}", self.service.name(), self.last_words());
            }
            if self.service.is_ready(&self.data, self.port, child.id()) {
                return Ok(());
            }
            sleep(PAUSE);
        }
        bail!("{} was not ready after {PATIENCE:?}: {}", self.service.name(), self.last_words())
    }

    fn end(&self, signal: Signal) -> Result<()> {
        let Some(mut child) = self.child().take() else { return Ok(()) };
        if child.try_wait()?.is_some() {
            return Ok(());
        }
        kill_process(Pid::from_child(&child), signal).context("signal the server")?;
        if wait_for(&mut child, PATIENCE)?.is_none() {
            child.kill()?;
            child.wait()?;
            bail!("{} did not stop within {PATIENCE:?} and was killed", self.service.name());
        }
        Ok(())
    }

    fn wipe(&self) -> Result<()> {
        self.end(Signal::KILL)?;
        remove_all(&self.data);
        Ok(())
    }

    fn log(&self) -> PathBuf {
        self.data.with_extension("log")
    }

    fn last_words(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(8)..].join("\n")
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Err(error) = self.end(self.service.death().signal()) {
            writeln!(std::io::stderr(), "{error:#}").ok();
        }
        remove_all(&self.data);
    }
}

fn wait_for(child: &mut Child, patience: Duration) -> Result<Option<ExitStatus>> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() > deadline {
            return Ok(None);
        }
        sleep(PAUSE);
    }
}
