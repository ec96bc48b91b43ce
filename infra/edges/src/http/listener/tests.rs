//! The listener over real connections: what a client may hold open, and for how long.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::routing::get;
use axum::{Extension, Router};
use harness::eventually;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::super::client_address::{ClientAddress, TrustedProxies};
use super::super::connection_limits::ConnectionLimits;
use super::super::connections::Connections;
use super::super::testing::{ApiFixture, router};
use super::{bind, serve};

/// Longer than anything here should take.
const PATIENCE: Duration = Duration::from_secs(5);
const SHORT: Duration = Duration::from_millis(200);
const LIMITS: ConnectionLimits =
    ConnectionLimits { open: 100, per_address: 100, header: PATIENCE, unread: PATIENCE };
const WHOLE: &str = "GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const HALF: &str = "GET / HTTP/1.1\r\nhost:";
const BOB: [u8; 4] = [127, 0, 0, 2];
const CAROL: [u8; 4] = [127, 0, 0, 3];

struct Server {
    addr: SocketAddr,
    connections: Arc<Connections>,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Server {
    async fn start(limits: ConnectionLimits, router: Router) -> Self {
        Self::behind(&[], limits, router).await
    }

    async fn behind(proxies: &[&str], limits: ConnectionLimits, router: Router) -> Self {
        let listener = bind("127.0.0.1:0".parse().unwrap(), None).await.unwrap();
        let proxies = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        let connections = Connections::new(limits, TrustedProxies::new(proxies));
        let (addr, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let serving = tokio::spawn(serve(listener, router, Arc::clone(&connections), stop.clone()));
        Self { addr, connections, stop, serving }
    }

    /// A client at this address that has sent this.
    async fn client(&self, address: [u8; 4], sent: &str) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((Ipv4Addr::from(address), 0).into()).unwrap();
        let mut stream = socket.connect(self.addr).await.unwrap();
        // the server may have refused the connection already
        stream.write_all(sent.as_bytes()).await.ok();
        stream
    }

    /// What one request brings, the connection closed by the client's wish.
    async fn answer(&self, address: [u8; 4], headers: &str) -> String {
        let request = format!("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n");
        rest(&mut self.client(address, &request).await).await
    }

    async fn until_open(&self, count: usize) {
        let open = async || (self.connections.count() == count).then_some(());
        eventually("as many connections to be open", PATIENCE, open).await;
    }
}

/// Everything until the server ends the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    match timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the connection is still open") {
        Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("{error}"),
        _ => String::from_utf8(bytes).unwrap(),
    }
}

/// Reads the answer of a connection that stays.
async fn one_answer(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 4_096];
    let count = timeout(PATIENCE, stream.read(&mut bytes)).await.expect("an answer").unwrap();
    String::from_utf8(bytes[..count].to_vec()).unwrap()
}

fn greeting() -> Router {
    Router::new().route("/", get(async || "gm"))
}

/// Requests that are begun and not answered before they are released.
#[derive(Clone, Default)]
struct Held {
    begun: watch::Sender<usize>,
    release: CancellationToken,
}

impl Held {
    fn router(&self) -> Router {
        let held = self.clone();
        let answer = async move || {
            held.begun.send_modify(|begun| *begun += 1);
            held.release.cancelled().await;
            "gm"
        };
        Router::new().route("/", get(answer))
    }

    async fn begun(&self, count: usize) {
        let mut begun = self.begun.subscribe();
        timeout(PATIENCE, begun.wait_for(|begun| *begun == count)).await.expect("requests begin").unwrap();
    }
}

#[tokio::test]
async fn serves_at_the_address_in_the_file() {
    let file = std::env::temp_dir().join(format!("memebot-http-{}", std::process::id()));
    let listener = bind("127.0.0.1:0".parse().unwrap(), Some(&file)).await.unwrap();
    let told = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(told, listener.local_addr().unwrap().to_string());
}

#[tokio::test]
async fn told_to_stop_it_answers_what_has_begun_and_takes_no_more() {
    let held = Held::default();
    let server = Server::start(LIMITS, held.router()).await;
    let mut begun = server.client(BOB, WHOLE).await;
    let mut idle = server.client(BOB, "").await;
    held.begun(1).await;
    server.until_open(2).await;
    server.stop.cancel();
    assert_eq!(rest(&mut idle).await, "");
    held.release.cancel();
    assert!(rest(&mut begun).await.ends_with("gm"));
    server.serving.await.unwrap();
    assert!(TcpStream::connect(server.addr).await.is_err());
}

#[tokio::test]
async fn half_a_header_is_ended_after_the_limit_however_it_drips() {
    let server = Server::start(ConnectionLimits { header: SHORT, ..LIMITS }, greeting()).await;
    let mut half = server.client(BOB, HALF).await;
    let mut silent = server.client(BOB, "").await;
    let mut dripping = server.client(CAROL, HALF).await;
    let began = Instant::now();
    while dripping.write_all(b"x").await.is_ok() {
        assert!(began.elapsed() < PATIENCE, "every byte gave it more time");
        sleep(SHORT / 10).await;
    }
    assert_eq!((rest(&mut half).await, rest(&mut silent).await), (String::new(), String::new()));
    server.until_open(0).await;
    assert_eq!(server.connections.ended("header"), 3);
}

#[tokio::test]
async fn the_limit_of_headers_ends_idle_connections_too_and_no_slow_answer() {
    let (held, limits) = (Held::default(), ConnectionLimits { header: SHORT, ..LIMITS });
    let server = Server::start(limits, held.router()).await;
    let mut client = server.client(BOB, WHOLE).await;
    server.until_open(1).await;
    let mut later = server.client(CAROL, HALF).await;
    assert_eq!(rest(&mut later).await, "", "the limit is over");
    held.release.cancel();
    assert!(one_answer(&mut client).await.ends_with("gm"));
    assert_eq!(rest(&mut client).await, "");
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_ended() {
    let large = Router::new().route("/", get(async || "x".repeat(8 << 20)));
    let server = Server::start(ConnectionLimits { unread: SHORT, ..LIMITS }, large).await;
    let _unread = server.client(BOB, WHOLE).await;
    let mut read = server.client(CAROL, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(rest(&mut read).await.len() > 8 << 20);
    server.until_open(0).await;
    assert_eq!(server.connections.ended("unread"), 1);
}

#[tokio::test]
async fn half_a_body_is_ended_with_504() {
    let fixture = ApiFixture::new().await;
    let token = fixture.owner().await;
    let mut api = fixture.api();
    api.limits.request = SHORT;
    let server = Server::start(LIMITS, router(api)).await;
    let half = format!(
        "POST /api/projects HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    );
    let answer = rest(&mut server.client(BOB, &half).await).await;
    assert!(answer.starts_with("HTTP/1.1 504") && answer.contains("/problems/timeout"), "{answer}");
    let stranger = rest(&mut server.client(BOB, &half.replace(&token, "x")).await).await;
    assert!(stranger.starts_with("HTTP/1.1 401"), "{stranger}");
}

#[tokio::test]
async fn one_address_has_a_share_and_its_own_oldest_is_ended() {
    let server = Server::start(ConnectionLimits { per_address: 2, ..LIMITS }, greeting()).await;
    let mut of_bob = Vec::new();
    let mut of_carol = server.client(CAROL, WHOLE).await;
    server.until_open(1).await;
    for open in 2..=3 {
        of_bob.push(server.client(BOB, HALF).await);
        server.until_open(open).await;
    }
    assert!(server.answer(BOB, "").await.ends_with("gm"));
    assert_eq!(rest(&mut of_bob[0]).await, "");
    of_bob[1].write_all(b" x\r\n\r\n").await.unwrap();
    assert!(one_answer(&mut of_bob[1]).await.ends_with("gm"));
    assert!(one_answer(&mut of_carol).await.ends_with("gm"));
    assert_eq!((server.connections.ended("share"), server.connections.fault()), (1, None));
}

#[tokio::test]
async fn a_trusted_proxy_has_no_share() {
    let limits = ConnectionLimits { per_address: 1, ..LIMITS };
    let server = Server::behind(&["127.0.0.2"], limits, greeting()).await;
    let mut first = server.client(BOB, HALF).await;
    server.until_open(1).await;
    let _second = server.client(BOB, HALF).await;
    server.until_open(2).await;
    first.write_all(b" x\r\n\r\n").await.unwrap();
    assert!(one_answer(&mut first).await.ends_with("gm"));
}

#[tokio::test]
async fn when_all_are_taken_the_oldest_idle_one_is_ended_and_none_that_is_at_work() {
    let (held, limits) = (Held::default(), ConnectionLimits { open: 2, ..LIMITS });
    let server = Server::start(limits, held.router()).await;
    let mut at_work = server.client(BOB, WHOLE).await;
    held.begun(1).await;
    let mut idle = server.client(BOB, HALF).await;
    server.until_open(2).await;
    let mut new = server.client(CAROL, WHOLE).await;
    assert_eq!(rest(&mut idle).await, "");
    let told = server.connections.fault().expect("it is told");
    assert!(told.starts_with("the bound of 2 is nearly reached"), "{told}");
    held.begun(2).await;
    assert_eq!(rest(&mut server.client(CAROL, WHOLE).await).await, "");
    assert_eq!((server.connections.ended("full"), server.connections.refused("full")), (1, 1));
    held.release.cancel();
    assert!(one_answer(&mut at_work).await.ends_with("gm"));
    assert!(one_answer(&mut new).await.ends_with("gm"));
}

#[tokio::test]
async fn whom_a_request_comes_from_is_told_by_trusted_proxies_alone() {
    let tell = async |Extension(ClientAddress(client)): Extension<ClientAddress>| client.to_string();
    let router = Router::new().route("/", get(tell));
    let server = Server::behind(&["127.0.0.2"], LIMITS, router).await;
    let forged = "x-forwarded-for: 192.0.2.1\r\nx-forwarded-for: 198.51.100.7, 127.0.0.2\r\n";
    assert!(server.answer(CAROL, forged).await.ends_with("\r\n\r\n127.0.0.3"));
    assert!(server.answer(BOB, forged).await.ends_with("\r\n\r\n198.51.100.7"));
}

#[tokio::test]
async fn callers_without_a_token_are_counted_by_that_address() {
    let fixture = ApiFixture::new().await;
    let mut api = fixture.api();
    api.limits.per_minute = 1;
    let server = Server::behind(&["127.0.0.2"], LIMITS, router(api)).await;
    let ask = async |from, client: &str| {
        let request = format!(
            "GET /api/projects HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-forwarded-for: {client}\r\n\r\n"
        );
        rest(&mut server.client(from, &request).await).await[9..12].to_owned()
    };
    let statuses = [
        ask(BOB, "198.51.100.7").await,
        ask(BOB, "198.51.100.7").await,
        ask(BOB, "198.51.100.8").await,
        ask(CAROL, "198.51.100.9").await,
        ask(CAROL, "198.51.100.10").await,
    ];
    assert_eq!(statuses, ["401", "429", "401", "401", "429"]);
}
