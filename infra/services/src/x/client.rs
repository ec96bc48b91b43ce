//! Signing HTTP client of X: signs a request, sends it once, reads the response.

use std::sync::Arc;
use std::time::Duration;

use commands::port::ServiceError;
use commands::port::clock::Clock;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use reqwest::{Client, Method, StatusCode, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::util::MapResultLayer;

use super::config::{XKeys, XSettings};
use super::oauth1::{SignatureNonce, authorization};
use super::read_limits::ReadLimits;
use super::responses::service_error;
use super::send_deadline::{DEADLINE, SendDeadline, in_time};
use super::x_time::XTime;
use super::{SERVICE, unreadable};
use crate::http_client::{ClientBuildError, builder, describe};

/// An HTTP client that signs, without a connection pool.
pub(super) struct SigningClient {
    http: Client,
    base: Url,
    keys: XKeys,
    limits: ReadLimits,
    clock: Arc<dyn Clock>,
    time: XTime,
}

/// An answer, read as far as it came.
pub(super) struct XResponse {
    /// HTTP status.
    pub(super) status: StatusCode,
    /// Its headers.
    pub(super) headers: HeaderMap,
    /// The body as JSON; null when it is none, or broke off.
    pub(super) body: Value,
    /// When it came, in Unix seconds of X's time.
    pub(super) received: u64,
}

impl SigningClient {
    /// One connection per request: whether a request was sent is then never in doubt.
    pub(super) fn try_new(settings: &XSettings, clock: Arc<dyn Clock>) -> Result<Self, ClientBuildError> {
        let http = builder(settings.timeouts)
            // A connection that died idle fails after the request was written, which looks like a lost answer.
            .pool_max_idle_per_host(0)
            .http1_only()
            .connector_layer(MapResultLayer::new(in_time))
            .build()
            .map_err(|source| ClientBuildError { service: SERVICE, source })?;
        Ok(Self {
            http,
            base: settings.base_url.clone(),
            keys: settings.keys.clone(),
            limits: ReadLimits::default(),
            time: XTime::new(Arc::clone(&clock)),
            clock,
        })
    }

    /// The account that the keys belong to, as far as they tell.
    pub(super) fn owner(&self) -> Option<&str> {
        self.keys.owner()
    }

    /// Reads something. An error means that no status came back, or that X wants no such read now: a limit that one job
    /// meets holds the others.
    pub(super) async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<XResponse, ServiceError> {
        if let Some(time) = self.limits.wait(path) {
            let why = "its limit of reads is used up".to_owned();
            return Err(ServiceError::Unavailable { service: SERVICE, why, retry_after: Some(time) });
        }
        let mut url = self.url(path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let signed_with = self.time.correction();
        let mut answer = self.read(&url).await?;
        // X says only "Unauthorized" of a time that it does not accept. Its answer brought the right one.
        if answer.status == StatusCode::UNAUTHORIZED && self.time.correction() != signed_with {
            answer = self.read(&url).await?;
        }
        // Not for a cap that is used up: that is a refusal, and every job has to hear its reason.
        if answer.status == StatusCode::TOO_MANY_REQUESTS
            && let ServiceError::Unavailable { retry_after: Some(time), .. } = service_error(&answer)
        {
            self.limits.hold(path, time);
        }
        Ok(answer)
    }

    async fn read(&self, url: &Url) -> Result<XResponse, ServiceError> {
        self.send(Method::GET, url.clone(), None).await.map_err(|error| ServiceError::Unavailable {
            service: SERVICE,
            why: describe(&error),
            retry_after: None,
        })
    }

    /// Sends something, once, and not later than this since boot. An error means that no status came back.
    pub(super) async fn post(
        &self,
        path: &str,
        body: &Value,
        send_by: Duration,
    ) -> Result<XResponse, reqwest::Error> {
        let deadline = SendDeadline { clock: Arc::clone(&self.clock), send_by };
        DEADLINE.scope(deadline, self.send(Method::POST, self.url(path), Some(body))).await
    }

    async fn send(
        &self,
        method: Method,
        url: Url,
        body: Option<&Value>,
    ) -> Result<XResponse, reqwest::Error> {
        // A new one for each request: X refuses a nonce that it has seen.
        let nonce = SignatureNonce { nonce: nonce(), timestamp: self.time.unix_seconds() };
        let authorization = authorization(&self.keys, &method, &url, &nonce);
        let mut request = self.http.request(method, url).header(AUTHORIZATION, authorization);
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        self.time.learn(&headers);
        let received = self.time.unix_seconds();
        // a status is an answer even if the rest of it does not arrive
        let body = response.json().await.unwrap_or_default();
        Ok(XResponse { status, headers, body, received })
    }

    fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        url
    }
}

impl XResponse {
    /// What a read was answered with, of this shape.
    pub(super) fn data<T: DeserializeOwned>(self) -> Result<T, ServiceError> {
        if !self.status.is_success() {
            return Err(service_error(&self));
        }
        serde_json::from_value(self.body).map_err(|_| unreadable("data of the expected shape"))
    }
}

fn nonce() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).expect("the system has randomness");
    hex::encode(bytes)
}
