//! The attack: thousands of clients that each hold a connection open in one kind, and come again when it is ended.

use std::net::{Ipv4Addr, SocketAddr};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Addresses that clients come from, or that the proxy names.
pub(super) const ADDRESSES: u32 = 125;
/// Within how many milliseconds all begin (clients and server share this machine's processors), and how many of those that come once do.
const BEGIN: Range<u64> = 0..18_000;
const BEGIN_ONCE: Range<u64> = 0..1_000;
/// How many milliseconds a client waits before it comes again.
const AGAIN: Range<u64> = 15_000..30_000;
/// Between two bytes of those that drip.
const DRIP: Duration = Duration::from_secs(2);
/// So little is received of an answer that is not read.
const RECEIVE_BUFFER: u32 = 4_096;
/// Requests whose answers are not read: more than the kernels on both sides keep.
const UNREAD_REQUESTS: usize = 20;

/// A kind to hold a connection open.
#[derive(Clone, Copy, Debug)]
pub(super) enum HoldKind {
    /// Half a header, and nothing more.
    HalfHeader,
    /// Half a header, and a byte more every two seconds.
    DrippingHeader,
    /// Half a body, with a token that counts.
    HalfBody,
    /// Nothing at all.
    Silent,
    /// A whole request, and then nothing.
    Idle,
    /// Requests whose answers are not read.
    Unread,
}

/// Where and how.
#[derive(Clone)]
pub(super) struct Attack {
    pub(super) target: SocketAddr,
    /// The trusted proxy that all come through, if they do.
    pub(super) proxy: Option<Ipv4Addr>,
    /// The token of those that are known.
    pub(super) token: String,
    pub(super) seed: u64,
    pub(super) kinds: &'static [(HoldKind, u32)],
    /// Whether a client whose connection was ended opens another one.
    pub(super) again: bool,
}

/// What became of it, so far.
#[derive(Default)]
pub(super) struct Counts {
    opened: AtomicU64,
    ended: AtomicU64,
}

impl Counts {
    /// Connections opened, and those of them that were ended by the server.
    pub(super) fn read(&self) -> (u64, u64) {
        (self.opened.load(Ordering::Relaxed), self.ended.load(Ordering::Relaxed))
    }
}

impl Attack {
    /// So many clients begin, and hold what they have until they are told to stop.
    pub(super) fn begin(&self, clients: u32, stop: &CancellationToken) -> (Arc<Counts>, TaskTracker) {
        let (counts, tasks) = (Arc::<Counts>::default(), TaskTracker::new());
        for number in 0..clients {
            let (attack, counts, stop) = (self.clone(), Arc::clone(&counts), stop.clone());
            tasks.spawn(async move { stop.run_until_cancelled(attack.client(number, &counts)).await });
        }
        tasks.close();
        (counts, tasks)
    }

    async fn client(&self, number: u32, counts: &Counts) {
        let mut random = StdRng::seed_from_u64(self.seed ^ (u64::from(number) << 32));
        let weighted = self.kinds.choose_weighted(&mut random, |(_, weight)| *weight);
        let (kind, _) = *weighted.expect("every kind has a weight");
        let begin = if self.again { BEGIN } else { BEGIN_ONCE };
        sleep(Duration::from_millis(random.random_range(begin))).await;
        loop {
            if let Ok(stream) = self.connect(number, kind).await {
                counts.opened.fetch_add(1, Ordering::Relaxed);
                // an error is how a connection that is held ends
                self.hold(stream, number, kind).await.ok();
                counts.ended.fetch_add(1, Ordering::Relaxed);
            }
            if !self.again {
                return;
            }
            sleep(Duration::from_millis(random.random_range(AGAIN))).await;
        }
    }

    async fn connect(&self, number: u32, kind: HoldKind) -> std::io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        if let HoldKind::Unread = kind {
            socket.set_recv_buffer_size(RECEIVE_BUFFER)?;
        }
        socket.bind((self.proxy.unwrap_or_else(|| address(127, number)), 0).into())?;
        socket.connect(self.target).await
    }

    /// Until the server ends the connection.
    async fn hold(&self, mut stream: TcpStream, number: u32, kind: HoldKind) -> std::io::Result<()> {
        let begin = self.begin_of_request(number, kind);
        stream.write_all(begin.as_bytes()).await?;
        match kind {
            HoldKind::Unread => loop {
                sleep(DRIP).await;
                stream.writable().await?;
                match stream.try_write(b"x") {
                    Err(error) if error.kind() != std::io::ErrorKind::WouldBlock => return Err(error),
                    _ => {}
                }
            },
            HoldKind::DrippingHeader => loop {
                tokio::select! {
                    ended = nothing_more(&mut stream) => return ended,
                    () = sleep(DRIP) => {}
                }
                stream.write_all(b"x").await?;
            },
            HoldKind::HalfHeader | HoldKind::HalfBody | HoldKind::Silent | HoldKind::Idle => {
                nothing_more(&mut stream).await
            }
        }
    }

    fn begin_of_request(&self, number: u32, kind: HoldKind) -> String {
        let forwarded = format!("x-forwarded-for: {}\r\n", address(10, number));
        let common = format!("host: x\r\n{}", if self.proxy.is_some() { &forwarded } else { "" });
        match kind {
            HoldKind::HalfHeader | HoldKind::DrippingHeader => {
                format!("GET /api/projects HTTP/1.1\r\n{common}x-more: ")
            }
            HoldKind::HalfBody => format!(
                "POST /api/projects HTTP/1.1\r\n{common}authorization: Bearer {}\r\n\
                 content-type: application/json\r\ncontent-length: 1000\r\n\r\n{{",
                self.token
            ),
            HoldKind::Silent => String::new(),
            HoldKind::Idle => format!("GET /healthz HTTP/1.1\r\n{common}\r\n"),
            HoldKind::Unread => format!("GET /metrics HTTP/1.1\r\n{common}\r\n").repeat(UNREAD_REQUESTS),
        }
    }
}

/// One of the addresses.
fn address(first: u8, number: u32) -> Ipv4Addr {
    let [.., last] = (number % ADDRESSES).to_be_bytes();
    Ipv4Addr::new(first, 1, 1, last + 1)
}

/// Reads what comes until nothing more does.
async fn nothing_more(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut bytes = [0; 1_024];
    while stream.read(&mut bytes).await? > 0 {}
    Ok(())
}
