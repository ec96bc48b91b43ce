//! The configuration section of OpenAI.

use std::time::Duration;

use reqwest::Url;
use secrecy::SecretString;

use crate::http_client::Timeouts;
use engine::config::{Section, Setting, SettingsReader};

const API_KEY: Setting = Setting::secret(
    "OPENAI_API_KEY",
    "key of the OpenAI API; without it nothing is written and nothing scored",
);
const BASE_URL: Setting = Setting::new(
    "OPENAI_BASE_URL",
    Some("https://api.openai.com/v1"),
    "the OpenAI API, with its version; another address is of use for gateways and for the sandbox",
);
const MODEL: Setting = Setting::new("OPENAI_MODEL", Some("gpt-5.4-mini"), "the model that writes variants");
const FALLBACK_MODEL: Setting = Setting::new(
    "OPENAI_FALLBACK_MODEL",
    Some("gpt-5.4-nano"),
    "a cheaper model for when the first is not available; the same name as OPENAI_MODEL means none",
);
const MODERATION_MODEL: Setting = Setting::new(
    "OPENAI_MODERATION_MODEL",
    Some("omni-moderation-latest"),
    "the model that scores texts for harm",
);
const TIMEOUT: Setting =
    Setting::new("OPENAI_TIMEOUT", Some("40"), "seconds for one answer of a model that writes");
const MODERATION_TIMEOUT: Setting =
    Setting::new("OPENAI_MODERATION_TIMEOUT", Some("10"), "seconds for one answer of the moderation model");

const CONNECT: Duration = Duration::from_secs(3);

/// Whether there is a model to ask.
#[derive(Clone, Debug)]
pub enum OpenAiConfig {
    /// No key: every call is refused.
    Disabled,
    /// A key.
    Enabled(Box<OpenAiSettings>),
}

/// Where OpenAI is, what opens it, and which models are asked.
#[derive(Clone, Debug)]
pub struct OpenAiSettings {
    /// `OPENAI_API_KEY`
    pub api_key: SecretString,
    /// `OPENAI_BASE_URL`: the API's address, with its version.
    pub base_url: Url,
    /// `OPENAI_MODEL`: writes variants.
    pub model: String,
    /// `OPENAI_FALLBACK_MODEL`: writes when the first is not available.
    pub fallback_model: String,
    /// `OPENAI_MODERATION_MODEL`: scores texts.
    pub moderation_model: String,
    /// `OPENAI_TIMEOUT`; 40 s, of which 3 s for connecting.
    pub timeouts: Timeouts,
    /// `OPENAI_MODERATION_TIMEOUT`; 10 s, of which 3 s for connecting.
    pub moderation_timeouts: Timeouts,
}

impl OpenAiSettings {
    /// The models in use, each once.
    pub(super) fn models(&self) -> impl Iterator<Item = &str> {
        let fallback = self.fallback();
        [self.model.as_str()].into_iter().chain(fallback).chain([self.moderation_model.as_str()])
    }

    /// The second model, if there is one.
    pub(super) fn fallback(&self) -> Option<&str> {
        (self.fallback_model != self.model).then_some(self.fallback_model.as_str())
    }
}

impl Section for OpenAiConfig {
    const SETTINGS: &'static [Setting] =
        &[API_KEY, BASE_URL, MODEL, FALLBACK_MODEL, MODERATION_MODEL, TIMEOUT, MODERATION_TIMEOUT];

    fn read(reader: &mut SettingsReader<'_>) -> Option<Self> {
        let api_key = reader.secret(&API_KEY);
        let base_url = reader.required(&BASE_URL);
        let model = reader.required(&MODEL);
        let fallback_model = reader.required(&FALLBACK_MODEL);
        let moderation_model = reader.required(&MODERATION_MODEL);
        let times = [reader.seconds(&TIMEOUT), reader.seconds(&MODERATION_TIMEOUT)];
        let [timeouts, moderation] = times.map(|time| Some(Timeouts { request: time?, connect: CONNECT }));
        let Some(api_key) = api_key else { return Some(Self::Disabled) };
        Some(Self::Enabled(Box::new(OpenAiSettings {
            api_key,
            base_url: base_url?,
            model: model?,
            fallback_model: fallback_model?,
            moderation_model: moderation_model?,
            timeouts: timeouts?,
            moderation_timeouts: moderation?,
        })))
    }
}
