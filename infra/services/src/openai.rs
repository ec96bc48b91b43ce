//! OpenAI: generates variants with the Responses API and scores texts with the moderation endpoint.
//!
//! Repeating a call only costs, and whoever calls repeats; nothing here does, but for one try of a cheaper
//! model when the first is not available.

mod client;
mod config;
mod failure;
mod moderator;
mod prompt;
mod text_generator;

#[cfg(test)]
mod tests;

use async_openai::Client;
use commands::port::ServiceError;
use serde_json::Value;

pub use self::config::{OpenAiConfig, OpenAiSettings};

use self::client::{Endpoint, client};
use self::failure::OpenAiFailure;
use crate::http_client::ClientBuildError;

pub(crate) const SERVICE: &str = "OpenAI";

/// The adapter of both ports, text generator and moderator; without a key it refuses every call.
pub struct OpenAi {
    clients: Option<ApiClients>,
}

struct ApiClients {
    settings: OpenAiSettings,
    generation: Client<Endpoint>,
    moderation: Client<Endpoint>,
}

impl OpenAi {
    /// A client with the configured key and models. Without a key every call is refused.
    pub fn try_new(config: &OpenAiConfig) -> Result<Self, ClientBuildError> {
        let OpenAiConfig::Enabled(settings) = config else { return Ok(Self { clients: None }) };
        let generation = client(settings, settings.timeouts)?;
        let moderation = client(settings, settings.moderation_timeouts)?;
        Ok(Self { clients: Some(ApiClients { settings: (**settings).clone(), generation, moderation }) })
    }

    /// Whether OpenAI answers, accepts the key and offers the models: one sentence either way.
    pub async fn check(&self) -> Result<String, String> {
        let clients = self.clients().map_err(|error| error.to_string())?;
        // Read as plain JSON: the crate's own types are stricter than what the service sends.
        let listed: Result<Value, _> = clients.moderation.models().list_byot().await;
        let listed = listed.map_err(|error| ServiceError::from(OpenAiFailure::from(error)).to_string())?;
        let offered =
            |model: &&str| listed["data"].as_array().is_some_and(|all| all.iter().any(|m| m["id"] == *model));
        let wanted: Vec<&str> = clients.settings.models().collect();
        let (found, missing): (Vec<&str>, Vec<&str>) = wanted.into_iter().partition(offered);
        if !missing.is_empty() {
            return Err(format!("the key is accepted, but does not offer {}", missing.join(", ")));
        }
        Ok(format!("the key is accepted and offers {}", found.join(", ")))
    }

    fn clients(&self) -> Result<&ApiClients, ServiceError> {
        let why = || "OpenAI is not configured: set OPENAI_API_KEY".to_owned();
        self.clients.as_ref().ok_or_else(|| ServiceError::Refused { service: SERVICE, why: why() })
    }
}
