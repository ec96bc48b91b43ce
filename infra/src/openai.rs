//! OpenAI: writes variants with the Responses API and scores texts with the moderation endpoint.
//!
//! Repeating a call only costs, and whoever calls repeats; nothing here does, but for one try of a cheaper
//! model when the first is not available.

mod client;
mod config;
mod failure;
mod moderator;
mod prompt;
mod writer;

#[cfg(test)]
mod tests;

use async_openai::Client;
use commands::port::ServiceError;
use serde_json::Value;

pub use self::config::{OpenAiConfig, OpenAiSettings};

use self::client::{Endpoint, client};
use self::failure::Failure;
use crate::http_client::BuildClient;

pub(crate) const SERVICE: &str = "OpenAI";

/// The writer and the moderator, or the absence of both.
pub struct OpenAi {
    api: Option<Api>,
}

struct Api {
    settings: OpenAiSettings,
    writing: Client<Endpoint>,
    moderating: Client<Endpoint>,
}

impl OpenAi {
    /// A client with the configured key and models. Without a key every call is refused.
    pub fn try_new(config: &OpenAiConfig) -> Result<Self, BuildClient> {
        let OpenAiConfig::Enabled(settings) = config else { return Ok(Self { api: None }) };
        let writing = client(settings, settings.patience)?;
        let moderating = client(settings, settings.moderation_patience)?;
        Ok(Self { api: Some(Api { settings: (**settings).clone(), writing, moderating }) })
    }

    /// Whether OpenAI answers, accepts the key and offers the models: one sentence either way.
    pub async fn check(&self) -> Result<String, String> {
        let api = self.api().map_err(|error| error.to_string())?;
        let listed: Result<Value, _> = api.moderating.models().list_byot().await;
        let listed = listed.map_err(|error| ServiceError::from(Failure::from(error)).to_string())?;
        let offered =
            |model: &&str| listed["data"].as_array().is_some_and(|all| all.iter().any(|m| m["id"] == *model));
        let wanted: Vec<&str> = api.settings.models().collect();
        let (found, missing): (Vec<&str>, Vec<&str>) = wanted.into_iter().partition(offered);
        if !missing.is_empty() {
            return Err(format!("the key is accepted, but does not offer {}", missing.join(", ")));
        }
        Ok(format!("the key is accepted and offers {}", found.join(", ")))
    }

    fn api(&self) -> Result<&Api, ServiceError> {
        let why = || "OpenAI is not configured: set OPENAI_API_KEY".to_owned();
        self.api.as_ref().ok_or_else(|| ServiceError::Refused { service: SERVICE, why: why() })
    }
}
