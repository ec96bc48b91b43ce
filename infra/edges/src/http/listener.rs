//! HTTP listener: bind, tell the address, serve HTTP/1 until told to stop, and let no client hold a connection open.

use std::convert::Infallible;
use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::Request;
use axum::response::Response;
use commands::faults::Guard;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;
use tracing::{info, warn};

use super::client_address::ClientAddress;
use super::connections::{ConnectionSlot, ConnectionState, Connections};
use super::timed_stream::TimedStream;
use super::{ApiState, HttpConfig};
use engine::lifecycle::Lifecycle;

/// Connections that the kernel keeps for us until we take them.
const BACKLOG: u32 = 1024;
/// What the kernel keeps of an answer that is not read, in bytes; left to itself it keeps megabytes.
const SEND_BUFFER: u32 = 64 * 1024;
/// The longest header in bytes, and what is read ahead of a body.
const READ_BUFFER: usize = 32 * 1024;
/// Before the next try when the system gives us no connection.
const PAUSE: Duration = Duration::from_millis(100);

/// Binds the address; with port 0, a free one. The bound address is logged and, if asked for, written to a file.
///
/// # Errors
/// When the address is taken, or the file cannot be written.
async fn bind(addr: SocketAddr, file: Option<&Path>) -> io::Result<TcpListener> {
    let socket = if addr.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SEND_BUFFER)?;
    socket.bind(addr)?;
    let listener = socket.listen(BACKLOG)?;
    let bound = listener.local_addr()?;
    if let Some(file) = file {
        tokio::fs::write(file, bound.to_string()).await?;
    }
    info!(%bound, "HTTP listens");
    Ok(listener)
}

/// Serves the API, and the metrics beside it or at their own address, for the rest of the process's life.
///
/// # Errors
/// When an address is taken, or the file cannot be written.
pub async fn start(
    api: &Arc<ApiState>,
    config: &HttpConfig,
    connections: &Arc<Connections>,
    lifecycle: &Lifecycle,
) -> io::Result<()> {
    let spawn = |listener, router| {
        lifecycle.spawn("http", serve(listener, router, Arc::clone(connections), lifecycle.soft()));
    };
    let (mut router, metrics) = (api.router(), api.metrics_router());
    match config.metrics_addr {
        Some(addr) => spawn(bind(addr, None).await?, metrics),
        None => router = router.merge(metrics),
    }
    spawn(bind(config.addr, config.addr_file.as_deref()).await?, router);
    Ok(())
}

/// Serves until the token is cancelled; requests that have begun are answered.
async fn serve(
    listener: TcpListener,
    router: Router,
    connections: Arc<Connections>,
    stop: CancellationToken,
) {
    let tasks = TaskTracker::new();
    while let Some((stream, peer)) = stop.run_until_cancelled(accept(&listener)).await {
        // A connection that is refused is closed by being dropped.
        if let Some(slot) = connections.admit(peer.ip()).await {
            tasks.spawn(serve_connection(stream, peer, router.clone(), slot, stop.clone()));
        }
    }
    drop(listener);
    tasks.close();
    tasks.wait().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The client was gone before we took its connection: nothing is wrong with us.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                warn!(%error, "no connection can be taken");
                sleep(PAUSE).await;
            }
        }
    }
}

async fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    slot: ConnectionSlot,
    stop: CancellationToken,
) {
    let (connections, state) = (Arc::clone(&slot.connections), Arc::clone(&slot.state));
    let service = service_fn(|request: Request<Incoming>| {
        let client = ClientAddress(connections.proxies.client(peer.ip(), request.headers()));
        answer(request, client, router.clone(), Arc::clone(&state))
    });
    let mut builder = http1::Builder::new();
    // hyper starts this timer when a connection begins and again when an answer has been sent: it ends idle connections too.
    builder.timer(TokioTimer::new()).max_buf_size(READ_BUFFER);
    builder.header_read_timeout(Guard::HeaderLimit.holds().then_some(connections.limits.header));
    let stream = TokioIo::new(TimedStream::new(stream, connections.limits.unread));
    let mut connection = pin!(builder.serve_connection(stream, service));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = slot.state.end.cancelled() => return,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.as_mut().await
        }
    };
    if let Some(why) = ended.err().as_ref().and_then(timed_out) {
        slot.note_timeout(why);
    }
}

/// For what the client took too long, if that ended the connection.
fn timed_out(error: &hyper::Error) -> Option<&'static str> {
    if error.is_timeout() {
        return Some("header");
    }
    let unread = |error: &io::Error| error.kind() == io::ErrorKind::TimedOut;
    error.source()?.downcast_ref().is_some_and(unread).then_some("unread")
}

/// Has the request answered; the connection counts as idle until the request is whole, and again from its answer on.
async fn answer(
    mut request: Request<Incoming>,
    client: ClientAddress,
    router: Router,
    state: Arc<ConnectionState>,
) -> Result<Response, Infallible> {
    if request.body().is_end_stream() {
        state.works();
    } else {
        state.waits();
    }
    request.extensions_mut().insert(client);
    let request = request.map(|body| ArrivingBody { body, state: Arc::clone(&state) });
    let response = router.oneshot(request).await;
    state.waits();
    response
}

/// A body that notes on its connection when it has arrived.
struct ArrivingBody {
    body: Incoming,
    state: Arc<ConnectionState>,
}

impl Body for ArrivingBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        // A body of known length ends with its last frame, one in chunks with none.
        if self.body.is_end_stream() || matches!(frame, Poll::Ready(None)) {
            self.state.works();
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests;
