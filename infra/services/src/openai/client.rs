//! The client of `async-openai` over our own HTTP transport.
//!
//! Left to itself the crate repeats requests, waits without limit, drops the headers that say when to come
//! back, reads `OPENAI_*` variables on its own and logs bodies that it cannot decode.

use async_openai::Client;
use async_openai::config::Config;
use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Body, Response};
use secrecy::{ExposeSecret, SecretString};
use serde::de::IgnoredAny;
use tower::service_fn;

use super::SERVICE;
use super::config::OpenAiSettings;
use super::failure::OpenAiFailure;
use crate::http_client::{ClientBuildError, Timeouts, builder};

/// The configured address and key, and nothing from the environment.
#[derive(Clone)]
pub(super) struct Endpoint {
    base: String,
    key: SecretString,
}

/// A client that sends each request once.
pub(super) fn client(
    settings: &OpenAiSettings,
    timeouts: Timeouts,
) -> Result<Client<Endpoint>, ClientBuildError> {
    let http = builder(timeouts).build().map_err(|source| ClientBuildError { service: SERVICE, source })?;
    let base = settings.base_url.as_str().trim_end_matches('/').to_owned();
    let endpoint = Endpoint { base, key: settings.api_key.clone() };
    let transport = {
        let http = http.clone();
        service_fn(move |request: HttpRequestFactory| exchange(http.clone(), request))
    };
    Ok(Client::build(http, endpoint).with_http_service(transport))
}

/// One request, one answer. Whatever is not a success with a JSON body becomes a [`OpenAiFailure`] here.
async fn exchange(http: reqwest::Client, request: HttpRequestFactory) -> Result<Response, OpenAIError> {
    // The crate's retry middleware is not installed: jobs repeat with their own backoff, and a second try inside the
    // first would double every pause.
    let request = request.build().await?;
    let answer = http.execute(request).await.map_err(|error| OpenAiFailure::from(error).boxed())?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = answer.bytes().await.map_err(|error| OpenAiFailure::from(error).boxed())?;
    if !status.is_success() {
        return Err(OpenAiFailure::answered(status, &headers, &body).boxed());
    }
    // Checked here, because the crate logs a body that it cannot decode, with whatever people wrote in it.
    if serde_json::from_slice::<IgnoredAny>(&body).is_err() {
        return Err(OpenAiFailure::busy(format!("{status} with an unreadable body")).boxed());
    }
    Ok(axum::http::Response::new(Body::from(body)).into())
}

impl Config for Endpoint {
    fn headers(&self) -> HeaderMap {
        let value = HeaderValue::try_from(format!("Bearer {}", self.key.expose_secret()));
        let Ok(mut value) = value else { return HeaderMap::new() };
        value.set_sensitive(true);
        HeaderMap::from_iter([(AUTHORIZATION, value)])
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn query(&self) -> Vec<(&str, &str)> {
        Vec::new()
    }

    fn api_base(&self) -> &str {
        &self.base
    }

    fn api_key(&self) -> &SecretString {
        &self.key
    }
}
