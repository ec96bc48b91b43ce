//! Who may pass and how often: credentials first, then the rate limit, whose headers go on every answer.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::X;
use super::oauth::{Signed, verify};
use super::problem::Problem;
use crate::wire::pairs;

/// The header that tells a developer what exactly was wrong with the credentials; X keeps it to itself.
const REASON: &str = "x-sandbox-reason";

/// The middleware around every known route.
pub(crate) async fn admit(State(x): State<X>, route: MatchedPath, request: Request, next: Next) -> Response {
    if let Err(reason) = x.authorize(&request) {
        let mut response = Problem::unauthorized().into_response();
        response.headers_mut().insert(REASON, HeaderValue::from_static(reason));
        return response;
    }
    let kind = format!("{} {}", request.method(), route.as_str());
    let now = x.gate.now().timestamp();
    let window = x.state.change(|state| state.limits.count(&kind, now));
    let mut response =
        if window.exceeded() { Problem::too_many().into_response() } else { next.run(request).await };
    window.describe(response.headers_mut());
    response
}

impl X {
    fn authorize(&self, request: &Request) -> Result<(), &'static str> {
        let authorization = text(request.headers(), header::AUTHORIZATION).ok_or("no authorization")?;
        if let Some(token) = authorization.strip_prefix("Bearer ") {
            return if token == self.credentials.x_bearer_token { Ok(()) } else { Err("bearer token") };
        }
        let host = text(request.headers(), header::HOST).ok_or("no host")?;
        let signed = Signed {
            method: request.method().as_str(),
            url: &format!("http://{host}{}", request.uri().path()),
            query: pairs(request.uri().query().unwrap_or_default()),
            header: authorization,
        };
        let now = self.gate.now().timestamp();
        self.state.change(|state| verify(signed, &self.credentials, now, &mut state.nonces))
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
