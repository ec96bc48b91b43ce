//! Requests over HTTP: rate, errors, durations. Percentiles follow from the buckets.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use engine::metrics::Labels;

/// Upper bounds in seconds; a request may take half a minute, and as long again if its client prefers to wait.
const BUCKETS: [f64; 13] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0];

/// One request that was answered.
pub struct HttpRequest {
    /// The method.
    pub method: &'static str,
    /// The route, with names in place of ids; `none` when nothing matched.
    pub route: String,
    /// The status.
    pub status: u16,
    /// The problem's code, if it was one.
    pub problem: Option<&'static str>,
    /// From its arrival to its answer.
    pub took: Duration,
}

/// Counts requests.
pub struct HttpMetrics {
    total: Family<Labels, Counter>,
    problems: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
}

impl Default for HttpMetrics {
    fn default() -> Self {
        let seconds = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        Self { total: Family::default(), problems: Family::default(), seconds }
    }
}

impl HttpMetrics {
    /// Adds them to the registry.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("http_requests", "Requests answered", self.total.clone());
        registry.register(
            "http_problems",
            "Requests answered with a problem, by its code",
            self.problems.clone(),
        );
        registry.register(
            "http_request_seconds",
            "From a request's arrival to its answer",
            self.seconds.clone(),
        );
    }

    /// Counts one.
    pub fn count(&self, request: HttpRequest) {
        let HttpRequest { method, route, status, problem, took } = request;
        let by_route = vec![("method", method.to_owned()), ("route", route)];
        self.seconds.get_or_create(&by_route).observe(took.as_secs_f64());
        if let Some(code) = problem {
            self.problems.get_or_create(&vec![("code", code.to_owned())]).inc();
        }
        let mut by_status = by_route;
        by_status.push(("status", status.to_string()));
        self.total.get_or_create(&by_status).inc();
    }
}
