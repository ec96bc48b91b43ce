//! Request ids and W3C trace context: what ties a request to its log lines and events.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, Request};
use commands::port::clock::Ids;
use tower_http::request_id::{MakeRequestId, RequestId};
use uuid::Uuid;

/// Gives an id to requests that come without one: their trace's if they belong to one, else a new one.
#[derive(Clone)]
pub(super) struct RequestIdSource(Arc<dyn Ids>);

impl RequestIdSource {
    /// From this source.
    pub(super) fn new(ids: Arc<dyn Ids>) -> Self {
        Self(ids)
    }
}

impl MakeRequestId for RequestIdSource {
    fn make_request_id<B>(&mut self, request: &Request<B>) -> Option<RequestId> {
        // The id of the trace, where there is one, so that our log lines are found from the client's tracing system.
        let traced = traceparent(request.headers()).and_then(trace_id);
        let id = traced.unwrap_or_else(|| self.0.next());
        HeaderValue::from_str(&id.to_string()).ok().map(RequestId::new)
    }
}

/// What ties a request to everything that follows from it; derived from request ids that are no UUIDs.
pub(super) fn correlation(headers: &HeaderMap) -> Option<Uuid> {
    let id = headers.get("x-request-id")?;
    let given = id.to_str().ok().and_then(|id| id.parse().ok());
    Some(given.unwrap_or_else(|| Uuid::new_v5(&Uuid::NAMESPACE_URL, id.as_bytes())))
}

/// The `traceparent`, if it is one: events keep it.
pub(super) fn traceparent(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("traceparent")?.to_str().ok()?;
    let parts: Vec<&str> = value.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let hex = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    (hex && lengths == [2, 32, 16, 2]).then_some(value)
}

fn trace_id(traceparent: &str) -> Option<Uuid> {
    Uuid::try_parse(traceparent.split('-').nth(1)?).ok().filter(|id| !id.is_nil())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::{correlation, trace_id, traceparent};

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_static(value))])
    }

    #[test]
    fn only_a_well_formed_trace_is_kept() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert_eq!(traceparent(&headers("traceparent", good)), Some(good));
        assert_eq!(trace_id(good).unwrap().simple().to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
        for bad in
            ["", "00-4bf9-00f067aa0ba902b7-01", "zz-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]
        {
            assert_eq!(traceparent(&headers("traceparent", bad)), None, "{bad}");
        }
    }

    #[test]
    fn any_request_id_ties_together_what_carries_it() {
        let uuid = headers("x-request-id", "0197f5c8-0000-7000-8000-000000000001");
        assert_eq!(correlation(&uuid).unwrap().to_string(), "0197f5c8-0000-7000-8000-000000000001");
        let word = headers("x-request-id", "deploy-42");
        assert!(correlation(&word).is_some_and(|id| Some(id) == correlation(&word)));
    }
}
