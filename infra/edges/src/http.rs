//! REST: the API for programs, health checks and metrics, on axum.
//!
//! Writing goes to the command bus, which alone decides who may; reading goes to the read models and asks for a
//! role in the project. What belongs to a project that the caller holds no role in does not exist for them.

mod after;
mod audit;
mod body;
mod caller;
mod client_address;
mod command_sender;
mod config;
mod connection_limits;
mod connections;
mod context;
mod extract;
mod health;
mod http_metrics;
mod jobs;
mod listener;
mod middleware;
mod pagination;
mod posts;
mod prefer;
mod problem;
mod projects;
mod read_retry;
mod request_id;
mod signal;
mod suggestions;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod timed_stream;

use std::sync::Arc;

use axum::Router;
use commands::port::aggregates::Aggregates;
use commands::port::clock::{Clock, Ids};
use commands::port::dispatch::Dispatch;
use commands::port::rate_limiter::RateLimiter;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

pub use client_address::{AddressRange, TrustedProxies};
pub use config::{HttpConfig, RequestLimits};
pub use connection_limits::{ConnectionLimits, RESERVED};
pub use connections::Connections;
pub use health::HealthCheck;
pub use http_metrics::HttpMetrics;
pub use listener::start;
pub use problem::{FieldError, Problem, ProblemKind};

use engine::jobs::JobStatusCache;
use engine::metrics::Metrics;
use engine::reader_registry::ReaderRegistry;
use engine::unreadable::UnreadableMonitor;

/// Routes of another edge, with the middleware of the API around them.
pub type GuestRoutes = Router<Arc<ApiState>>;

/// The state that axum hands to every handler: everything that the API talks to.
pub struct ApiState {
    /// The command bus.
    pub dispatch: Arc<dyn Dispatch>,
    /// Current states.
    pub aggregates: Arc<dyn Aggregates>,
    /// Business time.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
    /// The shared rate limiter.
    pub rate_limiter: Arc<dyn RateLimiter>,
    /// The pool of queries: read models, jobs, the log.
    pub queries: PgPool,
    /// The readers whose progress is told.
    pub readers: Arc<ReaderRegistry>,
    /// Copies of jobs that have ended.
    pub job_status: Arc<dyn JobStatusCache>,
    /// Counts requests.
    pub requests: HttpMetrics,
    /// What is measured.
    pub metrics: Arc<Metrics>,
    /// What consumers could not read or apply: queries say since when they are stale.
    pub unreadable: UnreadableMonitor,
    /// Services that may be away without our being unready: NATS, Redis.
    pub health_checks: Vec<HealthCheck>,
    /// Routes of other edges, served beside the API.
    pub guests: Vec<GuestRoutes>,
    /// Limits of what is answered.
    pub limits: RequestLimits,
    /// Cancelled when nothing new is to be begun: whoever waits for an answer gets what there is.
    pub stop: CancellationToken,
}

impl ApiState {
    /// The API, its problems' pages and the health checks. Each resource has its routes in its own file, beside their
    /// handlers: a new endpoint is a new line there, and only a new resource is a new line here.
    pub fn router(self: &Arc<Self>) -> Router {
        let routes = Router::new()
            .merge(projects::routes())
            .merge(context::routes())
            .merge(suggestions::routes())
            .merge(posts::routes())
            .merge(audit::routes())
            .merge(jobs::routes())
            .merge(problem::routes())
            .merge(health::routes());
        let routes = self.guests.iter().cloned().fold(routes, Router::merge);
        middleware::wrap(routes, self).with_state(Arc::clone(self))
    }

    /// The one page for Prometheus: merged with [`Self::router`], or served at an address of its own.
    pub fn metrics_router(self: &Arc<Self>) -> Router {
        health::metrics_routes().with_state(Arc::clone(self))
    }
}
