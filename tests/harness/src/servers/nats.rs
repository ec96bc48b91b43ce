//! NATS with JetStream on file storage.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use super::home::Home;
use super::programs;
use super::service::Service;
use crate::names::random_name;

const ANSWER_WITHIN: Duration = Duration::from_millis(500);

pub(super) struct Nats {
    program: PathBuf,
    /// The server says it in its greeting: so a stranger on the same port is not taken for ours.
    identity: String,
}

impl Nats {
    pub(super) fn find() -> Result<Self> {
        Ok(Self { program: programs::find("nats-server", "NATS_URL")?, identity: random_name() })
    }
}

impl Service for Nats {
    fn name(&self) -> &'static str {
        "nats"
    }

    fn program(&self) -> &Path {
        &self.program
    }

    fn arguments(&self, data: &Path, port: u16) -> Vec<String> {
        let (store, port) = (data.display().to_string(), port.to_string());
        [
            "--jetstream",
            "--addr",
            "127.0.0.1",
            "--port",
            &port,
            "--name",
            &self.identity,
            "--store_dir",
            &store,
        ]
        .map(str::to_owned)
        .to_vec()
    }

    fn url(&self, port: u16) -> String {
        format!("nats://127.0.0.1:{port}")
    }

    fn prepare(&self, _home: &Home, _data: &Path) -> Result<()> {
        Ok(())
    }

    /// NATS greets clients only once JetStream is up.
    fn is_ready(&self, _data: &Path, port: u16, _pid: u32) -> bool {
        greeting(port)
            .is_some_and(|line| line.contains(&self.identity) && line.contains(r#""jetstream":true"#))
    }
}

fn greeting(port: u16) -> Option<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let stream = TcpStream::connect_timeout(&address, ANSWER_WITHIN).ok()?;
    stream.set_read_timeout(Some(ANSWER_WITHIN)).ok()?;
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).ok()?;
    Some(line)
}
