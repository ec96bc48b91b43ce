//! PostgreSQL: initdb with a random password, TCP on 127.0.0.1 only.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use rustix::process::Signal;

use super::home::Home;
use super::process::{Death, command};
use super::service::Service;
use super::{Durability, programs};
use crate::fake_clock::FakeClock;
use crate::names::random_name;

const USER: &str = "memebot";

pub(super) struct Postgres {
    server: PathBuf,
    initdb: PathBuf,
    password: String,
    durability: Durability,
    clock: Option<FakeClock>,
}

impl Postgres {
    pub(super) fn find(durability: Durability, clock: Option<FakeClock>) -> Result<Self> {
        let (server, initdb) = (programs::postgres("postgres")?, programs::postgres("initdb")?);
        Ok(Self { server, initdb, password: random_name(), durability, clock })
    }

    fn settings(&self) -> Vec<&'static str> {
        let mut settings = vec![
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=300",
            "shared_buffers=128MB",
            // inside the data folder instead of /dev/shm: deleted with it, and small containers have little of the other
            "dynamic_shared_memory_type=mmap",
            "timezone=UTC",
            "log_timezone=UTC",
        ];
        if self.durability == Durability::Fast {
            // synchronous_commit stays on: what is committed then survives a SIGKILL of the server, which tests rely on
            settings.extend(["fsync=off", "full_page_writes=off"]);
        }
        settings
    }
}

impl Service for Postgres {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn program(&self) -> &Path {
        &self.server
    }

    fn arguments(&self, data: &Path, port: u16) -> Vec<String> {
        let mut arguments = vec!["-D".into(), data.display().to_string(), "-p".into(), port.to_string()];
        arguments.extend(self.settings().into_iter().flat_map(|setting| ["-c".into(), setting.into()]));
        arguments
    }

    fn environment(&self) -> Vec<(String, String)> {
        self.clock.as_ref().map(FakeClock::environment).unwrap_or_default()
    }

    fn url(&self, port: u16) -> String {
        format!("postgres://{USER}:{}@127.0.0.1:{port}/postgres", self.password)
    }

    fn prepare(&self, home: &Home, data: &Path) -> Result<()> {
        if data.join("PG_VERSION").exists() {
            return Ok(());
        }
        let password = home.path("password");
        fs::write(&password, &self.password).context("write the password file")?;
        let output = command(home.user(), Death::Kill, &self.initdb)
            .args([
                "--username",
                USER,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ])
            .arg(format!("--pwfile={}", password.display()))
            .arg("--pgdata")
            .arg(data)
            .current_dir(data)
            .stdin(Stdio::null())
            .output()
            .context("run initdb")?;
        fs::remove_file(&password).context("remove the password file")?;
        ensure!(output.status.success(), "initdb failed: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// The postmaster's own file says who it is (line 1) and whether it accepts connections (line 8), as `pg_ctl` reads it.
    fn is_ready(&self, data: &Path, _port: u16, pid: u32) -> bool {
        let Ok(status) = fs::read_to_string(data.join("postmaster.pid")) else { return false };
        let mut lines = status.lines().map(str::trim);
        lines.next() == Some(&pid.to_string()) && lines.nth(6) == Some("ready")
    }

    /// Fast shutdown: sessions are ended, everything is written.
    fn stop_signal(&self) -> Signal {
        Signal::INT
    }

    /// Immediate shutdown: the postmaster ends its children first, which SIGKILL would leave to themselves.
    fn death(&self) -> Death {
        Death::Quit
    }
}
