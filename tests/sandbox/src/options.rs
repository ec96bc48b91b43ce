//! What a sandbox is started with: ports, credentials, limits.

use rand::Rng;
use rand::distr::Alphanumeric;
use serde::{Deserialize, Serialize};

/// Everything that can be chosen; the default suits a test: any ports, fixed credentials, numbers from 1.
#[derive(Debug, Clone)]
pub struct SandboxOptions {
    /// Where to listen.
    pub ports: Ports,
    /// What to accept.
    pub credentials: SandboxCredentials,
    /// First Telegram message and update number. A bot with a lasting memory needs a sandbox whose numbers start
    /// higher than any it has seen: see [`SandboxOptions::lasting`].
    pub first_number: i32,
    /// Posts allowed per 15 minutes on X (100 there).
    pub x_post_limit: u32,
    /// Where MemeBot's own HTTP interface is, for a link on the page.
    pub memebot_url: Option<String>,
}

/// TCP ports on the loopback interface; 0 takes any free one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ports {
    /// Telegram Bot API.
    pub telegram: u16,
    /// OpenAI API.
    pub openai: u16,
    /// X API.
    pub x: u16,
    /// Control endpoints and the page.
    pub control: u16,
}

/// The keys that open the stand-ins; none opens anything else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SandboxCredentials {
    /// `<bot id>:<secret>`
    pub telegram_token: String,
    /// Bearer key of the OpenAI stand-in.
    pub openai_key: String,
    /// OAuth 1.0a consumer key.
    pub x_consumer_key: String,
    /// OAuth 1.0a consumer secret.
    pub x_consumer_secret: String,
    /// OAuth 1.0a user token.
    pub x_access_token: String,
    /// OAuth 1.0a user token secret.
    pub x_access_secret: String,
    /// OAuth 2.0 user token, accepted as well.
    pub x_bearer_token: String,
    /// Id of the one account.
    pub x_user_id: String,
    /// Its name, without `@`.
    pub x_username: String,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            ports: Ports::default(),
            credentials: SandboxCredentials::default(),
            first_number: 1,
            x_post_limit: 100,
            memebot_url: None,
        }
    }
}

impl SandboxOptions {
    /// For a bot whose database outlives this sandbox: numbers start at the seconds since 2025.
    pub fn lasting() -> Self {
        let seconds = crate::clock::now().timestamp() - 1_735_689_600;
        Self { first_number: i32::try_from(seconds).unwrap_or(1).max(1), ..Self::default() }
    }
}

impl Default for SandboxCredentials {
    /// The fixed test values.
    fn default() -> Self {
        Self {
            telegram_token: "7000000001:sandbox-telegram-token".to_owned(),
            openai_key: "sandbox-openai-key".to_owned(),
            x_consumer_key: "sandbox-consumer-key".to_owned(),
            x_consumer_secret: "sandbox-consumer-secret".to_owned(),
            x_access_token: "900100200300-sandbox-access-token".to_owned(),
            x_access_secret: "sandbox-access-secret".to_owned(),
            x_bearer_token: "sandbox-oauth2-user-token".to_owned(),
            x_user_id: "900100200300".to_owned(),
            x_username: "memebot_sandbox".to_owned(),
        }
    }
}

impl SandboxCredentials {
    /// Fresh secrets for the same bot and account.
    pub fn random() -> Self {
        let fixed = Self::default();
        Self {
            telegram_token: format!("7000000001:{}", secret()),
            openai_key: secret(),
            x_consumer_key: secret(),
            x_consumer_secret: secret(),
            x_access_token: format!("{}-{}", fixed.x_user_id, secret()),
            x_access_secret: secret(),
            x_bearer_token: secret(),
            ..fixed
        }
    }
}

fn secret() -> String {
    rand::rng().sample_iter(Alphanumeric).take(32).map(char::from).collect()
}
