//! Listening: bind, tell the address, serve until told to stop.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use super::{ApiState, HttpConfig};
use engine::lifecycle::Lifecycle;

/// Binds the address; with port 0, a free one. The bound address is logged and, if asked for, written to a file.
///
/// # Errors
/// When the address is taken, or the file cannot be written.
pub async fn bind(addr: SocketAddr, file: Option<&Path>) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(addr).await?;
    let bound = listener.local_addr()?;
    if let Some(file) = file {
        tokio::fs::write(file, bound.to_string()).await?;
    }
    info!(%bound, "HTTP listens");
    Ok(listener)
}

/// Serves until the token is cancelled; requests that have begun are answered.
///
/// # Errors
/// Never, as things stand: faults of single connections are not ours to end for.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await
}

/// Serves the API, and the metrics beside it or at their own address, for the rest of the process's life.
///
/// # Errors
/// When an address is taken, or the file cannot be written.
pub async fn start(api: &Arc<ApiState>, config: &HttpConfig, lifecycle: &Lifecycle) -> io::Result<()> {
    let (mut router, metrics) = (api.router(), api.metrics_router());
    match config.metrics_addr {
        Some(addr) => spawn(bind(addr, None).await?, metrics, lifecycle),
        None => router = router.merge(metrics),
    }
    spawn(bind(config.addr, config.addr_file.as_deref()).await?, router, lifecycle);
    Ok(())
}

fn spawn(listener: TcpListener, router: Router, lifecycle: &Lifecycle) {
    let stop = lifecycle.soft();
    lifecycle.spawn("http", async move {
        if let Err(error) = serve(listener, router, stop).await {
            error!(%error, "HTTP ended");
        }
    });
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio_util::sync::CancellationToken;

    use super::{bind, serve};

    #[tokio::test]
    async fn serves_at_the_address_in_the_file_until_told_to_stop() {
        let file = std::env::temp_dir().join(format!("memebot-http-{}", std::process::id()));
        let listener = bind("127.0.0.1:0".parse().unwrap(), Some(&file)).await.unwrap();
        let addr = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        let stop = CancellationToken::new();
        let router = Router::new().route("/", get(async || "gm"));
        let serving = tokio::spawn(serve(listener, router, stop.clone()));
        let mut peer = TcpStream::connect(addr).await.unwrap();
        peer.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        peer.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("gm"), "{answer}");
        stop.cancel();
        serving.await.unwrap().unwrap();
    }
}
