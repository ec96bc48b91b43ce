//! Honest clients: each request on a connection of its own, timed from the first packet to the last byte.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use anyhow::ensure;
use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::time::{sleep, timeout};

/// Clients beside each other, and the pause of each between two requests.
const BESIDE: usize = 4;
const PAUSE: Duration = Duration::from_millis(60);
/// Whoever waits longer goes away.
const PATIENCE: Duration = Duration::from_secs(5);

/// What honest clients ask.
pub(super) struct Honest {
    pub(super) target: SocketAddr,
    /// Where they come from.
    pub(super) from: Ipv4Addr,
    /// Whom the proxy names, if that is one.
    pub(super) forwarded_for: Option<&'static str>,
    pub(super) token: String,
    pub(super) path: String,
}

/// How long their requests took, sorted; and what went wrong.
pub(super) struct Latencies {
    took: Vec<Duration>,
    failed: Vec<String>,
}

impl Honest {
    /// Asks for so long, on a thread of its own: thousands of other clients in this process must not be what is timed.
    pub(super) async fn ask_for(self, time: Duration) -> anyhow::Result<Latencies> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(tokio::task::spawn_blocking(move || runtime.block_on(self.ask(time))).await?)
    }

    async fn ask(&self, time: Duration) -> Latencies {
        let end = Instant::now() + time;
        let clients = (0..BESIDE).map(|_| async move {
            let mut outcomes = Vec::new();
            while Instant::now() < end {
                let began = Instant::now();
                let answered = timeout(PATIENCE, self.once()).await;
                outcomes.push(answered.map_err(anyhow::Error::from).flatten().map(|()| began.elapsed()));
                sleep(PAUSE).await;
            }
            outcomes
        });
        let mut all = Latencies { took: Vec::new(), failed: Vec::new() };
        for outcome in join_all(clients).await.into_iter().flatten() {
            match outcome {
                Ok(took) => all.took.push(took),
                Err(error) => all.failed.push(format!("{error:#}")),
            }
        }
        all.took.sort();
        all
    }

    async fn once(&self) -> anyhow::Result<()> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((self.from, 0).into())?;
        let mut stream = socket.connect(self.target).await?;
        let forwarded = self.forwarded_for.map(|client| format!("x-forwarded-for: {client}\r\n"));
        let request = format!(
            "GET {} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {}\r\n{}\r\n",
            self.path,
            self.token,
            forwarded.unwrap_or_default()
        );
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        ensure!(answer.starts_with("HTTP/1.1 200"), "{}", answer.lines().next().unwrap_or("no answer"));
        Ok(())
    }
}

impl Latencies {
    /// The time within which 99 of 100 are answered; an error when any was not.
    pub(super) fn p99(&self) -> anyhow::Result<Duration> {
        let (answered, failed) = (self.took.len(), self.failed.len());
        ensure!(failed == 0, "{failed} of {} honest requests failed: {}", answered + failed, self.failed[0]);
        ensure!(answered >= 100, "only {answered} honest requests");
        Ok(self.took[answered * 99 / 100])
    }

    /// How many were answered.
    pub(super) fn count(&self) -> usize {
        self.took.len()
    }
}
