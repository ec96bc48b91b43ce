//! Redis with an append-only file, so that a restart is different from a wipe.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use super::home::Home;
use super::service::Service;
use super::{Durability, programs};

const ANSWER_WITHIN: Duration = Duration::from_millis(500);

pub(super) struct Redis {
    program: PathBuf,
    durability: Durability,
}

impl Redis {
    pub(super) fn find(durability: Durability) -> Result<Self> {
        Ok(Self { program: programs::find("redis-server", "REDIS_URL")?, durability })
    }
}

impl Service for Redis {
    fn name(&self) -> &'static str {
        "redis"
    }

    fn program(&self) -> &Path {
        &self.program
    }

    fn arguments(&self, data: &Path, port: u16) -> Vec<String> {
        let (folder, port) = (data.display().to_string(), port.to_string());
        let sync = match self.durability {
            Durability::Durable => "everysec",
            Durability::Fast => "no",
        };
        let files = ["--dir", &folder, "--save", "", "--appendonly", "yes", "--appendfsync", sync];
        ["--bind", "127.0.0.1", "--port", &port].into_iter().chain(files).map(str::to_owned).collect()
    }

    fn url(&self, port: u16) -> String {
        format!("redis://127.0.0.1:{port}")
    }

    fn prepare(&self, _home: &Home, _data: &Path) -> Result<()> {
        Ok(())
    }

    fn is_ready(&self, _data: &Path, port: u16, pid: u32) -> bool {
        process_id(port) == Some(pid)
    }
}

/// The process that answers on this port; `None` also while it still loads its data.
fn process_id(port: u16) -> Option<u32> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, ANSWER_WITHIN).ok()?;
    stream.set_read_timeout(Some(ANSWER_WITHIN)).ok()?;
    stream.write_all(b"PING\r\nINFO server\r\n").ok()?;
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    if lines.next()? != "+PONG" {
        return None;
    }
    lines.find_map(|line| line.strip_prefix("process_id:")?.trim().parse().ok())
}
