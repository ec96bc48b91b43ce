//! Signing HTTP client of X: signs a request, sends it once, reads the response.

use std::time::{SystemTime, UNIX_EPOCH};

use commands::port::ServiceError;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use reqwest::{Client, Method, StatusCode, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::config::{XKeys, XSettings};
use super::oauth1::{SignatureNonce, authorization};
use super::read_limits::ReadLimits;
use super::responses::{service_error, wait};
use super::{SERVICE, unreadable};
use crate::http_client::{ClientBuildError, builder, describe};

/// An HTTP client that signs, without a connection pool.
pub(super) struct SigningClient {
    http: Client,
    base: Url,
    keys: XKeys,
    limits: ReadLimits,
}

/// An answer, read as far as it came.
pub(super) struct XResponse {
    /// HTTP status.
    pub(super) status: StatusCode,
    /// Its headers.
    pub(super) headers: HeaderMap,
    /// The body as JSON; null when it is none, or broke off.
    pub(super) body: Value,
}

impl SigningClient {
    /// One connection per request: whether a request was sent is then never in doubt.
    pub(super) fn try_new(settings: &XSettings) -> Result<Self, ClientBuildError> {
        let http = builder(settings.timeouts)
            // A connection that died idle fails after the request was written, which looks like a lost answer.
            .pool_max_idle_per_host(0)
            .http1_only()
            .build()
            .map_err(|source| ClientBuildError { service: SERVICE, source })?;
        Ok(Self {
            http,
            base: settings.base_url.clone(),
            keys: settings.keys.clone(),
            limits: ReadLimits::default(),
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
        let answer = self.send(Method::GET, url, None).await.map_err(|error| ServiceError::Unavailable {
            service: SERVICE,
            why: describe(&error),
            retry_after: None,
        })?;
        if answer.status == StatusCode::TOO_MANY_REQUESTS
            && let Some(time) = wait(&answer.headers, unix_seconds())
        {
            self.limits.hold(path, time);
        }
        Ok(answer)
    }

    /// Sends something, once. An error means that no status came back.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Result<XResponse, reqwest::Error> {
        self.send(Method::POST, self.url(path), Some(body)).await
    }

    async fn send(
        &self,
        method: Method,
        url: Url,
        body: Option<&Value>,
    ) -> Result<XResponse, reqwest::Error> {
        // A new one for each request: X refuses a nonce that it has seen.
        let nonce = SignatureNonce { nonce: nonce(), timestamp: unix_seconds() };
        let authorization = authorization(&self.keys, &method, &url, &nonce);
        let mut request = self.http.request(method, url).header(AUTHORIZATION, authorization);
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await?;
        let (status, headers) = (response.status(), response.headers().clone());
        // a status is an answer even if the rest of it does not arrive
        let body = response.json().await.unwrap_or_default();
        Ok(XResponse { status, headers, body })
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
            return Err(service_error(&self, unix_seconds()));
        }
        serde_json::from_value(self.body).map_err(|_| unreadable("data of the expected shape"))
    }
}

fn nonce() -> String {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).expect("the system has randomness");
    hex::encode(bytes)
}

/// The machine's time: what X compares signatures and limits with. Business time may be steered.
#[expect(clippy::disallowed_methods, reason = "X's time, not business time")]
pub(super) fn unix_seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
