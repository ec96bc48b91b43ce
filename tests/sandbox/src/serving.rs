//! The accept loop: like `axum::serve`, except that a response marked [`Cut`] closes the connection unanswered.

use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// The mark of a response that must not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The connection is closed in its place.
    Closed,
    /// The connection is reset in its place.
    Reset,
}

impl std::fmt::Display for Cut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("connection cut on purpose")
    }
}

impl std::error::Error for Cut {}

impl IntoResponse for Cut {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

/// A bound port that is not yet served.
pub(crate) struct Bound {
    listener: TcpListener,
    address: SocketAddr,
}

/// Binds a loopback port; 0 takes any free one.
pub(crate) async fn listen(port: u16) -> io::Result<Bound> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    Ok(Bound { listener, address })
}

impl Bound {
    /// `http://127.0.0.1:<port>`
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves in the background until `stop`.
    pub(crate) fn serve(self, app: Router, stop: &CancellationToken) {
        tokio::spawn(accept(self.listener, app, stop.clone()));
    }
}

async fn accept(listener: TcpListener, app: Router, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                tokio::spawn(converse(stream, app.clone(), stop.clone()));
            }
            Err(error) => tracing::warn!(%error, "a connection was not accepted"),
        }
    }
}

async fn converse(stream: TcpStream, app: Router, stop: CancellationToken) {
    let service = service_fn(|request| answer(app.clone(), request));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let ended = tokio::select! {
        () = stop.cancelled() => return,
        ended = &mut connection => ended,
    };
    let Err(error) = ended else { return };
    tracing::debug!(%error, "a connection ended early");
    let cut = error.source().and_then(|cause| cause.downcast_ref::<Cut>());
    if cut == Some(&Cut::Reset) {
        // what is dropped then is reset, not closed
        connection.into_parts().io.into_inner().set_zero_linger().ok();
    }
}

async fn answer(app: Router, request: Request<Incoming>) -> Result<Response, Cut> {
    let Ok(response) = app.oneshot(request).await;
    match response.extensions().get::<Cut>() {
        Some(cut) => Err(*cut),
        None => Ok(response),
    }
}
