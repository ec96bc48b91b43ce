//! What every request goes through, from the outside in: sensitive headers, request id, trace span, measuring,
//! deadline, panics, body limit.

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

use super::origin::RequestIds;
use super::problem::{Problem, ProblemCode, kind};
use super::{Api, prefer};
use crate::metrics::Answered;

/// The routes with everything around them.
pub(super) fn around(routes: Router<Arc<Api>>, api: &Arc<Api>) -> Router<Arc<Api>> {
    let no_store = HeaderValue::from_static("no-store");
    let no_sniff = HeaderValue::from_static("nosniff");
    let layers = ServiceBuilder::new()
        .layer(SetSensitiveRequestHeadersLayer::new([header::AUTHORIZATION]))
        .layer(SetRequestIdLayer::x_request_id(RequestIds::new(Arc::clone(&api.ids))))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, no_store))
        .layer(SetResponseHeaderLayer::if_not_present(header::X_CONTENT_TYPE_OPTIONS, no_sniff))
        .layer(from_fn_with_state(Arc::clone(api), measured))
        .layer(from_fn_with_state(Arc::clone(api), in_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(api.limits.body));
    routes.fallback(nowhere).method_not_allowed_fallback(no_such_method).layer(layers)
}

fn span<B>(request: &Request<B>) -> Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    info_span!("infra.http.request", method = %request.method(), path = request.uri().path(), request_id = id)
}

async fn measured(State(api): State<Arc<Api>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let (method, begun) = (known(request.method()), Instant::now());
    let response = next.run(request).await;
    api.metrics.requests.count(Answered {
        method,
        route,
        status: response.status().as_u16(),
        problem: response.extensions().get().map(|ProblemCode(code)| *code),
        took: begun.elapsed(),
    });
    response
}

/// A client may send any word as a method; the measurements have room for the usual ones.
fn known(method: &Method) -> &'static str {
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

async fn in_time(State(api): State<Arc<Api>>, request: Request, next: Next) -> Response {
    let allowed = api.limits.request + prefer::wait(request.headers()).unwrap_or_default();
    match tokio::time::timeout(allowed, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(&kind::TIMEOUT, "there was no answer in time").into_response(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().map(ToString::to_string);
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    Problem::internal(&Panicked(words)).into_response()
}

#[derive(Debug, thiserror::Error)]
#[error("a handler panicked: {0}")]
struct Panicked(String);

async fn nowhere() -> Problem {
    Problem::not_found("page")
}

async fn no_such_method() -> Problem {
    Problem::new(&kind::METHOD_NOT_ALLOWED, "this resource does not know the method")
}
