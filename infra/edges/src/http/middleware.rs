//! Middleware around every route, from the outside in: sensitive headers, request id, trace span, metrics, timeout,
//! panics, body limit.

use std::any::Any;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::sensitive_headers::SetSensitiveRequestHeadersLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use tracing::{Span, info_span};

use super::http_metrics::HttpRequest;
use super::problem::{Problem, ProblemCode, kind};
use super::request_id::RequestIdSource;
use super::{ApiState, prefer};

/// The routes with the middleware around them.
pub(super) fn wrap(routes: Router<Arc<ApiState>>, api: &Arc<ApiState>) -> Router<Arc<ApiState>> {
    let no_store = HeaderValue::from_static("no-store");
    let no_sniff = HeaderValue::from_static("nosniff");
    let layers = ServiceBuilder::new()
        // First of all, so that no later layer can log the header with the token.
        .layer(SetSensitiveRequestHeadersLayer::new([header::AUTHORIZATION]))
        .layer(SetRequestIdLayer::x_request_id(RequestIdSource::new(Arc::clone(&api.ids))))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, no_store))
        .layer(SetResponseHeaderLayer::if_not_present(header::X_CONTENT_TYPE_OPTIONS, no_sniff))
        .layer(from_fn_with_state(Arc::clone(api), record_metrics))
        .layer(from_fn_with_state(Arc::clone(api), enforce_timeout))
        // Inside the metrics and the timeout: a panic is counted as the 500 that its client gets.
        .layer(CatchPanicLayer::custom(panic_response))
        .layer(DefaultBodyLimit::max(api.limits.body));
    routes.fallback(unknown_route).method_not_allowed_fallback(unknown_method).layer(layers)
}

fn span<B>(request: &Request<B>) -> Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    info_span!("infra.http.request", method = %request.method(), path = request.uri().path(), request_id = id)
}

async fn record_metrics(State(api): State<Arc<ApiState>>, request: Request, next: Next) -> Response {
    // The matched pattern and not the path: ids in a label would make a series of each request.
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let (method, begun) = (method_label(request.method()), Instant::now());
    let response = next.run(request).await;
    api.requests.count(HttpRequest {
        method,
        route,
        status: response.status().as_u16(),
        problem: response.extensions().get().map(|ProblemCode(code)| *code),
        took: begun.elapsed(),
    });
    response
}

/// A client may send any word as a method; labels of a metric must be few.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

async fn enforce_timeout(State(api): State<Arc<ApiState>>, request: Request, next: Next) -> Response {
    // A wait that the client asked for is no slowness of ours, so it comes on top of the timeout.
    let allowed = api.limits.request + prefer::wait(request.headers()).unwrap_or_default();
    match tokio::time::timeout(allowed, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(&kind::TIMEOUT, "there was no answer in time").into_response(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn panic_response(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().map(ToString::to_string);
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    Problem::internal(&HandlerPanic(words)).into_response()
}

#[derive(Debug, thiserror::Error)]
#[error("a handler panicked: {0}")]
struct HandlerPanic(String);

async fn unknown_route() -> Problem {
    Problem::not_found("page")
}

async fn unknown_method() -> Problem {
    Problem::new(&kind::METHOD_NOT_ALLOWED, "this resource does not know the method")
}
